"""A road show from the first idea to its end: name, place, zone, days, co-hosts."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final, TypedDict, Unpack
from uuid import UUID

from landbridge.events import rules
from landbridge.events.actions import groups, memory, messages, sessions
from landbridge.events.actions.no_shows import note_no_shows
from landbridge.events.models import CoHost, Event
from landbridge.events.queries.frame import SEARCH_KIND
from landbridge.events.queries.links import interpreters_told_of, told_of
from landbridge.events.refusals import NotOverYet
from landbridge.events.states import EVENT, EventState, MessageKind, Side
from landbridge.events.timetable import slot_length_faults
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground import search
from landbridge.ground.transactions import action
from landbridge.kernel import zones
from landbridge.kernel.actor import Actor
from landbridge.kernel.ids import short_code, uuid7
from landbridge.kernel.refusal import Finding, InputRefused
from landbridge.network.models import Organisation

CODE_KIND: Final = "E"
RETAINED: Final = timedelta(days=365)
"""How long the people of a road show are kept by default once it is over."""


class EventFacts(TypedDict, total=False):
    """What is said of a road show; each fact may be given or left as it is."""

    name_latin: str
    name_chinese: str
    place_latin: str
    place_chinese: str
    zone: str
    first_day: date
    last_day: date
    slot_minutes: int
    retain_until: date
    share_over: str
    counterparties_announced: str
    source: str
    fictional: bool


@action
def create_event(*, actor: Actor, hub_id: UUID, at: datetime, **facts: Unpack[EventFacts]) -> Event:
    """Begin a road show, with a delegation, companies, funds and banks as its first groups.

    A first day that is over where it happens is refused: what is over is history and is recorded as such
    (`history.record_past_event`).
    """
    rules.require_plan(actor, hub_id)
    event = drafted(hub_id, at, facts)
    found = [*faults(event), *_past(event, at)]
    if found:
        raise InputRefused(*found)
    return begin(actor=actor, event=event, at=at)


def begin(*, actor: Actor, event: Event, at: datetime) -> Event:
    """Save a new road show, whatever its state, with its first groups and its first line in the trail."""
    event.save(force_insert=True)
    _index(event)
    trail.record(actor, EventsEvent.CREATED, event, hub_id=event.hub_id, at=at, code=event.code, state=event.state)
    groups.make_default_groups(event=event)
    return event


def drafted(hub_id: UUID, at: datetime, facts: EventFacts) -> Event:
    """A road show with these facts and a code of its own; the caller judges and saves it."""
    identifier = uuid7()
    while Event.objects.filter(hub_id=hub_id, code=short_code(CODE_KIND, identifier)).exists():
        identifier = uuid7()
    event = Event(id=identifier, hub_id=hub_id, code=short_code(CODE_KIND, identifier), created_at=at)
    for name, value in facts.items():
        setattr(event, name, value)
    if "retain_until" not in facts and "last_day" in facts:
        event.retain_until = facts["last_day"] + RETAINED
    return event


@action
def change_event(*, actor: Actor, event_id: UUID, at: datetime, **facts: Unpack[EventFacts]) -> Event:
    """Change what is said of a road show. Its sessions follow: new days, zone or slot length lay them out anew.

    Moved as a whole, its sessions move along. Sessions that no longer fit are refused, not dropped, and so is a change that takes slots from under an agenda.
    """
    event = rules.access_changeable(actor, event_id)
    changed = {name: value for name, value in facts.items() if getattr(event, name) != value}
    if not changed:
        return event
    before = (event.first_day, event.last_day)
    for name, value in changed.items():
        setattr(event, name, value)
    if "last_day" in changed and "retain_until" not in facts:
        event.retain_until = max(event.retain_until, event.last_day + RETAINED)
    found = [*faults(event), *(_past(event, at) if "first_day" in changed and not event.entered_later else ())]
    if found:
        raise InputRefused(*found)
    event.save(update_fields=[*changed, "retain_until"])
    _index(event)
    if changed.keys() & {"zone", "first_day", "last_day", "slot_minutes"}:
        sessions.lay_again(event=event, shift=_shift(before, event))
    trail.record(actor, EventsEvent.CHANGED, event, hub_id=event.hub_id, at=at, changed=sorted(changed))
    return event


def _index(event: Event) -> None:
    texts = (event.name_latin, event.name_chinese, event.place_latin, event.place_chinese, event.code)
    search.index([search.Entry(event.pk, event.hub_id, SEARCH_KIND, tuple(filter(None, texts)))])


def _shift(before: tuple[date, date], event: Event) -> timedelta:
    """How far the whole road show was moved; nothing if it became longer or shorter."""
    first, last = event.first_day - before[0], event.last_day - before[1]
    return first if first == last else timedelta()


@action
def cancel_event(*, actor: Actor, event_id: UUID, at: datetime) -> Event:
    """Call a road show off. Final: a new date is a new road show.

    Whoever was told of it, by mail or by a copied text, is told once that it is off; nothing else is sent any more.
    """
    event = rules.access_event(actor, event_id, to="plan", lock=True)
    _moved(actor, event, EventState.CANCELLED, at, cancelled_at=at)
    if messages.queue(event, [*told_of(event), *interpreters_told_of(event)], MessageKind.CANCELLATION, None, at):
        messages.send_soon(actor, event, at)
    return event


@action
def mark_held(*, actor: Actor, event_id: UUID, at: datetime) -> Event:
    """Say that it was held; refused before its last day has begun where it happens.

    Who met by the word of both sides is remembered for the next road show, and their projects come to "met". So is who
    did not come without a word (`no_shows`).
    """
    event = rules.access_event(actor, event_id, to="plan", lock=True)
    if zones.to_wall(at, event.zone).date() < event.last_day:
        raise NotOverYet(last_day=event.last_day)
    _moved(actor, event, EventState.HELD, at)
    memory.remember_met(actor, event, memory.outcomes_of(event), at)
    note_no_shows(actor, event, at)
    return event


def _moved(actor: Actor, event: Event, to: EventState, at: datetime, **columns: datetime) -> Event:
    frm = EventState(event.state)
    EVENT.require(frm, to)
    event.state = to
    for name, value in columns.items():
        setattr(event, name, value)
    event.save(update_fields=["state", *columns])
    entry = {EventState.CANCELLED: EventsEvent.CANCELLED, EventState.HELD: EventsEvent.HELD}[to]
    trail.record(actor, entry, event, hub_id=event.hub_id, at=at, frm=frm.value)
    return event


@action
def set_co_hosts(*, actor: Actor, event_id: UUID, at: datetime, organisation_ids: Sequence[UUID]) -> list[CoHost]:
    """Name the bodies that hold the road show together, in the order they are shown. The list replaces the former."""
    event = rules.access_changeable(actor, event_id)
    wanted = list(dict.fromkeys(organisation_ids))
    rules.require_of_hub(Organisation.objects.all(), wanted, hub_id=event.hub_id)
    CoHost.objects.filter(event=event).delete()
    rows = CoHost.objects.bulk_create(
        CoHost(hub_id=event.hub_id, event=event, organisation_id=organisation_id, place=place)
        for place, organisation_id in enumerate(wanted, start=1)
    )
    trail.record(
        actor, EventsEvent.CO_HOSTS_SET, event, hub_id=event.hub_id, at=at, organisations=[str(i) for i in wanted]
    )
    return rows


def faults(event: Event) -> Iterator[Finding]:
    """What is wrong with what is said of a road show, whenever it is."""
    if not (event.name_latin.strip() or event.name_chinese.strip()):
        yield Finding("name_missing", field="name_latin")
    if event.last_day < event.first_day:
        yield Finding(
            "days_backward", field="last_day", data={"first_day": event.first_day, "last_day": event.last_day}
        )
    elif (event.last_day - event.first_day).days >= 60:
        yield Finding("too_many_days", field="last_day", data={"days": (event.last_day - event.first_day).days + 1})
    yield from slot_length_faults(event.slot_minutes)
    if event.retain_until < event.last_day:
        yield Finding("retained_too_short", field="retain_until", data={"last_day": event.last_day})
    if event.share_over and event.share_over not in set(Side):
        yield Finding("unknown_side", field="share_over", data={"side": event.share_over})
    try:
        zones.zone(event.zone)
    except zones.UnknownZone:
        yield Finding("unknown_zone", field="zone", data={"zone": event.zone})


def _past(event: Event, at: datetime) -> Iterator[Finding]:
    try:
        today = zones.to_wall(at, event.zone).date()
    except zones.UnknownZone:
        return
    if event.first_day < today:
        yield Finding("past_date", field="first_day", data={"day": event.first_day, "today": today})
