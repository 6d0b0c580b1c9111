"""Tables for slots that overlap, all at once: slot by slot one may take the only table that another could use."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from ortools.sat.python import cp_model

from landbridge.engines.agenda.compiled import Compiled

WORK = 1.0
"""Deterministic seconds; what is seated by then is seated."""


def joint_seats(model: Compiled, slot_of: Mapping[int, int], free: Mapping[int, Iterable[int]]) -> dict[int, int]:
    """A table for as many of the meetings as can be, demanded ones first; `free` are those each could have."""
    cp = cp_model.CpModel()
    mine = {c: {t: cp.new_bool_var("") for t in tables} for c, tables in free.items()}
    at: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
    for c, tables in mine.items():
        cp.add_at_most_one(tables.values())
        for s in model.begun[slot_of[c]]:
            for t, seated in tables.items():
                at[t, s].append(seated)
    for together in at.values():
        cp.add_at_most_one(together)
    cp.maximize(sum(_worth(model, c) * seated for c, tables in mine.items() for seated in tables.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_deterministic_time = WORK
    status = solver.solve(cp)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return {}
    return {c: t for c, tables in mine.items() for t, seated in tables.items() if solver.boolean_value(seated)}


def _worth(model: Compiled, c: int) -> int:
    candidate = model.candidates[c]
    return 1_000 if candidate.must or candidate.forced else 1
