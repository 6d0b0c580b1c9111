"""The arithmetic of days, sessions and slots: pure, in wall times of the event's zone and the instants they mean."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from math import gcd
from typing import Final

from landbridge.kernel import zones
from landbridge.kernel.interval import Interval
from landbridge.kernel.refusal import Finding, InputRefused

SHORTEST, LONGEST = 5, 240
LENGTHS_NAMED: Final = 6


@dataclass(frozen=True, slots=True, order=True)
class WallSession:
    """A session as it is typed: a day and two times on the wall of the event's zone."""

    day: date
    start: time
    end: time
    label: str = ""


@dataclass(frozen=True, slots=True)
class LaidSession:
    """A session with its instants, cut into slots."""

    wall: WallSession
    span: Interval
    slots: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What sessions must fit: the event's days, its zone, the length of a slot."""

    zone: str
    first_day: date
    last_day: date
    slot_minutes: int


def laid_out(sessions: Sequence[WallSession], frame: Frame) -> list[LaidSession]:
    """The sessions in order of time with their slots, or `InputRefused` with every fault.

    A finding's `row` is the session's place in what was given, from 1.
    """
    faults: list[Finding] = []
    laid: list[tuple[int, LaidSession]] = []
    for row, session in enumerate(sessions, start=1):
        found = list(_faults_of_one(session, frame, row))
        if found:
            faults += found
            continue
        span = _span(session, frame.zone, row)
        if isinstance(span, Finding):
            faults.append(span)
            continue
        cut = _cut(span, session, frame, row)
        if isinstance(cut, Finding):
            faults.append(cut)
        else:
            laid.append((row, cut))
    laid.sort(key=lambda placed: placed[1].span)
    faults += _overlaps(laid)
    if faults:
        raise InputRefused(*sorted(faults, key=lambda finding: finding.row or 0))
    return [session for _row, session in laid]


def on_every_day(sessions: Sequence[WallSession], first_day: date, last_day: date) -> list[WallSession]:
    """The sessions of the first day on each day in turn; what the other days had is left out."""
    first = [session for session in sessions if session.day == first_day]
    count = (last_day - first_day).days + 1
    return [replace(session, day=session.day + timedelta(days=n)) for n in range(count) for session in first]


def slot_length_faults(minutes: int) -> Iterator[Finding]:
    """What is wrong with a length of slots."""
    if not SHORTEST <= minutes <= LONGEST:
        data = {"slot_minutes": minutes, "shortest": SHORTEST, "longest": LONGEST}
        yield Finding("slot_length_out_of_range", field="slot_minutes", data=data)


def dividing_lengths(minutes: int, near: int) -> list[int]:
    """The slot lengths that divide `minutes` evenly: the few nearest to `near`, ascending."""
    every = [length for length in range(SHORTEST, min(LONGEST, minutes) + 1) if minutes % length == 0]
    return sorted(sorted(every, key=lambda length: (abs(length - near), length))[:LENGTHS_NAMED])


def lengths_for_all(sessions: Sequence[LaidSession], near: int) -> list[int]:
    """The slot lengths that divide every one of these sessions."""
    shared = gcd(*(_minutes(session.span) for session in sessions)) if sessions else 0
    return dividing_lengths(shared, near) if shared else []


def breaks(sessions: Sequence[LaidSession]) -> list[Interval]:
    """The breaks: the time between two sessions of one day."""
    pairs = itertools.pairwise(sessions)
    return [
        Interval(before.span.end, after.span.start)
        for before, after in pairs
        if before.wall.day == after.wall.day and before.span.end < after.span.start
    ]


def day_start(day: date, zone: str) -> datetime:
    """The first instant of a day, also where clocks skip midnight or show it twice."""
    return wall_to_instant(datetime.combine(day, time()), zone)


def wall_to_instant(wall: datetime, zone: str) -> datetime:
    """The instant a wall time means there: the first of two, or where clocks skip it the next there is."""
    try:
        return zones.to_instant(wall, zone, fold=0)
    except zones.TimeDoesNotExist as skipped:
        following = datetime.fromisoformat(str(skipped.data["next_wall"]))
        return following.astimezone(UTC)


def whole_days(frame: Frame) -> Interval:
    """From the first instant of the first day to the last of the last."""
    return Interval(day_start(frame.first_day, frame.zone), day_start(frame.last_day + timedelta(days=1), frame.zone))


def _minutes(span: Interval) -> int:
    return int(span.length.total_seconds() // 60)


def _faults_of_one(session: WallSession, frame: Frame, row: int) -> Iterator[Finding]:
    if session.end <= session.start:
        yield Finding("session_ends_before_start", row, "end", {"start": session.start, "end": session.end})
    if not frame.first_day <= session.day <= frame.last_day:
        data = {"day": session.day, "first_day": frame.first_day, "last_day": frame.last_day}
        yield Finding("session_outside_days", row, "day", data)


def _span(session: WallSession, zone: str, row: int) -> Interval | Finding:
    """The instants of a session; a time its zone skips or shows twice is a fault of that time."""
    ends: list[datetime] = []
    for field, wall in (("start", session.start), ("end", session.end)):
        try:
            ends.append(zones.to_instant(datetime.combine(session.day, wall), zone))
        except (zones.TimeDoesNotExist, zones.TimeIsAmbiguous) as refusal:
            return Finding(refusal.code, row, field, dict(refusal.data))
    return Interval(*ends)


def _cut(span: Interval, session: WallSession, frame: Frame, row: int) -> LaidSession | Finding:
    step = timedelta(minutes=frame.slot_minutes)
    if span.length % step:
        lengths = dividing_lengths(_minutes(span), frame.slot_minutes)
        data = {
            "day": session.day,
            "start": session.start,
            "end": session.end,
            "minutes": _minutes(span),
            "slot_minutes": frame.slot_minutes,
            "lengths": tuple(lengths),
        }
        return Finding("slot_length_does_not_divide", row, "slot_minutes", data)
    return LaidSession(session, span, tuple(span.split(step)))


def _overlaps(laid: Sequence[tuple[int, LaidSession]]) -> Iterator[Finding]:
    for (first_row, before), (row, after) in itertools.pairwise(laid):
        if before.span.overlaps(after.span):
            data = {
                "other_row": first_row,
                "day": after.wall.day,
                "start": before.wall.start,
                "end": before.wall.end,
                "other_start": after.wall.start,
                "other_end": after.wall.end,
            }
            yield Finding("sessions_overlap", row, "start", data)
