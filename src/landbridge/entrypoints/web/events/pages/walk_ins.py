"""Walk-ins and the standby list."""

from collections.abc import Mapping
from typing import Any
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
from landbridge.entrypoints.web.events.forms.people import group_choices
from landbridge.entrypoints.web.events.forms.walk_ins import WalkInForm
from landbridge.entrypoints.web.events.live import wall
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.identifiers import identifier
from landbridge.entrypoints.web.toasts import toast
from landbridge.events import rules
from landbridge.events.actions import standby, walk_ins
from landbridge.events.actions.groups import in_order
from landbridge.events.models import Event
from landbridge.events.queries import desk as desk_queries
from landbridge.events.queries import standby as queries
from landbridge.events.refusals import LooksKnown
from landbridge.events.states import Side
from landbridge.kernel.ids import uuid7
from landbridge.kernel.refusal import Missing, Refusal
from landbridge.network.rules import visible_organisations


def walk_in(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """The form; with it a person is on the list, checked in, and has a badge."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="desk")
    groups = sorted(in_order(event), key=lambda group: group.side == Side.DELEGATION)
    form = WalkInForm(request.POST or None, groups=group_choices(groups, get_language() or "en"))
    known: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        guest, at = form.guest(sure="sure" in request.POST), clock.current().now()
        try:
            device = UUID(request.POST.get("device", ""))
        except ValueError:
            raise Missing(identifier="") from None
        try:
            made = walk_ins.walk_in(actor=actor, event_id=event.pk, guest=guest, device=device, at=at)
        except LooksKnown as refusal:
            known = _known(request, event, refusal.data)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("%(label)s is on the list and checked in.") % {"label": made.attendee.participant.label})
            return HttpResponseRedirect(f"{request.path}?made={made.attendee.pk}")
    return _page(request, event, form, known)


def _page(request: HttpRequest, event: Event, form: WalkInForm, known: Mapping[str, Any]) -> HttpResponse:
    at = clock.current().now()
    named, wished = identifier(request.GET.get("made")), queries.still_wished(event)
    made = desk_queries.expected(event).filter(pk=named).first() if named else None
    context = day_context(actor_of(request), event, here="walk_ins") | {
        "form": form,
        "known": known,
        "device": request.POST.get("device") or uuid7(),
        "made": made,
        "waiting": [(one, wall(event, one.since), one.participant_id in wished) for one in queries.waiting(event)],
        "at": at,
    }
    status = 422 if form.errors else 409 if known else 200
    return render(request, "events/walk_ins.html", context, status=status)


def _known(request: HttpRequest, event: Event, data: Mapping[str, Any]) -> dict[str, Any]:
    """Who looks alike: on the list already, or a company one can say it is."""
    actor = actor_of(request)
    companies = visible_organisations(actor, hub_id=event.hub_id).filter(pk__in=data["organisations"])
    return {
        "listed": desk_queries.expected(event).filter(pk__in=data["listed"]),
        "companies": companies.order_by("sort_key"),
        "people": len(data["people"]),
    }


@require_POST
def stand_by(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Put parties on the standby list by their labels."""
    event = rules.access_event(actor_of(request), event_id, to="desk")
    try:
        standby.stand_by_labels(
            actor=actor_of(request), event_id=event.pk, labels=request.POST.get("labels", "").split(),
            at=clock.current().now(),
        )  # fmt: skip
    except Refusal as refusal:
        toast(
            request, " ".join(map(refusals.finding_words, getattr(refusal, "findings", ()))) or refusals.words(refusal)
        )
    return _back(event)


@require_POST
def place(request: HttpRequest, event_id: UUID, standby_id: UUID) -> HttpResponse:
    """Give one who waits the earliest free place."""
    event = _event_with(request, event_id, standby_id)
    try:
        standby.place_standby(actor=actor_of(request), standby_id=standby_id, at=clock.current().now())
    except Refusal as refusal:
        toast(request, refusals.words(refusal))
    else:
        toast(request, _("A place was given. Both sides are told."))
    return _back(event)


@require_POST
def fill(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Give free places to all who wait, in order."""
    event = rules.access_event(actor_of(request), event_id, to="desk")
    placed = standby.fill_places(actor=actor_of(request), event_id=event_id, at=clock.current().now())
    toast(request, _("Places given: %(n)s.") % {"n": placed})
    return _back(event)


@require_POST
def leave(request: HttpRequest, event_id: UUID, standby_id: UUID) -> HttpResponse:
    """Take one off the standby list."""
    event = _event_with(request, event_id, standby_id)
    standby.leave_standby(actor=actor_of(request), standby_id=standby_id, at=clock.current().now())
    return _back(event)


def _event_with(request: HttpRequest, event_id: UUID, standby_id: UUID) -> Event:
    """The road show, for its desk, if this party waits or waited there."""
    event = rules.access_event(actor_of(request), event_id, to="desk")
    if not event.standbys.filter(pk=standby_id).exists():
        raise Missing(identifier=str(standby_id))
    return event


def _back(event: Event) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('events:walk_ins', args=[event.pk])}#standby")
