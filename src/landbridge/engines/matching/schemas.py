"""The published JSON Schemas of one line of an offers file and of a needs file; `python -m` writes them to `schemas/`."""

import json
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from landbridge.engines.matching.kinds import NeedKind, Profile, Sought, Stage

FOLDER = Path(__file__).parent / "schemas"
_TEXT = {"type": "string"}
_DATE = {"type": "string", "format": "date"}
_LIST = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_AMOUNT = {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": r"^(\d+(\.\d+)?)?$"}]}
_COUNTRY = {"type": "string", "pattern": "^([A-Za-z]{2,3})?$", "description": "ISO 3166-1 alpha-2 or alpha-3"}
_CURRENCY = {"type": "string", "pattern": "^([A-Z]{3})?$", "description": "ISO 4217"}


def offer_schema() -> dict[str, object]:
    """The schema of one line of an offers file."""
    ask = {
        "type": "object",
        "properties": {
            "amount": _AMOUNT,
            "currency": _CURRENCY,
            "amount_usd": _AMOUNT | {"description": "an amount in USD, instead of amount and currency"},
            "date": _DATE,
            "round": _TEXT,
        },
        "dependentRequired": {"amount": ["currency"]},
    }
    own = {
        "stage": _choice(Stage),
        "trl": {"type": "integer", "minimum": 1, "maximum": 9, "description": "gives the stage where none is given"},
        "ask": ask,
        "sought": _choices(Sought),
    }
    return _schema("Offer", own)


def need_schema() -> dict[str, object]:
    """The schema of one line of a needs file."""
    ticket = {
        "type": "object",
        "properties": {"least": _AMOUNT, "most": _AMOUNT, "currency": _CURRENCY},
        "required": ["currency"],
    }
    own = {
        "kind": _choice(NeedKind),
        "stages": _choices(Stage),
        "ticket": ticket,
        "countries": {"type": "array", "items": _COUNTRY, "description": "where it looks"},
        "offered": _choices(Sought),
    }
    return _schema("Need", own)


def write(folder: Path = FOLDER) -> None:
    """Write both schemas into `folder`."""
    folder.mkdir(exist_ok=True)
    for name, schema in (("offer", offer_schema()), ("need", need_schema())):
        (folder / f"{name}.schema.json").write_text(json.dumps(schema, indent=1) + "\n", encoding="utf-8")


def _schema(title: str, own: dict[str, object]) -> dict[str, object]:
    texts = {"type": "object", "patternProperties": {"^(en|zh)(-[A-Za-z]+)?$": _TEXT}, "additionalProperties": False}
    shared: dict[str, object] = {
        "id": {"type": "string", "minLength": 1},
        "title": _TEXT | {"description": "read together with the texts"},
        "name": _TEXT | {"description": "what people call it; not compared"},
        "texts": texts,
        "text": _TEXT | {"description": "one text; its script tells the language"},
        "fields": _LIST,
        "field": _TEXT | {"description": "a list of one field"},
        "country": _COUNTRY,
        "state": _TEXT,
        "region": _TEXT,
        "place": _TEXT,
        "city": _TEXT | {"description": "another word for place"},
        "languages": {"type": "array", "items": {"type": "string", "pattern": "^[a-z]{2}$"}},
        "profile": _choice(Profile),
        "organisation": _TEXT,
        "group": _TEXT,
        "updated": _DATE,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "object",
        "properties": shared | own,
        "required": ["id"],
    }


def _choice(kinds: Iterable[StrEnum]) -> dict[str, object]:
    return {"enum": ["", *(kind.value for kind in kinds)]}


def _choices(kinds: Iterable[StrEnum]) -> dict[str, object]:
    return {"type": "array", "items": {"enum": [kind.value for kind in kinds]}}


if __name__ == "__main__":
    write()
