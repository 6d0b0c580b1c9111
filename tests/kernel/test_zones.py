from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.kernel.zones import (
    TimeDoesNotExist,
    TimeIsAmbiguous,
    TimeTooFar,
    UnknownZone,
    to_instant,
    to_wall,
    zone,
)

ZONES = st.sampled_from(
    [
        "Europe/London",
        "America/Los_Angeles",
        "Asia/Shanghai",
        "Asia/Kathmandu",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "UTC",
    ]
)
WALLS = st.datetimes(datetime(1950, 1, 1), datetime(2036, 1, 1))  # noqa: DTZ001 -- wall times are naive


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    "name", ["", "Mars/Olympus", "../etc/passwd", "Europe", "localtime", "posixrules", "right/UTC", "a" * 300, "\0"]
)
def test_unknown_zones_are_refused(name: str) -> None:
    with pytest.raises(UnknownZone) as refused:
        zone(name)
    assert dict(refused.value.data) == {"zone": name}


@given(WALLS, ZONES)
def test_every_wall_time_is_one_instant_or_a_refusal_that_helps(wall: datetime, name: str) -> None:
    try:
        instant = to_instant(wall, name)
    except TimeIsAmbiguous:
        first, second = (to_instant(wall, name, fold=fold) for fold in (0, 1))
        assert first < second
        assert to_wall(first, name).replace(tzinfo=None) == to_wall(second, name).replace(tzinfo=None) == wall
    except TimeDoesNotExist as refused:
        after = at(str(refused.data["next_wall"]))
        assert after.utcoffset() is not None
        assert after.replace(tzinfo=None) >= wall.replace(second=0, microsecond=0)
        just_before = to_wall(after.astimezone(UTC) - timedelta(seconds=1), name)
        assert just_before.replace(tzinfo=None) < wall
    else:
        assert instant.tzinfo is UTC
        assert to_wall(instant, name).replace(tzinfo=None) == wall


@pytest.mark.parametrize(
    ("wall", "name", "next_wall"),
    [
        ("2027-03-28 01:30", "Europe/London", "2027-03-28 02:00+01:00"),
        ("2011-12-30 12:00", "Pacific/Apia", "2011-12-31 00:00+14:00"),
        ("1986-05-04 02:15", "Asia/Shanghai", "1986-05-04 03:00+09:00"),
    ],
)
def test_a_skipped_time_names_the_first_time_after_the_skip(wall: str, name: str, next_wall: str) -> None:
    with pytest.raises(TimeDoesNotExist) as refused:
        to_instant(at(wall), name)
    assert dict(refused.value.data) == {"wall": wall, "zone": name, "next_wall": next_wall}


def test_a_repeated_time_is_refused_unless_one_is_chosen() -> None:
    wall = at("2026-10-25 01:30")
    with pytest.raises(TimeIsAmbiguous) as refused:
        to_instant(wall, "Europe/London")
    said = {"wall": "2026-10-25 01:30", "zone": "Europe/London", "first": "+0100", "second": "+0000"}
    assert dict(refused.value.data) == said
    assert to_instant(wall, "Europe/London", fold=0).tzinfo is UTC
    assert to_instant(wall, "Europe/London", fold=0) == at("2026-10-25T00:30+00:00")
    assert to_instant(wall, "Europe/London", fold=1) == at("2026-10-25T01:30+00:00")


def test_london_to_san_francisco_is_seven_hours_for_a_week() -> None:
    def apart(day: str) -> timedelta:
        return to_instant(at(f"{day} 12:00"), "America/Los_Angeles") - to_instant(at(f"{day} 12:00"), "Europe/London")

    assert [apart(d) for d in ("2026-10-24", "2026-10-25", "2026-10-31", "2026-11-01")] == [
        timedelta(hours=h) for h in (8, 7, 7, 8)
    ]


def test_a_wall_time_carries_no_zone() -> None:
    with pytest.raises(ValueError, match=r"^wall time carries no zone of its own$"):
        to_instant(at("2026-10-25 01:30+00:00"), "Europe/London")


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_a_year_at_either_end_of_time_is_refused(year: str) -> None:
    """A zone's offset would carry it beyond what a date can say."""
    with pytest.raises(TimeTooFar) as refused:
        to_instant(at(f"{year}-12-31 23:00"), "Asia/Shanghai")
    assert dict(refused.value.data) == {"wall": f"{year}-12-31 23:00"}
