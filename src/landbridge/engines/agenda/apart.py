"""`solve_apart`: solving in a process of its own that is ended when time or memory is used up.

Native solvers look at the clock only now and then: building a large model or one long step of a linear programme may
outlast any limit they were given. A process can be ended at any moment; the best agenda it has told by then stays.
"""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

from landbridge.engines.agenda.checking import check
from landbridge.engines.agenda.meter import require_positive
from landbridge.engines.agenda.problem import Problem
from landbridge.engines.agenda.result import (
    Agenda,
    Conflict,
    ConflictCode,
    EngineError,
    Infeasible,
    Progress,
    Stopped,
)

GRACE = 0.05
"""The part of the budget by which the process may be late with its own answer before it is ended."""
TICK = 0.05
"""Seconds between two looks at clock, memory and `cancel`."""


def solve_apart(
    problem: Problem,
    *,
    budget: float,
    memory: int | None = None,
    loading: float = 0.0,
    seed: int = 0,
    progress: Callable[[Progress], None] | None = None,
    cancel: Callable[[], bool] | None = None,
) -> Agenda | Infeasible:
    """`solve` within `budget` seconds and `memory` megabytes, both kept within a tenth whatever the solvers do.

    Starting the process (about half a second) is part of the budget, except for up to `loading` seconds until it has
    loaded, which a busy machine may need. Ended early, it answers the best agenda told so
    far, with `Stopped.BUDGET` or `Stopped.CANCELLED`; without one `Infeasible`, not proven. Memory is watched where
    the system tells it (Linux). Raises `InputRefused` for a limit that is not positive.
    """
    require_positive(budget=budget, memory=memory, loading=loading or None)
    started = time.monotonic()
    ours, theirs = Pipe()
    command = [sys.executable, "-m", "landbridge.engines.agenda.apart_worker", str(theirs.fileno()), str(os.getpid())]
    with ours, subprocess.Popen(command, pass_fds=[theirs.fileno()]) as process:  # noqa: S603 -- our own module
        theirs.close()
        watch = _Watch(
            problem, ours, process.pid, started, budget, memory, loading, progress or _silent, cancel or _never
        )
        try:
            return watch.answer(seed)
        finally:
            process.kill()


def _never() -> bool:
    return False


def _silent(_: Progress) -> None:
    return None


@dataclass
class _Watch:
    problem: Problem
    pipe: Connection
    pid: int
    started: float
    budget: float
    memory: int | None
    loading: float
    progress: Callable[[Progress], None]
    cancel: Callable[[], bool]
    best: Agenda | None = None
    stopped: Stopped | None = None

    def answer(self, seed: int) -> Agenda | Infeasible:
        """Listen until the process answers or a limit is met."""
        with contextlib.suppress(EOFError, ConnectionResetError, BrokenPipeError):
            while not self._over():
                if not self.pipe.poll(TICK):
                    continue
                news: Agenda | Infeasible | Progress | str | None = self.pipe.recv()
                if news is None:
                    self.loading = min(self.loading, time.monotonic() - self.started)
                    self.budget += self.loading
                    self.loading = 0.0
                    left = self.budget - (time.monotonic() - self.started)
                    self.pipe.send((self.problem, max(left, TICK), seed))
                elif isinstance(news, Progress):
                    self.best = news.agenda or self.best
                    self.progress(replace(news, seconds=time.monotonic() - self.started))
                elif isinstance(news, str):
                    raise EngineError(news)
                else:
                    return replace(news, seconds=time.monotonic() - self.started)
        return self._so_far(seed)

    def _over(self) -> bool:
        if time.monotonic() - self.started > self.budget * (1 + GRACE) + self.loading:
            self.stopped = Stopped.BUDGET
        elif self.cancel():
            self.stopped = Stopped.CANCELLED
        elif self.memory is not None and _megabytes(self.pid) > self.memory:
            self.stopped = Stopped.BUDGET
        return self.stopped is not None

    def _so_far(self, seed: int) -> Agenda | Infeasible:
        seconds = time.monotonic() - self.started
        if self.best is None:
            if self.stopped is None:
                raise EngineError("the process that solves ended without an answer")
            return Infeasible((Conflict(ConflictCode.NOT_FOUND_IN_TIME),), proven=False, seconds=seconds)
        faults = check(self.problem, self.best)
        if faults:
            raise EngineError(faults[:5])
        return replace(self.best, stopped=self.stopped or Stopped.BUDGET, seed=seed, seconds=seconds)


def _megabytes(pid: int) -> float:
    """What the process holds in memory; 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20
