"""Personal links: made, followed up, opened, revoked. The secret leaves these functions once and is never stored."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from landbridge.events import rules
from landbridge.events.holders import LinkHolder
from landbridge.events.models import Attendee, Event, PersonalLink
from landbridge.events.queries import links
from landbridge.events.timetable import day_start
from landbridge.events.tokens import digest_of, new_token
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.hubs import hub_context
from landbridge.ground.locks import locked
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.ids import uuid7
from landbridge.kernel.refusal import Missing, Refusal

KEPT: Final = timedelta(days=30)
"""How long after the event its links still open."""


class LinkDoesNotOpen(Refusal):
    """The link is wrong, has expired or was revoked: the answer is the same for all, and tells nothing."""

    code = "link_does_not_open"


@dataclass(frozen=True, slots=True)
class Issued:
    """A new link with its secret, to be shown or sent now: it cannot be had again."""

    link: PersonalLink
    token: str


@action
def renew_link(*, actor: Actor, attendee_id: UUID, at: datetime) -> Issued:
    """Give a person a new link; the former one and whatever it had opened are closed at once."""
    attendee = _locked_attendee(actor, attendee_id)
    return issue(actor, attendee, at, family=uuid7())


@action
def revoke_link(*, actor: Actor, attendee_id: UUID, at: datetime) -> None:
    """Close a person's link and whatever it had opened. Without a link there is nothing to do."""
    attendee = _locked_attendee(actor, attendee_id)
    closed = PersonalLink.objects.filter(attendee=attendee, revoked_at__isnull=True).update(revoked_at=at)
    if closed:
        trail.record(actor, EventsEvent.LINK_REVOKED, attendee, hub_id=attendee.hub_id, at=at)


@action
def open_link(*, secret: str, at: datetime) -> tuple[LinkHolder, PersonalLink]:
    """Swap a secret for its holder: who it is, for one event. The first time is noted. `LinkDoesNotOpen` otherwise."""
    seen = links.link_of(secret, at=at)
    if seen is None:
        raise LinkDoesNotOpen
    with hub_context(seen.hub_id):
        link = locked(links.living_links(at).select_related("event", "attendee"), seen.pk)
        holder = holder_of(link)
        if link.opened_at is None:
            link.opened_at = at
            link.save(update_fields=["opened_at"])
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


def issue(
    actor: Actor, attendee: Attendee, at: datetime, *, family: UUID | None = None, until: datetime | None = None
) -> Issued:
    """Make a link for a person whose row is locked; the former one ends. It opens `until` then, if that is later.

    Without `family` the new link continues the former one's: what that had opened stays open. Part of an action.
    """
    former = PersonalLink.objects.filter(attendee=attendee, revoked_at__isnull=True).first()
    if former is not None:
        former.revoked_at = at
        former.save(update_fields=["revoked_at"])
    token = new_token()
    link = PersonalLink.objects.create(
        hub_id=attendee.hub_id,
        event=attendee.event,
        attendee=attendee,
        family=family or (former.family if former else uuid7()),
        digest=digest_of(token),
        made_at=at,
        expires_at=until or expires(attendee.event),
    )
    trail.record(actor, EventsEvent.LINK_MADE, attendee, hub_id=attendee.hub_id, at=at, followed=former is not None)
    return Issued(link, token)


def expires(event: Event) -> datetime:
    """When the links of an event end: 30 days after its last day."""
    return day_start(event.last_day + timedelta(days=1), event.zone) + KEPT


def _locked_attendee(actor: Actor, attendee_id: UUID) -> Attendee:
    attendee = Attendee.objects.filter(pk=attendee_id).first()
    if attendee is None:
        raise Missing(identifier=str(attendee_id))
    rules.access_event(actor, attendee.event_id, to="plan")
    return locked(Attendee.objects.select_related("event", "person"), attendee_id)
