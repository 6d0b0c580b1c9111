"""Running work: what is planned, imported or computed in the background; its progress, result and end."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web import refusals
from landbridge.entrypoints.web.lists import Column, Empty, Filter, List
from landbridge.entrypoints.web.templatetags.landbridge import badge, when
from landbridge.entrypoints.web.toasts import toast
from landbridge.ground import jobs, rules
from landbridge.ground.models import JobRun
from landbridge.ground.states import JobState
from landbridge.kernel.refusal import Refusal
from landbridge.kernel.registry import Registry
from landbridge.network.queries import hubs_of

# Where a kind of work leads once it is done: a room's pages register `job_links.add("events.plan", lambda run: ...)`.
job_links: Registry[Callable[[JobRun], str]] = Registry("job links")

STATES: Final[dict[JobState, tuple[Promise, str]]] = {
    JobState.QUEUED: (pgettext_lazy("job", "waiting"), ""),
    JobState.RUNNING: (pgettext_lazy("job", "running"), "info"),
    JobState.DONE: (pgettext_lazy("job", "done"), "good"),
    JobState.FAILED: (pgettext_lazy("job", "failed"), "bad"),
    JobState.CANCELLED: (pgettext_lazy("job", "cancelled"), "warn"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of work in words."""

    run: JobRun
    title: str
    state: SafeString
    percent: int
    note: str
    going: bool
    stopping: bool
    url: str


def shown(run: JobRun) -> Shown:
    """What a page says of a piece of work."""
    words, meaning = STATES[JobState(run.state)]
    going = run.state in {JobState.QUEUED, JobState.RUNNING}
    return Shown(
        run=run,
        title=refusals.titled("JOBS", run.kind),
        state=badge(words, meaning),
        percent=round(100 * run.progress),
        note=_note(run),
        going=going,
        stopping=going and run.cancel_requested_at is not None,
        url=job_links[run.kind](run) if run.state == JobState.DONE and run.kind in job_links else "",
    )


def _note(run: JobRun) -> str:
    if run.state == JobState.FAILED:
        if "refusal" in run.result:
            return refusals.words_of(str(run.result["refusal"]), run.result.get("data", {}))
        return _("It broke: %(error)s. Nothing half-done was kept.") % {"error": run.result.get("error", "")}
    return refusals.said("JOB_NOTES", run.kind, run.note) if run.note else ""


def _address(run: JobRun) -> str:
    return reverse("job", args=[run.pk])


def listing(zone: str) -> List:
    """The list of running work, its moments in the reader's zone."""
    return List(
        key="jobs",
        columns=(
            Column("work", gettext_lazy("Work"), lambda run: refusals.titled("JOBS", run.kind), link=_address),
            Column("state", gettext_lazy("State"), "state", shown=lambda run: shown(run).state),
            Column("progress", gettext_lazy("Progress"), lambda run: f"{round(100 * run.progress)} %", numeric=True),
            Column("note", gettext_lazy("What it says"), _note),
            Column(
                "asked",
                pgettext_lazy("job", "Asked for"),
                "queued_at",
                sort="queued_at",
                descending=True,
                shown=lambda run: when(run.queued_at, zone),
            ),
            Column("ended", gettext_lazy("Ended"), "finished_at", shown=lambda run: when(run.finished_at, zone)),
            Column("result", gettext_lazy("Result"), "", shown=_result, export=False),
        ),
        filters=(
            Filter(
                "state",
                gettext_lazy("State"),
                [(state.value, words) for state, (words, _meaning) in STATES.items()],
                lambda rows, value: rows.filter(state=value),
            ),
        ),
        default_sort="-asked",
        empty=Empty(
            gettext_lazy("Nothing runs"),
            gettext_lazy("Planning an agenda, importing a list and sending invitations appear here while they run."),
        ),
    )


def _result(run: JobRun) -> object:
    url = shown(run).url
    return format_html('<a href="{}">{}</a>', url, _("See the result")) if url else ""


def running_work(request: HttpRequest) -> HttpResponseBase:
    """Every piece of work this reader may follow."""
    actor = actor_of(request)
    rows = rules.visible_runs(actor, actor.hub_ids)
    return listing(_zone(request)).respond(request, rows, {"heading": _("Running work")})


def _zone(request: HttpRequest) -> str:
    """The reader's own zone, else that of the hub they work in."""
    own = getattr(request.user, "zone", "")
    hub = None if own else hubs_of(actor_of(request)).first()
    return str(own or (hub.zone if hub else "UTC"))


def job(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """One piece of work: progress, cancel, result."""
    run = rules.access_run(actor_of(request), run_id)
    return render(request, "shell/job.html", {"job": shown(run)})


def progress(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The progress alone, for a page that polls; when the work has ended, the page is loaded anew."""
    job = shown(rules.access_run(actor_of(request), run_id))
    response = render(request, "parts/job.html", {"job": job})
    if not job.going:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def cancel(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Ask a piece of work to stop."""
    run = rules.access_run(actor_of(request), run_id, to="cancel")
    try:
        jobs.request_cancel(run, at=clock.current().now())
    except Refusal as refusal:
        toast(request, refusals.words(refusal))
    else:
        toast(request, _("Asked to stop. What was there before stays as it is."))
    return redirect("job", run_id=run.pk)
