"""Times, lengths and amounts in both languages."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from landbridge.entrypoints.web import wording
from landbridge.kernel.money import Money

FRIDAY = datetime(2021, 1, 15, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "form", "words"),
    [
        ("en", "short", "15 Jan 2021, 17:00"),
        ("en", "long", "Friday 15 January 2021, 17:00"),
        ("en", "time", "17:00"),
        ("zh-hans", "short", "2021-01-15 17:00"),
        ("zh-hans", "long", "2021 年 1 月 15 日星期五 17:00"),
        ("zh-hans", "time", "17:00"),
    ],
)
def test_a_moment(language: str, form: str, words: str) -> None:
    with translation.override(language):
        assert wording.moment(wording.on_wall(FRIDAY, "Asia/Shanghai"), form) == words


def test_a_day() -> None:
    assert wording.day(date(2021, 1, 15)) == "15 Jan 2021"
    with translation.override("zh-hans"):
        assert wording.day(date(2021, 1, 15), "long") == "2021 年 1 月 15 日星期五"


@pytest.mark.parametrize(
    ("zone", "english", "chinese"),
    [("Asia/Shanghai", "Shanghai", "上海"), ("America/Los_Angeles", "Los Angeles", "洛杉矶"), ("UTC", "UTC", "UTC")],
)
def test_the_city_of_a_zone(zone: str, english: str, chinese: str) -> None:
    assert wording.city(zone) == english
    with translation.override("zh-hans"):
        assert wording.city(zone) == chinese


@pytest.mark.parametrize(
    ("away", "english", "chinese"),
    [
        (timedelta(days=15), "in 15 days", "15天后"),
        (timedelta(hours=-2), "2 hours ago", "2小时前"),
        (timedelta(seconds=20), "now", "now"),
    ],
)
def test_a_distance(away: timedelta, english: str, chinese: str) -> None:
    assert wording.distance(away) == english
    if chinese != "now":
        with translation.override("zh-hans"):
            assert wording.distance(away) == chinese


@pytest.mark.parametrize(
    ("length", "english", "chinese"),
    [
        (timedelta(minutes=65), "1 hour 5 minutes", "1小时5分钟"),
        (timedelta(days=2, hours=3, minutes=9), "2 days 3 hours", "2天3小时"),
        (timedelta(seconds=0), "0 seconds", "0秒钟"),
        (timedelta(minutes=25), "25 minutes", "25分钟"),
    ],
)
def test_a_length(length: timedelta, english: str, chinese: str) -> None:
    assert wording.length(length) == english
    with translation.override("zh-hans"):
        assert wording.length(length) == chinese


@pytest.mark.parametrize(
    ("amount", "currency", "compact", "english", "chinese"),
    [
        ("8000000", "CNY", False, "CNY 8,000,000", "8,000,000 元"),
        ("8000000", "CNY", True, "CNY 8 M", "800 万元"),
        ("1000000000", "CNY", True, "CNY 1 bn", "10 亿元"),
        ("158700000", "USD", True, "USD 158.7 M", "1.59 亿美元"),
        ("9999", "EUR", True, "EUR 9,999", "9,999 欧元"),
        ("12.50", "EUR", False, "EUR 12.50", "12.50 欧元"),
        ("-2500000", "CNY", True, "CNY -2.5 M", "-250 万元"),
    ],
)
def test_an_amount(amount: str, currency: str, compact: bool, english: str, chinese: str) -> None:
    money = Money(Decimal(amount), currency)
    assert wording.amount(money, compact=compact) == english
    with translation.override("zh-hans"):
        assert wording.amount(money, compact=compact) == chinese
