"""A portfolio for the placing problem: a bound, two SAT processes that differ, and an anytime partner.

Both processes climb from the bound. One has the implied constraints and is the better prover; the other lacks them,
begins with any placement at all and often finds the best first. What one proves lifts the other.
"""

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

from landbridge.engines.agenda.place.bound import break_bound
from landbridge.engines.agenda.place.checking import break_counts, place_faults
from landbridge.engines.agenda.place.polish import Polisher
from landbridge.engines.agenda.place.problem import PlaceProblem

POLISH_AFTER = 3.0
"""Seconds the provers are left alone before the partner takes a share of the time."""


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
    """The placement with fewest breaks, or the proof that there is none, within `budget` seconds."""
    search = _Search(problem, time.monotonic(), budget, cancel, random.Random(seed))  # noqa: S311 -- not secrecy
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
        bound = break_bound(self.problem, least=least, seconds=max(0.1, left / 4))
        if bound is None or (self.best is not None and bound >= self.best):
            return
        race = _Race(self, least, bound)
        try:
            race.run()
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
    """One process and what it was told."""

    process: subprocess.Popen[bytes]
    implied: bool
    start: int
    first: bool


class _Race:
    """The processes at work on one level."""

    def __init__(self, search: _Search, least: int, bound: int) -> None:
        self.search = search
        self.least = least
        self.bound: int | None = bound
        self.settled = False
        self.selector = selectors.DefaultSelector()
        self.runners: list[_Runner] = []
        self.polished = False

    def run(self) -> None:
        """Listen until the level is settled or time is up."""
        begun = time.monotonic()
        self._start(implied=True, first=False)
        self._start(implied=False, first=True)
        while not self.settled and not self.search.over() and self.runners:
            for key, _ in self.selector.select(timeout=0.05):
                self._hear(key.data)
            late = time.monotonic() - begun > POLISH_AFTER
            if late and not self.polished and self.search.best is not None and not self.settled:
                self._polish()

    def end(self) -> None:
        """End every process."""
        for runner in list(self.runners):
            self._stop(runner)
        self.selector.close()

    def _start(self, *, implied: bool, first: bool) -> None:
        problem = self.search.problem
        order: dict[str, typing.Any] = {
            "parent": os.getpid(),
            "participants": problem.participants,
            "slots": problem.slots,
            "tables": problem.tables,
            "meetings": problem.meetings,
            "allowed": [sorted(slots) for slots in problem.allowed],
            "earlier": [sorted(before) for before in problem.earlier],
            "fairness": problem.fairness,
            "least": self.least,
            "start": self.bound,
            "implied": implied,
            "first": first,
        }
        command = [sys.executable, "-m", "landbridge.engines.agenda.place.worker"]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 -- our own module
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 -- both are pipes
        process.stdin.write(json.dumps(order).encode() + b"\n")
        process.stdin.close()
        runner = _Runner(process, implied, self.bound or 0, first)
        self.runners.append(runner)
        self.selector.register(process.stdout, selectors.EVENT_READ, runner)

    def _stop(self, runner: _Runner) -> None:
        self.runners.remove(runner)
        if runner.process.stdout is not None:
            self.selector.unregister(runner.process.stdout)
            runner.process.stdout.close()
        runner.process.kill()
        runner.process.wait()

    def _hear(self, runner: _Runner) -> None:
        line = runner.process.stdout.readline() if runner.process.stdout is not None else b""
        if not line:
            self._stop(runner)
            return
        news = json.loads(line)
        if "slots" in news:
            self.search.take(news["slots"])
        elif "above" in news:
            runner.start = news["above"] + 1
            self.bound = max(self.bound or 0, runner.start)
            for other in list(self.runners):
                if other.start < self.bound and self._known(other):
                    self._stop(other)
                    self._start(implied=other.implied, first=False)
        elif "none" in news:
            self.settled, self.bound = True, None
        best = self.search.best
        if best is not None and self.bound is not None and best <= self.bound:
            self.settled = True

    def _known(self, runner: _Runner) -> bool:
        """Whether restarting loses nothing that is still wanted of it."""
        return not runner.first or self.search.best is not None

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
        if self.bound is not None and self.search.best is not None and self.search.best <= self.bound:
            self.settled = True
