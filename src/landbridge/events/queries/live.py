"""The day as it stands now: who is due where, who is here, who is missing and for how long.

One reading of the event (`day_of`, four queries) answers for the hall, for hosts and for every phone; pages keep it for a
moment, so that three hundred phones ask the database no more than one.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from landbridge.events.models import AgendaVersion, DayChange, Event, HallScreen, Seat, Slot
from landbridge.events.queries.desk import arrived
from landbridge.events.states import ABOUT_PEOPLE, AgendaState
from landbridge.events.tokens import digest_of, is_well_formed
from landbridge.ground.hubs import holder_context, hub_context

LAST_CALL: Final = timedelta(minutes=5)
COLUMNS: Final = (
    "meeting_id", "meeting__pair_uid", "starts_at", "ends_at", "meeting__table__label", "meeting__table__place",
    "meeting__table__room__name", "meeting__interpreter__person__name_latin",
    "meeting__interpreter__person__name_chinese", "meeting__first_id", "attendee_id", "attendee__person__name_latin",
    "attendee__person__name_chinese", "attendee__person__phone", "attendee__participant_id", "attendee__participant__label",
    "attendee__participant__project__name_latin", "attendee__participant__project__name_chinese",
    "attendee__participant__organisation__name_latin", "attendee__participant__organisation__name_chinese",
)  # fmt: skip


class Call(StrEnum):
    """How near a meeting is."""

    PAST = "past"
    NOW = "now"
    LAST_CALL = "last_call"
    NEXT = "next"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody who is due at a table, with their party's names in both scripts."""

    attendee_id: UUID
    latin: str
    chinese: str
    phone: str
    participant_id: UUID
    label: str
    party_latin: str
    party_chinese: str


@dataclass(frozen=True, slots=True)
class Due:
    """A meeting of the agenda that stands; the delegation's side sits first."""

    id: UUID
    pair_uid: UUID
    starts_at: datetime
    ends_at: datetime
    table: str
    place: int
    room: str
    sitters: tuple[Sitter, ...]
    interpreter: tuple[str, str] = ("", "")
    """The Latin and the Chinese name of who interprets."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody who should sit at a table and was not checked in; `away` if that is known at the desk already.

    `late` is how long the meeting waits, negative before it begins; `waiting` says that the other side is here.
    """

    sitter: Sitter
    due: Due
    late: timedelta
    waiting: bool
    away: bool


@dataclass(frozen=True)
class Day:
    """Everything about an event that changes during the day, read at one moment."""

    event: Event
    version: int | None
    dues: Sequence[Due]
    here: Mapping[UUID, datetime]
    away: frozenset[UUID]
    slots: Sequence[tuple[datetime, datetime]]
    expected: int

    @cached_property
    def of_person(self) -> Mapping[UUID, Sequence[Due]]:
        """Each person's meetings in time order."""
        found: dict[UUID, list[Due]] = defaultdict(list)
        for due in self.dues:
            for sitter in due.sitters:
                found[sitter.attendee_id].append(due)
        return found

    def call(self, due: Due, at: datetime) -> Call:
        """How near the meeting is: the last call goes on after the beginning as long as somebody is not here."""
        if due.ends_at <= at:
            return Call.PAST
        if due.starts_at <= at:
            lacking = any(sitter.attendee_id not in self.here for sitter in due.sitters)
            return Call.LAST_CALL if lacking and at < due.starts_at + LAST_CALL else Call.NOW
        if due.starts_at - at <= LAST_CALL:
            return Call.LAST_CALL
        return Call.NEXT if due.starts_at == self.next_start(at) else Call.LATER

    def next_start(self, at: datetime) -> datetime | None:
        """When the next slot with a meeting begins."""
        return next((due.starts_at for due in self.dues if due.starts_at > at), None)

    def going_on(self, at: datetime) -> list[Due]:
        """The meetings of this moment, by table."""
        return sorted((due for due in self.dues if due.starts_at <= at < due.ends_at), key=lambda due: due.place)

    def coming(self, at: datetime) -> list[Due]:
        """The meetings of the next slot that has some, by table."""
        start = self.next_start(at)
        return sorted((due for due in self.dues if due.starts_at == start), key=lambda due: due.place)

    def missing(self, at: datetime) -> list[Missing]:
        """Who should be at a table now or in the last call and was not checked in, the longest missed first."""
        found = [
            Missing(
                sitter,
                due,
                at - due.starts_at,
                any(other.attendee_id in self.here for other in due.sitters if other is not sitter),
                sitter.attendee_id in self.away,
            )
            for due in self.dues
            if due.starts_at - LAST_CALL <= at < due.ends_at
            for sitter in due.sitters
            if sitter.attendee_id not in self.here
        ]
        return sorted(found, key=lambda one: (one.away, -one.late, one.due.place))


def day_of(event: Event, at: datetime) -> Day:
    """The event as it stands. Five queries, however many meet."""
    standing = AgendaVersion.objects.filter(event=event, state=AgendaState.PUBLISHED).values_list("number", flat=True)
    away = DayChange.objects.filter(
        event=event, undone_at=None, kind__in=ABOUT_PEOPLE, attendee__isnull=False, starts_at__lte=at, ends_at__gt=at
    ).values_list("attendee_id", flat=True)
    return Day(
        event=event,
        version=standing.first(),
        dues=tuple(_dues(event)),
        here=arrived(event),
        away=frozenset(away),
        slots=list(Slot.objects.filter(event=event).order_by("number").values_list("starts_at", "ends_at")),
        expected=event.attendees.count(),
    )


def _dues(event: Event) -> Iterator[Due]:
    """The meetings that stand with who sits there, by time and table."""
    rows = Seat.objects.filter(event=event, published=True).values(*COLUMNS)
    by_meeting: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in rows.order_by("starts_at", "meeting__table__place", "meeting_id", "id"):
        by_meeting[row["meeting_id"]].append(row)
    for meeting_id, seats in by_meeting.items():
        one = seats[0]
        seats.sort(key=lambda seat: seat["attendee__participant_id"] != seat["meeting__first_id"])
        yield Due(
            id=meeting_id,
            pair_uid=one["meeting__pair_uid"],
            starts_at=one["starts_at"],
            ends_at=one["ends_at"],
            table=one["meeting__table__label"],
            place=one["meeting__table__place"],
            room=one["meeting__table__room__name"],
            sitters=tuple(_sitter(seat) for seat in seats),
            interpreter=(
                one["meeting__interpreter__person__name_latin"] or "",
                one["meeting__interpreter__person__name_chinese"] or "",
            ),
        )


def _sitter(seat: Mapping[str, Any]) -> Sitter:
    party = "project" if seat["attendee__participant__project__name_latin"] is not None else "organisation"
    return Sitter(
        attendee_id=seat["attendee_id"],
        latin=seat["attendee__person__name_latin"],
        chinese=seat["attendee__person__name_chinese"],
        phone=seat["attendee__person__phone"],
        participant_id=seat["attendee__participant_id"],
        label=seat["attendee__participant__label"],
        party_latin=seat[f"attendee__participant__{party}__name_latin"] or "",
        party_chinese=seat[f"attendee__participant__{party}__name_chinese"] or "",
    )


def screen_of(token: str, at: datetime) -> HallScreen | None:
    """The screen a secret opens, or None for one that is wrong, has expired or was ended; with its event."""
    if not is_well_formed(token):
        return None
    digest = digest_of(token)
    with holder_context(digest):
        screen = HallScreen.objects.filter(digest=digest, revoked_at__isnull=True, expires_at__gt=at).first()
    if screen is not None:
        with hub_context(screen.hub_id):
            screen.event = Event.objects.get(pk=screen.event_id)
    return screen


def screens_of(event: Event, at: datetime) -> list[HallScreen]:
    """The screens that are open, the newest first."""
    return list(HallScreen.objects.filter(event=event, revoked_at=None, expires_at__gt=at).order_by("-made_at"))
