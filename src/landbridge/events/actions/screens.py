"""Screens in the hall: an address with a secret, shown once; ended by whoever runs the desk."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from landbridge.events import rules
from landbridge.events.actions.links import expires
from landbridge.events.models import HallScreen
from landbridge.events.states import HallNames
from landbridge.events.tokens import digest_of, new_token
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.locks import locked
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Finding, InputRefused, Missing

LONGEST_LABEL = 80


@dataclass(frozen=True, slots=True)
class OpenedScreen:
    """A new screen with its secret, to be opened now: it cannot be had again."""

    screen: HallScreen
    token: str


@action
def open_screen(*, actor: Actor, event_id: UUID, names: HallNames, label: str = "", at: datetime) -> OpenedScreen:
    """Make an address for a screen in the hall; `names` says what it may show. It ends with the event's links."""
    event = rules.access_event(actor, event_id, to="publish")
    if len(label.strip()) > LONGEST_LABEL:
        raise InputRefused(Finding("too_long", field="label", data={"most": LONGEST_LABEL}))
    token = new_token()
    screen = HallScreen.objects.create(
        hub_id=event.hub_id,
        event=event,
        label=label.strip(),
        names=names,
        digest=digest_of(token),
        made_at=at,
        expires_at=max(expires(event), at + timedelta(days=1)),
    )
    trail.record(actor, EventsEvent.SCREEN_OPENED, screen, hub_id=event.hub_id, at=at, names=names.value)
    return OpenedScreen(screen, token)


@action
def end_screen(*, actor: Actor, screen_id: UUID, at: datetime) -> HallScreen:
    """End a screen: its address opens nothing any more. Ending it twice changes nothing."""
    found = HallScreen.objects.filter(pk=screen_id).first()
    if found is None:
        raise Missing(identifier=str(screen_id))
    rules.access_event(actor, found.event_id, to="desk")
    screen = locked(HallScreen.objects.select_related("event"), screen_id)
    if screen.revoked_at is None:
        screen.revoked_at = at
        screen.save(update_fields=["revoked_at"])
        trail.record(actor, EventsEvent.SCREEN_ENDED, screen, hub_id=screen.hub_id, at=at)
    return screen
