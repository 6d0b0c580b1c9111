"""Writes of projects: registering, changing, advancing along the line."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import BinaryIO, Final, TypedDict, Unpack
from uuid import UUID

from landbridge.evidence import trail
from landbridge.evidence.actions import keep_document, open_thread
from landbridge.ground import search
from landbridge.ground.again import said_already
from landbridge.ground.locks import advisory_lock
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.codes.places import COUNTRY, CURRENCY
from landbridge.kernel.codes.profiles import EEN_PROFILE_TYPES
from landbridge.kernel.ids import uuid7
from landbridge.kernel.refusal import Finding, InputRefused, Missing
from landbridge.network.models import Organisation
from landbridge.projects import rules
from landbridge.projects.models import JourneyStep, Project, ProjectDocument
from landbridge.projects.queries import SEARCH_KIND
from landbridge.projects.states import JOURNEY, Seeking, Stage
from landbridge.projects.trail_events import ProjectEvent

LARGEST_DOCUMENT: Final = 20 * 2**20
LONGEST_TITLE: Final = 200
SAME_DAY: Final = timedelta(days=1)
"""How long after the fact a step still counts as recorded when it happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentGiven:
    """A file somebody brings: what it is called on a page, and where it came from."""

    file: BinaryIO
    original_name: str
    title: str
    source: str = ""


class ProjectFacts(TypedDict, total=False):
    """What is said of a project; each fact may be given or left as it is."""

    name_latin: str
    name_chinese: str
    summary_latin: str
    summary_chinese: str
    organisation_id: UUID | None
    country: str
    city: str
    fields: Collection[str]
    trl: int | None
    seeks: Collection[str]
    ask_amount: Decimal | None
    ask_currency: str
    languages: Collection[str]
    profile: str
    fictional: bool


@action
def register_project(
    *,
    actor: Actor,
    hub_id: UUID,
    at: datetime,
    contacted_at: datetime | None = None,
    evidence_id: UUID | None = None,
    entered_later: bool = False,
    **facts: Unpack[ProjectFacts],
) -> Project:
    """Register a project at its first contact and open the thread that follows it for life.

    `contacted_at` is when the contact was, if that was earlier than `at`; more than a day back needs `entered_later`.
    The same words again within a moment are the same press: they give the project that is there.
    """
    rules.require_change(actor, hub_id)
    effective_at = contacted_at or at
    project = Project(id=uuid7(), hub_id=hub_id, created_at=at)
    found = [*_given(project, facts), *_dating_faults(effective_at, at, entered_later=entered_later)]
    if found:
        raise InputRefused(*found)
    there = _just_registered(project, facts, at)
    if there is not None:
        return there
    thread = open_thread(actor=actor, hub_id=hub_id, at=at)
    project.thread_id, project.code = thread.pk, thread.code
    project.save(force_insert=True)
    _index(project)
    _step(actor, project, Stage.CONTACT, effective_at, at, evidence_id, "")
    trail.record(actor, ProjectEvent.REGISTERED, project, hub_id=hub_id, at=at, code=project.code)
    return project


@action
def change_project(*, actor: Actor, project_id: UUID, at: datetime, **facts: Unpack[ProjectFacts]) -> Project:
    """Change what is said of a project; saying the same again changes and records nothing. Its stage changes only by `advance`."""
    project = rules.access_project(actor, project_id, to="change", lock=True)
    before = {name: getattr(project, name) for name in facts}
    found = _given(project, facts)
    if found:
        raise InputRefused(*found)
    if before == {name: getattr(project, name) for name in facts}:
        return project
    project.save(update_fields=[*facts, "sort_key"])
    _index(project)
    trail.record(actor, ProjectEvent.CHANGED, project, hub_id=project.hub_id, at=at, changed=sorted(facts))
    return project


@action
def advance(
    *,
    actor: Actor,
    project_id: UUID,
    to: Stage,
    at: datetime,
    effective_at: datetime | None = None,
    entered_later: bool = False,
    evidence_id: UUID | None = None,
    note: str = "",
    document: DocumentGiven | None = None,
) -> JourneyStep:
    """Bring a project to a later station, with the evidence that it got there: kept already, or a `document` given now.

    The rooms above call this when something of theirs happened (a meeting was held, an agreement came into force).
    A station may be passed by; none is gone back to.
    """
    project = rules.access_project(actor, project_id, to="change", lock=True)
    frm = Stage(project.stage)
    JOURNEY.require(frm, to)
    moment = effective_at or at
    found = list(_dating_faults(moment, at, entered_later=entered_later))
    if found:
        raise InputRefused(*found)
    if document is not None:
        evidence_id = _keep(actor, project, document, at).document_id
    project.stage = to
    project.save(update_fields=["stage"])
    step = _step(actor, project, to, moment, at, evidence_id, note)
    trail.record(
        actor, ProjectEvent.ADVANCED, project, hub_id=project.hub_id, at=at, since=moment, frm=frm.value, to=to.value
    )
    return step


@action
def add_document(*, actor: Actor, project_id: UUID, given: DocumentGiven, at: datetime) -> ProjectDocument:
    """Keep a document with a project's record. The file and its place in the record are kept together or not at all.

    The same file and title again within a moment are the same press: they give the document that is there.
    """
    project = rules.access_project(actor, project_id, to="change", lock=True)
    same = {"title": given.title.strip(), "document__original_name": given.original_name[-255:]}
    rows = ProjectDocument.objects.filter(project=project, document__size=given.file.seek(0, 2))
    return said_already(rows, written="added_at", at=at, **same) or _keep(actor, project, given, at)


def _just_registered(project: Project, facts: ProjectFacts, at: datetime) -> Project | None:
    """The project that says all of this and was registered a moment ago. The lock under which they are is taken."""
    advisory_lock(space="projects.register", identifier=project.hub_id)
    same = {name: getattr(project, name) for name in (*facts, "sort_key")}
    return said_already(Project.objects.filter(hub_id=project.hub_id), written="created_at", at=at, **same)


def _keep(actor: Actor, project: Project, given: DocumentGiven, at: datetime) -> ProjectDocument:
    found = list(_document_faults(given))
    if found:
        raise InputRefused(*found)
    document = keep_document(
        actor=actor,
        hub_id=project.hub_id,
        file=given.file,
        original_name=given.original_name,
        source=given.source,
        purpose=f"{project.code}: {given.title.strip()}"[:300],
        at=at,
    )
    added = ProjectDocument.objects.create(
        hub_id=project.hub_id, project=project, document=document, title=given.title.strip(), added_at=at
    )
    trail.record(actor, ProjectEvent.DOCUMENT_ADDED, project, hub_id=project.hub_id, at=at, document=document.pk)
    return added


def _document_faults(given: DocumentGiven) -> Iterator[Finding]:
    if not given.title.strip():
        yield Finding("document_without_title", field="title")
    elif len(given.title.strip()) > LONGEST_TITLE:
        yield Finding("document_title_too_long", field="title", data={"most": LONGEST_TITLE})
    given.file.seek(0, 2)
    size = given.file.tell()
    if not size:
        yield Finding("document_empty", field="file")
    elif size > LARGEST_DOCUMENT:
        yield Finding("document_too_large", field="file", data={"most": LARGEST_DOCUMENT // 2**20})


def _step(
    actor: Actor,
    project: Project,
    stage: Stage,
    effective_at: datetime,
    at: datetime,
    evidence_id: UUID | None,
    note: str,
) -> JourneyStep:
    return JourneyStep.objects.create(
        hub_id=project.hub_id,
        project=project,
        stage=stage,
        effective_at=effective_at,
        recorded_at=at,
        entered_later=at - effective_at > SAME_DAY,
        actor_id=actor.actor_id,
        evidence_id=evidence_id,
        note=note,
    )


def _index(project: Project) -> None:
    texts = (project.name_latin, project.name_chinese, project.code)
    search.index([search.Entry(project.pk, project.hub_id, SEARCH_KIND, tuple(filter(None, texts)))])


def _given(project: Project, facts: ProjectFacts) -> list[Finding]:
    """Give the project its facts and say what is wrong with them."""
    for name, value in facts.items():
        setattr(project, name, sorted(set(value)) if name in {"fields", "seeks", "languages"} else value)  # type: ignore[call-overload]
    organisation_id = facts.get("organisation_id")
    if organisation_id is not None:
        _require_organisation(project.hub_id, organisation_id)
    project.sort_key = search.sort_key(latin=project.name_latin, chinese=project.name_chinese)
    return list(_faults(project))


def _require_organisation(hub_id: UUID, organisation_id: UUID) -> None:
    if not Organisation.objects.filter(hub_id=hub_id, pk=organisation_id).exists():
        raise Missing(identifier=str(organisation_id))


def _faults(project: Project) -> Iterator[Finding]:
    if not (project.name_latin.strip() or project.name_chinese.strip()):
        yield Finding("name_missing", field="name_latin")
    if project.country and COUNTRY.fault(project.country):
        yield Finding("country_form", field="country", data={"country": project.country})
    if project.trl is not None and not 1 <= project.trl <= 9:
        yield Finding("trl_out_of_range", field="trl", data={"trl": project.trl})
    unknown = sorted(set(project.seeks) - set(Seeking))
    if unknown:
        yield Finding("unknown_seeking", field="seeks", data={"seeks": tuple(unknown)})
    if project.profile and project.profile not in EEN_PROFILE_TYPES:
        data = {"profile": project.profile, "expected": ", ".join(EEN_PROFILE_TYPES)}
        yield Finding("profile_unknown", field="profile", data=data)
    if project.ask_amount is None:
        if project.ask_currency:
            yield Finding("ask_amount_missing", field="ask_amount", data={"currency": project.ask_currency})
    else:
        if project.ask_amount <= 0:
            yield Finding("ask_not_positive", field="ask_amount", data={"amount": project.ask_amount})
        if CURRENCY.fault(project.ask_currency):
            yield Finding("currency_form", field="ask_currency", data={"currency": project.ask_currency})


def _dating_faults(effective_at: datetime, at: datetime, *, entered_later: bool) -> Iterator[Finding]:
    if effective_at > at:
        yield Finding("step_in_future", field="effective_at", data={"effective_at": effective_at, "at": at})
    elif at - effective_at > SAME_DAY and not entered_later:
        yield Finding("step_in_past", field="effective_at", data={"day": effective_at.date(), "today": at.date()})
