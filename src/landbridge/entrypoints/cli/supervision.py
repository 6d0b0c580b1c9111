"""Child processes that are started again when they end, and stopped together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from landbridge.entrypoints.cli import tether
from landbridge.entrypoints.cli.house import say

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
SETTLED = 30.0  # seconds alive after which a failure counts as the first again


class Child:
    """One supervised command. It leads a process group, so that its own children go with it."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name = name
        self._command = [sys.executable, "-I", "-S", str(Path(tether.__file__)), *command]
        self._process: subprocess.Popen[bytes] | None = None
        self._pause = FIRST_PAUSE
        self._started = 0.0
        self._due = 0.0

    @property
    def pid(self) -> int | None:
        """Its process number while it lives."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def tend(self, now: float) -> None:
        """Start it if it is due; if it ended, say so and plan the next start, later after each failure in a row."""
        if self._process is None:
            if now >= self._due:
                self._process = subprocess.Popen(self._command, start_new_session=True)  # noqa: S603 -- our own commands
                self._started = now
                say(f"{self.name}: started, process {self._process.pid}")
        elif self._process.poll() is not None:
            self._pause = FIRST_PAUSE if now - self._started > SETTLED else min(self._pause * 2, LONGEST_PAUSE)
            say(f"{self.name}: ended with {self._process.returncode}; starts again in {self._pause:g} s")
            self._signal(signal.SIGKILL)
            self._process, self._due = None, now + self._pause

    def ask_to_stop(self) -> None:
        """Send SIGTERM to the command itself; it tells its own children."""
        if self._process and self._process.poll() is None:
            self._process.terminate()

    def stop(self, patience: float) -> None:
        """Wait for the end; after `patience` seconds kill the whole group."""
        if self._process is None:
            return
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            say(f"{self.name}: did not stop, killed")
        self._signal(signal.SIGKILL)
        self._process.wait()
        self._process = None

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None  # noqa: S101 -- callers have checked
        try:
            os.killpg(self._process.pid, number)
        except ProcessLookupError:
            return


def stop_all(children: Sequence[Child], *, patience: float = 20.0) -> None:
    """Ask all to stop at once, then wait for each."""
    for child in children:
        child.ask_to_stop()
    end = time.monotonic() + patience
    for child in children:
        child.stop(max(end - time.monotonic(), 0.0))
