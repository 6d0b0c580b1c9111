"""Three readers of calendar files that share no code with our writer or with each other: vobject, ics and ical.

Each tells the entries of a file the same way, so that one test compares what all three understood.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import ics
import vobject
from ical.calendar_stream import IcsCalendarStream
from ics.utils import gettz


@dataclass(frozen=True, slots=True)
class Read:
    """An entry as a calendar shows it; times in UTC."""

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    status: str


def forget_zones() -> None:
    """Let vobject and ics meet zones anew: they keep the rules they saw first for as long as they run."""
    known = vars(vobject.icalendar)["__tzidMap"]
    for name in set(known) - {"UTC"}:
        del known[name]
    gettz.cache_clear()


def by_vobject(text: str) -> list[Read]:
    """As vobject reads it."""
    forget_zones()
    rows = vobject.readOne(text).contents.get("vevent", [])
    forget_zones()
    return sorted(
        (
            Read(
                row.uid.value, row.dtstart.value.astimezone(UTC), row.dtend.value.astimezone(UTC), row.summary.value,
                row.status.value,
            )
            for row in rows
        ),
        key=lambda row: row.uid,
    )  # fmt: skip


def by_ics(text: str) -> list[Read]:
    """As ics reads it."""
    rows = ics.Calendar(text).events
    return sorted(
        (
            Read(
                str(row.uid), row.begin.datetime.astimezone(UTC), row.end.datetime.astimezone(UTC), str(row.name),
                str(row.status),
            )
            for row in rows
        ),
        key=lambda row: row.uid,
    )  # fmt: skip


def by_ical(text: str) -> list[Read]:
    """As ical reads it, strictly: what the standard does not allow is an error."""
    rows = IcsCalendarStream.calendar_from_ics(text).events
    found = []
    for row in rows:
        if not isinstance(row.start, datetime) or not isinstance(row.end, datetime):
            raise TypeError("a meeting has times, not days")
        status = str(row.status.value) if row.status else ""
        found.append(Read(str(row.uid), row.start.astimezone(UTC), row.end.astimezone(UTC), str(row.summary), status))
    return sorted(found, key=lambda row: row.uid)


READERS: tuple[Callable[[str], list[Read]], ...] = (by_vobject, by_ics, by_ical)
