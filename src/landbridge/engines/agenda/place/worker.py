"""One solver in a process of its own, so that it can be ended at any moment.

Reads one JSON line with the problem and the way to go; writes one JSON line per finding: `{"slots": [...]}` for a
placement, `{"above": k}` when no placement has k breaks or fewer, `{"none": true}` when there is no placement.
"""

import ctypes
import json
import os
import signal
import sys
import typing

from pysat.solvers import Solver

from landbridge.engines.agenda.place.encoding import encode
from landbridge.engines.agenda.place.problem import PlaceProblem

SOLVER = "cadical153"
_PR_SET_PDEATHSIG = 1


def run(order: dict[str, typing.Any], say: typing.Callable[[dict[str, object]], None]) -> None:
    """Climb from the bound `start` until a placement is found; `first`: begin with any placement at all."""
    problem = PlaceProblem(
        participants=order["participants"],
        slots=order["slots"],
        tables=order["tables"],
        meetings=tuple(map(tuple, order["meetings"])),
        allowed=tuple(map(frozenset, order["allowed"])),
        earlier=tuple(map(frozenset, order["earlier"])),
        fairness=order["fairness"],
    )
    start = order["start"]
    encoded = encode(problem, least=order["least"], implied=order["implied"], most_cost=max(40, start + 40))
    # The solver tries true first; most placements are false, so their variables stand for their negation.
    last = max((x for row in encoded.at for x in row.values()), default=0)

    def turned(literals: typing.Iterable[int]) -> list[int]:
        return [-x if abs(x) <= last else x for x in literals]

    with Solver(SOLVER, bootstrap_with=[turned(clause) for clause in encoded.formula.clauses]) as solver:

        def holds(*assumptions: int) -> bool:
            found = solver.solve(assumptions=turned(assumptions))
            if found:
                true = set(turned(solver.get_model()))
                say({"slots": [next(s for s, x in row.items() if x in true) for row in encoded.at]})
            return bool(found)

        if order["first"] and not holds():
            say({"none": True})
            return
        for k in range(start, len(encoded.cost)):
            if holds(-encoded.cost[k]):
                return
            say({"above": k})
        if not order["first"] and not holds():
            say({"none": True})


def _die_with(parent: int) -> None:
    """Where the system can (Linux), be killed when the process that gave the order ends, however it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)


def main() -> None:
    """Serve one order from stdin."""

    def say(finding: dict[str, object]) -> None:
        sys.stdout.write(json.dumps(finding) + "\n")
        sys.stdout.flush()

    order = json.loads(sys.stdin.readline())
    _die_with(order["parent"])
    run(order, say)


if __name__ == "__main__":
    main()
