"""Problems and agendas as JSON, read strictly: every wrong field is a finding with its row, and nothing is guessed."""

import json
import math
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import datetime
from enum import StrEnum
from functools import cache

from landbridge.engines.agenda import parts
from landbridge.engines.agenda.problem import Problem
from landbridge.engines.agenda.result import Agenda, Infeasible, Level, Meeting, Stopped
from landbridge.kernel.refusal import Finding, InputRefused

PROBLEM_FORMAT = "landbridge-agenda-problem/1"
AGENDA_FORMAT = "landbridge-agenda/1"

_UNREADABLE = object()
_LISTS: Mapping[str, type] = {
    "slots": parts.Slot,
    "tables": parts.Table,
    "participants": parts.Participant,
    "wishes": parts.Wish,
    "group_rules": parts.GroupRule,
    "quotas": parts.Quota,
    "resources": parts.Resource,
    "pins": parts.Pin,
    "travel": parts.Travel,
}


def problem_from_json(text: str | bytes) -> Problem:
    """The problem written in `text`; `InputRefused` names every field that cannot be read, then every other fault."""
    document = read_document(text, PROBLEM_FORMAT)
    findings: list[Finding] = []
    values: dict[str, object] = {}
    for name, value in document.items():
        if name in _LISTS:
            values[name] = read_rows(name, value, _LISTS[name], findings)
        elif name in _hints(parts.Given):
            values[name] = read_value(_hints(parts.Given)[name], value, None, name, findings)
        elif name != "format":
            findings.append(Finding("unknown_field", field=name))
    findings += [Finding("missing_field", field=name) for name in _required(parts.Given) if name not in document]
    if findings:
        raise InputRefused(*findings)
    return Problem(**values)  # type: ignore[arg-type]  # each value was read by its field's type


def problem_to_json(problem: parts.Given) -> str:
    """The problem as text that `problem_from_json` reads back to an equal problem."""
    return json.dumps({"format": PROBLEM_FORMAT, **_plain(problem)}, ensure_ascii=False, indent=1)


def agenda_from_json(text: str | bytes) -> Agenda:
    """The agenda written in `text`; whether it suits a problem is for `check` to say."""
    document = read_document(text, AGENDA_FORMAT)
    findings: list[Finding] = []
    meetings = read_rows("meetings", document.get("meetings"), Meeting, findings)
    levels = [
        {key: value for key, value in row.items() if key in {"name", "value", "bound"}}
        for row in document.get("levels", [])
        if isinstance(row, dict)
    ]
    read = read_rows("levels", levels, Level, findings)
    stopped = read_value(Stopped, document.get("stopped", "settled"), None, "stopped", findings)
    seed = read_value(int, document.get("seed", 0), None, "seed", findings)
    if findings:
        raise InputRefused(*findings)
    return Agenda(tuple(meetings), tuple(read), stopped, seed)  # type: ignore[arg-type]  # read by field type


def agenda_to_json(answer: Agenda | Infeasible) -> str:
    """The answer as text: an agenda that `agenda_from_json` reads back, or the reason why there is none."""
    if isinstance(answer, Infeasible):
        plain = {"status": "infeasible" if answer.proven else "not_found", **_plain(answer)}
        plain["draft"] = json.loads(agenda_to_json(answer.draft)) if answer.draft else None
        return json.dumps({"format": AGENDA_FORMAT, **plain}, ensure_ascii=False, indent=1)
    levels = [{**_plain(level), "gap": round(level.gap, 6), "proven": level.proven} for level in answer.levels]
    document = {
        "format": AGENDA_FORMAT,
        "status": "proven" if answer.proven else "feasible",
        "meetings": [_plain(meeting) for meeting in answer.meetings],
        "levels": levels,
        "stopped": answer.stopped.value,
        "seed": answer.seed,
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def read_document(text: str | bytes, form: str) -> dict[str, typing.Any]:
    """The JSON object in `text`, refused unless its `format` is `form`."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise InputRefused(Finding("not_json", data={"detail": str(fault)})) from None
    if not isinstance(document, dict):
        raise InputRefused(Finding("not_an_object"))
    if document.get("format") != form:
        raise InputRefused(Finding("wrong_format", field="format", data={"expected": form}))
    return document


@cache
def _hints(cls: type) -> dict[str, typing.Any]:
    return typing.get_type_hints(cls)


@cache
def _required(cls: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(cls) if f.default is MISSING and f.default_factory is MISSING)


def read_rows(name: str, value: object, cls: type, findings: list[Finding]) -> tuple[object, ...]:
    """The dataclasses in a JSON list; what cannot be read is added to `findings` with its row."""
    if value is None and name == "group_rules":
        return None  # type: ignore[return-value]  # None means that every pair of groups may meet
    if not isinstance(value, list):
        findings.append(Finding("not_a_list", field=name))
        return ()
    found: list[object] = []
    for row, item in enumerate(value, 1):
        before = len(findings)
        read = _row(name, row, item, cls, findings)
        if len(findings) == before:
            found.append(cls(**read))
    return tuple(found)


def _row(name: str, row: int, item: object, cls: type, findings: list[Finding]) -> dict[str, object]:
    if not isinstance(item, dict):
        findings.append(Finding("not_an_object", row, name))
        return {}
    hints = _hints(cls)
    findings += [Finding("unknown_field", row, f"{name}.{key}") for key in item if key not in hints]
    findings += [Finding("missing_field", row, f"{name}.{key}") for key in _required(cls) if key not in item]
    return {
        key: read_value(hints[key], value, row, f"{name}.{key}", findings)
        for key, value in item.items()
        if key in hints
    }


def read_value(hint: typing.Any, value: object, row: int | None, field: str, findings: list[Finding]) -> typing.Any:
    """One JSON value as the type `hint` asks for; a finding is added if that cannot be."""
    if isinstance(hint, types.UnionType):
        if value is None:
            return None
        hint = next(choice for choice in typing.get_args(hint) if choice is not types.NoneType)
    origin = typing.get_origin(hint) or hint
    read = _READERS.get(origin, _enum)(hint, value)
    if read is _UNREADABLE:
        expected = getattr(origin, "__name__", str(origin))
        findings.append(Finding("wrong_type", row, field, {"value": _shown(value), "expected": expected}))
        return None
    return read


def _shown(value: object) -> str:
    text = "NaN" if isinstance(value, float) and math.isnan(value) else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _text(_: object, value: object) -> object:
    return value if isinstance(value, str) else _UNREADABLE


def _number(_: object, value: object) -> object:
    return value if isinstance(value, int) and not isinstance(value, bool) else _UNREADABLE


def _flag(_: object, value: object) -> object:
    return value if isinstance(value, bool) else _UNREADABLE


def _moment(_: object, value: object) -> object:
    try:
        return datetime.fromisoformat(value) if isinstance(value, str) else _UNREADABLE
    except ValueError:
        return _UNREADABLE


def _names(hint: typing.Any, value: object) -> object:
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return _UNREADABLE
    return typing.get_origin(hint)(names)


def _enum(hint: typing.Any, value: object) -> object:
    return hint(value) if value in list(hint) else _UNREADABLE


_READERS: Mapping[object, Callable[[typing.Any, object], object]] = {
    str: _text, int: _number, bool: _flag, datetime: _moment, tuple: _names, frozenset: _names,
}  # fmt: skip


def _plain(value: typing.Any) -> typing.Any:
    if isinstance(value, StrEnum | str):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        kept = [f for f in fields(value) if f.compare]
        return {f.name: _plain(getattr(value, f.name)) for f in kept}
    return value
