"""One's own agenda: as page, on paper, and as a calendar's feed."""

from collections.abc import Sequence
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import http_date, quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from landbridge.entrypoints.web.downloads import ICS, calendar_to_keep
from landbridge.entrypoints.web.events.days import days_of
from landbridge.entrypoints.web.events.live import my_now, the_day, unless_known
from landbridge.entrypoints.web.events.papers import pdf
from landbridge.entrypoints.web.limits import guesses_limited, limited
from landbridge.entrypoints.web.personal import session
from landbridge.entrypoints.web.personal.pages import surroundings
from landbridge.entrypoints.web.personal.session import PersonalRequest, personal
from landbridge.entrypoints.web.secrecy import discreet
from landbridge.entrypoints.web.toasts import toast
from landbridge.events.actions import feeds
from landbridge.events.calendars import calendar_file, event_calendar
from landbridge.events.letters import language_of
from landbridge.events.models import Attendee, CalendarFeed
from landbridge.events.queries.personal import (
    Entry,
    agenda_of,
    attendee_of_feed,
    calendar_interpreted,
    calendar_of,
    feed_of,
    interpreter_of_feed,
    living_feed,
)
from landbridge.events.tokens import digest_of
from landbridge.ground.hubs import hub_context
from landbridge.kernel.zones import to_wall

BEAT: Final = 4
"""Seconds between two looks of a phone that is being looked at."""


@limited(per_minute=240, by=session.holder_or_address)
@personal
def agenda(request: PersonalRequest) -> HttpResponse:
    """One's meetings: now and next first, then each day."""
    attendee = own(request)
    days = days_of(request.link.event, agenda_of(attendee), request.at)
    shown = [entry for day in days for entry in day.entries]
    found = {
        **surroundings(request, "agenda"),
        "days": days,
        "now": my_now(the_day(request.link.event, request.at), attendee.pk, request.at),
        "beat": BEAT if _is_on(request) else 0,
        "count": len(shown),
        "past": any(entry.state == "past" for entry in shown),
        "feed": living_feed(attendee),
    }
    return render(request, "personal/agenda.html", found)


@require_safe
@limited(per_minute=60, by=session.holder_or_address)
@personal
def now(request: PersonalRequest) -> HttpResponse:
    """The part of one's agenda that changes during the day: where one is due now and next."""
    event = request.link.event
    shown = my_now(the_day(event, request.at), request.attendee.pk, request.at)
    return unless_known(
        request, render_to_string("personal/_now.html", {"now": shown, "event": event}, request).encode()
    )


def _is_on(request: PersonalRequest) -> bool:
    """Whether it is a day of the road show, at its place: only then a phone looks again and again."""
    event = request.link.event
    return event.first_day <= to_wall(request.at, event.zone).date() <= event.last_day


def own(request: PersonalRequest) -> Attendee:
    """Whose page it is, with the event beside."""
    attendee = request.attendee
    attendee.event = request.link.event
    return attendee


@limited(per_minute=60, by=session.holder_or_address)
@personal
def paper(request: PersonalRequest) -> HttpResponse:
    """One's agenda as PDF."""
    attendee = own(request)
    return pdf(attendee.event, [(attendee, agenda_of(attendee))], request.at.date(), attendee.participant.label)


@limited(per_minute=60, by=session.holder_or_address)
@personal
def file(request: PersonalRequest) -> HttpResponse:
    """One's agenda as a calendar file."""
    return own_calendar(own(request))


def own_calendar(attendee: Attendee) -> HttpResponse:
    """The published meetings of one person, as a calendar file in the reader's language."""
    content = calendar_file(attendee, calendar_of(attendee), get_language() or "en")
    return calendar_to_keep(content, f"{attendee.event.code}-{attendee.participant.label}")


@require_POST
@limited(per_minute=30, by=session.holder_or_address)
@personal
def open_feed(request: PersonalRequest) -> HttpResponse:
    """Give the calendar an address and show it this once; a former one ends."""
    opened = feeds.open_feed(actor=request.holder, attendee_id=request.attendee.pk, at=request.at)
    return render(request, "personal/calendar.html", surroundings(request, "agenda") | feed_addresses(opened.token))


def feed_addresses(token: str) -> dict[str, object]:
    """Where a calendar's feed is, for programmes that take a page's address and for those that follow one."""
    address = f"{settings.SITE_URL}{reverse('personal:calendar', args=[token])}"
    return {"address": address, "webcal": "webcal://" + address.split("://", 1)[1]}


@require_POST
@personal
def close_feed(request: PersonalRequest) -> HttpResponse:
    """End the calendar's address."""
    feeds.revoke_feed(actor=request.holder, attendee_id=request.attendee.pk, at=request.at)
    toast(request, _("The calendar's address has ended. Calendars that used it are no longer brought up to date."))
    return redirect("personal:agenda")


@discreet
@guesses_limited(per_minute=60)
@require_safe
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The feed: a calendar programme asks for it again and again, with the secret alone."""
    feed = feed_of(token)
    if feed is None:
        return HttpResponseNotFound(_("This calendar has ended."), content_type="text/plain; charset=utf-8")
    with hub_context(feed.hub_id):
        entries, content = _followed(feed)
    tag = quote_etag(digest_of(content.decode())[:32])
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers={"ETag": tag})
    response = HttpResponse(content, content_type=ICS, headers={"ETag": tag})
    if entries:
        response["Last-Modified"] = http_date(max(entry.changed_at for entry in entries).timestamp())
    response["Content-Disposition"] = 'inline; filename="agenda.ics"'
    return response


def _followed(feed: CalendarFeed) -> tuple[Sequence[Entry], bytes]:
    """What a feed tells: its meetings, and the file in its owner's language."""
    if feed.interpreter_id is not None:
        interpreter = interpreter_of_feed(feed)
        told = calendar_interpreted(interpreter)
        return told, event_calendar(interpreter.event, told, language_of(interpreter))
    attendee = attendee_of_feed(feed)
    told = calendar_of(attendee)
    return told, calendar_file(attendee, told, language_of(attendee))
