"""An offer and a need side by side: what each says, why and why not, what came of it; refusing with a reason."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web import matches
from landbridge.entrypoints.web.events.forms.matching import RefuseForm
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.matchmaking.forms import OutcomeForm
from landbridge.entrypoints.web.matchmaking.tabs import about_organisation, about_project, shown
from landbridge.entrypoints.web.network.hubs import hub_of, today_in
from landbridge.entrypoints.web.toasts import toast
from landbridge.kernel.refusal import Missing, Refusal
from landbridge.matchmaking import actions, queries, rules
from landbridge.matchmaking.actions import shortlists
from landbridge.matchmaking.models import Need
from landbridge.matchmaking.phrases import RESULTS, reason_words
from landbridge.projects.models import Project
from landbridge.projects.rules import access_project


def pair(request: HttpRequest, project_id: UUID, need_id: UUID) -> HttpResponse:
    """The two side by side. That it was opened is counted once."""
    project, need = _both(request, project_id, need_id)
    shortlists.note_opened(
        actor=actor_of(request), hub_id=project.hub_id, project_id=project.pk,
        organisation_id=need.organisation_id, at=clock.current().now(),
    )  # fmt: skip
    return _page(request, project, need)


def refuse(request: HttpRequest, project_id: UUID, need_id: UUID) -> HttpResponse:
    """Refuse the pair with its reason: it is on no list until the refusal is lifted."""
    project, need = _both(request, project_id, need_id)
    rules.require_change(actor_of(request), project.hub_id)
    form = RefuseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            refusal = actions.refuse_pair(
                actor=actor_of(request),
                hub_id=project.hub_id,
                project_id=project.pk,
                organisation_id=need.organisation_id,
                reason=form.cleaned_data["reason"],
                note=form.cleaned_data["note"],
                at=clock.current().now(),
            )
        except Refusal as told:
            refused(form, told)
        else:
            undo = reverse("matchmaking:lift_refusal", args=[refusal.pk])
            toast(request, _("The pair is refused and on no list any more."), undo=undo)
            return redirect("matchmaking:pair", project.pk, need.pk)
    return _page(request, project, need, refusing=form)


def outcome(request: HttpRequest, project_id: UUID, need_id: UUID) -> HttpResponse:
    """Record what came of the pair."""
    project, need = _both(request, project_id, need_id)
    rules.require_change(actor_of(request), project.hub_id)
    now = clock.current().now()
    today = today_in(hub_of(request, project.hub_id), now)
    form = OutcomeForm(request.POST or None, initial={"happened_on": today})
    if request.method == "POST" and form.is_valid():
        try:
            shortlists.record_outcome(
                actor=actor_of(request),
                hub_id=project.hub_id,
                project_id=project.pk,
                organisation_id=need.organisation_id,
                today=today,
                at=now,
                **form.cleaned_data,
            )
        except Refusal as told:
            refused(form, told)
        else:
            toast(request, _("The outcome is recorded."))
            return redirect("matchmaking:pair", project.pk, need.pk)
    return _page(request, project, need, recording=form)


def _both(request: HttpRequest, project_id: UUID, need_id: UUID) -> tuple[Project, Need]:
    actor = actor_of(request)
    project, need = access_project(actor, project_id), rules.access_need(actor, need_id)
    if project.hub_id != need.hub_id:
        raise Missing(identifier=str(need_id))
    return project, need


def _page(
    request: HttpRequest,
    project: Project,
    need: Need,
    *,
    refusing: RefuseForm | None = None,
    recording: OutcomeForm | None = None,
) -> HttpResponse:
    card = queries.card_of(project, need)
    refusal = queries.standing_refusal(project, need.organisation_id)
    hub = hub_of(request, project.hub_id)
    found = queries.outcomes_between(project, need.organisation_id)
    context = {
        "project": project,
        "need": need,
        "zone": hub.zone,
        "about_project": about_project(project),
        "about_need": about_organisation(need.organisation),
        "rows": matches.sides(project, need.organisation, need),
        "card": shown(card, of_need=False) if card else None,
        "refusal": refusal,
        "reason": reason_words(refusal.reason) if refusal else "",
        "outcomes": [(one, RESULTS[one.result]) for one in found],
        "meetings": queries.meetings_between(project, need.organisation_id),
        "sighting": queries.sighting_of(project, need.organisation_id),
        "refusing": refusing,
        "recording": recording,
        "may_change": actor_of(request).may(rules.CHANGE, project.hub_id),
    }
    failed = bool((refusing and refusing.errors) or (recording and recording.errors))
    return render(request, "matchmaking/pair.html", context, status=422 if failed else 200)
