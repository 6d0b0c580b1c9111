"""Reader of the plain choose-and-place files: numbered slots, a number of tables, weighted wishes."""

import json
import math
import typing
from datetime import UTC, datetime, timedelta

from landbridge.engines.agenda.parts import Participant, Slot, Table, Wish
from landbridge.engines.agenda.problem import Problem
from landbridge.kernel.refusal import Finding, InputRefused

_START = datetime(2000, 1, 1, tzinfo=UTC)
_LENGTH = timedelta(minutes=20)


def problem_from_simple_json(text: str | bytes) -> Problem:
    """The problem in `text`; slots follow one another in one day and are called by their number, from 0.

    The file: `slots`, `tables` (numbers), `share_over` (a side or null), `participants` (`id`, `slots`, `min`, `max`,
    `side`), `wishes` (`a`, `b`, `weight`).
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise InputRefused(Finding("not_json", data={"detail": str(fault)})) from None
    findings = list(_faults(document))
    if findings:
        raise InputRefused(*findings)
    slots = tuple(
        Slot(id=str(i), start=_START + i * _LENGTH, end=_START + (i + 1) * _LENGTH, day="1")
        for i in range(document["slots"])
    )
    people = tuple(
        Participant(
            id=p["id"],
            group=p.get("side", "all"),
            slots=frozenset(map(str, p["slots"])),
            min_meetings=p.get("min", 0),
            max_meetings=p.get("max"),
        )
        for p in document["participants"]
    )
    wishes = tuple(
        Wish(id=f"w{i}", a=(w["a"],), b=(w["b"],), weight_a=w["weight"], weight_b=0)
        for i, w in enumerate(document["wishes"], 1)
    )
    return Problem(
        slots=slots,
        tables=tuple(Table(id=f"t{i}") for i in range(1, document["tables"] + 1)),
        participants=people,
        wishes=wishes,
        share_over=document.get("share_over"),
    )


def _faults(document: typing.Any) -> typing.Iterator[Finding]:
    if not isinstance(document, dict):
        yield Finding("not_an_object")
        return
    for name in ("slots", "tables"):
        if not _whole(document.get(name)):
            yield Finding("not_a_whole_number", field=name, data={"value": repr(document.get(name))})
    for name, asked in (("participants", ("id", "slots")), ("wishes", ("a", "b", "weight"))):
        rows = document.get(name)
        if not isinstance(rows, list):
            yield Finding("not_a_list", field=name)
            continue
        for row, item in enumerate(rows, 1):
            if not isinstance(item, dict):
                yield Finding("not_an_object", row, name)
                continue
            yield from (Finding("missing_field", row, f"{name}.{key}") for key in asked if key not in item)
            yield from _row_faults(item, row, name)


def _row_faults(item: dict[str, typing.Any], row: int, name: str) -> typing.Iterator[Finding]:
    for key in ("min", "max", "weight"):
        value = item.get(key)
        if value is not None and not _whole(value):
            shown = "NaN" if isinstance(value, float) and math.isnan(value) else repr(value)
            yield Finding("not_a_whole_number", row, f"{name}.{key}", {"value": shown})
    for key in ("id", "a", "b", "side"):
        if key in item and not isinstance(item[key], str):
            yield Finding("wrong_type", row, f"{name}.{key}", {"value": repr(item[key]), "expected": "str"})
    slots = item.get("slots", [])
    if not isinstance(slots, list) or not all(_whole(s) for s in slots):
        yield Finding("wrong_type", row, f"{name}.slots", {"expected": "list of whole numbers"})


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
