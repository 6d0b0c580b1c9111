"""The job that makes an agenda."""

import time
from dataclasses import dataclass, field
from uuid import UUID

from landbridge.engines import agenda
from landbridge.events import rules
from landbridge.events.actions import planning
from landbridge.events.actions.versions import levels_as_data
from landbridge.events.models import AgendaVersion
from landbridge.events.queries.problem import digest_of
from landbridge.ground import installation
from landbridge.ground.jobs import JsonDict, Run, job
from landbridge.kernel.actor import SystemActor

EVERY = 0.5
"""Seconds between two looks at the database: for a wish to cancel, and to write progress."""


@dataclass
class _Watch:
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


@job(planning.JOB)
def plan(run: Run, *, event_id: str, order: JsonDict) -> JsonDict:
    """Make one version of the agenda.

    Nothing is written before the end, so a worker that is killed leaves nothing behind; the run that follows starts
    again, and finds the version if the first had saved it already. A cancelled run saves nothing.
    """
    actor = SystemActor(run.requested_by)
    saved = AgendaVersion.objects.filter(job_id=run.id).first()
    if saved is not None:
        return _saved(saved)
    wanted = planning.Order.from_json(order)
    task = planning.task_of(rules.access_event(actor, UUID(event_id), to="plan"), wanted)
    watch = _Watch(run, wanted.seconds)
    answer = agenda.solve(
        task.problem, budget=wanted.seconds, seed=wanted.seed, progress=watch.hear, cancel=watch.cancelled
    )
    run.stop_if_cancelled()
    if isinstance(answer, agenda.Infeasible):
        return {"infeasible": planning.infeasible_as_data(answer)}
    version = planning.save_version(
        actor=actor,
        event_id=UUID(event_id),
        job_id=run.id,
        order=wanted,
        answer=answer,
        digest=digest_of(task.problem),
        at=installation.clock().now(),
    )
    return _saved(version)


def _saved(version: AgendaVersion) -> JsonDict:
    return {"version": str(version.id), "number": version.number, "levels": version.levels}
