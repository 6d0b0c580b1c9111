"""What each side says of a meeting: blind to the other, changed until it is shown, refused where nothing was held."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from landbridge.events.actions import frame, outcomes
from landbridge.events.models import FollowUp, Outcome, Reply
from landbridge.events.outcomes import ANSWERING, Said
from landbridge.events.refusals import AlreadyRevealed, EventWasCancelled, NotBegun, NotOnAgenda, TimeIsUp
from landbridge.evidence.models import Trail
from landbridge.kernel.refusal import InputRefused, Missing
from landbridge.matchmaking.models import PairRefusal
from tests.events.after import NOON, SYSTEM, holder, outcome_of, published, say
from tests.events.stage import NINE, Stage

LATE = NINE + timedelta(minutes=25) + ANSWERING


@pytest.fixture
def show(show: Stage) -> Stage:
    return published(show)


def test_three_taps_are_an_answer_with_owner_and_day(show: Stage) -> None:
    reply = say(show, "P01", "K01", interest="yes", step="papers")
    assert (reply.met, reply.interest, reply.step, reply.owner) == (True, "yes", "papers", "us")
    assert (reply.due, reply.by_staff, reply.end) == (date(2026, 12, 7), False, "first")
    assert outcome_of(show, "P01", "K01").state == "open"
    assert Trail.objects.filter(event="events.outcome_said").count() == 1


def test_an_answer_is_replaced_until_it_is_shown(show: Stage) -> None:
    say(show, "P01", "K01", interest="yes")
    say(show, "P01", "K01", met=False, missed="they_absent", interest="yes")
    (reply,) = Reply.objects.all()
    assert (reply.met, reply.missed, reply.interest) == (False, "they_absent", "")
    say(show, "K01", "P01", interest="maybe")
    assert outcome_of(show, "P01", "K01").state == "settled"
    with pytest.raises(AlreadyRevealed):
        say(show, "P01", "K01", interest="none")
    assert Reply.objects.get(end="first").missed == "they_absent"


def test_the_second_answer_makes_the_follow_ups(show: Stage) -> None:
    say(show, "P01", "K01", interest="yes", step="papers", owner="us", due=date(2026, 12, 1))
    assert FollowUp.objects.count() == 0
    say(show, "K01", "P01", interest="yes", step="papers", owner="them", due=date(2026, 12, 5))
    (made,) = FollowUp.objects.all()
    assert (made.kind, made.holder, made.due, made.state) == ("papers", "first", date(2026, 12, 1), "open")


def test_two_who_name_each_other_leave_nobody_in_charge(show: Stage) -> None:
    say(show, "P01", "K01", interest="yes", step="visit", owner="them")
    say(show, "K01", "P01", interest="yes", step="visit", owner="them")
    assert FollowUp.objects.get().holder == ""


def test_different_steps_are_two_follow_ups(show: Stage) -> None:
    say(show, "P01", "K01", interest="yes", step="visit", owner="hub")
    say(show, "K01", "P01", interest="maybe", step="papers", owner="them")
    assert sorted(FollowUp.objects.values_list("kind", "holder")) == [("papers", "first"), ("visit", "hub")]


def test_when_the_time_is_up_one_answer_is_enough(show: Stage) -> None:
    say(show, "P01", "K01", interest="yes", step="papers")
    assert outcomes.settle_due(actor=SYSTEM, hub_id=show.hub_id, at=LATE - timedelta(seconds=1)) == 0
    assert outcomes.settle_due(actor=SYSTEM, hub_id=show.hub_id, at=LATE) == 1
    assert outcomes.settle_due(actor=SYSTEM, hub_id=show.hub_id, at=LATE) == 0
    assert FollowUp.objects.get().holder == "first"
    with pytest.raises(TimeIsUp):
        say(show, "K01", "P01", at=LATE)
    with pytest.raises(AlreadyRevealed):
        say(show, "P01", "K01", at=LATE)


def test_the_time_is_up_even_if_no_job_ran(show: Stage) -> None:
    say(show, "P01", "K01")
    with pytest.raises(AlreadyRevealed):
        say(show, "P01", "K01", at=LATE, interest="none")
    assert Reply.objects.get().interest == "yes"


def test_staff_answer_for_a_side_and_it_shows(show: Stage) -> None:
    say(show, "P01", "K01")
    reply = say(show, "K01", "P01", actor=SYSTEM, at=LATE, interest="maybe")
    assert reply.by_staff
    assert say(show, "K01", "P01", actor=SYSTEM, at=LATE, interest="none").interest == "none"
    with pytest.raises(AlreadyRevealed):
        say(show, "P01", "K01", actor=SYSTEM, at=LATE, interest="none")


def test_nothing_is_said_of_a_meeting_to_come(show: Stage) -> None:
    with pytest.raises(NotBegun) as refused:
        say(show, "P02", "K02", at=NINE)
    assert refused.value.data["starts_at"] == "2026-11-23 09:50"
    say(show, "P01", "K01", at=NINE)
    assert Outcome.objects.count() == 1


def test_nothing_is_said_of_a_meeting_that_is_on_no_agenda(show: Stage) -> None:
    with pytest.raises(NotOnAgenda):
        say(show, "P01", "K02")
    assert not Outcome.objects.exists()


def test_nothing_is_said_of_a_cancelled_road_show(show: Stage) -> None:
    frame.cancel_event(actor=SYSTEM, event_id=show.event.pk, at=NOON)
    with pytest.raises(EventWasCancelled):
        say(show, "P01", "K01")


def test_a_link_speaks_for_its_own_party_only(show: Stage) -> None:
    with pytest.raises(Missing):
        say(show, "K01", "P01", actor=holder(show, "P01"))
    with pytest.raises(Missing):
        outcomes.say_outcome(
            actor=holder(show, "K02"), event_id=show.event.pk, pair_uid=outcome_uid(show),
            party_id=show.parties["K02"].pk, said=Said(interest="yes"), at=NOON,
        )  # fmt: skip
    assert not Reply.objects.exists()


def outcome_uid(show: Stage) -> UUID:
    say(show, "P02", "K01", actor=SYSTEM)
    uid = Outcome.objects.get().pair_uid
    Reply.objects.all().delete()
    return uid


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ({}, {"interest_needed"}),
        ({"interest": "very"}, {"interest_needed"}),
        ({"met": False}, {"missed_needed"}),
        ({"interest": "yes", "step": "enterprise"}, {"step_unknown"}),
        ({"interest": "yes", "step": "visit", "owner": "you"}, {"owner_unknown"}),
        ({"interest": "yes", "step": "visit", "due": date(2026, 11, 22)}, {"due_is_past"}),
        ({"interest": "yes", "step": "visit", "due": date(2029, 1, 1)}, {"due_too_far"}),
        ({"interest": "none", "barrier": "conflict"}, {"barrier_unknown"}),
        ({"interest": "none", "barrier": "other"}, {"barrier_other_says_what"}),
        ({"interest": "yes", "note": "x" * 501}, {"note_too_long"}),
    ],
)
def test_faulty_answers_change_nothing(show: Stage, words: dict[str, object], codes: set[str]) -> None:
    with pytest.raises(InputRefused) as refused:
        say(show, "P01", "K01", Said(**words))  # type: ignore[arg-type]
    assert {finding.code for finding in refused.value.findings} == codes
    assert not Outcome.objects.exists()


def test_a_no_with_its_reason_keeps_the_pair_off_the_next_lists(show: Stage) -> None:
    say(show, "P01", "K01", interest="yes")
    assert not PairRefusal.objects.exists()
    say(show, "K01", "P01", interest="none", barrier="too_early")
    (refusal,) = PairRefusal.objects.all()
    assert (refusal.reason, refusal.organisation_id) == ("too_early", show.parties["K01"].organisation_id)
    say(show, "P02", "K01", interest="none")
    say(show, "K01", "P02", interest="none")
    assert PairRefusal.objects.count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"met": True, "interest": ""},
        {"met": False, "interest": "yes", "missed": "no_time"},
        {"met": True, "interest": "yes", "step": "visit"},
        {"met": True, "interest": "yes", "barrier": "other"},
        {"met": True, "interest": "certainly"},
    ],
)
def test_the_database_refuses_what_no_answer_can_be(show: Stage, values: dict[str, object]) -> None:
    say(show, "P01", "K01")
    with pytest.raises(IntegrityError), transaction.atomic():
        Reply.objects.update(**values)


def test_the_database_keeps_outcomes_from_before_their_meeting(show: Stage) -> None:
    say(show, "P01", "K01")
    with pytest.raises(IntegrityError), transaction.atomic():
        Outcome.objects.update(opened_at=NINE - timedelta(seconds=1))
