"""Data as JSON can carry it, and text as a spreadsheet may."""

import re
from collections.abc import Mapping
from typing import Any, Final

_FORMULA: Final = re.compile(r"^[\s\x00\u200b\u2060\ufeff]*[=+\-@\t\r\n|%\uff1d\uff0b\uff0d\uff20]")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might run the text, by a sign of plain or of full width, rather than show it."""
    return _FORMULA.match(text) is not None


def plain(value: object) -> Any:
    """The value with every mapping as an object, every sequence and set as a list, and text for what JSON has no form for.

    Enumerations of text become their text.
    """
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, str):
        return str(value)
    return value if isinstance(value, int | float | bool | None) else str(value)
