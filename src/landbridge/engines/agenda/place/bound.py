"""A lower bound on breaks from who is busy when, forgetting who meets whom: patterns of slots, as a small MIP.

On 16 of the 20 published originals it equals the optimum, in a twentieth of a second.
"""

from collections import defaultdict

import numpy as np

from landbridge.engines.agenda.place.problem import PlaceProblem, room_for, sessions
from landbridge.engines.agenda.selection import Rows, maximise


def break_bound(problem: PlaceProblem, *, least: int, seconds: float) -> int | None:
    """No placement in which everybody has at least `least` breaks has fewer; None if there is no such placement."""
    of = problem.of_participant()
    reach = [sorted(set().union(*(problem.allowed[m] for m in mine))) for mine in of]
    if any(len(slots) < len(mine) for slots, mine in zip(reach, of, strict=True)):
        return None
    if least and any(len(mine) <= 1 for mine in of):
        return None
    programme = _Patterns(problem, of, reach, least)
    answer = maximise(programme.rows, -programme.cost, np.ones(programme.rows.columns), seconds=seconds)
    if answer.infeasible:
        return None
    found = 0 if not np.isfinite(answer.bound) else int(np.ceil(-answer.bound - 1e-6))
    return max(found, least * problem.participants)


class _Patterns:
    """Columns: unbroken run of p from s; p broken; p, being broken, busy in s."""

    def __init__(self, problem: PlaceProblem, of: list[list[int]], reach: list[list[int]], least: int) -> None:
        self.problem = problem
        self.busy: dict[int, list[int]] = defaultdict(list)
        self.costs: list[float] = []
        pending: list[tuple[list[int], float, float, list[float]]] = []
        may_break = problem.fairness is None or problem.fairness + least > 0
        for p, mine in enumerate(of):
            if mine:
                self._participant(pending, mine, set(reach[p]), may_break=may_break, must=least > 0)
        self.rows = Rows(len(self.costs))
        for indices, low, high, values in pending:
            self.rows.add(indices, low, high, values)
        for members in self.busy.values():
            if len(members) > 2 * problem.tables:
                self.rows.add(members, 0.0, 2.0 * problem.tables)
        self.cost = np.array(self.costs)

    def _column(self, cost: float, slots: range | tuple[int, ...]) -> int:
        self.costs.append(cost)
        for s in slots:
            self.busy[s].append(len(self.costs) - 1)
        return len(self.costs) - 1

    def _participant(
        self,
        pending: list[tuple[list[int], float, float, list[float]]],
        mine: list[int],
        reach: set[int],
        *,
        may_break: bool,
        must: bool,
    ) -> None:
        allowed, count = [self.problem.allowed[m] for m in mine], len(mine)
        choices = []
        for start in range(self.problem.slots - count + 1):
            run = set(range(start, start + count))
            if not must and run <= reach and room_for(run, allowed):
                choices.append(self._column(0.0, range(start, start + count)))
        if may_break and count > 1:
            broken = self._column(1.0, ())
            cells = [(s, self._column(0.0, (s,))) for s in sorted(reach)]
            pending.extend(([cell, broken], -np.inf, 0.0, [1.0, -1.0]) for _, cell in cells)
            pending.append(([*(cell for _, cell in cells), broken], 0.0, 0.0, [*([1.0] * len(cells)), -float(count)]))
            for slots, needed in sessions(allowed):
                inside = [cell for s, cell in cells if s in slots]
                pending.append(([*inside, broken], 0.0, np.inf, [*([1.0] * len(inside)), -float(needed)]))
            choices.append(broken)
        pending.append((choices, 1.0, 1.0, [1.0] * len(choices)))
