"""Reads of projects: a scoped queryset comes in first."""

from django.db.models import Count, QuerySet

from landbridge.ground import search
from landbridge.projects.models import JourneyStep, Project
from landbridge.projects.states import STATIONS

SEARCH_KIND = "projects.project"


def found(projects: QuerySet[Project], text: str) -> QuerySet[Project]:
    """Those that `text` finds by name in either script, pinyin, initials or code; all of them if it says nothing."""
    return search.matching(projects, kind=SEARCH_KIND, text=text)


def journey(project: Project) -> list[JourneyStep]:
    """The stations the project reached, in order."""
    return list(JourneyStep.objects.filter(project=project).order_by("effective_at", "recorded_at"))


def stations_reached(projects: QuerySet[Project]) -> dict[str, int]:
    """How many of the projects got to each station: who stands at a later one has passed the earlier."""
    standing = dict(projects.order_by().values_list("stage").annotate(n=Count("pk")))
    reached, so_far = {}, 0
    for stage in reversed(STATIONS):
        so_far += standing.get(stage, 0)
        reached[stage.value] = so_far
    return reached
