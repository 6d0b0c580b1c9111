"""A time zone's rules for calendar files: the offsets in force around some days, one observance for each.

Rules of decades, as libraries write them, are read differently by different programmes. A file about two days needs the
changes of clocks near these days and no others, each stated once, without recurrence.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

AROUND: Final = timedelta(days=366)
"""How far before and after the days of the file the rules reach."""
DAY: Final = timedelta(days=1)
EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001 -- a wall time, before all others


def timezone_component(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone:
    """The zone's VTIMEZONE for a file whose events lie between the two instants."""
    component = Timezone()
    component.add("tzid", zone.key)
    start = (first - AROUND).astimezone(UTC)
    component.add_component(_observance(start.astimezone(zone), EPOCH, start.astimezone(zone).utcoffset()))
    for moment in _changes(zone, start, (last + AROUND).astimezone(UTC)):
        before = (moment - timedelta(seconds=1)).astimezone(zone).utcoffset()
        wall = (moment + (before or timedelta())).replace(tzinfo=None)
        component.add_component(_observance(moment.astimezone(zone), wall, before))
    return component


def _observance(moment: datetime, wall: datetime, before: timedelta | None) -> TimezoneStandard | TimezoneDaylight:
    kind = TimezoneDaylight if moment.dst() else TimezoneStandard
    component = kind()
    component.add("dtstart", wall)
    component.add("tzoffsetfrom", before or timedelta())
    component.add("tzoffsetto", moment.utcoffset() or timedelta())
    component.add("tzname", moment.tzname() or "")
    return component


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The instants between the two at which clocks change, to the second."""
    day = start
    while day < end:
        after = day + DAY
        if day.astimezone(zone).utcoffset() != after.astimezone(zone).utcoffset():
            yield _halved(zone, day, after)
        day = after


def _halved(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)
