"""Who reads the figures of a report without an account: a co-host, by a link with a secret of its own."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from landbridge.events import rules
from landbridge.events.models import CoHost, ReportShare
from landbridge.events.tokens import digest_of, new_token
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.locks import advisory_lock, locked
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Missing

OPEN_FOR: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Shared:
    """A new share with its secret, to be handed on now: it cannot be had again."""

    share: ReportShare
    token: str


@action
def share_report(*, actor: Actor, event_id: UUID, organisation_id: UUID, at: datetime) -> Shared:
    """Let a co-host read the report's figures for a year; a former link of theirs ends in the same moment."""
    event = rules.access_event(actor, event_id, to="plan")
    if not CoHost.objects.filter(event=event, organisation_id=organisation_id).exists():
        raise Missing(identifier=str(organisation_id))
    advisory_lock(space="events.report", identifier=event.pk)
    former = ReportShare.objects.filter(event=event, organisation_id=organisation_id, revoked_at__isnull=True)
    former.update(revoked_at=at)
    token = new_token()
    share = ReportShare.objects.create(
        hub_id=event.hub_id, event=event, organisation_id=organisation_id, digest=digest_of(token),
        made_by=actor.actor_id, made_at=at, expires_at=at + OPEN_FOR,
    )  # fmt: skip
    trail.record(
        actor, EventsEvent.REPORT_SHARED, share, hub_id=event.hub_id, at=at, organisation=organisation_id
    )  # fmt: skip
    return Shared(share, token)


@action
def revoke_share(*, actor: Actor, share_id: UUID, at: datetime) -> ReportShare:
    """End a link to the report at once; ended already, it stays so."""
    share = locked(ReportShare.objects.all(), share_id)
    rules.access_event(actor, share.event_id, to="plan")
    if share.revoked_at is None:
        share.revoked_at = at
        share.save(update_fields=["revoked_at"])
        trail.record(actor, EventsEvent.REPORT_SHARE_REVOKED, share, hub_id=share.hub_id, at=at)
    return share
