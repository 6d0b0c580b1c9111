"""Step 1: days and sessions, rooms and tables, groups and their rules, co-hosts."""

from dataclasses import dataclass
from itertools import combinations_with_replacement, zip_longest
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web.events.forms import setup as given
from landbridge.entrypoints.web.events.steps import event_context
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.toasts import toast
from landbridge.events import rules
from landbridge.events.actions import frame as frame_actions
from landbridge.events.actions import groups as group_actions
from landbridge.events.actions import places, venue
from landbridge.events.actions import sessions as session_actions
from landbridge.events.actions import undo as undoing
from landbridge.events.models import Event, Group
from landbridge.events.phrases.frame import SIDES
from landbridge.events.queries import frame as queries
from landbridge.events.queries.interpreters import interpreters_of
from landbridge.events.readiness import Step
from landbridge.events.trail_events import EventsEvent
from landbridge.kernel.refusal import InputRefused, Missing, Refusal
from landbridge.network.queries import found as found_by_name
from landbridge.network.rules import visible_organisations


@dataclass(frozen=True, slots=True)
class Pair:
    """Two groups in the matrix of rules, and whether they may meet."""

    value: str
    first: Group
    second: Group
    allowed: bool


def _here(event_id: UUID, part: str = "") -> str:
    return reverse("events:setup", args=[event_id]) + (f"#{part}" if part else "")


def _done(request: HttpRequest, event_id: UUID, part: str, words: str | Promise, *, undo: str = "") -> HttpResponse:
    toast(request, words, undo=undo)
    return HttpResponseRedirect(_here(event_id, part))


def _undo_url(event_id: UUID, kind: EventsEvent, at: Any) -> str:
    entry = undoing.last_entry(kind, event_id, at=at)
    return reverse("events:undo", args=[event_id, entry]) if entry else ""


def setup(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Everything of the frame on one page; each part saves by itself."""
    return _page(request, rules.access_event(actor_of(request), event_id))


def _page(request: HttpRequest, event: Event, **bound: Any) -> HttpResponse:
    """The page; a form that was refused comes back as it was typed."""
    rooms = list(queries.rooms_with_tables(event))
    choices = [(str(room.pk), room.name) for room in rooms]
    groups = group_actions.in_order(event)
    timetable = queries.timetable(event)
    context = event_context(actor_of(request), event, here=Step.SETUP)
    proposed = bool(context["may_plan"]) and not timetable
    context |= {
        "proposed": proposed,
        "length_form": given.SlotLengthForm(initial={"slot_minutes": event.slot_minutes}, prefix="l"),
        "session_rows": given.session_forms(event, [row.session for row in timetable], propose=proposed),
        "rooms": rooms,
        "room_form": given.RoomForm(prefix="r"),
        "interpreters": interpreters_of(event) if event.interpreting else (),
        "walks_form": given.WalksForm(ways=queries.ways(event), prefix="w"),
        "tables_form": given.TablesForm(rooms=choices, prefix="t"),
        "groups": [(group, SIDES[group.side]) for group in groups],
        "pairs": _pairs(event, groups),
        "co_hosts": queries.co_hosts(event),
        "several_days": event.first_day != event.last_day,
    }
    context |= bound
    context["rows"] = list(zip_longest(context["session_rows"], timetable))  # type: ignore[call-overload]
    return render(request, "events/setup.html", context, status=422 if bound else 200)


def _pairs(event: Event, groups: list[Group]) -> list[Pair]:
    allowed = queries.allowed_pairs(event)
    return [
        Pair(f"{first.pk}:{second.pk}", first, second, frozenset((first.pk, second.pk)) in allowed)
        for first, second in combinations_with_replacement(groups, 2)
    ]


@require_POST
def sessions(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Save the timetable: its rows replace the sessions there are."""
    return _set_sessions(request, event_id, _("Sessions saved."), every_day=False)


@require_POST
def repeat_first_day(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Give every day the sessions of the first, as they were typed."""
    return _set_sessions(request, event_id, _("Every day now has the sessions of the first."), every_day=True)


def _set_sessions(request: HttpRequest, event_id: UUID, done: str, *, every_day: bool) -> HttpResponse:
    actor, at = actor_of(request), clock.current().now()
    event = rules.access_event(actor, event_id, to="plan")
    rows = given.session_forms(event, [row.session for row in queries.timetable(event)], request.POST)
    length = given.SlotLengthForm(request.POST, prefix="l")
    if rows.is_valid() and length.is_valid():
        typed = given.typed_sessions(rows, event, every_day=every_day)
        try:
            session_actions.set_sessions(
                actor=actor,
                event_id=event_id,
                at=at,
                sessions=[session for _form, session in typed],
                slot_minutes=length.cleaned_data["slot_minutes"],
            )
        except InputRefused as refusal:
            given.rows_refused(length, refusal, [form for form, _session in typed])
        except Refusal as refusal:
            refused(length, refusal)
        else:
            return _done(request, event_id, "sessions", done, undo=_undo_url(event_id, EventsEvent.SESSIONS_SET, at))
    return _page(request, event, session_rows=rows, length_form=length)


@require_POST
def add_room(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Add a room."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="plan")
    form = given.RoomForm(request.POST, prefix="r")
    if form.is_valid():
        try:
            venue.add_room(actor=actor, event_id=event_id, at=clock.current().now(), **form.cleaned_data)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            return _done(request, event_id, "rooms", _("Room added."))
    return _page(request, event, room_form=form)


def room(request: HttpRequest, event_id: UUID, room_id: UUID) -> HttpResponse:
    """Change a room."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="plan")
    held = next((row for row in queries.rooms_with_tables(event) if row.pk == room_id), None)
    if held is None:
        raise Missing(identifier=str(room_id))
    initial = {"name": held.name, "capacity": held.capacity, "place": held.place.name if held.place else ""}
    form = given.RoomForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            venue.change_room(
                actor=actor, event_id=event_id, room_id=room_id, at=clock.current().now(), **form.cleaned_data
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            return _done(request, event_id, "rooms", _("Saved."))
    return _form_page(request, event, form, held.name, "rooms")


@require_POST
def remove_room(request: HttpRequest, event_id: UUID, room_id: UUID) -> HttpResponse:
    """Take a room away with its tables."""
    at = clock.current().now()
    venue.remove_room(actor=actor_of(request), event_id=event_id, room_id=room_id, at=at)
    undo = _undo_url(event_id, EventsEvent.ROOM_REMOVED, at)
    return _done(request, event_id, "rooms", _("Room removed."), undo=undo)


@require_POST
def walks(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Say how far the places are from each other."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="plan")
    form = given.WalksForm(request.POST, ways=queries.ways(event), prefix="w")
    if form.is_valid():
        try:
            places.set_walks(actor=actor, event_id=event_id, at=clock.current().now(), walks=form.walks())
        except Refusal as refusal:
            refused(form, refusal)
        else:
            return _done(request, event_id, "rooms", _("Walks saved. Planning leaves time for them."))
    return _page(request, event, walks_form=form)


@require_POST
def add_tables(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Add tables to a room."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="plan")
    form = given.TablesForm(request.POST, rooms=_rooms(event), prefix="t")
    if form.is_valid():
        answers = dict(form.cleaned_data)
        room_id, answers["prefix"] = UUID(answers.pop("room")), answers.pop("begin")
        try:
            tables = venue.add_tables(
                actor=actor, event_id=event_id, room_id=room_id, at=clock.current().now(), **answers
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            words = _("Tables added: %(first)s to %(last)s.") % {"first": tables[0].label, "last": tables[-1].label}
            return _done(request, event_id, "rooms", words)
    return _page(request, event, tables_form=form)


def table(request: HttpRequest, event_id: UUID, table_id: UUID) -> HttpResponse:
    """Change a table."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="plan")
    held = event.tables.filter(pk=table_id).first()
    if held is None:
        raise Missing(identifier=str(table_id))
    initial = {"label": held.label, "seats": held.seats, "room": str(held.room_id), "properties": held.properties}
    form = given.TableForm(request.POST or None, initial=initial, rooms=_rooms(event))
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        answers["room_id"] = UUID(answers.pop("room"))
        try:
            venue.change_table(actor=actor, event_id=event_id, table_id=table_id, at=clock.current().now(), **answers)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            return _done(request, event_id, "rooms", _("Saved."))
    remove = reverse("events:remove_table", args=[event_id, table_id])
    return _form_page(request, event, form, held.label, "rooms", remove_url=remove)


@require_POST
def remove_table(request: HttpRequest, event_id: UUID, table_id: UUID) -> HttpResponse:
    """Take a table away."""
    at = clock.current().now()
    venue.remove_tables(actor=actor_of(request), event_id=event_id, table_ids=[table_id], at=at)
    undo = _undo_url(event_id, EventsEvent.TABLES_REMOVED, at)
    return _done(request, event_id, "rooms", _("Table removed."), undo=undo)


def new_group(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Add a group."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="plan")
    form = given.GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            group_actions.add_group(actor=actor, event_id=event_id, at=clock.current().now(), **form.cleaned_data)
        except Refusal as refusal:
            refused(form, refusal)
        else:
            return _done(request, event_id, "groups", _("Group added. Say below whom it may meet."))
    return _form_page(request, event, form, _("New group"), "groups")


def group(request: HttpRequest, event_id: UUID, group_id: UUID) -> HttpResponse:
    """Change a group."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="plan")
    held = next((row for row in group_actions.in_order(event) if row.pk == group_id), None)
    if held is None:
        raise Missing(identifier=str(group_id))
    form = given.GroupForm(request.POST) if request.method == "POST" else given.GroupForm.of(held)
    if request.method == "POST" and form.is_valid():
        try:
            group_actions.change_group(
                actor=actor, event_id=event_id, group_id=group_id, at=clock.current().now(), **form.cleaned_data
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            return _done(request, event_id, "groups", _("Saved."))
    remove = reverse("events:remove_group", args=[event_id, group_id])
    return _form_page(request, event, form, held.name.shown(get_language() or "en"), "groups", remove_url=remove)


@require_POST
def remove_group(request: HttpRequest, event_id: UUID, group_id: UUID) -> HttpResponse:
    """Take a group away that nobody belongs to."""
    group_actions.remove_group(actor=actor_of(request), event_id=event_id, group_id=group_id, at=clock.current().now())
    return _done(request, event_id, "groups", _("Group removed."))


@require_POST
def rules_of_groups(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Say who may meet whom."""
    try:
        pairs = [(UUID(a), UUID(b)) for a, b in (value.split(":") for value in request.POST.getlist("pair"))]
    except ValueError:
        raise Missing(identifier="pair") from None
    group_actions.set_group_rules(
        actor=actor_of(request), event_id=event_id, at=clock.current().now(), pairs=pairs
    )  # fmt: skip
    return _done(request, event_id, "groups", _("Rules saved."))


def co_hosts(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Name the bodies that hold it together: search, add, take away."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="plan")
    present = queries.co_hosts(event)
    if request.method == "POST":
        try:
            chosen = UUID(request.POST.get("add") or request.POST.get("remove") or "")
        except ValueError:
            raise Missing(identifier="organisation") from None
        wanted = [host.pk for host in present if host.pk != chosen] + ([chosen] if "add" in request.POST else [])
        frame_actions.set_co_hosts(actor=actor, event_id=event_id, at=clock.current().now(), organisation_ids=wanted)
        toast(request, _("Saved."))
        return HttpResponseRedirect(reverse("events:co_hosts", args=[event_id]))
    text = request.GET.get("q", "")
    rows = found_by_name(visible_organisations(actor, hub_id=event.hub_id), text)
    others = [row for row in rows[:20] if text and row.pk not in {host.pk for host in present}]
    context = event_context(actor, event, here=Step.SETUP) | {"co_hosts": present, "found": others, "text": text}
    return render(request, "events/co_hosts.html", context)


def _rooms(event: Event) -> list[tuple[str, str]]:
    return [(str(row.pk), row.name) for row in event.rooms.order_by("name")]


def _form_page(
    request: HttpRequest, event: Event, form: forms.Form, heading: str, part: str, *, remove_url: str = ""
) -> HttpResponse:
    context = {
        "event": event,
        "form": form,
        "heading": heading,
        "cancel_url": _here(event.pk, part),
        "remove_url": remove_url,
    }
    return render(request, "events/part.html", context, status=422 if form.errors else 200)
