"""Which table each meeting takes: slot by slot an assignment that keeps people where they sit.

Per-slot assignment, swept forward and back until nothing changes: each person's change of table between successive
meetings of a day costs one.
"""

from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise

import numpy as np
from scipy.optimize import linear_sum_assignment

from landbridge.engines.agenda.compiled import Compiled
from landbridge.engines.agenda.reseating import joint_seats

UNFIT = 1_000_000
LARGE = 300
"""Meetings in a slot beyond which tables are handed out greedily: assignment takes cubic time."""


class Seating:
    """Tables for placed candidates; `unseated` are those for which no fitting table is left."""

    def __init__(
        self, model: Compiled, placed: list[tuple[int, int]], *, keep: Mapping[tuple[int, int], int] | None = None
    ) -> None:
        """`keep`: the table that a candidate, if held in that slot, has already and does not leave without need."""
        self.model = model
        self.keep = {c: keep[c, s] for c, s in placed if (c, s) in keep} if keep else {}
        self.slot_of = dict(placed)
        self.table_of: dict[int, int] = {}
        self.unseated: set[int] = set()
        self.by_slot: dict[int, list[int]] = defaultdict(list)
        for c, s in placed:
            self.by_slot[s].append(c)
        self.neighbours = _neighbours(model, placed)
        stands = [set(range(len(model.slots))) for _ in model.given.tables]
        index = {slot.id: s for s, slot in enumerate(model.slots)}
        for t, table in enumerate(model.given.tables):
            if table.slots is not None:
                stands[t] = {index[s] for s in table.slots}
        self.stands = stands

    def seat(self, *, sweeps: int = 6) -> None:
        """Seat everybody, then sweep over the slots until no sweep saves a change."""
        order = sorted(self.by_slot)
        for c, s in self.slot_of.items():
            fixed = self.model.candidates[c].fixed_table
            if fixed is not None and s in self.by_slot:
                self.table_of[c] = fixed
        for s in order:
            self._assign(s)
        changes = self.changes()
        for sweep in range(sweeps):
            kept, short = dict(self.table_of), set(self.unseated)
            for s in order if sweep % 2 else reversed(order):
                self._assign(s)
            now = self.changes()
            if now >= changes or len(self.unseated) > len(short):
                if now > changes or len(self.unseated) > len(short):
                    self.table_of, self.unseated = kept, short
                break
            changes = now
        if self.unseated and not self.model.plain:
            self._reseat()

    def _reseat(self) -> None:
        """Seat anew what shares its time with those that found no table."""
        model, movable = self.model, set(self.unseated)
        while True:
            times = {t for c in movable for t in model.overlap[self.slot_of[c]]}
            more = {c for t in times for c in self.by_slot.get(t, ()) if model.candidates[c].fixed_table is None}
            if more <= movable:
                break
            movable |= more
        fixed = [(s, t) for c, s in self.slot_of.items() if (t := model.candidates[c].fixed_table) is not None]
        free = {c: self._open_tables(c, fixed) for c in sorted(movable)}
        found = joint_seats(model, self.slot_of, free)
        if len(found) > len(movable) - len(self.unseated):
            for c in movable:
                self.table_of.pop(c, None)
            self.table_of.update(found)
            self.unseated = movable - found.keys()

    def _open_tables(self, c: int, fixed: list[tuple[int, int]]) -> list[int]:
        """The tables a meeting could have, those of pinned meetings at its time left out."""
        s = self.slot_of[c]
        taken = {t for other, t in fixed if other in self.model.overlap[s]}
        kind = self.model.kinds[self.model.candidates[c].kind]
        return sorted(t for t in kind if s in self.stands[t] and t not in taken)

    def changes(self) -> int:
        """How often somebody changes table between successive meetings of a day."""
        table = self.table_of
        twice = sum(
            table.get(c) != table.get(other)
            for c, others in self.neighbours.items()
            for other in others
            if c in table and other in table
        )
        return twice // 2

    def _assign(self, s: int) -> None:
        model = self.model
        meetings = [c for c in self.by_slot[s] if model.candidates[c].fixed_table is None]
        elsewhere = {
            self.table_of[c]
            for t in model.overlap[s]
            for c in self.by_slot.get(t, ())
            if c in self.table_of and (t != s or model.candidates[c].fixed_table is not None)
        }
        tables = [t for t in range(len(model.given.tables)) if s in self.stands[t] and t not in elsewhere]
        for c in meetings:
            self.table_of.pop(c, None)
        self.unseated.difference_update(meetings)
        if not meetings or not tables:
            self.unseated.update(meetings)
            return
        if len(meetings) > LARGE:
            self._hand_out(meetings, tables)
            return
        column = {t: k for k, t in enumerate(tables)}
        cost = np.full((len(meetings), len(tables)), UNFIT, dtype=np.float64)
        for row, c in enumerate(meetings):
            fitting = [column[t] for t in model.kinds[model.candidates[c].kind] if t in column]
            others = self.neighbours.get(c, ())
            kept = column.get(self.keep.get(c, -1))
            cost[row, fitting] = float(len(others))
            for other in others:
                wanted = column.get(self.table_of.get(other, -1))
                if wanted is not None and cost[row, wanted] < UNFIT:
                    cost[row, wanted] -= 1.0
            if kept is not None and cost[row, kept] < UNFIT:
                cost[row, kept] -= 1_000.0
        for row, k in zip(*linear_sum_assignment(cost), strict=True):
            if cost[row, k] < UNFIT:
                self.table_of[meetings[row]] = tables[k]
        self.unseated.update(c for c in meetings if c not in self.table_of)

    def _hand_out(self, meetings: list[int], tables: list[int]) -> None:
        """Give out the tables, most changes saved first; then the rest, scarcest kinds first."""
        free = set(tables)
        wanted: dict[tuple[int, int], float] = defaultdict(float)
        for c in meetings:
            for t in (self.table_of.get(other) for other in self.neighbours.get(c, ())):
                if t is not None:
                    wanted[c, t] += 1.0
            if c in self.keep:
                wanted[c, self.keep[c]] += 1_000.0
        kinds = [self.model.kinds[candidate.kind] for candidate in self.model.candidates]
        for (c, t), _ in sorted(wanted.items(), key=lambda item: (-item[1], item[0])):
            if c not in self.table_of and t in free and t in kinds[c]:
                self.table_of[c] = t
                free.discard(t)
        for c in sorted((c for c in meetings if c not in self.table_of), key=lambda c: (len(kinds[c]), c)):
            fitting = free & kinds[c] if len(kinds[c]) < len(self.model.given.tables) else free
            if fitting:
                self.table_of[c] = min(fitting)
                free.discard(self.table_of[c])
            else:
                self.unseated.add(c)


def _neighbours(model: Compiled, placed: list[tuple[int, int]]) -> dict[int, list[int]]:
    """For each meeting the ones just before and after it in the day of one of its people, once per person."""
    mine: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for c, s in placed:
        for p in model.candidates[c].people:
            mine[p, model.day[s]].append((s, c))
    found: dict[int, list[int]] = defaultdict(list)
    for meetings in mine.values():
        meetings.sort()
        for (_, one), (_, two) in pairwise(meetings):
            found[one].append(two)
            found[two].append(one)
    return found
