"""The process in which `solve_apart` solves: says `None` when loaded, takes one problem, tells progress, then answers."""

import ctypes
import os
import signal
import sys
import traceback
from multiprocessing.connection import Connection

_PR_SET_PDEATHSIG = 1


def die_with(parent: int) -> None:
    """Where the system can (Linux), be killed when the process that gave the order ends, however it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)


def main() -> None:
    """Serve one order; a fault of the programme is told as text."""
    number, parent = map(int, sys.argv[1:])
    die_with(parent)
    # The one who asked decides when to stop: an interrupt at the keyboard reaches both.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from landbridge.engines.agenda.solving import solve  # noqa: PLC0415 -- slow: scipy and ortools

    with Connection(number) as pipe:
        pipe.send(None)
        problem, budget, seed = pipe.recv()
        try:
            pipe.send(solve(problem, budget=budget, seed=seed, progress=pipe.send))
        except Exception:  # noqa: BLE001 -- told to the one who asked, who raises it
            pipe.send(traceback.format_exc())


if __name__ == "__main__":
    main()
