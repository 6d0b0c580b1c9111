"""The shortlist of a project or a need: made in a job, shown as cards, refusals lifted."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web.matchmaking.tabs import about_project, shown
from landbridge.entrypoints.web.network.hubs import hub_of
from landbridge.entrypoints.web.shell.jobs import job_links
from landbridge.entrypoints.web.shell.jobs import shown as shown_job
from landbridge.entrypoints.web.shell.preferences import back
from landbridge.entrypoints.web.toasts import toast
from landbridge.ground.models import JobRun
from landbridge.matchmaking import actions, queries, rules
from landbridge.matchmaking.actions import shortlists
from landbridge.matchmaking.models import Need
from landbridge.matchmaking.phrases import BARRIERS, RANKERS, reason_words
from landbridge.projects.models import Project
from landbridge.projects.rules import access_project


def list_context(subject: Project | Need) -> dict[str, object]:
    """What a page with a shortlist shows: its cards, how it was made, what was refused, the work that goes on."""
    of_need = isinstance(subject, Need)
    kept = queries.shortlist_of(subject)
    cards = queries.cards(kept) if kept else []
    running = queries.running_list(subject)
    return {
        "subject": subject,
        "of_need": of_need,
        "kept": kept,
        "cards": [shown(card, of_need=of_need) for card in cards],
        "ranker": RANKERS[kept.ranker] if kept else "",
        "barred": [(BARRIERS.get(code, code), count) for code, count in kept.barred.items()] if kept else [],
        "kept_percent": round(100 * kept.kept_fit) if kept else 100,
        "new": queries.new_since(kept) if kept else 0,
        "refusals": [(refusal, reason_words(refusal.reason)) for refusal in queries.refusals_of(subject)],
        "running": shown_job(running) if running else None,
        "make_url": reverse(f"matchmaking:make_for_{'need' if of_need else 'project'}", args=[subject.pk]),
        "now": clock.current().now(),
    }


def project_list(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Whom a project should meet, of all that look for something, and why."""
    actor = actor_of(request)
    found = access_project(actor, project_id)
    hub = hub_of(request, found.hub_id)
    context = list_context(found) | {
        "project": found,
        "hub": hub,
        "zone": hub.zone,
        "about": about_project(found),
        "may_change": actor.may(rules.CHANGE, found.hub_id),
    }
    return render(request, "matchmaking/project.html", context)


@require_POST
def make_for_project(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Ask for a project's list; the page shows how far it is."""
    found = access_project(actor_of(request), project_id)
    shortlists.ask_for_shortlist(actor=actor_of(request), subject=found, at=clock.current().now())
    return redirect("matchmaking:project", found.pk)


@require_POST
def make_for_need(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """Ask for a need's list; the page shows how far it is."""
    found = rules.access_need(actor_of(request), need_id)
    shortlists.ask_for_shortlist(actor=actor_of(request), subject=found, at=clock.current().now())
    return redirect("matchmaking:need", found.pk)


@require_POST
def lift(request: HttpRequest, refusal_id: UUID) -> HttpResponse:
    """Let a refused pair be proposed again."""
    found = rules.access_refusal_seen(actor_of(request), refusal_id)
    actions.lift_refusal(actor=actor_of(request), hub_id=found.hub_id, refusal_id=refusal_id, at=clock.current().now())
    toast(request, _("The refusal is lifted. Make the list anew to see the pair again."))
    wanted = back(request)
    return HttpResponseRedirect(wanted if wanted != "/" else reverse("matchmaking:project", args=[found.project_id]))


def _made(run: JobRun) -> str:
    """Where a finished list stands."""
    of = "need" if "need" in run.result else "project"
    return reverse(f"matchmaking:{of}", args=[run.result[of]])


job_links.add(shortlists.JOB, _made)
