"""Data as JSON can carry it."""

from collections.abc import Mapping
from typing import Any


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
