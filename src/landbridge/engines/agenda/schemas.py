"""The published JSON Schemas, made from the dataclasses so that they cannot drift; written to `schemas/*.json`."""

import json
import types
import typing
from dataclasses import MISSING, fields
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from landbridge.engines.agenda import parts
from landbridge.engines.agenda.jsonform import AGENDA_FORMAT, PROBLEM_FORMAT
from landbridge.engines.agenda.result import Level, Meeting, Stopped

FOLDER = Path(__file__).parent / "schemas"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def problem_schema() -> dict[str, typing.Any]:
    """The schema of a problem file."""
    schema = _object(parts.Given)
    schema["properties"] = {"format": {"const": PROBLEM_FORMAT}, **schema["properties"]}
    schema["required"] = ["format", *schema["required"]]
    return {"$schema": _DIALECT, "title": "Agenda problem", **schema}


def agenda_schema() -> dict[str, typing.Any]:
    """The schema of an agenda file."""
    level = _object(Level)
    level["properties"] |= {"gap": {"type": "number", "minimum": 0}, "proven": {"type": "boolean"}}
    properties = {
        "format": {"const": AGENDA_FORMAT},
        "status": {"enum": ["proven", "feasible"]},
        "meetings": {"type": "array", "items": _object(Meeting)},
        "levels": {"type": "array", "items": level},
        "stopped": {"enum": [choice.value for choice in Stopped]},
        "seed": {"type": "integer"},
    }
    return {
        "$schema": _DIALECT,
        "title": "Agenda",
        "type": "object",
        "properties": properties,
        "required": ["format", "meetings"],
        "additionalProperties": False,
    }


def write(folder: Path = FOLDER) -> None:
    """Write both schemas into `folder`."""
    folder.mkdir(exist_ok=True)
    for name, schema in (("problem", problem_schema()), ("agenda", agenda_schema())):
        (folder / f"{name}.schema.json").write_text(json.dumps(schema, indent=1) + "\n", encoding="utf-8")


def _object(cls: type) -> dict[str, typing.Any]:
    hints = typing.get_type_hints(cls)
    return {
        "type": "object",
        "properties": {f.name: _type(hints[f.name]) for f in fields(cls)},
        "required": [f.name for f in fields(cls) if f.default is MISSING and f.default_factory is MISSING],
        "additionalProperties": False,
    }


def _type(hint: typing.Any) -> dict[str, typing.Any]:
    if isinstance(hint, types.UnionType):
        choices = [_type(choice) for choice in typing.get_args(hint) if choice is not types.NoneType]
        return {"anyOf": [*choices, {"type": "null"}]}
    origin = typing.get_origin(hint)
    if origin in {tuple, frozenset}:
        item = _type(typing.get_args(hint)[0])
        listed: dict[str, typing.Any] = {"type": "array", "items": item}
        return {"anyOf": [{"type": "string"}, listed]} if item == {"type": "string"} else listed
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"enum": [choice.value for choice in hint]}
    if hint is datetime:
        return {"type": "string", "format": "date-time"}
    if hint is bool:
        return {"type": "boolean"}
    if hint is int:
        return {"type": "integer"}
    return {"type": "string"} if hint is str else _object(hint)


if __name__ == "__main__":
    write()
