"""A portfolio for the placing problem: a bound, two SAT processes, and an anytime partner.

Both climb from the bound: is there a placement with k breaks, with k + 1, ...? They count tables differently, so that
one is the better prover and the other the better finder; the first begins with any placement at all. What one refutes
restarts the other above it.
"""

import contextlib
import json
import os
import random
import selectors
import subprocess
import sys
import time
import typing
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from landbridge.engines.agenda.meter import require_positive
from landbridge.engines.agenda.place.bound import break_bound
from landbridge.engines.agenda.place.checking import break_counts, place_faults
from landbridge.engines.agenda.place.polish import Polisher
from landbridge.engines.agenda.place.problem import PlaceProblem

POLISH_AFTER = 6.0
"""Seconds the provers are left alone, or a third of the budget, before the partner takes a share of the time."""
MOST_ABOVE_BOUND = 40
"""Breaks above the first bound up to which they are counted."""


class PlaceStatus(StrEnum):
    """How far the search came."""

    OPTIMAL = "optimal"
    INFEASIBLE = "infeasible"
    FEASIBLE = "feasible"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Placement:
    """The answer: `slots` per meeting from 0 (empty without a placement), total breaks, and what none can undercut."""

    status: PlaceStatus
    breaks: int | None
    bound: int
    slots: tuple[int, ...]
    seconds: float = field(compare=False)
    first: float | None = field(default=None, compare=False)


def place(
    problem: PlaceProblem, *, budget: float = 60.0, seed: int = 0, cancel: Callable[[], bool] = lambda: False
) -> Placement:
    """The placement with fewest breaks, or the proof that there is none, within `budget` seconds.

    Raises `InputRefused` for a budget that is not positive.
    """
    require_positive(budget=budget)
    search = _Search(problem, time.monotonic(), budget, cancel, seed, random.Random(seed))  # noqa: S311 -- not secrecy
    least = 0
    while True:
        search.level(least)
        least += 1
        beaten = search.best is not None and search.best <= least * problem.participants
        cannot = problem.fairness is None or any(len(mine) < least + 1 for mine in problem.of_participant())
        if beaten or cannot or search.over():
            return search.answer(complete=beaten or cannot)


@dataclass
class _Search:
    problem: PlaceProblem
    started: float
    budget: float
    cancel: Callable[[], bool]
    seed: int
    rng: random.Random
    best: int | None = None
    slots: tuple[int, ...] = ()
    first: float | None = None
    bounds: list[int] = field(default_factory=list)
    proven: bool = True

    def over(self) -> bool:
        return time.monotonic() - self.started >= self.budget or self.cancel()

    def level(self, least: int) -> None:
        """Settle the placements whose least number of breaks per participant is `least`."""
        left = self.budget - (time.monotonic() - self.started)
        race = _Race(self, least)
        try:
            race.run(max(0.1, left / 4))
        finally:
            race.end()
        if race.bound is not None:
            self.bounds.append(race.bound)
        self.proven = self.proven and race.settled

    def take(self, slots: list[int]) -> int | None:
        """Keep a placement if it is valid and the best; answers its breaks."""
        if place_faults(self.problem, slots):
            return None
        breaks = sum(break_counts(self.problem, slots))
        self.first = self.first if self.first is not None else time.monotonic() - self.started
        if self.best is None or breaks < self.best:
            self.best, self.slots = breaks, tuple(slots)
        return breaks

    def answer(self, *, complete: bool) -> Placement:
        seconds = time.monotonic() - self.started
        bound = min(self.bounds, default=0)
        if self.best is None:
            status = PlaceStatus.INFEASIBLE if complete and self.proven else PlaceStatus.UNKNOWN
            return Placement(status, None, bound, (), seconds)
        done = complete and self.proven
        status = PlaceStatus.OPTIMAL if done else PlaceStatus.FEASIBLE
        return Placement(status, self.best, self.best if done else bound, self.slots, seconds, self.first)


@dataclass
class _Runner:
    """One process and what it is at: placements with at most `k` breaks, or any at all while `k` is None."""

    process: subprocess.Popen[bytes]
    seed: int
    by_people: bool
    k: int | None = None
    busy: bool = False
    unread: bytes = b""

    def heard(self) -> list[dict[str, typing.Any]] | None:
        """What it has found since, once there is something to read; None if it has ended."""
        assert self.process.stdout is not None  # noqa: S101 -- it is a pipe
        data = os.read(self.process.stdout.fileno(), 1 << 16)
        *lines, self.unread = (self.unread + data).split(b"\n")
        return [json.loads(line) for line in lines] if data else None

    def order(self, order: dict[str, typing.Any]) -> None:
        """Send one line; a process that has ended is noticed when it is listened to."""
        assert self.process.stdin is not None  # noqa: S101 -- it is a pipe
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(json.dumps(order).encode() + b"\n")
            self.process.stdin.flush()


class _Race:
    """The processes at work on one level."""

    def __init__(self, search: _Search, least: int) -> None:
        self.search = search
        self.least = least
        self.bound: int | None = None
        self.settled = False
        self.selector = selectors.DefaultSelector()
        self.runners: list[_Runner] = []
        self.most_cost = 0
        self.polished = False

    def run(self, seconds: float) -> None:
        """Bound the level while the processes load; then listen until it is settled or time is up."""
        begun = time.monotonic()
        runners = [self._start(by_people=True), self._start(by_people=False)]
        self.bound = break_bound(self.search.problem, least=self.least, seconds=seconds)
        if self.bound is None or (self.search.best is not None and self.bound >= self.search.best):
            self.settled = True
            return
        self.most_cost = self.bound + MOST_ABOVE_BOUND
        for runner in runners:
            self._give(runner)
        runners[0].order({"first": True})
        runners[0].busy = True
        self._climb(runners[1], self.bound)
        patience = min(POLISH_AFTER, self.search.budget / 3)
        while not self.settled and not self.search.over() and any(r.busy for r in self.runners):
            for key, _ in self.selector.select(timeout=0.05):
                self._hear(key.data)
            late = time.monotonic() - begun > patience
            if late and not self.polished and self.search.best is not None and not self.settled:
                self._polish()

    def end(self) -> None:
        """End every process."""
        for runner in list(self.runners):
            self._stop(runner)
        self.selector.close()

    def _start(self, *, by_people: bool) -> _Runner:
        command = [sys.executable, "-m", "landbridge.engines.agenda.place.worker"]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 -- our own module
        assert process.stdout is not None  # noqa: S101 -- it is a pipe
        runner = _Runner(process, 2 * self.search.seed + (not by_people), by_people)
        self.runners.append(runner)
        self.selector.register(process.stdout, selectors.EVENT_READ, runner)
        return runner

    def _give(self, runner: _Runner) -> None:
        problem = self.search.problem
        runner.order(
            {
                "parent": os.getpid(),
                "participants": problem.participants,
                "slots": problem.slots,
                "tables": problem.tables,
                "meetings": problem.meetings,
                "allowed": [sorted(slots) for slots in problem.allowed],
                "earlier": [sorted(before) for before in problem.earlier],
                "fairness": problem.fairness,
                "least": self.least,
                "most_cost": self.most_cost,
                "by_people": runner.by_people,
                "seed": runner.seed,
            }
        )

    def _climb(self, runner: _Runner, k: int) -> None:
        runner.k, runner.busy = k, True
        runner.order({"climb": k})

    def _stop(self, runner: _Runner) -> None:
        self.runners.remove(runner)
        if runner.process.stdout is not None:
            self.selector.unregister(runner.process.stdout)
        runner.process.kill()
        runner.process.communicate()

    def _hear(self, runner: _Runner) -> None:
        if runner not in self.runners:
            return
        found = runner.heard()
        if found is None:
            self._stop(runner)
        for news in found or ():
            if "slots" in news:
                self.search.take(news["slots"])
                runner.busy = False
            elif "above" in news:
                runner.k = news["above"] + 1
                self.bound = max(self.bound or 0, news["above"] + 1)
            elif "none" in news:
                self.settled, self.bound = True, None
                return
        self._compare()
        if not self.settled:
            self._direct()

    def _compare(self) -> None:
        best = self.search.best
        if best is not None and self.bound is not None and best <= self.bound:
            self.settled = True

    def _direct(self) -> None:
        """Set whoever is idle, or at what is decided by now, to the least number of breaks still open."""
        best, bound = self.search.best, self.bound or 0
        for runner in list(self.runners):
            wanted = best is None if runner.k is None else bound <= runner.k and (best is None or runner.k < best)
            if runner.busy and wanted:
                continue
            fresh = runner
            if runner.busy:
                self._stop(runner)
                fresh = self._start(by_people=runner.by_people)
                self._give(fresh)
            if bound < self.most_cost:
                self._climb(fresh, bound)

    def _polish(self) -> None:
        """Give the partner a fifth of the budget, ten seconds at most, looking up for news meanwhile."""
        self.polished = True
        begun, share = time.monotonic(), min(10.0, self.search.budget / 5)

        def gone() -> float:
            for key, _ in self.selector.select(timeout=0):
                self._hear(key.data)
            over = self.settled or self.search.over()
            return 1.0 if over else (time.monotonic() - begun) / share

        self.search.take(Polisher(self.search.problem, self.search.slots).anneal(self.search.rng, gone))
        self._compare()
