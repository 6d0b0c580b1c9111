"""Road shows that follow one another: a copy for a new date, a season, what the public calendar shows."""

from datetime import date, datetime, timedelta
from uuid import UUID

from landbridge.events import rules
from landbridge.events.actions import frame, sessions
from landbridge.events.actions.places import named_place
from landbridge.events.models import CoHost, Event, Group, GroupRule, Place, Room, Season, Session, Table, Walk
from landbridge.events.refusals import CopiedAlready
from landbridge.events.states import EventState
from landbridge.events.timetable import WallSession
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.locks import advisory_lock
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.ids import uuid7
from landbridge.kernel.refusal import Finding, InputRefused, Missing


@action
def copy_event(
    *, actor: Actor, event_id: UUID, first_day: date, name_latin: str, name_chinese: str, at: datetime
) -> Event:
    """Begin a road show like another on a new date: days, sessions, rooms, tables, groups, their rules and co-hosts.

    No people, no wishes and no agenda come along. The copy is no history, even if the other one is. A second copy of
    the same name and day is refused: the same press arrived twice.
    """
    other = rules.access_event(actor, event_id, to="plan")
    advisory_lock(space="events.copy", identifier=other.hub_id)
    _require_new(other.hub_id, first_day, name_latin, name_chinese)
    days = other.last_day - other.first_day
    event = frame.create_event(
        actor=actor, hub_id=other.hub_id, at=at, name_latin=name_latin, name_chinese=name_chinese,
        place_latin=other.place_latin, place_chinese=other.place_chinese, zone=other.zone, first_day=first_day,
        last_day=first_day + days, slot_minutes=other.slot_minutes, share_over=other.share_over,
        fictional=other.fictional,
    )  # fmt: skip
    event.season_id = other.season_id
    event.save(update_fields=["season"])
    _copy_sessions(actor, other, event, at)
    _copy_rooms(other, event)
    _copy_groups(other, event)
    hosts = CoHost.objects.filter(event=other).order_by("place").values_list("organisation_id", flat=True)
    frame.set_co_hosts(actor=actor, event_id=event.pk, at=at, organisation_ids=list(hosts))
    trail.record(actor, EventsEvent.COPIED, event, hub_id=event.hub_id, at=at, of=other.pk)
    return event


def _require_new(hub_id: UUID, first_day: date, name_latin: str, name_chinese: str) -> None:
    alike = Event.objects.filter(hub_id=hub_id, first_day=first_day, name_latin=name_latin, name_chinese=name_chinese)
    standing = alike.exclude(state=EventState.CANCELLED).first()
    if standing is not None:
        raise CopiedAlready(code=standing.code)


@action
def set_season(
    *, actor: Actor, event_id: UUID, season_id: UUID | None, at: datetime, name_latin: str = "", name_chinese: str = ""
) -> Event:
    """Put a road show into a season: a known one, or a new one of that name; without either, into none."""
    event = rules.access_event(actor, event_id, to="plan", lock=True)
    event.season = _season(event, season_id, name_latin.strip(), name_chinese.strip(), at)
    event.save(update_fields=["season"])
    trail.record(actor, EventsEvent.SEASON_SET, event, hub_id=event.hub_id, at=at, season=event.season_id)
    return event


@action
def list_publicly(*, actor: Actor, event_id: UUID, listed: bool, at: datetime) -> Event:
    """Show a road show in the hub's public calendar, or take it out: its name, days and place, nobody's name."""
    event = rules.access_event(actor, event_id, to="publish", lock=True)
    if event.listed != listed:
        event.listed = listed
        event.save(update_fields=["listed"])
        trail.record(actor, EventsEvent.LISTED, event, hub_id=event.hub_id, at=at, listed=listed)
    return event


def _season(event: Event, season_id: UUID | None, name_latin: str, name_chinese: str, at: datetime) -> Season | None:
    if season_id is not None:
        found = Season.objects.filter(hub_id=event.hub_id, pk=season_id).first()
        if found is None:
            raise Missing(identifier=str(season_id))
        return found
    if not name_latin and not name_chinese:
        return None
    longest = 120
    if max(len(name_latin), len(name_chinese)) > longest:
        raise InputRefused(Finding("season_name_too_long", field="name_latin", data={"most": longest}))
    advisory_lock(space="events.season", identifier=event.hub_id)
    made, _new = Season.objects.get_or_create(
        hub_id=event.hub_id, name_latin=name_latin, name_chinese=name_chinese, defaults={"created_at": at}
    )
    return made


def _copy_sessions(actor: Actor, other: Event, event: Event, at: datetime) -> None:
    shift: timedelta = event.first_day - other.first_day
    laid = [
        WallSession(row.day + shift, row.wall_start, row.wall_end, row.label)
        for row in Session.objects.filter(event=other).order_by("starts_at")
    ]
    if laid:
        sessions.set_sessions(actor=actor, event_id=event.pk, at=at, sessions=laid)


def _copy_rooms(other: Event, event: Event) -> None:
    places = {place.pk: named_place(event, place.name) for place in Place.objects.filter(event=other)}
    for walk in Walk.objects.filter(event=other):
        first, second = sorted(place.pk for place in (places[walk.first_id], places[walk.second_id]) if place)
        Walk.objects.create(
            hub_id=event.hub_id, event=event, first_id=first, second_id=second, minutes=walk.minutes
        )  # fmt: skip
    for room in Room.objects.filter(event=other).prefetch_related("tables"):
        tables = list(room.tables.all())
        copy = Room.objects.create(
            hub_id=event.hub_id, event=event, name=room.name, capacity=room.capacity,
            place=places[room.place_id] if room.place_id else None,
        )  # fmt: skip
        Table.objects.bulk_create(
            Table(
                id=uuid7(), hub_id=event.hub_id, event=event, room=copy, label=table.label, place=table.place,
                seats=table.seats, properties=table.properties,
            )
            for table in tables
        )  # fmt: skip


def _copy_groups(other: Event, event: Event) -> None:
    """Take the other's groups in place of the first ones that every road show begins with."""
    GroupRule.objects.filter(event=event).delete()
    Group.objects.filter(event=event).delete()
    copies: dict[UUID, Group] = {}
    for group in Group.objects.filter(event=other).order_by("letter"):
        copies[group.pk] = Group.objects.create(
            hub_id=event.hub_id, event=event, side=group.side, letter=group.letter, name_latin=group.name_latin,
            name_chinese=group.name_chinese, min_meetings=group.min_meetings, max_meetings=group.max_meetings,
            no_shows_from=group.no_shows_from, no_show_meetings=group.no_show_meetings,
        )  # fmt: skip
    GroupRule.objects.bulk_create(
        GroupRule(
            id=uuid7(), hub_id=event.hub_id, event=event, first=copies[rule.first_id], second=copies[rule.second_id]
        )
        for rule in GroupRule.objects.filter(event=other)
    )  # fmt: skip
