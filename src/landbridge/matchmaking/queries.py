"""Reads of matchmaking; the scoped rows come in first."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from landbridge.matchmaking.models import Need, PairMeeting, PairRefusal

Pair = tuple[UUID, UUID]
"""A project and an organisation, by identifier."""


def needs_by_organisation(needs: QuerySet[Need], organisations: Collection[UUID]) -> dict[UUID, Need]:
    """The need of each of these organisations that has said one."""
    return {need.organisation_id: need for need in needs.filter(organisation_id__in=organisations)}


def standing_refusals(
    refusals: QuerySet[PairRefusal], projects: Collection[UUID], organisations: Collection[UUID]
) -> dict[Pair, PairRefusal]:
    """The refusals that stand between these projects and these organisations."""
    rows = refusals.filter(lifted_at__isnull=True, project_id__in=projects, organisation_id__in=organisations)
    return {(row.project_id, row.organisation_id): row for row in rows}


def met_before(
    meetings: QuerySet[PairMeeting],
    projects: Collection[UUID],
    organisations: Collection[UUID],
    *,
    except_at: UUID | None = None,
) -> dict[Pair, datetime]:
    """When each of these pairs last met, leaving out the event `except_at`."""
    rows = meetings.filter(project_id__in=projects, organisation_id__in=organisations)
    if except_at is not None:
        rows = rows.exclude(event_id=except_at)
    last = rows.values_list("project_id", "organisation_id").annotate(last=Max("met_at"))
    return {(project, organisation): when for project, organisation, when in last}


def meetings_of_project(meetings: QuerySet[PairMeeting], project_id: UUID) -> list[PairMeeting]:
    """Whom a project met, with the organisation, the latest first."""
    return list(meetings.filter(project_id=project_id).select_related("organisation").order_by("-met_at", "-pk"))
