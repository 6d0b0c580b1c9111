"""Why no agenda exists: minimal sets of demands that cannot hold together, each with the numbers that show it.

CP-SAT with one assumption per demand: a set of assumptions sufficient for infeasibility, then one demand after the
other left out as long as the rest stays infeasible. What is found is set aside, and the rest is asked again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from landbridge.engines.agenda.compiled import Compiled
from landbridge.engines.agenda.conflicts import named
from landbridge.engines.agenda.demands import Demands, Part
from landbridge.engines.agenda.meter import Meter
from landbridge.engines.agenda.relaxing import COSTS, RELAXED_BY
from landbridge.engines.agenda.result import Conflict, Relaxation
from landbridge.engines.agenda.ways_out import WaysOut

MOST_PARTS = 60
"""Larger sets are told as they are: making them minimal would take longer than reading them."""
MOST_CONFLICTS = 8
"""More at once are not read; the others show when these are resolved."""


@dataclass(frozen=True)
class Feasibility:
    """Whether all demands can hold: placements if so, else conflicts and what resolves them; neither if time ran out."""

    placed: list[tuple[int, int]] | None = None
    conflicts: tuple[Conflict, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()
    combined: tuple[Relaxation, ...] = ()


def feasibility(model: Compiled, meter: Meter, *, units: float, counted: Sequence[Conflict] = ()) -> Feasibility:
    """Decide whether any agenda meets all demands, spending at most `units` seconds or units of work.

    `counted` are conflicts that are known already: what is minimal in them is looked for first.
    """
    search = _Search(Demands(model), meter, units)
    for conflict in counted:
        search.known(conflict)
    placed = search.rest()
    if placed is not None and not search.found:
        return Feasibility(placed=placed)
    conflicts = tuple(search.found)
    ways = WaysOut(search.demands, conflicts, meter, units / 10)
    relaxations = ways.single() if all(conflict.minimal for conflict in conflicts) else ()
    combined = () if any(r.suffices for r in relaxations) or not conflicts else ways.combined()
    return Feasibility(conflicts=conflicts, relaxations=relaxations, combined=combined)


class _Search:
    """Conflicts one after the other, no two of which share a demand."""

    def __init__(self, demands: Demands, meter: Meter, units: float) -> None:
        self.demands = demands
        self.meter = meter
        self.units = units
        self.found: list[Conflict] = []
        self.aside: set[Part] = set()

    def known(self, conflict: Conflict) -> None:
        """Make a counted conflict minimal, unless one found before explains it."""
        parts = [part for part in conflict.parts if part in self.demands.literal and part not in self.aside]
        asked = self.demands.ask(parts, self.meter, self.units / 10)
        if asked.holds is False:
            self._tell(asked.core)
        elif asked.holds is None:
            self.aside.update(parts)
            self.found.append(conflict)

    def rest(self) -> list[tuple[int, int]] | None:
        """Look for conflicts until what is left can hold; its placements, None if that is not known."""
        while len(self.found) < MOST_CONFLICTS:
            parts = [part for part in self.demands.parts if part not in self.aside]
            asked = self.demands.ask(parts, self.meter, self.units)
            if asked.holds:
                return list(asked.placed)
            if asked.holds is None:
                return None
            self._tell(asked.core)
            if not asked.core:
                return None
        return None

    def _tell(self, core: Sequence[Part]) -> None:
        parts, minimal = self._minimal(core)
        self.aside.update(parts)
        self.found.append(named(self.demands.model, parts, minimal=minimal))

    def _minimal(self, core: Sequence[Part]) -> tuple[list[Part], bool]:
        """Leave out what the conflict does not need; whether every remaining part is known to be needed."""
        if len(core) > MOST_PARTS:
            return sorted(core), False
        parts, certain = list(core), True
        for part in sorted(core, key=lambda p: (-COSTS[RELAXED_BY[p[0]]], p)):
            if part not in parts:
                continue
            rest = [p for p in parts if p != part]
            asked = self.demands.ask(rest, self.meter, self.units / 10)
            if asked.holds is False:
                parts = [p for p in rest if p in asked.core]
            elif asked.holds is None:
                certain = False
        return sorted(parts), certain
