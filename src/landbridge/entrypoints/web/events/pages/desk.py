"""The desk: find somebody, check them in, take it back. Works without script, and with it without a network."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from landbridge.entrypoints import clock, web
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web import refusals
from landbridge.entrypoints.web.events.day import day_context
from landbridge.entrypoints.web.events.papers import party_words
from landbridge.entrypoints.web.limits import guesses_limited
from landbridge.entrypoints.web.secrecy import unwritten
from landbridge.entrypoints.web.shell.preferences import back
from landbridge.entrypoints.web.toasts import toast
from landbridge.events import rules
from landbridge.events.actions import desk as actions
from landbridge.events.models import Attendee, Event
from landbridge.events.presence import Standing
from landbridge.events.queries import desk as queries
from landbridge.events.refusals import BadgeOfAnotherEvent
from landbridge.events.states import Deed
from landbridge.kernel.ids import uuid7
from landbridge.kernel.refusal import InputRefused, Missing, NotAllowed, Refusal
from landbridge.kernel.zones import to_wall
from landbridge.network.permissions import Permission

SHOWN: Final = 25
COOKIE: Final = "landbridge_desk"
WORKER: Final = Path(web.__file__).parent / "static" / "landbridge" / "js" / "desk-worker.js"


@dataclass(frozen=True, slots=True)
class ShownPerson:
    """Somebody before the desk, in words; `device` names the act that the row's button sends, once."""

    attendee: Attendee
    party: str
    here: bool
    since: str
    next_time: str
    next_table: str
    next_room: str
    device: UUID


def desk(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """The desk: whom one looks for, else who came last."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="desk")
    badge = request.GET.get("badge", "").strip()
    if badge:
        return _badge_at_desk(request, event, badge)
    text = request.GET.get("q", "").strip()
    standings = queries.standings_of(event)
    people = queries.expected(event)
    rows = queries.found(people, text).order_by("participant__label", "pk") if text else _last(event, standings)
    at = clock.current().now()
    here = sum(standing.here for standing in standings.values())
    context = day_context(actor, event, here="desk") | {
        "people": shown(event, list(rows[:SHOWN]), standings, at),
        "q": text,
        "here": here,
        "expected": people.count(),
        "now": at,
    }
    response = unwritten(render(request, "events/desk.html", context))
    response.set_cookie(
        COOKIE, str(event.pk), max_age=16 * 3600, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


def shown(event: Event, people: list[Attendee], standings: Any, at: datetime) -> list[ShownPerson]:
    """People with where they stand and where they are due, in words: one query for all of them."""
    language = get_language() or "en"
    due = queries.next_meetings(event, at) if people else {}
    found = []
    for person in people:
        standing, meeting = standings.get(person.pk), due.get(person.pk)
        here = standing is not None and standing.here
        found.append(
            ShownPerson(
                attendee=person,
                party=party_words(person, language),
                here=here,
                since=wall(event, standing.since) if here else "",
                next_time=wall(event, meeting.starts_at) if meeting else "",
                next_table=meeting.table if meeting else "",
                next_room=meeting.room if meeting else "",
                device=uuid7(),
            )
        )
    return found


def wall(event: Event, instant: datetime) -> str:
    """The time of day at the event's place."""
    return f"{to_wall(instant, event.zone):%H:%M}"


def _last(event: Event, standings: dict[UUID, Standing] | Any) -> Any:
    """Those who came last, the newest first."""
    newest = sorted(standings, key=lambda pk: standings[pk].act.at, reverse=True)[:SHOWN]
    by_id = {row.pk: row for row in queries.expected(event).filter(pk__in=newest)}
    return [by_id[pk] for pk in newest if pk in by_id]


def _badge_at_desk(request: HttpRequest, event: Event, code: str) -> HttpResponse:
    """A badge that was scanned while this desk is open: its page, or why it is not for this road show."""
    try:
        queries.attendee_meant(event, attendee_id=None, badge=code)
    except Refusal as refusal:
        context = day_context(actor_of(request), event, here="desk") | {"refusal": refusals.words(refusal)}
        return unwritten(render(request, "events/desk_refused.html", context, status=409))
    return redirect("badge", code=code)


@require_POST
def act(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """One press of a row's button. The form names the act, so that a second press of the same form is the same act."""
    event = rules.access_event(actor_of(request), event_id, to="desk")
    try:
        attendee_id, device = UUID(request.POST["attendee"]), UUID(request.POST["device"])
        deed = Deed(request.POST["deed"])
    except (KeyError, ValueError):
        raise Missing(identifier="") from None
    attendee = queries.attendee_meant(event, attendee_id=attendee_id, badge="")
    now = clock.current().now()
    actions.check(actor=actor_of(request), attendee_id=attendee.pk, deed=deed, device=device, at=now)
    if deed is Deed.TAKEN_BACK:
        toast(request, _("Taken back. The person counts as not here."))
    came_from = back(request)
    return HttpResponseRedirect(came_from if came_from != "/" else reverse("events:desk", args=[event.pk]))


@guesses_limited(per_minute=60)
@require_safe
def badge(request: HttpRequest, code: str) -> HttpResponse:
    """What a phone's camera opens. It says who wears the badge to the hub's own desk, and nothing to anybody else."""
    actor = actor_of(request)
    if not request.user.is_authenticated:
        return unwritten(render(request, "events/badge_closed.html", {"code": code}, status=403))
    try:
        worn = queries.badge_of(code)
        if not actor.may(Permission.RUN_DESK, worn.hub_id):
            raise NotAllowed(permission=Permission.RUN_DESK)
        at_desk = request.COOKIES.get(COOKIE, "")
        if at_desk and at_desk != str(worn.event_id):
            raise BadgeOfAnotherEvent(event=worn.event.code)
        queries.attendee_meant(worn.event, attendee_id=None, badge=code)
    except (Refusal, InputRefused) as refusal:
        status = 404 if not isinstance(refusal, BadgeOfAnotherEvent) else 409
        return unwritten(
            render(
                request, "events/badge_closed.html", {"code": code, "refusal": refusals.words(refusal)}, status=status
            )
        )
    (person,) = shown(worn.event, [worn.attendee], queries.standings_of(worn.event), clock.current().now())
    return unwritten(render(request, "events/badge.html", {"event": worn.event, "person": person, "code": code}))


@require_safe
def worker(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """The service worker, from the address whose pages it keeps. It holds no data."""
    rules.access_event(actor_of(request), event_id, to="desk")
    return badge_worker(request)


@require_safe
def badge_worker(_request: HttpRequest) -> HttpResponse:
    """The same, from the address of badges: it leads a scanned one to the desk's page while there is no network."""
    response = HttpResponse(WORKER.read_bytes(), content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response
