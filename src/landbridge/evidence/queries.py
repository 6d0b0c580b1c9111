"""Reads of evidence. The rows a reader may see come in first."""

from uuid import UUID

from django.db.models import QuerySet

from landbridge.evidence.models import Document, Trail


def history_of(rows: QuerySet[Trail], subject_id: UUID) -> QuerySet[Trail]:
    """What happened to one thing, latest first."""
    return rows.filter(subject_id=subject_id).order_by("-recorded_at", "-id")


def history_of_thread(rows: QuerySet[Trail], thread_id: UUID) -> QuerySet[Trail]:
    """What happened along a thread, whatever it happened to, latest first."""
    return rows.filter(thread_id=thread_id).order_by("-recorded_at", "-id")


def latest(rows: QuerySet[Trail], hub_id: UUID) -> QuerySet[Trail]:
    """What happened in a hub, latest first."""
    return rows.filter(hub_id=hub_id).order_by("-recorded_at", "-id")


def living(rows: QuerySet[Document]) -> QuerySet[Document]:
    """Documents whose bytes are still kept."""
    return rows.filter(erased_at__isnull=True)
