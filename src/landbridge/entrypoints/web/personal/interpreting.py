"""An interpreter's own agenda by their personal link: as page, as file, and as a calendar's feed."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints.web.downloads import calendar_to_keep
from landbridge.entrypoints.web.events.days import interpreted_days
from landbridge.entrypoints.web.events.pages.interpreters import spoken
from landbridge.entrypoints.web.limits import limited
from landbridge.entrypoints.web.personal import session
from landbridge.entrypoints.web.personal.agenda import feed_addresses
from landbridge.entrypoints.web.personal.session import InterpreterRequest, interpreting
from landbridge.entrypoints.web.toasts import toast
from landbridge.events.actions import feeds
from landbridge.events.calendars import event_calendar
from landbridge.events.queries.agendas import published_of
from landbridge.events.queries.interpreters import meetings_interpreted
from landbridge.events.queries.personal import calendar_interpreted, living_feed


@limited(per_minute=240, by=session.holder_or_address)
@interpreting
def agenda(request: InterpreterRequest) -> HttpResponse:
    """Where one is due, for whom and between which languages, day by day."""
    interpreter = request.interpreter
    version = published_of(interpreter.event)
    entries = meetings_interpreted(interpreter, version) if version else ()
    found = _surroundings(request) | {
        "published": version,
        "days": interpreted_days(interpreter, entries, request.at),
        "feed": living_feed(interpreter),
    }
    return render(request, "personal/interpreting.html", found)


@limited(per_minute=60, by=session.holder_or_address)
@interpreting
def file(request: InterpreterRequest) -> HttpResponse:
    """The same as a calendar file, as it stands now."""
    interpreter = request.interpreter
    content = event_calendar(interpreter.event, calendar_interpreted(interpreter), get_language() or "en")
    return calendar_to_keep(content, interpreter.event.code)


@require_POST
@limited(per_minute=30, by=session.holder_or_address)
@interpreting
def open_feed(request: InterpreterRequest) -> HttpResponse:
    """Give the calendar an address and show it this once; a former one ends."""
    opened = feeds.open_interpreters_feed(actor=request.holder, interpreter_id=request.interpreter.pk, at=request.at)
    found = _surroundings(request) | feed_addresses(opened.token) | {"back": reverse("personal:interpreting")}
    return render(request, "personal/calendar.html", found)


@require_POST
@interpreting
def close_feed(request: InterpreterRequest) -> HttpResponse:
    """End the calendar's address."""
    feeds.revoke_interpreters_feed(actor=request.holder, interpreter_id=request.interpreter.pk, at=request.at)
    toast(request, _("The calendar's address has ended. Calendars that used it are no longer brought up to date."))
    return redirect("personal:interpreting")


def _surroundings(request: InterpreterRequest) -> dict[str, object]:
    interpreter = request.interpreter
    return {"event": interpreter.event, "interpreter": interpreter, "spoken": spoken(interpreter), "now": request.at}
