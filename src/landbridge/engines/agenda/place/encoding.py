"""The placing problem as clauses.

Variables: meeting m in slot s; participant p busy in s; p's unbroken run starts at s; p has at least k breaks.
Tables are counted in one of two ways. By people: each meeting keeps two of them busy, so at most twice the tables are.
By hosts: a small set of participants one of whom is in every meeting; each meeting is counted at one of its hosts, who
holds one at a time. There are far fewer people than meetings, and fewer hosts than people. Neither is better
everywhere, so the portfolio runs both. That each participant is busy exactly as often as there are meetings is implied,
and pays.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from pysat.card import CardEnc, EncType, ITotalizer

from landbridge.engines.agenda.place.problem import PlaceProblem


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


@dataclass
class Encoded:
    """The formula; `at[m][s]` is the variable of a placement, `cost[k]` true when there are more than k breaks.

    Outside `cost` nothing is known of the breaks: past its end, any number is allowed.
    """

    formula: Clauses
    at: list[dict[int, int]]
    cost: list[int]


def encode(problem: PlaceProblem, *, least: int, by_people: bool, most_cost: int) -> Encoded:
    """Encode; every participant has at least `least` breaks, and at most `least + fairness` if that is bounded."""
    formula = Clauses()
    at = [{s: formula.new() for s in sorted(slots)} for slots in problem.allowed]
    for row in at:
        formula.add(*row.values())
        formula.at_most_one(list(row.values()))
    of = problem.of_participant()
    busy = [_busy(formula, problem, at, mine) for mine in of]
    counted = busy if by_people else _hosting(formula, problem, at, busy)
    for s in range(problem.slots):
        at_once = [row[s] for row in counted if row]
        formula.at_most(at_once, 2 * problem.tables if by_people else problem.tables)
    _precede(formula, problem, at)
    costs: list[int] = []
    for p, mine in enumerate(of):
        costs += _breaks(formula, problem, busy[p], len(mine), least)
    outputs = formula.count(costs, most_cost) if len(costs) > 1 else costs
    return Encoded(formula, at, outputs)


def _busy(formula: Clauses, problem: PlaceProblem, at: list[dict[int, int]], mine: list[int]) -> list[int]:
    """One participant's slots: busy exactly where one meeting is, and as often as there are meetings."""
    busy = []
    for s in range(problem.slots):
        here = [at[m][s] for m in mine if s in at[m]]
        used = formula.new()
        for literal in here:
            formula.add(-literal, used)
        formula.add(-used, *here)
        formula.at_most_one(here)
        busy.append(used)
    if mine:
        formula.exactly(busy, len(mine))
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
    """Literals of one participant: at least 1, 2, ... breaks; with the unbroken runs spelled out."""
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
    _unbroken(formula, busy, count, broken[:1])
    return broken


def _unbroken(formula: Clauses, busy: list[int], count: int, broken: Iterable[int]) -> None:
    """Either broken, or one run of all the meetings starts somewhere."""
    runs = []
    for s in range(len(busy) - count + 1):
        run = formula.new()
        for t, used in enumerate(busy):
            formula.add(-run, used if s <= t < s + count else -used)
        runs.append(run)
    formula.add(*runs, *broken)
    formula.at_most_one([*runs, *broken])
