"""Taking back what was taken away: the trail knows what it was."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from landbridge.events import rules
from landbridge.events.actions import attendees, sessions
from landbridge.events.actions.places import named_place
from landbridge.events.models import Event, Participant, Room, Table
from landbridge.events.refusals import CannotBeUndone
from landbridge.events.timetable import WallSession
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.evidence.models import Trail
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Missing

Data = Mapping[str, Any]


@action
def undo(*, actor: Actor, event_id: UUID, entry_id: UUID, at: datetime) -> None:
    """Put back what one line of the trail says was taken away: sessions, a room, tables, a person at a table.

    Refused as `CannotBeUndone` if something else took its place since. The trail keeps both lines.
    """
    event = rules.access_changeable(actor, event_id)
    entry = Trail.objects.filter(pk=entry_id, hub_id=event.hub_id).first()
    if entry is None:
        raise Missing(identifier=str(entry_id))
    way_back = WAYS_BACK.get(entry.event)
    if way_back is None:
        raise CannotBeUndone(event=entry.event)
    try:
        with transaction.atomic():
            way_back(actor, event, entry, at)
    except IntegrityError as error:
        raise CannotBeUndone(event=entry.event) from error


def last_entry(event: EventsEvent, subject_id: UUID, *, at: datetime) -> UUID | None:
    """The line of the trail that an action just wrote about a subject, to offer its undo."""
    rows = Trail.objects.filter(event=event.value, subject_id=subject_id, recorded_at=at)
    return rows.order_by("-id").values_list("pk", flat=True).first()


def _own(event: Event, entry: Trail) -> None:
    if entry.subject_id != event.pk:
        raise Missing(identifier=str(entry.pk))


def _sessions(actor: Actor, event: Event, entry: Trail, at: datetime) -> None:
    _own(event, entry)
    before = [
        WallSession(date.fromisoformat(day), time.fromisoformat(start), time.fromisoformat(end), label)
        for day, start, end, label in entry.data["before"]
    ]
    length = int(entry.data["slot_minutes_before"])
    sessions.set_sessions(actor=actor, event_id=event.pk, at=at, sessions=before, slot_minutes=length)


def _room(actor: Actor, event: Event, entry: Trail, at: datetime) -> None:
    _own(event, entry)
    told = entry.data["room"]
    room = Room.objects.create(
        id=UUID(told["id"]),
        hub_id=event.hub_id,
        event=event,
        name=told["name"],
        capacity=told["capacity"],
        place=named_place(event, told.get("place", "")),
    )
    _put_back(event, entry.data["tables"])
    trail.record(actor, EventsEvent.ROOM_ADDED, event, hub_id=event.hub_id, at=at, room=room.pk, undoes=entry.pk)


def _tables(actor: Actor, event: Event, entry: Trail, at: datetime) -> None:
    _own(event, entry)
    tables = _put_back(event, entry.data["tables"])
    labels = [table.label for table in tables]
    trail.record(actor, EventsEvent.TABLES_ADDED, event, hub_id=event.hub_id, at=at, labels=labels, undoes=entry.pk)


def _put_back(event: Event, told: list[Data]) -> list[Table]:
    rooms = {UUID(table["room"]) for table in told}
    if Room.objects.filter(event=event, pk__in=rooms).count() != len(rooms):
        raise CannotBeUndone(event=EventsEvent.TABLES_REMOVED)
    return Table.objects.bulk_create(
        Table(
            id=UUID(table["id"]),
            hub_id=event.hub_id,
            event=event,
            room_id=UUID(table["room"]),
            label=table["label"],
            place=table["place"],
            seats=table["seats"],
            properties=table["properties"],
        )
        for table in told
    )


def _attendee(actor: Actor, event: Event, entry: Trail, at: datetime) -> None:
    participant = Participant.objects.filter(event=event, pk=entry.subject_id).first()
    if participant is None:
        raise Missing(identifier=str(entry.pk))
    person = attendees.Person(UUID(entry.data["person"]), entry.data["language"], leads=entry.data["leads"])
    attendees.add_attendee(actor=actor, participant_id=participant.pk, at=at, person=person)


WAYS_BACK: Final[dict[str, Callable[[Actor, Event, Trail, datetime], None]]] = {
    EventsEvent.SESSIONS_SET: _sessions,
    EventsEvent.ROOM_REMOVED: _room,
    EventsEvent.TABLES_REMOVED: _tables,
    EventsEvent.ATTENDEE_REMOVED: _attendee,
}
