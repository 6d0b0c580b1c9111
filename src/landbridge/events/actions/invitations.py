"""Invitations and reminders: who is written to, once each, and never after a no."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from landbridge.events import rules
from landbridge.events.actions import links, messages
from landbridge.events.letters import language_of
from landbridge.events.models import Attendee, Event, Message, Participant
from landbridge.events.queries.inviting import inviting, unreached
from landbridge.events.queries.links import reach_of, reachable
from landbridge.events.queries.wishes import unanswered
from landbridge.events.states import (
    EVENT,
    MESSAGE,
    EventState,
    LinkWay,
    MessageKind,
    MessageState,
    ParticipantState,
    Unreached,
)
from landbridge.events.trail_events import EventsEvent
from landbridge.events.wishing import takes_wishes
from landbridge.evidence import trail
from landbridge.ground.locks import locked
from landbridge.ground.transactions import action
from landbridge.kernel import zones
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Missing, Refusal

REMINDED_BEFORE: Final = (timedelta(days=3), timedelta(days=1))
"""How long before the deadline those who have not answered are reminded without being asked."""


class NothingToRemind(Refusal):
    """Wishes are not taken any more, so nobody is reminded to say one."""

    code = "nothing_to_remind"


class SaidNo(Refusal):
    """The person wants no messages: they are not written to, by no way. `data`: `name`."""

    code = "said_no"


@dataclass(frozen=True, slots=True)
class Round:
    """What came of writing to many: whose message was queued, and why the others are left out."""

    queued: tuple[UUID, ...]
    left_out: dict[UUID, Unreached]


@action
def invite(*, actor: Actor, event_id: UUID, at: datetime, attendee_ids: Collection[UUID] | None = None) -> Round:
    """Queue an invitation to each of these people (everybody if none are named) who has none yet.

    One whose sending failed is tried again. Parties become invited, and so does the event. The mails go out in a job.
    """
    event = rules.access_changeable(actor, event_id)
    people = _chosen(event, attendee_ids)
    sorted_out = inviting(people)
    retried = [person.pk for person in sorted_out.retried]
    _requeue(retried, at)
    queued = (*messages.queue(event, sorted_out.fresh, MessageKind.INVITATION, None, at), *retried)
    _mark_invited(event, [person.participant_id for person in people if person.pk in set(queued)])
    if queued:
        messages.send_soon(actor, event, at)
    trail.record(actor, EventsEvent.INVITED, event, hub_id=event.hub_id, at=at, queued=len(queued))
    return Round(queued, {person.pk: reason for person, reason in sorted_out.left_out})


@action
def remind(*, actor: Actor, event_id: UUID, at: datetime, attendee_ids: Collection[UUID] | None = None) -> Round:
    """Queue a reminder to the invited people of parties that have not answered; at most one a person and day."""
    event = rules.access_event(actor, event_id, to="plan", lock=True)
    if not takes_wishes(event, at):
        raise NothingToRemind
    silent = set(unanswered(event).values_list("pk", flat=True))
    left_out: dict[UUID, Unreached] = {}
    wanted: list[Attendee] = []
    for person in _chosen(event, attendee_ids):
        reason = unreached(person)
        if person.participant_id not in silent:
            left_out[person.pk] = Unreached.ANSWERED
        elif reach_of(person).invitation_state not in {MessageState.SENT, MessageState.COPIED}:
            left_out[person.pk] = Unreached.NOT_INVITED
        elif reason is not None:
            left_out[person.pk] = reason
        else:
            wanted.append(person)
    queued = messages.queue(event, wanted, MessageKind.REMINDER, reminder_of(event, at), at)
    left_out |= dict.fromkeys({person.pk for person in wanted} - set(queued), Unreached.ALREADY)
    if queued:
        messages.send_soon(actor, event, at)
    trail.record(actor, EventsEvent.REMINDED, event, hub_id=event.hub_id, at=at, queued=len(queued))
    return Round(queued, left_out)


@action
def remind_when_due(*, actor: Actor, hub_id: UUID, at: datetime) -> int:
    """Remind the silent of every event whose deadline is three days or one day away; gives how many were queued."""
    due = [
        event.pk
        for event in Event.objects.filter(hub_id=hub_id, state=EventState.INVITING, wishes_until__gt=at)
        if event.wishes_until
        and any(_falls_today(event, event.wishes_until - before, at) for before in REMINDED_BEFORE)
    ]
    return sum(len(remind(actor=actor, event_id=event_id, at=at).queued) for event_id in due)


@dataclass(frozen=True, slots=True)
class Copied:
    """A text to paste into WeChat or an SMS, with the address in it. It cannot be shown again: copying anew makes another."""

    text: str
    address: str
    language: str


@action
def copy_invitation(*, actor: Actor, attendee_id: UUID, at: datetime) -> Copied:
    """Write the text that somebody pastes for a person: it counts as invited. Links they have go on opening.

    Somebody who wants no messages is refused, whatever the way.
    """
    found = Attendee.objects.filter(pk=attendee_id).values_list("event_id", flat=True).first()
    if found is None:
        raise Missing(identifier=str(attendee_id))
    event = rules.access_changeable(actor, found)
    attendee = locked(Attendee.objects.select_related("event", "person__provenance", "participant"), attendee_id)
    if messages.has_said_no(attendee):
        raise SaidNo(name=attendee.person.name.shown("en"))
    message, _made = Message.objects.get_or_create(
        hub_id=event.hub_id, attendee=attendee, kind=MessageKind.INVITATION, about_id=None,
        defaults={"event": event, "language": language_of(attendee), "queued_at": at},
    )  # fmt: skip
    if message.state == MessageState.FAILED:
        messages.move(message, MessageState.QUEUED)
    if message.state == MessageState.QUEUED:
        messages.move(message, MessageState.COPIED, sent_at=at)
    issued = links.issue(actor, attendee, at, way=LinkWay.HANDED)
    text, address = messages.text_to_copy(actor, attendee, issued.token, at)
    _mark_invited(event, [attendee.participant_id])
    trail.record(actor, EventsEvent.INVITED, event, hub_id=event.hub_id, at=at, queued=0, copied=attendee.pk)
    return Copied(text, address, language_of(attendee))


def reminder_of(event: Event, at: datetime) -> UUID:
    """What makes a reminder the same as another: the event and the day there."""
    return uuid5(event.pk, f"{zones.to_wall(at, event.zone):%Y-%m-%d}")


def _chosen(event: Event, attendee_ids: Collection[UUID] | None) -> list[Attendee]:
    people = reachable(event)
    if attendee_ids is None:
        return list(people)
    found = list(people.filter(pk__in=set(attendee_ids)))
    if len(found) != len(set(attendee_ids)):
        raise Missing(identifiers=sorted(str(identifier) for identifier in attendee_ids))
    return found


def _requeue(attendee_ids: Collection[UUID], at: datetime) -> None:
    MESSAGE.require(MessageState.FAILED, MessageState.QUEUED)
    failed = Message.objects.filter(
        attendee_id__in=attendee_ids, kind=MessageKind.INVITATION, state=MessageState.FAILED
    )
    failed.update(state=MessageState.QUEUED, queued_at=at, fault="")


def _mark_invited(event: Event, participant_ids: Iterable[UUID]) -> None:
    listed = Participant.objects.filter(pk__in=set(participant_ids), state=ParticipantState.LISTED)
    listed.update(state=ParticipantState.INVITED)
    if event.state == EventState.PREPARING:
        EVENT.require(EventState.PREPARING, EventState.INVITING)
        event.state = EventState.INVITING
        event.save(update_fields=["state"])


def _falls_today(event: Event, moment: datetime, at: datetime) -> bool:
    return zones.to_wall(moment, event.zone).date() == zones.to_wall(at, event.zone).date() and at >= moment
