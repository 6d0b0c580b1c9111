"""Who of the parties on the list did not come to earlier road shows, what follows, and the organiser's excuse."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web import refusals
from landbridge.entrypoints.web.events.steps import event_context
from landbridge.entrypoints.web.toasts import toast
from landbridge.events import rules
from landbridge.events.actions import no_shows as actions
from landbridge.events.attendance import REMEMBERED
from landbridge.events.models import Event
from landbridge.events.queries import no_shows as queries
from landbridge.events.queries.parties import attending
from landbridge.events.readiness import Step
from landbridge.kernel.refusal import InputRefused, Missing

MONTHS = round(REMEMBERED.days / 30.4)


def no_shows(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """The parties, their earlier no-shows, the limit that holds for each."""
    return _page(request, rules.access_event(actor_of(request), event_id, to="plan"))


@require_POST
def excuse(request: HttpRequest, event_id: UUID, no_show_id: UUID) -> HttpResponse:
    """Let one count no more, and say why."""
    actor, at = actor_of(request), clock.current().now()
    event = _event_knowing(request, event_id, no_show_id)
    text = request.POST.get("excuse", "")
    try:
        actions.excuse_no_show(actor=actor, no_show_id=no_show_id, excuse=text, at=at)
    except InputRefused as refusal:
        return _page(
            request,
            event,
            about=no_show_id,
            typed=text,
            refusal=refusals.finding_words(refusal.findings[0]),
            status=422,
        )
    undo = reverse("events:count_no_show", args=[event_id, no_show_id])
    toast(request, _("Excused. It counts no more, here and elsewhere."), undo=undo)
    return HttpResponseRedirect(reverse("events:no_shows", args=[event_id]))


@require_POST
def count(request: HttpRequest, event_id: UUID, no_show_id: UUID) -> HttpResponse:
    """Take an excuse back."""
    actor = actor_of(request)
    _event_knowing(request, event_id, no_show_id)
    actions.count_again(actor=actor, no_show_id=no_show_id, at=clock.current().now())
    toast(request, _("It counts again."))
    return HttpResponseRedirect(reverse("events:no_shows", args=[event_id]))


def _event_knowing(request: HttpRequest, event_id: UUID, no_show_id: UUID) -> Event:
    """The road show, to plan, if its hub remembers that no-show."""
    event = rules.access_event(actor_of(request), event_id, to="plan")
    if not queries.is_of_the_hub(event, no_show_id):
        raise Missing(identifier=str(no_show_id))
    return event


def _page(
    request: HttpRequest,
    event: Event,
    *,
    about: UUID | None = None,
    typed: str = "",
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = event_context(actor_of(request), event, here=Step.PEOPLE) | {
        "remembered": queries.remembered(event, attending(event)),
        "months": MONTHS,
        "about": about,
        "typed": typed,
        "refusal": refusal,
    }
    return render(request, "events/no_shows.html", context, status=status)
