"""The same press by two at once on the actions of matchmaking, each with a connection of their own."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from landbridge.evidence.models import Trail
from landbridge.ground.hubs import hub_context
from landbridge.ground.models import JobRun
from landbridge.kernel.ids import uuid7
from landbridge.matchmaking import actions, bulk
from landbridge.matchmaking.actions import board, closing, searches, shortlists
from landbridge.matchmaking.actions.board import LeadGiven, NoticeGiven
from landbridge.matchmaking.lists import Line, Made
from landbridge.matchmaking.models import (
    Find,
    Lead,
    Need,
    Notice,
    PairMeeting,
    PairOutcome,
    PairRefusal,
    PairSighting,
    Shortlist,
    StandingSearch,
)
from landbridge.matchmaking.needs import NeedGiven
from landbridge.matchmaking.states import LeadState, PairResult, Ranker, SearchState
from tests.matchmaking import rows
from tests.matchmaking.makers import AT, SYSTEM, need, project
from tests.network.makers import person
from tests.together import BOTH, REFUSED, SAME, Acts, Effects, Prepare, assert_one_effect, count

TODAY = AT.date()
NOTICE = NoticeGiven(profile="TO", title_latin="Cell balancing")
ASKED = LeadGiven(name="Li Wei", email="li@example.org", message="Tell me more.")


def twice(act: Callable[..., object], **given: Any) -> Acts:
    call = lambda: act(actor=SYSTEM, at=AT, **given)  # noqa: E731
    return call, call


def told(event: str) -> Effects:
    return count(Trail, event=f"matchmaking.{event}")


def pair(hub_id: UUID) -> dict[str, Any]:
    return {"hub_id": hub_id, "project_id": rows.project(hub_id).pk, "organisation_id": rows.organisation(hub_id).pk}


def set_need(hub_id: UUID) -> Acts:
    house = rows.organisation(hub_id).pk
    return twice(
        actions.set_need, hub_id=hub_id, organisation_id=house, given=NeedGiven(text_latin="Longer life for packs")
    )


def lift(hub_id: UUID) -> Acts:
    refusal = actions.refuse_pair(actor=SYSTEM, reason="timing", at=AT, **pair(hub_id))
    return twice(actions.lift_refusal, hub_id=hub_id, refusal_id=refusal.pk)


def reopen(hub_id: UUID) -> Acts:
    closed = closing.close_need(actor=SYSTEM, need_id=need(hub_id).pk, at=AT)
    return twice(closing.reopen_need, need_id=closed.pk)


def made(of: Need, hub_id: UUID) -> Made:
    line = Line(project_id=rows.project(hub_id).pk, need_id=of.pk, rank=1, score=0.9, probability=None, findings=[])
    return Made(lines=[line], ranker=Ranker.PRIOR, encoder="", considered=1, barred={}, outcomes=0)


def save_shortlist(hub_id: UUID) -> Acts:
    of = need(hub_id)
    return twice(shortlists.save_shortlist, subject=of, made=made(of, hub_id))


def owner(hub_id: UUID) -> dict[str, UUID]:
    return {"need_id": need(hub_id).pk, "person_id": person(hub_id, email="ada@example.org").pk}


def search(hub_id: UUID) -> StandingSearch:
    return searches.begin_search(actor=SYSTEM, at=AT, **owner(hub_id))


def find(hub_id: UUID) -> Find:
    looking = search(hub_id)
    return Find.objects.create(
        hub_id=hub_id, search=looking, project=rows.project(hub_id), score=0.9, findings=[], found_at=AT,
        state="told", told_at=AT,
    )  # fmt: skip


def keep_finds(hub_id: UUID) -> Acts:
    looking = search(hub_id)
    return twice(searches.keep_finds, search_id=looking.pk, made=made(looking.need, hub_id))


def notice(hub_id: UUID) -> Notice:
    return board.write_notice(actor=SYSTEM, subject=project(hub_id), given=NOTICE, at=AT)


UNTIL: dict[str, Any] = {"expires_on": TODAY + timedelta(days=30), "today": TODAY}


def published(hub_id: UUID) -> Notice:
    return board.publish_notice(actor=SYSTEM, notice_id=notice(hub_id).pk, at=AT, **UNTIL)


def publish_two(hub_id: UUID) -> Acts:
    subject = project(hub_id)
    one, other = (
        board.write_notice(actor=SYSTEM, subject=subject, given=NoticeGiven(profile="TO", title_latin=title), at=AT).pk
        for title in ("Cell balancing", "Balancing of cells")
    )
    return (
        lambda: board.publish_notice(actor=SYSTEM, notice_id=one, at=AT, **UNTIL),
        lambda: board.publish_notice(actor=SYSTEM, notice_id=other, at=AT, **UNTIL),
    )


def lead(hub_id: UUID) -> UUID:
    return board.receive_lead(actor=SYSTEM, notice=published(hub_id), given=ASKED, language="en", at=AT).pk


def take_back(hub_id: UUID) -> Acts:
    mark = uuid7()
    house = rows.organisation(hub_id).pk
    bulk.set_needs(actor=SYSTEM, hub_id=hub_id, given={house: NeedGiven(text_latin="Packs")}, import_id=mark, at=AT)
    return twice(bulk.take_back_needs, hub_id=hub_id, import_id=mark)


CASES: dict[str, tuple[Prepare, str, Effects, int]] = {
    "set a need": (set_need, SAME, count(Need), 1),
    "close a need": (
        lambda hub_id: twice(closing.close_need, need_id=need(hub_id).pk), REFUSED, told("need_closed"), 1,
    ),
    "open a need again": (reopen, REFUSED, told("need_reopened"), 1),
    "take needs back": (take_back, BOTH, count(Need), 0),
    "refuse a pair": (
        lambda hub_id: twice(actions.refuse_pair, reason="timing", **pair(hub_id)), REFUSED, count(PairRefusal), 1,
    ),
    "lift a refusal": (lift, REFUSED, told("refusal_lifted"), 1),
    "remember a meeting": (
        lambda hub_id: twice(actions.remember_meeting, event_id=uuid7(), met_at=AT, **pair(hub_id)), SAME,
        count(PairMeeting), 1,
    ),
    "record an outcome": (
        lambda hub_id: twice(
            shortlists.record_outcome, result=PairResult.SIGNED, happened_on=TODAY, today=TODAY, **pair(hub_id)
        ), SAME, count(PairOutcome), 1,
    ),
    "ask for a shortlist": (
        lambda hub_id: twice(shortlists.ask_for_shortlist, subject=need(hub_id)), SAME, count(JobRun), 1,
    ),
    "save a shortlist": (save_shortlist, BOTH, count(Shortlist), 1),
    "show a pair": (save_shortlist, BOTH, count(PairSighting, times=2), 1),
    "begin a search": (
        lambda hub_id: twice(searches.begin_search, **owner(hub_id)), REFUSED, count(StandingSearch), 1,
    ),
    "end a search": (
        lambda hub_id: twice(searches.move_search, search_id=search(hub_id).pk, to=SearchState.ENDED), REFUSED,
        told("search_moved"), 1,
    ),
    "keep what was found": (keep_finds, BOTH, count(Find), 1),
    "like what was found": (
        lambda hub_id: twice(searches.answer_find, find_id=find(hub_id).pk, interested=True), REFUSED,
        count(PairOutcome), 1,
    ),
    "write a notice": (
        lambda hub_id: twice(board.write_notice, subject=project(hub_id), given=NOTICE), SAME, count(Notice), 1,
    ),
    "change a notice": (
        lambda hub_id: twice(
            board.change_notice, notice_id=notice(hub_id).pk, given=NoticeGiven(profile="TO", title_latin="Cells")
        ), SAME, told("notice_changed"), 1,
    ),
    "publish a notice": (
        lambda hub_id: twice(board.publish_notice, notice_id=notice(hub_id).pk, **UNTIL), REFUSED,
        told("notice_published"), 1,
    ),
    "publish two that say the same": (publish_two, REFUSED, count(Notice, state="published"), 1),
    "withdraw a notice": (
        lambda hub_id: twice(board.withdraw_notice, notice_id=published(hub_id).pk), REFUSED,
        told("notice_withdrawn"), 1,
    ),
    "ask about a notice": (
        lambda hub_id: twice(board.receive_lead, notice=published(hub_id), given=ASKED, language="en"), SAME,
        count(JobRun), 1,
    ),
    "settle a question": (
        lambda hub_id: twice(board.settle_lead, lead_id=lead(hub_id), to=LeadState.ANSWERED), REFUSED,
        told("lead_settled"), 1,
    ),
    "erase a question": (
        lambda hub_id: twice(board.erase_lead, lead_id=lead(hub_id)), SAME, told("lead_erased"), 1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_two_at_once_have_one_effect(lasting: Path, name: str) -> None:
    assert_one_effect(*CASES[name])


def test_two_who_ask_the_same_at_different_times_are_two(lasting: Path) -> None:
    hub_id = uuid4()
    with hub_context(hub_id):
        asked_about = published(hub_id)
        for at in (AT, AT + timedelta(hours=1)):
            board.receive_lead(actor=SYSTEM, notice=asked_about, given=ASKED, language="en", at=at)
        assert Lead.objects.filter(hub_id=hub_id).count() == 2
