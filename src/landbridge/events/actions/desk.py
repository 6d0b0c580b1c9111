"""What desks do: check in and take back, online or later, each act once.

The event is not locked: acts are only added, and where people stand is read from all of them (`presence`). A desk thus
never waits for a plan that is being made, nor for another desk.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from landbridge.events import rules
from landbridge.events.models import Attendee, DeskAct, Event
from landbridge.events.presence import Standing, reckoned
from landbridge.events.queries import desk
from landbridge.events.refusals import EventIsOver, SequenceUsed
from landbridge.events.states import Deed, EventState
from landbridge.events.timetable import day_start
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.locks import advisory_lock
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Finding, InputRefused, Missing, Refusal

MOST_AT_ONCE: Final = 500
BEFORE: Final = timedelta(days=1)
ENTRIES: Final = {Deed.ARRIVED: EventsEvent.CHECKED_IN, Deed.TAKEN_BACK: EventsEvent.CHECK_IN_TAKEN_BACK}


@dataclass(frozen=True, slots=True)
class SaidAct:
    """An act as a device tells it: its number there, whom, what, and what the device's clock showed.

    Whom: by attendee, or by the code of a badge that the device could not look up.
    """

    sequence: int
    deed: Deed
    said_at: datetime
    attendee_id: UUID | None = None
    badge: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an act: `kept` now, had `again`, or refused with the reason."""

    sequence: int
    kept: bool = False
    attendee_id: UUID | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """The answers in the order of the acts, and where the people they are about stand now."""

    answers: Sequence[Answer]
    standings: Mapping[UUID, Standing]


@action
def record_acts(
    *, actor: Actor, event_id: UUID, device: UUID, sent_at: datetime, acts: Sequence[SaidAct], at: datetime
) -> Recorded:
    """Keep what one device did, in any order and as often as it is sent: an act is known by device and sequence.

    An act that cannot be is answered with its refusal; the others are kept. What is answered is committed.
    """
    event = rules.access_event(actor, event_id, to="desk")
    if event.state == EventState.CANCELLED:
        raise EventIsOver(state=event.state)
    if len(acts) > MOST_AT_ONCE:
        raise InputRefused(Finding("too_many_acts", field="acts", data={"most": MOST_AT_ONCE}))
    advisory_lock(space="events.desk", identifier=device)
    clerk = _Clerk(event, device, sent_at, at)
    answers = [clerk.take(act) for act in sorted(acts, key=lambda act: act.sequence)]
    kept = DeskAct.objects.bulk_create([_row(clerk, actor, act) for act in clerk.new])
    for row in kept:
        entry = ENTRIES[Deed(row.deed)]
        trail.record(actor, entry, row.attendee, hub_id=event.hub_id, at=at, since=row.effective_at, device=device)
    about = {answer.attendee_id for answer in answers if answer.attendee_id}
    return Recorded(answers, {a: s for a, s in desk.standings_of(event).items() if a in about} if about else {})


def check(*, actor: Actor, attendee_id: UUID, deed: Deed, device: UUID, at: datetime, sequence: int = 1) -> Standing:
    """One act now, as a page without script sends it: the form carries the act's name, so that two presses are one."""
    found = Attendee.objects.filter(pk=attendee_id).values_list("event_id", flat=True).first()
    if found is None:
        raise Missing(identifier=str(attendee_id))
    act = SaidAct(sequence, deed, at, attendee_id)
    recorded = record_acts(actor=actor, event_id=found, device=device, sent_at=at, acts=[act], at=at)
    (answer,) = recorded.answers
    if answer.refusal:
        raise answer.refusal
    return recorded.standings[attendee_id]


class _Clerk:
    """Looks at one device's acts: known ones are answered, new ones gathered, impossible ones refused."""

    def __init__(self, event: Event, device: UUID, sent_at: datetime, at: datetime) -> None:
        self.event, self.device, self.sent_at, self.at = event, device, sent_at, at
        self.earliest = day_start(event.first_day, event.zone) - BEFORE
        self.new: dict[SaidAct, Attendee] = {}
        self._known: dict[int, tuple[UUID, str]] = {
            sequence: (attendee, deed)
            for sequence, attendee, deed in DeskAct.objects.filter(event=event, device=device).values_list(
                "sequence", "attendee_id", "deed"
            )
        }

    def take(self, act: SaidAct) -> Answer:
        try:
            attendee = desk.attendee_meant(self.event, attendee_id=act.attendee_id, badge=act.badge)
            return self._kept(act, attendee)
        except Refusal as refusal:
            return Answer(act.sequence, refusal=refusal)

    def _kept(self, act: SaidAct, attendee: Attendee) -> Answer:
        known = self._known.get(act.sequence)
        if known is None:
            self._known[act.sequence] = (attendee.pk, act.deed.value)
            self.new[act] = attendee
        elif known != (attendee.pk, act.deed.value):
            raise SequenceUsed(sequence=act.sequence)
        return Answer(act.sequence, kept=known is None, attendee_id=attendee.pk)


def _row(clerk: _Clerk, actor: Actor, act: SaidAct) -> DeskAct:
    return DeskAct(
        hub_id=clerk.event.hub_id,
        event=clerk.event,
        attendee=clerk.new[act],
        device=clerk.device,
        sequence=act.sequence,
        deed=act.deed,
        said_at=act.said_at,
        effective_at=reckoned(act.said_at, sent=clerk.sent_at, received=clerk.at, earliest=clerk.earliest),
        received_at=clerk.at,
        actor_id=actor.actor_id,
    )
