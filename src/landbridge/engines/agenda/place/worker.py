"""One solver in a process of its own, so that it can be ended at any moment.

Reads JSON lines: first the problem with the seed, then orders, each of which ends what is under way. `{"try": k}` asks
for a placement with at most k breaks, `{"try": null}` for any. Each order is answered by one JSON line that repeats
`try`: with `slots`, a placement, or without, when there is none; `bounded` is false if any number of breaks would do.

The formula is made once. Every order is followed by a fork: a solver that has learned of fewer breaks leads itself
astray, and a process can be ended where a solver cannot.
"""

import json
import os
import signal
import sys
import typing

from pysat.solvers import Solver

from landbridge.engines.agenda.apart_worker import die_with
from landbridge.engines.agenda.place.encoding import Encoded, encode
from landbridge.engines.agenda.place.problem import PlaceProblem

SOLVER = "cadical153"
UNBROKEN = {"phase": 0}
"""Most placements are false: try that first."""
SETTINGS = UNBROKEN | {"target": 2, "restartint": 50}
"""Keep to the longest assignment met without a conflict, also between quick restarts, and restart less often; not where
nobody may have a break, where a run at a wrong place is better left soon."""


def run(orders: typing.Iterator[str], parent: int) -> None:
    """Encode the problem of the first line, then follow one order after the other."""
    given = json.loads(next(orders))
    die_with(parent)
    problem = PlaceProblem(
        participants=given["participants"],
        slots=given["slots"],
        tables=given["tables"],
        meetings=tuple(map(tuple, given["meetings"])),
        allowed=tuple(map(frozenset, given["allowed"])),
        earlier=tuple(map(frozenset, given["earlier"])),
        fairness=given["fairness"],
    )
    how = {name: given[name] for name in ("least", "by_people", "most_cost", "proving")}
    encoded = encode(problem, **how)
    settings = (UNBROKEN if encoded.unbroken else SETTINGS) | {"seed": given["seed"]}
    at_work = 0
    for line in orders:
        if at_work:
            os.kill(at_work, signal.SIGKILL)
            os.waitpid(at_work, 0)
        here = os.getpid()
        at_work = os.fork()
        if not at_work:
            die_with(here)
            _answer(json.loads(line)["try"], encoded, settings)
            os._exit(0)


def _answer(k: int | None, encoded: Encoded, settings: dict[str, int]) -> None:
    """Ask the solver and say what it found; past the end of what is counted any number of breaks is allowed."""
    unit = encoded.cost[k] if k is not None and k < len(encoded.cost) else None
    with Solver(SOLVER) as solver:
        solver.configure(settings)
        solver.append_formula(encoded.formula.clauses)
        if unit is not None:
            solver.add_clause([-unit])
        finding: dict[str, object] = {"try": k, "bounded": unit is not None}
        if solver.solve():
            true = set(solver.get_model())
            finding["slots"] = [next(s for s, x in row.items() if x in true) for row in encoded.at]
    # One call, so that who is ended meanwhile leaves no half of a line.
    os.write(sys.stdout.fileno(), json.dumps(finding).encode() + b"\n")


if __name__ == "__main__":
    run(iter(sys.stdin.readline, ""), int(sys.argv[1]))
