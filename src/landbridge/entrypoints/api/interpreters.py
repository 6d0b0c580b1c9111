"""Interpreters of a road show and their times, and the no-shows that earlier ones remember: the organiser's side."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from landbridge.entrypoints import clock
from landbridge.entrypoints.api.inputs import Short
from landbridge.entrypoints.gate import Table, actor_of
from landbridge.events import rules
from landbridge.events.actions import interpreters as actions
from landbridge.events.actions import no_shows
from landbridge.events.actions.interpreters import Service
from landbridge.events.models import Event, Interpreter, NoShow
from landbridge.events.queries import interpreters as queries
from landbridge.events.queries import no_shows as remembered_queries
from landbridge.events.queries.agendas import published_of
from landbridge.events.queries.parties import attending
from landbridge.events.queries.personal import Entry
from landbridge.kernel.refusal import Missing
from landbridge.network.permissions import Permission

router = Router()


class ServiceIn(Schema):
    """What an interpreter speaks (two languages at least), and wall times of the event between which they are there."""

    languages: list[Short] = Field(max_length=20)
    arrives: datetime | None = None
    leaves: datetime | None = None


class HiredIn(ServiceIn):
    """Somebody of the network who interprets."""

    person: UUID


class InterpreterOut(Schema):
    """An interpreter with the instants of their times; `meetings` counts those of the agenda that stands."""

    id: UUID
    person: UUID
    languages: list[str]
    arrives_at: datetime | None
    leaves_at: datetime | None
    meetings: int


class InterpretersOut(Schema):
    """Whether people who share no language need an interpreter, and who there is."""

    needed: bool
    interpreters: list[InterpreterOut]


class NeededIn(Schema):
    """Whether languages count. Off: interpreters are not planned with."""

    needed: bool


class InterpretedOut(Schema):
    """One meeting at which somebody interprets; both parties, and where."""

    pair: UUID
    starts_at: datetime
    ends_at: datetime
    table: str
    room: str
    first: UUID
    second: UUID


class NoShowOut(Schema):
    """A party of this road show that did not come to an earlier one, without notice; excused: it counts no more."""

    id: UUID
    participant: UUID
    label: str
    event: UUID
    first_day: str
    excused_at: datetime | None
    excuse: str


class ExcuseIn(Schema):
    """Why a no-show counts no more."""

    excuse: str = Field(max_length=4000)


@router.get("/{uuid:event_id}/interpreters", response=InterpretersOut, url_name="event_interpreters")
def list_interpreters(request: HttpRequest, event_id: UUID) -> InterpretersOut:
    """Who interprets, what they speak and when they are there."""
    event = _planned(request, event_id)
    rows = queries.interpreters_of(event)
    return InterpretersOut(needed=event.interpreting, interpreters=[_out(row, vars(row)["standing"]) for row in rows])


@router.put("/{uuid:event_id}/interpreters", response={204: None}, url_name="event_interpreters")
def set_needed(request: HttpRequest, event_id: UUID, given: NeededIn) -> Status[None]:
    """Say whether people who share no language need an interpreter."""
    actions.set_interpreting(actor=actor_of(request), event_id=event_id, on=given.needed, at=clock.current().now())
    return Status(204, None)


@router.post("/{uuid:event_id}/interpreters", response={201: InterpreterOut}, url_name="event_interpreters")
def add(request: HttpRequest, event_id: UUID, given: HiredIn) -> Status[InterpreterOut]:
    """Let somebody of the network interpret."""
    made = actions.add_interpreter(
        actor=actor_of(request),
        event_id=event_id,
        person_id=given.person,
        service=_service(given),
        at=clock.current().now(),
    )
    return Status(201, _out(made, 0))


@router.put(
    "/{uuid:event_id}/interpreters/{uuid:interpreter_id}", response=InterpreterOut, url_name="event_interpreter"
)
def change(request: HttpRequest, event_id: UUID, interpreter_id: UUID, given: ServiceIn) -> InterpreterOut:
    """Correct what an interpreter speaks and when they are there."""
    found = _of_event(request, event_id, interpreter_id)
    made = actions.change_interpreter(
        actor=actor_of(request), interpreter_id=found.pk, service=_service(given), at=clock.current().now()
    )
    return _out(made, made.meetings.filter(published=True).count())


@router.delete(
    "/{uuid:event_id}/interpreters/{uuid:interpreter_id}", response={204: None}, url_name="event_interpreter"
)
def remove(request: HttpRequest, event_id: UUID, interpreter_id: UUID) -> Status[None]:
    """Take an interpreter off; refused while an agenda has meetings for them."""
    found = _of_event(request, event_id, interpreter_id)
    actions.remove_interpreter(actor=actor_of(request), interpreter_id=found.pk, at=clock.current().now())
    return Status(204, None)


@router.get(
    "/{uuid:event_id}/interpreters/{uuid:interpreter_id}/meetings",
    response=list[InterpretedOut],
    url_name="interpreted_meetings",
)
def list_meetings(request: HttpRequest, event_id: UUID, interpreter_id: UUID) -> list[dict[str, Any]]:
    """Where an interpreter is due, by the agenda that stands."""
    found = _of_event(request, event_id, interpreter_id)
    version = published_of(found.event)
    return [_meeting(entry) for entry in queries.meetings_interpreted(found, version)] if version else []


@router.get("/{uuid:event_id}/no-shows", response=list[NoShowOut], url_name="event_no_shows")
def list_no_shows(request: HttpRequest, event_id: UUID) -> list[NoShowOut]:
    """Which parties of this road show did not come to earlier ones of the hub, within two years."""
    event = _planned(request, event_id)
    found = remembered_queries.remembered(event, attending(event))
    return [_no_show(one.participant.pk, row) for one in found for row in one.rows]


@router.put("/{uuid:event_id}/no-shows/{uuid:no_show_id}/excuse", response={204: None}, url_name="event_no_show")
def excuse(request: HttpRequest, event_id: UUID, no_show_id: UUID, given: ExcuseIn) -> Status[None]:
    """Let a no-show count no more, in any shortlist or limit, and say why."""
    _knowing(request, event_id, no_show_id)
    no_shows.excuse_no_show(
        actor=actor_of(request), no_show_id=no_show_id, excuse=given.excuse, at=clock.current().now()
    )
    return Status(204, None)


@router.delete("/{uuid:event_id}/no-shows/{uuid:no_show_id}/excuse", response={204: None}, url_name="event_no_show")
def count_again(request: HttpRequest, event_id: UUID, no_show_id: UUID) -> Status[None]:
    """Take an excuse back: the no-show counts again."""
    _knowing(request, event_id, no_show_id)
    no_shows.count_again(actor=actor_of(request), no_show_id=no_show_id, at=clock.current().now())
    return Status(204, None)


def _planned(request: HttpRequest, event_id: UUID) -> Event:
    return rules.access_event(actor_of(request), event_id, to="plan")


def _of_event(request: HttpRequest, event_id: UUID, interpreter_id: UUID) -> Interpreter:
    _planned(request, event_id)
    found = actions.access_interpreter(actor_of(request), interpreter_id)
    if found.event_id != event_id:
        raise Missing(identifier=str(interpreter_id))
    return found


def _knowing(request: HttpRequest, event_id: UUID, no_show_id: UUID) -> None:
    if not remembered_queries.is_of_the_hub(_planned(request, event_id), no_show_id):
        raise Missing(identifier=str(no_show_id))


def _service(given: ServiceIn) -> Service:
    arrives, leaves = (wall.replace(tzinfo=None) if wall else None for wall in (given.arrives, given.leaves))
    return Service(tuple(given.languages), arrives, leaves)


def _out(row: Interpreter, meetings: int) -> InterpreterOut:
    return InterpreterOut(
        id=row.pk,
        person=row.person_id,
        languages=row.languages,
        arrives_at=row.arrives_at,
        leaves_at=row.leaves_at,
        meetings=meetings,
    )


def _meeting(entry: Entry) -> dict[str, Any]:
    meeting = entry.meeting
    return {
        "pair": meeting.pair_uid,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "table": meeting.table.label,
        "room": meeting.table.room.name,
        "first": meeting.first_id,
        "second": meeting.second_id,
    }


def _no_show(participant_id: UUID, row: NoShow) -> NoShowOut:
    return NoShowOut(
        id=row.pk,
        participant=participant_id,
        label=row.participant.label,
        event=row.event_id,
        first_day=row.event.first_day.isoformat(),
        excused_at=row.excused_at,
        excuse=row.excuse,
    )


PERMISSIONS: Table = {
    f"api:{name}": Permission.PLAN_EVENTS
    for name in (
        "event_interpreters",
        "event_interpreter",
        "interpreted_meetings",
        "event_no_shows",
        "event_no_show",
    )
}
