"""The learned ranker on a hub's own outcomes: when it takes over, what it may know, and what happens if it cannot."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID, uuid4

import numpy as np
import pytest

from landbridge.engines.matching.encoding import Vectors
from landbridge.ground.hubs import hub_context
from landbridge.matchmaking import history, lists, queries, ranker
from landbridge.matchmaking.actions import set_need, shortlists
from landbridge.matchmaking.actions.closing import close_need
from landbridge.matchmaking.models import Need, RankerFit
from landbridge.matchmaking.needs import NeedGiven
from landbridge.matchmaking.states import FitState, Ranker
from landbridge.projects.models import Project
from tests.matchmaking import rows
from tests.matchmaking.makers import AT, SYSTEM

TODAY = AT.date()
FIELDS = ("ai", "energy", "health")
ENOUGH = 30


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small hub is enough to learn from here."""
    monkeypatch.setattr(history, "THRESHOLD", ENOUGH)


def needs(hub_id: UUID, number: int = 6, text: str = "") -> list[Need]:
    """Needs that name no field; which one they really look in only the past can tell."""
    return [
        set_need(
            actor=SYSTEM, hub_id=hub_id, organisation_id=rows.organisation(hub_id, f"Firm {chr(97 + place % 26) * 3}").pk, at=AT,
            given=NeedGiven(text_latin=text.format(place) or "Something new for our plant.", languages=("en",)),
        )
        for place in range(number)
    ]  # fmt: skip


def projects(hub_id: UUID, number: int, text: str = "") -> list[Project]:
    return [
        rows.project(hub_id, f"Project {place}", fields=[FIELDS[place % 3]], languages=["en"],
                     summary_latin=text.format(place % 6))
        for place in range(number)
    ]  # fmt: skip


def signed(hub_id: UUID, project: Project, need: Need, on: date) -> None:
    shortlists.record_outcome(
        actor=SYSTEM, hub_id=hub_id, project_id=project.pk, organisation_id=need.organisation_id, result="signed",
        happened_on=on, today=on, at=AT,
    )  # fmt: skip


def past(hub_id: UUID, number: int, *, text: str = "", by_field: bool = True) -> tuple[list[Project], list[Need]]:
    """Projects of two years, each joined by a need of its own field; the last project joined nobody."""
    wanted, made = needs(hub_id, text=text), projects(hub_id, number + 1, text)
    dice = np.random.default_rng(0)
    for place, project in enumerate(made[:-1]):
        choice = 3 * int(dice.integers(2)) + place % 3 if by_field else place % 6
        signed(hub_id, project, wanted[choice], TODAY - timedelta(days=720 - place * 700 // number))
    return made, wanted


def of(hub_id: UUID, project: Project, asof: date = TODAY, encoder: "Stubborn | None" = None) -> lists.Made:
    return lists.for_project(lists.field_of(hub_id, asof=asof), project.pk, encoder=encoder)


def test_it_takes_over_at_the_threshold_and_not_before(in_hub: UUID) -> None:
    made, wanted = past(in_hub, ENOUGH - 1)
    before = of(in_hub, made[-1])
    assert (before.ranker, before.fit) == (Ranker.PRIOR, None)
    signed(in_hub, made[-1], wanted[(ENOUGH - 1) % 3], TODAY - timedelta(days=1))
    asked = rows.project(in_hub, "Asked", fields=["health"])
    after = of(in_hub, asked)
    assert after.ranker == Ranker.LEARNED
    assert after.fit is not None
    assert (after.fit.state, after.fit.joined) == (FitState.LEARNED, ENOUGH)
    assert (after.fit.blend or 0) > (after.fit.rules or 0)
    looking_in_health = {need.pk for place, need in enumerate(wanted) if place % 3 == 2}
    assert {line.need_id for line in after.lines[:2]} == looking_in_health
    assert all(line.probability is not None for line in after.lines)
    facts = [fact for line in after.lines for fact in line.findings]
    assert {fact["signal"] for fact in facts} & {"past_field", "neighbours"}
    named = [name for fact in facts if fact["signal"] == "neighbours" for name in fact["data"]["like"]]
    assert named
    assert all(name.startswith("Project ") for name in named)


def test_a_need_is_shown_the_projects_it_stands_out_for_and_the_attempt_is_kept(in_hub: UUID) -> None:
    _, wanted = past(in_hub, ENOUGH)
    fresh = [rows.project(in_hub, f"New {place}", fields=[FIELDS[place % 3]], languages=["en"]) for place in range(6)]
    made = lists.for_need(lists.field_of(in_hub, asof=TODAY), wanted[1].pk, encoder=None)
    order = [line.project_id for line in made.lines if line.project_id in {project.pk for project in fresh}]
    assert set(order[:2]) == {fresh[1].pk, fresh[4].pk}
    for _time in range(2):
        shortlists.save_shortlist(actor=SYSTEM, subject=wanted[1], made=made, at=AT)
    kept = queries.latest_fit(in_hub)
    assert kept is not None
    assert (kept.state, kept.joined, RankerFit.objects.count()) == (FitState.LEARNED, ENOUGH, 1)


def test_what_came_of_a_need_that_closed_is_learned_from_and_it_is_on_no_list(in_hub: UUID) -> None:
    made, wanted = past(in_hub, ENOUGH)
    close_need(actor=SYSTEM, need_id=wanted[0].pk, at=AT)
    after = of(in_hub, made[-1])
    assert after.fit is not None
    assert (after.fit.joined, after.ranker) == (ENOUGH, Ranker.LEARNED)
    assert wanted[0].pk not in {line.need_id for line in after.lines}


def test_what_lies_after_the_day_and_what_happens_in_another_hub_is_not_seen(in_hub: UUID) -> None:
    made, wanted = past(in_hub, ENOUGH)
    yesterday = TODAY - timedelta(days=1)
    before = lists.field_of(in_hub, asof=yesterday)
    signed(in_hub, made[-1], wanted[0], TODAY)
    assert repr(lists.field_of(in_hub, asof=yesterday)) == repr(before)
    known = ranker.fitted(before, None)
    assert ranker.fitted(lists.field_of(in_hub, asof=yesterday), None) is known
    fit = known.fit
    assert fit is not None
    assert fit.joined == ENOUGH
    other = uuid4()
    with hub_context(other):
        lone = rows.project(other, "Alone")
        set_need(
            actor=SYSTEM, hub_id=other, organisation_id=rows.organisation(other).pk, at=AT,
            given=NeedGiven(text_latin="Anything."),
        )  # fmt: skip
        field = lists.field_of(other, asof=TODAY)
        assert (len(field.offers), len(field.needs), len(field.outcomes)) == (1, 1, 0)
        assert (of(other, lone).ranker, of(other, lone).fit) == (Ranker.PRIOR, None)
        assert not RankerFit.objects.exists()


def test_where_the_rules_did_better_they_stay(in_hub: UUID) -> None:
    """Texts that say it all, and a past in which every need joins every field alike."""
    made, _ = past(in_hub, ENOUGH, text="word{0} word{0}a word{0}b", by_field=False)
    after = of(in_hub, made[-1])
    assert after.fit is not None
    assert (after.ranker, after.fit.state) == (Ranker.PRIOR, FitState.RULES_BETTER)
    assert after.fit.rules == pytest.approx(1.0)
    assert (after.fit.blend or 0) <= (after.fit.rules or 0)
    assert after.lines[0].probability is None


def test_partners_nobody_knew_before_teach_nothing(in_hub: UUID) -> None:
    wanted, made = needs(in_hub, ENOUGH), projects(in_hub, ENOUGH)
    for place, (project, need) in enumerate(zip(made, wanted, strict=True)):
        signed(in_hub, project, need, TODAY - timedelta(days=720 - place * 23))
    after = of(in_hub, made[-1])
    assert after.fit is not None
    assert (after.ranker, after.fit.state) == (Ranker.PRIOR, FitState.TOO_FEW_KNOWN)


def test_where_nobody_joined_lately_there_is_no_trial_and_the_rules_stay(in_hub: UUID) -> None:
    made, _ = past(in_hub, ENOUGH)
    after = of(in_hub, made[-1], TODAY + timedelta(days=400))
    assert after.fit is not None
    assert (after.ranker, after.fit.state, after.fit.questions) == (Ranker.PRIOR, FitState.TOO_FEW_KNOWN, 0)


def test_a_list_that_is_closed_throughout_is_level() -> None:
    closed = np.array([True, True])
    assert ranker.even(np.array([-np.inf, -np.inf], dtype=np.float32), closed).tolist() == [0, 0]
    assert ranker.spread_of(np.array([3, 3], dtype=np.float32), ~closed) == (3, 1)


class Stubborn:
    """An encoder that fails once and works from then on."""

    name = "stubborn"
    dimensions = 2

    def __init__(self) -> None:
        self.failed = False

    def encode(self, texts: Sequence[str], *, language: str) -> Vectors:
        if not self.failed:
            self.failed = True
            raise ValueError("cannot read this")
        return np.ones((len(texts), 2), dtype=np.float32)


def test_a_fit_that_fails_leaves_the_rules_and_says_so(in_hub: UUID, caplog: pytest.LogCaptureFixture) -> None:
    made, _ = past(in_hub, ENOUGH)
    after = of(in_hub, made[-1], encoder=Stubborn())
    assert (after.ranker, len(after.lines)) == (Ranker.PRIOR, 6)
    shortlists.save_shortlist(actor=SYSTEM, subject=made[-1], made=after, at=AT)
    kept = queries.latest_fit(in_hub)
    assert kept is not None
    assert (kept.state, kept.fault) == (FitState.FAILED, "ValueError")
    assert "the documented rules stay" in caplog.text
