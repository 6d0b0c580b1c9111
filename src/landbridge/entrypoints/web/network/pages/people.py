"""The list of people, one of them, adding, changing, erasing, and where they belong."""

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
from landbridge.entrypoints.web.network.choosing import organisation_named
from landbridge.entrypoints.web.network.forms import (
    LANGUAGES,
    AffiliationForm,
    EndForm,
    ErasureForm,
    PersonForm,
    language_words,
)
from landbridge.entrypoints.web.network.hubs import hub_of, today_in, working_hub
from landbridge.entrypoints.web.network.invented import made_up
from landbridge.entrypoints.web.network.pages.organisations import status_of, why_words
from landbridge.entrypoints.web.network.tabs import tab_context
from landbridge.entrypoints.web.network.trail import entries
from landbridge.entrypoints.web.templatetags.landbridge import name
from landbridge.entrypoints.web.toasts import toast
from landbridge.evidence import queries as history
from landbridge.kernel.refusal import Missing, Refusal
from landbridge.network import duplicates, queries, rules
from landbridge.network.actions import affiliations, personal
from landbridge.network.actions import people as actions
from landbridge.network.models import Person
from landbridge.network.permissions import Permission
from landbridge.network.phrases import LEGAL_BASES
from landbridge.network.states import RecordState
from landbridge.network.tables import country_name

RECENT = 12


def address(person: Person) -> str:
    """Where a person's page is."""
    return row_address("network:person", person.pk)


def _name(person: Person) -> object:
    return format_html('<a href="{}">{}</a> {}', address(person), name(person, both=True), made_up(person))


def _belongs(person: Person) -> str:
    language = get_language() or "en"
    return ", ".join(a.organisation.name.shown(language) for a in getattr(person, "current_affiliations", ()))


def _speaks(rows: QuerySet[Person], language: str) -> QuerySet[Person]:
    return rows.filter(language=language)


PEOPLE = List(
    key="people",
    columns=(
        Column(
            "name",
            gettext_lazy("Name"),
            lambda row: row.name.both("en"),
            sort="sort_key",
            shown=_name,
        ),
        Column("organisation", gettext_lazy("Organisation"), _belongs),
        Column("language", gettext_lazy("Language"), lambda row: language_words(row.language), sort="language"),
        Column("email", gettext_lazy("E-mail"), "email", sort="email"),
        Column("phone", gettext_lazy("Telephone"), "phone"),
        Column("code", gettext_lazy("Code"), "code", sort="code"),
    ),
    filters=(
        Filter(
            "language",
            gettext_lazy("Language"),
            LANGUAGES[1:],
            _speaks,
        ),
    ),
    search=queries.found,
    search_label=gettext_lazy("Name, code or pinyin"),
    empty=Empty(
        gettext_lazy("Nobody yet"),
        gettext_lazy("People whom your projects meet stand here. Add the first one."),
        "network:add_person",
        gettext_lazy("Add a person"),
    ),
)


def people(request: HttpRequest) -> HttpResponseBase:
    """The people a hub knows."""
    hub = working_hub(request, Permission.SEE_PEOPLE)
    visible = queries.active(rules.visible_people(actor_of(request), hub_id=hub.pk)).select_related("provenance")
    rows = queries.with_affiliations(visible, on=today_in(hub, clock.current().now()))
    context = tab_context(request, hub, "people", Permission.SEE_PEOPLE) | {"heading": _("People")}
    if actor_of(request).may(Permission.EDIT_PEOPLE, hub.pk):
        context |= {"add_url": reverse("network:add_person"), "add_label": _("Add a person")}
    if actor_of(request).may(Permission.IMPORT_PEOPLE, hub.pk):
        context |= {"more_url": reverse("network:upload") + "?sheet=people", "more_label": _("Import a file")}
    return PEOPLE.respond(request, rows, context, "network/list.html")


def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """One person: how to reach them, where they belong, how the hub came to know them, what happened."""
    actor = actor_of(request)
    found = rules.access_person(actor, person_id, to="see")
    hub = hub_of(request, found.hub_id)
    today = today_in(hub, clock.current().now())
    rows = queries.with_affiliations(rules.visible_people(actor, hub_id=found.hub_id), on=today)
    found = rows.select_related("provenance").get(pk=found.pk)
    context = {
        "person": found,
        "zone": hub.zone,
        "made_up": made_up(found),
        "language": language_words(found.language),
        "basis": LEGAL_BASES[found.provenance.legal_basis] if found.provenance else "",
        "erased": found.state == RecordState.ERASED,
        "country": country_name(found.country, get_language() or "en") if found.country else "",
        "says_no": bool(queries.wants_no_messages(found.hub_id, [found.pk])),
        "trail": entries(history.history_of(rules.visible_trail(actor, hub_id=found.hub_id), found.pk)[:RECENT]),
        "may_change": actor.may(Permission.EDIT_PEOPLE, found.hub_id) and found.state == RecordState.ACTIVE,
        "may_erase": actor.may(Permission.ERASE_PEOPLE, found.hub_id) and found.state != RecordState.ERASED,
    }
    return render(request, "network/person.html", context)


def add(request: HttpRequest) -> HttpResponse:
    """Add a person; likely duplicates are shown first and the reader decides."""
    actor = actor_of(request)
    hub = working_hub(request, Permission.EDIT_PEOPLE)
    form = PersonForm(request.POST or None)
    alike: list[tuple[duplicates.Candidate, str]] = []
    if request.method == "POST" and form.is_valid():
        if "anyway" not in request.POST:
            rows = rules.visible_people(actor, hub_id=hub.pk)
            alike = [(found, why_words(found)) for found in duplicates.of_person(rows, form.draft())]
        if not alike:
            try:
                made = actions.create_person(actor=actor, hub_id=hub.pk, draft=form.draft(), at=clock.current().now())
            except Refusal as refusal:
                refused(form, refusal)
            else:
                toast(request, _("The person was added."))
                return redirect(address(made))
    context = {
        "form": form,
        "heading": _("Add a person"),
        "cancel_url": reverse("network:people"),
        "alike": alike,
        "hub": hub,
        "room_url": "network:person",
    }
    return render(request, "network/edit.html", context, status=status_of(form, alike))


def change(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Change what is said of a person."""
    actor = actor_of(request)
    found = rules.access_person(actor, person_id, to="change")
    form = PersonForm(request.POST or None, initial={field: getattr(found, field) for field in PersonForm.base_fields})
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_person(actor=actor, person_id=found.pk, draft=form.draft(), at=clock.current().now())
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("Saved."))
            return redirect(address(found))
    heading = format_html(_("Change {}"), name(found))
    return _answered(request, form, found, heading)


def affiliate(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Say where a person belongs."""
    actor = actor_of(request)
    found = rules.access_person(actor, person_id, to="change")
    form = AffiliationForm(request.POST or None)
    chosen = organisation_named(request, found.hub_id, form) if request.method == "POST" and form.is_valid() else None
    if chosen:
        said = {key: form.cleaned_data[key] for key in ("title_latin", "title_chinese", "since")}
        try:
            affiliations.affiliate(
                actor=actor, person_id=found.pk, organisation_id=chosen.pk, at=clock.current().now(), **said
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("Saved."))
            return redirect(address(found))
    return _answered(request, form, found, format_html(_("Where {} belongs"), name(found)))


def end_affiliation(request: HttpRequest, person_id: UUID, affiliation_id: UUID) -> HttpResponse:
    """Say that a person no longer belongs to an organisation."""
    actor = actor_of(request)
    affiliation = rules.access_affiliation(actor, affiliation_id, to="change")
    if affiliation.person_id != person_id:
        raise Missing(identifier=str(affiliation_id))
    today = today_in(hub_of(request, affiliation.hub_id), clock.current().now())
    form = EndForm(request.POST or None, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        try:
            affiliations.end_affiliation(
                actor=actor, affiliation_id=affiliation_id, on=form.cleaned_data["on"], at=clock.current().now()
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("Saved."))
            return redirect(address(affiliation.person))
    heading = format_html(
        _("{person} leaves {organisation}"),
        person=name(affiliation.person),
        organisation=name(affiliation.organisation),
    )
    return _answered(request, form, affiliation.person, heading)


def _answered(request: HttpRequest, form: Form, person: Person, heading: str) -> HttpResponse:
    context = {"form": form, "heading": heading, "cancel_url": address(person), "crumb": name(person)}
    return render(request, "network/edit.html", context, status=status_of(form))


def erase(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Erase a person's data on their request. What happened keeps its identifiers and loses the name."""
    actor = actor_of(request)
    found = rules.access_person(actor, person_id, to="erase")
    if found.state == RecordState.ERASED:
        return redirect(address(found))
    form = ErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            personal.erase_person(actor=actor, person_id=found.pk, at=clock.current().now())
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("The person's data were erased."))
            return redirect("network:people")
    context = {
        "form": form,
        "heading": format_html(_("Erase the data of {}"), name(found)),
        "cancel_url": address(found),
        "crumb": name(found),
    }
    return render(request, "network/erase.html", context, status=status_of(form))
