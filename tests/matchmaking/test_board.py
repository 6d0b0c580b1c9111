"""The public board: what may be published, for how long, and who asks becomes a lead that can be settled and erased."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from landbridge.evidence.models import Trail
from landbridge.ground.models import JobRun
from landbridge.kernel.refusal import InputRefused
from landbridge.kernel.transitions import IllegalMove
from landbridge.matchmaking.actions import board
from landbridge.matchmaking.actions.board import LONGEST, AlreadyOnBoard, LeadGiven, NoticeGiven, StandsAlready
from landbridge.matchmaking.models import Lead, Notice
from landbridge.matchmaking.rules import public_notices
from landbridge.matchmaking.states import LeadState, NoticeState
from landbridge.matchmaking.trail_events import MatchmakingEvent
from tests.matchmaking.makers import AT, SYSTEM, need, project

TODAY = AT.date()
GIVEN = NoticeGiven(profile="TO", title_latin=" Cell balancing\0", fields=("energy", "battery", "energy"), trl=6)
ASKED = LeadGiven(name=" Li Wei ", email="li@example.org", message="Tell me more.\0", organisation="Metro")


def written(hub_id: UUID, given: NoticeGiven = GIVEN) -> Notice:
    return board.write_notice(actor=SYSTEM, subject=project(hub_id), given=given, at=AT)


def published(notice: Notice, days: int = 30) -> Notice:
    until = TODAY + timedelta(days=days)
    return board.publish_notice(actor=SYSTEM, notice_id=notice.pk, expires_on=until, today=TODAY, at=AT)


def asked(notice: Notice, given: LeadGiven = ASKED) -> Lead:
    return board.receive_lead(actor=SYSTEM, notice=notice, given=given, language="zh-hans-long-tag", at=AT)


def test_a_notice_is_read_by_the_public_from_publishing_to_withdrawing(in_hub: UUID) -> None:
    notice = written(in_hub)
    assert (notice.title_latin, notice.fields, notice.state) == ("Cell balancing", ["battery", "energy"], "draft")
    assert list(public_notices(today=TODAY)) == []
    published(notice)
    assert list(public_notices(today=TODAY)) == [notice]
    assert list(public_notices(today=TODAY + timedelta(days=30))) == []
    withdrawn = board.withdraw_notice(actor=SYSTEM, notice_id=notice.pk, at=AT)
    assert (withdrawn.state, withdrawn.withdrawn_at) == (NoticeState.WITHDRAWN, AT)
    assert list(public_notices(today=TODAY)) == []
    assert published(notice).withdrawn_at is None


def test_a_notice_of_something_made_up_says_so(in_hub: UUID) -> None:
    made_up = board.write_notice(actor=SYSTEM, subject=project(in_hub, fictional=True), given=GIVEN, at=AT)
    of_need = board.write_notice(actor=SYSTEM, subject=need(in_hub), given=GIVEN, at=AT)
    said = board.write_notice(actor=SYSTEM, subject=of_need.need or need(in_hub), given=GIVEN, fictional=True, at=AT)
    assert [made_up.fictional, of_need.fictional, said.fictional] == [True, False, True]


def test_what_stands_is_not_rewritten_under_its_readers(in_hub: UUID) -> None:
    notice = written(in_hub)
    other = replace(GIVEN, title_latin="Cell nurse")
    changed = board.change_notice(actor=SYSTEM, notice_id=notice.pk, given=other, at=AT + timedelta(hours=1))
    assert (changed.title_latin, changed.changed_at) == ("Cell nurse", AT + timedelta(hours=1))
    published(notice)
    with pytest.raises(StandsAlready):
        board.change_notice(actor=SYSTEM, notice_id=notice.pk, given=GIVEN, at=AT)
    assert Notice.objects.get().title_latin == "Cell nurse"


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"title_latin": " "}, "title_latin", "notice_without_title"),
        ({"profile": "XX"}, "profile", "profile_unknown"),
        ({"country": "Atlantis"}, "country", "need_unknown_country"),
        ({"trl": 10}, "trl", "need_trl_outside"),
        ({"text_latin": "Write to ada@example.org."}, "text_latin", "notice_names_address"),
    ],
)
def test_a_faulty_notice_is_neither_written_nor_changed(
    in_hub: UUID, wrong: dict[str, object], field: str, code: str
) -> None:
    notice = written(in_hub)
    bad = replace(GIVEN, **wrong)  # type: ignore[arg-type]  # fields of a notice
    with pytest.raises(InputRefused) as refused:
        board.write_notice(actor=SYSTEM, subject=project(in_hub, "Lamp"), given=bad, at=AT)
    assert [(finding.code, finding.field) for finding in refused.value.findings] == [(code, field)]
    with pytest.raises(InputRefused):
        board.change_notice(actor=SYSTEM, notice_id=notice.pk, given=bad, at=AT)
    assert Notice.objects.get().title_latin == "Cell balancing"


@pytest.mark.parametrize("days", [0, LONGEST.days + 1])
def test_a_notice_stands_from_tomorrow_to_a_year_ahead(in_hub: UUID, days: int) -> None:
    notice = written(in_hub)
    with pytest.raises(InputRefused) as refused:
        published(notice, days)
    assert [finding.code for finding in refused.value.findings] == ["notice_expiry_outside"]
    assert Notice.objects.get().state == NoticeState.DRAFT
    assert published(notice, LONGEST.days).state == NoticeState.PUBLISHED


def test_one_thing_stands_on_the_board_once_a_profile(in_hub: UUID) -> None:
    first = published(written(in_hub))
    assert first.project is not None
    again = board.write_notice(actor=SYSTEM, subject=first.project, given=GIVEN, at=AT)
    with pytest.raises(AlreadyOnBoard) as refused:
        published(again)
    assert refused.value.data == {"code": first.code}
    request = board.write_notice(actor=SYSTEM, subject=first.project, given=replace(GIVEN, profile="RDR"), at=AT)
    assert published(request).state == NoticeState.PUBLISHED


def test_who_asks_becomes_a_lead_and_the_managers_are_told(in_hub: UUID) -> None:
    lead = asked(published(written(in_hub)))
    assert (lead.name, lead.message, lead.language, lead.state) == ("Li Wei", "Tell me more.", "zh-hans-lo", "new")
    assert JobRun.objects.get(kind=board.TELL_JOB).subject_id == lead.pk
    told = Trail.objects.get(event=MatchmakingEvent.LEAD_RECEIVED)
    assert "Li Wei" not in str(told.data)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": " "}, "lead_without_name"),
        ({"email": "li at example"}, "lead_without_address"),
        ({"email": f"{'x' * 250}@example.org"}, "lead_without_address"),
        ({"message": "\n"}, "lead_without_message"),
        ({"message": "x" * 4001}, "lead_message_too_long"),
    ],
)
def test_a_question_without_sender_or_sense_is_not_kept(in_hub: UUID, wrong: dict[str, str], code: str) -> None:
    notice = published(written(in_hub))
    with pytest.raises(InputRefused) as refused:
        asked(notice, replace(ASKED, **wrong))
    assert [finding.code for finding in refused.value.findings] == [code]
    assert (Lead.objects.count(), JobRun.objects.count()) == (0, 0)


def test_a_lead_is_settled_taken_up_again_and_erased(in_hub: UUID) -> None:
    lead = asked(published(written(in_hub)))
    settled = board.settle_lead(actor=SYSTEM, lead_id=lead.pk, to=LeadState.ANSWERED, at=AT)
    assert (settled.state, settled.settled_at) == (LeadState.ANSWERED, AT)
    with pytest.raises(IllegalMove):
        board.settle_lead(actor=SYSTEM, lead_id=lead.pk, to=LeadState.SPAM, at=AT)
    assert board.settle_lead(actor=SYSTEM, lead_id=lead.pk, to=LeadState.NEW, at=AT).settled_at is None
    board.erase_lead(actor=SYSTEM, lead_id=lead.pk, at=AT)
    kept = Lead.objects.get()
    assert (kept.name, kept.organisation, kept.email, kept.message, kept.erased_at) == ("", "", "", "", AT)
