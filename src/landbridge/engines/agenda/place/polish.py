"""The anytime partner: Kempe chains between two slots lower the breaks of a placement while the proof is under way."""

import math
import random
from collections.abc import Callable, Sequence

from landbridge.engines.agenda.place.problem import PlaceProblem, breaks_of

FREE = -1


class Polisher:
    """A placement under change; every state it passes is valid but for fairness, which the caller checks."""

    def __init__(self, problem: PlaceProblem, slots: Sequence[int]) -> None:
        self.problem = problem
        self.slot_of = list(slots)
        self.at = [[FREE] * problem.slots for _ in range(problem.participants)]
        self.load = [0] * problem.slots
        self.later: list[list[int]] = [[] for _ in problem.meetings]
        for m, before in enumerate(problem.earlier):
            for b in before:
                self.later[b].append(m)
        for m, s in enumerate(slots):
            self._hold(m, s)
        self.breaks = [self._count(p) for p in range(problem.participants)]
        self.total = sum(self.breaks)

    def _hold(self, m: int, s: int) -> None:
        self.slot_of[m] = s
        self.load[s] += 1
        for p in self.problem.meetings[m]:
            self.at[p][s] = m

    def _drop(self, m: int) -> None:
        s = self.slot_of[m]
        self.load[s] -= 1
        for p in self.problem.meetings[m]:
            self.at[p][s] = FREE

    def _count(self, p: int) -> int:
        return breaks_of([s for s, m in enumerate(self.at[p]) if m != FREE])

    def anneal(self, rng: random.Random, stop: Callable[[], float]) -> list[int]:
        """Swap chains while `stop()`, the part of the time gone, is below 1; answers the best slots met."""
        best, kept = self.total, list(self.slot_of)
        heat, gone, step = 1.0, 0.0, 0
        while gone < 1.0 and best:
            if step % 128 == 0:
                gone = stop()
                heat = 0.7 * max(0.0, 1.0 - gone) ** 2 + 0.03
            step += 1
            m = rng.randrange(len(self.slot_of))
            chain = self._chain(m, rng.randrange(self.problem.slots))
            if chain and self._swap(chain, heat, rng) and self.total < best:
                best, kept = self.total, list(self.slot_of)
        return kept

    def _chain(self, m: int, t: int) -> dict[int, int]:
        s = self.slot_of[m]
        if s == t or t not in self.problem.allowed[m]:
            return {}
        moves, queue = {m: t}, [m]
        while queue:
            one = queue.pop()
            goal = moves[one]
            if goal not in self.problem.allowed[one]:
                return {}
            for p in self.problem.meetings[one]:
                other = self.at[p][goal]
                if other not in {FREE, one} and other not in moves:
                    moves[other] = s if goal == t else t
                    queue.append(other)
        net = sum(1 if goal == t else -1 for goal in moves.values())
        tables = self.problem.tables
        return moves if self.load[t] + net <= tables and self.load[s] - net <= tables else {}

    def _swap(self, chain: dict[int, int], heat: float, rng: random.Random) -> bool:
        back = {m: self.slot_of[m] for m in chain}
        people = {p for m in chain for p in self.problem.meetings[m]}
        self._move(chain)
        after = {p: self._count(p) for p in people}
        delta = sum(after.values()) - sum(self.breaks[p] for p in people)
        if self._in_order(chain) and (delta <= 0 or rng.random() < math.exp(-delta / heat)):
            for p, count in after.items():
                self.breaks[p] = count
            self.total += delta
            return True
        self._move(back)
        return False

    def _move(self, chain: dict[int, int]) -> None:
        for m in chain:
            self._drop(m)
        for m, s in chain.items():
            self._hold(m, s)

    def _in_order(self, chain: dict[int, int]) -> bool:
        slot, earlier = self.slot_of, self.problem.earlier
        if not earlier:
            return True
        return all(
            all(slot[b] < slot[m] for b in earlier[m]) and all(slot[m] < slot[x] for x in self.later[m]) for m in chain
        )
