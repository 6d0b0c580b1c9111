"""One row of a file, read part by part: what is malformed becomes a finding, what is unknown is noted, nothing stops."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

from babel.core import get_global

from landbridge.kernel.refusal import Finding

Kind = TypeVar("Kind", bound=StrEnum)

_NOTHING = frozenset({"", "unknown"})
_LANGUAGES: Mapping[str, str] = {
    "zh-hans": "zh",
    "zh-cn": "zh",
    "zh-hant": "zh",
    "zh-tw": "zh",
    "en-gb": "en",
    "en-us": "en",
}

_WITHDRAWN: Mapping[str, str] = {"ROM": "RO", "ZAR": "CD", "TMP": "TL", "BUR": "MM"}
"""Alpha-3 codes ISO took back and old tables still carry."""


class Row:
    """The parts of one row; each part may go by several names. Faults go to `findings`."""

    def __init__(self, what: str, number: int, cells: Mapping[str, object], findings: list[Finding]) -> None:
        self.what = what
        self.number = number
        self._cells = cells
        self._findings = findings
        self._asked: set[str] = set()

    @property
    def unread(self) -> frozenset[str]:
        """The parts nobody asked for."""
        return frozenset(self._cells) - self._asked

    def fault(self, code: str, part: str, **data: object) -> None:
        """Note a fault of one part."""
        self._findings.append(Finding(code, self.number, f"{self.what}.{part}", data))

    def text(self, *names: str) -> str:
        """A text, stripped; empty for missing and for the word `unknown`."""
        value = self._first(names)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fault("not_a_text", names[0], value=value)
            return ""
        return "" if value.strip().casefold() in _NOTHING else value.strip()

    def listed(self, *names: str) -> tuple[str, ...]:
        """A list of texts; a single text counts as a list of one."""
        value = self._first(names)
        if value is None:
            return ()
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            self.fault("not_a_list", names[0], value=value)
            return ()
        return tuple(dict.fromkeys(item.strip() for item in items if item.strip().casefold() not in _NOTHING))

    def texts(self) -> dict[str, str]:
        """Text by language from `texts`, or from `text`, whose language is told by its script."""
        value = self._first(("texts", "text"))
        if value is None:
            return {}
        if isinstance(value, str):
            chinese = any("\u4e00" <= sign <= "\u9fff" for sign in value)
            return {"zh" if chinese else "en": value.strip()} if value.strip() else {}
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            self.fault("not_a_text", "texts", value=value)
            return {}
        return {language_code(language): text for language, text in value.items() if text.strip()}

    def one_of(self, kinds: type[Kind], *names: str) -> Kind | None:
        """A member of a closed list, or None where nothing is given."""
        value = self.text(*names)
        found = self._members(kinds, [value] if value else [], names[0])
        return found[0] if found else None

    def some_of(self, kinds: type[Kind], *names: str) -> frozenset[Kind]:
        """Members of a closed list."""
        return frozenset(self._members(kinds, self.listed(*names), names[0]))

    def countries(self, *names: str) -> tuple[str, ...]:
        """Alpha-2 codes; three-letter codes are brought to two letters."""
        return tuple(country_code(code) for code in self.listed(*names))

    def amount(self, *names: str) -> Decimal | None:
        """A number as text or as a JSON number, None where nothing is given."""
        value = self._first(names)
        if value is None or value == "":
            return None
        if isinstance(value, str | int | Decimal) and not isinstance(value, bool):
            try:
                return Decimal(value)
            except InvalidOperation:
                pass
        self.fault("not_an_amount", names[0], value=value)
        return None

    def day(self, *names: str) -> date | None:
        """An ISO date, None where nothing is given."""
        value = self.text(*names)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            self.fault("not_a_date", names[0], value=value)
            return None

    def whole(self, name: str) -> int | None:
        """A whole number."""
        value = self._first((name,))
        if value is None or (isinstance(value, int) and not isinstance(value, bool)):
            return value
        self.fault("not_a_number", name, value=value)
        return None

    def part(self, name: str) -> "Row | None":
        """A row inside the row; its faults are named `name.part`."""
        value = self._first((name,))
        if value is None:
            return None
        if not isinstance(value, dict):
            self.fault("not_an_object", name, value=value)
            return None
        return Row(f"{self.what}.{name}", self.number, value, self._findings)

    def _first(self, names: Iterable[str]) -> object:
        found: object = None
        for name in names:
            self._asked.add(name)
            found = self._cells.get(name) if found is None else found
        return found

    def _members(self, kinds: type[Kind], values: Iterable[str], part: str) -> list[Kind]:
        found = []
        for value in values:
            try:
                found.append(kinds(value))
            except ValueError:
                self.fault("unknown_value", part, value=value, known=tuple(kind.value for kind in kinds))
        return found


def country_code(code: str) -> str:
    """The alpha-2 code of an alpha-2 or alpha-3 code (Unicode's alias table); anything else comes back as it is."""
    if len(code) != 3:
        return code
    if code.upper() in _WITHDRAWN:
        return _WITHDRAWN[code.upper()]
    found = get_global("territory_aliases").get(code.upper())
    return str(found[0]) if found else code


def language_code(code: str) -> str:
    """`zh` for the ways to write Chinese in a tag, `en` likewise; anything else comes back in lower case."""
    return _LANGUAGES.get(code.lower(), code.lower())
