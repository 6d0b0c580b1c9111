"""The home page: for visitors what the network is, for people who signed in where it stands and what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from itertools import islice
from operator import or_
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of, may_somewhere
from landbridge.entrypoints.web import nav
from landbridge.entrypoints.web.shell.jobs import Shown, shown
from landbridge.entrypoints.web.stations import BY_KEY, STATIONS, Stop, network_strip
from landbridge.entrypoints.web.templatetags.landbridge import badge
from landbridge.events.holders import own_attendances
from landbridge.events.models import Event
from landbridge.events.phrases.frame import STATES as EVENT_STATES
from landbridge.events.queries.mine import own_road_shows
from landbridge.events.rules import visible_events
from landbridge.events.states import EventState
from landbridge.ground.rules import visible_runs
from landbridge.ground.states import JobState
from landbridge.kernel import zones
from landbridge.kernel.names import Name
from landbridge.network.actors import MembershipActor
from landbridge.network.permissions import Permission
from landbridge.network.queries import hubs_of
from landbridge.projects.models import Project
from landbridge.projects.queries import Reached, arrivals, stations_reached, steps_since
from landbridge.projects.rules import visible_projects

NEXT: Final = 5
MOST: Final = 100
EVENT_MEANINGS: Final = {
    EventState.PREPARING: "",
    EventState.INVITING: "info",
    EventState.PUBLISHED: "good",
    EventState.HELD: "",
    EventState.CANCELLED: "warn",
}
MEANING: Final = {
    "contact": gettext_lazy("heard of abroad"),
    "screened": gettext_lazy("who, what, how far"),
    "matched": gettext_lazy("partners, with reasons"),
    "met": gettext_lazy("face to face"),
    "intent": gettext_lazy("yes in writing"),
    "signed": gettext_lazy("agreement in force"),
    "landed": gettext_lazy("company, desk"),
    "incubating": gettext_lazy("benefits, first staff"),
    "cultivating": gettext_lazy("rights, rounds"),
    "industrial": gettext_lazy("production, jobs"),
}


@dataclass(frozen=True, slots=True)
class Move:
    """What moved this month: the step, the project's page, from which station to which."""

    moved: Reached
    url: str
    mark: SafeString


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A road show on the home page."""

    event: Event
    name: Name
    place: Name | str
    state: SafeString
    url: str


def home(request: HttpRequest) -> HttpResponse:
    """The line between two shores; below it what the reader may do next."""
    if not request.user.is_authenticated:
        return render(request, "shell/home.html", {"stops": _explained()})
    actor = actor_of(request)
    hubs = list(hubs_of(actor))
    hub_ids = [hub.pk for hub in hubs]
    rows = _projects(actor, hub_ids)
    reached = stations_reached(rows) if rows is not None else dict.fromkeys(MEANING, 0)
    now = clock.current().now()
    zone = getattr(request.user, "zone", "") or (hubs[0].zone if hubs else "UTC")
    moves = steps_since(rows, _month_start(now, zone)) if rows is not None and reached["contact"] else []
    context = {
        "stops": _counted(actor, reached, moves) if reached["contact"] else _explained(),
        "moves": _moves(moves[:NEXT]),
        "more_moves": _moves(moves[NEXT:MOST]),
        "left_moves": max(len(moves) - MOST, 0),
        "projects_url": nav.address("projects:projects"),
        "moved": len(moves),
        "counted": bool(reached["contact"]),
        "takes_part": may_somewhere(actor, Permission.TAKE_PART),
        "mine": own_road_shows(own_attendances(actor), now) if may_somewhere(actor, Permission.TAKE_PART) else [],
        "events": _upcoming(actor, hub_ids),
        "events_url": nav.address("events:events"),
        "running": _running(actor, hub_ids),
        "now": now,
        "zone": zone,
    }
    return render(request, "shell/home.html", context)


def _moves(told: Sequence[Reached]) -> list[Move]:
    return [Move(one, address_of(one.step.project), line_mark(one)) for one in told]


def _explained() -> list[Stop]:
    return [Stop(station, notes=[MEANING[station.key]]) for station in STATIONS]


def _projects(actor: MembershipActor, hub_ids: Sequence[UUID]) -> QuerySet[Project] | None:
    if not hub_ids:
        return None
    return reduce(or_, (visible_projects(actor, hub_id=hub_id) for hub_id in hub_ids))


def _counted(actor: MembershipActor, reached: Mapping[str, int], moves: Sequence[Reached]) -> list[Stop]:
    """The line with its counts, what came to each this month, and the way from each count to its rows."""
    more = arrivals(moves)
    notes = {key: [f"+{count}" if count else _("no change")] for key, count in more.items()}
    rows = nav.address("projects:projects") if may_somewhere(actor, Permission.SEE_PROJECTS) else ""
    urls = {key: f"{rows}?reached={key}" for key, count in reached.items() if rows and count}
    return network_strip(reached, notes=notes, urls=urls)


def _month_start(now: datetime, zone: str) -> datetime:
    first = zones.to_wall(now, zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return zones.to_instant(first, zone)


def address_of(project: Project) -> str:
    """Where a project's page is."""
    return nav.address("projects:project", project.pk)


def line_mark(move: Reached) -> SafeString:
    """From which station to which: two marks with a line between, one mark for a first contact."""
    to = BY_KEY[move.step.stage]
    marks = [BY_KEY[move.frm.value], to] if move.frm else [to]
    shown = format_html_join(
        mark_safe("<i></i>"),
        '<span class="stage" data-stage="{}">{}</span>',
        ((station.number, station.number) for station in marks),
    )
    return format_html('<span class="moved">{}</span> {}', shown, to.name)


def _upcoming(actor: MembershipActor, hub_ids: Sequence[UUID]) -> list[Upcoming]:
    if not hub_ids:
        return []
    rows: QuerySet[Event] = reduce(or_, (visible_events(actor, hub_id=hub_id) for hub_id in hub_ids))
    today = clock.current().now().date()
    return [_as_upcoming(event) for event in rows.filter(last_day__gte=today).order_by("first_day", "pk")[:NEXT]]


def _as_upcoming(event: Event) -> Upcoming:
    place = event.place_latin or event.place_chinese
    return Upcoming(
        event,
        Name(event.name_latin, event.name_chinese),
        Name(event.place_latin, event.place_chinese) if place else _("place not set"),
        badge(EVENT_STATES[event.state], EVENT_MEANINGS[EventState(event.state)]),
        nav.address("events:event", event.pk),
    )


def _running(actor: MembershipActor, hub_ids: Sequence[UUID]) -> list[Shown]:
    going = visible_runs(actor, hub_ids).filter(state__in=[JobState.QUEUED, JobState.RUNNING]).order_by("-queued_at")
    return [shown(run) for run in islice(going, NEXT)]


def icon(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view's signature
    """The site's icon, asked for at this address by whatever shows a PDF or a file and reads no page of ours."""
    return HttpResponsePermanentRedirect(static("landbridge/img/icon.svg"))
