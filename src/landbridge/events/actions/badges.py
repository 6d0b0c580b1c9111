"""Badges: one for each person, printed as often as one likes; a new one for somebody ends theirs before it."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from landbridge.events import rules
from landbridge.events.models import Attendee, Badge, Event
from landbridge.events.queries.desk import without_badge
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.locks import advisory_lock
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Missing

BYTES: Final = 12


@action
def make_badges(*, actor: Actor, event_id: UUID, at: datetime) -> int:
    """Give a badge to everybody expected who has none; those printed before stay as they are. Gives how many."""
    event = rules.access_event(actor, event_id, to="desk")
    advisory_lock(space="events.badges", identifier=event.pk)
    made = give_badges(event, without_badge(event), at)
    if made:
        trail.record(actor, EventsEvent.BADGES_MADE, event, hub_id=event.hub_id, at=at, count=len(made))
    return len(made)


@action
def replace_badge(*, actor: Actor, attendee_id: UUID, at: datetime) -> Badge:
    """A new badge for one person, because the old one was lost or is wrong: its code ends at once."""
    attendee = Attendee.objects.filter(pk=attendee_id).first()
    if attendee is None:
        raise Missing(identifier=str(attendee_id))
    event = rules.access_event(actor, attendee.event_id, to="desk")
    advisory_lock(space="events.badges", identifier=event.pk)
    ended = Badge.objects.filter(attendee=attendee, revoked_at__isnull=True).update(revoked_at=at)
    (badge,) = give_badges(event, [attendee], at)
    trail.record(actor, EventsEvent.BADGE_REPLACED, attendee, hub_id=event.hub_id, at=at, ended=ended)
    return badge


def give_badges(event: Event, attendees: Collection[Attendee], at: datetime) -> Sequence[Badge]:
    """Make badges for people who have none. Part of an action that holds the lock of the event's badges."""
    return Badge.objects.bulk_create(
        [
            Badge(hub_id=event.hub_id, event=event, attendee=one, code=secrets.token_urlsafe(BYTES), made_at=at)
            for one in attendees
        ],
        batch_size=1_000,
    )
