"""Agendas of a road show: read, plan, change by hand, publish."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import Table, actor_of
from landbridge.events import rules
from landbridge.events.actions import edits, planning, publishing
from landbridge.events.actions.commands import edit_by_command
from landbridge.events.models import AgendaVersion, Event
from landbridge.events.queries import agendas, board, overview
from landbridge.events.queries.agendas import Placed
from landbridge.events.queries.changes import Change
from landbridge.events.queries.replanning import Choice, Keep
from landbridge.ground import jobs
from landbridge.ground.models import JobRun
from landbridge.kernel.refusal import Missing
from landbridge.network.permissions import Permission

router = Router()


class LevelOut(Schema):
    """One level of an agenda's value, with what no agenda can surpass."""

    name: str
    value: int
    bound: int


class VersionOut(Schema):
    """A version without its meetings."""

    number: int
    state: str
    origin: str
    based_on: int | None
    edited: bool
    levels: list[LevelOut]
    seconds: float | None
    made_at: datetime
    published_at: datetime | None


class MeetingOut(Schema):
    """Two parties at a table for one slot. `pair` is the same in every version."""

    pair: UUID
    first: UUID
    second: UUID
    people: list[UUID]
    slot: UUID
    starts_at: datetime
    ends_at: datetime
    table: UUID
    table_label: str
    pinned: bool
    origin: str
    sequence: int


class UnmetOut(Schema):
    """A wish that the version leaves unmet, with the reason as data."""

    first: UUID
    second: UUID
    must: bool
    mutual: bool
    reason: str
    data: dict[str, Any]


class AgendaOut(Schema):
    """A version with its meetings and unmet wishes."""

    version: VersionOut
    meetings: list[MeetingOut]
    unmet: list[UnmetOut]


class ChangeOut(Schema):
    """What became of a pair's meeting since the version before."""

    kind: str
    before: MeetingOut | None
    after: MeetingOut | None


class OrderIn(Schema):
    """How to plan. `keep`: what of `based_on` stays; `from_slot` goes with "earlier"."""

    based_on: int | None = None
    keep: Keep = Keep.PINNED
    from_slot: UUID | None = None
    seconds: int = 30
    seed: int = Field(1, ge=0, lt=2**31)
    musts_hard: bool = False


class RunOut(Schema):
    """A planning job: its progress and, when it is done, the version or why there is none."""

    id: UUID
    state: str
    progress: float
    note: dict[str, Any]
    result: dict[str, Any]


class EditIn(Schema):
    """A change by hand; without `consent` it is refused with what it would break."""

    command: Literal["move", "swap", "pin", "unpin", "drop", "add"]
    pair: UUID | None = None
    other: UUID | None = None
    first: UUID | None = None
    second: UUID | None = None
    slot: UUID | None = None
    table: UUID | None = None
    consent: bool = False


class EditedOut(Schema):
    """The version the change is in (a new draft, if the one named was published), its number, what it broke."""

    version: int
    edit: int
    breaks: list[str]


class PublishIn(Schema):
    """The number of the published version that was seen, or none."""

    over: int | None = None


class PublishedOut(Schema):
    """The version that stands and how many people are told."""

    version: int
    told: int


class GiveIn(Schema):
    """A free place of the published agenda for two parties."""

    first: UUID
    second: UUID
    slot: UUID
    table: UUID | None = None
    consent: bool = False


def event_of(request: HttpRequest, event_id: UUID) -> Event:
    """The road show, for somebody who may see who meets whom."""
    return rules.access_event(actor_of(request), event_id, to="look")


def version_of(request: HttpRequest, event_id: UUID, number: int) -> AgendaVersion:
    """A version by its number."""
    event = event_of(request, event_id)
    version = agendas.versions_of(event).select_related("based_on").filter(number=number).first()
    if version is None:
        raise Missing(identifier=str(number))
    version.event = event
    return version


def version_out(version: AgendaVersion) -> VersionOut:
    """A version as the API tells it."""
    return VersionOut(
        number=version.number,
        state=version.state,
        origin=version.origin,
        based_on=version.based_on.number if version.based_on else None,
        edited=version.edited,
        levels=[LevelOut(**level) for level in version.levels],
        seconds=version.seconds,
        made_at=version.made_at,
        published_at=version.published_at,
    )


def meeting_out(material: agendas.Material, placed: Placed) -> MeetingOut:
    """A meeting as the API tells it."""
    slot = material.slot_by_id[placed.slot]
    return MeetingOut(
        pair=placed.pair_uid,
        first=placed.first,
        second=placed.second,
        people=list(placed.people),
        slot=slot.id,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        table=placed.table,
        table_label=material.table_by_id[placed.table].label,
        pinned=placed.pinned,
        origin=placed.origin.value,
        sequence=placed.sequence,
    )


def change_out(material: agendas.Material, change: Change) -> ChangeOut:
    """What became of a pair's meeting, as the API tells it."""
    return ChangeOut(
        kind=change.kind.value,
        before=meeting_out(material, change.before) if change.before else None,
        after=meeting_out(material, change.after) if change.after else None,
    )


def run_out(run: JobRun) -> RunOut:
    """A job as the API tells it."""
    return RunOut(id=run.id, state=run.state, progress=run.progress, note=run.note, result=run.result)


@router.get("/{event_id}/agendas", response=list[VersionOut], url_name="agendas")
def list_versions(request: HttpRequest, event_id: UUID) -> list[VersionOut]:
    """All versions, the newest first."""
    versions = agendas.versions_of(event_of(request, event_id)).select_related("based_on")
    return [version_out(version) for version in versions]


@router.post("/{event_id}/agendas", response={202: RunOut}, url_name="agendas")
def plan(request: HttpRequest, event_id: UUID, order: OrderIn) -> Status[RunOut]:
    """Start a job that makes a version."""
    base = version_of(request, event_id, order.based_on).id if order.based_on is not None else None
    wanted = planning.Order(
        based_on=base,
        choice=Choice(order.keep, order.from_slot),
        seconds=order.seconds,
        seed=order.seed,
        musts_hard=order.musts_hard,
    )
    at = clock.current().now()
    asked = planning.ask_for_agenda(actor=actor_of(request), event_id=event_id, order=wanted, at=at)
    return Status(202, run_out(asked))


@router.get("/{event_id}/agenda-runs/{run_id}", response=RunOut, url_name="agenda_run")
def run(request: HttpRequest, event_id: UUID, run_id: UUID) -> RunOut:
    """A planning job's progress."""
    return run_out(_run(request, event_id, run_id))


@router.delete("/{event_id}/agenda-runs/{run_id}", response=RunOut, url_name="agenda_run")
def cancel(request: HttpRequest, event_id: UUID, run_id: UUID) -> RunOut:
    """Ask a planning job to stop; what is there stays as it is."""
    rules.access_event(actor_of(request), event_id, to="plan")
    jobs.request_cancel(_run(request, event_id, run_id), at=clock.current().now())
    return run_out(_run(request, event_id, run_id))


def _run(request: HttpRequest, event_id: UUID, run_id: UUID) -> JobRun:
    found = planning.runs_of(event_of(request, event_id).id).filter(pk=run_id).first()
    if found is None:
        raise Missing(identifier=str(run_id))
    return found


@router.get("/{event_id}/agendas/{int:number}", response=AgendaOut, url_name="agenda")
def read(request: HttpRequest, event_id: UUID, number: int) -> AgendaOut:
    """A version with its meetings and its unmet wishes."""
    version = version_of(request, event_id, number)
    material = agendas.material_of(version.event)
    return AgendaOut(
        version=version_out(version),
        meetings=[meeting_out(material, placed) for placed in agendas.placed_in(version)],
        unmet=[
            UnmetOut(
                first=wish.first_id,
                second=wish.second_id,
                must=wish.must,
                mutual=wish.mutual,
                reason=wish.reason,
                data=wish.data,
            )
            for wish in overview.unmet_of(version)
        ],
    )


@router.get("/{event_id}/agendas/{int:number}/changes", response=list[ChangeOut], url_name="agenda_changes")
def changes(request: HttpRequest, event_id: UUID, number: int) -> list[ChangeOut]:
    """What differs from the version this one was made from."""
    sheet = board.sheet_of(version_of(request, event_id, number))
    return [change_out(sheet.material, change) for change in sheet.changes]


@router.post("/{event_id}/agendas/{int:number}/edits", response={201: EditedOut}, url_name="agenda_edits")
def edit(request: HttpRequest, event_id: UUID, number: int, change: EditIn) -> Status[EditedOut]:
    """Change a version by hand; a published one is copied into a draft first."""
    version = version_of(request, event_id, number)
    done = edit_by_command(
        actor=actor_of(request), version_id=version.id, at=clock.current().now(), **change.model_dump()
    )
    return Status(201, EditedOut(version=done.version.number, edit=done.number, breaks=[b.code for b in done.breaks]))


@router.delete("/{event_id}/agendas/{int:number}/edits/{int:edit_number}", response={204: None}, url_name="agenda_undo")
def undo(request: HttpRequest, event_id: UUID, number: int, edit_number: int) -> Status[None]:
    """Take back a change by hand, if it is the last."""
    version = version_of(request, event_id, number)
    edits.undo_edit(actor=actor_of(request), version_id=version.id, number=edit_number, at=clock.current().now())
    return Status(204, None)


@router.post("/{event_id}/agendas/{int:number}/publish", response=PublishedOut, url_name="agenda_publish")
def publish(request: HttpRequest, event_id: UUID, number: int, wanted: PublishIn) -> PublishedOut:
    """Make a draft the agenda that stands; those whose own agenda changes are told."""
    version = version_of(request, event_id, number)
    done = publishing.publish_version(
        actor=actor_of(request), version_id=version.id, over=wanted.over, at=clock.current().now()
    )
    return PublishedOut(version=done.version.number, told=len(done.told))


@router.post("/{event_id}/meetings", response={201: MeetingOut}, url_name="give_slot")
def give(request: HttpRequest, event_id: UUID, wanted: GiveIn) -> Status[MeetingOut]:
    """Give a free place of the published agenda to two parties, as a desk does."""
    event = event_of(request, event_id)
    given = publishing.give_slot(
        actor=actor_of(request),
        event_id=event.id,
        first_id=wanted.first,
        second_id=wanted.second,
        slot_id=wanted.slot,
        table_id=wanted.table,
        consent=wanted.consent,
        at=clock.current().now(),
    )
    return Status(201, meeting_out(agendas.material_of(event), given))


# Operations on one address share its name and so its row; the actions ask for the right each needs.
PERMISSIONS: Table = {
    f"api:{name}": Permission.SEE_PEOPLE
    for name in (
        "agendas",
        "agenda_run",
        "agenda",
        "agenda_changes",
        "agenda_edits",
        "agenda_undo",
        "agenda_publish",
        "give_slot",
    )
}
