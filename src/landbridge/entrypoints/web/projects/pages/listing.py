"""The list of projects over every hub the reader may see; each count of the line opens to its rows here."""

from collections.abc import Sequence
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from landbridge.entrypoints.gate import actor_of, may_somewhere
from landbridge.entrypoints.web.lists import Column, Empty, Filter, List
from landbridge.entrypoints.web.nav import row_address
from landbridge.entrypoints.web.network.forms import country_choices
from landbridge.entrypoints.web.stations import BY_KEY, STATIONS
from landbridge.entrypoints.web.templatetags.landbridge import badge, money, name, when
from landbridge.entrypoints.web.wording import on_wall
from landbridge.kernel.money import Money
from landbridge.kernel.refusal import Missing
from landbridge.matchmaking.phrases import FIELDS, field_words, joined
from landbridge.network.models import Hub
from landbridge.network.permissions import Permission
from landbridge.network.queries import hubs_of
from landbridge.network.tables import country_name
from landbridge.projects import queries
from landbridge.projects.models import Project
from landbridge.projects.phrases import SEEKING
from landbridge.projects.rules import visible_projects
from landbridge.projects.states import Stage


def address(project: Project) -> str:
    """Where a project's page is."""
    return row_address("projects:project", project.pk)


def station_mark(key: str) -> object:
    """A station as its numbered mark and its name."""
    station = BY_KEY[key]
    return format_html('<span class="stage" data-stage="{}">{}</span> {}', station.number, station.number, station.name)


def fictional_badge(project: Project) -> object:
    """What is invented says so."""
    return badge(_("fictional"), "warn") if project.fictional else ""


def _name(project: Project) -> object:
    return format_html('<a href="{}">{}</a> {}', address(project), name(project, both=True), fictional_badge(project))


def _ask(project: Project) -> str:
    if project.ask_amount is None:
        return ""
    return money(Money(project.ask_amount, project.ask_currency), compact=True)


def _by_hub(hubs: Sequence[Hub]) -> tuple[Filter, ...]:
    if len(hubs) < 2:
        return ()
    language = get_language() or "en"
    choices = [(str(hub.pk), hub.name.shown(language)) for hub in hubs]
    return (Filter("hub", gettext_lazy("Hub"), choices, lambda rows, value: rows.filter(hub_id=value)),)


def listing(hubs: Sequence[Hub]) -> List:
    """The list as declared for a reader of these hubs."""
    zones = {hub.pk: hub.zone for hub in hubs}
    return List(
        key="projects",
        columns=(
            Column("name", gettext_lazy("Name"), lambda row: row.name.both("en"), sort="sort_key", shown=_name),
            Column(
                "station",
                gettext_lazy("Stands at"),
                lambda row: f"{row.station} {BY_KEY[row.stage].name}",
                sort="station",
                descending=True,
                shown=lambda row: station_mark(row.stage),
            ),
            Column(
                "since",
                pgettext_lazy("station", "Since"),
                lambda row: row.since.date() if row.since else None,
                sort="since",
                descending=True,
                shown=lambda row: when(_day(row, zones[row.hub_id])),
            ),
            Column("fields", gettext_lazy("Fields"), lambda row: joined([field_words(code) for code in row.fields])),
            Column("country", gettext_lazy("Country or region"), _country, sort="country"),
            Column(
                "seeks", pgettext_lazy("project", "Seeks"), lambda row: joined([str(SEEKING[s]) for s in row.seeks])
            ),
            Column("ask", gettext_lazy("Asks for"), _ask, numeric=True),
            Column("code", gettext_lazy("Code"), "code", sort="code"),
            Column(
                "organisation",
                gettext_lazy("Organisation"),
                lambda row: row.organisation and row.organisation.name,
                page=False,
            ),
            Column("trl", gettext_lazy("Level of readiness"), "trl", page=False),
            Column("summary_latin", gettext_lazy("What it does, in English"), "summary_latin", page=False),
            Column("summary_chinese", gettext_lazy("What it does, in Chinese"), "summary_chinese", page=False),
        ),
        filters=(
            Filter("station", gettext_lazy("Stands at"), _stations(), lambda rows, value: rows.filter(stage=value)),
            Filter(
                "reached", gettext_lazy("Got to"), _stations(), lambda rows, value: queries.got_to(rows, Stage(value))
            ),
            Filter(
                "field",
                gettext_lazy("Field"),
                list(FIELDS.items()),
                lambda rows, value: rows.filter(fields__contains=[value]),
            ),
            Filter(
                "seeks",
                pgettext_lazy("project", "Seeks"),
                list(SEEKING.items()),
                lambda rows, value: rows.filter(seeks__contains=[value]),
            ),
            Filter(
                "country",
                gettext_lazy("Country or region"),
                lambda: country_choices()[2][1],
                lambda rows, value: rows.filter(country=value),
            ),
            *_by_hub(hubs),
        ),
        search=queries.found,
        search_label=gettext_lazy("Name, code or pinyin"),
        default_sort="name",
        empty=Empty(
            gettext_lazy("No project yet"),
            gettext_lazy(
                "A project begins with its first contact. Register the first one, or import a delegation with its road show."
            ),
            "projects:add",
            gettext_lazy("Register a project"),
        ),
    )


def _stations() -> list[tuple[str, str]]:
    return [(station.key, f"{station.number} {station.name}") for station in STATIONS]


def _day(project: Project, zone: str) -> date | None:
    since = getattr(project, "since", None)
    return on_wall(since, zone).date() if since else None


def _country(project: Project) -> str:
    return country_name(project.country, get_language() or "en") if project.country else ""


def seen_hubs(request: HttpRequest) -> list[Hub]:
    """The hubs whose projects the reader may see; `Missing` if there is none."""
    actor = actor_of(request)
    hubs = [hub for hub in hubs_of(actor) if actor.may(Permission.SEE_PROJECTS, hub.pk)]
    if not hubs:
        raise Missing(identifier="hub")
    return hubs


def visible_in(request: HttpRequest, hubs: Sequence[Hub]) -> QuerySet[Project]:
    """The projects of these hubs that the reader may see."""
    return reduce(or_, (visible_projects(actor_of(request), hub_id=hub.pk) for hub in hubs))


def projects(request: HttpRequest) -> HttpResponseBase:
    """The projects of the reader's hubs."""
    hubs = seen_hubs(request)
    rows = queries.with_standing(visible_in(request, hubs))
    context: dict[str, object] = {"heading": _("Projects")}
    if may_somewhere(actor_of(request), Permission.EDIT_PROJECTS):
        context |= {"add_url": reverse("projects:add"), "add_label": _("Register a project")}
    return listing(hubs).respond(request, rows, context, "projects/list.html")
