"""One's own agenda under one's account: for founders and partners whose account is bound to their person."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web.events.days import days_of
from landbridge.entrypoints.web.events.papers import pdf
from landbridge.entrypoints.web.personal.agenda import own_calendar
from landbridge.entrypoints.web.secrecy import unwritten
from landbridge.events.holders import access_own_agenda
from landbridge.events.queries.personal import agenda_of


@require_safe
def agenda(request: HttpRequest, attendee_id: UUID) -> HttpResponse:
    """One's meetings of the published agenda, day by day."""
    attendee, now = access_own_agenda(actor_of(request), attendee_id), clock.current().now()
    context = {
        "attendee": attendee,
        "event": attendee.event,
        "party": attendee.participant,
        "days": days_of(attendee.event, agenda_of(attendee), now),
    }
    return unwritten(render(request, "personal/mine.html", context))


@require_safe
def paper(request: HttpRequest, attendee_id: UUID) -> HttpResponse:
    """The same as PDF."""
    attendee, now = access_own_agenda(actor_of(request), attendee_id), clock.current().now()
    printed = pdf(attendee.event, [(attendee, agenda_of(attendee))], now.date(), attendee.participant.label)
    return unwritten(printed)


@require_safe
def calendar(request: HttpRequest, attendee_id: UUID) -> HttpResponse:
    """The same as a calendar file, as it stands now."""
    return unwritten(own_calendar(access_own_agenda(actor_of(request), attendee_id)))
