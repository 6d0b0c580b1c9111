"""Columns and constraints that every room writes the same way."""

from collections.abc import Collection
from enum import StrEnum

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Func, Q


def code_field(
    codes: type[StrEnum], *, default: StrEnum | None = None, blank: bool = False
) -> "models.CharField[str, str]":
    """A column that holds one code of an enumeration, as its text."""
    choices = [(code.value, code.value) for code in codes]
    longest = max(len(code.value) for code in codes)
    size = 20 if longest <= 20 else 40
    if default is None:
        return models.CharField(max_length=size, choices=choices, blank=blank)
    return models.CharField(max_length=size, choices=choices, blank=blank, default=default.value)


def known_codes(name: str, column: str, codes: type[StrEnum], *, blank: bool = False) -> models.CheckConstraint:
    """The database refuses a code that the enumeration does not have."""
    values = [code.value for code in codes] + ([""] if blank else [])
    return models.CheckConstraint(name=name, condition=Q(**{f"{column}__in": values}))


def codes_field(codes: type[StrEnum]) -> "ArrayField[list[str], list[str]]":
    """A column that holds any number of codes of an enumeration."""
    return ArrayField(code_field(codes), default=list, blank=True)


def all_known(name: str, column: str, codes: type[StrEnum]) -> models.CheckConstraint:
    """The database refuses a list that names a code the enumeration does not have."""
    return models.CheckConstraint(name=name, condition=Q(**{f"{column}__contained_by": [code.value for code in codes]}))


def tied(name: str, *, state: str, among: Collection[StrEnum], column: str) -> models.CheckConstraint:
    """`column` is filled exactly when `state` is one of `among`."""
    values = sorted(code.value for code in among)
    inside = Q(**{f"{state}__in": values})
    filled = Q(**{f"{column}__isnull": False})
    return models.CheckConstraint(name=name, condition=(inside & filled) | (~inside & ~filled))


class TsTzRange(Func):
    """The half-open span between two time columns, for exclusion constraints."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


def span(start: str, end: str) -> TsTzRange:
    """[start, end) of two columns."""
    return TsTzRange(start, end, RangeBoundary())


def never_overlapping(
    name: str, *, same: Collection[str], start: str = "starts_at", end: str = "ends_at", condition: Q | None = None
) -> ExclusionConstraint:
    """No two rows of one hub that agree on the columns `same` may overlap in time. The last word behind every lock."""
    equal = [(column, RangeOperators.EQUAL) for column in ("hub_id", *same)]
    return ExclusionConstraint(
        name=name, expressions=[*equal, (span(start, end), RangeOperators.OVERLAPS)], condition=condition
    )


def ends_after_start(name: str, *, start: str = "starts_at", end: str = "ends_at") -> models.CheckConstraint:
    """A span is not empty and not backward."""
    return models.CheckConstraint(name=name, condition=Q(**{f"{end}__gt": models.F(start)}))


def has_a_name(name: str) -> models.CheckConstraint:
    """Of the Chinese and the Latin form, at least one is there."""
    return models.CheckConstraint(name=name, condition=~Q(name_latin="") | ~Q(name_chinese=""))
