"""Group sessions: set up, signed up for, given up; the waiting list moves up by itself and tells who moves.

All of it holds the event's lock, so that no place is given twice; the numbers of the places and the exclusion of two
sessions at once stand behind it in the database.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from landbridge.events import rules
from landbridge.events.actions import messages
from landbridge.events.holders import access_own_attendance
from landbridge.events.models import Absence, Attendee, Event, Gathering, Seat, Ticket
from landbridge.events.refusals import BusyThen, SessionIsOff
from landbridge.events.states import TICKET, AbsenceReason, GatheringKind, MessageKind, TicketState
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.locks import locked
from landbridge.ground.transactions import action
from landbridge.kernel import zones
from landbridge.kernel.actor import Actor
from landbridge.kernel.ids import uuid7
from landbridge.kernel.refusal import Finding, InputRefused, Missing


@dataclass(frozen=True, slots=True)
class GatheringFacts:
    """What is said of a group session; the times are wall times of the event's zone."""

    kind: GatheringKind
    starts: datetime
    ends: datetime
    capacity: int
    name_latin: str = ""
    name_chinese: str = ""
    place: str = ""


@action
def add_gathering(*, actor: Actor, event_id: UUID, facts: GatheringFacts, at: datetime) -> Gathering:
    """Add a group session to an event. It lies where it is put; meetings are planned around those who take part."""
    event = rules.access_changeable(actor, event_id)
    start, end = _span(event, facts)
    made = Gathering.objects.create(
        hub_id=event.hub_id,
        event=event,
        kind=facts.kind,
        name_latin=facts.name_latin.strip(),
        name_chinese=facts.name_chinese.strip(),
        place=facts.place.strip(),
        starts_at=start,
        ends_at=end,
        capacity=facts.capacity,
        created_at=at,
    )
    trail.record(actor, EventsEvent.GATHERING_ADDED, made, hub_id=event.hub_id, at=at, kind=facts.kind.value)
    return made


@action
def set_capacity(*, actor: Actor, gathering_id: UUID, capacity: int, at: datetime) -> Gathering:
    """Let more or fewer in. More: the waiting list moves up. Fewer: who is in stays; nobody moves up until there is room."""
    gathering = _access(actor, gathering_id, to="plan")
    if capacity < 1:
        raise InputRefused(Finding("capacity_below_one", field="capacity"))
    gathering.capacity = capacity
    gathering.save(update_fields=["capacity"])
    trail.record(actor, EventsEvent.GATHERING_CHANGED, gathering, hub_id=gathering.hub_id, at=at, capacity=capacity)
    _move_up(actor, gathering, at)
    return gathering


@action
def change_gathering(*, actor: Actor, gathering_id: UUID, facts: GatheringFacts, at: datetime) -> Gathering:
    """Change what a group session is, when and where; refused once it has begun.

    With other times or another place everybody who signed up is told. Who takes part and has a meeting or another
    session at the new time goes back to the waiting list, at the turn they asked for; who waits may move up for them.
    """
    gathering = _access(actor, gathering_id, to="plan")
    if gathering.starts_at <= at:
        raise SessionIsOff
    before = (gathering.starts_at, gathering.ends_at, gathering.place)
    gathering.starts_at, gathering.ends_at = _span(gathering.event, facts)
    gathering.kind, gathering.capacity, gathering.place = facts.kind, facts.capacity, facts.place.strip()
    gathering.name_latin, gathering.name_chinese = facts.name_latin.strip(), facts.name_chinese.strip()
    gathering.save(update_fields=["kind", "name_latin", "name_chinese", "place", "starts_at", "ends_at", "capacity"])
    told: list[Attendee] = []
    if before[:2] != (gathering.starts_at, gathering.ends_at):
        _move_tickets(gathering)
    if before != (gathering.starts_at, gathering.ends_at, gathering.place):
        told = [ticket.attendee for ticket in _standing(gathering).select_related("attendee__person")]
        _tell(actor, gathering, told, MessageKind.SESSION_MOVED, uuid7(), at)
    trail.record(
        actor, EventsEvent.GATHERING_CHANGED, gathering, hub_id=gathering.hub_id, at=at, told=len(told),
        starts_at=gathering.starts_at, ends_at=gathering.ends_at, capacity=gathering.capacity,
    )  # fmt: skip
    _move_up(actor, gathering, at)
    return gathering


@action
def cancel_gathering(*, actor: Actor, gathering_id: UUID, at: datetime) -> Gathering:
    """Call a group session off: everybody who signed up is told, and can be met again at that time."""
    gathering = _access(actor, gathering_id, to="plan")
    tickets = list(_standing(gathering).select_related("attendee__person", "attendee__event"))
    for ticket in tickets:
        _end(ticket, at)
    gathering.cancelled_at = at
    gathering.save(update_fields=["cancelled_at"])
    _tell(actor, gathering, [ticket.attendee for ticket in tickets], MessageKind.SESSION_OFF, gathering.pk, at)
    trail.record(actor, EventsEvent.GATHERING_CANCELLED, gathering, hub_id=gathering.hub_id, at=at, told=len(tickets))
    return gathering


@action
def sign_up(*, actor: Actor, gathering_id: UUID, attendee_id: UUID, at: datetime) -> Ticket:
    """Take part in a group session, or wait if it is full: staff for anybody, by personal link for oneself.

    Somebody who has a meeting or another session then is refused with `BusyThen`. Signing up twice changes nothing.
    """
    gathering = _for_attendee(actor, gathering_id, attendee_id, at)
    known = _standing(gathering).filter(attendee=attendee_id).first()
    if known is not None:
        return known
    attendee = Attendee.objects.get(pk=attendee_id)
    _require_free(gathering, attendee)
    ticket = Ticket.objects.create(
        hub_id=gathering.hub_id,
        event=gathering.event,
        gathering=gathering,
        attendee=attendee,
        state=TicketState.WAITING,
        starts_at=gathering.starts_at,
        ends_at=gathering.ends_at,
        asked_at=at,
    )
    number = _free_number(gathering)
    if number is not None:
        _let_in(ticket, number)
    trail.record(
        actor, EventsEvent.TICKET_TAKEN, ticket, hub_id=ticket.hub_id, at=at, waits=ticket.state == TicketState.WAITING
    )
    return ticket


@action
def give_up(*, actor: Actor, gathering_id: UUID, attendee_id: UUID, at: datetime) -> None:
    """Give a place or a turn up; the first of the waiting list who can come moves up and is told."""
    gathering = _for_attendee(actor, gathering_id, attendee_id, at)
    ticket = _standing(gathering).filter(attendee=attendee_id).first()
    if ticket is None:
        raise Missing(identifier=str(attendee_id))
    _end(ticket, at)
    trail.record(actor, EventsEvent.TICKET_GIVEN_UP, ticket, hub_id=ticket.hub_id, at=at)
    _move_up(actor, gathering, at)


def _standing(gathering: Gathering) -> QuerySet[Ticket]:
    return Ticket.objects.filter(gathering=gathering).exclude(state=TicketState.GIVEN_UP).order_by("asked_at", "pk")


def _access(actor: Actor, gathering_id: UUID, *, to: rules.To) -> Gathering:
    row = Gathering.objects.filter(pk=gathering_id).values_list("event_id", flat=True).first()
    if row is None:
        raise Missing(identifier=str(gathering_id))
    event = rules.access_event(actor, row, to=to, lock=True)
    gathering = locked(Gathering.objects.filter(event=event), gathering_id)
    if gathering.cancelled_at is not None:
        raise SessionIsOff
    gathering.event = event
    return gathering


def _for_attendee(actor: Actor, gathering_id: UUID, attendee_id: UUID, at: datetime) -> Gathering:
    """The session under the event's lock, for somebody who may act for that person."""
    attendee = access_own_attendance(actor, attendee_id)
    event = locked(Event.objects.all(), attendee.event_id)
    gathering = Gathering.objects.filter(pk=gathering_id, event=event).first()
    if gathering is None:
        raise Missing(identifier=str(gathering_id))
    if gathering.cancelled_at is not None or gathering.starts_at <= at:
        raise SessionIsOff
    gathering.event = event
    return gathering


def _require_free(gathering: Gathering, attendee: Attendee) -> None:
    overlap = {"starts_at__lt": gathering.ends_at, "ends_at__gt": gathering.starts_at}
    seat = Seat.objects.filter(person_id=attendee.person_id, published=True, **overlap).first()
    others = Ticket.objects.filter(attendee=attendee, state=TicketState.TAKES_PART, **overlap)
    other = others.exclude(gathering=gathering).first()
    for what, row in (("meeting", seat), ("session", other)):
        if row is not None:
            wall = zones.to_wall(row.starts_at, gathering.event.zone)
            raise BusyThen(what=what, time=f"{wall:%m-%d %H:%M}")


def _free_number(gathering: Gathering) -> int | None:
    taken = set(
        Ticket.objects.filter(gathering=gathering, state=TicketState.TAKES_PART).values_list("number", flat=True)
    )
    if len(taken) >= gathering.capacity:
        return None
    return next(n for n in range(1, gathering.capacity + 1) if n not in taken)


def _let_in(ticket: Ticket, number: int) -> None:
    TICKET.require(TicketState(ticket.state), TicketState.TAKES_PART)
    ticket.state, ticket.number = TicketState.TAKES_PART, number
    ticket.save(update_fields=["state", "number"])
    Absence.objects.create(
        hub_id=ticket.hub_id,
        event_id=ticket.event_id,
        attendee_id=ticket.attendee_id,
        reason=AbsenceReason.GATHERING,
        ticket_id=ticket.pk,
        starts_at=ticket.starts_at,
        ends_at=ticket.ends_at,
    )


def _move_tickets(gathering: Gathering) -> None:
    """Give every standing ticket the session's times; who cannot come then waits again, and is no longer away for it."""
    for ticket in _standing(gathering).select_related("attendee"):
        if ticket.state == TicketState.TAKES_PART and _is_busy(gathering, ticket.attendee):
            TICKET.require(TicketState.TAKES_PART, TicketState.WAITING)
            ticket.state, ticket.number = TicketState.WAITING, None
            Absence.objects.filter(ticket_id=ticket.pk).delete()
        ticket.starts_at, ticket.ends_at = gathering.starts_at, gathering.ends_at
        ticket.save(update_fields=["state", "number", "starts_at", "ends_at"])
        Absence.objects.filter(ticket_id=ticket.pk).update(starts_at=ticket.starts_at, ends_at=ticket.ends_at)


def _is_busy(gathering: Gathering, attendee: Attendee) -> bool:
    try:
        _require_free(gathering, attendee)
    except BusyThen:
        return True
    return False


def _end(ticket: Ticket, at: datetime) -> None:
    TICKET.require(TicketState(ticket.state), TicketState.GIVEN_UP)
    ticket.state, ticket.number, ticket.ended_at = TicketState.GIVEN_UP, None, at
    ticket.save(update_fields=["state", "number", "ended_at"])
    Absence.objects.filter(ticket_id=ticket.pk).delete()


def _move_up(actor: Actor, gathering: Gathering, at: datetime) -> None:
    """Let in who waits, in order, as long as there is room; who became busy since keeps waiting."""
    waiting = _standing(gathering).filter(state=TicketState.WAITING).select_related("attendee__person")
    for ticket in waiting:
        number = _free_number(gathering)
        if number is None:
            return
        if _is_busy(gathering, ticket.attendee):
            continue
        _let_in(ticket, number)
        trail.record(actor, EventsEvent.TICKET_MOVED_UP, ticket, hub_id=ticket.hub_id, at=at)
        _tell(actor, gathering, [ticket.attendee], MessageKind.SESSION_PLACE, ticket.pk, at)


def _tell(
    actor: Actor, gathering: Gathering, people: list[Attendee], kind: MessageKind, about_id: UUID, at: datetime
) -> None:
    if messages.queue(gathering.event, people, kind, about_id, at):
        messages.send_soon(actor, gathering.event, at)


def _span(event: Event, facts: GatheringFacts) -> tuple[datetime, datetime]:
    found = []
    if not (facts.name_latin.strip() or facts.name_chinese.strip()):
        found.append(Finding("name_needed", field="name_latin"))
    if facts.capacity < 1:
        found.append(Finding("capacity_below_one", field="capacity"))
    if not (event.first_day <= facts.starts.date() and facts.ends.date() <= event.last_day):
        days = {"first_day": event.first_day, "last_day": event.last_day}
        found.append(Finding("outside_the_event", field="starts", data=days))
    start, end = zones.to_instant(facts.starts, event.zone), zones.to_instant(facts.ends, event.zone)
    if end <= start:
        found.append(Finding("ends_before_start", field="ends"))
    if found:
        raise InputRefused(*found)
    return start, end
