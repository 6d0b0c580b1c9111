"""The list of organisations, one of them, and adding and changing one."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.lists import Column, Empty, Filter, List
from landbridge.entrypoints.web.nav import row_address
from landbridge.entrypoints.web.network.forms import OrganisationForm, country_choices
from landbridge.entrypoints.web.network.hubs import hub_of, today_in, working_hub
from landbridge.entrypoints.web.network.invented import made_up
from landbridge.entrypoints.web.network.tabs import tab_context
from landbridge.entrypoints.web.network.trail import entries
from landbridge.entrypoints.web.templatetags.landbridge import name
from landbridge.entrypoints.web.toasts import toast
from landbridge.evidence import queries as history
from landbridge.kernel.refusal import Refusal
from landbridge.network import duplicates, industries, queries, rules
from landbridge.network.actions import organisations as actions
from landbridge.network.drafts import CODE_FIELDS, OrganisationDraft
from landbridge.network.industries import Standing
from landbridge.network.models import Organisation
from landbridge.network.permissions import Permission
from landbridge.network.phrases import ORGANISATION_KINDS, REASONS
from landbridge.network.states import RecordState
from landbridge.network.tables import country_name

RECENT = 12


def address(organisation: Organisation) -> str:
    """Where an organisation's page is."""
    return row_address("network:organisation", organisation.pk)


def _name(organisation: Organisation) -> object:
    return format_html(
        '<a href="{}">{}</a> {}', address(organisation), name(organisation, both=True), made_up(organisation)
    )


def _country(organisation: Organisation) -> str:
    return country_name(organisation.country, get_language() or "en") if organisation.country else ""


def _of_kind(rows: QuerySet[Organisation], kind: str) -> QuerySet[Organisation]:
    return rows.filter(kind=kind)


def _of_country(rows: QuerySet[Organisation], country: str) -> QuerySet[Organisation]:
    return rows.filter(country=country)


ORGANISATIONS = List(
    key="organisations",
    columns=(
        Column(
            "name",
            gettext_lazy("Name"),
            lambda row: row.name.both("en"),
            sort="sort_key",
            shown=_name,
        ),
        Column("kind", gettext_lazy("Kind"), lambda row: ORGANISATION_KINDS[row.kind], sort="kind"),
        Column("country", gettext_lazy("Country or region"), _country, sort="country"),
        Column("place", gettext_lazy("Place"), "place", sort="place"),
        Column("code", gettext_lazy("Code"), "code", sort="code"),
        *(Column(field, field, field, page=False) for field in CODE_FIELDS),
    ),
    filters=(
        Filter("kind", gettext_lazy("Kind"), [(k, words) for k, words in ORGANISATION_KINDS.items()], _of_kind),
        Filter("country", gettext_lazy("Country or region"), lambda: country_choices()[2][1], _of_country),
    ),
    search=queries.found,
    search_label=gettext_lazy("Name, code or pinyin"),
    empty=Empty(
        gettext_lazy("No organisation yet"),
        gettext_lazy(
            "Companies, funds, banks and public bodies that your projects meet stand here. Add the first one."
        ),
        "network:add_organisation",
        gettext_lazy("Add an organisation"),
    ),
)


def organisations(request: HttpRequest) -> HttpResponseBase:
    """The organisations of a hub."""
    hub = working_hub(request, Permission.SEE_PEOPLE)
    visible = rules.visible_organisations(actor_of(request), hub_id=hub.pk)
    rows = queries.active(visible).select_related("provenance")
    context = tab_context(request, hub, "organisations", Permission.SEE_PEOPLE) | {"heading": _("Organisations")}
    if actor_of(request).may(Permission.EDIT_PEOPLE, hub.pk):
        context |= {"add_url": reverse("network:add_organisation"), "add_label": _("Add an organisation")}
    if actor_of(request).may(Permission.IMPORT_PEOPLE, hub.pk):
        context |= {"more_url": reverse("network:upload") + "?sheet=organisations", "more_label": _("Import a file")}
    return ORGANISATIONS.respond(request, rows, context, "network/list.html")


def organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """One organisation: what is known of it, who belongs to it, what happened."""
    actor = actor_of(request)
    found = rules.access_organisation(actor, organisation_id, to="see")
    hub = hub_of(request, found.hub_id)
    today = today_in(hub, clock.current().now())
    rows = queries.with_people(rules.visible_organisations(actor, hub_id=found.hub_id), on=today)
    found = rows.select_related("provenance").get(pk=found.pk)
    codes = [(label, *_code(field, getattr(found, field))) for field, label in _code_labels() if getattr(found, field)]
    context = {
        "organisation": found,
        "zone": hub.zone,
        "made_up": made_up(found),
        "kind": ORGANISATION_KINDS[found.kind],
        "country": _country(found),
        "codes": codes,
        "trail": entries(history.history_of(rules.visible_trail(actor, hub_id=found.hub_id), found.pk)[:RECENT]),
        "may_change": actor.may(Permission.EDIT_PEOPLE, found.hub_id) and found.state == RecordState.ACTIVE,
    }
    return render(request, "network/organisation.html", context)


def _code(field: str, code: str) -> tuple[str, str, bool]:
    """A code as its row shows it: itself, what the tables say of it, and whether that is a warning."""
    if field not in industries.INDUSTRIES:
        return code, "", False
    standing, industry = industries.standing_of(field, code)
    words = {
        Standing.NAMED: industry,
        Standing.NOT_THERE: _("not in the table"),
        Standing.NOT_CHECKED: _("not checked"),
    }
    return code, words[standing], standing is Standing.NOT_THERE


def _code_labels() -> list[tuple[str, object]]:
    return [(field, OrganisationForm.base_fields[field].label) for field in CODE_FIELDS]


def add(request: HttpRequest) -> HttpResponse:
    """Add an organisation; likely duplicates are shown first and the reader decides."""
    actor = actor_of(request)
    hub = working_hub(request, Permission.EDIT_PEOPLE)
    form = OrganisationForm(request.POST or None, initial={"country": hub.country})
    alike: list[tuple[duplicates.Candidate, str]] = []
    if request.method == "POST" and form.is_valid():
        alike = [] if "anyway" in request.POST else _alike(request, hub.pk, form.draft())
        if not alike:
            try:
                made = actions.create_organisation(
                    actor=actor, hub_id=hub.pk, draft=form.draft(), at=clock.current().now()
                )
            except Refusal as refusal:
                refused(form, refusal)
            else:
                toast(request, _("The organisation was added."))
                return redirect(address(made))
    context = {
        "form": form,
        "heading": _("Add an organisation"),
        "cancel_url": reverse("network:organisations"),
        "alike": alike,
        "hub": hub,
        "room_url": "network:organisation",
    }
    return render(request, "network/edit.html", context, status=status_of(form, alike))


def status_of(form: Form, alike: Sequence[object] = ()) -> int:
    """200 for a form still to be filled in, 422 for one that was not taken."""
    return 422 if form.errors or alike else 200


def _alike(request: HttpRequest, hub_id: UUID, draft: OrganisationDraft) -> list[tuple[duplicates.Candidate, str]]:
    rows = rules.visible_organisations(actor_of(request), hub_id=hub_id)
    return [(found, why_words(found)) for found in duplicates.of_organisation(rows, draft)]


def why_words(candidate: duplicates.Candidate) -> str:
    """Why a record may be the same, in words."""
    return ", ".join(str(REASONS[why]) for why in candidate.why)


def change(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Change what is said of an organisation."""
    actor = actor_of(request)
    found = rules.access_organisation(actor, organisation_id, to="change")
    initial = {field: getattr(found, field) for field in OrganisationForm.base_fields}
    form = OrganisationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_organisation(
                actor=actor, organisation_id=found.pk, draft=form.draft(), at=clock.current().now()
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("Saved."))
            return redirect(address(found))
    heading = format_html(_("Change {}"), name(found))
    context = {"form": form, "heading": heading, "cancel_url": address(found), "crumb": name(found)}
    return render(request, "network/edit.html", context, status=status_of(form))
