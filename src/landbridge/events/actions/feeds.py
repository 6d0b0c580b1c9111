"""Calendar feeds: an address with a secret of its own, which its owner may end at any time."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from landbridge.events.holders import access_own_attendance, access_own_interpreting
from landbridge.events.models import CalendarFeed, Recipient, column_of
from landbridge.events.tokens import digest_of, new_token
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.locks import advisory_lock
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class OpenedFeed:
    """A new feed with its secret, to be shown now: it cannot be had again."""

    feed: CalendarFeed
    token: str


@action
def open_feed(*, actor: Actor, attendee_id: UUID, at: datetime) -> OpenedFeed:
    """Give a person's calendar an address. A former one ends in the same moment: there is one at a time."""
    return _open(actor, access_own_attendance(actor, attendee_id), at)


@action
def revoke_feed(*, actor: Actor, attendee_id: UUID, at: datetime) -> None:
    """End the address of a person's calendar. Without one there is nothing to do."""
    _end(actor, access_own_attendance(actor, attendee_id), at)


@action
def open_interpreters_feed(*, actor: Actor, interpreter_id: UUID, at: datetime) -> OpenedFeed:
    """Give an interpreter's calendar an address; a former one ends."""
    return _open(actor, access_own_interpreting(actor, interpreter_id), at)


@action
def revoke_interpreters_feed(*, actor: Actor, interpreter_id: UUID, at: datetime) -> None:
    """End the address of an interpreter's calendar. Without one there is nothing to do."""
    _end(actor, access_own_interpreting(actor, interpreter_id), at)


def _open(actor: Actor, whose: Recipient, at: datetime) -> OpenedFeed:
    advisory_lock(space="events.feed", identifier=whose.pk)
    CalendarFeed.objects.filter(**column_of(whose), revoked_at__isnull=True).update(revoked_at=at)
    token = new_token()
    feed = CalendarFeed.objects.create(
        hub_id=whose.hub_id, event=whose.event, **column_of(whose), digest=digest_of(token), made_at=at
    )
    trail.record(actor, EventsEvent.FEED_OPENED, whose, hub_id=whose.hub_id, at=at)
    return OpenedFeed(feed, token)


def _end(actor: Actor, whose: Recipient, at: datetime) -> None:
    ended = CalendarFeed.objects.filter(**column_of(whose), revoked_at__isnull=True).update(revoked_at=at)
    if ended:
        trail.record(actor, EventsEvent.FEED_REVOKED, whose, hub_id=whose.hub_id, at=at)
