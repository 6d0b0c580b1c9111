import itertools
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.kernel.interval import Interval, merged

DAY = datetime(2026, 9, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def span(start: int, length: int) -> Interval:
    return Interval(DAY + start * MINUTE, DAY + (start + length) * MINUTE)


SPANS = st.builds(span, st.integers(0, 40), st.integers(1, 20))


def minutes(intervals: list[Interval]) -> set[datetime]:
    return {DAY + n * MINUTE for n in range(70) if any(DAY + n * MINUTE in i for i in intervals)}


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (DAY, DAY, "an interval ends after it starts"),
        (DAY + MINUTE, DAY, "an interval ends after it starts"),
        (datetime(2026, 9, 1), DAY, "an interval needs aware times"),  # noqa: DTZ001
        (DAY, datetime(2026, 9, 2), "an interval needs aware times"),  # noqa: DTZ001
    ],
)
def test_empty_backward_and_naive_spans_are_refused(start: datetime, end: datetime, words: str) -> None:
    with pytest.raises(ValueError, match=f"^{words}$"):
        Interval(start, end)


def test_both_ends_are_kept_in_utc_wherever_they_were_said() -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    morning = Interval(datetime(2026, 9, 1, 8, tzinfo=shanghai), datetime(2026, 9, 1, 9, tzinfo=shanghai))
    assert (morning.start, morning.end) == (DAY, DAY + 60 * MINUTE)
    assert morning.start.tzinfo is morning.end.tzinfo is UTC


def test_the_start_belongs_and_the_end_does_not() -> None:
    interval = span(0, 10)
    assert DAY in interval
    assert DAY + 10 * MINUTE not in interval


def test_length_is_elapsed_time_across_a_change_of_clocks() -> None:
    london = ZoneInfo("Europe/London")
    night = Interval(datetime(2026, 10, 25, 0, tzinfo=london), datetime(2026, 10, 25, 3, tzinfo=london))
    assert night.length == timedelta(hours=4)
    assert len(night.split(timedelta(hours=1))) == 4


def test_the_second_of_two_equal_wall_times_is_later() -> None:
    london = ZoneInfo("Europe/London")
    first, second = (datetime(2026, 10, 25, 1, 30, tzinfo=london, fold=fold) for fold in (0, 1))
    assert Interval(first, second).length == timedelta(hours=1)


@given(SPANS, SPANS)
def test_overlap_and_cover_agree_with_the_minutes(one: Interval, other: Interval) -> None:
    ours, theirs = minutes([one]), minutes([other])
    assert one.overlaps(other) == other.overlaps(one) == bool(ours & theirs)
    assert one.covers(other) == (theirs <= ours)


@given(SPANS, st.integers(1, 20))
def test_split_gives_neighbours_that_fill_the_span_or_refuses(interval: Interval, step: int) -> None:
    if interval.length % (step * MINUTE):
        with pytest.raises(ValueError, match="divide"):
            interval.split(step * MINUTE)
    else:
        parts = interval.split(step * MINUTE)
        assert (parts[0].start, parts[-1].end) == (interval.start, interval.end)
        assert all(a.end == b.start for a, b in itertools.pairwise(parts))
        assert {part.length for part in parts} == {step * MINUTE}


@pytest.mark.parametrize("step", [timedelta(0), -MINUTE])
def test_split_by_nothing_is_refused(step: timedelta) -> None:
    with pytest.raises(ValueError, match=r"^the step does not divide the interval$"):
        span(0, 10).split(step)


@given(st.lists(SPANS))
def test_merged_keeps_every_instant_and_nothing_touches(intervals: list[Interval]) -> None:
    result = merged(intervals)
    assert minutes(result) == minutes(intervals)
    assert all(a.end < b.start for a, b in itertools.pairwise(result))
    assert merged(reversed(intervals)) == result
