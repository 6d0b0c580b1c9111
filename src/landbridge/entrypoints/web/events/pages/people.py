"""Step 2: who comes. The list, adding from the network, and by hand."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web import refusals
from landbridge.entrypoints.web.events.forms.people import NewOrganisationForm, NewProjectForm, group_choices
from landbridge.entrypoints.web.events.steps import event_context
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.lists import Column, Empty, Filter, List
from landbridge.entrypoints.web.templatetags.landbridge import badge, name
from landbridge.entrypoints.web.toasts import toast
from landbridge.events import rules
from landbridge.events.actions import adding
from landbridge.events.actions import people as actions
from landbridge.events.actions.groups import in_order
from landbridge.events.models import Event, Group, Participant
from landbridge.events.phrases.people import STATES
from landbridge.events.queries import no_shows
from landbridge.events.queries import people as queries
from landbridge.events.readiness import Step
from landbridge.events.states import Side
from landbridge.kernel.refusal import Missing, Refusal
from landbridge.network import queries as network_queries
from landbridge.network.rules import visible_organisations
from landbridge.projects import queries as project_queries
from landbridge.projects.rules import visible_projects

MEANINGS = {"listed": "", "invited": "info", "coming": "good", "declined": "warn", "withdrawn": "bad"}
FOUND_AT_ONCE = 20
Rows = QuerySet[Participant]


def address(participant: Participant) -> str:
    """Where a party's page is."""
    return reverse("events:participant", args=[participant.pk])


def state_badge(participant: Participant) -> object:
    """A party's state as a shape and a word."""
    return badge(STATES[participant.state], MEANINGS[participant.state])


def _people(participant: Participant) -> str:
    language = get_language() or "en"
    return ", ".join(attendee.person.name.shown(language) for attendee in participant.attendees.all())


def _people_shown(participant: Participant) -> object:
    attendees = participant.attendees.all()
    if not attendees:
        return badge(_("nobody yet"), "bad")
    return format_html_join(", ", "{}", ((name(attendee.person),) for attendee in attendees))


def _times(participant: Participant) -> int:
    """How often the party did not come before, as the list was read."""
    times: int = vars(participant)["stayed_away"]
    return times


def _no_shows(participant: Participant) -> str:
    return str(_times(participant) or "")


def _no_shows_shown(participant: Participant) -> object:
    times = _times(participant)
    return badge(ngettext("%(n)s no-show", "%(n)s no-shows", times) % {"n": times}, "warn") if times else ""


def _meetings(participant: Participant) -> str:
    least, most = actions.effective_quota(participant, _times(participant))
    return f"{least}–{most}"


def _in_group(rows: Rows, value: str) -> Rows:
    return rows.filter(group__letter=value)


def _in_state(rows: Rows, value: str) -> Rows:
    return rows.filter(state=value)


def _stayed_away(rows: Rows, value: str) -> Rows:
    return rows.filter(**{"stayed_away__gt" if value == "yes" else "stayed_away": 0})


def _lacking(rows: Rows, value: str) -> Rows:
    return queries.lacking(rows, value)


COLUMNS = (
    Column("label", gettext_lazy("Label"), "label", sort="label", link=address),
    Column("name", gettext_lazy("Name"), lambda row: row.name, shown=lambda row: name(row.name, both=True)),
    Column("group", gettext_lazy("Group"), lambda row: row.group.name, shown=lambda row: name(row.group)),
    Column("people", gettext_lazy("People"), _people, shown=_people_shown),
    Column("state", gettext_lazy("State"), lambda row: STATES[row.state], shown=state_badge),
    Column("meetings", gettext_lazy("Meetings"), _meetings, numeric=True),
    Column("no_shows", gettext_lazy("Earlier no-shows"), _no_shows, shown=_no_shows_shown),
    Column("note", gettext_lazy("Note"), "note", page=False),
)


def listing(event: Event, groups: list[Group]) -> List:
    """The list of one road show's parties: its filters name its own groups."""
    language = get_language() or "en"
    return List(
        key=f"{event.code}-people",
        columns=COLUMNS,
        filters=(
            Filter(
                "group", _("Group"), [(g.letter, f"{g.letter} {g.name.shown(language)}") for g in groups], _in_group
            ),
            Filter("state", _("State"), list(STATES.items()), _in_state),
            Filter(
                "lacking",
                _("Lacking"),
                [("people", _("nobody at the table")), ("address", _("somebody without e-mail"))],
                _lacking,
            ),
            Filter(
                "no_shows",
                _("Earlier no-shows"),
                [("yes", _("did not come before")), ("no", _("none known"))],
                _stayed_away,
            ),
        ),
        search=queries.found,
        search_label=_("Label, name or pinyin"),
        size=50,
        default_sort="label",
        empty=Empty(
            _("Nobody on the list yet"),
            _("Import a file, choose from the network, or add the first by hand."),
            "events:add_people",
            _("Choose from the network"),
            {"event_id": event.pk},
        ),
    )


def people(request: HttpRequest, event_id: UUID) -> HttpResponseBase:
    """Everybody on the list."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="plan")
    context = event_context(actor, event, here=Step.PEOPLE) | {"heading": _("People of this road show")}
    context["no_shows"] = no_shows.how_many(event)
    rows = queries.listed(queries.of_event(event))
    return listing(event, in_order(event)).respond(request, rows, context, "events/people.html")


def add(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Choose projects or organisations that the network knows."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="plan")
    kind = "organisation" if request.GET.get("kind") == "organisation" else "project"
    text = request.GET.get("q", "").strip()
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            added = actions.add_participant(
                actor=actor, event_id=event_id, at=clock.current().now(), party=_party(request.POST, kind)
            )
        except Missing:
            raise
        except Refusal as told:
            refusal = told
        else:
            toast(request, _("Added as %(label)s.") % {"label": added.label})
            return HttpResponseRedirect(request.get_full_path())
    groups = [group for group in in_order(event) if kind == "organisation" or group.side == Side.DELEGATION]
    rows: Any = (
        project_queries.found(visible_projects(actor, hub_id=event.hub_id), text)
        if kind == "project"
        else network_queries.found(visible_organisations(actor, hub_id=event.hub_id), text)
    )
    rows = queries.not_yet_in(event, rows, kind=kind).order_by("sort_key", "pk")
    context = event_context(actor, event, here=Step.PEOPLE) | {
        "kind": kind,
        "text": text,
        "found": list(rows[:FOUND_AT_ONCE]),
        "groups": group_choices(groups, get_language() or "en"),
        "refusal": refusals.words(refusal) if refusal else "",
    }
    return render(request, "events/add.html", context, status=422 if refusal else 200)


def _party(posted: Any, kind: str) -> actions.Party:
    try:
        group_id, chosen = UUID(posted["group"]), UUID(posted["add"])
    except (KeyError, ValueError):
        raise Missing(identifier=kind) from None
    if kind == "project":
        return actions.Party(group_id, project_id=chosen)
    return actions.Party(group_id, organisation_id=chosen)


def new_project(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Add a project by hand, with its president."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="plan")
    groups = [group for group in in_order(event) if group.side == Side.DELEGATION]
    form = NewProjectForm(request.POST or None, groups=group_choices(groups, get_language() or "en"))
    if request.method == "POST" and form.is_valid():
        create = partial(adding.add_new_project, project=form.facts())
        answer = _added(request, event, form, create)
        if answer:
            return answer
    return _new_page(request, event, form, _("Add a project"))


def new_organisation(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Add an organisation by hand, with who comes for it."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="plan")
    groups = sorted(in_order(event), key=lambda group: group.side == Side.DELEGATION)
    form = NewOrganisationForm(request.POST or None, groups=group_choices(groups, get_language() or "en"))
    if request.method == "POST" and form.is_valid():
        create = partial(adding.add_new_organisation, organisation=form.organisation())
        answer = _added(request, event, form, create)
        if answer:
            return answer
    return _new_page(request, event, form, _("Add an organisation"))


def _added(
    request: HttpRequest, event: Event, form: NewProjectForm | NewOrganisationForm, create: Any
) -> HttpResponse | None:
    try:
        added: Participant = create(
            actor=actor_of(request),
            event_id=event.pk,
            at=clock.current().now(),
            group_id=UUID(form.cleaned_data["group"]),
            person=form.person(),
        )
    except Refusal as refusal:
        refused(form, refusal)
        return None
    toast(request, _("Added as %(label)s.") % {"label": added.label})
    again = "again" in request.POST
    return HttpResponseRedirect(request.path if again else reverse("events:people", args=[event.pk]))


def _new_page(request: HttpRequest, event: Event, form: Any, heading: str) -> HttpResponse:
    context = {
        "event": event,
        "form": form,
        "heading": heading,
        "crumb": _("People"),
        "cancel_url": reverse("events:people", args=[event.pk]),
    }
    return render(request, "events/new_party.html", context, status=422 if form.errors else 200)
