"""People and organisations out of a file: send it, map its columns, look, take it, take it back. Road shows take theirs."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Query, Router, Schema, Status, UploadedFile
from pydantic import Field

from landbridge.entrypoints import clock
from landbridge.entrypoints.api.inputs import Short, Title, hub_for
from landbridge.entrypoints.api.pages import Turned, one_page
from landbridge.entrypoints.api.problems import FindingOut, finding_out
from landbridge.entrypoints.gate import Table, actor_of
from landbridge.events import rules as event_rules
from landbridge.events.actions import imports as event_actions
from landbridge.events.models import Event
from landbridge.events.sheets import SHEETS
from landbridge.kernel.refusal import Finding, InputRefused, Missing
from landbridge.network import rules
from landbridge.network.actions import imports as actions
from landbridge.network.actions.imports import Preview
from landbridge.network.imports.tables import ORGANISATIONS, PEOPLE
from landbridge.network.models import Import
from landbridge.network.permissions import Permission
from landbridge.network.states import LegalBasis

router = Router()
event_router = Router()
FAULTS = 500
KINDS: Mapping[str, str] = {"people": PEOPLE.key, "organisations": ORGANISATIONS.key}


class ColumnsIn(Schema):
    """Which column of the file holds what: the column's key, and its place from 0."""

    columns: dict[Title, int]


class TakeIn(Schema):
    """Where the data come from, what for, and what to do with rows that have faults.

    `anew` are rows that make a new person though one of that name is known; people of `unaddressed` rows come without
    their e-mail address; with `keep_needs` (road shows only) organisations keep what they said that they look for.
    """

    source: Title
    purpose: Title
    legal_basis: LegalBasis
    crosses_to: list[Short] = Field([], max_length=100)
    keep_until: date | None = None
    all_or_nothing: bool = True
    anew: list[int] = Field([], max_length=20_000)
    unaddressed: list[int] = Field([], max_length=20_000)
    keep_needs: bool = False


class ImportOut(Schema):
    """A file on its way in, and what became of it."""

    id: UUID
    hub: UUID = Field(validation_alias="hub_id")
    kind: str = Field(validation_alias="schema")
    state: str
    good_rows: int
    bad_rows: int
    uploaded_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None


class Imports(Schema):
    """One page; `next` asks for the following one."""

    items: list[ImportOut]
    next: str | None


class PreviewOut(Schema):
    """What an import would do: how its columns are read, what is missing, which rows have which faults (the first 500)."""

    id: UUID
    state: str
    header: list[str]
    columns: dict[str, int]
    known_columns: list[str]
    missing: list[str]
    good: int
    bad: int
    findings: list[FindingOut]


class TakenOut(Schema):
    """What was made of it: the parties that are on the road show's list now."""

    participants: list[UUID]


def _told(held: Import, seen: Preview) -> PreviewOut:
    return PreviewOut(
        id=held.pk, state=held.state, header=list(seen.table.header), columns=dict(seen.mapping),
        known_columns=[column.key for column in seen.schema.columns], missing=list(seen.missing),
        good=len(seen.result.good), bad=len(seen.result.bad_rows),
        findings=[finding_out(finding) for finding in seen.result.findings[:FAULTS]],
    )  # fmt: skip


def _looked_at(request: HttpRequest, held: Import) -> PreviewOut:
    return _told(held, actions.preview(actor=actor_of(request), import_id=held.pk))


def _upload(request: HttpRequest, hub_id: UUID, key: str, file: UploadedFile) -> Import:
    return actions.upload_import(
        actor=actor_of(request),
        hub_id=hub_id,
        schema_key=key,
        file=file,  # type: ignore[arg-type]
        original_name=file.name or "",
        at=clock.current().now(),
    )


def _held(request: HttpRequest, import_id: UUID) -> Import:
    """An import of the network itself; a road show's is taken and taken back through the road show."""
    held = rules.access_import(actor_of(request), import_id)
    if held.schema not in KINDS.values():
        raise Missing(identifier=str(import_id))
    return held


def _event_with(request: HttpRequest, event_id: UUID, import_id: UUID) -> Event:
    event = event_rules.access_event(actor_of(request), event_id, to="plan")
    held = rules.access_import(actor_of(request), import_id)
    if held.hub_id != event.hub_id or held.schema in KINDS.values():
        raise Missing(identifier=str(import_id))
    return event


@router.get("", response=Imports, url_name="imports")
def list_imports(request: HttpRequest, asked: Query[Turned], hub: UUID | None = None) -> dict[str, Any]:
    """The files that came into a hub, road shows' included, the newest first."""
    hub_id = hub_for(request, hub, Permission.IMPORT_PEOPLE)
    rows = rules.visible_imports(actor_of(request), hub_id=hub_id)
    return one_page(rows, asked, keys=("uploaded_at",), descending=True)


@router.post("", response={201: PreviewOut}, url_name="imports")
def upload(
    request: HttpRequest,
    file: File[UploadedFile],
    sheet: Form[Literal["people", "organisations"]],
    hub: UUID | None = None,
) -> Status[PreviewOut]:
    """Send a file, CSV or XLSX as `multipart/form-data`: nothing is taken yet; the answer says what would be."""
    hub_id = hub_for(request, hub, Permission.IMPORT_PEOPLE)
    return Status(201, _looked_at(request, _upload(request, hub_id, KINDS[sheet], file)))


@router.get("/{import_id}", response=PreviewOut, url_name="import")
def look(request: HttpRequest, import_id: UUID) -> PreviewOut:
    """What an import would do, or what it was."""
    return _looked_at(request, rules.access_import(actor_of(request), import_id))


@router.put("/{import_id}/columns", response=PreviewOut, url_name="import_columns")
def columns(request: HttpRequest, import_id: UUID, said: ColumnsIn) -> PreviewOut:
    """Say which column holds what; the answer looks again."""
    return _looked_at(
        request, actions.map_columns(actor=actor_of(request), import_id=import_id, mapping=dict(said.columns))
    )


@router.delete("/{import_id}", response=ImportOut, url_name="import")
def discard(request: HttpRequest, import_id: UUID) -> Import:
    """Put a file aside that was not taken."""
    return actions.discard_import(actor=actor_of(request), import_id=import_id, at=clock.current().now())


@router.post("/{import_id}/take", response=ImportOut, url_name="take_import")
def take(request: HttpRequest, import_id: UUID, said: TakeIn) -> Import:
    """Take the rows, with where they come from."""
    if said.keep_needs:
        raise InputRefused(Finding("choice_unknown", field="keep_needs", data={"found": "true"}))
    return actions.import_with_source(
        actor=actor_of(request), import_id=_held(request, import_id).pk, at=clock.current().now(),
        **said.model_dump(exclude={"keep_needs"}),
    )  # fmt: skip


@router.post("/{import_id}/undo", response=ImportOut, url_name="undo_import")
def undo(request: HttpRequest, import_id: UUID) -> Import:
    """Take back what it made; refused once anything of it is in use."""
    return actions.undo_import(
        actor=actor_of(request), import_id=_held(request, import_id).pk, at=clock.current().now()
    )


@event_router.post("/{event_id}/imports", response={201: PreviewOut}, url_name="event_imports")
def upload_people(
    request: HttpRequest, event_id: UUID, file: File[UploadedFile], sheet: Form[Literal["delegation", "counterparties"]]
) -> Status[PreviewOut]:
    """Send a file of a road show's people, CSV or XLSX as `multipart/form-data`: nothing is taken yet."""
    event = event_rules.access_event(actor_of(request), event_id, to="plan")
    return Status(201, _looked_at(request, _upload(request, event.hub_id, SHEETS[sheet].key, file)))


@event_router.post("/{event_id}/imports/{import_id}/take", response=TakenOut, url_name="take_event_import")
def take_people(request: HttpRequest, event_id: UUID, import_id: UUID, said: TakeIn) -> TakenOut:
    """Take the rows into the network and onto the road show's list."""
    _event_with(request, event_id, import_id)
    made = event_actions.import_people(
        actor=actor_of(request), event_id=event_id, import_id=import_id, at=clock.current().now(),
        choices=event_actions.Choices(
            anew=frozenset(said.anew), unaddressed=frozenset(said.unaddressed), keep_needs=said.keep_needs
        ),
        **said.model_dump(exclude={"keep_needs", "anew", "unaddressed"}),
    )  # fmt: skip
    return TakenOut(participants=[party.pk for party in made])


@event_router.post("/{event_id}/imports/{import_id}/undo", response={204: None}, url_name="undo_event_import")
def undo_people(request: HttpRequest, event_id: UUID, import_id: UUID) -> Status[None]:
    """Take back what it put on the list and into the network; refused once wishes or meetings stand on it."""
    _event_with(request, event_id, import_id)
    event_actions.undo_people_import(
        actor=actor_of(request), event_id=event_id, import_id=import_id, at=clock.current().now()
    )
    return Status(204, None)


PERMISSIONS: Table = {
    **{
        f"api:{name}": Permission.IMPORT_PEOPLE
        for name in ("imports", "import", "import_columns", "take_import", "undo_import")
    },
    **{f"api:{name}": Permission.PLAN_EVENTS for name in ("event_imports", "take_event_import", "undo_event_import")},
}
