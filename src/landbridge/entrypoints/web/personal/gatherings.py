"""Group sessions on one's own page: sign up, wait, give up."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints.web import refusals
from landbridge.entrypoints.web.limits import limited
from landbridge.entrypoints.web.personal import session
from landbridge.entrypoints.web.personal.pages import surroundings
from landbridge.entrypoints.web.personal.session import PersonalRequest, personal
from landbridge.entrypoints.web.toasts import toast
from landbridge.events.actions import gatherings as actions
from landbridge.events.phrases.desk import GATHERINGS
from landbridge.events.queries.gatherings import sessions_for
from landbridge.kernel.refusal import Refusal


@limited(per_minute=240, by=session.holder_or_address)
@personal
def gatherings(request: PersonalRequest) -> HttpResponse:
    """The group sessions, with one's own place or turn."""
    attendee = request.attendee
    attendee.event = request.link.event
    shown = [
        (one, GATHERINGS[one.gathering.kind], one.gathering.starts_at > request.at) for one in sessions_for(attendee)
    ]
    return render(request, "personal/gatherings.html", surroundings(request, "gatherings") | {"sessions": shown})


@require_POST
@limited(per_minute=60, by=session.holder_or_address)
@personal
def change(request: PersonalRequest, gathering_id: UUID) -> HttpResponse:
    """Sign up or give up; what is not possible is told on the page one comes back to."""
    act = actions.give_up if "give_up" in request.POST else actions.sign_up
    try:
        act(actor=request.holder, gathering_id=gathering_id, attendee_id=request.attendee.pk, at=request.at)
    except Refusal as refusal:
        toast(request, refusals.words(refusal))
    else:
        toast(request, _("Kept."))
    return HttpResponseRedirect(reverse("personal:gatherings"))
