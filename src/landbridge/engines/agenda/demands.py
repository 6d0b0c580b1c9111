"""The organiser's demands as a CP-SAT model in which each holds only while its assumption does."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from landbridge.engines.agenda.compiled import Compiled, Limit
from landbridge.engines.agenda.meter import Meter
from landbridge.engines.agenda.selection import demanded_wishes

Part = tuple[str, str]
"""A demand by kind and id, see `Conflict`."""


@dataclass(frozen=True)
class Asked:
    """Whether demands can hold together (None: time ran out), placements if so, and a sufficient core if not."""

    holds: bool | None
    placed: tuple[tuple[int, int], ...] = ()
    core: tuple[Part, ...] = ()


class Demands:
    """Who cannot be where stands for good; musts, pins, bounds, tables and other scarce things are assumptions."""

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
        for w, members in enumerate(self.model.of_wish):
            placements = [x for i in members for x in self.of.get(i, ())]
            if placements:
                self.cp.add_at_most_one(placements)
            if w in self.wanted:
                self.cp.add_bool_or([*placements, ~self._assumption(part_of(self.model, w))])
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
        model = self.model
        pinned = {pin.wish for pin in model.given.pins if pin.table}
        using: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        fixed: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        for (i, s), x in self.x.items():
            to_table = model.given.wishes[model.candidates[i].wish].id in pinned
            for q in model.candidates[i].pools:
                for t in model.shared[q][s]:
                    using[q, t].append(x)
                    if to_table and model.pool_source[q][0] == "tables":
                        fixed[q, t].append(x)
        for (q, t), members in using.items():
            kind, name = model.pool_source[q]
            part = ("slot", model.slots[t].id) if kind == "tables" else ("resource", name)
            if len(members) > model.pool_room[q][t]:
                bound = self.cp.add(sum(members) <= model.pool_room[q][t])
                if len(fixed[q, t]) < len(members):
                    bound.only_enforce_if(self._assumption(part))
                # More tables are no help to meetings that are pinned to these.
                self.cp.add(sum(fixed[q, t]) <= model.pool_room[q][t])

    def _limits(self) -> None:
        for limit in self.model.limits:
            members = [self.x[i, s] for i in limit.members for s in self._counted(i, limit.slots) if (i, s) in self.x]
            kind, name = limit.source
            if limit.low:
                part = ("minimum", name) if kind == "participant" else (kind, name)
                self.cp.add(sum(members) >= limit.low).only_enforce_if(self._assumption(part))
            if len(members) > limit.high and not self._of_slots_alone(limit):
                part = ("maximum", name) if kind == "participant" else (kind, name)
                self.cp.add(sum(members) <= limit.high).only_enforce_if(self._assumption(part))

    def _of_slots_alone(self, limit: Limit) -> bool:
        """Whether the upper bound only counts somebody's slots: nobody demanded it."""
        kind, name = limit.source
        stated = next(p.max_meetings for p in self.model.given.participants if p.id == name) if kind != "quota" else 0
        return stated is None or limit.high < stated

    def _counted(self, i: int, mask: int) -> Iterable[int]:
        return (s for s in self.model.candidates[i].slots if mask >> s & 1)

    def ask(self, parts: Collection[Part], meter: Meter, units: float) -> Asked:
        """Find out whether these demands can hold together."""
        name_of = {literal.index: part for part, literal in self.literal.items()}
        self.cp.clear_assumptions()
        self.cp.add_assumptions([self.literal[part] for part in parts])
        solver, status = _solved(self.cp, meter, units)
        if status in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return Asked(True, tuple(place for place, x in self.x.items() if solver.boolean_value(x)))  # noqa: FBT003 -- it holds
        if status == cp_model.INFEASIBLE:
            core = {name_of[k] for k in solver.sufficient_assumptions_for_infeasibility()}
            return Asked(False, core=tuple(p for p in parts if p in core))  # noqa: FBT003 -- it does not
        return Asked(None)

    def cheapest(self, costs: Mapping[str, int], meter: Meter, units: float) -> list[Part]:
        """The cheapest demands to give up, by their kinds' costs, so that the rest can hold; none if time ran out."""
        priced = self.cp.clone()
        priced.clear_assumptions()
        priced.minimize(sum(costs[part[0]] * ~literal for part, literal in self.literal.items()))
        solver, status = _solved(priced, meter, units)
        if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
            return []
        return [part for part, literal in self.literal.items() if not solver.boolean_value(literal)]


def part_of(model: Compiled, w: int) -> Part:
    """A demanded wish as a part: its pin where it has one."""
    name = model.given.wishes[w].id
    return ("pin" if any(pin.wish == name for pin in model.given.pins) else "wish", name)


def _solved(cp: cp_model.CpModel, meter: Meter, units: float) -> tuple[cp_model.CpSolver, object]:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    units = max(0.01, min(units, meter.left()))
    if meter.counted:
        solver.parameters.max_deterministic_time = units
    else:
        solver.parameters.max_time_in_seconds = units
    status = solver.solve(cp)
    meter.spend(solver.response_proto.deterministic_time)
    return solver, status
