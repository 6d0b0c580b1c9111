"""What road shows know of one project: where it takes part, and whom it meets by the agendas that stand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from landbridge.events.models import Event, Meeting, Participant
from landbridge.kernel.names import Name
from landbridge.matchmaking.models import PairMeeting
from landbridge.projects.models import Project


class Met(NamedTuple):
    """A meeting of the project in a published agenda: with whom, where and when."""

    other: Participant
    event: Event
    starts_at: datetime


class Standing(StrEnum):
    """How a meeting stands: it was held, it is ahead, or its time is over and nobody said that it was held."""

    MET = "met"
    PLANNED = "planned"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Encounter:
    """Whom a project met or is to meet, where and when. What was remembered from elsewhere names no road show."""

    name: Name
    organisation_id: UUID | None
    project_id: UUID | None
    label: str
    event: Event | None
    at: datetime
    standing: Standing


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


def encounters(
    events: QuerySet[Event], remembered: Iterable[PairMeeting], project: Project, *, at: datetime
) -> list[Encounter]:
    """Meetings by the agendas that stand, and those remembered; each pair of one event once, the latest first."""
    held = {(row.organisation_id, row.event_id): row for row in remembered}
    found = []
    for one in meetings_of(events, project):
        other = one.other
        known = held.pop((other.organisation_id, one.event.pk), None) if other.organisation_id else None
        planned = Standing.PLANNED if one.starts_at > at else Standing.UNCONFIRMED
        found.append(
            Encounter(
                name=other.name,
                organisation_id=other.organisation_id,
                project_id=other.project_id,
                label=other.label,
                event=one.event,
                at=known.met_at if known else one.starts_at,
                standing=Standing.MET if known else planned,
            )
        )
    found += [
        Encounter(row.organisation.name, row.organisation_id, None, "", None, row.met_at, Standing.MET)
        for row in held.values()
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)
