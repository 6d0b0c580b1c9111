"""A road show among others: copy it, put it into a season, show it in the public calendar."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web.events.pages.frame import ROAD_SHOWS
from landbridge.entrypoints.web.events.steps import event_context
from landbridge.entrypoints.web.forms import DateInput, refused
from landbridge.entrypoints.web.toasts import toast
from landbridge.events import rules
from landbridge.events.actions import series as actions
from landbridge.events.models import Event
from landbridge.events.queries import frame
from landbridge.events.queries import series as queries
from landbridge.kernel.refusal import Missing, Refusal
from landbridge.network.standings import hubs_in_reach

YEAR = timedelta(days=364)


class CopyForm(forms.Form):
    """When the next one begins and what it is called."""

    first_day = forms.DateField(label=gettext_lazy("First day"), widget=DateInput)
    name_latin = forms.CharField(label=gettext_lazy("Name in Latin letters"), max_length=200, required=False)
    name_chinese = forms.CharField(label=gettext_lazy("Name in Chinese"), max_length=200, required=False)


class SeasonForm(forms.Form):
    """A known season, or the name of a new one."""

    season = forms.ChoiceField(label=gettext_lazy("Season"), required=False)
    season_latin = forms.CharField(
        label=gettext_lazy("New season, in Latin letters"), max_length=120, required=False
    )  # fmt: skip
    season_chinese = forms.CharField(label=gettext_lazy("New season, in Chinese"), max_length=120, required=False)

    def __init__(self, *args: Any, seasons: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["season"].choices = [("", _("none, or a new one")), *seasons]  # type: ignore[attr-defined]


def series(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """The season, the public calendar, and a copy for a new date."""
    return _page(request, rules.access_event(actor_of(request), event_id, to="plan"))


@require_POST
def copy(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Begin a road show like this one."""
    event = rules.access_event(actor_of(request), event_id, to="plan")
    form = CopyForm(request.POST)
    if form.is_valid():
        try:
            made = actions.copy_event(
                actor=actor_of(request), event_id=event_id, at=clock.current().now(), **form.cleaned_data
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("Copied: days, rooms, tables, groups and rules. People come next."))
            return HttpResponseRedirect(reverse("events:event", args=[made.pk]))
    return _page(request, event, copying=form)


@require_POST
def season(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Put it into a season."""
    event = rules.access_event(actor_of(request), event_id, to="plan")
    form = SeasonForm(request.POST, seasons=_seasons(event))
    if form.is_valid():
        given = form.cleaned_data
        actions.set_season(
            actor=actor_of(request), event_id=event_id, season_id=UUID(given["season"]) if given["season"] else None,
            name_latin=given["season_latin"], name_chinese=given["season_chinese"], at=clock.current().now(),
        )  # fmt: skip
        toast(request, _("Saved."))
        return HttpResponseRedirect(reverse("events:series", args=[event_id]))
    return _page(request, event, seasoned=form)


@require_POST
def listing(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Show it to everybody, or no longer."""
    listed = request.POST.get("listed") == "yes"
    actions.list_publicly(actor=actor_of(request), event_id=event_id, listed=listed, at=clock.current().now())
    toast(request, _("It stands in the public calendar.") if listed else _("It is out of the public calendar."))
    return HttpResponseRedirect(reverse("events:series", args=[event_id]))


def of_season(request: HttpRequest, season_id: UUID) -> HttpResponseBase:
    """The road shows of one season."""
    actor = actor_of(request)
    visible = rules.visible_in(actor, hub_ids=hubs_in_reach(actor))
    found = queries.season_in(visible, season_id)
    if found is None:
        raise Missing(identifier=str(season_id))
    context = {"heading": found.name.shown(get_language() or "en"), "lead": _("Season")}
    return ROAD_SHOWS.respond(request, frame.listed(visible.filter(season_id=season_id)), context)


def _seasons(event: Event) -> list[tuple[str, str]]:
    language = get_language() or "en"
    return [(str(row.pk), row.name.shown(language)) for row in queries.seasons_of(event.hub_id)]


def _page(
    request: HttpRequest, event: Event, *, copying: CopyForm | None = None, seasoned: SeasonForm | None = None
) -> HttpResponse:
    actor = actor_of(request)
    first = {
        "first_day": event.first_day + YEAR,
        "name_latin": event.name_latin,
        "name_chinese": event.name_chinese,
    }
    chosen = {"season": str(event.season_id or "")}
    context = event_context(actor, event) | {
        "copying": copying or CopyForm(initial=first),
        "seasoned": seasoned or SeasonForm(initial=chosen, seasons=_seasons(event)),
        "may_list": actor.may(rules.NEEDS["publish"], event.hub_id),
        "calendar_url": reverse("public_calendar", args=[event.hub_id]),
    }
    return render(request, "events/series.html", context)
