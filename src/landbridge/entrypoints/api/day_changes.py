"""What is different on the day: recorded, taken back; the three ways to plan the rest of it, and taking one."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from landbridge.entrypoints import clock
from landbridge.entrypoints.api.agendas import ChangeOut, LevelOut, RunOut, VersionOut, change_out, run_out, version_out
from landbridge.entrypoints.api.inputs import Moment, Title
from landbridge.entrypoints.gate import Table, actor_of
from landbridge.events import rules
from landbridge.events.actions import day_changes as actions
from landbridge.events.actions import replanning
from landbridge.events.models import AgendaVersion, DayChange, Event, ReplanChoice
from landbridge.events.queries import agendas, replans
from landbridge.events.queries.changes import changes_between
from landbridge.events.refusals import NotPublished
from landbridge.events.states import DayChangeKind, ReplanName
from landbridge.ground import jobs
from landbridge.kernel.refusal import Missing
from landbridge.network.permissions import Permission

router = Router()


class DayChangeOut(Schema):
    """From when to when somebody cannot be met or interpret, or a table or room cannot be used."""

    id: UUID
    kind: DayChangeKind
    attendee: UUID | None = Field(validation_alias="attendee_id")
    interpreter: UUID | None = Field(validation_alias="interpreter_id")
    table: UUID | None = Field(validation_alias="table_id")
    room: UUID | None = Field(validation_alias="room_id")
    starts_at: datetime
    ends_at: datetime
    note: str
    recorded_at: datetime
    undone_at: datetime | None


class Spanned(Schema):
    """From when to when; left out: from the first day on, to the last one's end."""

    since: Moment | None = None
    until: Moment | None = None
    note: Title = ""


class AbsenceIn(Spanned):
    """Who is absent, comes late (`until`) or leaves (`since`)."""

    attendees: list[UUID] = Field([], max_length=500)
    interpreters: list[UUID] = Field([], max_length=500)
    kind: Literal["absent", "late", "leaves"]


class ClosureIn(Spanned):
    """Tables, or a room with all its tables, that cannot be used from now on, or from `since`."""

    tables: list[UUID] = Field([], max_length=500)
    room: UUID | None = None


class AskIn(Schema):
    """`rate`: the value that one changed meeting must bring; 0 changes whatever gains anything."""

    rate: int = replanning.DEFAULT_RATE


class ChoiceOut(Schema):
    """One way to plan the rest of the day, and what it costs. `counts` says how many meetings it moves, drops, adds."""

    id: UUID
    name: ReplanName
    levels: list[LevelOut]
    least_changes: int = Field(description="no agenda can change fewer meetings")
    counts: dict[str, int]
    version: int | None = Field(description="the draft that was made of it")


class ChoicesOut(Schema):
    """The ways out that were made last for the agenda that stands. `stale`: something was recorded since."""

    based_on: int
    as_of: datetime | None
    stale: bool
    choices: list[ChoiceOut]


class PersonChangesOut(Schema):
    """What changes for one person."""

    attendee: UUID
    changes: list[ChangeOut]


class ChoiceDetailOut(Schema):
    """One way out, meeting by meeting and person by person."""

    choice: ChoiceOut
    changes: list[ChangeOut]
    people: list[PersonChangesOut]


@router.get("/{uuid:event_id}/day-changes", response=list[DayChangeOut], url_name="day_changes")
def list_changes(request: HttpRequest, event_id: UUID) -> list[DayChange]:
    """What was recorded and stands, the newest first."""
    return list(replans.day_changes_of(rules.access_event(actor_of(request), event_id, to="desk")))


@router.post("/{uuid:event_id}/absences", response={201: list[DayChangeOut]}, url_name="absences")
def record_absence(request: HttpRequest, event_id: UUID, said: AbsenceIn) -> Status[list[DayChange]]:
    """Say that people or interpreters are absent, come late or leave. It moves no meeting: plan the rest of the day again for that."""
    made = actions.record_absence(
        actor=actor_of(request), event_id=event_id, attendee_ids=said.attendees,
        interpreter_ids=said.interpreters, kind=DayChangeKind(said.kind), since=said.since, until=said.until, note=said.note, at=clock.current().now(),
    )  # fmt: skip
    return Status(201, made)


@router.post("/{uuid:event_id}/closures", response={201: list[DayChangeOut]}, url_name="closures")
def record_closure(request: HttpRequest, event_id: UUID, said: ClosureIn) -> Status[list[DayChange]]:
    """Say that tables or a room cannot be used."""
    made = actions.record_closure(
        actor=actor_of(request), event_id=event_id, table_ids=said.tables, room_id=said.room, since=said.since,
        until=said.until, note=said.note, at=clock.current().now(),
    )  # fmt: skip
    return Status(201, made)


def _of_event(request: HttpRequest, event_id: UUID, change_id: UUID) -> None:
    event = rules.access_event(actor_of(request), event_id, to="desk")
    if not event.day_changes.filter(pk=change_id).exists():
        raise Missing(identifier=str(change_id))


@router.post("/{uuid:event_id}/day-changes/{uuid:change_id}/end", response=DayChangeOut, url_name="day_change_end")
def end(request: HttpRequest, event_id: UUID, change_id: UUID) -> DayChange:
    """It is over now: the person is here after all, the table can be used."""
    _of_event(request, event_id, change_id)
    return actions.end_day_change(actor=actor_of(request), change_id=change_id, at=clock.current().now())


@router.delete("/{uuid:event_id}/day-changes/{uuid:change_id}", response=DayChangeOut, url_name="day_change")
def undo(request: HttpRequest, event_id: UUID, change_id: UUID) -> DayChange:
    """Take it back: it was never so. What it had taken the place of stands again."""
    _of_event(request, event_id, change_id)
    return actions.undo_day_change(actor=actor_of(request), change_id=change_id, at=clock.current().now())


def standing(request: HttpRequest, event_id: UUID) -> tuple[Event, AgendaVersion]:
    """The road show and the agenda that stands."""
    event = rules.access_event(actor_of(request), event_id, to="look")
    version = agendas.published_of(event)
    if version is None:
        raise NotPublished(event=str(event.pk))
    version.event = event
    return event, version


def choice_out(choice: ReplanChoice) -> ChoiceOut:
    """A way out as the API tells it."""
    return ChoiceOut(
        id=choice.pk, name=ReplanName(choice.name), levels=[LevelOut(**level) for level in choice.levels],
        least_changes=choice.least_changes, counts=choice.counts,
        version=choice.version.number if choice.version else None,
    )  # fmt: skip


@router.get("/{uuid:event_id}/replan", response=ChoicesOut, url_name="replan")
def choices(request: HttpRequest, event_id: UUID) -> ChoicesOut:
    """The three ways to plan the rest of the day that were made last."""
    event, version = standing(request, event_id)
    made = replans.last_replan(version)
    if made is None:
        return ChoicesOut(based_on=version.number, as_of=None, stale=False, choices=[])
    return ChoicesOut(
        based_on=version.number,
        as_of=made.as_of,
        stale=replans.changed_after(event, made.as_of),
        choices=[choice_out(choice) for choice in replans.choices_of(made)],
    )


@router.post("/{uuid:event_id}/replan", response={202: RunOut}, url_name="replan")
def ask(request: HttpRequest, event_id: UUID, said: AskIn) -> Status[RunOut]:
    """Ask for three ways to plan what is left of the day: fewest changes, balanced, best value."""
    run = replanning.ask_for_choices(
        actor=actor_of(request), event_id=event_id, rate=said.rate, at=clock.current().now()
    )
    return Status(202, run_out(run))


@router.get("/{uuid:event_id}/replan-runs/{uuid:run_id}", response=RunOut, url_name="replan_run")
def progress(request: HttpRequest, event_id: UUID, run_id: UUID) -> RunOut:
    """How far the job is that looks for ways out."""
    return _run(request, event_id, run_id, to="look")


@router.delete("/{uuid:event_id}/replan-runs/{uuid:run_id}", response=RunOut, url_name="replan_run")
def cancel(request: HttpRequest, event_id: UUID, run_id: UUID) -> RunOut:
    """Ask the job to stop; nothing is saved."""
    return _run(request, event_id, run_id, to="plan")


def _run(request: HttpRequest, event_id: UUID, run_id: UUID, *, to: Literal["look", "plan"]) -> RunOut:
    event = rules.access_event(actor_of(request), event_id, to=to)
    run = replanning.replan_runs(event.pk).filter(pk=run_id).first()
    if run is None:
        raise Missing(identifier=str(run_id))
    if to == "plan":
        jobs.request_cancel(run, at=clock.current().now())
        run.refresh_from_db()
    return run_out(run)


@router.get("/{uuid:event_id}/replan/{uuid:choice_id}", response=ChoiceDetailOut, url_name="replan_choice")
def choice(request: HttpRequest, event_id: UUID, choice_id: UUID) -> ChoiceDetailOut:
    """What one way out changes, meeting by meeting and person by person."""
    event, version = standing(request, event_id)
    row = replans.choice_for(version, choice_id)
    if row is None:
        raise Missing(identifier=str(choice_id))
    material, base = agendas.material_of(event), agendas.placed_in(version)
    found = changes_between(base, replans.meetings_of(row, base))
    told: dict[Any, ChangeOut] = {change.either.pair_uid: change_out(material, change) for change in found}
    return ChoiceDetailOut(
        choice=choice_out(row),
        changes=list(told.values()),
        people=[
            PersonChangesOut(attendee=person, changes=[told[one.either.pair_uid] for one in changes])
            for person, changes in replans.by_person(found).items()
        ],
    )


@router.post(
    "/{uuid:event_id}/replan/{uuid:choice_id}/take", response={201: VersionOut}, url_name="replan_take"
)  # fmt: skip
def take(request: HttpRequest, event_id: UUID, choice_id: UUID) -> Status[VersionOut]:
    """Make a draft of one way out, checked as things are now. Nobody is told before it is published."""
    event = rules.access_event(actor_of(request), event_id, to="plan")
    if not replans.is_of(event, choice_id):
        raise Missing(identifier=str(choice_id))
    return Status(
        201,
        version_out(replanning.take_choice(actor=actor_of(request), choice_id=choice_id, at=clock.current().now())),
    )


PERMISSIONS: Table = {
    **{
        f"api:{name}": Permission.RUN_DESK
        for name in ("day_changes", "absences", "closures", "day_change_end", "day_change")
    },
    **{f"api:{name}": Permission.SEE_PEOPLE for name in ("replan", "replan_run", "replan_choice")},
    "api:replan_take": Permission.PLAN_EVENTS,
}
