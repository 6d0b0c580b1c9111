"""A need is closed when nobody looks any more, and opened again when somebody does."""

from datetime import datetime
from uuid import UUID

from landbridge.evidence import trail
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Refusal
from landbridge.matchmaking import rules
from landbridge.matchmaking.models import Need
from landbridge.matchmaking.trail_events import MatchmakingEvent


class NeedClosed(Refusal):
    """The need is closed already. `data`: `closed_at`."""

    code = "need_closed"


class NeedOpen(Refusal):
    """The need is open already."""

    code = "need_open"


@action
def close_need(*, actor: Actor, need_id: UUID, at: datetime) -> Need:
    """Take a need off every list to come. What is recorded of it stays."""
    need = rules.access_need(actor, need_id, to="change", lock=True)
    if need.closed_at is not None:
        raise NeedClosed(closed_at=need.closed_at.date())
    return _set(actor, need, at, MatchmakingEvent.NEED_CLOSED, closed=True)


@action
def reopen_need(*, actor: Actor, need_id: UUID, at: datetime) -> Need:
    """Let a closed need look again, as it stood."""
    need = rules.access_need(actor, need_id, to="change", lock=True)
    if need.closed_at is None:
        raise NeedOpen
    return _set(actor, need, at, MatchmakingEvent.NEED_REOPENED, closed=False)


def _set(actor: Actor, need: Need, at: datetime, event: MatchmakingEvent, *, closed: bool) -> Need:
    need.closed_at = at if closed else None
    need.save(update_fields=["closed_at"])
    trail.record(actor, event, need, hub_id=need.hub_id, at=at, organisation=need.organisation_id)
    return need
