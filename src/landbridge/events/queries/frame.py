"""Reads of the frame: lists of road shows, and what one of them has so far."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Final
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet, Sum

from landbridge.events.models import (
    AgendaVersion,
    CoHost,
    Event,
    Group,
    GroupRule,
    Place,
    Room,
    Session,
    Slot,
    Suggestion,
    Walk,
    Wish,
)
from landbridge.events.queries import people
from landbridge.events.readiness import EventFigures, RoomFigures
from landbridge.events.states import ATTENDING, AgendaState, EventState, Side, WishState
from landbridge.ground import search
from landbridge.network.models import Organisation

SEARCH_KIND: Final = "events.event"
_COMES = Q(participants__state__in=ATTENDING)


def listed(events: QuerySet[Event]) -> QuerySet[Event]:
    """With the number of parties on either side, as `delegates` and `counterparties`."""
    return events.annotate(
        delegates=Count("participants", filter=_COMES & Q(participants__group__side=Side.DELEGATION)),
        counterparties=Count("participants", filter=_COMES & Q(participants__group__side=Side.COUNTERPARTY)),
    )


def found(events: QuerySet[Event], text: str) -> QuerySet[Event]:
    """Those that `text` finds by name or place in either script, pinyin or code; all of them if it says nothing."""
    return search.matching(events, kind=SEARCH_KIND, text=text)


def rooms_with_tables(event: Event) -> QuerySet[Room]:
    """The rooms with the number of their tables and the seats at them, as `table_count` and `seat_count`."""
    rows = Room.objects.filter(event=event).annotate(table_count=Count("tables"), seat_count=Sum("tables__seats"))
    return rows.order_by("place__name", "name").select_related("place").prefetch_related("tables")


@dataclass(frozen=True, slots=True)
class Way:
    """Two places and the minutes from one to the other, 0 if nobody said."""

    first: Place
    second: Place
    minutes: int


def places_by_name(event: Event) -> dict[str, UUID]:
    """The event's places by name."""
    return dict(Place.objects.filter(event=event).values_list("name", "pk"))


def ways(event: Event) -> list[Way]:
    """Every pair of the event's places: two queries, one where there are not two places."""
    places = list(Place.objects.filter(event=event).order_by("name"))
    pairs = list(combinations(places, 2))
    known = Walk.objects.filter(event=event).values_list("first_id", "second_id", "minutes") if pairs else ()
    minutes = {frozenset((first, second)): length for first, second, length in known}
    return [Way(one, two, minutes.get(frozenset((one.pk, two.pk)), 0)) for one, two in pairs]


def co_hosts(event: Event) -> list[Organisation]:
    """The bodies that hold it together, in their order."""
    rows = CoHost.objects.filter(event=event).select_related("organisation").order_by("place")
    return [row.organisation for row in rows]


@dataclass(frozen=True, slots=True)
class TimetableRow:
    """A session with the number of its slots, and the break before the next one of its day in minutes."""

    session: Session
    slot_count: int
    break_minutes: int


def timetable(event: Event) -> list[TimetableRow]:
    """The sessions in order of time."""
    rows = list(Session.objects.filter(event=event).annotate(slot_count=Count("slots")).order_by("starts_at"))
    after: list[Session | None] = [*rows[1:], *([None] if rows else [])]
    return [
        TimetableRow(row, row.slot_count, _minutes_between(row, following))
        for row, following in zip(rows, after, strict=True)
    ]


def _minutes_between(session: Session, following: Session | None) -> int:
    if following is None or following.day != session.day:
        return 0
    return int((following.starts_at - session.ends_at).total_seconds() // 60)


def allowed_pairs(event: Event) -> set[frozenset[UUID]]:
    """The pairs of groups that may meet, without order."""
    return {frozenset(pair) for pair in GroupRule.objects.filter(event=event).values_list("first_id", "second_id")}


def figures(event: Event) -> EventFigures:
    """What a road show has so far, in a constant number of queries."""
    slots = list(Slot.objects.filter(event=event).select_related("session").order_by("number"))
    rooms = [
        RoomFigures(room.name, room.capacity, room.seat_count or 0)  # type: ignore[attr-defined]
        for room in rooms_with_tables(event).prefetch_related(None)
    ]
    parties = people.parties(event)
    made = Suggestion.objects.filter(event=event).aggregate(count=Count("pk"), last=Max("made_at"))
    wished = Wish.objects.filter(event=event, state=WishState.OPEN).aggregate(
        count=Count("pk"), wishers=Count("wisher", distinct=True)
    )
    versions = AgendaVersion.objects.filter(event=event).aggregate(
        drafts=Count("pk", filter=Q(state=AgendaState.DRAFT)),
        published=Count("pk", filter=Q(state=AgendaState.PUBLISHED)),
    )
    return EventFigures(
        state=EventState(event.state),
        slots=len(slots),
        days_without_session=_days_without(event, {slot.session.day for slot in slots}),
        tables=event.tables.count(),
        rooms=tuple(rooms),
        groups_that_meet_nobody=_lonely_groups(event),
        delegates=sum(party.side == Side.DELEGATION for party in parties),
        counterparties=sum(party.side == Side.COUNTERPARTY for party in parties),
        parties_without_people=tuple(party.label for party in parties if not party.people),
        people_without_address=sum(not person.email for party in parties for person in party.people),
        parties_never_free=tuple(people.never_free(parties, people.absences(event), slots)),
        suggestions=made["count"],
        parties_after_suggestions=sum(party.created_at > made["last"] for party in parties) if made["last"] else 0,
        wishes=wished["count"],
        parties_with_wishes=wished["wishers"],
        drafts=versions["drafts"],
        published=bool(versions["published"]),
    )


def _days_without(event: Event, have: set[date]) -> tuple[date, ...]:
    count = (event.last_day - event.first_day).days + 1
    days = [event.first_day + timedelta(days=place) for place in range(count)]
    return tuple(day for day in days if day not in have)


def _lonely_groups(event: Event) -> tuple[str, ...]:
    pairs = GroupRule.objects.filter(event=event).values_list("first_id", "second_id")
    met = {identifier for pair in pairs for identifier in pair}
    groups = Group.objects.filter(event=event).order_by("letter")
    return tuple(group.letter for group in groups if group.pk not in met)
