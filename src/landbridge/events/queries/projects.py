"""What road shows know of one project: where it takes part, and whom it meets by the agendas that stand."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from landbridge.events.models import Event, Meeting, Participant
from landbridge.projects.models import Project


class Met(NamedTuple):
    """A meeting of the project in a published agenda: with whom, where and when."""

    other: Participant
    event: Event
    starts_at: datetime


def taking_part(events: QuerySet[Event], project: Project) -> list[Participant]:
    """The project's places in these road shows, the latest first."""
    rows = Participant.objects.filter(project=project, event__in=events).select_related("event", "group")
    return list(rows.order_by("-event__first_day", "-pk"))


def meetings_of(events: QuerySet[Event], project: Project) -> list[Met]:
    """The project's meetings by the agendas that stand in these road shows, the latest first. One query."""
    rows = (
        Meeting.objects.filter(Q(first__project=project) | Q(second__project=project), published=True, event__in=events)
        .select_related(
            "event",
            *(f"{side}__{what}" for side in ("first", "second") for what in ("organisation", "project", "group")),
        )
        .order_by("-starts_at", "-pk")
    )
    return [
        Met(row.second if row.first.project_id == project.pk else row.first, row.event, row.starts_at) for row in rows
    ]
