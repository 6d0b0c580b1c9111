"""From a wish for an agenda to a saved version of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from landbridge.engines import agenda
from landbridge.events import rules
from landbridge.events.actions.versions import (
    Origin,
    from_engine,
    levels_as_data,
    new_version,
    write_meetings,
    write_unmet,
)
from landbridge.events.models import AgendaVersion, Event
from landbridge.events.queries import agendas
from landbridge.events.queries.agendas import Material, Placed
from landbridge.events.queries.moves import begun
from landbridge.events.queries.problem import as_engine_agenda, problem_of, slot_id_of
from landbridge.events.queries.replanning import Choice, Keep, pins_for, stays
from landbridge.events.refusals import AlreadyPlanning, InputChanged
from landbridge.events.states import MeetingOrigin
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.jobs import enqueue
from landbridge.ground.locks import present
from landbridge.ground.models import JobRun
from landbridge.ground.states import JobState
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.plain import plain
from landbridge.kernel.refusal import Finding, InputRefused

JOB = "events.plan"
SHORTEST, LONGEST = 1, 600
ALL_ANEW = Choice()


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How to plan: from which version, what of it stays, for how long at most, with which seed."""

    based_on: UUID | None = None
    choice: Choice = ALL_ANEW
    seconds: int = 30
    seed: int = 1
    musts_hard: bool = False

    def as_json(self) -> dict[str, Any]:
        """For the job's arguments."""
        return {
            "based_on": str(self.based_on) if self.based_on else None,
            "keep": self.choice.keep.value,
            "from_slot": str(self.choice.from_slot) if self.choice.from_slot else None,
            "seconds": self.seconds,
            "seed": self.seed,
            "musts_hard": self.musts_hard,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Order":
        """What `as_json` wrote."""
        from_slot = UUID(data["from_slot"]) if data["from_slot"] else None
        return cls(
            based_on=UUID(data["based_on"]) if data["based_on"] else None,
            choice=Choice(Keep(data["keep"]), from_slot),
            seconds=data["seconds"],
            seed=data["seed"],
            musts_hard=data["musts_hard"],
        )


@dataclass(frozen=True)
class Task:
    """One planning task, read from the database: what goes into the engine and what is needed to save its answer."""

    material: Material
    problem: agenda.Problem
    base: tuple[Placed, ...]


@action
def ask_for_agenda(*, actor: Actor, event_id: UUID, order: Order, at: datetime) -> JobRun:
    """Start a job that makes a version of the agenda; at most one runs per event.

    What the engine cannot read (nothing to plan with, a pin for somebody who is away) is refused here, at once.
    """
    event = rules.access_event(actor, event_id, to="plan", lock=True)
    running = planning_runs(event.id).first()
    if running is not None:
        raise AlreadyPlanning(job_id=str(running.id))
    if not SHORTEST <= order.seconds <= LONGEST:
        data = {"at_least": SHORTEST, "at_most": LONGEST}
        raise InputRefused(Finding("time_limit_out_of_range", field="seconds", data=data))
    task_of(event, order, at)
    run = enqueue(
        JOB, actor=actor, hub_id=event.hub_id, at=at, subject_id=event.id, event_id=str(event.id), order=order.as_json()
    )
    trail.record(actor, EventsEvent.AGENDA_ASKED, event, hub_id=event.hub_id, at=at, job_id=run.id, **order.as_json())
    return run


def planning_runs(event_id: UUID) -> QuerySet[JobRun]:
    """The jobs that wait or run to make an agenda of the event."""
    return runs_of(event_id).filter(state__in=[JobState.QUEUED, JobState.RUNNING])


def runs_of(event_id: UUID) -> QuerySet[JobRun]:
    """All planning jobs of the event."""
    return JobRun.objects.filter(kind=JOB, subject_id=event_id)


def last_run(event_id: UUID) -> JobRun | None:
    """The planning job asked for last, whatever became of it."""
    return runs_of(event_id).order_by("-queued_at", "-id").first()


def task_of(event: Event, order: Order, at: datetime) -> Task:
    """Read what is to be planned, as it stands now. What has begun of a published agenda stays as it is."""
    material = agendas.material_of(event)
    base: tuple[Placed, ...] = ()
    if order.based_on is not None:
        base = agendas.placed_in(present(AgendaVersion.objects.filter(event=event), order.based_on))
    past = begun(material, agendas.started(event, at))
    staying = tuple(m for m in stays(material, base, order.choice) if m.slot not in past)
    happened = _happened(event, past)
    pins = pins_for(material, [m for m in staying if m.pair_uid not in {h.pair_uid for h in happened}])
    problem = problem_of(material, placed=(*staying, *happened), pins=pins, musts_hard=order.musts_hard)
    if past:
        old = as_engine_agenda(material, happened)
        problem = agenda.as_of(problem, old, at)
    known = {m.pair_uid for m in base}
    return Task(material, problem, (*base, *(m for m in happened if m.pair_uid not in known)))


def _happened(event: Event, past: frozenset[UUID]) -> tuple[Placed, ...]:
    """The meetings of the agenda that stands which have begun."""
    published = agendas.published_of(event) if past else None
    return tuple(m for m in agendas.placed_in(published) if m.slot in past) if published else ()


def infeasible_as_data(answer: agenda.Infeasible) -> dict[str, Any]:
    """Why there is no agenda, in terms of the input, as a job's result; phrases turn it into words."""
    return {
        "proven": answer.proven,
        "conflicts": [
            {"code": c.code.value, "parts": _parts(c.parts), "data": _numbers(c.data)} for c in answer.conflicts
        ],
        "relaxations": [_way_out(r) for r in answer.relaxations],
        "combined": [_way_out(r) for r in answer.combined],
    }


def _way_out(change: agenda.Relaxation) -> dict[str, Any]:
    data = _numbers(change.data)
    return {"kind": change.kind, "parts": _parts(change.parts), "data": data, "suffices": change.suffices}


def _numbers(data: Mapping[str, object]) -> dict[str, Any]:
    """What the engine counted, with our slots for its own, each once."""
    found: dict[str, Any] = plain(data)
    if isinstance(found.get("slots"), list):
        found["slots"] = list(dict.fromkeys(str(slot_id_of(name)) for name in found["slots"]))
    return found


def _parts(parts: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Parts of the input as data, each once, with our slots for the engine's."""
    ours = ((kind, str(slot_id_of(name)) if kind == "slot" else name) for kind, name in parts)
    return [list(part) for part in dict.fromkeys(ours)]


@action
def save_version(
    *, actor: Actor, event_id: UUID, job_id: UUID, order: Order, answer: agenda.Agenda, digest: str, at: datetime
) -> AgendaVersion:
    """Save what the engine made as a new draft, checked against the input as it is now.

    One version per job: a job that runs a second time gets the version its first run saved.
    """
    event = rules.access_event(actor, event_id, to="plan", lock=True)
    saved = AgendaVersion.objects.filter(event=event, job_id=job_id).first()
    if saved is not None:
        return saved
    task = task_of(event, order, at)
    faults = agenda.check(task.problem, answer)
    if faults:
        raise InputChanged(faults=sorted({fault.code.value for fault in faults}))
    origin = Origin(
        made_by=actor.actor_id,
        made_at=at,
        origin=MeetingOrigin.SOLVER,
        based_on=AgendaVersion.objects.get(pk=order.based_on) if order.based_on else None,
        job_id=job_id,
        problem_digest=digest,
        seconds=answer.seconds,
        seed=answer.seed,
        note=order.choice.keep.value if order.based_on else "",
    )
    version = new_version(event, origin, levels=levels_as_data(answer.levels))
    placed = from_engine(answer, task.material.interests, task.base)
    write_meetings(version, task.material, placed, published=False)
    write_unmet(version, task.material, task.problem, answer)
    trail.record(
        actor, EventsEvent.AGENDA_MADE, version, hub_id=event.hub_id, at=at, number=version.number, meetings=len(placed)
    )
    return version
