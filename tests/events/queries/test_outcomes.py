"""What lists and figures say of outcomes."""

from datetime import date, timedelta

import pytest

from landbridge.events.models import FollowUp
from landbridge.events.queries.follow_ups import Concern, worries
from landbridge.events.queries.outcomes import agreements, meetings_of, stories_of, story_of, to_answer
from tests.events.after import NOON, SYSTEM, published, say
from tests.events.planned import pair
from tests.events.stage import NINE, Stage


@pytest.fixture
def show(show: Stage) -> Stage:
    return published(show)


def fates(show: Stage) -> list[str]:
    return [row.fate for row in meetings_of(show.event).order_by("starts_at", "table__place")]  # type: ignore[attr-defined]


def test_a_meeting_is_what_both_say_it_was(show: Stage) -> None:
    assert fates(show) == ["unknown"] * 4
    say(show, "P01", "K01")
    say(show, "P01", "F01", met=False, missed="they_absent")
    say(show, "P02", "K01", met=False, missed="we_absent")
    say(show, "K01", "P02")
    assert fates(show) == ["held", "missed", "disputed", "unknown"]


def test_agreement_counts_pairs_that_answered_blind(show: Stage) -> None:
    for one, other, first, second in (
        ("P01", "K01", "yes", "yes"), ("P01", "F01", "yes", "maybe"), ("P02", "K01", "none", "none"),
    ):  # fmt: skip
        say(show, one, other, interest=first)
        say(show, other, one, interest=second)
    say(show, "P02", "K02")
    say(show, "K02", "P02", actor=SYSTEM)
    met, interest = agreements(show.event)
    assert (met.pairs, met.share, met.kappa) == (3, 1.0, None)
    assert (interest.pairs, interest.equal) == (3, 2)
    assert interest.kappa == pytest.approx((2 / 3 - 3 / 9) / (1 - 3 / 9))


def test_each_side_is_blind_until_both_have_answered(show: Stage) -> None:
    say(show, "P01", "K01", interest="yes", step="visit")
    (story,) = [s for s in stories_of(show.parties["K01"], NOON) if s.other == show.parties["P01"]]
    assert (story.shown, story.my_reply, story.their_reply, list(story.follow_ups)) == (False, None, None, [])
    say(show, "K01", "P01", interest="maybe")
    (story,) = [s for s in stories_of(show.parties["K01"], NOON) if s.other == show.parties["P01"]]
    assert story.their_reply is not None
    assert (story.shown, story.their_reply.interest, len(story.follow_ups)) == (True, "yes", 1)


def test_the_organiser_finds_one_meeting_by_its_pair(show: Stage) -> None:
    found = story_of(show.event, pair(show, "P01", "K01"), NOON)
    assert found is not None
    assert (found.meeting.first.label, found.outcome) == ("P01", None)
    assert story_of(show.event, pair(show, "P01", "K02"), NOON) is None


def test_who_has_still_to_answer(show: Stage) -> None:
    labels = {party.pk: label for label, party in show.parties.items()}
    say(show, "P01", "K01")
    silent = {labels[party]: n for party, n in to_answer(show.event, NOON).items()}
    assert silent == {"P01": 1, "K01": 2, "F01": 1, "P02": 2, "K02": 1}
    assert to_answer(show.event, NINE) == {}


def test_what_is_about_to_be_forgotten_comes_most_pressing_first(show: Stage) -> None:
    say(show, "P01", "K01", interest="yes", step="visit", due=date(2026, 11, 25))
    say(show, "K01", "P01", interest="yes", step="papers", owner="them", due=date(2026, 12, 20))
    say(show, "P01", "F01", interest="yes")
    say(show, "F01", "P01", interest="yes")
    say(show, "P02", "K01")
    found = [worry.concern for worry in worries(show.event, NOON + timedelta(hours=1))]
    assert found == [Concern.DUE_SOON, Concern.NO_STEP, Concern.NO_ANSWER, Concern.ONE_ANSWER]
    FollowUp.objects.filter(kind="papers").update(holder="")
    late = [worry.concern for worry in worries(show.event, NOON + timedelta(days=4))]
    assert late == [Concern.OVERDUE, Concern.NOBODY, Concern.NO_STEP, Concern.NO_ANSWER]
