"""The list of needs, one of them with its shortlist, adding, changing, closing."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web import matches
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.lists import Column, Empty, Filter, List
from landbridge.entrypoints.web.matchmaking.forms import NeedForm, NewNeedForm, initial_of
from landbridge.entrypoints.web.matchmaking.pages.shortlists import list_context
from landbridge.entrypoints.web.matchmaking.tabs import about_organisation, tab_context
from landbridge.entrypoints.web.network.choosing import organisation_named
from landbridge.entrypoints.web.network.hubs import hub_of, working_hub
from landbridge.entrypoints.web.network.pages.organisations import status_of
from landbridge.entrypoints.web.network.trail import entries
from landbridge.entrypoints.web.templatetags.landbridge import badge, name, when
from landbridge.entrypoints.web.toasts import toast
from landbridge.evidence import queries as history
from landbridge.kernel.refusal import Refusal
from landbridge.matchmaking import actions, queries, rules
from landbridge.matchmaking.actions import closing
from landbridge.matchmaking.models import Need
from landbridge.matchmaking.phrases import FIELDS, PROFILES, SEARCH_STATES, country_words, field_words, joined, sought
from landbridge.network.phrases import ORGANISATION_KINDS
from landbridge.network.rules import visible_trail

RECENT = 8
SEARCH_MEANINGS = {"active": "good", "paused": "warn", "ended": ""}
KINDS = ("company", "fund", "bank", "university")
STATES = (("open", gettext_lazy("open")), ("closed", gettext_lazy("closed")))


def address(need: Need) -> str:
    """Where a need's page is."""
    return reverse("matchmaking:need", args=[need.pk])


def state_badge(need: Need) -> object:
    """Open or closed, as a shape and a word."""
    return badge(_("closed"), "") if need.closed_at else badge(_("open"), "good")


def _name(need: Need) -> object:
    return format_html('<a href="{}">{}</a>', address(need), name(need.organisation, both=True))


def _in_state(rows: QuerySet[Need], state: str) -> QuerySet[Need]:
    return rows.filter(closed_at__isnull=state == "open")


NEEDS = List(
    key="needs",
    columns=(
        Column(
            "name", gettext_lazy("Who looks"), lambda row: row.organisation.name.both("en"), sort="name", shown=_name
        ),
        Column("kind", gettext_lazy("Kind"), lambda row: ORGANISATION_KINDS[row.organisation.kind], sort="kind"),
        Column("fields", gettext_lazy("Fields"), lambda row: joined([field_words(code) for code in row.fields])),
        Column("gives", gettext_lazy("Gives"), lambda row: sought(row.offers)),
        Column("ticket", gettext_lazy("Amount"), matches.ticket_words, numeric=True),
        Column(
            "confirmed", gettext_lazy("Confirmed"), lambda row: row.updated_at.date(), sort="updated_at",
            descending=True, shown=lambda row: when(row.updated_at.date()),
        ),
        Column("state", gettext_lazy("State"), lambda row: _("closed") if row.closed_at else _("open"), shown=state_badge),
        Column("text_latin", gettext_lazy("What it looks for, in English"), "text_latin", page=False),
        Column("text_chinese", gettext_lazy("What it looks for, in Chinese"), "text_chinese", page=False),
    ),
    filters=(
        Filter(
            "kind", gettext_lazy("Kind"), [(kind, ORGANISATION_KINDS[kind]) for kind in KINDS],
            lambda rows, value: rows.filter(organisation__kind=value),
        ),
        Filter(
            "field", gettext_lazy("Field"), list(FIELDS.items()), lambda rows, value: rows.filter(fields__contains=[value])
        ),
        Filter("state", gettext_lazy("State"), STATES, _in_state),
    ),
    search=queries.found_needs,
    search_label=gettext_lazy("Name, code or pinyin"),
    default_sort="name",
    empty=Empty(
        gettext_lazy("No need yet"),
        gettext_lazy("What companies, funds, banks and universities look for stands here. Enter the first need."),
        "matchmaking:add_need",
        gettext_lazy("Enter a need"),
    ),
)  # fmt: skip


def needs(request: HttpRequest) -> HttpResponseBase:
    """The needs of a hub."""
    hub = working_hub(request, rules.VIEW)
    rows = queries.with_names(rules.visible_needs(actor_of(request), hub.pk))
    context = tab_context(request, hub, "needs") | {"heading": _("Needs")}
    if context["may_change"]:
        context |= {"add_url": reverse("matchmaking:add_need"), "add_label": _("Enter a need")}
    return NEEDS.respond(request, rows, context, "matchmaking/list.html")


def need(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """One need: what is looked for, and the shortlist of projects."""
    actor = actor_of(request)
    found = rules.access_need(actor, need_id)
    hub = hub_of(request, found.hub_id)
    context = list_context(found) | {
        "need": found,
        "hub": hub,
        "zone": hub.zone,
        "about": about_organisation(found.organisation),
        "state": state_badge(found),
        "facts": _facts(found),
        "searches": [
            (search, badge(SEARCH_STATES[search.state], SEARCH_MEANINGS[search.state]))
            for search in queries.searches_of(found)
        ],
        "trail": entries(history.history_of(visible_trail(actor, hub_id=found.hub_id), found.pk)[:RECENT]),
        "may_change": actor.may(rules.CHANGE, found.hub_id),
    }
    return render(request, "matchmaking/need.html", context)


def _facts(need: Need) -> list[tuple[object, object]]:
    levels = f"{need.trl_min or 1}–{need.trl_max or 9}" if need.trl_min or need.trl_max else ""
    told = [
        (pgettext_lazy("need", "Fields"), joined([field_words(code) for code in need.fields])),
        (gettext_lazy("Gives"), sought(need.offers)),
        (gettext_lazy("Level of readiness"), levels),
        (gettext_lazy("Amount"), matches.ticket_words(need)),
        (gettext_lazy("Looks in"), joined([country_words(code) for code in need.countries])),
        (gettext_lazy("Type of profile (EEN)"), PROFILES.get(need.profile, "")),
    ]
    return [(label, words) for label, words in told if words]


def add(request: HttpRequest) -> HttpResponse:
    """Enter what an organisation looks for; one that has said something already is led to its need."""
    hub = working_hub(request, rules.CHANGE)
    form = NewNeedForm(request.POST or None, initial={"organisation": request.GET.get("organisation", "")})
    if request.method == "POST" and form.is_valid():
        organisation = organisation_named(request, hub.pk, form)
        known = organisation and queries.need_of(rules.visible_needs(actor_of(request), hub.pk), organisation.pk)
        if known:
            form.add_error("organisation", _("This organisation has a need already. Change that one."))
        elif organisation:
            made = _set(request, form, organisation.pk, hub.pk)
            if made:
                toast(request, _("The need is entered."))
                return redirect(address(made))
    context = {"form": form, "heading": _("Enter a need"), "cancel_url": reverse("matchmaking:matches"), "hub": hub}
    return render(request, "matchmaking/edit.html", context, status=status_of(form))


def change(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """Change what an organisation looks for. A closed need is opened by it."""
    found = rules.access_need(actor_of(request), need_id, to="change")
    form = NeedForm(request.POST or None, initial=initial_of(found), need=found)
    if request.method == "POST" and form.is_valid() and _set(request, form, found.organisation_id, found.hub_id):
        toast(request, _("Saved."))
        return redirect(address(found))
    context = {
        "form": form,
        "heading": format_html(_("What {} looks for"), name(found.organisation)),
        "cancel_url": address(found),
        "crumb": found.organisation,
    }
    return render(request, "matchmaking/edit.html", context, status=status_of(form))


def _set(request: HttpRequest, form: NeedForm, organisation_id: UUID, hub_id: UUID) -> Need | None:
    try:
        return actions.set_need(
            actor=actor_of(request),
            hub_id=hub_id,
            organisation_id=organisation_id,
            given=form.given(),
            at=clock.current().now(),
        )
    except Refusal as refusal:
        refused(form, refusal)
        return None


@require_POST
def close(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """Take a need off the lists to come."""
    found = closing.close_need(actor=actor_of(request), need_id=need_id, at=clock.current().now())
    toast(
        request,
        _("The need is closed and on no list to come."),
        undo=reverse("matchmaking:reopen_need", args=[need_id]),
    )
    return redirect(address(found))


@require_POST
def reopen(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """Let a closed need look again."""
    found = closing.reopen_need(actor=actor_of(request), need_id=need_id, at=clock.current().now())
    toast(request, _("The need is open again."))
    return redirect(address(found))
