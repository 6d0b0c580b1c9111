"""Times, lengths, amounts and numbers in the reader's language."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from babel import Locale
from babel.dates import format_timedelta, get_timezone, get_timezone_location
from babel.numbers import format_decimal, get_currency_precision
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext

from landbridge.kernel import zones
from landbridge.kernel.money import Money

WAN = Decimal(10_000)
YI = Decimal(100_000_000)


def chinese() -> bool:
    """Whether the reader's language is Chinese."""
    return (get_language() or "en").startswith("zh")


def _babel() -> str:
    return "zh_Hans" if chinese() else "en"


def on_wall(value: datetime, zone: str = "") -> datetime:
    """What clocks in `zone` show, or clocks in UTC without one."""
    return zones.to_wall(value, zone) if zone else value.astimezone(UTC)


@lru_cache(maxsize=512)
def _city(zone: str, locale: str) -> str:
    if zone in {"UTC", "Etc/UTC"}:
        return "UTC"
    return str(get_timezone_location(get_timezone(zone), locale=Locale.parse(locale), return_city=True))


def city(zone: str) -> str:
    """The city an IANA zone is named after: Shanghai, 上海."""
    return _city(zone, _babel())


def day(value: date, form: str = "short") -> str:
    """A day for a table ("short") or a sentence ("long", with the weekday)."""
    if form == "long":
        return (
            f"{date_format(value, 'l')} {day_in_words(value)}"
            if not chinese()
            else f"{day_in_words(value)}{date_format(value, 'l')}"
        )
    return date_format(value, "SHORT_DATE_FORMAT")


def day_in_words(value: date) -> str:
    """A day as a sentence writes it."""
    return date_format(value, "j F Y" if not chinese() else "DATE_FORMAT")


def moment(wall: datetime, form: str = "short") -> str:
    """A wall time: "short", "long" with the weekday, or "time" alone."""
    if form == "time":
        return date_format(wall, "TIME_FORMAT")
    if form == "long":
        joint = " " if chinese() else ", "
        return f"{day(wall, 'long')}{joint}{date_format(wall, 'TIME_FORMAT')}"
    return date_format(wall, "SHORT_DATETIME_FORMAT")


def distance(away: timedelta) -> str:
    """How far a moment is from now, before or after: in 3 days, 2 hours ago."""
    if abs(away) < timedelta(minutes=1):
        return pgettext("time", "now")
    in_days = timedelta(days=2) <= abs(away) < timedelta(days=60)
    threshold = 1000.0 if in_days else 1.2
    return str(
        format_timedelta(
            away, granularity="day" if in_days else "second", threshold=threshold, add_direction=True, locale=_babel()
        )
    )


def length(value: timedelta) -> str:
    """A length of time by its largest two units: 1 hour 5 minutes."""
    minutes = int(value.total_seconds() // 60)
    days, minutes = divmod(minutes, 24 * 60)
    hours, minutes = divmod(minutes, 60)
    seconds = int(value.total_seconds())
    joint = "" if chinese() else " "
    words = [
        _in_unit(timedelta(days=days), "day") if days else "",
        _in_unit(timedelta(hours=hours), "hour") if hours else "",
        _in_unit(timedelta(minutes=minutes), "minute") if minutes and not days else "",
        _in_unit(timedelta(seconds=seconds), "second") if not (days or hours or minutes) else "",
    ]
    return joint.join(word for word in words if word)


def _in_unit(part: timedelta, unit: Literal["day", "hour", "minute", "second"]) -> str:
    return str(format_timedelta(part, granularity=unit, threshold=100_000, locale=_babel()))


def count(value: float | Decimal) -> str:
    """A number with thousands parted by commas, which both languages read."""
    return str(format_decimal(value, locale="en"))


def currency_word(code: str) -> str:
    """How a Chinese sentence names a currency after an amount: 元 for CNY, 美元 for USD, else the code."""
    if code == "CNY":
        return "元"
    return str(Locale.parse("zh_Hans").currencies.get(code, code))


def amount(value: Money, *, compact: bool = False) -> str:
    """Money as the reader writes it: CNY 8,000,000 and 8,000,000 元; compact CNY 8 M and 800 万元."""
    digits = get_currency_precision(value.currency) if value.amount % 1 else 0
    if not chinese():
        number = _short_english(value.amount) if compact else _plain(value.amount, digits)
        return f"{value.currency} {number}"
    number = _short_chinese(value.amount) if compact else f"{_plain(value.amount, digits)} "
    return f"{number}{currency_word(value.currency)}"


def _plain(number: Decimal, digits: int) -> str:
    return f"{number:,.{digits}f}"


def _trimmed(number: Decimal) -> str:
    return f"{number:,.2f}".rstrip("0").rstrip(".")


def _short_english(number: Decimal) -> str:
    for size, letter in ((Decimal(10) ** 9, "bn"), (Decimal(10) ** 6, "M")):
        if abs(number) >= size:
            return f"{_trimmed(number / size)} {letter}"
    return _plain(number, 0)


def _short_chinese(number: Decimal) -> str:
    for size, word in ((YI, "亿"), (WAN, "万")):
        if abs(number) >= size:
            return f"{_trimmed(number / size)} {word}"
    return f"{_plain(number, 0)} "
