"""Group sessions: the list, a new one, who takes part and who waits."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web import refusals
from landbridge.entrypoints.web.events.day import day_context
from landbridge.entrypoints.web.events.forms.gatherings import GatheringForm
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.identifiers import asked_for
from landbridge.entrypoints.web.toasts import toast
from landbridge.events import rules
from landbridge.events.actions import gatherings as actions
from landbridge.events.models import Event, Gathering
from landbridge.events.phrases.desk import GATHERINGS
from landbridge.events.queries import desk as desk_queries
from landbridge.events.queries import gatherings as queries
from landbridge.kernel.refusal import Missing, Refusal

FOUND_AT_ONCE = 10


def gatherings(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """The group sessions of a road show, and the form for one more."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="desk")
    form = GatheringForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_gathering(actor=actor, event_id=event.pk, facts=form.facts(), at=clock.current().now())
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("The group session is set. Meetings are planned around those who sign up."))
            return HttpResponseRedirect(request.path)
    context = day_context(actor, event, here="gatherings") | {
        "form": form,
        "sessions": [(one, GATHERINGS[one.gathering.kind]) for one in queries.sessions_of(event)],
    }
    return render(request, "events/gatherings.html", context, status=422 if form.errors else 200)


def gathering(request: HttpRequest, event_id: UUID, gathering_id: UUID) -> HttpResponse:
    """Who takes part and who waits; somebody to sign up."""
    event, found = _access(request, event_id, gathering_id)
    text = request.GET.get("q", "").strip()
    people = desk_queries.found(desk_queries.expected(event), text).order_by("participant__label", "pk")
    tickets = queries.tickets_of(found)
    context = day_context(actor_of(request), event, here="gatherings") | {
        "gathering": found,
        "kind": GATHERINGS[found.kind],
        "taking_part": [one for one in tickets if one.number is not None],
        "waiting": [one for one in tickets if one.number is None],
        "q": text,
        "people": people[:FOUND_AT_ONCE] if text else [],
    }
    return render(request, "events/gathering.html", context)


@require_POST
def change(request: HttpRequest, event_id: UUID, gathering_id: UUID) -> HttpResponse:
    """Sign somebody up, give their place up, change the number of places, or call the session off."""
    event, found = _access(request, event_id, gathering_id)
    actor, at = actor_of(request), clock.current().now()
    given = request.POST
    try:
        if "off" in given:
            actions.cancel_gathering(actor=actor, gathering_id=found.pk, at=at)
            return HttpResponseRedirect(reverse("events:gatherings", args=[event.pk]))
        if "capacity" in given:
            actions.set_capacity(actor=actor, gathering_id=found.pk, capacity=_number(given["capacity"]), at=at)
        else:
            act = actions.give_up if "give_up" in given else actions.sign_up
            act(actor=actor, gathering_id=found.pk, attendee_id=asked_for(given.get("attendee", "")), at=at)
    except Missing:
        raise
    except Refusal as refusal:
        told = " ".join(map(refusals.finding_words, getattr(refusal, "findings", ())))
        toast(request, told or refusals.words(refusal))
    return HttpResponseRedirect(reverse("events:gathering", args=[event.pk, found.pk]))


def edit(request: HttpRequest, event_id: UUID, gathering_id: UUID) -> HttpResponse:
    """Change what a group session is, when and where: who signed up is told of other times and another place."""
    event, found = _access(request, event_id, gathering_id)
    rules.access_event(actor_of(request), event_id, to="plan")
    form = GatheringForm(request.POST) if request.method == "POST" else GatheringForm.of(found, event.zone)
    here = reverse("events:gathering", args=[event.pk, found.pk])
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_gathering(
                actor=actor_of(request), gathering_id=found.pk, facts=form.facts(), at=clock.current().now()
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("Saved. Whoever signed up is told if time or place changed."))
            return HttpResponseRedirect(here)
    heading = found.name.shown(get_language() or "en")
    context = {"event": event, "form": form, "heading": heading, "cancel_url": here, "crumb": _("Group sessions")}
    return render(request, "events/part.html", context, status=422 if form.errors else 200)


def _access(request: HttpRequest, event_id: UUID, gathering_id: UUID) -> tuple[Event, Gathering]:
    event = rules.access_event(actor_of(request), event_id, to="desk")
    found = queries.gathering_of(event, gathering_id)
    if found is None:
        raise Missing(identifier=str(gathering_id))
    return event, found


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
