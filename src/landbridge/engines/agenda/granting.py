"""What it would cost to grant one unmet wish: the agenda that does, and its price."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from landbridge.engines.agenda.checking import check
from landbridge.engines.agenda.compiled import compiled
from landbridge.engines.agenda.meter import Meter, require_positive
from landbridge.engines.agenda.parts import Pin
from landbridge.engines.agenda.primary import settled
from landbridge.engines.agenda.problem import Problem
from landbridge.engines.agenda.replanning import SCALE, force
from landbridge.engines.agenda.result import Agenda, LevelName, Stopped
from landbridge.engines.agenda.search import improve
from landbridge.engines.agenda.seating import Seating
from landbridge.engines.agenda.selection import select
from landbridge.engines.agenda.solving import levels_of, meeting_of
from landbridge.engines.agenda.state import Draft


@dataclass(frozen=True, slots=True)
class Granted:
    """An agenda that holds the wish: what it loses and moves, and its price in total weight.

    `price` is the total given up (negative: the agenda gains); no agenda that grants the wish has a total above
    `agenda`'s bound, so the true price is at least `least_price`.
    """

    agenda: Agenda
    dropped: tuple[str, ...]
    moved: tuple[str, ...]
    price: int
    least_price: int


def grant(
    problem: Problem,
    agenda: Agenda,
    wish: str,
    *,
    budget: float = 5.0,
    seed: int = 0,
    cancel: Callable[[], bool] = lambda: False,
) -> Granted | None:
    """The agenda nearest to this one that grants the wish, or None if none was found (see `explain` for the reason).

    Meetings keep their slots unless moving one saves weight. Raises `InputRefused` for a budget that is not positive.
    """
    require_positive(budget=budget)
    meter = Meter(seconds=budget, cancel=cancel)
    if all(pin.wish != wish for pin in problem.pins):
        problem = replace(problem, pins=(*problem.pins, Pin(wish=wish)))
    model = compiled(problem)
    number = {name: p for p, name in enumerate(model.people)}
    index = {w.id: k for k, w in enumerate(problem.wishes)}
    slot = {s.id: k for k, s in enumerate(model.slots)}
    standing: dict[int, int] = {}
    for m in agenda.meetings:
        people = tuple(number[name] for name in m.people)
        found = (c for c in model.of_wish[index[m.wish]] if model.candidates[c].people == people)
        standing.update((c, slot[m.slot]) for c in found)
    known, share = agenda.level(LevelName.TOTAL), agenda.level(LevelName.SMALLEST_SHARE)
    stay = {c: (s, 1) for c, s in standing.items()}
    draft = Draft(model, scale=SCALE, stay=stay, target=share.value if share else 0)
    draft.restore(list(standing.items()))
    choices = list(model.of_wish[index[wish]])
    if not any(force(draft, c) for c in choices):
        return None
    rng = random.Random(seed)  # noqa: S311 -- reproducible search, not secrecy
    improve(draft, meter, rng, until=0.6, moves=1_500, goal=2**62)
    selection = select(model, seconds=max(0.5, meter.left() / 2))
    if selection.infeasible or not draft.demands_met():
        return None
    selection = settled(selection, draft, seconds=max(0.5, meter.left() / 2))
    tables = {t.id: k for k, t in enumerate(problem.tables)}
    at = {m.wish: m for m in agenda.meetings}
    keep = {(c, s): tables[at[problem.wishes[model.candidates[c].wish].id].table] for c, s in standing.items()}
    seating = Seating(model, draft.placed(), keep=keep)
    seating.seat(sweeps=1)
    if seating.unseated:
        return None
    meetings = tuple(sorted(meeting_of(model, c, s, seating.table_of[c]) for c, s in draft.placed()))
    made = Agenda(meetings, levels_of(model, meetings, selection), Stopped.SETTLED, seed, meter.elapsed())
    if check(problem, made):
        return None
    now = {m.wish: m.slot for m in meetings}
    before = sum(problem.wishes[index[name]].weight for name in at)
    after = sum(problem.wishes[index[name]].weight for name in now)
    return Granted(
        agenda=made,
        dropped=tuple(sorted(at.keys() - now.keys())),
        moved=tuple(sorted(name for name in at.keys() & now.keys() if at[name].slot != now[name])),
        price=before - after,
        least_price=before - max(after, min(selection.total, known.bound if known else selection.total)),
    )
