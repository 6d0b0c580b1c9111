"""Lists in pages by key, as on the pages of the site: page 500 costs what page 2 costs."""

from typing import Annotated, Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from ninja import Schema
from pydantic import Field, StringConstraints

from landbridge.entrypoints.web import cursors
from landbridge.kernel.refusal import Finding, InputRefused

KEYS = ("sort_key",)


class Asked(Schema):
    """What is searched for, how many at once, and the `next` of the page before."""

    q: Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=200)] = ""
    limit: int = Field(50, ge=1, le=200)
    page: str = ""


def one_page(rows: QuerySet[Any], asked: Asked) -> dict[str, Any]:
    """The rows of one page, by name, and the token of the next or None. One query. A token that is none is refused."""
    found = cursors.ordered(rows, KEYS, descending=False, backwards=False)
    if asked.page:
        cursor = cursors.parse(asked.page, len(KEYS) + 1)
        if cursor is None or cursor.backwards:
            raise InputRefused(Finding("page_unknown", field="page"))
        try:
            found = cursors.after(found, KEYS, cursor, descending=False)
        except (ValidationError, ValueError, TypeError):
            raise InputRefused(Finding("page_unknown", field="page")) from None
    held = list(found[: asked.limit + 1])
    further = len(held) > asked.limit
    held = held[: asked.limit]
    token = cursors.Cursor(cursors.values_of(held[-1], KEYS), 1).token() if further else None
    return {"items": held, "next": token}
