"""The job that makes an agenda."""

from typing import Final
from uuid import UUID

from landbridge.engines import agenda
from landbridge.events import rules
from landbridge.events.actions import planning
from landbridge.events.jobs.watching import Watch
from landbridge.events.models import AgendaVersion
from landbridge.events.queries.problem import digest_of
from landbridge.ground import installation
from landbridge.ground.jobs import JsonDict, Run, job
from landbridge.kernel.actor import SystemActor

MEMORY: Final = 2_048
"""Megabytes the engine's process may hold; 5,000 people take 400."""
LOADING: Final = 30.0
"""Seconds in which the process must have started; they do not count as planning."""


@job(planning.JOB)
def plan(run: Run, *, event_id: str, order: JsonDict) -> JsonDict:
    """Make one version of the agenda.

    The engine works in a process of its own: time and memory are kept and a cancel is obeyed inside native solvers
    too, and it dies with the worker. Nothing is written before the end, so a worker that is killed leaves nothing
    behind; the run that follows starts again, and finds the version if the first had saved it already. A cancelled
    run saves nothing.
    """
    actor = SystemActor(run.requested_by)
    saved = AgendaVersion.objects.filter(job_id=run.id).first()
    if saved is not None:
        return _saved(saved)
    wanted = planning.Order.from_json(order)
    task = planning.task_of(rules.access_event(actor, UUID(event_id), to="plan"), wanted, installation.clock().now())
    watch = Watch(run, wanted.seconds)
    answer = agenda.solve_apart(
        task.problem,
        budget=wanted.seconds,
        memory=MEMORY,
        loading=LOADING,
        seed=wanted.seed,
        progress=watch.hear,
        cancel=watch.cancelled,
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
