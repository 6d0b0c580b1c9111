"""The frame of a road show: its sessions, rooms, tables, groups with their quotas, and which groups may meet."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from landbridge.entrypoints import clock
from landbridge.entrypoints.api.frame import seen
from landbridge.entrypoints.gate import Table, actor_of
from landbridge.events.actions import groups, places, sessions, venue
from landbridge.events.models import Group, Room, Session
from landbridge.events.models import Table as TableRow
from landbridge.events.queries import frame as queries
from landbridge.events.timetable import WallSession
from landbridge.kernel.refusal import Missing
from landbridge.network.permissions import Permission

router = Router()


class SessionIn(Schema):
    """A session in wall times of the road show's zone."""

    day: date
    start: time
    end: time
    label: str = Field("", max_length=80)


class SessionsIn(Schema):
    """All sessions; they replace those there are."""

    sessions: list[SessionIn] = Field(max_length=500)
    slot_minutes: int | None = None


class SessionOut(Schema):
    """A session with its instants."""

    id: UUID
    day: date
    wall_start: time
    wall_end: time
    starts_at: datetime
    ends_at: datetime
    label: str


class RoomIn(Schema):
    """A room and how many people it holds at once."""

    name: str = Field(max_length=80)
    capacity: int
    place: str = Field("", max_length=80)

    @staticmethod
    def resolve_place(room: object) -> str:
        """The name of the place the room is in, of a row or of what was sent."""
        where = room.get("place", "") if isinstance(room, dict) else getattr(room, "place", "")
        return where if isinstance(where, str) else getattr(where, "name", "")


class TableOut(Schema):
    """A table."""

    id: UUID
    room_id: UUID
    label: str
    seats: int
    properties: list[str]


class RoomOut(Schema):
    """A room with its tables."""

    id: UUID
    name: str
    capacity: int
    place: str
    tables: list[TableOut]


class WalkIO(Schema):
    """Minutes from one place to another, either way; the places by name."""

    first: str = Field(max_length=80)
    second: str = Field(max_length=80)
    minutes: int


class WalksIn(Schema):
    """All walks of the road show; what is not named is next door."""

    walks: list[WalkIO] = Field(max_length=1_000)


class TablesIn(Schema):
    """Several tables at once, labelled by the prefix and the next free numbers."""

    room_id: UUID
    count: int
    prefix: str = Field("T", max_length=12)
    seats: int = 4
    properties: list[str] = Field([], max_length=10)


class GroupIn(Schema):
    """A group; in a change, what is left out stays."""

    letter: str | None = None
    name_latin: str | None = Field(None, max_length=80)
    name_chinese: str | None = Field(None, max_length=80)
    side: str | None = None
    min_meetings: int | None = None
    max_meetings: int | None = None
    no_shows_from: int | None = Field(None, description="from how many earlier meetings missed a smaller quota holds")
    no_show_meetings: int | None = Field(None, description="and how many meetings it allows")


class GroupOut(Schema):
    """A group and its quota."""

    id: UUID
    letter: str
    name_latin: str
    name_chinese: str
    side: str
    min_meetings: int
    max_meetings: int
    no_shows_from: int | None
    no_show_meetings: int | None


class RulesOut(Schema):
    """The pairs of groups that may meet, without order."""

    pairs: list[tuple[UUID, UUID]]


class RulesIn(Schema):
    """The pairs of groups that may meet, without order."""

    pairs: list[tuple[UUID, UUID]] = Field(max_length=1_000)


@router.get("/{uuid:event_id}/sessions", response=list[SessionOut], url_name="event_sessions")
def list_sessions(request: HttpRequest, event_id: UUID) -> list[Session]:
    """The sessions in order of time."""
    return [row.session for row in queries.timetable(seen(request, event_id))]


@router.put("/{uuid:event_id}/sessions", response=list[SessionOut], url_name="event_sessions")
def put_sessions(request: HttpRequest, event_id: UUID, wanted: SessionsIn) -> list[Session]:
    """Replace the sessions and cut them into slots."""
    typed = [WallSession(s.day, s.start, s.end, s.label) for s in wanted.sessions]
    return sessions.set_sessions(
        actor=actor_of(request),
        event_id=event_id,
        at=clock.current().now(),
        sessions=typed,
        slot_minutes=wanted.slot_minutes,
    )


@router.get("/{uuid:event_id}/rooms", response=list[RoomOut], url_name="event_rooms")
def list_rooms(request: HttpRequest, event_id: UUID) -> list[RoomOut]:
    """The rooms with their tables."""
    rows = queries.rooms_with_tables(seen(request, event_id))
    return [
        RoomOut(
            id=r.id,
            name=r.name,
            capacity=r.capacity,
            place=r.place.name if r.place else "",
            tables=[TableOut.from_orm(t) for t in r.tables.all()],
        )
        for r in rows
    ]


@router.post("/{uuid:event_id}/rooms", response={201: RoomOut}, url_name="event_rooms")
def add_room(request: HttpRequest, event_id: UUID, room: RoomIn) -> Status[RoomOut]:
    """Add a room."""
    made = venue.add_room(actor=actor_of(request), event_id=event_id, at=clock.current().now(), **room.model_dump())
    return Status(201, _empty(made))


@router.put("/{uuid:event_id}/rooms/{uuid:room_id}", response=RoomIn, url_name="event_room")
def put_room(request: HttpRequest, event_id: UUID, room_id: UUID, room: RoomIn) -> Room:
    """Change a room."""
    at = clock.current().now()
    return venue.change_room(actor=actor_of(request), event_id=event_id, room_id=room_id, at=at, **room.model_dump())


@router.delete("/{uuid:event_id}/rooms/{uuid:room_id}", response={204: None}, url_name="event_room")
def delete_room(request: HttpRequest, event_id: UUID, room_id: UUID) -> Status[None]:
    """Take a room away with its tables."""
    venue.remove_room(actor=actor_of(request), event_id=event_id, room_id=room_id, at=clock.current().now())
    return Status(204, None)


@router.get("/{uuid:event_id}/walks", response=list[WalkIO], url_name="event_walks")
def list_walks(request: HttpRequest, event_id: UUID) -> list[WalkIO]:
    """Minutes between each two places."""
    ways = queries.ways(seen(request, event_id))
    return [WalkIO(first=way.first.name, second=way.second.name, minutes=way.minutes) for way in ways]


@router.put("/{uuid:event_id}/walks", response=list[WalkIO], url_name="event_walks")
def put_walks(request: HttpRequest, event_id: UUID, wanted: WalksIn) -> list[WalkIO]:
    """Say how far the places are from each other."""
    named = queries.places_by_name(seen(request, event_id))
    strange = sorted({name for walk in wanted.walks for name in (walk.first, walk.second)} - named.keys())
    if strange:
        raise Missing(identifiers=strange)
    walks = [(named[walk.first], named[walk.second], walk.minutes) for walk in wanted.walks]
    places.set_walks(actor=actor_of(request), event_id=event_id, walks=walks, at=clock.current().now())
    return list_walks(request, event_id)


@router.post("/{uuid:event_id}/tables", response={201: list[TableOut]}, url_name="event_tables")
def add_tables(request: HttpRequest, event_id: UUID, tables: TablesIn) -> Status[list[TableRow]]:
    """Add several tables to a room."""
    made = venue.add_tables(actor=actor_of(request), event_id=event_id, at=clock.current().now(), **tables.model_dump())
    return Status(201, made)


@router.delete("/{uuid:event_id}/tables/{uuid:table_id}", response={204: None}, url_name="event_table")
def delete_table(request: HttpRequest, event_id: UUID, table_id: UUID) -> Status[None]:
    """Take a table away."""
    at = clock.current().now()
    venue.remove_tables(actor=actor_of(request), event_id=event_id, table_ids=[table_id], at=at)
    return Status(204, None)


@router.get("/{uuid:event_id}/groups", response=list[GroupOut], url_name="event_groups")
def list_groups(request: HttpRequest, event_id: UUID) -> list[Group]:
    """The groups, the delegation's first."""
    return groups.in_order(seen(request, event_id))


@router.post("/{uuid:event_id}/groups", response={201: GroupOut}, url_name="event_groups")
def add_group(request: HttpRequest, event_id: UUID, group: GroupIn) -> Status[Group]:
    """Add a group."""
    facts: dict[str, Any] = group.model_dump(exclude_none=True)
    made = groups.add_group(actor=actor_of(request), event_id=event_id, at=clock.current().now(), **facts)
    return Status(201, made)


@router.patch("/{uuid:event_id}/groups/{uuid:group_id}", response=GroupOut, url_name="event_group")
def change_group(request: HttpRequest, event_id: UUID, group_id: UUID, group: GroupIn) -> Group:
    """Change a group."""
    facts: dict[str, Any] = group.model_dump(exclude_none=True)
    at = clock.current().now()
    return groups.change_group(actor=actor_of(request), event_id=event_id, group_id=group_id, at=at, **facts)


@router.delete("/{uuid:event_id}/groups/{uuid:group_id}", response={204: None}, url_name="event_group")
def delete_group(request: HttpRequest, event_id: UUID, group_id: UUID) -> Status[None]:
    """Take a group away that nobody belongs to."""
    groups.remove_group(actor=actor_of(request), event_id=event_id, group_id=group_id, at=clock.current().now())
    return Status(204, None)


@router.get("/{uuid:event_id}/group-rules", response=RulesOut, url_name="event_group_rules")
def read_rules(request: HttpRequest, event_id: UUID) -> RulesOut:
    """Which groups may meet."""
    pairs = queries.allowed_pairs(seen(request, event_id))
    return RulesOut(pairs=sorted((min(pair), max(pair)) for pair in pairs))


@router.put("/{uuid:event_id}/group-rules", response={204: None}, url_name="event_group_rules")
def put_rules(request: HttpRequest, event_id: UUID, wanted: RulesIn) -> Status[None]:
    """Say which groups may meet."""
    at = clock.current().now()
    groups.set_group_rules(actor=actor_of(request), event_id=event_id, at=at, pairs=wanted.pairs)
    return Status(204, None)


def _empty(room: Room) -> RoomOut:
    place = room.place.name if room.place else ""
    return RoomOut(id=room.id, name=room.name, capacity=room.capacity, place=place, tables=[])


SEEN = ("event_sessions", "event_rooms", "event_walks", "event_groups", "event_group_rules")
PLANNED = ("event_room", "event_tables", "event_table", "event_group")
# Operations on one address share its name and so its row; the actions ask for the right each needs.
PERMISSIONS: Table = {
    **{f"api:{name}": Permission.SEE_EVENTS for name in SEEN},
    **{f"api:{name}": Permission.PLAN_EVENTS for name in PLANNED},
}
