"""Who interprets at a road show, when they are there, and where each of them is due."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web.downloads import calendar_to_keep
from landbridge.entrypoints.web.events.days import interpreted_days
from landbridge.entrypoints.web.events.forms.people import InterpreterForm
from landbridge.entrypoints.web.events.pages.invitations import code_of
from landbridge.entrypoints.web.events.steps import event_context
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.identifiers import asked_for
from landbridge.entrypoints.web.secrecy import unwritten
from landbridge.entrypoints.web.toasts import toast
from landbridge.events import rules
from landbridge.events.actions import interpreters as actions
from landbridge.events.actions import links
from landbridge.events.calendars import event_calendar
from landbridge.events.models import Event, Interpreter
from landbridge.events.phrases.agendas import joined
from landbridge.events.phrases.languages import language_name
from landbridge.events.phrases.messages import WAYS
from landbridge.events.queries.agendas import published_of
from landbridge.events.queries.interpreters import interpreters_of, meetings_interpreted
from landbridge.events.queries.links import links_of
from landbridge.events.readiness import Step
from landbridge.kernel.refusal import Missing, Refusal
from landbridge.network.queries import found as found_by_name
from landbridge.network.rules import visible_people

FOUND_AT_ONCE = 10


def interpreters(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Whether interpreters are needed, who interprets, and somebody to add."""
    return _page(request, rules.access_event(actor_of(request), event_id, to="plan"), InterpreterForm(prefix="i"))


def _page(request: HttpRequest, event: Event, form: InterpreterForm) -> HttpResponse:
    actor = actor_of(request)
    text = (request.POST.get("q") or request.GET.get("q", "")).strip()
    rows = list(interpreters_of(event))
    present = {row.person_id for row in rows}
    known = visible_people(actor, hub_id=event.hub_id)
    found = list(found_by_name(known, text)[:FOUND_AT_ONCE]) if text else []
    if form.is_bound:
        found = [*known.filter(pk=asked_for(request.POST.get("person", ""))), *found]
    context = event_context(actor, event, here=Step.SETUP) | {
        "interpreters": [(row, spoken(row)) for row in rows],
        "form": form,
        "text": text,
        "found": [person for person in dict.fromkeys(found) if person.pk not in present],
    }
    return render(request, "events/interpreters.html", context, status=422 if form.errors else 200)


def spoken(interpreter: Interpreter) -> str:
    """What an interpreter speaks, in words."""
    return joined((language_name(code) for code in interpreter.languages), most=8)


@require_POST
def needed(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Say whether people who share no language need an interpreter."""
    on = request.POST.get("on") == "1"
    actions.set_interpreting(actor=actor_of(request), event_id=event_id, on=on, at=clock.current().now())
    toast(request, _("Saved."))
    return HttpResponseRedirect(reverse("events:interpreters", args=[event_id]))


@require_POST
def add(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Let somebody of the network interpret."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="plan")
    form = InterpreterForm(request.POST, prefix="i")
    if form.is_valid():
        try:
            actions.add_interpreter(
                actor=actor,
                event_id=event_id,
                person_id=asked_for(request.POST.get("person", "")),
                service=form.service(),
                at=clock.current().now(),
            )
        except Missing:
            raise
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("Added."))
            return HttpResponseRedirect(reverse("events:interpreters", args=[event_id]))
    return _page(request, event, form)


def edit(request: HttpRequest, event_id: UUID, interpreter_id: UUID) -> HttpResponse:
    """Change what an interpreter speaks and when they are there."""
    found = _access(request, event_id, interpreter_id)
    form = InterpreterForm(request.POST) if request.method == "POST" else InterpreterForm.of(found, found.event.zone)
    here = reverse("events:interpreters", args=[event_id])
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_interpreter(
                actor=actor_of(request),
                interpreter_id=interpreter_id,
                service=form.service(),
                at=clock.current().now(),
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("Saved."))
            return HttpResponseRedirect(here)
    context = {
        "event": found.event,
        "form": form,
        "heading": found.person.name.shown(get_language() or "en"),
        "crumb": _("Interpreters"),
        "cancel_url": here,
        "remove_url": reverse("events:remove_interpreter", args=[event_id, interpreter_id]),
    }
    return render(request, "events/part.html", context, status=422 if form.errors else 200)


@require_POST
def remove(request: HttpRequest, event_id: UUID, interpreter_id: UUID) -> HttpResponse:
    """Take an interpreter off."""
    found = _access(request, event_id, interpreter_id)
    actions.remove_interpreter(actor=actor_of(request), interpreter_id=found.pk, at=clock.current().now())
    toast(request, _("Removed."))
    return HttpResponseRedirect(reverse("events:interpreters", args=[event_id]))


def agenda(request: HttpRequest, event_id: UUID, interpreter_id: UUID) -> HttpResponse:
    """Where an interpreter is due, by the agenda that stands."""
    found = _access(request, event_id, interpreter_id)
    version = published_of(found.event)
    entries = meetings_interpreted(found, version) if version else ()
    context = event_context(actor_of(request), found.event, here=Step.SETUP) | {
        "interpreter": found,
        "spoken": spoken(found),
        "published": version,
        "days": interpreted_days(found, entries),
    }
    return render(request, "events/interpreter.html", context)


def link(request: HttpRequest, event_id: UUID, interpreter_id: UUID) -> HttpResponse:
    """GET lists an interpreter's links; POST makes one more and shows its text and code, once."""
    found, actor, at = _access(request, event_id, interpreter_id), actor_of(request), clock.current().now()
    context = event_context(actor, found.event, here=Step.SETUP) | {"interpreter": found, "spoken": spoken(found)}
    if request.method == "POST":
        made = actions.copy_link(actor=actor, interpreter_id=found.pk, at=at)
        context |= {"made": made, "code": code_of(made.address)}
    context |= {
        "links": [(one, WAYS[one.way]) for one in links_of(found, at=at)],
        "most": links.MOST,
        "close_all": reverse("events:revoke_interpreters_links", args=[event_id, found.pk]),
    }
    return unwritten(render(request, "events/interpreter_link.html", context))


@require_POST
def revoke_links(request: HttpRequest, event_id: UUID, interpreter_id: UUID) -> HttpResponse:
    """Close every link of an interpreter and whatever they had opened."""
    found = _access(request, event_id, interpreter_id)
    links.revoke_interpreters_links(actor=actor_of(request), interpreter_id=found.pk, at=clock.current().now())
    toast(request, _("The links are closed, and so are the pages they had opened."))
    return HttpResponseRedirect(reverse("events:interpreter_link", args=[event_id, found.pk]))


def calendar(request: HttpRequest, event_id: UUID, interpreter_id: UUID) -> HttpResponse:
    """An interpreter's meetings as a calendar file, to be sent to them."""
    found = _access(request, event_id, interpreter_id)
    version = published_of(found.event)
    entries = meetings_interpreted(found, version) if version else ()
    content = event_calendar(found.event, entries, get_language() or "en")
    return calendar_to_keep(content, f"interpreter-{found.event.code}")


def _access(request: HttpRequest, event_id: UUID, interpreter_id: UUID) -> Interpreter:
    found = actions.access_interpreter(actor_of(request), interpreter_id)
    if found.event_id != event_id:
        raise Missing(identifier=str(interpreter_id))
    return found
