"""The placing problem as clauses.

Variables: meeting m in slot s; participant p busy in s; p's unbroken run starts at s or later; p has at least k breaks.
Tables are counted in one of two ways. By people: each meeting keeps two of them busy, so at most twice the tables are.
By hosts: a small set of participants one of whom is in every meeting; each meeting is counted at one of its hosts, who
holds one at a time. There are far fewer people than meetings, and fewer hosts than people. Neither is better
everywhere, so the portfolio runs both. Implied, and worth their clauses: the runs of two who meet overlap, and a run has
room for the meetings confined to each session. Both spare the solver pigeonholes. That each participant is busy exactly
as often as there are meetings is implied too: a third more clauses, which pay where there is a proof to find. Where
nobody may have a break, who is busy when follows from the start of the run alone, and no break is counted.
"""

from dataclasses import dataclass, field
from itertools import chain, pairwise

from pysat.card import CardEnc, EncType, ITotalizer

from landbridge.engines.agenda.place.problem import PlaceProblem, room_for


@dataclass
class Clauses:
    """A growing formula."""

    top: int = 0
    clauses: list[list[int]] = field(default_factory=list)

    def new(self) -> int:
        """A new variable."""
        self.top += 1
        return self.top

    def add(self, *literals: int) -> None:
        """One clause."""
        self.clauses.append(list(literals))

    def add_any(self, *alternatives: list[int] | None) -> None:
        """One clause of all these literals, unless one of the alternatives always holds (None)."""
        if None not in alternatives:
            self.add(*chain.from_iterable(part for part in alternatives if part is not None))

    def at_most(self, literals: list[int], bound: int) -> None:
        """At most `bound` of the literals."""
        if bound < len(literals):
            self._take(CardEnc.atmost(literals, bound, top_id=self.top, encoding=EncType.totalizer))

    def exactly(self, literals: list[int], bound: int) -> None:
        """Exactly `bound` of the literals."""
        self._take(CardEnc.equals(literals, bound, top_id=self.top, encoding=EncType.totalizer))

    def at_most_one(self, literals: list[int]) -> None:
        """At most one, pairwise while that is small."""
        if len(literals) > 5:
            self._take(CardEnc.atmost(literals, 1, top_id=self.top, encoding=EncType.seqcounter))
            return
        for i, one in enumerate(literals):
            for other in literals[:i]:
                self.add(-one, -other)

    def count(self, literals: list[int], most: int) -> list[int]:
        """Outputs o with: more than k literals imply o[k], for k up to `most`."""
        totalizer = ITotalizer(literals, ubound=min(most, len(literals) - 1), top_id=self.top)
        self.clauses.extend(totalizer.cnf.clauses)
        self.top = max(self.top, totalizer.top_id)
        outputs: list[int] = list(totalizer.rhs)
        totalizer.delete()
        return outputs

    def _take(self, formula: object) -> None:
        self.clauses.extend(formula.clauses)  # type: ignore[attr-defined]  # pysat has no types
        self.top = max(self.top, formula.nv)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Run:
    """When one participant's run starts: `later[s - 1]` if at s or later. Meaningless if any of `broken` holds."""

    later: list[int]
    count: int
    broken: list[int]

    def starts_from(self, s: int) -> list[int] | None:
        """Literals one of which holds if the run starts at s or later; None if it always does."""
        if s <= 0:
            return None
        return self.later[s - 1 : s]

    def starts_before(self, s: int) -> list[int] | None:
        """Literals one of which holds if the run starts before s; None if it always does."""
        if s > len(self.later):
            return None
        return [-self.later[s - 1]] if s > 0 else []


@dataclass
class Encoded:
    """The formula; `at[m][s]` is the variable of a placement, `cost[k]` true when there are more than k breaks.

    Outside `cost` nothing is known of the breaks: past its end, any number is allowed. `unbroken`: nobody has one.
    """

    formula: Clauses
    at: list[dict[int, int]]
    cost: list[int]
    unbroken: bool


def encode(problem: PlaceProblem, *, least: int, by_people: bool, most_cost: int, proving: bool = True) -> Encoded:
    """Encode; every participant has at least `least` breaks, and at most `least + fairness` if that is bounded."""
    formula = Clauses()
    at = [{s: formula.new() for s in sorted(slots)} for slots in problem.allowed]
    for row in at:
        formula.add(*row.values())
        formula.at_most_one(list(row.values()))
    of = problem.of_participant()
    unbroken = problem.fairness is not None and problem.fairness + least == 0
    busy = [_busy(formula, problem, at, mine) for mine in of]
    for theirs, mine in zip(busy, of, strict=True):
        if mine and proving and not unbroken:
            formula.exactly(theirs, len(mine))
    counted = busy if by_people else _hosting(formula, problem, at, busy)
    for s in range(problem.slots):
        at_once = [row[s] for row in counted if row]
        formula.at_most(at_once, 2 * problem.tables if by_people else problem.tables)
    _precede(formula, problem, at)
    costs: list[int] = []
    runs: list[Run | None] = []
    for p, mine in enumerate(of):
        broken = [] if unbroken else _breaks(formula, problem, busy[p], len(mine), least)
        costs += broken
        allowed = [problem.allowed[m] for m in mine]
        runs.append(_run(formula, busy[p], allowed, broken[:1]) if len(mine) > 1 else None)
    _overlap(formula, problem, runs)
    outputs = formula.count(costs, most_cost) if len(costs) > 1 else costs
    return Encoded(formula, at, outputs, unbroken)


def _busy(formula: Clauses, problem: PlaceProblem, at: list[dict[int, int]], mine: list[int]) -> list[int]:
    """One participant's slots: busy exactly where one meeting is."""
    busy = []
    for s in range(problem.slots):
        here = [at[m][s] for m in mine if s in at[m]]
        used = formula.new()
        for literal in here:
            formula.add(-literal, used)
        formula.add(-used, *here)
        formula.at_most_one(here)
        busy.append(used)
    return busy


def hosts(problem: PlaceProblem) -> list[list[int]]:
    """Per participant the meetings counted at them: every meeting once, at few participants (a small vertex cover)."""
    of = problem.of_participant()
    left = [len(mine) for mine in of]
    counted: list[list[int]] = [[] for _ in of]
    open_meetings = set(range(len(problem.meetings)))
    while open_meetings:
        host = max(range(problem.participants), key=lambda p: left[p])
        counted[host] = [m for m in of[host] if m in open_meetings]
        open_meetings.difference_update(counted[host])
        for m in counted[host]:
            for p in problem.meetings[m]:
                left[p] -= 1
    return counted


def _hosting(
    formula: Clauses, problem: PlaceProblem, at: list[dict[int, int]], busy: list[list[int]]
) -> list[list[int]]:
    """Per host and slot: true if a meeting counted at that host is there. Empty for who hosts nothing."""
    hosting = []
    for p, (all_mine, mine) in enumerate(zip(problem.of_participant(), hosts(problem), strict=True)):
        row = busy[p] if len(mine) == len(all_mine) else []
        if mine and not row:
            row = [formula.new() for _ in range(problem.slots)]
            for m in mine:
                for s, literal in at[m].items():
                    formula.add(-literal, row[s])
        hosting.append(row if mine else [])
    return hosting


def _precede(formula: Clauses, problem: PlaceProblem, at: list[dict[int, int]]) -> None:
    for m, before in enumerate(problem.earlier):
        for b in before:
            for s, literal in at[m].items():
                formula.add(-literal, *(at[b][t] for t in at[b] if t < s))
            for t, literal in at[b].items():
                formula.add(-literal, *(at[m][s] for s in at[m] if s > t))


def _breaks(formula: Clauses, problem: PlaceProblem, busy: list[int], count: int, least: int) -> list[int]:
    """Literals of one participant: at least 1, 2, ... breaks."""
    if count <= 1:
        if least:
            formula.add()
        return []
    starts = [busy[0]]
    for s in range(1, problem.slots):
        start = formula.new()
        formula.add(-busy[s], busy[s - 1], start)
        formula.add(-start, busy[s])
        formula.add(-start, -busy[s - 1])
        starts.append(start)
    most_runs = min(count, (problem.slots + 1) // 2)
    if problem.fairness is not None:
        most_runs = min(most_runs, least + problem.fairness + 1)
    outputs = formula.count(starts, most_runs)
    if most_runs < len(outputs):
        formula.add(-outputs[most_runs])
    broken = outputs[1:most_runs]
    for fewer, more in pairwise(broken):
        formula.add(-more, fewer)
    if least:
        formula.at_most([-start for start in starts], len(starts) - least - 1)
    return broken


def _run(formula: Clauses, busy: list[int], allowed: list[frozenset[int]], broken: list[int]) -> Run:
    """Unless they are broken, one participant's meetings fill the slots from the start of the run on."""
    count = len(allowed)
    later = [formula.new() for _ in range(len(busy) - count)]
    for sooner, then in pairwise(later):
        formula.add(-then, sooner)
    run = Run(later, count, broken)
    for t, used in enumerate(busy):
        begun, over = run.starts_before(t + 1), run.starts_before(t - count + 1)
        not_begun, not_over = run.starts_from(t + 1), run.starts_from(t - count + 1)
        formula.add_any(broken, [-used], begun)
        formula.add_any(broken, [-used], not_over)
        formula.add_any(broken, [used], not_begun, over)
    for start in range(len(busy) - count + 1):
        if not room_for(set(range(start, start + count)), allowed):
            formula.add_any(broken, run.starts_before(start), run.starts_from(start + 1))
    return run


def _overlap(formula: Clauses, problem: PlaceProblem, runs: list[Run | None]) -> None:
    """Nobody's run starts when the run of somebody they meet is over."""
    for one, other in {pair for a, b in problem.meetings for pair in ((a, b), (b, a))}:
        first, second = runs[one], runs[other]
        if first is None or second is None:
            continue
        for s in range(problem.slots - first.count):
            late = second.starts_before(s + first.count)
            formula.add_any(first.broken, second.broken, first.starts_from(s + 1), late)
