"""Background work of the network: letters to new members; messages to other systems; what is kept too long is erased, every night."""

import logging
from datetime import timedelta
from typing import Final
from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from landbridge.ground.hubs import forget_context, hub_context
from landbridge.ground.jobs import JsonDict, Run, job
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.clock import Clock, SystemClock
from landbridge.network import actions, queries
from landbridge.network.actions import webhooks, welcome
from landbridge.network.models import Hub, Person
from landbridge.network.webhooks import signing
from landbridge.network.webhooks.sending import Outcome, send
from landbridge.network.webhooks.targets import AddressRefused, target_of

logger = logging.getLogger(__name__)
ERASE: Final = "network.erase_due"
LEAP: Final = timedelta(days=3)


@job(welcome.JOB)
def send_welcome(run: Run, *, membership_id: str) -> JsonDict:
    """Write to a new member."""
    welcome.send_welcome(actor=SystemActor(run.requested_by), membership_id=UUID(membership_id))
    return {}


@app.task(name=webhooks.JOB, queue="default")
def deliver(*, hub_id: str, delivery_id: str) -> None:
    """Send one message to another system and write down what came of it. Sent twice, it carries the same identifier."""
    forget_context()
    with hub_context(UUID(hub_id)):
        try_delivery(UUID(delivery_id), SystemClock())


def try_delivery(delivery_id: UUID, clock: Clock) -> None:
    """One try, if the message still waits and its endpoint is still told."""
    delivery = queries.waiting_delivery(delivery_id)
    if delivery is None:
        return
    content, at = webhooks.content_of(delivery), clock.now()
    try:
        target = target_of(delivery.endpoint.url)
    except AddressRefused as refused:
        outcome = Outcome(fault=f"address: {refused.data['reason']}")
    else:
        outcome = send(
            target, content, signing.headers(delivery.endpoint, message_id=str(delivery.pk), content=content, at=at)
        )
    webhooks.note_outcome(actor=SystemActor(), delivery_id=delivery_id, outcome=outcome, at=clock.now())


def erase_due(clock: Clock) -> int:
    """Erase the people of every hub whose provenance says that their time is over, and say how many.

    Each is erased in a transaction of its own; running it again finds nobody left.
    """
    erased = 0
    for hub_id in list(Hub.objects.values_list("pk", flat=True)):
        with hub_context(hub_id):
            due = queries.due_for_erasure(Person.objects.filter(hub_id=hub_id), on=clock.now().date())
            for person_id in list(due.values_list("pk", flat=True)):
                actions.erase_person(actor=SystemActor(), person_id=person_id, at=clock.now())
                erased += 1
    return erased


@app.periodic(cron="15 3 * * *")
@app.task(name=ERASE, queueing_lock=ERASE)
def erase_due_nightly(timestamp: int) -> None:
    """The nightly run. Retention is law, so it follows the real clock, not a demonstration's.

    What is erased does not come back: on the first night after the clock leapt, or after days without a worker, it
    only says so, and there is a day to set the clock right.
    """
    leapt = timedelta(seconds=timestamp - _former_night(timestamp))
    if leapt > LEAP:
        logger.error("the clock stands %d days after the last night: nothing is erased before the next", leapt.days)
        return
    forget_context()
    erase_due(SystemClock())


def _former_night(timestamp: int) -> int:
    """The night before this one on which it ran; this one itself if there is none."""
    nights = ProcrastinateJob.objects.filter(task_name=ERASE, args__timestamp__lt=timestamp)
    former = nights.order_by("-args__timestamp").values_list("args__timestamp", flat=True).first()
    return timestamp if former is None else int(former)
