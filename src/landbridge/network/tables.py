"""Code tables: countries, languages and currencies from Babel. Headed "country or region" wherever people see them."""

import re
from functools import cache

from babel import Locale
from babel.numbers import get_territory_currencies

from landbridge.kernel.names import folded

_TAG = re.compile(r"(?P<language>[a-z]{2,3})(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?")


@cache
def countries(language: str) -> dict[str, str]:
    """Country and region names by ISO 3166-1 alpha-2 code, in the reader's language."""
    territories = _locale(language).territories
    return {code: name for code, name in territories.items() if code in _codes()}


def is_country(code: str) -> bool:
    """Whether the code stands for a country or region."""
    return code in _codes()


def country_name(code: str, language: str) -> str:
    """The name of a country or region, or the code itself where there is none."""
    return countries(language).get(code, code)


@cache
def currencies(language: str) -> dict[str, str]:
    """Names of the currencies in use today by ISO 4217 code, in the reader's language."""
    names = _locale(language).currencies
    return {code: names.get(code, code) for code in sorted(_in_use())}


@cache
def _in_use() -> frozenset[str]:
    """Currencies that some country or region uses now."""
    return frozenset(code for place in _codes() for code in get_territory_currencies(place))


def is_language(tag: str) -> bool:
    """Whether the tag stands for a language: two or three letters we know, perhaps with a script or a region (zh-Hant).

    The one judge of every room; what is kept of people, needs and interpreters has passed it.
    """
    shape = _TAG.fullmatch(tag)
    return shape is not None and shape["language"] in _locale("en").languages


@cache
def country_codes_by_name() -> dict[str, str]:
    """Codes by their own letters and by every name we know, in lower case: for files that people wrote by hand."""
    found = {code.lower(): code for code in _codes()}
    for language in ("en", "zh"):
        found |= {name.lower(): code for code, name in countries(language).items()}
    return found | _ALSO_CALLED


@cache
def language_codes_by_name() -> dict[str, str]:
    """Codes of languages by their own letters and by their names in English and Chinese, folded."""
    found: dict[str, str] = {}
    for locale in ("zh", "en"):
        for code, name in _locale(locale).languages.items():
            if len(code) <= 3:
                found |= {folded(code): code, folded(name): code}
    return found | {folded(name): code for name, code in _LANGUAGES_ALSO_CALLED.items()}


@cache
def _codes() -> frozenset[str]:
    """The 249 of ISO 3166-1: CLDR's two-letter codes without its placeholders and reserved codes."""
    names = (str(code) for code in _locale("en").territories)
    return frozenset(code for code in names if len(code) == 2 and code.isalpha() and code not in _PLACEHOLDERS)


@cache
def _locale(language: str) -> Locale:
    return Locale.parse("zh_Hans" if language.startswith("zh") else "en")


_PLACEHOLDERS = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"])
_ALSO_CALLED = {
    "usa": "US", "u.s.a.": "US", "u.s.": "US", "america": "US", "uk": "GB", "u.k.": "GB", "england": "GB", "great britain": "GB",
    "korea": "KR", "south korea": "KR", "republic of korea": "KR", "prc": "CN", "p.r. china": "CN", "holland": "NL",
    "the netherlands": "NL", "czech republic": "CZ", "中国大陆": "CN", "中华人民共和国": "CN", "中国香港": "HK", "中国澳门": "MO",
    "中国台湾": "TW", "英国": "GB", "美国": "US", "hong kong": "HK", "macau": "MO",
}  # fmt: skip
_LANGUAGES_ALSO_CALLED = {
    "英文": "en", "汉语": "zh", "普通话": "zh", "国语": "zh", "中国话": "zh", "mandarin": "zh", "德文": "de", "法文": "fr", "日文": "ja",
    "韩文": "ko", "俄文": "ru", "西班牙文": "es", "hebrew": "he", "zh-cn": "zh", "zh-hans": "zh", "en-us": "en", "en-gb": "en",
}  # fmt: skip
