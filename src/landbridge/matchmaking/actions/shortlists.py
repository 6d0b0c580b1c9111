"""Shortlists of a project or a need: asked for, made by a job, shown, opened; and what came of a pair."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import F

from landbridge.evidence import trail
from landbridge.ground.jobs import enqueue
from landbridge.ground.locks import advisory_lock
from landbridge.ground.models import JobRun
from landbridge.ground.states import JobState
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Finding, InputRefused
from landbridge.matchmaking import lists, rules
from landbridge.matchmaking.models import Need, PairOutcome, PairSighting, RankerFit, Shortlist, ShortlistLine
from landbridge.matchmaking.queries import LIST_JOB
from landbridge.matchmaking.ranker import Fit
from landbridge.matchmaking.states import PairResult, Ranker
from landbridge.matchmaking.trail_events import MatchmakingEvent
from landbridge.projects.models import Project

JOB: Final = LIST_JOB
Shown = tuple[UUID, UUID, float]
"""A project, an organisation, and what the list said will come of the two."""


@action
def ask_for_shortlist(*, actor: Actor, subject: Project | Need, at: datetime) -> JobRun:
    """Ask for the job that makes a list; one that waits already is the answer, rather than a second."""
    rules.require_change(actor, subject.hub_id)
    kind = "need" if isinstance(subject, Need) else "project"
    advisory_lock(space="matchmaking.ask", identifier=subject.pk)
    waiting = JobRun.objects.filter(
        hub_id=subject.hub_id, kind=JOB, subject_id=subject.pk, state__in=[JobState.QUEUED, JobState.RUNNING]
    ).first()
    if waiting is not None:
        return waiting
    return enqueue(
        JOB, actor=actor, hub_id=subject.hub_id, at=at, subject_id=subject.pk, of=kind, identifier=str(subject.pk)
    )


@action
def save_shortlist(*, actor: Actor, subject: Project | Need, made: lists.Made, at: datetime) -> Shortlist:
    """Keep a list in the place of the former one, and that its pairs were shown. Two runs wait for each other."""
    rules.require_change(actor, subject.hub_id)
    advisory_lock(space="matchmaking.shortlist", identifier=subject.pk)
    about = {"need": subject} if isinstance(subject, Need) else {"project": subject}
    Shortlist.objects.filter(hub_id=subject.hub_id, **about).delete()
    kept = Shortlist.objects.create(
        hub_id=subject.hub_id,
        ranker=made.ranker,
        encoder=made.encoder[:200],
        considered=made.considered,
        barred=dict(made.barred),
        held_back=made.held_back,
        kept_fit=made.kept_fit,
        outcomes=made.outcomes,
        made_by=actor.actor_id,
        made_at=at,
        **about,
    )
    ShortlistLine.objects.bulk_create(
        ShortlistLine(
            hub_id=subject.hub_id,
            shortlist=kept,
            project_id=line.project_id,
            need_id=line.need_id,
            rank=line.rank,
            score=line.score,
            probability=line.probability,
            findings=line.findings,
        )
        for line in made.lines
    )
    organisations = dict(
        Need.objects.filter(pk__in=[line.need_id for line in made.lines]).values_list("pk", "organisation_id")
    )
    shown = [(line.project_id, organisations[line.need_id], line.predicted) for line in made.lines]
    note_shown(hub_id=subject.hub_id, shown=shown, ranker=made.ranker, at=at)
    note_fit(hub_id=subject.hub_id, fit=made.fit, at=at)
    trail.record(
        actor, MatchmakingEvent.SHORTLIST_MADE, subject, hub_id=subject.hub_id, at=at,
        lines=len(made.lines), considered=made.considered, ranker=made.ranker.value,
    )  # fmt: skip
    return kept


def note_fit(*, hub_id: UUID, fit: Fit | None, at: datetime) -> None:
    """Keep what came of learning, once a day; the last attempt of a day stands. Part of an action."""
    if fit is not None:
        told = {field.name: getattr(fit, field.name) for field in fields(fit) if field.name != "asof"}
        RankerFit.objects.update_or_create(hub_id=hub_id, asof=fit.asof, defaults={**told, "fitted_at": at})


def note_shown(*, hub_id: UUID, shown: Iterable[Shown], ranker: Ranker, at: datetime) -> None:
    """Count that these pairs were shown; the first showing keeps what was predicted. Part of an action."""
    by_pair = {(project, organisation): predicted for project, organisation, predicted in shown}
    known = _sightings(hub_id, by_pair)
    known_pairs = {(row.project_id, row.organisation_id) for row in known}
    PairSighting.objects.filter(pk__in=[row.pk for row in known]).update(times=F("times") + 1, last_shown_at=at)
    PairSighting.objects.bulk_create(
        (
            PairSighting(
                hub_id=hub_id,
                project_id=project,
                organisation_id=organisation,
                ranker=ranker,
                predicted=min(max(predicted, 0.0), 1.0),
                first_shown_at=at,
                last_shown_at=at,
            )
            for (project, organisation), predicted in by_pair.items()
            if (project, organisation) not in known_pairs
        ),
        ignore_conflicts=True,
        batch_size=1_000,
    )


def _sightings(hub_id: UUID, pairs: dict[tuple[UUID, UUID], float]) -> Sequence[PairSighting]:
    projects, organisations = {project for project, _ in pairs}, {organisation for _, organisation in pairs}
    rows = PairSighting.objects.filter(hub_id=hub_id, project_id__in=projects, organisation_id__in=organisations)
    return [row for row in rows if (row.project_id, row.organisation_id) in pairs]


@action
def note_opened(*, actor: Actor, hub_id: UUID, project_id: UUID, organisation_id: UUID, at: datetime) -> None:
    """Note that somebody opened a pair that was shown; the first time counts."""
    if actor.may(rules.VIEW, hub_id):
        PairSighting.objects.filter(
            hub_id=hub_id, project_id=project_id, organisation_id=organisation_id, opened_at__isnull=True
        ).update(opened_at=at)


@action
def record_outcome(
    *,
    actor: Actor,
    hub_id: UUID,
    project_id: UUID,
    organisation_id: UUID,
    result: PairResult | str,
    happened_on: date,
    today: date,
    note: str = "",
    at: datetime,
) -> PairOutcome:
    """Record what came of a pair. Told twice, the earlier day stays; a day ahead is refused."""
    found = []
    if result not in set(PairResult):
        found.append(Finding("outcome_unknown", None, "result", {"given": str(result)}))
    if happened_on > today:
        found.append(Finding("outcome_in_future", None, "happened_on", {"day": happened_on}))
    if found:
        raise InputRefused(*found)
    project, organisation = rules.access_pair(actor, hub_id, project_id, organisation_id, lock=True)
    outcome, made = PairOutcome.objects.get_or_create(
        hub_id=hub_id,
        project=project,
        organisation=organisation,
        result=PairResult(str(result)),
        defaults={
            "happened_on": happened_on,
            "note": note.replace("\x00", "").strip(),
            "actor_id": actor.actor_id,
            "recorded_at": at,
        },
    )
    if not made and happened_on < outcome.happened_on:
        outcome.happened_on = happened_on
        outcome.save(update_fields=["happened_on"])
    if made:
        trail.record(
            actor, MatchmakingEvent.PAIR_OUTCOME, outcome, hub_id=hub_id, at=at,
            project=project.pk, organisation=organisation.pk, result=outcome.result, on=happened_on,
        )  # fmt: skip
    return outcome
