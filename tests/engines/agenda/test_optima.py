"""Small random events, solved by trying everything: values, bounds and infeasibility agree with the engine."""

import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest

from landbridge.engines import agenda
from landbridge.engines.agenda import LevelName, Meeting
from tests.engines.agenda.conftest import START

KINDS = [agenda.WishKind.WANT] * 5 + [agenda.WishKind.MUST, agenda.WishKind.NEVER]


def random_event(seed: int) -> agenda.Problem:
    """Three guests, three hosts, up to five wishes, three slots, with a little of every rule."""
    rng = random.Random(seed)
    length = timedelta(minutes=30)
    slots = tuple(
        agenda.Slot(
            id=f"s{i}",
            start=START + i * length + (timedelta(hours=1) if i == 2 and seed % 3 == 0 else timedelta()),
            end=START + (i + 1) * length + (timedelta(hours=1) if i == 2 and seed % 3 == 0 else timedelta()),
            day="mon" if i < 2 or seed % 2 else "tue",
            place="far" if i == 1 and seed % 5 == 0 else "near",
        )
        for i in range(3)
    )
    names = [slot.id for slot in slots]
    tables = (
        agenda.Table(id="t0", properties=frozenset({"screen"})),
        agenda.Table(id="t1", slots=frozenset(rng.sample(names, rng.randint(1, 3)))),
    )
    pairs = rng.sample(list(product(range(3), range(3))), 5)
    wishes = []
    for k, (g, h) in enumerate(pairs):
        hosts = tuple(f"h{i}" for i in ({h, (h + 1) % 3} if rng.random() < 0.3 else {h}))
        wishes.append(
            agenda.Wish(
                id=f"w{k}",
                a=(f"g{g}",),
                b=tuple(sorted(hosts)),
                kind=rng.choice(KINDS),
                weight_a=rng.randint(0, 9),
                weight_b=rng.randint(0, 9),
                needs=frozenset({"screen"}) if rng.random() < 0.2 else frozenset(),
                resources=frozenset({"interpreter"}) if rng.random() < 0.3 else frozenset(),
            )
        )
    mentioned = {name for w in wishes for name in (*w.a, *w.b)}
    people = [
        agenda.Participant(
            id=f"{side}{i}",
            group={"g": "guest", "h": "host"}[side],
            forbidden=frozenset({rng.choice(names)}) if rng.random() < 0.3 else frozenset(),
            min_meetings=int(rng.random() < 0.1),
            max_meetings=rng.choice([None, 1, 2]),
        )
        for side in "gh"
        for i in range(3)
        if f"{side}{i}" in mentioned
    ]
    groups = {p.group for p in people}
    quotas = (agenda.Quota(id="q", scope=agenda.QuotaScope.GROUP, of="host", at_most=3),) if seed % 4 == 0 else ()
    return agenda.Problem(
        slots=slots,
        tables=tables,
        participants=tuple(people),
        wishes=tuple(wishes),
        quotas=quotas if "host" in groups else (),
        resources=(agenda.Resource(id="interpreter", capacity=1),),
        travel=(agenda.Travel(a="near", b="far", minutes=10),) if seed % 5 == 0 else (),
        share_over="guest" if seed % 2 else None,
    )


def every_agenda(problem: agenda.Problem) -> Iterator[agenda.Agenda]:
    """Every choice of meetings that uses nobody and no table twice at a time; it may yet break other rules."""
    choices: list[list[Meeting | None]] = []
    for w in problem.wishes:
        if w.kind is not agenda.WishKind.NEVER:
            options = product(w.a, w.b, problem.slots, problem.tables)
            choices.append([None, *(Meeting(w.id, a, b, s.id, t.id) for a, b, s, t in options)])
    for picks in product(*choices):
        meetings = tuple(sorted(m for m in picks if m is not None))
        if not _collide(meetings):
            found = agenda.values(problem, meetings)
            yield agenda.Agenda(meetings, tuple(agenda.Level(name, value, value) for name, value in found.items()))


def reached(made: agenda.Agenda, *names: LevelName) -> tuple[int, ...]:
    """The values of these levels; 0 for one that the problem does not have."""
    found = {level.name: level.value for level in made.levels}
    return tuple(found.get(name, 0) for name in names)


def best_by_trying(problem: agenda.Problem) -> tuple[int, ...] | None:
    """The best (musts, smallest share, total) over all valid agendas; None if there is none."""
    best: tuple[int, ...] | None = None
    for made in every_agenda(problem):
        key = reached(made, LevelName.MUSTS, LevelName.SMALLEST_SHARE, LevelName.TOTAL)
        if (best is None or key > best) and not agenda.check(problem, made):
            best = key
    return best


def _collide(meetings: tuple[Meeting, ...]) -> bool:
    """A quick no, before the checker is asked."""
    taken = [(m.slot, thing) for m in meetings for thing in (m.a, m.b, m.table)]
    return len(taken) != len(set(taken))


@pytest.mark.parametrize("seed", range(10))
def test_small_events_equal_brute_force(seed: int) -> None:
    problem = random_event(seed)
    best = best_by_trying(problem)
    answer = agenda.solve(problem, work=2, seed=seed)
    if best is None:
        assert isinstance(answer, agenda.Infeasible)
        assert answer.proven or answer.draft is not None
        return
    assert isinstance(answer, agenda.Agenda), answer
    assert agenda.check(problem, answer) == []
    names = (LevelName.MUSTS, LevelName.SMALLEST_SHARE, LevelName.TOTAL)
    levels = [answer.level(name) for name in names]
    assert tuple(level.value if level else 0 for level in levels) == best
    assert all(level.bound >= value for level, value in zip(levels, best, strict=True) if level)
