"""What must hold for any event: reasons and prices against brute force, and what planning again may never touch."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.engines import agenda
from landbridge.engines.agenda.generating import road_show
from tests.engines.agenda.test_optima import best_by_trying, random_event

EMPTY = agenda.Agenda((), ())


def can_be_held(problem: agenda.Problem, wish: agenda.Wish) -> bool:
    """Whether some meeting of the wish, alone in the agenda, breaks no rule that concerns it."""
    for a, b, slot, table in product(wish.a, wish.b, problem.slots, problem.tables):
        alone = agenda.Agenda((agenda.Meeting(wish.id, a, b, slot.id, table.id, wish.others),), ())
        if not [fault for fault in agenda.check(problem, alone) if wish.id in fault.wishes]:
            return True
    return False


@given(seed=st.integers(0, 10_000))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_reason_is_proven_exactly_where_no_meeting_could_be_held(seed: int) -> None:
    problem = random_event(seed)
    kinds = {w.id: w for w in problem.wishes}
    for unmet in agenda.explain(problem, EMPTY):
        assert unmet.proven is not can_be_held(problem, kinds[unmet.wish]), unmet


@pytest.mark.parametrize("seed", [2, 4, 6, 12])
def test_the_price_of_a_wish_is_never_below_the_true_one_nor_the_least_above(seed: int) -> None:
    problem = random_event(seed)
    made = agenda.solve(problem, work=2, seed=seed)
    if not isinstance(made, agenda.Agenda):
        assert best_by_trying(problem) is None
        return
    before = sum(w.weight for w in problem.wishes if w.id in {m.wish for m in made.meetings})
    for unmet in agenda.explain(problem, made)[:1]:
        granted = agenda.grant(problem, made, unmet.wish)
        best = best_by_trying(replace(problem, pins=(agenda.Pin(wish=unmet.wish),)))
        if granted is None:
            continue
        assert best is not None
        assert granted.least_price <= before - best[-1] <= granted.price


@given(seed=st.integers(0, 10_000), hour=st.integers(0, 5), missing=st.integers(0, 3))
@settings(max_examples=8, deadline=None, derandomize=True)
def test_planning_again_never_touches_what_has_begun(seed: int, hour: int, missing: int) -> None:
    problem = road_show(guests=4, hosts=8, days=1, slots_a_day=6, tables=3, wishes=16, minimum=0, seed=seed)
    problem = replace(problem, musts_hard=False)
    made = agenda.solve(problem, work=0.2, seed=1)
    if not isinstance(made, agenda.Agenda):
        assert made.conflicts
        return
    now = problem.slots[hour].start
    absent = tuple(agenda.Absence(participant=p.id) for p in problem.participants[:missing])
    changes = agenda.Changes(now=now, rate=3, absent=absent)
    answer = agenda.replan(agenda.changed(problem, changes), made, now=now, rate=3)
    begun = {s.id for s in problem.slots if s.start < now}
    past = {m for m in made.meetings if m.slot in begun}
    gone = {a.participant for a in absent}
    for choice in answer.choices:
        assert agenda.check(answer.problem, choice.agenda) == []
        assert {m for m in choice.agenda.meetings if m.slot in begun} == past
        assert not [m for m in choice.agenda.meetings if m.slot not in begun and gone & set(m.people)]
        assert choice.changes >= choice.least_changes
        before, after = {m.wish for m in made.meetings}, {m.wish for m in choice.agenda.meetings}
        assert set(choice.dropped) == before - after
        assert set(choice.added) == after - before


def test_rooms_at_two_places_are_used_at_one_time() -> None:
    """Slots that overlap in time and share no table do not take each other's room."""
    begins, length = datetime(2026, 11, 23, 1, 0, tzinfo=UTC), timedelta(minutes=30)
    slots = tuple(
        agenda.Slot(
            id=f"s{n}@{place}", start=begins + n * length, end=begins + (n + 1) * length, day="mon", place=place
        )
        for n in range(3)
        for place in ("east", "west")
    )
    tables = tuple(
        agenda.Table(id=place, properties=frozenset(has), slots=frozenset(f"s{n}@{place}" for n in range(3)))
        for place, has in (("east", {"quiet"}), ("west", {"screen"}))
    )
    people = tuple(agenda.Participant(id=name, group=name[0]) for name in ("a1", "a2", "a3", "b1", "b2", "b3"))
    wishes = tuple(
        agenda.Wish(id=f"{a}{b}", a=(a,), b=(b,), needs=frozenset({need}))
        for a, b, need in (
            ("a1", "b1", "quiet"), ("a2", "b2", "screen"), ("a1", "b2", "quiet"), ("a2", "b1", "screen"),
            ("a3", "b3", "quiet"), ("a3", "b1", "screen"),
        )
    )  # fmt: skip
    problem = agenda.Problem(
        slots=slots, tables=tables, participants=people, wishes=wishes,
        travel=(agenda.Travel(a="east", b="west", minutes=0),),
    )  # fmt: skip
    answer = agenda.solve(problem, work=2, seed=1)
    assert isinstance(answer, agenda.Agenda)
    assert {m.wish for m in answer.meetings} == {w.id for w in wishes}
