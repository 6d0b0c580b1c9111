"""What would resolve conflicts: for each demand the least change that does, tried on the event as it would then be."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from typing import Any

from landbridge.engines.agenda.compiled import compiled
from landbridge.engines.agenda.demands import Demands, Part
from landbridge.engines.agenda.meter import Meter
from landbridge.engines.agenda.parts import Given, WishKind
from landbridge.engines.agenda.relaxing import COSTS, RELAXED_BY, relaxed
from landbridge.engines.agenda.result import Conflict, ConflictCode, Relaxation

Change = Callable[[int], dict[str, Any]]
"""The data of a relaxation that goes so far."""
NEW_TABLE_SLOTS = 3
"""For a need that no table meets, so many slots are proposed for a new one."""


class WaysOut:
    """Relaxations of the parts of the conflicts."""

    def __init__(self, demands: Demands, conflicts: Collection[Conflict], meter: Meter, units: float) -> None:
        self.demands = demands
        self.given = demands.model.given
        self.conflicts = conflicts
        self.meter = meter
        self.units = units

    def single(self) -> tuple[Relaxation, ...]:
        """One for each part of each conflict, those that suffice first, the cheapest first."""
        alone = len(self.conflicts) == 1
        found = []
        for conflict in self.conflicts:
            others = {part for other in self.conflicts if other is not conflict for part in other.parts}
            for part in conflict.parts:
                least = self._least(self.given, part, others)
                given_up = Relaxation(RELAXED_BY[part[0]], (part,), cost=COSTS[RELAXED_BY[part[0]]])
                found.append(replace(least, suffices=alone or self._opens(least)) if least else given_up)
            found += [replace(r, suffices=alone or self._opens(r)) for r in self._new_tables(conflict, others)]
        return tuple(sorted(found, key=lambda r: (not r.suffices, r.cost, r.kind, r.parts)))

    def _opens(self, change: Relaxation) -> bool:
        """Whether it resolves every conflict: a pin given up, or a table, may allow meetings that were impossible."""
        return change.kind in {"drop_pin", "add_table"} and self._holds(relaxed(self.given, change), ())

    def combined(self) -> tuple[Relaxation, ...]:
        """Relaxations that suffice together, cheapest kinds first; none if time ran out before they were tried."""
        costs = {kind: COSTS[name] for kind, name in RELAXED_BY.items()}
        dropped = self.demands.cheapest(costs, self.meter, self.units * 5)
        event, found = self.given, []
        for k, part in enumerate(dropped):
            least = self._least(event, part, dropped[k + 1 :])
            if least is None:
                return ()
            event = relaxed(event, least)
            found.append(least)
        return tuple(found) if found and self._holds(event, ()) else ()

    def _least(self, event: Given, part: Part, others: Collection[Part]) -> Relaxation | None:
        """The cheapest relaxation of the part with which all demands but the `others` hold."""
        if not self._could_help(event, part, others):
            return None
        tried = (self._furthest(event, part, others, change, most) for change, most in self._changes(event, part))
        return min((found for found in tried if found), key=lambda r: r.cost, default=None)

    def _furthest(
        self, event: Given, part: Part, others: Collection[Part], change: Change, most: int
    ) -> Relaxation | None:
        """The relaxation that goes no further than it must, if going as far as it can is enough."""
        kind = RELAXED_BY[part[0]]

        def relaxation(by: int) -> Relaxation:
            data = change(by)
            steps = sum(data.get(name, 0) for name in ("by", "lower", "raise"))
            return Relaxation(kind, (part,), data, cost=COSTS[kind] * max(steps, 1))

        least = _first(lambda by: self._holds(relaxed(event, relaxation(by)), others), most)
        return None if least is None else relaxation(least)

    def _could_help(self, event: Given, part: Part, others: Collection[Part]) -> bool:
        """Whether the demand given up altogether would do: quickly told."""
        demands = self.demands if event is self.given else Demands(compiled(event))
        rest = [p for p in demands.parts if p != part and p not in others]
        return demands.ask(rest, self.meter, self.units).holds is True

    def _holds(self, event: Given, others: Collection[Part]) -> bool:
        if self.meter.over():
            return False
        demands = Demands(compiled(event))
        return demands.ask([p for p in demands.parts if p not in others], self.meter, self.units).holds is True

    def _changes(self, event: Given, part: Part) -> Iterator[tuple[Change, int]]:
        """The ways to relax the part, each with how far it can go."""
        kind, name = part
        meetings = len(self.demands.wanted) + sum(p.min_meetings for p in event.participants)
        if kind == "wish":
            yield lambda by: {"by": by}, 1
        elif kind == "pin":
            must = any(w.id == name and w.kind is WishKind.MUST for w in event.wishes) and event.musts_hard
            yield lambda by: {"by": by, "must": by == 2}, 2 if must else 1
        elif kind == "minimum":
            low = next(p.min_meetings for p in event.participants if p.id == name)
            yield lambda by: {"by": by, "to": low - by}, low
        elif kind == "maximum":
            high = next(p.max_meetings or 0 for p in event.participants if p.id == name)
            yield lambda by: {"by": by, "to": high + by}, meetings
        elif kind == "quota":
            least, highest = next((q.at_least, q.at_most) for q in event.quotas if q.id == name)
            yield lambda by: {"lower": by, "to": least - by}, least
            if highest is not None:
                yield lambda by: {"raise": by, "to": highest + by}, len(event.wishes)
                both = max(least, len(event.wishes)) if least else 0
                yield lambda by: {"lower": min(by, least), "raise": by}, both
        elif kind == "slot":
            yield from ((lambda by, needs=needs: {"by": by, "needs": needs}, meetings) for needs in self._needs())
        elif kind == "way":
            shorter = _shorter(event, name)
            yield lambda by: {"minutes": shorter[by - 1]}, len(shorter)
        else:
            yield lambda by: {"by": by}, meetings
            if kind == "resource":
                yield lambda by: {"by": by, "always": True}, meetings

    def _needs(self) -> list[tuple[str, ...]]:
        """What a new table could have: nothing special, what one of the meetings in conflict needs, or all of that."""
        names = {name for c in self.conflicts for kind, name in c.parts if kind in {"wish", "pin"}}
        each = {tuple(sorted(w.needs)) for w in self.given.wishes if w.id in names}
        everything = tuple(sorted({need for needs in each for need in needs}))
        return sorted({(), *each, everything}, key=lambda needs: (len(needs), needs))

    def _new_tables(self, conflict: Conflict, others: Collection[Part]) -> Iterator[Relaxation]:
        """For a meeting that no table suits: one that does, in a slot in which all are there."""
        if conflict.code is not ConflictCode.NO_FITTING_TABLE:
            return
        wish = next(w for w in self.given.wishes if w.id == conflict.parts[0][1])
        kind = RELAXED_BY["slot"]
        count = 0
        for slot in self.demands.model.slots:
            data = {"by": 1, "needs": tuple(sorted(wish.needs))}
            new = Relaxation(kind, (("slot", slot.id),), data, cost=COSTS[kind])
            if count < NEW_TABLE_SLOTS and self._holds(relaxed(self.given, new), others):
                count += 1
                yield new


def _first(holds: Callable[[int], bool], most: int) -> int | None:
    """The least number from 1 to `most` that holds, where every larger one does too."""
    low, high = 0, 1
    while high <= most and not holds(high):
        low, high = high, max(high + 1, min(2 * high, most))
    if high > most:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _shorter(event: Given, way: str) -> list[int]:
    """The lengths of the walk, longest first, at which one pair of slots more can be used by one person."""
    pair = frozenset(way.split("|"))
    now = max((w.minutes for w in event.travel if frozenset((w.a, w.b)) == pair), default=0)
    between = {
        int((two.start - one.end).total_seconds() // 60)
        for one in event.slots
        for two in event.slots
        if {one.place, two.place} == pair and two.start >= one.end
    }
    return sorted((minutes for minutes in between if minutes < now), reverse=True)
