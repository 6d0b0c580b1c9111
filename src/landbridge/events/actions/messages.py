"""The queue of messages: what is waiting is sent once, in order, at a bounded rate, and dropped after a no."""

import smtplib
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Q, QuerySet

from landbridge.events import letters, rules
from landbridge.events.actions import links
from landbridge.events.models import Attendee, Event, FollowUp, Message, Recipient, Wish, column_of
from landbridge.events.queries.outcomes import to_answer
from landbridge.events.queries.wishes import wishes_for
from landbridge.events.states import (
    ATTENDING,
    MESSAGE,
    EventState,
    FollowUpState,
    Holder,
    LinkWay,
    MessageKind,
    MessageState,
    ParticipantState,
)
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.jobs import enqueue
from landbridge.ground.locks import locked, present
from landbridge.ground.models import JobRun
from landbridge.ground.states import JobState
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor, SystemActor
from landbridge.network.actions import personal
from landbridge.network.models import ContactPreference, Hub
from landbridge.network.states import RecordState

JOB: Final = "events.send_messages"
_ASKING: Final = {MessageKind.INVITATION, MessageKind.REMINDER}
FAULTS = (smtplib.SMTPException, OSError)
"""What sending may raise that says nothing against the program."""


def queue(
    event: Event, people: Sequence[Recipient], kind: MessageKind, about_id: UUID | None, at: datetime
) -> tuple[UUID, ...]:
    """Queue one message to each of these people who has not had the same; gives who got one. Part of an action."""
    had = Message.objects.filter(event=event, kind=kind, about_id=about_id)
    known = {identifier for both in had.values_list("attendee_id", "interpreter_id") for identifier in both}
    wanted = [person for person in people if person.pk not in known]
    Message.objects.bulk_create(
        Message(
            hub_id=event.hub_id,
            event=event,
            **column_of(person),
            kind=kind,
            about_id=about_id,
            language=letters.language_of(person),
            queued_at=at,
        )
        for person in wanted
    )
    return tuple(person.pk for person in wanted)


def send_soon(actor: Actor, event: Event, at: datetime) -> None:
    """Ask for the job that sends what is queued for an event."""
    enqueue(JOB, actor=actor, hub_id=event.hub_id, at=at, subject_id=event.pk, event_id=str(event.pk))


def waiting(hub_id: UUID) -> QuerySet[Message]:
    """The queued messages that can be mailed: the person has an address."""
    queued = Message.objects.filter(hub_id=hub_id, state=MessageState.QUEUED)
    unreached = Q(attendee__person__email="") | Q(interpreter__person__email="")
    return queued.exclude(unreached).order_by("queued_at", "pk")


@action
def send_what_waits(*, actor: Actor, hub_id: UUID, at: datetime) -> int:
    """Ask for the job at every event of a hub where messages wait and no job is sending; gives their number."""
    busy = JobRun.objects.filter(hub_id=hub_id, kind=JOB, state__in=[JobState.QUEUED, JobState.RUNNING])
    idle = waiting(hub_id).exclude(event_id__in=busy.values("subject_id"))
    events = Event.objects.filter(pk__in=idle.values("event_id"))
    for event in events:
        send_soon(actor, event, at)
    return len(events)


@action
def send_message(*, actor: Actor, message_id: UUID, at: datetime) -> MessageState:
    """Send one queued message, or drop it if it is no longer wanted; gives the state it is in now.

    The mail leaves last, before the commit: if it cannot be handed over, nothing was changed and the error comes out.
    Two workers that take the same message send it once.
    """
    rows = Message.objects.select_related(
        "event", "attendee__person__provenance", "attendee__participant", "interpreter__person__provenance"
    )
    seen = present(rows, message_id).recipient
    locked(type(seen).objects.all(), seen.pk)
    message = locked(rows, message_id)
    recipient = message.recipient
    if message.state != MessageState.QUEUED:
        return MessageState(message.state)
    recipient.event = message.event
    reason = _unwanted(message, at)
    if reason:
        move(message, MessageState.DROPPED, fault=reason)
        trail.record(actor, EventsEvent.MESSAGE_DROPPED, message, hub_id=message.hub_id, at=at, reason=reason)
        return MessageState.DROPPED
    until = max(links.expires(message.event), at + links.KEPT) if message.kind == MessageKind.FOLLOW_UP else None
    issued = links.issue(actor, recipient, at, way=LinkWay.MAIL, until=until)
    told = _told(actor, recipient, MessageKind(message.kind), issued.token, at)
    move(message, MessageState.SENT, sent_at=at, fault="")
    trail.record(actor, EventsEvent.MESSAGE_SENT, message, hub_id=message.hub_id, at=at, kind=message.kind)
    _mail(recipient, letters.written(told, message.language), told.no_link)
    return MessageState.SENT


@action
def fail_message(*, actor: Actor, message_id: UUID, fault: str, at: datetime) -> None:
    """Note that a message could not be handed over, and why; it can be queued again."""
    message = locked(Message.objects.all(), message_id)
    if message.state == MessageState.QUEUED:
        move(message, MessageState.FAILED, fault=fault[:200])
        trail.record(actor, EventsEvent.MESSAGE_FAILED, message, hub_id=message.hub_id, at=at)


@action
def retry_messages(*, actor: Actor, event_id: UUID, at: datetime) -> int:
    """Queue every failed message of an event again; gives their number."""
    event = rules.access_event(actor, event_id, to="plan")
    MESSAGE.require(MessageState.FAILED, MessageState.QUEUED)
    failed = Message.objects.filter(event=event, state=MessageState.FAILED)
    number = failed.update(state=MessageState.QUEUED, queued_at=at, fault="")
    if number:
        send_soon(actor, event, at)
    return number


def text_to_copy(actor: Actor, recipient: Recipient, token: str, at: datetime) -> tuple[str, str]:
    """The text with a person's link for WeChat or SMS, and the address in it. Part of an action."""
    told = _told(actor, recipient, MessageKind.INVITATION, token, at)
    return letters.to_copy(told, letters.language_of(recipient)), told.link


def has_said_no(recipient: Recipient) -> bool:
    """Whether the person wants no messages."""
    return ContactPreference.objects.filter(person_id=recipient.person_id, opted_out_at__isnull=False).exists()


def link_address(token: str) -> str:
    """The full address of a personal link."""
    return f"{settings.SITE_URL}/l/{token}"


def move(message: Message, to: MessageState, **changes: object) -> None:
    """Take a message to its next state."""
    MESSAGE.require(MessageState(message.state), to)
    for name, value in changes.items():
        setattr(message, name, value)
    message.state = to
    message.save(update_fields=["state", *changes])


def _unwanted(message: Message, at: datetime) -> str:
    """Why a queued message is not to be sent any more, as a code; empty if it is."""
    recipient, kind = message.recipient, message.kind
    cancelled = message.event.state == EventState.CANCELLED
    if recipient.person.state != RecordState.ACTIVE:
        return "erased"
    if has_said_no(recipient):
        return "opted_out"
    if cancelled and kind != MessageKind.CANCELLATION:
        return "cancelled"
    return _past(message, recipient, at) if isinstance(recipient, Attendee) else ""


def _past(message: Message, attendee: Attendee, at: datetime) -> str:
    """Why what a participant was to be asked or told needs no telling any more."""
    kind = message.kind
    gone = ParticipantState(attendee.participant.state) not in ATTENDING
    if kind in _ASKING and gone:
        return "not_coming"
    if kind == MessageKind.OUTCOME and attendee.participant_id not in to_answer(message.event, at):
        return "answered"
    if kind == MessageKind.FOLLOW_UP and not _has_in_hand(attendee):
        return "answered"
    if kind == MessageKind.REMINDER and Wish.objects.filter(wisher_id=attendee.participant_id).exists():
        return "answered"
    return ""


def _has_in_hand(attendee: Attendee) -> bool:
    """Whether the person's party still has something to do after a meeting."""
    party = attendee.participant_id
    mine = Q(holder=Holder.FIRST, outcome__first_id=party) | Q(holder=Holder.SECOND, outcome__second_id=party)
    return FollowUp.objects.filter(mine, event=attendee.event, state=FollowUpState.OPEN).exists()


def _told(actor: Actor, recipient: Recipient, kind: MessageKind, token: str, at: datetime) -> letters.Told:
    event = recipient.event
    first = not ContactPreference.objects.filter(person_id=recipient.person_id, told_at__isnull=False).exists()
    secret = personal.tell_person(actor=SystemActor(actor.actor_id), person_id=recipient.person_id, at=at)
    return letters.Told(
        kind=kind,
        event=event,
        to=recipient,
        hub=Hub.objects.get(pk=event.hub_id),
        link=link_address(token),
        no_link=f"{settings.SITE_URL}/l/no/{secret}",
        first=first,
        provenance=recipient.person.provenance,
        asked=_asked(recipient),
    )


def _asked(recipient: Recipient) -> int:
    """How many asked to meet the recipient's party; nobody asks for an interpreter."""
    if not isinstance(recipient, Attendee):
        return 0
    recipient.participant.event = recipient.event
    return len(wishes_for(recipient.participant))


def _mail(recipient: Recipient, letter: letters.Letter, no_link: str) -> None:
    mail = EmailMultiAlternatives(
        subject=" ".join(letter.subject.split()),
        body=letter.text,
        to=[recipient.person.email],
        headers={"List-Unsubscribe": f"<{no_link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )
    mail.attach_alternative(letter.html, "text/html")
    mail.send()
