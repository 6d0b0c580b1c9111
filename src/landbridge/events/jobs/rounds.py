"""Shortlists of large events, and what comes round by the clock."""

import logging
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.conf import settings
from procrastinate.contrib.django import app

from landbridge.events.actions import invitations, messages, nudges, outcomes, suggestions, wishes, zones
from landbridge.ground import installation
from landbridge.ground.hubs import forget_context, hub_context
from landbridge.ground.jobs import JsonDict, Run, job
from landbridge.kernel.actor import SystemActor
from landbridge.network.models import Hub

logger = logging.getLogger(__name__)


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


@app.periodic(cron="*/10 * * * *")
@app.task(name="events.settle_outcomes", queueing_lock="events.settle_outcomes")
def settle_outcomes(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate's signature
    """Show the answers whose other side let the time pass, hub by hub."""
    for hub_id in _each_hub():
        outcomes.settle_due(actor=SystemActor(), hub_id=hub_id, at=installation.clock().now())


@job(messages.JOB)
def send_messages(run: Run, *, event_id: str) -> JsonDict:
    """Send what is queued for an event, one after the other, no faster than the mail server is to be asked.

    Each message is a transaction of its own: a run that is killed or cancelled has sent what it has sent, and the next
    one goes on with the rest.
    """
    actor, clock = SystemActor(run.requested_by), installation.clock()
    pending = list(messages.waiting(run.hub_id).filter(event_id=event_id).values_list("pk", flat=True))
    counts: Counter[str] = Counter()
    for number, message_id in enumerate(pending):
        run.stop_if_cancelled()
        run.report(number / len(pending), sent=number, of=len(pending))
        try:
            counts[messages.send_message(actor=actor, message_id=message_id, at=clock.now())] += 1
        except messages.FAULTS as fault:
            logger.warning("message %s was not sent: %s", message_id, type(fault).__name__)
            messages.fail_message(actor=actor, message_id=message_id, fault=str(fault), at=clock.now())
            counts["failed"] += 1
        if settings.MAIL_PER_MINUTE and number + 1 < len(pending):
            time.sleep(60 / settings.MAIL_PER_MINUTE)
    return {str(state): count for state, count in counts.items()}


@app.periodic(cron="*/5 * * * *")
@app.task(name="events.send_what_waits", queueing_lock="events.send_what_waits")
def send_what_waits(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate's signature
    """Remind the silent where it is due, and start sending wherever messages wait and nobody sends them."""
    for hub_id in _each_hub():
        at = installation.clock().now()
        invitations.remind_when_due(actor=SystemActor(), hub_id=hub_id, at=at)
        nudges.remind_after(actor=SystemActor(), hub_id=hub_id, at=at)
        messages.send_what_waits(actor=SystemActor(), hub_id=hub_id, at=at)


@app.periodic(cron="17 * * * *")
@app.task(name="events.follow_zones", queueing_lock="events.follow_zones")
def follow_zones(timestamp: int) -> None:  # noqa: ARG001 -- procrastinate's signature
    """Bring coming events back to their wall times where the rules of their zone, as installed now, say otherwise."""
    zones_followed(installation.clock().now())


def zones_followed(at: datetime) -> list[zones.Followed]:
    """Bring the coming events of all hubs back to their wall times; those that moved."""
    actor = SystemActor()
    return [one for hub_id in _each_hub() for one in zones.follow_zones(actor=actor, hub_id=hub_id, at=at)]


def _each_hub() -> Iterator[UUID]:
    """Every hub in turn, inside its context."""
    forget_context()
    for hub_id in list(Hub.objects.values_list("pk", flat=True)):
        with hub_context(hub_id):
            yield hub_id
