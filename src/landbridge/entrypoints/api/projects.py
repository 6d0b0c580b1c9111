"""Projects: the list, one, its journey, whom it met, its documents; registering, changing, advancing."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import File, Form, Query, Router, Schema, Status, UploadedFile
from pydantic import Field

from landbridge.entrypoints import clock
from landbridge.entrypoints.api.inputs import Code, Moment, Short, Text, Title, hub_for
from landbridge.entrypoints.api.pages import Asked, one_page
from landbridge.entrypoints.gate import Table, actor_of
from landbridge.entrypoints.web.downloads import kept_file
from landbridge.events.queries import projects as shows
from landbridge.events.rules import visible_events
from landbridge.evidence.rules import access_document
from landbridge.kernel.refusal import Missing, NotAllowed
from landbridge.matchmaking.queries import meetings_of_project
from landbridge.matchmaking.rules import visible_meetings
from landbridge.network.permissions import Permission
from landbridge.projects import actions, queries, rules
from landbridge.projects.models import JourneyStep, Project, ProjectDocument
from landbridge.projects.states import Seeking, Stage

router = Router()
Amount = Annotated[Decimal, Field(max_digits=16, decimal_places=2)]


class ProjectFacts(Schema):
    """What is said of a project. One of the names is needed; in a change, what is left out stays."""

    name_latin: Title = ""
    name_chinese: Title = ""
    summary_latin: Text = Field("", description="what it does, in English")
    summary_chinese: Text = Field("", description="what it does, in Chinese")
    organisation: UUID | None = Field(None, description="whose project it is", validation_alias="organisation_id")
    country: Text = Field("", description="ISO 3166-1 alpha-2")
    city: Annotated[str, Field(max_length=100)] = ""
    fields: list[Code] = Field([], max_length=50, description="tags, or industry codes as `gbt:C3841`, `nace:C26.11`")
    trl: int | None = Field(None, description="technology readiness level, 1 to 9")
    seeks: list[Seeking] = Field([], max_length=10)
    ask_amount: Amount | None = None
    ask_currency: Text = Field("", description="ISO 4217; goes with `ask_amount`")
    languages: list[Short] = Field([], max_length=20)
    profile: Text = Field("", description="EEN profile type: TO, TR, BO, BR or RDR")


class ProjectIn(ProjectFacts):
    """A project in a change, or anew."""

    organisation: UUID | None = Field(None, description="whose project it is")

    def facts(self, *, all_of_them: bool) -> dict[str, Any]:
        """As the action takes it: every fact, or those that were sent."""
        said = self.model_dump(include=set(ProjectIn.model_fields), exclude_unset=not all_of_them)
        if "organisation" in said:
            said["organisation_id"] = said.pop("organisation")
        return said


class NewProject(ProjectIn):
    """A project at its first contact. More than a day back needs `entered_later`."""

    hub: UUID | None = Field(None, description="may be left out by who works in one hub")
    contacted_at: Moment | None = Field(None, description="when the contact was; now, if left out")
    entered_later: bool = False


class ProjectOut(ProjectFacts):
    """A project and the station it stands at."""

    id: UUID
    hub: UUID = Field(validation_alias="hub_id")
    code: str
    thread: UUID = Field(
        validation_alias="thread_id", description="follows it from the first contact to the last figure"
    )
    stage: Stage
    fictional: bool
    created_at: datetime


class Projects(Schema):
    """One page; `next` asks for the following one."""

    items: list[ProjectOut]
    next: str | None


class ProjectsNarrowed(Schema):
    """Which projects: by station, by a station they got to, by field, by what they seek, by country."""

    stage: Stage | None = None
    reached: Stage | None = Field(None, description="this station or a later one")
    field: Text = ""
    seeks: Seeking | None = None
    country: Text = ""


class StepIn(Schema):
    """A station the project reached. More than a day back needs `entered_later`."""

    to: Stage
    effective_at: Moment | None = Field(None, description="when it was so; now, if left out")
    entered_later: bool = False
    note: Text = ""


class StepOut(Schema):
    """A station reached, dated twice: when it was so, when we learned it."""

    id: UUID
    stage: Stage
    effective_at: datetime
    recorded_at: datetime
    entered_later: bool
    evidence: UUID | None = Field(validation_alias="evidence_id", description="the document that proves it")
    note: str


class EncounterOut(Schema):
    """Whom the project met or is to meet, where and when. `event` is missing for what other hubs' events told."""

    organisation: UUID | None
    project: UUID | None
    label: str
    name_latin: str
    name_chinese: str
    event: UUID | None
    at: datetime
    state: shows.Standing


class DocumentIn(Schema):
    """What a document is called, and where it came from."""

    title: Title
    source: Title = ""


class DocumentOut(Schema):
    """A document of the project's record."""

    id: UUID
    title: str
    file_name: str
    media_type: str
    size: int
    sha256: str
    added_at: datetime


@router.get("", response=Projects, url_name="projects")
def list_projects(
    request: HttpRequest, asked: Query[Asked], narrowed: Query[ProjectsNarrowed], hub: UUID | None = None
) -> dict[str, Any]:
    """The projects of a hub, by name; `q` searches as the search box does."""
    hub_id = hub_for(request, hub, Permission.SEE_PROJECTS)
    rows = queries.found(rules.visible_projects(actor_of(request), hub_id=hub_id), asked.q)
    rows = rows.filter(stage=narrowed.stage) if narrowed.stage else rows
    rows = queries.got_to(rows, narrowed.reached) if narrowed.reached else rows
    rows = rows.filter(fields__contains=[narrowed.field]) if narrowed.field else rows
    rows = rows.filter(seeks__contains=[narrowed.seeks]) if narrowed.seeks else rows
    return one_page(rows.filter(country=narrowed.country) if narrowed.country else rows, asked)


@router.post("", response={201: ProjectOut}, url_name="projects")
def register(request: HttpRequest, said: NewProject) -> Status[Project]:
    """Register a project at its first contact; its thread begins."""
    made = actions.register_project(
        actor=actor_of(request),
        hub_id=hub_for(request, said.hub, Permission.EDIT_PROJECTS),
        at=clock.current().now(),
        contacted_at=said.contacted_at,
        entered_later=said.entered_later,
        **said.facts(all_of_them=True),
    )
    return Status(201, made)


@router.get("/{uuid:project_id}", response=ProjectOut, url_name="project")
def read(request: HttpRequest, project_id: UUID) -> Project:
    """One project."""
    return rules.access_project(actor_of(request), project_id)


@router.patch("/{uuid:project_id}", response=ProjectOut, url_name="project")
def change(request: HttpRequest, project_id: UUID, said: ProjectIn) -> Project:
    """Change what is said of a project; what is left out stays. Its station changes by a step of its journey."""
    facts = said.facts(all_of_them=False)
    return actions.change_project(actor=actor_of(request), project_id=project_id, at=clock.current().now(), **facts)


@router.get("/{uuid:project_id}/journey", response=list[StepOut], url_name="project_journey")
def journey(request: HttpRequest, project_id: UUID) -> Sequence[JourneyStep]:
    """The stations it reached, in order: ten at most."""
    return queries.journey(rules.access_project(actor_of(request), project_id))


@router.post("/{uuid:project_id}/journey", response={201: StepOut}, url_name="project_journey")
def advance(request: HttpRequest, project_id: UUID, said: StepIn) -> Status[JourneyStep]:
    """Record that it reached a later station. A station may be passed by; none is gone back to."""
    step = actions.advance(
        actor=actor_of(request), project_id=project_id, at=clock.current().now(), **said.model_dump()
    )
    return Status(201, step)


@router.get("/{uuid:project_id}/meetings", response=list[EncounterOut], url_name="project_meetings")
def meetings(request: HttpRequest, project_id: UUID) -> list[EncounterOut]:
    """Whom it met and is to meet, by the agendas that stand and by what was remembered, the latest first."""
    actor = actor_of(request)
    found = rules.access_project(actor, project_id)
    remembered = meetings_of_project(visible_meetings(actor, found.hub_id), found.pk)
    seen = visible_events(actor, hub_id=found.hub_id)
    lines = shows.encounters(seen, remembered, found, at=clock.current().now())
    return [
        EncounterOut(
            organisation=one.organisation_id, project=one.project_id, label=one.label, name_latin=one.name.latin,
            name_chinese=one.name.chinese, event=one.event.pk if one.event else None, at=one.at, state=one.standing,
        )
        for one in lines
    ]  # fmt: skip


def documents_of(request: HttpRequest, project_id: UUID) -> Project:
    """The project, for somebody who may open its documents."""
    actor = actor_of(request)
    found = rules.access_project(actor, project_id)
    if not actor.may(Permission.SEE_DOCUMENTS, found.hub_id):
        raise NotAllowed(permission=Permission.SEE_DOCUMENTS)
    return found


def document_out(row: ProjectDocument) -> DocumentOut:
    """A document as the API tells it."""
    kept = row.document
    return DocumentOut(
        id=row.document_id, title=row.title, file_name=kept.original_name, media_type=kept.media_type, size=kept.size,
        sha256=kept.digest, added_at=row.added_at,
    )  # fmt: skip


@router.get("/{uuid:project_id}/documents", response=list[DocumentOut], url_name="project_documents")
def documents(request: HttpRequest, project_id: UUID) -> list[DocumentOut]:
    """Its documents, the latest first."""
    return [document_out(row) for row in queries.documents(documents_of(request, project_id))]


@router.post("/{uuid:project_id}/documents", response={201: DocumentOut}, url_name="project_documents")
def add_document(
    request: HttpRequest, project_id: UUID, file: File[UploadedFile], said: Form[DocumentIn]
) -> Status[DocumentOut]:
    """Keep a document with its record: `multipart/form-data`, 20 MB at most (5 MB with an `Idempotency-Key`)."""
    given = actions.DocumentGiven(file=file, original_name=file.name or "", **said.model_dump())  # type: ignore[arg-type]
    made = actions.add_document(actor=actor_of(request), project_id=project_id, given=given, at=clock.current().now())
    return Status(201, document_out(made))


@router.get("/{uuid:project_id}/documents/{uuid:document_id}", response=bytes, url_name="project_document")
def download(request: HttpRequest, project_id: UUID, document_id: UUID) -> FileResponse:
    """The bytes of a document."""
    held = queries.document(documents_of(request, project_id), document_id)
    if held is None:
        raise Missing(identifier=str(document_id))
    kept = access_document(actor_of(request), document_id, permission=Permission.SEE_DOCUMENTS)
    return kept_file(kept, held.title)


SEEN = ("projects", "project", "project_journey", "project_meetings")
PAPERS = ("project_documents", "project_document")
# Operations on one address share its name and so its row; the actions ask for the right each needs.
PERMISSIONS: Table = {
    **{f"api:{name}": Permission.SEE_PROJECTS for name in SEEN},
    **{f"api:{name}": Permission.SEE_DOCUMENTS for name in PAPERS},
}
