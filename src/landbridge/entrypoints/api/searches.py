"""Standing searches of a need: begun, paused, resumed, ended; the offers they told of and the owners' answers."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from landbridge.entrypoints import clock
from landbridge.entrypoints.api.inputs import Text
from landbridge.entrypoints.api.pages import Turned, one_page
from landbridge.entrypoints.api.pairs import Explanation, explained
from landbridge.entrypoints.gate import Table, actor_of
from landbridge.kernel.refusal import Missing
from landbridge.matchmaking import queries, rules
from landbridge.matchmaking.actions import searches as actions
from landbridge.matchmaking.models import Find, StandingSearch
from landbridge.matchmaking.states import FindState, RefusalReason, SearchState
from landbridge.network.permissions import Permission

router = Router()
BY_DAY = ("told_at",)


class BeginIn(Schema):
    """For whom of the need's organisation it looks."""

    person: UUID


class SearchOut(Schema):
    """A need that keeps looking for somebody, who hears of new offers once a week at most."""

    id: UUID
    need: UUID = Field(validation_alias="need_id")
    person: UUID = Field(validation_alias="person_id")
    state: SearchState
    language: str
    begun_at: datetime
    last_told_at: datetime | None
    ended_at: datetime | None


class CountedOut(SearchOut):
    """The same with how many offers were told and how they were answered."""

    told: int
    yes: int
    no: int


class MoveIn(Schema):
    """Paused, active again, or ended for good."""

    to: SearchState


class FindOut(Schema):
    """An offer that the search told of, why, and the owner's answer."""

    id: UUID
    project: UUID
    state: FindState
    score: float
    reason: str = Field(description="why not, where the answer is no")
    told_at: datetime | None
    answered_at: datetime | None
    explanation: Explanation


class Finds(Schema):
    """One page; `next` asks for the following one."""

    items: list[FindOut]
    next: str | None


class AnswerIn(Schema):
    """The owner's word: interested, or not with a reason of the fixed list."""

    interested: bool
    reason: RefusalReason | None = None
    note: Text = ""


def find_out(find: Find) -> FindOut:
    """An offer told, as the API tells it."""
    return FindOut(
        id=find.pk, project=find.project_id, state=FindState(find.state), score=find.score, reason=find.reason,
        told_at=find.told_at, answered_at=find.answered_at, explanation=explained(queries.Facts(find.findings)),
    )  # fmt: skip


@router.get("/needs/{uuid:need_id}/searches", response=list[CountedOut], url_name="need_searches")
def list_searches(request: HttpRequest, need_id: UUID) -> list[StandingSearch]:
    """The need's standing searches, the newest first; one a person at a time."""
    return queries.searches_of(rules.access_need(actor_of(request), need_id, to="change"))


@router.post("/needs/{uuid:need_id}/searches", response={201: SearchOut}, url_name="need_searches")
def begin(request: HttpRequest, need_id: UUID, said: BeginIn) -> Status[StandingSearch]:
    """Let a need keep looking for somebody who has a mail address and has not said no to messages."""
    made = actions.begin_search(
        actor=actor_of(request), need_id=need_id, person_id=said.person, at=clock.current().now()
    )
    return Status(201, made)


@router.get("/searches/{uuid:search_id}", response=SearchOut, url_name="search_standing")
def read(request: HttpRequest, search_id: UUID) -> StandingSearch:
    """One standing search."""
    return rules.access_search(actor_of(request), search_id)


@router.post("/searches/{uuid:search_id}/state", response=SearchOut, url_name="search_move")
def move(request: HttpRequest, search_id: UUID, said: MoveIn) -> StandingSearch:
    """Pause, resume or end it."""
    return actions.move_search(actor=actor_of(request), search_id=search_id, to=said.to, at=clock.current().now())


@router.get("/searches/{uuid:search_id}/finds", response=Finds, url_name="finds")
def list_finds(request: HttpRequest, search_id: UUID, asked: Query[Turned]) -> dict[str, Any]:
    """The offers it told of and what the owner answered, the latest first."""
    search = rules.access_search(actor_of(request), search_id)
    return one_page(queries.finds_of(search), asked, keys=BY_DAY, descending=True, told=find_out)


@router.post("/searches/{uuid:search_id}/finds/{uuid:find_id}/answer", response=FindOut, url_name="find_answer")
def answer(request: HttpRequest, search_id: UUID, find_id: UUID, said: AnswerIn) -> FindOut:
    """Say the owner's answer for them: interest is an outcome, a no refuses the pair with its reason."""
    search = rules.access_search(actor_of(request), search_id)
    if not queries.finds_of(search).filter(pk=find_id).exists():
        raise Missing(identifier=str(find_id))
    answered = actions.answer_find(
        actor=actor_of(request),
        find_id=find_id,
        interested=said.interested,
        reason=said.reason or "",
        note=said.note,
        at=clock.current().now(),
    )
    return find_out(answered)


PERMISSIONS: Table = {
    f"api:{name}": Permission.PLAN_EVENTS
    for name in ("need_searches", "search_standing", "search_move", "finds", "find_answer")
}
