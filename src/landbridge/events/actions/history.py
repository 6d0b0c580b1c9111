"""What happened before it was recorded here: entered later, and said to be so."""

from datetime import datetime
from typing import Unpack
from uuid import UUID

from landbridge.events import rules
from landbridge.events.actions import frame
from landbridge.events.models import Event
from landbridge.events.refusals import NotOverYet
from landbridge.events.states import EventState
from landbridge.ground.transactions import action
from landbridge.kernel import zones
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Finding, InputRefused


@action
def record_past_event(*, actor: Actor, hub_id: UUID, at: datetime, **facts: Unpack[frame.EventFacts]) -> Event:
    """Record a road show that was held before anybody planned it here, with the source that says so (a must).

    It is held from the start and marked as entered later; its sessions and participants may still be added.
    """
    rules.require_plan(actor, hub_id)
    event = frame.drafted(hub_id, at, facts)
    event.state, event.entered_later = EventState.HELD, True
    found = list(frame.faults(event))
    if not event.source.strip():
        found.append(Finding("source_missing", field="source"))
    if found:
        raise InputRefused(*found)
    if zones.to_wall(at, event.zone).date() <= event.last_day:
        raise NotOverYet(last_day=event.last_day)
    return frame.begin(actor=actor, event=event, at=at)
