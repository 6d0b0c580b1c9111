"""Personal links: made, followed up, opened, revoked. The secret leaves these functions once and is never stored."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from landbridge.events import rules
from landbridge.events.holders import Holder, InterpreterHolder, LinkHolder
from landbridge.events.models import Attendee, Event, Interpreter, PersonalLink, Recipient, column_of
from landbridge.events.queries import links
from landbridge.events.states import LinkWay
from landbridge.events.timetable import day_start
from landbridge.events.tokens import digest_of, new_token
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.hubs import hub_context
from landbridge.ground.locks import locked, locked_all
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor, SystemActor
from landbridge.kernel.refusal import Missing, Refusal

Whose = TypeVar("Whose", Attendee, Interpreter)
KEPT: Final = timedelta(days=30)
"""How long after the event its links still open."""
MOST: Final = 8
"""How many links of one person are open at once: so many secrets may be lying in mails, chats and on paper."""


class LinkDoesNotOpen(Refusal):
    """The link is wrong, has expired or was revoked: the answer is the same for all, and tells nothing."""

    code = "link_does_not_open"


@dataclass(frozen=True, slots=True)
class Issued:
    """A new link with its secret, to be shown or sent now: it cannot be had again."""

    link: PersonalLink
    token: str


@action
def make_link(*, actor: Actor, attendee_id: UUID, at: datetime) -> Issued:
    """Give a person one more link, to be handed out; those they have go on opening."""
    return issue(actor, _access(actor, Attendee, attendee_id), at, way=LinkWay.HANDED)


@action
def make_interpreters_link(*, actor: Actor, interpreter_id: UUID, at: datetime) -> Issued:
    """Give an interpreter one more link, to be handed out; those they have go on opening."""
    return issue(actor, _access(actor, Interpreter, interpreter_id), at, way=LinkWay.HANDED)


@action
def revoke_link(*, actor: Actor, link_id: UUID, at: datetime) -> Recipient:
    """Close one link and whatever it had opened; the person's other links stay. Closed before: nothing to do."""
    link = PersonalLink.objects.filter(pk=link_id).first()
    if link is None:
        raise Missing(identifier=str(link_id))
    recipient: Recipient = (
        _access(actor, Attendee, link.attendee_id)
        if link.attendee_id
        else _access(actor, Interpreter, link.recipient.pk)
    )
    _close(actor, recipient, PersonalLink.objects.filter(pk=link_id), at)
    return recipient


@action
def revoke_links(*, actor: Actor, attendee_id: UUID, at: datetime) -> int:
    """Close all links of a person and whatever they had opened; gives how many there were."""
    attendee = _access(actor, Attendee, attendee_id)
    return _close(actor, attendee, PersonalLink.objects.filter(attendee=attendee), at)


@action
def revoke_interpreters_links(*, actor: Actor, interpreter_id: UUID, at: datetime) -> int:
    """Close all links of an interpreter and whatever they had opened; gives how many there were."""
    interpreter = _access(actor, Interpreter, interpreter_id)
    return _close(actor, interpreter, PersonalLink.objects.filter(interpreter=interpreter), at)


def close_unopened(hub_id: UUID, person_id: UUID, at: datetime) -> None:
    """Close what a person was sent and never opened, at every event. Part of the action in which they say no."""
    sits = Attendee.objects.filter(hub_id=hub_id, person_id=person_id)
    interprets = Interpreter.objects.filter(hub_id=hub_id, person_id=person_id)
    theirs: list[Recipient] = [*_all_locked(sits), *_all_locked(interprets)]
    for recipient in theirs:
        unopened = PersonalLink.objects.filter(**column_of(recipient), opened_at__isnull=True)
        _close(SystemActor(actor_id=person_id), recipient, unopened, at)


@action
def open_link(*, secret: str, at: datetime) -> tuple[Holder, PersonalLink]:
    """Swap a secret for its holder: who it is, for one event. When is noted. `LinkDoesNotOpen` otherwise."""
    seen = links.link_of(secret, at=at)
    if seen is None:
        raise LinkDoesNotOpen
    with hub_context(seen.hub_id):
        link = locked(links.living_links(at).select_related("event", "attendee", "interpreter"), seen.pk)
        holder = holder_of(link)
        first = link.opened_at is None
        link.opened_at = link.opened_at or at
        link.last_opened_at = max(at, link.opened_at)
        link.save(update_fields=["opened_at", "last_opened_at"])
        if first:
            trail.record(holder, EventsEvent.LINK_OPENED, link.recipient, hub_id=link.hub_id, at=at)
    return holder, link


def holder_of(link: PersonalLink) -> Holder:
    """The actor behind a link."""
    whose = link.recipient
    if isinstance(whose, Interpreter):
        return InterpreterHolder(
            actor_id=whose.person_id, hub_id=link.hub_id, event_id=link.event_id, interpreter_id=whose.pk
        )
    return LinkHolder(
        actor_id=whose.person_id,
        hub_id=link.hub_id,
        event_id=link.event_id,
        attendee_id=whose.pk,
        participant_id=whose.participant_id,
    )


def issue(actor: Actor, recipient: Recipient, at: datetime, *, way: LinkWay, until: datetime | None = None) -> Issued:
    """Make one more link for a person whose row is locked. It opens `until` then, if that is later. Part of an action.

    At most `MOST` are open at once. A link beyond that closes the one that is missed least, and is never refused: a
    message about a changed agenda must not fail because many went before it.
    """
    gave_way = _make_room(recipient, at)
    token = new_token()
    link = PersonalLink.objects.create(
        hub_id=recipient.hub_id,
        event=recipient.event,
        **column_of(recipient),
        digest=digest_of(token),
        way=way,
        made_at=at,
        expires_at=until or expires(recipient.event),
    )
    trail.record(
        actor, EventsEvent.LINK_MADE, recipient, hub_id=recipient.hub_id, at=at, way=way.value, gave_way=gave_way
    )
    return Issued(link, token)


def _make_room(recipient: Recipient, at: datetime) -> int:
    """Close what is too much before one more is made: mailed ones before handed ones, unopened before opened, old first."""
    standing = sorted(links.living_links(at).filter(**column_of(recipient)), key=_how_missed)
    spare = standing[: max(len(standing) - MOST + 1, 0)]
    return PersonalLink.objects.filter(pk__in=[link.pk for link in spare]).update(revoked_at=at)


def _how_missed(link: PersonalLink) -> tuple[bool, bool, datetime, UUID]:
    return link.way == LinkWay.HANDED, link.opened_at is not None, link.last_opened_at or link.made_at, link.pk


def _close(actor: Actor, recipient: Recipient, chosen: QuerySet[PersonalLink], at: datetime) -> int:
    closed = chosen.filter(revoked_at__isnull=True).update(revoked_at=at)
    if closed:
        trail.record(actor, EventsEvent.LINK_REVOKED, recipient, hub_id=recipient.hub_id, at=at, links=closed)
    return closed


def expires(event: Event) -> datetime:
    """When the links of an event end: 30 days after its last day."""
    return day_start(event.last_day + timedelta(days=1), event.zone) + KEPT


def _all_locked(rows: QuerySet[Whose]) -> list[Whose]:
    return locked_all(rows, list(rows.values_list("pk", flat=True)))


def _access(actor: Actor, model: type[Whose], identifier: UUID) -> Whose:
    """The recipient, locked, for who plans the event."""
    event_id = model.objects.filter(pk=identifier).values_list("event_id", flat=True).first()
    if event_id is None:
        raise Missing(identifier=str(identifier))
    rules.access_event(actor, event_id, to="plan")
    return locked(model.objects.select_related("event", "person"), identifier)
