"""Shortlists of large events, and what comes round by the clock."""

from collections.abc import Iterator
from uuid import UUID

from procrastinate.contrib.django import app

from landbridge.events.actions import suggestions, wishes
from landbridge.ground import installation
from landbridge.ground.hubs import forget_context, hub_context
from landbridge.ground.jobs import JsonDict, Run, job
from landbridge.kernel.actor import SystemActor
from landbridge.network.models import Hub


@job(suggestions.JOB)
def make_shortlists(run: Run, *, event_id: str) -> JsonDict:
    """Make the shortlists of a large event."""
    run.report(0.1)
    actor = SystemActor(run.requested_by)
    made = suggestions.make_shortlists(actor=actor, event_id=UUID(event_id), at=installation.clock().now())
    return made.data()


@app.periodic(cron="*/10 * * * *")
@app.task(name="events.expire_wishes", queueing_lock="events.expire_wishes")
def expire_wishes(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate's signature
    """End the wishes whose time is over, hub by hub."""
    for hub_id in _each_hub():
        wishes.expire_wishes(actor=SystemActor(), hub_id=hub_id, at=installation.clock().now())


def _each_hub() -> Iterator[UUID]:
    """Every hub in turn, inside its context."""
    forget_context()
    for hub_id in list(Hub.objects.values_list("pk", flat=True)):
        with hub_context(hub_id):
            yield hub_id
