"""Reads of projects: a scoped queryset comes in first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Case, Count, IntegerField, OuterRef, QuerySet, Subquery, Value, When

from landbridge.ground import search
from landbridge.projects.models import JourneyStep, Project, ProjectDocument
from landbridge.projects.states import STATIONS, Stage, number

SEARCH_KIND = "projects.project"


@dataclass(frozen=True, slots=True)
class Reached:
    """A step with the station the project came from, for a page that tells what moved."""

    step: JourneyStep
    frm: Stage | None


def found(projects: QuerySet[Project], text: str) -> QuerySet[Project]:
    """Those that `text` finds by name in either script, pinyin, initials or code; all of them if it says nothing."""
    return search.matching(projects, kind=SEARCH_KIND, text=text)


def with_standing(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Projects with `station` (1 to 10) and `since`, when they got there; their organisation read along."""
    last = JourneyStep.objects.filter(project=OuterRef("pk"), stage=OuterRef("stage")).values("effective_at")
    numbers = [When(stage=stage.value, then=Value(number(stage))) for stage in STATIONS]
    return projects.select_related("organisation").annotate(
        station=Case(*numbers, output_field=IntegerField()), since=Subquery(last[:1])
    )


def got_to(projects: QuerySet[Project], stage: Stage) -> QuerySet[Project]:
    """The projects that stand at a station or beyond it: the rows behind the counts of the line."""
    return projects.filter(stage__in=STATIONS[number(stage) - 1 :])


def journey(project: Project) -> list[JourneyStep]:
    """The stations the project reached, in order."""
    return list(JourneyStep.objects.filter(project=project).order_by("effective_at", "recorded_at"))


def documents(project: Project) -> list[ProjectDocument]:
    """The project's living documents, the latest first."""
    rows = ProjectDocument.objects.filter(project=project, document__erased_at__isnull=True)
    return list(rows.select_related("document").order_by("-added_at", "-pk"))


def document(project: Project, document_id: UUID) -> ProjectDocument | None:
    """One living document of the project by the identifier of what is kept."""
    rows = ProjectDocument.objects.filter(project=project, document__erased_at__isnull=True)
    return rows.select_related("document").filter(document_id=document_id).first()


def stations_reached(projects: QuerySet[Project]) -> dict[str, int]:
    """How many of the projects got to each station: who stands at a later one has passed the earlier."""
    standing = dict(projects.order_by().values_list("stage").annotate(n=Count("pk")))
    reached, so_far = {}, 0
    for stage in reversed(STATIONS):
        so_far += standing.get(stage, 0)
        reached[stage.value] = so_far
    return reached


def steps_since(projects: QuerySet[Project], start: datetime) -> list[Reached]:
    """What moved from `start` on, the latest first, each with the station before it. One query for all steps."""
    moved = JourneyStep.objects.filter(project__in=projects, effective_at__gte=start).values("project")
    steps = JourneyStep.objects.filter(project__in=moved).select_related("project")
    before: dict[UUID, Stage] = {}
    told = []
    for step in steps.order_by("effective_at", "recorded_at", "pk"):
        if step.effective_at >= start:
            told.append(Reached(step, before.get(step.project_id)))
        before[step.project_id] = Stage(step.stage)
    return told[::-1]


def arrivals(moves: Sequence[Reached]) -> dict[str, int]:
    """How many projects more each station counts by these moves: a station passed by counts as reached."""
    more = dict.fromkeys((stage.value for stage in STATIONS), 0)
    for move in moves:
        start = number(move.frm) if move.frm else 0
        for stage in STATIONS[start : number(Stage(move.step.stage))]:
            more[stage.value] += 1
    return more
