"""The job that finds three ways out for the rest of the day."""

from datetime import datetime
from uuid import UUID

from landbridge.engines import agenda
from landbridge.events import rules
from landbridge.events.actions import replanning
from landbridge.events.jobs.watching import Watch
from landbridge.events.models import Replan
from landbridge.ground import installation
from landbridge.ground.jobs import JsonDict, Run, job
from landbridge.kernel.actor import SystemActor


@job(replanning.JOB)
def replan(run: Run, *, event_id: str, as_of: str, rate: int) -> JsonDict:
    """Make the three choices. Nothing is written before the end; a cancelled run saves nothing."""
    actor = SystemActor(run.requested_by)
    saved = Replan.objects.filter(job_id=run.id).first()
    if saved is not None:
        return {"replan": str(saved.id)}
    moment = datetime.fromisoformat(as_of)
    today = replanning.read(rules.access_event(actor, UUID(event_id), to="plan"), moment)
    watch = Watch(run, replanning.SECONDS)
    answer = agenda.replan(
        today.problem, today.old, now=moment, rate=rate, budget=replanning.SECONDS, cancel=watch.cancelled
    )
    run.stop_if_cancelled()
    made = replanning.save_choices(
        actor=actor,
        event_id=UUID(event_id),
        job_id=run.id,
        today=today,
        as_of=moment,
        rate=rate,
        answer=answer,
        at=installation.clock().now(),
    )
    return {"replan": str(made.id)}
