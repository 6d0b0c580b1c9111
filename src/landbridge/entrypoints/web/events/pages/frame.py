"""The list of road shows, a new one, its overview, and what is said of it."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web import wording
from landbridge.entrypoints.web.events.forms.frame import EventForm, NewEventForm
from landbridge.entrypoints.web.events.steps import event_context
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.lists import Column, Empty, Filter, List
from landbridge.entrypoints.web.shell.preferences import back
from landbridge.entrypoints.web.templatetags.landbridge import badge, name
from landbridge.entrypoints.web.toasts import toast
from landbridge.events import rules
from landbridge.events.actions import frame as actions
from landbridge.events.actions import history
from landbridge.events.actions import undo as undoing
from landbridge.events.models import Event
from landbridge.events.phrases.frame import STATES
from landbridge.events.queries import frame as queries
from landbridge.events.queries import links
from landbridge.kernel.refusal import Refusal
from landbridge.kernel.zones import to_wall
from landbridge.network.queries import hubs_of
from landbridge.network.standings import hubs_in_reach

MEANINGS = {"preparing": "", "inviting": "info", "published": "good", "held": "", "cancelled": "bad"}


def state_badge(event: Event) -> object:
    """A road show's state as a shape and a word."""
    return badge(STATES[event.state], MEANINGS[event.state])


def days(event: Event) -> str:
    """The days of a road show: one, or from the first to the last."""
    first, last = wording.day(event.first_day), wording.day(event.last_day)
    return first if first == last else f"{first} – {last}"


def _name(event: Event) -> object:
    later = badge(_("entered later"), "info") if event.entered_later else ""
    made_up = badge(_("fictional"), "warn") if event.fictional else ""
    return format_html("{} {}{}", name(event, both=True), later, made_up)


def _address(event: Event) -> str:
    return reverse("events:event", args=[event.pk])


def _in_state(rows: QuerySet[Event], state: str) -> QuerySet[Event]:
    return rows.filter(state=state)


ROAD_SHOWS = List(
    key="road-shows",
    columns=(
        Column("name", gettext_lazy("Name"), lambda event: event.name, shown=_name, link=_address),
        Column("days", gettext_lazy("Days"), days, sort="first_day", descending=True),
        Column("place", gettext_lazy("Place"), lambda event: event.place, shown=lambda event: name(event.place)),
        Column("state", gettext_lazy("State"), lambda event: STATES[event.state], shown=state_badge),
        Column("delegates", gettext_lazy("Delegation"), "delegates", sort="delegates", numeric=True, descending=True),
        Column(
            "counterparties",
            gettext_lazy("Partners"),
            "counterparties",
            sort="counterparties",
            numeric=True,
            descending=True,
        ),
        Column("code", gettext_lazy("Code"), "code"),
    ),
    filters=(Filter("state", gettext_lazy("State"), list(STATES.items()), _in_state),),
    search=queries.found,
    search_label=gettext_lazy("Name, place or pinyin"),
    default_sort="-days",
    empty=Empty(
        gettext_lazy("No road show yet"),
        gettext_lazy("A delegation meets local companies, funds and banks. Start with its name and days."),
        "events:new",
        gettext_lazy("Plan a road show"),
    ),
)


def road_shows(request: HttpRequest) -> HttpResponseBase:
    """All road shows of the reader's hubs, the next one first."""
    actor = actor_of(request)
    hub_ids = hubs_in_reach(actor)
    context: dict[str, object] = {"heading": _("Road shows")}
    if any(actor.may(rules.PLAN, hub_id) for hub_id in hub_ids):
        context |= {"add_url": reverse("events:new"), "add_label": _("Plan a road show")}
    return ROAD_SHOWS.respond(request, queries.listed(rules.visible_in(actor, hub_ids=hub_ids)), context)


def new(request: HttpRequest) -> HttpResponse:
    """Plan a road show, or record one that was held."""
    actor = actor_of(request)
    hubs = [hub for hub in hubs_of(actor) if actor.may(rules.PLAN, hub.pk)]
    form = NewEventForm(request.POST or None, hubs=hubs, language=get_language() or "en")
    if request.method == "POST" and form.is_valid():
        facts: dict[str, Any] = form.facts()
        create = actions.create_event
        if form.cleaned_data["history"]:
            facts["source"] = form.cleaned_data["source"]
            create = history.record_past_event
        try:
            event = create(
                actor=actor, hub_id=UUID(form.cleaned_data["hub"]), at=clock.current().now(), **facts
            )  # fmt: skip
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("Saved. Next: when and where meetings are held."))
            return HttpResponseRedirect(reverse("events:setup", args=[event.pk]))
    context = {"form": form, "heading": _("Plan a road show"), "cancel_url": reverse("events:events")}
    return render(request, "events/new.html", context, status=422 if form.errors else 200)


def event(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """The overview: five steps, what each has, what is missing."""
    actor = actor_of(request)
    found = rules.access_event(actor, event_id)
    context = event_context(actor, found) | {
        "badge": state_badge(found),
        "days": days(found),
        "co_hosts": queries.co_hosts(found),
        "overview": True,
        "over": to_wall(clock.current().now(), found.zone).date() >= found.last_day,
        "may_copy": actor.may(rules.PLAN, found.hub_id),
    }
    return render(request, "events/event.html", context)


def edit(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Change what is said of a road show."""
    actor = actor_of(request)
    found = rules.access_event(actor, event_id, to="plan")
    form = EventForm(request.POST) if request.method == "POST" else EventForm.of(found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_event(actor=actor, event_id=event_id, at=clock.current().now(), **form.facts())
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("Saved."))
            return HttpResponseRedirect(_address(found))
    context = {"event": found, "form": form, "cancel_url": _address(found)}
    return render(request, "events/edit.html", context, status=422 if form.errors else 200)


@require_POST
def cancel(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Call it off."""
    found = actions.cancel_event(actor=actor_of(request), event_id=event_id, at=clock.current().now())
    told = links.told_of(found)
    by_hand = links.without_address(told).count()
    by_mail = told.count() - by_hand
    words = [_("The road show is cancelled.")]
    if by_mail:
        said = ngettext("%(n)s person is told by e-mail.", "%(n)s people are told by e-mail.", by_mail)
        words.append(said % {"n": by_mail})
    if by_hand:
        said = ngettext(
            "%(n)s person without an address has to be told by you.",
            "%(n)s people without an address have to be told by you.",
            by_hand,
        )
        words.append(said % {"n": by_hand})
    toast(request, " ".join(words))
    return HttpResponseRedirect(reverse("events:event", args=[event_id]))


@require_POST
def held(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Say that it was held."""
    actions.mark_held(actor=actor_of(request), event_id=event_id, at=clock.current().now())
    toast(request, _("Marked as held."))
    return HttpResponseRedirect(reverse("events:event", args=[event_id]))


@require_POST
def undo(request: HttpRequest, event_id: UUID, entry_id: UUID) -> HttpResponse:
    """Put back what was taken away."""
    undoing.undo(actor=actor_of(request), event_id=event_id, entry_id=entry_id, at=clock.current().now())
    toast(request, _("Undone."))
    return HttpResponseRedirect(back(request) if request.POST.get("next") else reverse("events:setup", args=[event_id]))
