"""Lists in pages by key, as on the pages of the site: page 500 costs what page 2 costs."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from ninja import Schema
from pydantic import Field, StringConstraints

from landbridge.entrypoints.web import cursors
from landbridge.kernel.refusal import Finding, InputRefused

BY_NAME = ("sort_key",)


class Turned(Schema):
    """How many rows at once, and the `next` of the page before."""

    limit: int = Field(50, ge=1, le=200, description="rows at once")
    page: str = Field("", description="the `next` of the page before; empty for the first")


class Asked(Turned):
    """What is searched for, how many at once, and the `next` of the page before."""

    q: Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=200)] = Field(
        "", description="a name in either script, pinyin, initials, or a code"
    )


def one_page(
    rows: QuerySet[Any],
    asked: Turned,
    *,
    keys: Sequence[str] = BY_NAME,
    descending: bool = False,
    told: Callable[[Any], Any] | None = None,
) -> dict[str, Any]:
    """The rows of one page in the order of `keys`, and the token of the next or None. A token that is none is refused.

    One query. `told` turns a row into what the API says of it, where that is not the row itself.
    """
    found = cursors.ordered(rows, keys, descending=descending, backwards=False)
    if asked.page:
        cursor = cursors.parse(asked.page, len(keys) + 1)
        if cursor is None or cursor.backwards:
            raise InputRefused(Finding("page_unknown", field="page"))
        try:
            found = cursors.after(found, keys, cursor, descending=descending)
        except (ValidationError, ValueError, TypeError):
            raise InputRefused(Finding("page_unknown", field="page")) from None
    held = list(found[: asked.limit + 1])
    further = len(held) > asked.limit
    held = held[: asked.limit]
    token = cursors.Cursor(cursors.values_of(held[-1], keys), 1).token() if further else None
    return {"items": [told(row) for row in held] if told else held, "next": token}
