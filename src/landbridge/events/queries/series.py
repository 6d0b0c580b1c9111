"""Reads of seasons, and of what a hub shows to everybody."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Count, QuerySet

from landbridge.events.models import Event, Season
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence.models import Trail
from landbridge.network.models import Hub


def seasons_of(hub_id: UUID) -> QuerySet[Season]:
    """The seasons of a hub, the newest first."""
    return Season.objects.filter(hub_id=hub_id).order_by("-created_at", "-pk")


def season_in(events: QuerySet[Event], season_id: UUID) -> Season | None:
    """A season, if any of these road shows belongs to it."""
    return Season.objects.filter(pk=season_id, events__in=events).distinct().first()


def public_hub(hub_id: UUID) -> Hub | None:
    """The hub whose calendar is asked for."""
    return Hub.objects.filter(pk=hub_id).first()


def public_events(hub_id: UUID) -> QuerySet[Event]:
    """The road shows a hub chose to show to everybody, the next one first; inside the hub's context."""
    return Event.objects.filter(hub_id=hub_id, listed=True).select_related("season").order_by("-first_day", "-pk")


def changes_of(events: Sequence[Event]) -> Mapping[UUID, int]:
    """How often each was changed or cancelled: what a calendar counts as its sequence."""
    rows = Trail.objects.filter(
        subject_id__in=[event.pk for event in events], event__in=[EventsEvent.CHANGED, EventsEvent.CANCELLED]
    )
    return dict(rows.values_list("subject_id").annotate(n=Count("pk")))
