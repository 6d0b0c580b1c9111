"""Background work in the same database and the same transaction as the change that asks for it.

    @job("events.plan")
    def plan(run: Run, *, event_id: str) -> JsonDict: ...

    enqueue("events.plan", actor=actor, hub_id=hub_id, at=clock.now(), subject_id=event.id, event_id=str(event.id))

A job takes identifiers and calls an action. It may run twice: a killed worker's job starts again from the beginning.
The worker gives it the hub's context, keeps its `JobRun` up to date, and stops it where it asks `run.cancelled()`.
"""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status
from procrastinate.types import JSONValue

from landbridge.ground.hubs import forget_context, hub_context
from landbridge.ground.models import JobRun
from landbridge.ground.states import LIFECYCLE, JobState
from landbridge.kernel.actor import Actor
from landbridge.kernel.clock import Clock, SystemClock
from landbridge.kernel.plain import plain
from landbridge.kernel.refusal import Refusal
from landbridge.kernel.registry import Registry

JsonDict = dict[str, Any]
logger = logging.getLogger(__name__)
ATTEMPTS: Final = 3


class Cancelled(Exception):  # noqa: N818 -- somebody's wish, not an error
    """The person who waits for this job has cancelled it."""


@dataclass(frozen=True)
class Run:
    """What a job knows of itself while it runs."""

    id: UUID
    hub_id: UUID
    requested_by: UUID

    def report(self, progress: float, **note: object) -> None:
        """Show how far the work is, 0 to 1, and a note as data; committed at once, so that the page sees it."""
        JobRun.objects.filter(pk=self.id, state=JobState.RUNNING).update(
            progress=min(max(progress, 0.0), 1.0), note=note
        )

    def cancelled(self) -> bool:
        """Whether somebody asked to cancel."""
        return JobRun.objects.filter(pk=self.id, cancel_requested_at__isnull=False).exists()

    def stop_if_cancelled(self) -> None:
        """End the job here if somebody asked to cancel."""
        if self.cancelled():
            raise Cancelled


Work = Callable[..., JsonDict]
jobs: Registry[Work] = Registry("jobs")


def job(name: str, *, queue: str = "default") -> Callable[[Work], Work]:
    """Register a function as the background job `name`; it returns the result people see, as JSON data."""

    def register(work: Work) -> Work:
        jobs.add(name, work)

        @app.task(name=name, queue=queue, retry=RetryStrategy(max_attempts=ATTEMPTS, exponential_wait=2))
        def task(*, run_id: str, hub_id: str, **arguments: object) -> None:
            execute(work, run_id=UUID(run_id), hub_id=UUID(hub_id), arguments=arguments)

        return work

    return register


def enqueue(
    name: str, *, actor: Actor, hub_id: UUID, at: datetime, subject_id: UUID | None = None, **arguments: JSONValue
) -> JobRun:
    """Ask for a job; it exists if and only if the surrounding transaction commits. `arguments` are JSON data."""
    if name not in jobs:
        raise ValueError(f"no job is called {name}")
    run = JobRun.objects.create(
        hub_id=hub_id, kind=name, subject_id=subject_id, requested_by=actor.actor_id, queued_at=at
    )
    app.configure_task(name).defer(run_id=str(run.id), hub_id=str(hub_id), **arguments)
    return run


def request_cancel(run: JobRun, *, at: datetime) -> None:
    """Ask a job to stop: one that waits never starts, one that runs stops where it next asks."""
    with transaction.atomic():
        held = JobRun.objects.select_for_update().get(pk=run.pk)
        if held.state == JobState.QUEUED:
            _move(held, JobState.CANCELLED, cancel_requested_at=at, finished_at=at)
        elif held.state == JobState.RUNNING:
            held.cancel_requested_at = at
            held.save(update_fields=["cancel_requested_at"])


def execute(work: Work, *, run_id: UUID, hub_id: UUID, arguments: JsonDict, clock: Clock | None = None) -> None:
    """Run one job inside its hub's context and write down how it ended."""
    clock = clock or SystemClock()
    forget_context()
    with hub_context(hub_id):
        run = _begin(run_id, clock)
        if run is None:
            return
        handle = Run(id=run.id, hub_id=hub_id, requested_by=run.requested_by)
        try:
            result = work(handle, **arguments)
        except Cancelled:
            _finish(run_id, JobState.CANCELLED, clock)
        except Refusal as refusal:
            _finish(run_id, JobState.FAILED, clock, result={"refusal": refusal.code, "data": plain(refusal.data)})
        except Exception as error:
            last = run.attempts >= ATTEMPTS
            logger.exception("job %s, attempt %d", run.kind, run.attempts)
            if last:
                trace = traceback.format_exception_only(error)[-1].strip()
                _finish(run_id, JobState.FAILED, clock, result={"error": trace})
            raise
        else:
            _finish(run_id, JobState.DONE, clock, result=result)


def _begin(run_id: UUID, clock: Clock) -> JobRun | None:
    with transaction.atomic():
        run = JobRun.objects.select_for_update().filter(pk=run_id).first()
        if run is None or not LIFECYCLE.allows(JobState(run.state), JobState.RUNNING):
            return None
        run.attempts += 1
        _move(run, JobState.RUNNING, started_at=clock.now(), attempts=run.attempts, progress=0.0)
        return run


def _finish(run_id: UUID, state: JobState, clock: Clock, *, result: JsonDict | None = None) -> None:
    with transaction.atomic():
        run = JobRun.objects.select_for_update().get(pk=run_id)
        done = {"progress": 1.0} if state == JobState.DONE else {}
        _move(run, state, finished_at=clock.now(), result=result or {}, **done)


def _move(run: JobRun, to: JobState, **changes: object) -> None:
    LIFECYCLE.require(JobState(run.state), to)
    for name, value in changes.items():
        setattr(run, name, value)
    run.state = to
    run.save(update_fields=["state", *changes])


@app.periodic(cron="* * * * *")
@app.task(name="ground.retry_stalled", queueing_lock="ground.retry_stalled", pass_context=True)
async def retry_stalled(context: Any, timestamp: int) -> None:  # noqa: ARG001 -- procrastinate's signature
    """Give the jobs of workers that died back to the queue: a killed worker leaves its jobs marked as being done.

    Work that may wait only once and does wait already is not put there a second time: the dead one ends, which also
    lets go of its lock, for which the waiting one would wait for ever.
    """
    manager = context.app.job_manager
    for stalled in await manager.get_stalled_jobs(seconds_since_heartbeat=30):
        try:
            await manager.retry_job(stalled)
        except UniqueViolation:
            await manager.finish_job(stalled, Status.ABORTED, delete_job=False)
