"""Reads of projects: a scoped queryset comes in first."""

from django.db.models import QuerySet

from landbridge.ground import search
from landbridge.projects.models import JourneyStep, Project

SEARCH_KIND = "projects.project"


def found(projects: QuerySet[Project], text: str) -> QuerySet[Project]:
    """Those that `text` finds by name in either script, pinyin, initials or code; all of them if it says nothing."""
    return search.matching(projects, kind=SEARCH_KIND, text=text)


def journey(project: Project) -> list[JourneyStep]:
    """The stations the project reached, in order."""
    return list(JourneyStep.objects.filter(project=project).order_by("effective_at", "recorded_at"))
