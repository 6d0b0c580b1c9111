"""Amounts of money as people type them: `USD 2m`, `500万-2000万元`, `up to EUR 1.5 million`."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from babel import Locale

from landbridge.kernel.codes.places import CURRENCY
from landbridge.network.imports.schema import CellRefused

EXAMPLE = "CNY 5,000,000 – 20,000,000; 500万–2000万元; up to USD 2m"
_UNITS = {
    "bn": 10**9, "billion": 10**9, "m": 10**6, "mn": 10**6, "mio": 10**6, "mln": 10**6, "million": 10**6, "k": 10**3,
    "thousand": 10**3, "千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8,
}  # fmt: skip
_WORDS = {
    "人民币": "CNY", "rmb": "CNY", "元": "CNY", "yuan": "CNY", "¥": "CNY", "美元": "USD", "美金": "USD", "us$": "USD", "$": "USD",
    "欧元": "EUR", "€": "EUR", "euro": "EUR", "euros": "EUR", "英镑": "GBP", "£": "GBP", "港元": "HKD", "港币": "HKD", "hk$": "HKD",
    "日元": "JPY", "瑞士法郎": "CHF", "加元": "CAD", "c$": "CAD", "澳元": "AUD", "新加坡元": "SGD", "新元": "SGD", "新谢克尔": "ILS",
    "韩元": "KRW",
}  # fmt: skip
_BY_LENGTH = sorted(_WORDS, key=len, reverse=True)
_CODE = re.compile(r"(?<![A-Za-z])[A-Za-z]{3}(?![A-Za-z])")
_RANGE = re.compile(r"\s*(?:--?|~|至|到|\bto\b|\.\.+)\s*")
_UP_TO = re.compile(r"^(?:up to|at most|max(?:imum)?\.?|<=?|≤|最高|不超过|至多)\s*|(?<=.)\s*(?:以下|以内)$")
_FROM = re.compile(r"^(?:from|at least|min(?:imum)?\.?|>=?|≥|最低|不低于|至少)\s*|(?<=.)\s*(?:\+|以上|起)$")
_NUMBER = re.compile(r"([\d.,' ]*\d)\s*([a-z]+|[千百万亿]+)?\.?")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and the currency written beside it, if one was."""

    value: Decimal
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """From and to, either of which may be open, and the currency written beside them, if one was."""

    least: Decimal | None
    most: Decimal | None
    currency: str = ""


def amount(text: str) -> Amount:
    """One amount of at least nothing, with its unit (k, m, million, 万, 亿) and its currency where they are written."""
    plain, currency = _without_currency(text)
    value, _unit = _number(plain)
    return Amount(value, currency)


def span(text: str) -> Span:
    """A range of amounts. One number alone is both ends; `up to` and `from` leave one end open."""
    plain, currency = _without_currency(text)
    for mark, is_most in ((_UP_TO, True), (_FROM, False)):
        if mark.search(plain):
            value, _unit = _number(mark.sub("", plain))
            return Span(None, value, currency) if is_most else Span(value, None, currency)
    ends = _RANGE.split(plain)
    if len(ends) > 2:
        raise CellRefused("amount_malformed", expected=EXAMPLE)
    most, unit = _number(ends[-1])
    least, own_unit = _number(ends[0])
    if own_unit == 1 and least * unit <= most:
        least *= unit  # 500-2000万: the unit stands once, for both
    return Span(least, most, currency)


def currency(text: str) -> str:
    """A currency by its code, its sign or its name."""
    word = unicodedata.normalize("NFKC", text).strip().lower()
    tidy = _WORDS.get(word) or CURRENCY.tidy(text)
    if tidy not in _known():
        raise CellRefused("currency_form", expected="CNY, USD, EUR")
    return tidy


def _without_currency(text: str) -> tuple[str, str]:
    plain = unicodedata.normalize("NFKC", text).strip().replace("–", "-").replace("—", "-").lower()
    found = ""
    for match in _CODE.finditer(plain):
        if match.group().upper() in _known():
            found = match.group().upper()
            plain = plain.replace(match.group(), " ")
            break
    for word in _BY_LENGTH:
        if word in plain:
            found = found or _WORDS[word]
            plain = plain.replace(word, " ")
    return " ".join(plain.split()), found


def _number(text: str) -> tuple[Decimal, int]:
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        raise CellRefused("amount_malformed", expected=EXAMPLE)
    digits, word = match.groups()
    unit = _UNITS.get(word or "", 0) if word else 1
    if not unit:
        raise CellRefused("amount_malformed", expected=EXAMPLE)
    try:
        return Decimal(digits.replace(",", "").replace(" ", "").replace("'", "")) * unit, unit
    except InvalidOperation:
        raise CellRefused("amount_malformed", expected=EXAMPLE) from None


@cache
def _known() -> frozenset[str]:
    return frozenset(str(code) for code in Locale.parse("en").currencies)
