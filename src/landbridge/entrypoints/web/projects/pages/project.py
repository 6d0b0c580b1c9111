"""One project: its journey, what comes next, whom it met, its documents, what happened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web.downloads import kept_file
from landbridge.entrypoints.web.network.hubs import hub_of
from landbridge.entrypoints.web.network.trail import entries
from landbridge.entrypoints.web.projects.pages.listing import fictional_badge, station_mark
from landbridge.entrypoints.web.projects.strip import strip_of
from landbridge.entrypoints.web.shell.home import MEANING
from landbridge.entrypoints.web.stations import BY_KEY
from landbridge.entrypoints.web.templatetags.landbridge import badge, money
from landbridge.events.queries import projects as shows
from landbridge.events.queries.projects import Encounter, Standing
from landbridge.events.rules import visible_events
from landbridge.evidence import queries as history
from landbridge.evidence.rules import access_document
from landbridge.kernel.money import Money
from landbridge.kernel.refusal import Missing
from landbridge.matchmaking.phrases import field_words, joined
from landbridge.matchmaking.queries import meetings_of_project
from landbridge.matchmaking.rules import visible_meetings
from landbridge.network.actors import MembershipActor
from landbridge.network.permissions import Permission
from landbridge.network.rules import visible_trail
from landbridge.network.tables import country_name
from landbridge.projects import queries, rules
from landbridge.projects.models import JourneyStep, Project, ProjectDocument
from landbridge.projects.phrases import SEEKING
from landbridge.projects.states import STATIONS, Stage, number

RECENT: Final = 12
KINDS: Final = {"plain": "txt", "octet-stream": "", "sheet": "xlsx", "document": "docx", "presentation": "pptx"}


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as the page lists it."""

    row: ProjectDocument
    kind: str
    size: str


@dataclass(frozen=True, slots=True)
class Step:
    """A station reached, with its evidence if the reader may open it."""

    row: JourneyStep
    station: object
    paper: ProjectDocument | None


def project(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """The project's own page; everything on it hangs on one thread."""
    actor = actor_of(request)
    found = rules.access_project(actor, project_id)
    hub = hub_of(request, found.hub_id)
    now = clock.current().now()
    steps = queries.journey(found)
    papers = queries.documents(found) if actor.may(Permission.SEE_DOCUMENTS, found.hub_id) else []
    by_document = {paper.document_id: paper for paper in papers}
    seen = visible_events(actor, hub_id=found.hub_id)
    context = {
        "project": found,
        "hub": hub,
        "zone": hub.zone,
        "now": now,
        "invented": fictional_badge(found),
        "about": _about(found),
        "ask": money(Money(found.ask_amount, found.ask_currency)) if found.ask_amount else "",
        "seeks": joined([str(SEEKING[one]) for one in found.seeks]),
        "stops": strip_of(found, steps, papers=by_document.keys(), now=now, zone=hub.zone),
        "steps": [
            Step(row, station_mark(row.stage), by_document.get(row.evidence_id) if row.evidence_id else None)
            for row in steps
        ],
        "next": _next(found),
        "met": _met(actor, found, now),
        "shows": shows.taking_part(seen, found),
        "papers": [Paper(row, _kind(row), _size(row.document.size)) for row in papers],
        "may_see_papers": actor.may(Permission.SEE_DOCUMENTS, found.hub_id),
        "may_see_people": actor.may(Permission.SEE_PEOPLE, found.hub_id),
        "may_plan": actor.may(Permission.PLAN_EVENTS, found.hub_id),
        "trail": entries(
            history.history_of_thread(visible_trail(actor, hub_id=found.hub_id), found.thread_id)[:RECENT]
        ),
        "may_change": actor.may(Permission.EDIT_PROJECTS, found.hub_id),
    }
    return render(request, "projects/project.html", context)


def _about(project: Project) -> str:
    language = get_language() or "en"
    place = country_name(project.country, language) if project.country else ""
    return " · ".join(filter(None, (joined([field_words(code) for code in project.fields]), place, project.city)))


def _next(project: Project) -> dict[str, object] | None:
    """The station ahead, in words; none at the end of the line."""
    here = number(Stage(project.stage))
    if here == len(STATIONS):
        return None
    key = STATIONS[here].value
    return {"key": key, "name": BY_KEY[key].name, "meaning": MEANING[key]}


def _met(actor: MembershipActor, project: Project, now: datetime) -> list[tuple[Encounter, SafeString]]:
    """Whom the project met and is to meet, each with how it stands."""
    remembered = meetings_of_project(visible_meetings(actor, project.hub_id), project.pk)
    seen = visible_events(actor, hub_id=project.hub_id)
    return [(one, _state(one.standing)) for one in shows.encounters(seen, remembered, project, at=now)]


def _state(standing: Standing) -> SafeString:
    words, meaning = {
        Standing.MET: (_("met"), "good"),
        Standing.PLANNED: (_("planned"), "info"),
        Standing.UNCONFIRMED: (_("not confirmed"), "warn"),
    }[standing]
    return badge(words, meaning)


def _kind(row: ProjectDocument) -> str:
    kind = row.document.media_type.rpartition("/")[2].rpartition(".")[2]
    return KINDS.get(kind, kind).upper()[:12]


def _size(octets: int) -> str:
    return f"{octets / 2**20:.1f} MB" if octets >= 2**20 // 10 else f"{max(octets / 2**10, 0.1):.1f} kB"


def document(request: HttpRequest, project_id: UUID, document_id: UUID) -> FileResponse:
    """The bytes of a document, as a download that no browser runs."""
    actor = actor_of(request)
    found = rules.access_project(actor, project_id)
    held = queries.document(found, document_id)
    if held is None:
        raise Missing(identifier=str(document_id))
    kept = access_document(actor, document_id, permission=Permission.SEE_DOCUMENTS)
    return kept_file(kept, held.title)
