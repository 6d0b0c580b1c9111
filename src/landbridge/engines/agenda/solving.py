"""`solve`: from a problem to the best agenda the budget allows, with a bound beside each value."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from landbridge.engines.agenda.checking import check, values
from landbridge.engines.agenda.compiled import Compiled, compiled
from landbridge.engines.agenda.conflicts import conflicts_of
from landbridge.engines.agenda.meter import Meter
from landbridge.engines.agenda.problem import Problem
from landbridge.engines.agenda.result import (
    Agenda,
    Conflict,
    ConflictCode,
    Infeasible,
    Level,
    LevelName,
    Meeting,
    Progress,
    Stopped,
)
from landbridge.engines.agenda.search import fill, improve, refill
from landbridge.engines.agenda.seating import Seating
from landbridge.engines.agenda.selection import Selection, order_of, select
from landbridge.engines.agenda.state import Draft
from landbridge.kernel.refusal import Finding, InputRefused

Listener = Callable[[Progress], None]


class EngineError(Exception):
    """The engine made an agenda that its own checker rejects: a fault of the programme, never of the input."""


def solve(
    problem: Problem,
    *,
    budget: float | None = None,
    work: float | None = None,
    seed: int = 0,
    progress: Listener | None = None,
    cancel: Callable[[], bool] | None = None,
) -> Agenda | Infeasible:
    """The best agenda found within `budget` seconds or `work` units (about a second each), checked.

    With `work` the same problem and seed give the same answer on every machine. `progress` hears of each better
    agenda; `cancel` is asked often and ends the search with the best so far. Without either limit: 30 seconds.
    """
    given = {"budget": budget, "work": work}
    findings = [Finding("not_positive", field=name, data={"value": v}) for name, v in given.items() if _bad(v)]
    if budget is not None and work is not None:
        findings.append(Finding("budget_and_work", field="work"))
    if findings:
        raise InputRefused(*findings)
    meter = Meter(seconds=30.0 if budget is None and work is None else budget, work=work, cancel=cancel or _never)
    return _Run(problem, meter, seed, progress or _silent).answer()


def _bad(value: float | None) -> bool:
    return value is not None and not 0 < value < float("inf")


def _never() -> bool:
    return False


def _silent(_: Progress) -> None:
    return None


@dataclass
class _Run:
    """One call of `solve`."""

    problem: Problem
    meter: Meter
    seed: int
    listener: Listener

    def answer(self) -> Agenda | Infeasible:
        model = compiled(self.problem)
        self._say("read")
        conflicts = conflicts_of(model)
        if conflicts:
            return Infeasible(tuple(conflicts), proven=True, seconds=self.meter.elapsed())
        selection = select(model, seconds=60.0 if self.meter.counted else max(self.meter.left() / 3, 0.2))
        if selection.infeasible:
            conflict = Conflict(ConflictCode.TOGETHER)
            return Infeasible((conflict,), proven=True, seconds=self.meter.elapsed())
        self._say("selected")
        rng = random.Random(self.seed)  # noqa: S311 -- reproducible search, not secrecy
        draft = Draft(model, target=selection.share)
        fill(draft, order_of(model, selection.chosen))
        refill(draft)
        improve(draft, self.meter, rng, until=0.5, moves=200_000, goal=draft.goal(selection.musts, selection.total))
        agenda = self._agenda(model, draft, selection)
        if not draft.demands_met():
            conflict = Conflict(ConflictCode.NOT_FOUND_IN_TIME)
            return Infeasible((conflict,), proven=False, draft=agenda, seconds=self.meter.elapsed())
        faults = check(self.problem, agenda)
        if faults:
            raise EngineError(faults[:5])
        return agenda

    def _agenda(self, model: Compiled, draft: Draft, selection: Selection) -> Agenda:
        seating = Seating(model, draft.placed())
        seating.seat()
        for c in seating.unseated:
            draft.remove(c)
        meetings = tuple(sorted(_meeting(model, c, s, seating.table_of[c]) for c, s in draft.placed()))
        stopped = Stopped.CANCELLED if self.meter.cancelled else Stopped.BUDGET
        levels = _levels(self.problem, meetings, selection)
        return Agenda(meetings, levels, stopped, self.seed, self.meter.elapsed())

    def _say(self, phase: str, agenda: Agenda | None = None) -> None:
        levels = agenda.levels if agenda else ()
        self.listener(Progress(phase, self.meter.elapsed(), self.meter.fraction(), levels, agenda))


def _meeting(model: Compiled, c: int, s: int, table: int) -> Meeting:
    candidate = model.candidates[c]
    a, b, *others = (model.people[p] for p in candidate.people)
    wish = model.given.wishes[candidate.wish].id
    return Meeting(wish, a, b, model.slots[s].id, model.given.tables[table].id, tuple(others))


def _levels(problem: Problem, meetings: tuple[Meeting, ...], selection: Selection) -> tuple[Level, ...]:
    """Values as the checker counts them, beside the bounds known."""
    true = values(problem, meetings)
    bounds = {
        LevelName.MUSTS: selection.musts,
        LevelName.SMALLEST_SHARE: selection.share,
        LevelName.TOTAL: selection.total,
        LevelName.GAPS: 0,
        LevelName.TABLE_CHANGES: 0,
    }
    return tuple(Level(name, true[name], bounds[name]) for name in LevelName if name in true)
