"""Fewer idle gaps for the same meetings: Kempe chains between two slots, accepted as simulated annealing does.

The meetings of two slots form chains of shared people; swapping a whole chain keeps everybody's meetings apart. So
the value reached before is never touched.
"""

import math
import random

from landbridge.engines.agenda.compiled import Compiled
from landbridge.engines.agenda.meter import MOVES_PER_UNIT, Meter
from landbridge.engines.agenda.state import FREE, Draft

SNAPSHOT = 1_024
"""Moves between looks at whether the present state is the best to keep: copying it costs as much as many moves."""


def idle_groups(model: Compiled, row: list[int]) -> int:
    """Gaps in one person's row of slots: successive meetings of a day with a whole slot between them."""
    gaps, last = 0, FREE
    for s, c in enumerate(row):
        if c != FREE:
            if last != FREE and model.gap[last][s]:
                gaps += 1
            last = s
    return gaps


class Comfort:
    """The gaps of a draft, person by person, and moves that change them."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.gaps = [idle_groups(draft.model, row) for row in draft.at]
        self.total = sum(self.gaps)
        self.open_to = [frozenset(c.slots) for c in draft.model.candidates]
        self.apart = {s: set(overlap) for s, overlap in enumerate(draft.model.exclusive)}

    def anneal(self, meter: Meter, rng: random.Random, *, until: float, moves: int) -> None:
        """Swap chains until `moves` are made or `until` of the budget is gone; ends at the best state met."""
        draft = self.draft
        movable = [c for c, s in draft.placed() if len(draft.model.candidates[c].slots) > 1]
        if not movable or not self.total:
            return
        best, kept = self.total, draft.placed()
        start = meter.fraction()
        heat = 1.0
        for done in range(moves):
            if done % SNAPSHOT == 0 and self.total < best:
                best, kept = self.total, draft.placed()
            if done % 64 == 0:
                gone = (meter.fraction() - start) / max(until - start, 1e-9)
                heat = 0.6 * max(0.0, 1.0 - max(gone, done / moves)) ** 2 + 0.02
                if gone >= 1.0 or self.total == 0:
                    break
            c = movable[rng.randrange(len(movable))]
            slots = draft.model.candidates[c].slots
            chain = self.chain(c, slots[rng.randrange(len(slots))])
            if chain:
                self._try(chain, heat, rng)
            meter.spend(4 / MOVES_PER_UNIT)
        if self.total > best:
            draft.restore(kept)
        self.gaps = [idle_groups(draft.model, row) for row in draft.at]
        self.total = sum(self.gaps)

    def chain(self, c: int, t: int) -> list[tuple[int, int]]:
        """The meetings that change places if `c` goes to slot `t`, with their new slots; empty if that cannot be."""
        draft, model = self.draft, self.draft.model
        s = draft.slot_of[c]
        if t == s or (not model.plain and t in self.apart[s]):
            return []
        moves = {c: t}
        queue = [c]
        while queue:
            m = queue.pop()
            goal = moves[m]
            candidate = model.candidates[m]
            if goal not in self.open_to[m] or len(moves) > 24:
                return []
            for p in candidate.people:
                for u in model.exclusive[goal]:
                    other = draft.at[p][u]
                    if other not in {FREE, m} and other not in moves:
                        if u != goal:
                            return []
                        moves[other] = s if goal == t else t
                        queue.append(other)
        return list(moves.items()) if self._roomy(moves, s, t) else []

    def _roomy(self, moves: dict[int, int], s: int, t: int) -> bool:
        """Whether tables, resources and limits allow the swap."""
        draft, model = self.draft, self.draft.model
        change: dict[int, int] = {}
        limits: dict[int, int] = {}
        for m, goal in moves.items():
            sign = 1 if goal == t else -1
            for q in model.candidates[m].pools:
                change[q] = change.get(q, 0) + sign
            for k in model.limits_of[m]:
                mask = model.limits[k].slots
                delta = (mask >> goal & 1) - (mask >> draft.slot_of[m] & 1)
                if delta:
                    limits[k] = limits.get(k, 0) + delta
        for q, delta in change.items():
            gaining = t if delta > 0 else s
            if delta and any(draft.load[q][u] + abs(delta) > model.pool_room[q][u] for u in model.shared[q][gaining]):
                return False
        return all(model.limits[k].low <= draft.count[k] + delta <= model.limits[k].high for k, delta in limits.items())

    def _try(self, chain: list[tuple[int, int]], heat: float, rng: random.Random) -> None:
        draft = self.draft
        back = [(m, draft.slot_of[m]) for m, _ in chain]
        people = {p for m, _ in chain for p in draft.model.candidates[m].people}
        before = sum(self.gaps[p] for p in people)
        self._move(chain)
        after = {p: idle_groups(draft.model, draft.at[p]) for p in people}
        delta = sum(after.values()) - before
        if delta <= 0 or rng.random() < math.exp(-delta / heat):
            for p, gaps in after.items():
                self.gaps[p] = gaps
            self.total += delta
        else:
            self._move(back)

    def _move(self, chain: list[tuple[int, int]]) -> None:
        for m, _ in chain:
            self.draft.remove(m)
        for m, t in chain:
            self.draft.place(m, t)
