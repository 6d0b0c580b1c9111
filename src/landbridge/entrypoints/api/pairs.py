"""Shortlists of a project or a need with the reasons for each pair; refusing a pair with a reason, what came of it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from landbridge.entrypoints import clock
from landbridge.entrypoints.api.inputs import Text
from landbridge.entrypoints.gate import Table, actor_of
from landbridge.entrypoints.web.matches import reasons_of
from landbridge.entrypoints.web.network.hubs import hub_of, today_in
from landbridge.ground.models import JobRun
from landbridge.kernel.refusal import Missing
from landbridge.matchmaking import actions, queries, rules
from landbridge.matchmaking.actions import shortlists
from landbridge.matchmaking.models import Need, PairOutcome, PairRefusal
from landbridge.matchmaking.queries import Card, Facts
from landbridge.matchmaking.states import PairResult, Ranker, RefusalReason
from landbridge.network.permissions import Permission
from landbridge.projects.models import Project
from landbridge.projects.rules import access_project

router = Router()


class Explanation(Schema):
    """Why the two should meet, in the language of `Accept-Language`, made of the numbers that the score used."""

    why: str = Field(description="the strongest facts in one or two sentences")
    reasons: list[str] = Field(description="what speaks for it, strongest first")
    against: list[str]
    unknown: str = Field(description="what nobody could read")
    findings: list[dict[str, Any]] = Field(description="the same as data: code, signal, value, contribution")


class ShortlistLineOut(Schema):
    """One line of a shortlist. `probability` is there once a ranker was learned from the hub's own outcomes."""

    rank: int
    project: UUID
    need: UUID
    organisation: UUID
    score: float
    probability: float | None
    met_at: datetime | None = Field(description="when the two last met")
    explanation: Explanation


class PairRefusalOut(Schema):
    """A pair that is on no list, and why."""

    id: UUID
    project: UUID
    organisation: UUID
    reason: RefusalReason
    note: str
    refused_at: datetime
    lifted_at: datetime | None


class ShortlistOut(Schema):
    """The list that stands: how it was made, which pairs were kept off it, the refusals, and the job that makes it anew."""

    made_at: datetime | None
    ranker: Ranker | None
    considered: int = Field(description="pairs that were looked at")
    barred: dict[str, int] = Field(description="pairs that a hard constraint keeps apart, by the constraint")
    lines: list[ShortlistLineOut]
    refusals: list[PairRefusalOut]
    job: UUID | None = Field(description="the job that is making the list now")


class MakingOut(Schema):
    """The job that makes the list."""

    job: UUID
    state: str
    progress: float


class PairOutcomeOut(Schema):
    """What came of a pair, and when."""

    id: UUID
    result: PairResult
    happened_on: date
    note: str
    recorded_at: datetime


class PairOut(Schema):
    """A project and a need side by side."""

    project: UUID
    need: UUID
    organisation: UUID
    line: ShortlistLineOut | None = Field(description="the line of the list that holds the pair")
    refusal: PairRefusalOut | None = Field(description="the refusal that stands")
    outcomes: list[PairOutcomeOut]
    met_at: list[datetime]


class PairRefusalIn(Schema):
    """Why the two are not to meet; `other` says what in the note."""

    reason: RefusalReason
    note: Text = ""


class PairOutcomeIn(Schema):
    """What came of the pair, and on which day."""

    result: PairResult
    happened_on: date
    note: Text = ""


def explained(facts: Facts) -> Explanation:
    """Kept facts in words and as data."""
    told = reasons_of(facts)
    return Explanation(
        why=told.why,
        reasons=list(told.pros),
        against=list(told.cons),
        unknown=told.unknown,
        findings=list(facts.findings),
    )


def refusal_out(refusal: PairRefusal) -> PairRefusalOut:
    """A refused pair as the API tells it."""
    return PairRefusalOut(
        id=refusal.pk, project=refusal.project_id, organisation=refusal.organisation_id,
        reason=RefusalReason(refusal.reason), note=refusal.note, refused_at=refusal.refused_at,
        lifted_at=refusal.lifted_at,
    )  # fmt: skip


def line_out(card: Card) -> ShortlistLineOut:
    """A line as the API tells it."""
    line = card.line
    return ShortlistLineOut(
        rank=line.rank, project=line.project_id, need=line.need_id, organisation=line.need.organisation_id,
        score=line.score, probability=line.probability, met_at=card.met_at, explanation=explained(card.facts),
    )  # fmt: skip


def shortlist_out(subject: Project | Need) -> ShortlistOut:
    """The list of a project or a need as the API tells it."""
    kept, running = queries.shortlist_of(subject), queries.running_list(subject)
    return ShortlistOut(
        made_at=kept.made_at if kept else None,
        ranker=Ranker(kept.ranker) if kept else None,
        considered=kept.considered if kept else 0,
        barred=kept.barred if kept else {},
        lines=[line_out(card) for card in queries.cards(kept)] if kept else [],
        refusals=[refusal_out(refusal) for refusal in queries.refusals_of(subject)],
        job=running.pk if running else None,
    )


def _asked(request: HttpRequest, subject: Project | Need) -> Status[MakingOut]:
    run: JobRun = shortlists.ask_for_shortlist(actor=actor_of(request), subject=subject, at=clock.current().now())
    return Status(202, MakingOut(job=run.pk, state=run.state, progress=run.progress))


@router.get("/projects/{uuid:project_id}/shortlist", response=ShortlistOut, url_name="project_shortlist")
def of_project(request: HttpRequest, project_id: UUID) -> ShortlistOut:
    """Whom a project should meet, of all that look for something, and why: twenty lines at most."""
    return shortlist_out(access_project(actor_of(request), project_id))


@router.post("/projects/{uuid:project_id}/shortlist", response={202: MakingOut}, url_name="project_shortlist")
def make_for_project(request: HttpRequest, project_id: UUID) -> Status[MakingOut]:
    """Ask for a project's list anew; one that is being made already is the answer."""
    return _asked(request, access_project(actor_of(request), project_id))


@router.get("/needs/{uuid:need_id}/shortlist", response=ShortlistOut, url_name="need_shortlist")
def of_need(request: HttpRequest, need_id: UUID) -> ShortlistOut:
    """Which projects answer a need, and why: twenty lines at most."""
    return shortlist_out(rules.access_need(actor_of(request), need_id))


@router.post("/needs/{uuid:need_id}/shortlist", response={202: MakingOut}, url_name="need_shortlist")
def make_for_need(request: HttpRequest, need_id: UUID) -> Status[MakingOut]:
    """Ask for a need's list anew; one that is being made already is the answer."""
    return _asked(request, rules.access_need(actor_of(request), need_id))


def both(request: HttpRequest, project_id: UUID, need_id: UUID) -> tuple[Project, Need]:
    """A project and a need of one hub."""
    actor = actor_of(request)
    project, need = access_project(actor, project_id), rules.access_need(actor, need_id)
    if project.hub_id != need.hub_id:
        raise Missing(identifier=str(need_id))
    return project, need


@router.get("/projects/{uuid:project_id}/needs/{uuid:need_id}", response=PairOut, url_name="pair")
def pair(request: HttpRequest, project_id: UUID, need_id: UUID) -> PairOut:
    """The two side by side: why, why not, what came of it. That it was looked at is not counted as opened."""
    project, need = both(request, project_id, need_id)
    card = queries.card_of(project, need)
    refusal = queries.standing_refusal(project, need.organisation_id)
    return PairOut(
        project=project.pk,
        need=need.pk,
        organisation=need.organisation_id,
        line=line_out(card) if card else None,
        refusal=refusal_out(refusal) if refusal else None,
        outcomes=[PairOutcomeOut.from_orm(one) for one in queries.outcomes_between(project, need.organisation_id)],
        met_at=[one.met_at for one in queries.meetings_between(project, need.organisation_id)],
    )


@router.post(
    "/projects/{uuid:project_id}/needs/{uuid:need_id}/refusal", response={201: PairRefusalOut}, url_name="pair_refusal"
)
def refuse(request: HttpRequest, project_id: UUID, need_id: UUID, said: PairRefusalIn) -> Status[PairRefusalOut]:
    """Refuse the pair with a reason of the fixed list: it is on no list until the refusal is lifted."""
    project, need = both(request, project_id, need_id)
    made = actions.refuse_pair(
        actor=actor_of(request),
        hub_id=project.hub_id,
        project_id=project.pk,
        organisation_id=need.organisation_id,
        reason=said.reason,
        note=said.note,
        at=clock.current().now(),
    )
    return Status(201, refusal_out(made))


@router.delete("/refusals/{uuid:refusal_id}", response=PairRefusalOut, url_name="lift_refusal")
def lift(request: HttpRequest, refusal_id: UUID) -> PairRefusalOut:
    """Let a refused pair be proposed again; the refusal stays on record with the day it was lifted."""
    actor = actor_of(request)
    found = rules.access_refusal_seen(actor, refusal_id)
    at = clock.current().now()
    return refusal_out(actions.lift_refusal(actor=actor, hub_id=found.hub_id, refusal_id=refusal_id, at=at))


@router.post(
    "/projects/{uuid:project_id}/needs/{uuid:need_id}/outcomes",
    response={201: PairOutcomeOut},
    url_name="pair_outcomes",
)
def record_outcome(request: HttpRequest, project_id: UUID, need_id: UUID, said: PairOutcomeIn) -> Status[PairOutcome]:
    """Record what came of the pair. Told twice, the earlier day stays."""
    project, need = both(request, project_id, need_id)
    now = clock.current().now()
    made = shortlists.record_outcome(
        actor=actor_of(request),
        hub_id=project.hub_id,
        project_id=project.pk,
        organisation_id=need.organisation_id,
        today=today_in(hub_of(request, project.hub_id), now),
        at=now,
        **said.model_dump(),
    )
    return Status(201, made)


PERMISSIONS: Table = {
    **dict.fromkeys(("api:project_shortlist", "api:need_shortlist", "api:pair"), rules.VIEW),
    **dict.fromkeys(("api:pair_refusal", "api:lift_refusal", "api:pair_outcomes"), Permission.PLAN_EVENTS),
}
