"""Planted conflicts: what is called impossible is, by the demands named and no others, and each way out leads out.

Whether an event is possible is said here by `possible`, which shares nothing with the engine.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.engines import agenda
from landbridge.engines.agenda import Participant, Table, WishKind
from tests.engines.agenda.planting import PLANTS, Part, feasible
from tests.engines.agenda.possible import possible
from tests.engines.agenda.wild import wild_event

COSTS = {
    "minimum": 1,
    "maximum": 1,
    "quota": 2,
    "slot": 2,
    "resource": 2,
    "interpreter": 2,
    "wish": 3,
    "way": 3,
    "pin": 4,
}


def infeasible(event: agenda.Problem) -> agenda.Infeasible:
    answer = agenda.solve(event, work=5)
    assert isinstance(answer, agenda.Infeasible)
    assert answer.proven
    return answer


def without(event: agenda.Problem, part: Part) -> agenda.Problem:
    """The event without that demand, as if it had never been made."""
    kind, name = part
    if kind == "wish":
        return replace(event, wishes=tuple(replace(w, kind=WishKind.WANT) if w.id == name else w for w in event.wishes))
    if kind == "pin":
        return replace(event, pins=tuple(pin for pin in event.pins if pin.wish != name))
    if kind in {"minimum", "maximum"}:
        free = {"minimum": {"min_meetings": 0}, "maximum": {"max_meetings": None}}[kind]
        people = tuple(replace(p, **free) if p.id == name else p for p in event.participants)  # type: ignore[arg-type]
        return replace(event, participants=people)
    if kind == "quota":
        return replace(event, quotas=tuple(q for q in event.quotas if q.id != name))
    return stretched(event, part, 5)


def stretched(event: agenda.Problem, part: Part, by: int) -> agenda.Problem:
    """The event with so many more of what the part names."""
    kind, name = part
    if kind == "slot":
        everything = frozenset(p for t in event.tables for p in t.properties)
        new = (Table(id=f"new{n}", properties=everything, slots=frozenset({name})) for n in range(by))
        return replace(event, tables=(*event.tables, *new))
    if kind == "resource":
        found = (replace(r, capacity=r.capacity + by, slots=None) if r.id == name else r for r in event.resources)
        return replace(event, resources=tuple(found))
    if kind == "interpreter":
        like = next(p for p in event.participants if p.id == name)
        return replace(event, participants=(*event.participants, *(replace(like, id=f"new{n}") for n in range(by))))
    pair = set(name.split("|"))
    return replace(event, travel=tuple(way for way in event.travel if {way.a, way.b} != pair))


def single_changes(event: agenda.Problem) -> Iterator[tuple[int, agenda.Problem]]:
    """Every single change an organiser could make, four steps far at most, each with its cost."""
    musts = [("wish", w.id) for w in event.wishes if w.kind is WishKind.MUST]
    ways = [("way", f"{way.a}|{way.b}") for way in event.travel]
    for part in (*musts, *(("pin", pin.wish) for pin in event.pins), *ways):
        yield COSTS[part[0]], without(event, part)
        if part[0] == "pin":
            yield 2 * COSTS["pin"], without(without(event, part), ("wish", part[1]))
    scarce = [("slot", s.id) for s in event.slots] + [("resource", r.id) for r in event.resources]
    scarce += [("interpreter", p.id) for p in event.participants if p.interprets]
    for by in (1, 2, 3, 4):
        yield from ((COSTS[part[0]] * by, stretched(event, part, by)) for part in scarce)
        for k, person in enumerate(event.participants):
            yield from ((by, bounded(event, k, freer)) for freer in bounds(person, by))
        for k, quota in enumerate(event.quotas):
            higher = replace(quota, at_most=None if quota.at_most is None else quota.at_most + by)
            for freer in (replace(quota, at_least=max(0, quota.at_least - by)), higher):
                yield 2 * by, replace(event, quotas=(*event.quotas[:k], freer, *event.quotas[k + 1 :]))


def bounds(person: Participant, by: int) -> Iterator[Participant]:
    if person.min_meetings >= by:
        yield replace(person, min_meetings=person.min_meetings - by)
    if person.max_meetings is not None:
        yield replace(person, max_meetings=person.max_meetings + by)


def bounded(event: agenda.Problem, k: int, person: Participant) -> agenda.Problem:
    return replace(event, participants=(*event.participants[:k], person, *event.participants[k + 1 :]))


def cheapest(event: agenda.Problem) -> int | None:
    """The cost of the cheapest single change with which the event is possible."""
    changes = sorted(single_changes(event), key=lambda change: change[0])
    return next((cost for cost, changed in changes if possible(changed)), None)


def assert_ways_lead_out(event: agenda.Problem, answer: agenda.Infeasible) -> None:
    """What is said to suffice does; one of the cheapest is among it; what is said to help together does."""
    enough = [r for r in answer.relaxations if r.suffices]
    for relaxation in enough:
        assert possible(agenda.relaxed(event, relaxation)), relaxation
    assert min((r.cost for r in enough), default=None) == cheapest(event)
    if answer.combined:
        assert possible(agenda.relaxed(event, *answer.combined)), answer.combined
    assert bool(answer.combined) is not bool(enough)


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_conflict_is_named_with_its_numbers_and_ways_out(name: str) -> None:
    base = feasible(sum(map(ord, name)))
    assert possible(base)
    planted = PLANTS[name](base, "p")
    answer = infeasible(planted.event)
    (conflict,) = answer.conflicts
    assert set(conflict.parts) == planted.parts
    assert conflict.code is planted.code
    assert {key: conflict.data[key] for key in planted.data} == planted.data
    assert conflict.minimal
    for part in conflict.parts:
        assert possible(without(planted.event, part)), part
    assert_ways_lead_out(planted.event, answer)


@pytest.mark.parametrize(("one", "two"), list(pairwise(PLANTS))[::2])
def test_two_conflicts_are_both_told(one: str, two: str) -> None:
    first = PLANTS[one](feasible(1), "p")
    second = PLANTS[two](first.event, "q")
    answer = infeasible(second.event)
    assert {frozenset(c.parts) for c in answer.conflicts} == {first.parts, second.parts}
    assert {c.code for c in answer.conflicts} == {first.code, second.code}
    assert all(c.minimal for c in answer.conflicts)
    assert not any(r.suffices for r in answer.relaxations)
    assert possible(agenda.relaxed(second.event, *answer.combined))


@given(seed=st.integers(0, 100_000))
@settings(max_examples=25, deadline=None, derandomize=True)
def test_what_is_called_impossible_is(seed: int) -> None:
    event = wild_event(seed)
    answer = agenda.solve(event, work=1, seed=seed)
    if isinstance(answer, agenda.Agenda):
        assert agenda.check(event, answer) == []
        return
    assert answer.proven
    assert not possible(event)
    assert all(conflict.minimal for conflict in answer.conflicts)
    assert_ways_lead_out(event, answer)
