"""Slots cover the sessions exactly and never overlap, on every day of every zone."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from landbridge.events.timetable import (
    Frame,
    LaidSession,
    WallSession,
    breaks,
    day_start,
    dividing_lengths,
    laid_out,
    lengths_for_all,
    whole_days,
)
from landbridge.kernel.interval import Interval, merged
from landbridge.kernel.refusal import InputRefused
from landbridge.kernel.zones import to_wall

CLOCK_CHANGES = {
    "Europe/London": [date(2026, 10, 25), date(2027, 3, 28)],
    "America/Los_Angeles": [date(2026, 11, 1), date(2027, 3, 14)],
    "Asia/Shanghai": [date(2026, 10, 25)],
    "Australia/Lord_Howe": [date(2026, 10, 4)],
}


def frame(zone: str = "Asia/Shanghai", day: date = date(2026, 12, 1), minutes: int = 25, days: int = 1) -> Frame:
    return Frame(zone, day, day + timedelta(days=days - 1), minutes)


def at(hour: int, minute: int = 0) -> time:
    return time(hour, minute)


def codes(refused: pytest.ExceptionInfo[InputRefused]) -> list[tuple[str, int | None, str]]:
    return [(finding.code, finding.row, finding.field) for finding in refused.value.findings]


def laid_or_refused(sessions: list[WallSession], frame: Frame) -> list[LaidSession]:
    try:
        return laid_out(sessions, frame)
    except InputRefused as refused:
        codes = {finding.code for finding in refused.findings}
    # Half hours beside a change of clocks may be skipped, doubled, or last a length that the slots do not divide.
    if codes <= {"time_does_not_exist", "time_is_ambiguous", "slot_length_does_not_divide"}:
        reject()
    raise AssertionError(codes)


@given(
    place=st.sampled_from([(zone, day) for zone, days in CLOCK_CHANGES.items() for day in days]),
    shift=st.integers(-1, 1),
    minutes=st.sampled_from([5, 10, 15, 20, 30]),
    cuts=st.lists(st.integers(1, 47), min_size=2, max_size=8, unique=True).map(sorted),
)
def test_slots_cover_the_sessions_exactly_and_never_overlap(
    place: tuple[str, date], shift: int, minutes: int, cuts: list[int]
) -> None:
    zone, change = place
    day = change + timedelta(days=shift)
    walls = [time(a // 2, 30 * (a % 2)) for a in cuts]
    sessions = [WallSession(day, a, b) for a, b in zip(walls[::2], walls[1::2], strict=False)]
    laid = laid_or_refused(sessions, frame(zone, day, minutes))
    slots = [slot for session in laid for slot in session.slots]
    assert all(slot.length == timedelta(minutes=minutes) for slot in slots)
    assert all(before.end <= after.start for before, after in pairwise(slots))
    assert merged(slots) == merged(session.span for session in laid)
    for session, wall in zip(laid, sorted(sessions), strict=True):
        assert to_wall(session.span.start, zone).replace(tzinfo=None) == datetime.combine(day, wall.start)
        assert to_wall(session.span.end, zone).replace(tzinfo=None) == datetime.combine(day, wall.end)


def test_a_length_that_does_not_divide_is_refused_with_those_that_do() -> None:
    with pytest.raises(InputRefused) as refused:
        laid_out([WallSession(date(2026, 12, 1), at(9), at(12))], frame(minutes=25))
    (finding,) = refused.value.findings
    assert (finding.code, finding.row, finding.field) == ("slot_length_does_not_divide", 1, "slot_minutes")
    assert finding.data["lengths"] == (12, 15, 18, 20, 30, 36)


def test_every_fault_is_named_at_once_with_its_row() -> None:
    day = date(2026, 12, 1)
    sessions = [
        WallSession(day, at(9), at(10)),
        WallSession(day, at(12), at(11)),
        WallSession(date(2026, 12, 2), at(9), at(10)),
        WallSession(day, at(9, 30), at(10, 30)),
    ]
    with pytest.raises(InputRefused) as refused:
        laid_out(sessions, frame(minutes=30))
    assert codes(refused) == [
        ("session_ends_before_start", 2, "end"),
        ("session_outside_days", 3, "day"),
        ("sessions_overlap", 4, "start"),
    ]


@pytest.mark.parametrize(
    ("day", "start", "code"),
    [
        (date(2027, 3, 28), time(1, 30), "time_does_not_exist"),
        (date(2026, 10, 25), time(1, 30), "time_is_ambiguous"),
    ],
)
def test_a_time_that_clocks_skip_or_repeat_is_a_fault_of_its_session(day: date, start: time, code: str) -> None:
    with pytest.raises(InputRefused) as refused:
        laid_out([WallSession(day, start, at(4))], frame("Europe/London", day, 30))
    assert codes(refused) == [(code, 1, "start")]


def test_a_session_over_the_change_of_clocks_is_as_long_as_it_lasts() -> None:
    day = date(2026, 10, 25)
    (session,) = laid_out([WallSession(day, time(0, 30), time(3))], frame("Europe/London", day, 30))
    assert len(session.slots) == 7
    assert session.span.length == timedelta(hours=3, minutes=30)


def test_neighbouring_sessions_leave_no_break_and_others_do() -> None:
    day = date(2026, 12, 1)
    laid = laid_out(
        [
            WallSession(day, at(13), at(14)),
            WallSession(day, at(9), at(10)),
            WallSession(day, at(10), at(11)),
            WallSession(day + timedelta(days=1), at(9), at(10)),
        ],
        frame(minutes=30, days=2),
    )
    assert [session.wall.start for session in laid] == [at(9), at(10), at(13), at(9)]
    assert breaks(laid) == [
        Interval(datetime(2026, 12, 1, 3, tzinfo=UTC), datetime(2026, 12, 1, 5, tzinfo=UTC)),
    ]
    assert lengths_for_all(laid, near=25) == [6, 10, 12, 15, 20, 30]


def test_no_session_no_length() -> None:
    assert lengths_for_all([], near=25) == []


@given(minutes=st.integers(1, 600), near=st.integers(5, 240))
def test_named_lengths_divide_and_stand_in_order(minutes: int, near: int) -> None:
    lengths = dividing_lengths(minutes, near)
    assert lengths == sorted(set(lengths))
    assert all(minutes % length == 0 and 5 <= length <= 240 for length in lengths)


def test_a_day_begins_where_midnight_is_skipped() -> None:
    # Beirut skipped midnight on 2026-03-29: clocks went from 23:59 to 01:00.
    assert to_wall(day_start(date(2026, 3, 29), "Asia/Beirut"), "Asia/Beirut").hour == 1
    assert day_start(date(2026, 12, 1), "Asia/Shanghai") == datetime(2026, 11, 30, 16, tzinfo=UTC)


def test_the_whole_days_of_an_event_follow_its_zone() -> None:
    span = whole_days(frame("Europe/London", date(2026, 10, 24), days=2))
    assert span.length == timedelta(hours=49)
