"""One solver in a process of its own, so that it can be ended at any moment.

Reads JSON lines: first the problem with the seed, then orders. `{"first": true}` asks for any placement, `{"climb": k}`
for one with at most k breaks, then k + 1 and so on until there is one. Writes one JSON line per finding: `{"slots":
[...]}` for a placement, `{"above": k}` when no placement has k breaks or fewer, `{"none": true}` when there is none.
"""

import json
import sys
import typing

from pysat.solvers import Solver

from landbridge.engines.agenda.apart_worker import die_with
from landbridge.engines.agenda.place.encoding import Encoded, encode
from landbridge.engines.agenda.place.problem import PlaceProblem

SOLVER = "cadical153"

Say = typing.Callable[[dict[str, object]], None]


def run(orders: typing.Iterator[str], say: Say) -> None:
    """Encode the problem of the first line, then follow one order after the other."""
    given = json.loads(next(orders))
    die_with(given["parent"])
    problem = PlaceProblem(
        participants=given["participants"],
        slots=given["slots"],
        tables=given["tables"],
        meetings=tuple(map(tuple, given["meetings"])),
        allowed=tuple(map(frozenset, given["allowed"])),
        earlier=tuple(map(frozenset, given["earlier"])),
        fairness=given["fairness"],
    )
    encoded = encode(problem, least=given["least"], by_people=given["by_people"], most_cost=given["most_cost"])
    for line in orders:
        _follow(json.loads(line), encoded, given["seed"], say)


def _follow(order: dict[str, int], encoded: Encoded, seed: int, say: Say) -> None:
    for k in range(order.get("climb", len(encoded.cost)), len(encoded.cost)):
        if _holds(encoded, [-encoded.cost[k]], seed, say):
            return
        say({"above": k})
    if not _holds(encoded, [], seed, say):
        say({"none": True})


def _holds(encoded: Encoded, units: list[int], seed: int, say: Say) -> bool:
    """Ask a new solver: what an old one learned of fewer breaks leads it astray, and a fact prunes more than a guess."""
    with Solver(SOLVER) as solver:
        # Most placements are false: try that first.
        solver.configure({"phase": 0, "seed": seed})
        solver.append_formula(encoded.formula.clauses)
        for unit in units:
            solver.add_clause([unit])
        found = solver.solve()
        if found:
            true = set(solver.get_model())
            say({"slots": [next(s for s, x in row.items() if x in true) for row in encoded.at]})
        return bool(found)


def main() -> None:
    """Serve the orders from stdin."""

    def say(finding: dict[str, object]) -> None:
        sys.stdout.write(json.dumps(finding) + "\n")
        sys.stdout.flush()

    run(iter(sys.stdin.readline, ""), say)


if __name__ == "__main__":
    main()
