"""Planning the rest of the day again: ask, keep the three choices, take one of them."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final
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
from landbridge.events.models import AgendaVersion, Event, Replan, ReplanChoice
from landbridge.events.queries.agendas import Placed, published_of
from landbridge.events.queries.changes import ChangeKind, changes_between, people_touched
from landbridge.events.queries.problem import as_engine_agenda
from landbridge.events.queries.replans import (
    Today,
    difference,
    meetings_of,
    renewed,
    slots_left,
    somebody_left,
    today_of,
)
from landbridge.events.refusals import (
    AlreadyPlanning,
    EverybodyAbsent,
    InputChanged,
    NothingLeft,
    NotPublished,
    PublishedMeanwhile,
)
from landbridge.events.states import AgendaState, MeetingOrigin
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.jobs import enqueue
from landbridge.ground.models import JobRun
from landbridge.ground.states import JobState
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Finding, InputRefused, Missing

if TYPE_CHECKING:
    from landbridge.engines.agenda.replanning import Choice, Replanned

JOB: Final = "events.replan"
SECONDS: Final = 4
"""The planner's budget: three choices are wanted in under five seconds, reading and saving included."""
DEFAULT_RATE: Final = 1
HIGHEST_RATE: Final = 100


@action
def ask_for_choices(*, actor: Actor, event_id: UUID, rate: int = DEFAULT_RATE, at: datetime) -> JobRun:
    """Start the job that plans again what is left from `at` on; `rate` is the value that one changed meeting must bring.

    Refused at once where nothing is published, nothing is left of the event, or nobody can be met any more.
    """
    event = rules.access_event(actor, event_id, to="plan", lock=True)
    running = replan_runs(event.id).filter(state__in=[JobState.QUEUED, JobState.RUNNING]).first()
    if running is not None:
        raise AlreadyPlanning(job_id=str(running.id))
    if not 0 <= rate <= HIGHEST_RATE:
        data = {"at_least": 0, "at_most": HIGHEST_RATE}
        raise InputRefused(Finding("rate_out_of_range", field="rate", data=data))
    read(event, at)
    run = enqueue(
        JOB,
        actor=actor,
        hub_id=event.hub_id,
        at=at,
        subject_id=event.id,
        event_id=str(event.id),
        as_of=at.isoformat(),
        rate=rate,
    )
    trail.record(actor, EventsEvent.REPLAN_ASKED, event, hub_id=event.hub_id, at=at, job_id=run.id, rate=rate)
    return run


def replan_runs(event_id: UUID) -> QuerySet[JobRun]:
    """All jobs that planned the event's rest of the day, the newest first."""
    return JobRun.objects.filter(kind=JOB, subject_id=event_id).order_by("-queued_at", "-id")


def read(event: Event, at: datetime) -> Today:
    """What is to be planned again from `at` on, or why there is nothing to plan."""
    version = published_of(event)
    if version is None:
        raise NotPublished(event=str(event.id))
    today = today_of(event, version)
    left = slots_left(today.material, at)
    if not left:
        last = max((slot.starts_at for slot in today.material.slots), default=None)
        raise NothingLeft(last=last.isoformat() if last else "")
    if not somebody_left(today.material, left):
        raise EverybodyAbsent(slots=len(left))
    return today


@action
def save_choices(
    *, actor: Actor, event_id: UUID, job_id: UUID, today: Today, as_of: datetime, rate: int, answer: "Replanned",
    at: datetime,
) -> Replan:  # fmt: skip
    """Keep what the planner found; a job that runs a second time gets what its first run saved."""
    event = rules.access_event(actor, event_id, to="plan", lock=True)
    saved = Replan.objects.filter(event=event, job_id=job_id).first()
    if saved is not None:
        return saved
    replan = Replan.objects.create(
        hub_id=event.hub_id,
        event=event,
        based_on=today.version,
        job_id=job_id,
        as_of=as_of,
        rate=rate,
        seconds=max(choice.agenda.seconds for choice in answer.choices),
        made_by=actor.actor_id,
        made_at=at,
    )
    ReplanChoice.objects.bulk_create(_row(replan, today, choice) for choice in answer.choices)
    return replan


def _row(replan: Replan, today: Today, choice: "Choice") -> ReplanChoice:
    after = from_engine(choice.agenda, today.material.interests, today.base)
    placed, dropped = difference(today.base, after)
    counts = dict.fromkeys((kind.value for kind in ChangeKind), 0)
    for change in changes_between(today.base, after):
        counts[change.kind.value] += 1
    return ReplanChoice(
        hub_id=replan.hub_id,
        event_id=replan.event_id,
        replan=replan,
        name=choice.name.value,
        levels=levels_as_data(choice.agenda.levels),
        least_changes=choice.least_changes,
        placed=placed,
        dropped=dropped,
        counts={**counts, "told": len(people_touched(today.base, after)), "meetings": len(after)},
    )


@action
def take_choice(*, actor: Actor, choice_id: UUID, at: datetime) -> AgendaVersion:
    """Make a draft of one of the choices, checked against the event and the time as they are now; nobody is told yet.

    Taking it again gives the same draft while it is one. Refused if another version was published since, or if what
    was recorded or has begun since speaks against it: then the choices are to be made again.
    """
    choice, event = _access(actor, choice_id)
    if choice.version is not None and choice.version.state == AgendaState.DRAFT:
        return choice.version
    published = published_of(event)
    if published is None or published.pk != choice.replan.based_on_id:
        raise PublishedMeanwhile(number=published.number if published else None)
    today = today_of(event, published, also=meetings_of(choice, ()))
    placed = _checked(today, meetings_of(choice, today.base), at)
    origin = Origin(
        made_by=actor.actor_id,
        made_at=at,
        origin=MeetingOrigin.SOLVER,
        based_on=published,
        seconds=choice.replan.seconds,
        seed=0,
        note=choice.name,
    )
    version = new_version(event, origin, levels=choice.levels)
    write_meetings(version, today.material, placed, published=False)
    answer = as_engine_agenda(today.material, placed)
    write_unmet(version, today.material, agenda.as_of(today.problem, today.old, at), answer)
    choice.version, choice.taken_at = version, at
    choice.save(update_fields=["version", "taken_at"])
    trail.record(
        actor, EventsEvent.REPLAN_TAKEN, version, hub_id=event.hub_id, at=at, number=version.number, choice=choice.name
    )
    return version


def _access(actor: Actor, choice_id: UUID) -> tuple[ReplanChoice, Event]:
    row = ReplanChoice.objects.filter(pk=choice_id).values_list("event_id", flat=True).first()
    if row is None:
        raise Missing(identifier=str(choice_id))
    event = rules.access_event(actor, row, to="plan", lock=True)
    choice = ReplanChoice.objects.select_related("replan", "version").get(pk=choice_id)
    return choice, event


def _checked(today: Today, placed: tuple[Placed, ...], at: datetime) -> tuple[Placed, ...]:
    stated = as_engine_agenda(today.material, placed)
    now = agenda.as_of(today.problem, today.old, at)
    faults = [f for f in agenda.check(now, stated) if f.code is not agenda.FaultCode.LEVEL_WRONG]
    if faults:
        raise InputChanged(faults=sorted({fault.code.value for fault in faults}))
    stood = {m.pair_uid: m for m in today.base}
    kept = (replace(m, pinned=stood[m.pair_uid].pinned) if m.pair_uid in stood else m for m in placed)
    return renewed(kept)
