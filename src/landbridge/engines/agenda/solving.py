"""`solve`: from a problem to the best agenda the budget allows, with a bound beside each value."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from landbridge.engines.agenda.checking import check, values
from landbridge.engines.agenda.comfort import Comfort
from landbridge.engines.agenda.comfort_bounds import least_changes, least_gaps
from landbridge.engines.agenda.compiled import Compiled, compiled
from landbridge.engines.agenda.conflicts import conflicts_of
from landbridge.engines.agenda.cores import Feasibility, feasibility
from landbridge.engines.agenda.meter import Meter, require_positive
from landbridge.engines.agenda.primary import Primary
from landbridge.engines.agenda.problem import Problem
from landbridge.engines.agenda.result import (
    Agenda,
    Conflict,
    ConflictCode,
    EngineError,
    Infeasible,
    Level,
    LevelName,
    Meeting,
    Progress,
    Stopped,
)
from landbridge.engines.agenda.seating import Seating
from landbridge.engines.agenda.selection import Selection, select
from landbridge.engines.agenda.state import Draft
from landbridge.kernel.refusal import Finding, InputRefused

Listener = Callable[[Progress], None]

PRIMARY_PART = 0.65
"""By then the search for value ends and that for comfort begins, if the value is not proven before."""
COMFORT_PART = 0.93
COMFORT_MOVES = 2_000_000


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
    require_positive(budget=budget, work=work)
    if budget is not None and work is not None:
        raise InputRefused(Finding("budget_and_work", field="work"))
    meter = Meter(seconds=30.0 if budget is None and work is None else budget, work=work, cancel=cancel or _never)
    return _Run(problem, meter, seed, progress or _silent).answer()


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
    quiet_until: float = 0.0

    def answer(self) -> Agenda | Infeasible:
        model = compiled(self.problem)
        self._say("read")
        conflicts = conflicts_of(model)
        if conflicts:
            return self._infeasible(model, conflicts)
        selection = select(model, seconds=60.0 if self.meter.counted else max(self.meter.left() / 3, 0.2))
        if selection.infeasible:
            return self._infeasible(model, [])
        self._say("selected")
        draft = Draft(model, target=selection.share)
        primary = Primary(draft, selection, self.meter, random.Random(self.seed))  # noqa: S311 -- reproducible search
        primary.first()
        begun = self.meter.fraction()
        self._tell("first", draft, selection)
        last = min(COMFORT_PART, 1.0 - 2.0 * (self.meter.fraction() - begun))
        primary.climb(lambda: self._tell("better", draft, selection), until=min(PRIMARY_PART, last))
        if not draft.demands_met():
            found = feasibility(model, self.meter, units=self.meter.left() * 0.6)
            if found.conflicts:
                return self._proven(found)
            if found.placed is None:
                return self._not_found(draft, selection)
            primary.restart(found.placed)
            primary.climb(lambda: self._tell("better", draft, selection), until=PRIMARY_PART)
        selection = primary.settle()
        Comfort(draft).anneal(self.meter, primary.rng, until=last, moves=COMFORT_MOVES)
        agenda = self._agenda(draft, selection)
        if not draft.demands_met():
            return self._not_found(draft, selection)
        faults = check(self.problem, agenda)
        if faults:
            raise EngineError(faults[:5])
        return agenda

    def _infeasible(self, model: Compiled, counted: list[Conflict]) -> Infeasible:
        """Proven: with minimal conflicts, else those that counting showed, and what would resolve them."""
        found = feasibility(model, self.meter, units=max(self.meter.left() * 0.5, 1.0), counted=counted)
        return self._proven(found, counted)

    def _proven(self, found: Feasibility, counted: Sequence[Conflict] = ()) -> Infeasible:
        return Infeasible(
            found.conflicts or tuple(counted) or (Conflict(ConflictCode.TOGETHER),),
            proven=True,
            relaxations=found.relaxations,
            combined=found.combined,
            seconds=self.meter.elapsed(),
        )

    def _not_found(self, draft: Draft, selection: Selection) -> Infeasible:
        conflict = Conflict(ConflictCode.NOT_FOUND_IN_TIME)
        draft_agenda = self._agenda(draft, selection)
        return Infeasible((conflict,), proven=False, draft=draft_agenda, seconds=self.meter.elapsed())

    def _agenda(self, draft: Draft, selection: Selection) -> Agenda:
        model = draft.model
        seating = Seating(model, draft.placed())
        seating.seat()
        for c in seating.unseated:
            draft.remove(c)
        meetings = tuple(sorted(meeting_of(model, c, s, seating.table_of[c]) for c, s in draft.placed()))
        levels = levels_of(model, meetings, selection)
        stopped = Stopped.SETTLED
        if all(level.proven for level in levels):
            stopped = Stopped.PROVEN
        elif self.meter.over():
            stopped = Stopped.CANCELLED if self.meter.cancelled else Stopped.BUDGET
        return Agenda(meetings, levels, stopped, self.seed, self.meter.elapsed())

    def _tell(self, phase: str, draft: Draft, selection: Selection) -> None:
        """Let the listener hear of the draft, if it is an agenda; telling takes at most a sixth of the time."""
        begun = self.meter.elapsed()
        if self.listener is not _silent and begun >= self.quiet_until and draft.demands_met():
            kept = draft.placed()
            agenda = self._agenda(draft, selection)
            draft.restore(kept)
            self._say(phase, agenda)
            self.quiet_until = self.meter.elapsed() + 5 * (self.meter.elapsed() - begun)

    def _say(self, phase: str, agenda: Agenda | None = None) -> None:
        levels = agenda.levels if agenda else ()
        self.listener(Progress(phase, self.meter.elapsed(), self.meter.fraction(), levels, agenda))


def meeting_of(model: Compiled, c: int, s: int, table: int) -> Meeting:
    """The candidate in that slot at that table, in the caller's ids."""
    candidate = model.candidates[c]
    a, b, *others = (model.people[p] for p in candidate.people)
    wish = model.given.wishes[candidate.wish]
    interpreter = others.pop() if len(others) > len(wish.others) else ""
    return Meeting(wish.id, a, b, model.slots[s].id, model.given.tables[table].id, tuple(others), interpreter)


def levels_of(model: Compiled, meetings: tuple[Meeting, ...], selection: Selection) -> tuple[Level, ...]:
    """Values as the checker counts them, beside the bounds known."""
    true = values(model.given, meetings)
    bounds = {
        LevelName.MUSTS: selection.musts,
        LevelName.SMALLEST_SHARE: selection.share,
        LevelName.TOTAL: selection.total,
        LevelName.GAPS: least_gaps(model),
        LevelName.TABLE_CHANGES: least_changes(model, total=true[LevelName.TOTAL], gaps=true[LevelName.GAPS]),
    }
    return tuple(Level(name, true[name], bounds[name]) for name in LevelName if name in true)
