"""Where the background work of a road show leads once it is done."""

from collections.abc import Callable
from typing import Final

from django.urls import reverse

from landbridge.entrypoints.web.shell.jobs import job_links
from landbridge.events.actions import messages, planning, replanning, suggestions
from landbridge.ground.models import JobRun


def _agenda(run: JobRun) -> str:
    """The version that was made; the agenda's page where there is none, for it says why."""
    number = run.result.get("number")
    if run.subject_id is None:
        return ""
    if number is None:
        return reverse("events:agenda", args=[run.subject_id])
    return reverse("events:agenda_board", args=[run.subject_id, number])


def _page(route: str) -> Callable[[JobRun], str]:
    return lambda run: reverse(route, args=[run.subject_id]) if run.subject_id else ""


LINKS: Final = {
    planning.JOB: _agenda,
    replanning.JOB: _page("events:replan"),
    suggestions.JOB: _page("events:shortlists"),
    messages.JOB: _page("events:invitations"),
}


def register() -> None:
    """Tell the page of running work."""
    for kind, link in LINKS.items():
        job_links.add(kind, link)
