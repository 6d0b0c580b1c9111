"""Which report a secret opens, and who may read one now."""

from datetime import datetime

from django.db.models import QuerySet

from landbridge.events.models import Event, ReportShare
from landbridge.events.tokens import digest_of, is_well_formed
from landbridge.ground.hubs import holder_context


def share_of(token: str, *, at: datetime) -> ReportShare | None:
    """The share a secret opens, or None for one that is wrong, expired or revoked. Sees the share's own row only."""
    if not is_well_formed(token):
        return None
    digest = digest_of(token)
    with holder_context(digest):
        return ReportShare.objects.filter(digest=digest, revoked_at__isnull=True, expires_at__gt=at).first()


def event_of(share: ReportShare) -> Event:
    """The road show of a share; inside the hub's context."""
    return Event.objects.get(pk=share.event_id)


def living_shares(event: Event, at: datetime) -> QuerySet[ReportShare]:
    """Who may read the report now, with the co-host."""
    rows = ReportShare.objects.filter(event=event, revoked_at__isnull=True, expires_at__gt=at)
    return rows.select_related("organisation").order_by("made_at", "pk")
