"""The agenda that stands: publishing a version, and giving a free slot away at the desk."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max

from landbridge.events import rules
from landbridge.events.actions import messages
from landbridge.events.actions.edits import breaks_as_data, new_meeting, require_possible, weigh
from landbridge.events.actions.versions import write_meetings
from landbridge.events.models import AgendaVersion, Event, Interpreter, Meeting, Seat
from landbridge.events.queries import moves
from landbridge.events.queries.agendas import Material, Placed, material_of, placed_in, published_of, started
from landbridge.events.queries.changes import interpreters_touched, people_touched
from landbridge.events.queries.elsewhere import sitting_elsewhere
from landbridge.events.queries.personal import last_published
from landbridge.events.refusals import CannotBeThere, CannotStand, EventIsOver, NotPublished, PublishedMeanwhile
from landbridge.events.states import AGENDA, EVENT, AgendaState, EventState, MessageKind
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor

LAST_WORD = {
    "meeting_one_per_table": "table_taken",
    "seat_one_per_person": "person_busy",
    "meeting_one_per_interpreter": "interpreter_taken",
}
"""The constraint that refused, and the break it stands for."""


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did: the version that stands, and the attendees who are told because their agenda changed."""

    version: AgendaVersion
    told: frozenset[UUID]


@action
def publish_version(*, actor: Actor, version_id: UUID, over: int | None, at: datetime) -> Published:
    """Make a draft the agenda that stands; the former one is superseded in the same moment.

    `over` is the number of the published version the organiser saw (None: none): if another was published since, this
    is refused. Only those whose own agenda changed are told. A meeting keeps its identity over all versions and its
    sequence number grows when it changes, so that calendars update it instead of showing it twice.
    """
    version = rules.access_version(actor, version_id, to="publish", lock=True)
    event = version.event
    _require_open(event)
    AGENDA.require(AgendaState(version.state), AgendaState.PUBLISHED)
    former = published_of(event)
    if (former.number if former else None) != over:
        raise PublishedMeanwhile(number=former.number if former else None)
    material = material_of(event)
    placed = placed_in(version)
    before = placed_in(former) if former else ()
    hard = moves.hard_breaks(material, placed, former=before, now=started(event, at))
    hard += sitting_elsewhere(material, placed)
    if hard:
        raise CannotStand(breaks=breaks_as_data(hard))
    if former:
        _take_down(former)
    _put_up(version, sequenced(placed, before, last_published(event)), at=at)
    _move_event(event, at=at)
    told = people_touched(before, placed)
    kind = MessageKind.AGENDA_CHANGED if former else MessageKind.AGENDA
    tell(actor, event, material, told, kind=kind, about_id=version.id, at=at)
    tell_interpreters(actor, event, interpreters_touched(before, placed), kind=kind, about_id=version.id, at=at)
    trail.record(
        actor,
        EventsEvent.AGENDA_PUBLISHED,
        version,
        hub_id=event.hub_id,
        at=at,
        number=version.number,
        over=over,
        told=len(told),
    )
    return Published(version, told)


@action
def give_slot(
    *,
    actor: Actor,
    event_id: UUID,
    first_id: UUID,
    second_id: UUID,
    slot_id: UUID,
    table_id: UUID | None = None,
    people: tuple[UUID, ...] = (),
    consent: bool = False,
    at: datetime,
) -> Placed:
    """Add a meeting straight to the agenda that stands, as a desk does during the event.

    `people` says who of each party sits there; without it the first who is free does.
    The event's lock makes two desks queue up, and the second is told who has the place now and what is still free.
    Behind the lock stand the exclusion constraints: should the lock ever fail, they answer the same.
    """
    event = rules.access_event(actor, event_id, to="desk", lock=True)
    _require_open(event)
    version = published_of(event)
    if version is None:
        raise NotPublished(event=str(event.id))
    material = material_of(event)
    before = placed_in(version)
    meeting = new_meeting(material, before, (first_id, second_id), slot_id, table_id)
    meeting = replace(meeting, people=people or meeting.people)
    found = weigh(material, before, lambda _, placed: (*placed, meeting))
    if taken := sitting_elsewhere(material, [meeting]):
        raise CannotBeThere(breaks=breaks_as_data(taken), openings=[])
    require_possible(material, found, before, consent=consent)
    (given,) = sequenced((meeting,), before, last_published(event))
    try:
        with transaction.atomic():
            write_meetings(version, material, [given], published=True)
    except IntegrityError as error:
        raise _taken(error, given) from error
    tell(actor, event, material, given.people, kind=MessageKind.AGENDA_CHANGED, about_id=given.id, at=at)
    helper = [given.interpreter] if given.interpreter else []
    tell_interpreters(actor, event, helper, kind=MessageKind.AGENDA_CHANGED, about_id=given.id, at=at)
    trail.record(actor, EventsEvent.SLOT_GIVEN, version, hub_id=event.hub_id, at=at, pair=given.pair_uid, slot=slot_id)
    return given


def sequenced(placed: Iterable[Placed], before: Iterable[Placed], history: Mapping[UUID, Placed]) -> tuple[Placed, ...]:
    """The meetings with their sequence numbers, given what stands and what each pair's last published meeting was.

    A change counts one; taking it off and putting it back counts two, for calendars were told of its removal.
    """
    standing = {m.pair_uid: m for m in before}

    def number(meeting: Placed) -> int:
        now, last = standing.get(meeting.pair_uid), history.get(meeting.pair_uid)
        if now is not None:
            return now.sequence + (now.place != meeting.place)
        return last.sequence + 2 if last is not None else 0

    return tuple(replace(meeting, sequence=number(meeting)) for meeting in placed)


def tell(
    actor: Actor,
    event: Event,
    material: Material,
    attendees: Collection[UUID],
    *,
    kind: MessageKind,
    about_id: UUID,
    at: datetime,
) -> None:
    """Queue one message to each of these people, and let it be sent."""
    people = [material.attendees[a] for a in sorted(attendees) if a in material.attendees]
    if messages.queue(event, people, kind, about_id, at):
        messages.send_soon(actor, event, at)


def tell_interpreters(
    actor: Actor, event: Event, interpreters: Collection[UUID], *, kind: MessageKind, about_id: UUID, at: datetime
) -> None:
    """Queue one message to each of these interpreters, and let it be sent."""
    people = list(Interpreter.objects.filter(pk__in=interpreters).select_related("person").order_by("pk"))
    if messages.queue(event, people, kind, about_id, at):
        messages.send_soon(actor, event, at)


def _require_open(event: Event) -> None:
    over = {EventState.CANCELLED} if event.entered_later else {EventState.CANCELLED, EventState.HELD}
    if event.state in over:
        raise EventIsOver(state=event.state)


def _take_down(version: AgendaVersion) -> None:
    version.state = AgendaState.SUPERSEDED
    version.save(update_fields=["state"])
    Meeting.objects.filter(version=version).update(published=False)
    Seat.objects.filter(meeting__version=version).update(published=False)


def _put_up(version: AgendaVersion, placed: tuple[Placed, ...], *, at: datetime) -> None:
    """Set the version's state and its meetings' flags; here the exclusion constraints have the last word.

    Calendars take the version that was published last: on a server whose clock was set back it is said to be so a
    moment after the one before.
    """
    latest = AgendaVersion.objects.filter(event_id=version.event_id).aggregate(last=Max("published_at"))["last"]
    version.state = AgendaState.PUBLISHED
    version.published_at = max(at, latest + timedelta(microseconds=1)) if latest else at
    version.save(update_fields=["state", "published_at"])
    by_id = {m.id: m for m in placed}
    meetings = list(Meeting.objects.filter(version=version))
    for meeting in meetings:
        meeting.published, meeting.sequence = True, by_id[meeting.id].sequence
    Meeting.objects.bulk_update(meetings, ["published", "sequence"])
    Seat.objects.filter(meeting__version=version).update(published=True)


def _move_event(event: Event, *, at: datetime) -> None:
    if event.state in {EventState.PREPARING, EventState.INVITING}:
        EVENT.require(EventState(event.state), EventState.PUBLISHED)
        event.state, event.published_at = EventState.PUBLISHED, at
        event.save(update_fields=["state", "published_at"])


def _taken(error: IntegrityError, given: Placed) -> CannotBeThere:
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
    if name not in LAST_WORD:
        raise error
    data = {
        "participant": [str(given.first), str(given.second)],
        "pairs": [str(given.pair_uid)],
        "slot": str(given.slot),
        "table": str(given.table),
    }
    return CannotBeThere(breaks=[{"code": LAST_WORD[name], "hard": True, "data": data}], openings=[])
