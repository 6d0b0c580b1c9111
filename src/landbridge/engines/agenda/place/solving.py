"""A portfolio for the placing problem: a bound, two SAT processes, and an anytime partner.

Both begin with any placement at all. Then the prover climbs from the bound: is there a placement with k breaks, with
k + 1, ...? The finder looks one step further up than the prover stands, where a placement is likelier; what one settles
moves the other. They count tables differently, until the optimum turns out to lie well above the first bound.
"""

import contextlib
import json
import os
import random
import selectors
import signal
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

POLISH_AFTER = 12.0
"""Seconds the provers are left alone, or a third of the budget, before the partner takes a share of the time."""
MOST_ABOVE_BOUND = 40
"""Breaks above the first bound up to which they are counted."""
RISEN = 2
"""Steps above the first bound from which the finder counts tables as the prover does."""


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

    def attempt(self, k: int | None) -> None:
        """Leave what is under way and look for a placement with at most k breaks, or for any."""
        self.k, self.busy = k, True
        self.order({"try": k})

    def order(self, order: dict[str, typing.Any]) -> None:
        """Send one line; a process that has ended is noticed when it is listened to."""
        assert self.process.stdin is not None  # noqa: S101 -- it is a pipe
        with contextlib.suppress(BrokenPipeError):
            self.process.stdin.write(json.dumps(order).encode() + b"\n")
            self.process.stdin.flush()


class _Race:
    """The two processes at work on one level."""

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
        prover, finder = self._start(by_people=True), self._start(by_people=False)
        self.bound = break_bound(self.search.problem, least=self.least, seconds=seconds)
        if self.bound is None or (self.search.best is not None and self.bound >= self.search.best):
            self.settled = True
            return
        self.most_cost = self.bound + MOST_ABOVE_BOUND
        self._give(prover)
        self._give(finder)
        prover.attempt(None)
        finder.attempt(None)
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
        command = [sys.executable, "-m", "landbridge.engines.agenda.place.worker", str(os.getpid())]
        process = subprocess.Popen(  # noqa: S603 -- our own module
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
        )
        assert process.stdout is not None  # noqa: S101 -- it is a pipe
        runner = _Runner(process, by_people)
        self.runners.append(runner)
        self.selector.register(process.stdout, selectors.EVENT_READ, runner)
        return runner

    def _give(self, runner: _Runner) -> None:
        problem = self.search.problem
        runner.order(
            {
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
                "proving": runner is self.runners[0],
                "seed": 2 * self.search.seed + (runner is not self.runners[0]),
            }
        )

    def _stop(self, runner: _Runner) -> None:
        self.runners.remove(runner)
        if runner.process.stdout is not None:
            self.selector.unregister(runner.process.stdout)
        # The process and the solver it forked are a session of their own.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(runner.process.pid, signal.SIGKILL)
        runner.process.communicate()

    def _hear(self, runner: _Runner) -> None:
        if runner not in self.runners:
            return
        found = runner.heard()
        if found is None:
            self._stop(runner)
        for news in found or ():
            self._learn(runner, news)
        best = self.search.best
        if best is not None and self.bound is not None and best <= self.bound:
            self.settled = True
        if not self.settled:
            self._direct()

    def _learn(self, runner: _Runner, news: dict[str, typing.Any]) -> None:
        k = news["try"]
        runner.busy = runner.busy and runner.k != k
        if "slots" in news:
            self.search.take(news["slots"])
        elif not news["bounded"]:
            self.settled, self.bound = True, None
        elif self.bound is not None and k >= self.bound:
            self.bound = k + 1

    def _direct(self) -> None:
        """Set who is idle, or at what is settled by now, to the least number of breaks still open or the next."""
        best, bound = self.search.best, self.bound or 0
        if not self.runners or (best is not None and bound >= self.most_cost):
            return
        above = bound + (bound + 1 < (self.most_cost if best is None else min(self.most_cost, best)))
        prover, *others = self.runners
        if not prover.busy or prover.k != bound:
            prover.attempt(bound)
        for finder in others:
            open_still = best is None if finder.k is None else bound <= finder.k and (best is None or finder.k < best)
            if not (finder.busy and open_still):
                self._lift(finder, above)

    def _lift(self, finder: _Runner, k: int) -> None:
        """Send the finder on to k breaks; well above the first bound with tables counted as the prover does."""
        if k >= self.most_cost - MOST_ABOVE_BOUND + RISEN + 1 and not finder.by_people:
            self._stop(finder)
            finder = self._start(by_people=True)
            self._give(finder)
        finder.attempt(k)

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
        self.settled = self.settled or (self.search.best is not None and self.search.best <= (self.bound or 0))
