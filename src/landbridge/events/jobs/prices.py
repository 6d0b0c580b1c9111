"""The job that finds what an unmet wish would cost."""

from datetime import datetime
from uuid import UUID

from landbridge.engines import agenda
from landbridge.events import rules
from landbridge.events.actions import prices
from landbridge.events.jobs.watching import Watch
from landbridge.events.models import WishPrice
from landbridge.ground import installation
from landbridge.ground.jobs import JsonDict, Run, job
from landbridge.kernel.actor import SystemActor


@job(prices.JOB)
def price_wish(run: Run, *, version_id: str, first_id: str, second_id: str, as_of: str) -> JsonDict:
    """Look for the nearest agenda that grants the wish. Nothing is written before the end; a cancelled run saves nothing."""
    actor = SystemActor(run.requested_by)
    saved = WishPrice.objects.filter(job_id=run.id).first()
    if saved is not None:
        return {"price": str(saved.id)}
    version = rules.access_version(actor, UUID(version_id), to="plan")
    question = prices.read(version, UUID(first_id), UUID(second_id), datetime.fromisoformat(as_of))
    watch = Watch(run, prices.SECONDS)
    wish = str(question.interest.pair_uid)
    granted = agenda.grant(question.problem, question.stated, wish, budget=prices.SECONDS, cancel=watch.cancelled)
    run.stop_if_cancelled()
    made = prices.save_price(
        actor=actor, job_id=run.id, question=question, granted=granted, at=installation.clock().now()
    )
    return {"price": str(made.id)}
