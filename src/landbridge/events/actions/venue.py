"""Rooms and the tables in them."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from uuid import UUID

from landbridge.events import rules
from landbridge.events.actions.places import forget_empty_places, named_place
from landbridge.events.models import Event, Meeting, Room, Table
from landbridge.events.refusals import AgendaStands, LabelTaken
from landbridge.events.states import AgendaState, TableProperty
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Finding, InputRefused, Missing

MOST_TABLES: Final = 1_000
MOST_SEATS: Final = 100
MOST_PEOPLE: Final = 30_000


@action
def add_room(*, actor: Actor, event_id: UUID, at: datetime, name: str, capacity: int, place: str = "") -> Room:
    """Add a room that holds `capacity` people at once; one that holds nobody is refused.

    `place` names the building; a name not known yet makes a new place. Without one the room is near everything.
    """
    event = rules.access_changeable(actor, event_id)
    name = _judged_room(event, name, capacity)
    where = named_place(event, place)
    room = Room.objects.create(hub_id=event.hub_id, event=event, name=name, capacity=capacity, place=where)
    trail.record(actor, EventsEvent.ROOM_ADDED, event, hub_id=event.hub_id, at=at, room=room.pk, capacity=capacity)
    return room


@action
def change_room(
    *, actor: Actor, event_id: UUID, room_id: UUID, at: datetime, name: str, capacity: int, place: str = ""
) -> Room:
    """Rename a room, correct how many it holds or where it is. A place that loses its last room is forgotten.

    Too little room for its tables is allowed, and shown as a warning.
    """
    event = rules.access_changeable(actor, event_id)
    room = _room(event, room_id)
    before = room.capacity
    room.name, room.capacity = _judged_room(event, name, capacity, but=room.pk), capacity
    room.place = named_place(event, place)
    room.save(update_fields=["name", "capacity", "place"])
    forget_empty_places(event)
    trail.record(
        actor, EventsEvent.ROOM_CHANGED, event, hub_id=event.hub_id, at=at, room=room.pk, before=before, after=capacity
    )
    return room


@action
def remove_room(*, actor: Actor, event_id: UUID, room_id: UUID, at: datetime) -> None:
    """Take a room away with its tables; refused while an agenda has meetings at one of them."""
    event = rules.access_changeable(actor, event_id)
    room = _room(event, room_id)
    place = room.place.name if room.place else ""
    tables = list(room.tables.order_by("place"))
    _release(tables)
    room.delete()
    forget_empty_places(event)
    trail.record(
        actor,
        EventsEvent.ROOM_REMOVED,
        event,
        hub_id=event.hub_id,
        at=at,
        room={"id": room_id, "name": room.name, "capacity": room.capacity, "place": place},
        tables=[_recorded(table) for table in tables],
    )


@action
def add_tables(
    *,
    actor: Actor,
    event_id: UUID,
    room_id: UUID,
    at: datetime,
    count: int,
    prefix: str = "T",
    seats: int = 4,
    properties: Collection[str] = (),
) -> list[Table]:
    """Add `count` tables to a room, labelled by the prefix and the next free numbers: T01, T02, ... T20."""
    event = rules.access_changeable(actor, event_id)
    room = _room(event, room_id)
    present = list(Table.objects.filter(event=event))
    found = [*_table_faults(prefix, seats), *property_faults(properties, "properties")]
    if not 1 <= count <= MOST_TABLES - len(present):
        found.append(Finding("table_count", field="count", data={"count": count, "most": MOST_TABLES - len(present)}))
    if found:
        raise InputRefused(*found)
    numbers = _free_numbers({table.label for table in present}, prefix, count)
    width = max(2, len(str(numbers[-1])))
    last = max((table.place for table in present), default=0)
    tables = Table.objects.bulk_create(
        Table(
            hub_id=event.hub_id,
            event=event,
            room=room,
            label=f"{prefix}{number:0{width}}",
            place=last + step,
            seats=seats,
            properties=sorted(set(properties)),
        )
        for step, number in enumerate(numbers, start=1)
    )
    labels = [table.label for table in tables]
    trail.record(actor, EventsEvent.TABLES_ADDED, event, hub_id=event.hub_id, at=at, room=room.pk, labels=labels)
    return tables


@action
def change_table(
    *,
    actor: Actor,
    event_id: UUID,
    table_id: UUID,
    at: datetime,
    label: str,
    seats: int,
    properties: Collection[str] = (),
    room_id: UUID | None = None,
) -> Table:
    """Rename a table, give it other seats or properties, or move it to another room."""
    event = rules.access_changeable(actor, event_id)
    table = Table.objects.filter(event=event, pk=table_id).first()
    if table is None:
        raise Missing(identifier=str(table_id))
    label = label.strip()
    found = [*_table_faults(label, seats), *property_faults(properties, "properties")]
    if found:
        raise InputRefused(*found)
    if Table.objects.filter(event=event, label=label).exclude(pk=table.pk).exists():
        raise LabelTaken(label=label, field="label")
    before = _recorded(table)
    table.label, table.seats, table.properties = label, seats, sorted(set(properties))
    if room_id is not None:
        table.room = _room(event, room_id)
    table.save(update_fields=["label", "seats", "properties", "room"])
    trail.record(
        actor, EventsEvent.TABLE_CHANGED, event, hub_id=event.hub_id, at=at, before=before, after=_recorded(table)
    )
    return table


@action
def remove_tables(*, actor: Actor, event_id: UUID, table_ids: Collection[UUID], at: datetime) -> None:
    """Take tables away; refused while an agenda has meetings at one of them."""
    event = rules.access_changeable(actor, event_id)
    tables = list(Table.objects.filter(event=event, pk__in=table_ids).order_by("place"))
    if len(tables) != len(set(table_ids)):
        raise Missing(identifiers=[str(identifier) for identifier in table_ids])
    _release(tables)
    Table.objects.filter(pk__in=[table.pk for table in tables]).delete()
    trail.record(
        actor,
        EventsEvent.TABLES_REMOVED,
        event,
        hub_id=event.hub_id,
        at=at,
        tables=[_recorded(table) for table in tables],
    )


def _release(tables: Collection[Table]) -> None:
    """Let go of what discarded drafts hold on these tables; refuse if any other agenda has meetings there."""
    at_them = Meeting.objects.filter(table__in=tables)
    standing = sorted(
        at_them.exclude(version__state=AgendaState.DISCARDED)
        .values_list("version__number", "version__state")
        .distinct()
    )
    if standing:
        published = any(state != AgendaState.DRAFT for _number, state in standing)
        raise AgendaStands(versions=tuple(number for number, _state in standing), published=published)
    at_them.delete()


def _room(event: Event, room_id: UUID) -> Room:
    room = Room.objects.filter(event=event, pk=room_id).first()
    if room is None:
        raise Missing(identifier=str(room_id))
    return room


def _judged_room(event: Event, name: str, capacity: int, *, but: UUID | None = None) -> str:
    """The room's name without space around it, if it can be called so and holds somebody."""
    name = name.strip()
    found = []
    if not name:
        found.append(Finding("name_missing", field="name"))
    if not 1 <= capacity <= MOST_PEOPLE:
        found.append(Finding("holds_nobody", field="capacity", data={"capacity": capacity, "most": MOST_PEOPLE}))
    if found:
        raise InputRefused(*found)
    others = Room.objects.filter(event=event, name=name)
    if (others.exclude(pk=but) if but else others).exists():
        raise LabelTaken(label=name, field="name")
    return name


def property_faults(given: Collection[str], field: str) -> list[Finding]:
    """Properties that no table can have."""
    unknown = sorted(set(given) - set(TableProperty))
    return [Finding("unknown_property", field=field, data={"property": ", ".join(unknown)})] if unknown else []


def _table_faults(label: str, seats: int) -> list[Finding]:
    found = []
    if not label.strip():
        found.append(Finding("name_missing", field="label"))
    if not 2 <= seats <= MOST_SEATS:
        found.append(Finding("table_seats", field="seats", data={"seats": seats, "most": MOST_SEATS}))
    return found


def _free_numbers(labels: Collection[str], prefix: str, count: int) -> list[int]:
    """The `count` numbers after the highest that follows the prefix in a label."""
    rests = [label[len(prefix) :] for label in labels if label.startswith(prefix)]
    highest = max((int(rest) for rest in rests if rest.isascii() and rest.isdigit()), default=0)
    return list(range(highest + 1, highest + count + 1))


def _recorded(table: Table) -> dict[str, object]:
    """A table in the trail: enough to put it back."""
    return {
        "id": table.pk,
        "room": table.room_id,
        "label": table.label,
        "place": table.place,
        "seats": table.seats,
        "properties": table.properties,
    }
