"""What a page shows as a date, its own fields take back, in both languages."""

from datetime import date, datetime

import pytest
from django import forms
from django.utils import translation
from django.utils.formats import date_format

from landbridge.entrypoints.web.forms import DateInput, WallTimeField

DAYS = [date(2026, 9, 5), date(2027, 1, 31), date(2026, 12, 25), date(2024, 2, 29)]


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("form", ["DATE_FORMAT", "SHORT_DATE_FORMAT"])
@pytest.mark.parametrize("day", DAYS)
def test_a_shown_date_is_read_back(language: str, form: str, day: date) -> None:
    with translation.override(language):
        assert forms.DateField().clean(date_format(day, form)) == day


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("form", ["DATETIME_FORMAT", "SHORT_DATETIME_FORMAT"])
def test_a_shown_moment_is_read_back_as_wall_time(language: str, form: str) -> None:
    wall = datetime(2026, 9, 5, 17, 30)  # noqa: DTZ001 -- a wall time has no zone
    with translation.override(language):
        assert WallTimeField().clean(date_format(wall, form)) == wall


@pytest.mark.parametrize("typed", ["2026年9月5日", "2026 年 9 月 5 日", "2026/9/5", "2026.9.5", "2026-09-05"])
def test_chinese_ways_to_write_a_day(typed: str) -> None:
    with translation.override("zh-hans"):
        assert forms.DateField().clean(typed) == date(2026, 9, 5)


def test_an_ambiguous_english_day_is_refused() -> None:
    with translation.override("en"), pytest.raises(forms.ValidationError):
        forms.DateField().clean("5/9/2026")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_calendar_field_speaks_iso(language: str) -> None:
    with translation.override(language):
        assert 'value="2026-09-05"' in DateInput().render("day", date(2026, 9, 5))


@pytest.mark.parametrize("wall", ["2027-03-28T01:30", "2026-10-25T01:30"])
def test_a_wall_time_is_not_judged_by_the_servers_zone(wall: str) -> None:
    assert WallTimeField().clean(wall) == datetime.fromisoformat(wall)
