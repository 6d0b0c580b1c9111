"""What granting an unmet wish would cost: ask, keep the answer, make a draft of it."""

from dataclasses import dataclass, replace
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
from landbridge.events.models import AgendaVersion, WishPrice
from landbridge.events.queries.agendas import Interest, Material, Placed, material_of, placed_in, started
from landbridge.events.queries.changes import people_touched
from landbridge.events.queries.problem import as_engine_agenda, problem_of
from landbridge.events.queries.replanning import holding, pins_for
from landbridge.events.queries.replans import difference, meetings_of, renewed
from landbridge.events.refusals import AlreadyPlanning, InputChanged, NoSuchWish, WishIsMet
from landbridge.events.states import AgendaState, MeetingOrigin
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.jobs import enqueue
from landbridge.ground.models import JobRun
from landbridge.ground.states import JobState
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Missing

if TYPE_CHECKING:
    from landbridge.engines.agenda.granting import Granted

JOB: Final = "events.price_wish"
SECONDS: Final = 3
NOTE: Final = "granted"


@dataclass(frozen=True)
class Question:
    """A version as the planner sees it, and the wish whose price is asked."""

    version: AgendaVersion
    material: Material
    base: tuple[Placed, ...]
    interest: Interest
    problem: agenda.Problem
    stated: agenda.Agenda


@action
def ask_price(*, actor: Actor, version_id: UUID, first_id: UUID, second_id: UUID, at: datetime) -> JobRun:
    """Start the job that finds what this version would lose by granting the pair's wish; one runs per version."""
    version = rules.access_version(actor, version_id, to="plan", lock=True)
    running = price_runs(version.pk).filter(state__in=[JobState.QUEUED, JobState.RUNNING]).first()
    if running is not None:
        raise AlreadyPlanning(job_id=str(running.id))
    asked = read(version, first_id, second_id, at)
    run = enqueue(
        JOB,
        actor=actor,
        hub_id=version.hub_id,
        at=at,
        subject_id=version.pk,
        version_id=str(version.pk),
        first_id=str(first_id),
        second_id=str(second_id),
        as_of=at.isoformat(),
    )
    trail.record(
        actor,
        EventsEvent.PRICE_ASKED,
        version,
        hub_id=version.hub_id,
        at=at,
        pair=asked.interest.pair_uid,
        job_id=run.id,
    )
    return run


def price_runs(version_id: UUID) -> QuerySet[JobRun]:
    """The jobs that looked for prices in a version, the newest first."""
    return JobRun.objects.filter(kind=JOB, subject_id=version_id).order_by("-queued_at", "-id")


def read(version: AgendaVersion, first_id: UUID, second_id: UUID, at: datetime) -> Question:
    """The question in the planner's terms; refused where the two meet already or nobody asks for it."""
    material, base = material_of(version.event), placed_in(version)
    if not {first_id, second_id} <= material.participants.keys():
        raise Missing(identifiers=[str(first_id), str(second_id)])
    uid = material.pair(first_id, second_id).pair_uid
    interest = material.interests.get(uid)
    if any(m.pair_uid == uid for m in base):
        raise WishIsMet(pair=str(uid))
    if interest is None or interest.never or not interest.first_people or not interest.second_people:
        raise NoSuchWish(pair=str(uid))
    problem, stated = _problem(version, material, base, at)
    return Question(version, material, base, interest, problem, stated)


def _problem(
    version: AgendaVersion, material: Material, base: tuple[Placed, ...], at: datetime
) -> tuple[agenda.Problem, agenda.Agenda]:
    """The version's problem with pins that still hold; what has begun stays, and minimums do not stand in the way."""
    pins = pins_for(material, holding(material, base))
    problem = problem_of(material, placed=base, pins=pins, minimums=False)
    levels = tuple(
        agenda.Level(agenda.LevelName(level["name"]), level["value"], level["bound"]) for level in version.levels
    )
    stated = replace(as_engine_agenda(material, base), levels=levels)
    now = started(version.event, at)
    return (agenda.as_of(problem, stated, now) if now else problem), stated


@action
def save_price(*, actor: Actor, job_id: UUID, question: Question, granted: "Granted | None", at: datetime) -> WishPrice:
    """Keep the answer; a job that runs a second time gets what its first run saved."""
    version = rules.access_version(actor, question.version.pk, to="plan", lock=True)
    saved = WishPrice.objects.filter(version=version, job_id=job_id).first()
    if saved is not None:
        return saved
    row = WishPrice(
        hub_id=version.hub_id,
        event=version.event,
        version=version,
        first_id=question.interest.first,
        second_id=question.interest.second,
        job_id=job_id,
        found=granted is not None,
        made_at=at,
    )
    if granted is not None:
        after = from_engine(granted.agenda, question.material.interests, question.base)
        row.price, row.least_price = granted.price, granted.least_price
        row.levels = levels_as_data(granted.agenda.levels)
        row.placed, row.dropped = difference(question.base, after)
        row.told = len(people_touched(question.base, after))
    row.save(force_insert=True)
    return row


@action
def take_price(*, actor: Actor, price_id: UUID, at: datetime) -> AgendaVersion:
    """Make a draft of the agenda that grants the wish, checked against the event as it is now.

    Taking it again gives the same draft while it is one. `InputChanged` if what changed since speaks against it.
    """
    found = WishPrice.objects.filter(pk=price_id, found=True).values_list("version_id", flat=True).first()
    if found is None:
        raise Missing(identifier=str(price_id))
    version = rules.access_version(actor, found, to="plan", lock=True)
    price = WishPrice.objects.select_related("draft").get(pk=price_id)
    if price.draft is not None and price.draft.state == AgendaState.DRAFT:
        return price.draft
    material, base = material_of(version.event), placed_in(version)
    after = meetings_of(price, base)
    problem, _stated = _problem(version, material, base, at)
    answer = as_engine_agenda(material, after)
    faults = {f.code.value for f in agenda.check(problem, answer) if f.code is not agenda.FaultCode.LEVEL_WRONG}
    if faults:
        raise InputChanged(faults=sorted(faults))
    origin = Origin(made_by=actor.actor_id, made_at=at, origin=MeetingOrigin.SOLVER, based_on=version, note=NOTE)
    draft = new_version(version.event, origin, levels=price.levels)
    stood = {m.pair_uid: m for m in base}
    kept = (replace(m, pinned=stood[m.pair_uid].pinned) if m.pair_uid in stood else m for m in after)
    write_meetings(draft, material, renewed(kept), published=False)
    write_unmet(draft, material, problem, answer)
    price.draft = draft
    price.save(update_fields=["draft"])
    trail.record(
        actor, EventsEvent.PRICE_TAKEN, draft, hub_id=draft.hub_id, at=at, number=draft.number, price=price.price
    )
    return draft
