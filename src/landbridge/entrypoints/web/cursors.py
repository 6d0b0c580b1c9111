"""Turning pages by key, not by counting: page 500 costs what page 2 costs.

A cursor carries the sort values of the last row shown, so the next page is "the rows after these values". Rows without
a value come last in both directions of the sort, and the primary key breaks ties.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: after (or, going back, before) a row's sort values; `position` counts rows for the reader."""

    values: tuple[Any, ...]
    position: int
    backwards: bool = False

    def token(self) -> str:
        """The cursor as text for an address."""
        plain = json.dumps([self.position, self.backwards, list(self.values)], default=_text)
        return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def _text(value: object) -> str:
    """A value JSON does not know, exactly: a moment to its microseconds."""
    return value.isoformat() if isinstance(value, date) else str(value)


def parse(token: str, keys: int) -> Cursor | None:
    """The cursor of a token with that many sort values, or None for anything else: a bad address is the first page."""
    try:
        plain = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        position, backwards, values = json.loads(plain)
    except (ValueError, TypeError, binascii.Error):
        return None
    if not (isinstance(position, int) and isinstance(backwards, bool) and isinstance(values, list)):
        return None
    if len(values) != keys or not all(isinstance(value, str | int | float | bool | None) for value in values):
        return None
    if any(isinstance(value, str) and "\x00" in value for value in values):
        return None
    return Cursor(tuple(values), max(position, 0), backwards)


def ordered(queryset: QuerySet[Any], keys: Sequence[str], *, descending: bool, backwards: bool) -> QuerySet[Any]:
    """The queryset sorted by the keys and then the primary key, rows without a value last (first, going back)."""
    down = descending != backwards
    nulls: dict[str, Any] = {"nulls_first": True} if backwards else {"nulls_last": True}
    order = [OrderBy(F(key), descending=down, **nulls) for key in keys]
    return queryset.order_by(*order, OrderBy(F("pk"), descending=down))


def after(queryset: QuerySet[Any], keys: Sequence[str], cursor: Cursor, *, descending: bool) -> QuerySet[Any]:
    """Only the rows beyond the cursor, in the direction it goes."""
    greater = descending == cursor.backwards
    condition = Q()
    same = Q()
    for key, value in zip((*keys, "pk"), cursor.values, strict=True):
        condition |= same & _beyond(key, value, greater=greater, backwards=cursor.backwards)
        same &= Q(**{f"{key}__isnull": True}) if value is None else Q(**{key: value})
    return queryset.filter(condition)


def _beyond(key: str, value: Any, *, greater: bool, backwards: bool) -> Q:
    """Rows whose `key` alone puts them beyond `value`; without values they stand at the end."""
    if value is None:
        return Q(**{f"{key}__isnull": False}) if backwards else Q(pk__in=[])
    beyond = Q(**{f"{key}__{'gt' if greater else 'lt'}": value})
    return beyond if backwards or key == "pk" else beyond | Q(**{f"{key}__isnull": True})


def values_of(row: Model, keys: Sequence[str]) -> tuple[Any, ...]:
    """A row's sort values and its primary key; a key may follow relations by double underscores."""
    return (*(_value(row, key) for key in keys), row.pk)


def _value(row: Any, key: str) -> Any:
    for part in key.split("__"):
        if row is None:
            return None
        row = getattr(row, part)
    return row
