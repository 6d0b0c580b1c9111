"""Why no agenda exists: a minimal set of demands that cannot hold together, and what would resolve it.

CP-SAT with one assumption per demand: a set of assumptions sufficient for infeasibility, then one demand after the
other left out as long as the rest stays infeasible.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ortools.sat.python import cp_model

from landbridge.engines.agenda.compiled import Compiled
from landbridge.engines.agenda.meter import Meter
from landbridge.engines.agenda.result import Conflict, ConflictCode, Relaxation
from landbridge.engines.agenda.selection import demanded_wishes

Part = tuple[str, str]
MOST_PARTS = 60
"""Larger sets are told as they are: making them minimal would take longer than reading them."""

_KINDS = {
    "pin": ("drop_pin", 4),
    "wish": ("drop_must", 3),
    "minimum": ("lower_minimum", 1),
    "maximum": ("raise_maximum", 1),
    "quota": ("change_quota", 2),
    "slot": ("add_table", 2),
    "resource": ("add_resource", 2),
    "interpreter": ("add_interpreter", 2),
    "way": ("shorten_way", 3),
}


@dataclass(frozen=True)
class Feasibility:
    """Whether all demands can hold: placements if so, a conflict with relaxations if not, neither if time ran out."""

    placed: list[tuple[int, int]] | None = None
    conflict: Conflict | None = None
    relaxations: tuple[Relaxation, ...] = ()


def feasibility(model: Compiled, meter: Meter, *, units: float) -> Feasibility:
    """Decide whether any agenda meets all demands, spending at most `units` seconds or units of work."""
    demands = Demands(model)
    status, placed, core = demands.ask(demands.parts, meter, units)
    if placed is not None:
        return Feasibility(placed=placed)
    if status != cp_model.INFEASIBLE:
        return Feasibility()
    parts, minimal = _minimal(demands, core, meter, units)
    conflict = Conflict(ConflictCode.TOGETHER, tuple(parts), minimal=minimal)
    relaxations = _relaxations(demands, parts, meter, units) if minimal else ()
    return Feasibility(conflict=conflict, relaxations=relaxations)


def _minimal(demands: "Demands", core: list[Part], meter: Meter, units: float) -> tuple[list[Part], bool]:
    """Leave out what the conflict does not need; whether every remaining part is known to be needed."""
    if len(core) > MOST_PARTS:
        return sorted(core), False
    parts, certain = list(core), True
    for part in sorted(core, key=lambda p: -_KINDS[p[0]][1]):
        if part not in parts:
            continue
        rest = [p for p in parts if p != part]
        status, _, smaller = demands.ask(rest, meter, units / 10)
        if status == cp_model.INFEASIBLE:
            parts = [p for p in rest if p in smaller]
        elif status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            certain = False
    return sorted(parts), certain


def _relaxations(demands: "Demands", parts: list[Part], meter: Meter, units: float) -> tuple[Relaxation, ...]:
    found = []
    for part in parts:
        kind, cost = _KINDS[part[0]]
        status, _, _ = demands.ask([p for p in demands.parts if p != part], meter, units / 10)
        suffices = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
        found.append(Relaxation(kind, (part,), suffices=suffices, cost=cost))
    return tuple(sorted(found, key=lambda r: (not r.suffices, r.cost, r.parts)))


class Demands:
    """A model in which each demand of the organiser holds only while its assumption does."""

    def __init__(self, model: Compiled) -> None:
        self.model = model
        self.cp = cp_model.CpModel()
        self.literal: dict[Part, cp_model.IntVar] = {}
        self.wanted = demanded_wishes(model)
        lows = {c for limit in model.limits if limit.low for c in limit.members}
        members = [i for i, c in enumerate(model.candidates) if c.wish in self.wanted or i in lows]
        self.x = {(i, s): self.cp.new_bool_var("") for i in members for s in model.candidates[i].slots}
        self.of: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for (i, _), x in self.x.items():
            self.of[i].append(x)
        self._wishes()
        self._people()
        self._pools()
        self._limits()

    @property
    def parts(self) -> list[Part]:
        """All demands."""
        return list(self.literal)

    def _assumption(self, part: Part) -> cp_model.IntVar:
        if part not in self.literal:
            self.literal[part] = self.cp.new_bool_var("")
        return self.literal[part]

    def _wishes(self) -> None:
        pinned = {p.wish for p in self.model.given.pins}
        for w, members in enumerate(self.model.of_wish):
            placements = [x for i in members for x in self.of.get(i, ())]
            if placements:
                self.cp.add_at_most_one(placements)
            if w in self.wanted:
                name = self.model.given.wishes[w].id
                demand = self._assumption(("pin" if name in pinned else "wish", name))
                self.cp.add_bool_or([*placements, ~demand])
        for i, twins in enumerate(self.model.twins):
            others = [x for t in twins if t < i for x in self.of.get(t, ())]
            if others and i in self.of:
                self.cp.add_at_most_one([*self.of[i], *others])

    def _people(self) -> None:
        at: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        for (i, s), x in self.x.items():
            for p in self.model.candidates[i].people:
                at[p, s].append(x)
        for (p, s), members in at.items():
            person = self.model.given.participants[p]
            hired = ("interpreter", person.id) if person.interprets else None
            self._at_most_one(members, hired)
            for t in () if self.model.plain else self.model.exclusive[s]:
                if t > s and (p, t) in at:
                    both = [*members, *at[p, t]]
                    self._at_most_one(both, hired if t in self.model.overlap[s] else self._way(s, t))

    def _at_most_one(self, members: list[cp_model.IntVar], part: Part | None) -> None:
        """At most one of these is held; always, or while the demand holds."""
        if part is None:
            self.cp.add_at_most_one(members)
        elif len(members) > 1:
            self.cp.add(sum(members) <= 1).only_enforce_if(self._assumption(part))

    def _way(self, s: int, t: int) -> Part:
        """The walk between the places of two slots, as a demand."""
        return ("way", "|".join(sorted((self.model.slots[s].place, self.model.slots[t].place))))

    def _pools(self) -> None:
        using: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        for (i, s), x in self.x.items():
            for q in self.model.candidates[i].pools:
                for t in self.model.shared[q][s]:
                    using[q, t].append(x)
        for (q, t), members in using.items():
            kind, name = self.model.pool_source[q]
            part = ("slot", self.model.slots[t].id) if kind == "tables" else ("resource", name)
            if len(members) > self.model.pool_room[q][t]:
                bound = self.cp.add(sum(members) <= self.model.pool_room[q][t])
                bound.only_enforce_if(self._assumption(part))

    def _limits(self) -> None:
        for limit in self.model.limits:
            members = [self.x[i, s] for i in limit.members for s in self._counted(i, limit.slots) if (i, s) in self.x]
            kind, name = limit.source
            if limit.low:
                part = ("minimum", name) if kind == "participant" else (kind, name)
                self.cp.add(sum(members) >= limit.low).only_enforce_if(self._assumption(part))
            if len(members) > limit.high:
                part = ("maximum", name) if kind == "participant" else (kind, name)
                self.cp.add(sum(members) <= limit.high).only_enforce_if(self._assumption(part))

    def _counted(self, i: int, mask: int) -> Iterable[int]:
        return (s for s in self.model.candidates[i].slots if mask >> s & 1)

    def ask(
        self, parts: Collection[Part], meter: Meter, units: float
    ) -> tuple[object, list[tuple[int, int]] | None, list[Part]]:
        """Can these demands hold together? The status, placements if so, and a sufficient core if not."""
        name_of = {literal.index: part for part, literal in self.literal.items()}
        self.cp.clear_assumptions()
        self.cp.add_assumptions([self.literal[part] for part in parts])
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        units = max(0.01, min(units, meter.left()))
        if meter.counted:
            solver.parameters.max_deterministic_time = units
        else:
            solver.parameters.max_time_in_seconds = units
        status = solver.solve(self.cp)
        meter.spend(solver.response_proto.deterministic_time)
        if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return status, [place for place, x in self.x.items() if solver.boolean_value(x)], []
        core = (
            [name_of[k] for k in solver.sufficient_assumptions_for_infeasibility()]
            if status == cp_model.INFEASIBLE
            else []
        )
        return status, None, core
