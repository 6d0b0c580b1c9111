"""What came of a meeting: each side says it unseen by the other, then both answers are shown and become follow-ups."""

from datetime import datetime
from uuid import UUID

from landbridge.events import holders, rules
from landbridge.events.actions import follow_ups, memory
from landbridge.events.actions.no_shows import note_no_shows
from landbridge.events.holders import LinkHolder
from landbridge.events.models import Event, Meeting, Outcome, Reply
from landbridge.events.outcomes import ANSWERING, Said, faults, settled
from landbridge.events.refusals import AlreadyRevealed, EventWasCancelled, NotBegun, NotOnAgenda, TimeIsUp
from landbridge.events.states import OUTCOME, End, EventState, OutcomeState
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.locks import advisory_lock, locked
from landbridge.ground.transactions import action
from landbridge.kernel import zones
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import InputRefused, Missing


@action
def say_outcome(*, actor: Actor, event_id: UUID, pair_uid: UUID, party_id: UUID, said: Said, at: datetime) -> Reply:
    """Say for one party what came of a meeting that has begun; a second word replaces the first.

    The second side's answer settles the meeting in the same moment: both answers are shown, none is changed any more,
    and the next steps they name become follow-ups. Staff may answer for a side, which is noted, also once the time is
    up; what staff noted may be corrected by staff.
    """
    event = _access(actor, event_id, party_id)
    advisory_lock(space="events.outcome", identifier=pair_uid)
    meeting = _begun(event, pair_uid, at)
    end = _end_of(meeting, party_id)
    said = said.tidied(zones.to_wall(at, event.zone).date())
    found = list(faults(said, zones.to_wall(at, event.zone).date()))
    if found:
        raise InputRefused(*found)
    outcome = _opened(event, meeting, at)
    _require_open(actor, outcome, end, at)
    reply = _kept(actor, outcome, end, said, at)
    trail.record(actor, EventsEvent.OUTCOME_SAID, outcome, hub_id=event.hub_id, at=at, end=end, by_staff=reply.by_staff)
    if outcome.state == OutcomeState.OPEN and outcome.replies.count() == len(End):
        settle(actor, outcome, at)
    return reply


@action
def settle_due(*, actor: Actor, hub_id: UUID, at: datetime) -> int:
    """Settle the meetings whose time to answer is up with the one answer they have; gives their number.

    One that somebody else settles at this moment is theirs.
    """
    due = Outcome.objects.filter(hub_id=hub_id, state=OutcomeState.OPEN, closes_at__lte=at).select_related("event")
    found = list(due.select_for_update(of=("self",), skip_locked=True).order_by("pk"))
    for outcome in found:
        settle(actor, outcome, at)
    return len(found)


def settle(actor: Actor, outcome: Outcome, at: datetime) -> None:
    """Show both sides both answers: next steps become follow-ups, a no with its reason keeps the pair off lists.

    Part of an action; the outcome is locked.
    """
    OUTCOME.require(OutcomeState(outcome.state), OutcomeState.SETTLED)
    outcome.state, outcome.settled_at = OutcomeState.SETTLED, at
    outcome.save(update_fields=["state", "settled_at"])
    replies = list(outcome.replies.order_by("end"))
    follow_ups.make_from(actor, outcome, replies, at)
    deputy = holders.carried_out_for(actor)
    memory.remember_refusals(deputy, outcome, replies, at)
    if outcome.event.state == EventState.HELD:
        memory.remember_met(deputy, outcome.event, [outcome], at)
        note_no_shows(deputy, outcome.event, at)
    trail.record(
        actor, EventsEvent.OUTCOME_SETTLED, outcome, hub_id=outcome.hub_id, at=at, replies=len(replies)
    )  # fmt: skip


def _access(actor: Actor, event_id: UUID, party_id: UUID) -> Event:
    """The road show, for who may speak for the party: its own people by link, the desk for anybody."""
    if isinstance(actor, LinkHolder):
        return holders.access_party(actor, party_id).event
    return rules.access_event(actor, event_id, to="desk")


def _begun(event: Event, pair_uid: UUID, at: datetime) -> Meeting:
    """The meeting of the agenda that stands, if there can be something to say of it."""
    if event.state == EventState.CANCELLED:
        raise EventWasCancelled
    meeting = Meeting.objects.filter(event=event, pair_uid=pair_uid, published=True).first()
    if meeting is None:
        raise NotOnAgenda
    if at < meeting.starts_at:
        raise NotBegun(starts_at=f"{zones.to_wall(meeting.starts_at, event.zone):%Y-%m-%d %H:%M}")
    return meeting


def _end_of(meeting: Meeting, party_id: UUID) -> End:
    if party_id == meeting.first_id:
        return End.FIRST
    if party_id == meeting.second_id:
        return End.SECOND
    raise Missing(identifier=str(party_id))


def _opened(event: Event, meeting: Meeting, at: datetime) -> Outcome:
    """The meeting's outcome, locked; made by the first word on it."""
    made, _new = Outcome.objects.get_or_create(
        hub_id=event.hub_id,
        event=event,
        pair_uid=meeting.pair_uid,
        defaults={
            "first_id": meeting.first_id,
            "second_id": meeting.second_id,
            "starts_at": meeting.starts_at,
            "closes_at": meeting.ends_at + ANSWERING,
            "opened_at": at,
        },
    )
    outcome = locked(Outcome.objects.all(), made.pk)
    outcome.event = event
    return outcome


def _require_open(actor: Actor, outcome: Outcome, end: End, at: datetime) -> None:
    """Refuse what is shown already; staff may add what is missing and correct what staff said."""
    if not settled(outcome, at):
        return
    known = outcome.replies.filter(end=end).first()
    staff = not isinstance(actor, LinkHolder)
    if staff and (known is None or known.by_staff):
        return
    if known is None:
        raise TimeIsUp(closed_at=f"{zones.to_wall(outcome.closes_at, outcome.event.zone):%Y-%m-%d %H:%M}")
    shown = min(filter(None, (outcome.settled_at, outcome.closes_at)))
    raise AlreadyRevealed(since=f"{zones.to_wall(shown, outcome.event.zone):%Y-%m-%d %H:%M}")


def _kept(actor: Actor, outcome: Outcome, end: End, said: Said, at: datetime) -> Reply:
    reply, _new = Reply.objects.update_or_create(
        hub_id=outcome.hub_id,
        outcome=outcome,
        end=end,
        defaults={
            "met": said.met,
            "missed": said.missed,
            "interest": said.interest,
            "step": said.step,
            "owner": said.owner,
            "due": said.due,
            "barrier": said.barrier,
            "note": said.note,
            "by_staff": not isinstance(actor, LinkHolder),
            "said_by": actor.actor_id,
            "said_at": at,
        },
    )
    return reply
