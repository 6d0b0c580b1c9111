"""Personal links: made, followed up, opened, revoked. The secret leaves these functions once and is never stored."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from landbridge.events import rules
from landbridge.events.holders import LinkHolder
from landbridge.events.models import Attendee, Event, PersonalLink
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
    attendee = _access_attendee(actor, attendee_id)
    return issue(actor, attendee, at, way=LinkWay.HANDED)


@action
def revoke_link(*, actor: Actor, link_id: UUID, at: datetime) -> Attendee:
    """Close one link and whatever it had opened; the person's other links stay. Closed before: nothing to do."""
    link = PersonalLink.objects.filter(pk=link_id).first()
    if link is None:
        raise Missing(identifier=str(link_id))
    attendee = _access_attendee(actor, link.attendee_id)
    _close(actor, attendee, PersonalLink.objects.filter(pk=link_id), at)
    return attendee


@action
def revoke_links(*, actor: Actor, attendee_id: UUID, at: datetime) -> int:
    """Close all links of a person and whatever they had opened; gives how many there were."""
    attendee = _access_attendee(actor, attendee_id)
    return _close(actor, attendee, PersonalLink.objects.filter(attendee=attendee), at)


def close_unopened(hub_id: UUID, person_id: UUID, at: datetime) -> None:
    """Close what a person was sent and never opened, at every event. Part of the action in which they say no."""
    theirs = Attendee.objects.filter(hub_id=hub_id, person_id=person_id)
    for attendee in locked_all(theirs, list(theirs.values_list("pk", flat=True))):
        unopened = PersonalLink.objects.filter(attendee=attendee, opened_at__isnull=True)
        _close(SystemActor(actor_id=person_id), attendee, unopened, at)


@action
def open_link(*, secret: str, at: datetime) -> tuple[LinkHolder, PersonalLink]:
    """Swap a secret for its holder: who it is, for one event. When is noted. `LinkDoesNotOpen` otherwise."""
    seen = links.link_of(secret, at=at)
    if seen is None:
        raise LinkDoesNotOpen
    with hub_context(seen.hub_id):
        link = locked(links.living_links(at).select_related("event", "attendee"), seen.pk)
        holder = holder_of(link)
        first = link.opened_at is None
        link.opened_at = link.opened_at or at
        link.last_opened_at = max(at, link.opened_at)
        link.save(update_fields=["opened_at", "last_opened_at"])
        if first:
            trail.record(holder, EventsEvent.LINK_OPENED, link.attendee, hub_id=link.hub_id, at=at)
    return holder, link


def holder_of(link: PersonalLink) -> LinkHolder:
    """The actor behind a link."""
    return LinkHolder(
        actor_id=link.attendee.person_id,
        hub_id=link.hub_id,
        event_id=link.event_id,
        attendee_id=link.attendee_id,
        participant_id=link.attendee.participant_id,
    )


def issue(actor: Actor, attendee: Attendee, at: datetime, *, way: LinkWay, until: datetime | None = None) -> Issued:
    """Make one more link for a person whose row is locked. It opens `until` then, if that is later. Part of an action.

    At most `MOST` are open at once. A link beyond that closes the one that is missed least, and is never refused: a
    message about a changed agenda must not fail because many went before it.
    """
    gave_way = _make_room(attendee, at)
    token = new_token()
    link = PersonalLink.objects.create(
        hub_id=attendee.hub_id,
        event=attendee.event,
        attendee=attendee,
        digest=digest_of(token),
        way=way,
        made_at=at,
        expires_at=until or expires(attendee.event),
    )
    trail.record(
        actor, EventsEvent.LINK_MADE, attendee, hub_id=attendee.hub_id, at=at, way=way.value, gave_way=gave_way
    )
    return Issued(link, token)


def _make_room(attendee: Attendee, at: datetime) -> int:
    """Close what is too much before one more is made: mailed ones before handed ones, unopened before opened, old first."""
    standing = sorted(links.living_links(at).filter(attendee=attendee), key=_how_missed)
    spare = standing[: max(len(standing) - MOST + 1, 0)]
    return PersonalLink.objects.filter(pk__in=[link.pk for link in spare]).update(revoked_at=at)


def _how_missed(link: PersonalLink) -> tuple[bool, bool, datetime, UUID]:
    return link.way == LinkWay.HANDED, link.opened_at is not None, link.last_opened_at or link.made_at, link.pk


def _close(actor: Actor, attendee: Attendee, chosen: QuerySet[PersonalLink], at: datetime) -> int:
    closed = chosen.filter(revoked_at__isnull=True).update(revoked_at=at)
    if closed:
        trail.record(actor, EventsEvent.LINK_REVOKED, attendee, hub_id=attendee.hub_id, at=at, links=closed)
    return closed


def expires(event: Event) -> datetime:
    """When the links of an event end: 30 days after its last day."""
    return day_start(event.last_day + timedelta(days=1), event.zone) + KEPT


def _access_attendee(actor: Actor, attendee_id: UUID) -> Attendee:
    attendee = Attendee.objects.filter(pk=attendee_id).first()
    if attendee is None:
        raise Missing(identifier=str(attendee_id))
    rules.access_event(actor, attendee.event_id, to="plan")
    return locked(Attendee.objects.select_related("event", "person"), attendee_id)
