"""The live board: for hosts with who is missing, and for screens in the hall by an address of their own."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web import wording
from landbridge.entrypoints.web.events.day import day_context
from landbridge.entrypoints.web.events.live import shown_due, shown_missing, the_day, unless_known, wall
from landbridge.entrypoints.web.kept import Kept
from landbridge.entrypoints.web.limits import guesses_limited
from landbridge.entrypoints.web.secrecy import discreet
from landbridge.entrypoints.web.toasts import toast
from landbridge.events import rules
from landbridge.events.actions import screens
from landbridge.events.models import Event, HallScreen
from landbridge.events.phrases.desk import HALL_NAMES
from landbridge.events.queries import live as queries
from landbridge.events.states import HallNames
from landbridge.ground.hubs import hub_context
from landbridge.kernel.refusal import Missing
from landbridge.kernel.zones import to_wall
from landbridge.network.permissions import Permission

BEAT: Final = 3
"""Seconds between two looks of a board."""
SCREENS: Final[Kept[HallScreen | None]] = Kept(1.0)
HALLS: Final[Kept[bytes]] = Kept(0.5)


def live(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Who is due where, now and next, and who is missing; with the screens of the hall."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="desk")
    at = clock.current().now()
    context = (
        day_context(actor, event, here="live")
        | now_of(event, at)
        | {
            "beat": BEAT,
            "screens": queries.screens_of(event, at),
            "names": [(names.value, HALL_NAMES[names.value]) for names in HallNames],
            "may_open": actor.may(Permission.PUBLISH_AGENDA, event.hub_id),
        }
    )
    return render(request, "events/live.html", context)


@require_safe
def live_now(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """The part of the live page that changes."""
    event = rules.access_event(actor_of(request), event_id, to="desk")
    context = now_of(event, clock.current().now())
    return unless_known(request, render_to_string("events/_live.html", context, request).encode())


def now_of(event: Event, at: datetime) -> dict[str, Any]:
    """What the live page shows of this moment."""
    day = the_day(event, at)
    coming = day.coming(at)
    return {
        "event": event,
        "clock": wall(event, at),
        "here": len(day.here),
        "expected": day.expected,
        "going_on": [shown_due(day, due, at, HallNames.PEOPLE) for due in day.going_on(at)],
        "coming": [shown_due(day, due, at, HallNames.PEOPLE) for due in coming],
        "coming_at": _when(event, coming[0].starts_at, at) if coming else "",
        "missing": shown_missing(day, day.missing(at)),
        "version": day.version,
    }


@require_POST
def open_screen(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Make the address of a screen and show it this once."""
    try:
        names = HallNames(request.POST.get("names", ""))
    except ValueError:
        raise Missing(identifier="") from None
    actor, at = actor_of(request), clock.current().now()
    label = request.POST.get("label", "")
    opened = screens.open_screen(actor=actor, event_id=event_id, names=names, label=label, at=at)
    address = f"{settings.SITE_URL}{reverse('hall', args=[opened.token])}"
    context = day_context(actor, opened.screen.event, here="live") | {"address": address}
    return render(request, "events/screen_made.html", context)


@require_POST
def end_screen(request: HttpRequest, event_id: UUID, screen_id: UUID) -> HttpResponse:
    """End a screen's address."""
    event = rules.access_event(actor_of(request), event_id)
    if not event.screens.filter(pk=screen_id).exists():
        raise Missing(identifier=str(screen_id))
    screens.end_screen(actor=actor_of(request), screen_id=screen_id, at=clock.current().now())
    toast(request, _("That screen has ended. It shows nothing any more."))
    return HttpResponseRedirect(reverse("events:live", args=[event_id]))


@discreet
@guesses_limited(per_minute=30)
@require_safe
def hall(request: HttpRequest, token: str) -> HttpResponse:
    """The board of the hall: large, dark, both languages at once, no log-in."""
    at = clock.current().now()
    screen = _screen(token, at)
    if screen is None:
        return render(request, "events/hall_ended.html", status=404)
    with hub_context(screen.hub_id):
        return render(request, "events/hall.html", _hall(screen, at) | {"token": token, "beat": BEAT})


@discreet
@guesses_limited(per_minute=30)
@require_safe
def hall_now(request: HttpRequest, token: str) -> HttpResponse:
    """The part of the hall's board that changes."""
    at = clock.current().now()
    screen = _screen(token, at)
    if screen is None:
        return HttpResponse(status=404)

    def made() -> bytes:
        with hub_context(screen.hub_id):
            return render_to_string("events/_hall.html", _hall(screen, at)).encode()

    return unless_known(request, HALLS.get((screen.pk, wall(screen.event, at)), made))


def _screen(token: str, at: datetime) -> HallScreen | None:
    """The screen of that secret with its event, as it was less than a second ago."""
    return SCREENS.get(token, lambda: queries.screen_of(token, at))


def _hall(screen: HallScreen, at: datetime) -> dict[str, Any]:
    event, names = screen.event, HallNames(screen.names)
    day = the_day(event, at)
    coming = day.coming(at)
    return {
        "event": event,
        "clock": wall(event, at),
        "going_on": [shown_due(day, due, at, names) for due in day.going_on(at)],
        "coming": [shown_due(day, due, at, names) for due in coming],
        "coming_at": wall(event, coming[0].starts_at) if coming else "",
    }


def _when(event: Event, starts_at: datetime, now: datetime) -> str:
    """The time at the place, with its day if that is another one."""
    day = to_wall(starts_at, event.zone).date()
    same = day == to_wall(now, event.zone).date()
    return wall(event, starts_at) if same else f"{wording.day(day)} {wall(event, starts_at)}"
