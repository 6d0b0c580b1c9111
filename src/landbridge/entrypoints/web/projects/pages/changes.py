"""Registering and changing a project, a step of its journey with its evidence, a document for its record."""

from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.network.choosing import organisation_named
from landbridge.entrypoints.web.network.hubs import hub_of, today_in, working_hub
from landbridge.entrypoints.web.network.pages.organisations import status_of
from landbridge.entrypoints.web.projects.forms import (
    AdvanceForm,
    DocumentForm,
    NewProjectForm,
    ProjectForm,
    ahead_of,
    initial_of,
    moment_on,
)
from landbridge.entrypoints.web.projects.pages.listing import address
from landbridge.entrypoints.web.stations import BY_KEY
from landbridge.entrypoints.web.templatetags.landbridge import name
from landbridge.entrypoints.web.toasts import toast
from landbridge.kernel.refusal import Refusal
from landbridge.network.permissions import Permission
from landbridge.projects import actions, rules
from landbridge.projects.models import Project
from landbridge.projects.states import Stage


def add(request: HttpRequest) -> HttpResponse:
    """Register a project at its first contact."""
    hub = working_hub(request, Permission.EDIT_PROJECTS)
    now = clock.current().now()
    form = NewProjectForm(request.POST or None, initial={"contacted_on": today_in(hub, now)})
    if request.method == "POST" and form.is_valid():
        organisation_id = _organisation(request, hub.pk, form)
        if not form.errors:
            try:
                made = actions.register_project(
                    actor=actor_of(request),
                    hub_id=hub.pk,
                    at=now,
                    contacted_at=moment_on(form.cleaned_data["contacted_on"], now=now, zone=hub.zone),
                    entered_later=form.cleaned_data["entered_later"],
                    **form.facts(organisation_id),
                )
            except Refusal as refusal:
                _refused(form, refusal, effective_at="contacted_on")
            else:
                toast(request, _("%(code)s is registered.") % {"code": made.code})
                return redirect(address(made))
    context = {
        "form": form,
        "heading": _("Register a project"),
        "cancel_url": reverse("projects:projects"),
        "hub": hub,
        "form_name": "project",
    }
    return render(request, "projects/edit.html", context, status=status_of(form))


def change(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Change what is said of a project."""
    found = rules.access_project(actor_of(request), project_id, to="change")
    form = ProjectForm(request.POST or None, initial=initial_of(found), project=found)
    if request.method == "POST" and form.is_valid():
        organisation_id = _organisation(request, found.hub_id, form)
        if not form.errors:
            try:
                actions.change_project(
                    actor=actor_of(request),
                    project_id=found.pk,
                    at=clock.current().now(),
                    **form.facts(organisation_id),
                )
            except Refusal as refusal:
                _refused(form, refusal)
            else:
                toast(request, _("Saved."))
                return redirect(address(found))
    return _answered(request, form, found, format_html(_("Change {}"), name(found)))


def advance(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Record that a project reached a station, with what proves it."""
    found = rules.access_project(actor_of(request), project_id, to="change")
    hub, now, stage = hub_of(request, found.hub_id), clock.current().now(), Stage(found.stage)
    ahead = ahead_of(stage)
    if not ahead:
        toast(request, _("The project stands at the last station."))
        return redirect(address(found))
    asked = request.GET.get("to", "")
    first = {"on": today_in(hub, now), "to": asked if asked in dict(ahead) else ahead[0][0]}
    form = AdvanceForm(request.POST or None, request.FILES or None, initial=first, stage=stage)
    if request.method == "POST" and form.is_valid():
        to = Stage(form.cleaned_data["to"])
        try:
            actions.advance(
                actor=actor_of(request),
                project_id=found.pk,
                to=to,
                at=now,
                effective_at=moment_on(form.cleaned_data["on"], now=now, zone=hub.zone),
                entered_later=form.cleaned_data["entered_later"],
                note=form.cleaned_data["note"],
                document=form.document(),
            )
        except Refusal as refusal:
            _refused(form, refusal, effective_at="on")
        else:
            toast(request, _("The project reached %(station)s.") % {"station": BY_KEY[to.value].name})
            return redirect(address(found))
    return _answered(
        request, form, found, format_html(_("Which station did {} reach?"), name(found)), submit=_("Record the step")
    )


def add_document(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Keep a document with a project's record."""
    found = rules.access_project(actor_of(request), project_id, to="change")
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_document(
                actor=actor_of(request), project_id=found.pk, given=form.given(), at=clock.current().now()
            )
        except Refusal as refusal:
            _refused(form, refusal)
        else:
            toast(request, _("The document is kept."))
            return redirect(address(found))
    return _answered(request, form, found, format_html(_("A document for {}"), name(found)))


def _organisation(request: HttpRequest, hub_id: UUID, form: ProjectForm) -> UUID | None:
    if not form.cleaned_data["organisation"]:
        return None
    named = organisation_named(request, hub_id, form)
    return named.pk if named else None


def _refused(form: Form, refusal: Refusal, **instead: str) -> None:
    """Put the words at the form's own fields, where these are called otherwise than the action's."""
    moved = {f.field for f in getattr(refusal, "findings", ()) if f.field in instead}
    refused(form, refusal)
    for field in moved:
        for error in form.errors.pop("__all__", []):
            form.add_error(instead[field], error)


def _answered(request: HttpRequest, form: Form, project: Project, heading: object, *, submit: str = "") -> HttpResponse:
    context = {
        "form": form,
        "heading": heading,
        "project": project,
        "cancel_url": address(project),
        "form_name": f"project-{project.pk}",
        "submit": submit or None,
    }
    return render(request, "projects/edit.html", context, status=status_of(form))
