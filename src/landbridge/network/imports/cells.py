"""Parsers for cells that people typed."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from landbridge.kernel.codes import SCHEMES, CodeFault
from landbridge.kernel.names import folded, has_han
from landbridge.network.imports.schema import CellRefused, Options, Parser
from landbridge.network.tables import country_codes_by_name, language_codes_by_name

_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%d.%m.%Y", "%Y%m%d")
_YES = frozenset({"yes", "y", "true", "1", "x", "是", "有", "对"})
_NO = frozenset({"no", "n", "false", "0", "否", "无", "不"})
_PARTS = re.compile(r"[,;/|，、；\n]")
_MIDNIGHT = re.compile(r"[T ]00:00(:00)?$")


def country(text: str) -> str:
    """A country or region by its code or by its name in English or Chinese."""
    code = country_codes_by_name().get(text.lower())
    if code is None:
        raise CellRefused("country_unknown", expected="CN, China, 中国")
    return code


def language(text: str) -> str:
    """A language by its code or by its name in English or Chinese."""
    code = language_codes_by_name().get(folded(text))
    if code is None:
        raise CellRefused("language_not_known", expected="en, English, 英语")
    return code


def parts(text: str) -> tuple[str, ...]:
    """Things parted by commas, semicolons, strokes or their Chinese forms, each once, in their order."""
    return tuple(dict.fromkeys(part.strip() for part in _PARTS.split(text) if part.strip()))


def several(parse: Parser) -> Parser:
    """Several things in one cell, each read by the parser of one."""

    def each(text: str) -> tuple[object, ...]:
        return tuple(dict.fromkeys(parse(part) for part in parts(text)))

    return each


def offered(options: Options) -> tuple[str, ...]:
    """Each thing that can be written, in English and in Chinese."""
    return tuple(" ".join(_in_both(code, words)) for code, words in options.items())


def _in_both(code: str, words: tuple[str, ...]) -> Iterator[str]:
    """A code that people write themselves, then the first word of each language."""
    yield from [code][: code.isupper()]
    yield from [word for word in words if not has_han(word)][:1]
    yield from [word for word in words if has_han(word)][:1]


def choice(options: Options) -> Parser:
    """One of some codes, each with the words people write for it."""
    meant = {folded(word): code for code, words in options.items() for word in (code, *words)}

    def parse(text: str) -> str:
        code = meant.get(folded(text))
        if code is None:
            raise CellRefused("choice_unknown", expected=", ".join(offered(options)))
        return code

    return parse


def code(scheme_key: str) -> Parser:
    """A code of some scheme, tidied and checked."""
    scheme = SCHEMES[scheme_key]

    def parse(text: str) -> str:
        tidy = scheme.tidy(text)
        fault = scheme.fault(tidy)
        if fault is not None:
            kind = "code_malformed" if fault is CodeFault.FORM else "code_check_wrong"
            raise CellRefused(kind, expected=scheme.example)
        return tidy

    return parse


def day(text: str) -> date:
    """A date, year first, or day first with dots. Orders that could mean two days are not read."""
    plain = _MIDNIGHT.sub("", text)
    for form in _DAYS:
        try:
            return datetime.strptime(plain, form).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    raise CellRefused("day_malformed", expected="2026-05-15")


def number(text: str) -> Decimal:
    """A decimal number; commas or spaces part thousands."""
    try:
        value = Decimal(text.replace(",", "").replace(" ", "").replace("，", ""))
    except InvalidOperation:
        raise CellRefused("number_malformed", expected="1,250.50") from None
    if not value.is_finite():
        raise CellRefused("number_malformed", expected="1,250.50")
    return value


def whole(text: str) -> int:
    """A whole number."""
    value = number(text)
    if value != int(value):
        raise CellRefused("number_not_whole", expected="12")
    return int(value)


def yes_or_no(text: str) -> bool:
    """A yes or a no, in words or figures."""
    word = text.lower()
    if word not in _YES | _NO:
        raise CellRefused("choice_unknown", expected="yes, no, 是, 否")
    return word in _YES
