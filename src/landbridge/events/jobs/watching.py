"""Between an engine, which speaks often, and the row of its job, which is read and written now and then."""

import time
from dataclasses import dataclass, field

from landbridge.engines import agenda
from landbridge.events.actions.versions import levels_as_data
from landbridge.ground.jobs import JsonDict, Run

EVERY = 0.5
"""Seconds between two looks at the database: for a wish to cancel, and to write progress."""


@dataclass
class Watch:
    """Passes news between the engine, which speaks often, and the job's row, which is written now and then."""

    run: Run
    seconds: int
    started: float = field(default_factory=time.monotonic)
    looked: float = 0.0
    stop: bool = False
    note: JsonDict = field(default_factory=dict)

    def hear(self, progress: agenda.Progress) -> None:
        """The engine has news; a better agenda is written down at once."""
        self.note["phase"] = progress.phase
        if progress.levels:
            self.note["levels"] = levels_as_data(progress.levels)
        self._report()

    def cancelled(self) -> bool:
        """Whether to stop: the engine asks often, the database is asked twice a second."""
        if not self.stop and time.monotonic() - self.looked >= EVERY:
            self._report()
            self.stop = self.run.cancelled()
        return self.stop

    def _report(self) -> None:
        self.looked = time.monotonic()
        elapsed = self.looked - self.started
        self.run.report(min(elapsed / self.seconds, 0.99), seconds=round(elapsed, 1), budget=self.seconds, **self.note)
