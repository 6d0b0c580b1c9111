"""Who is told what happens in a hub, and the messages that tell it."""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Final
from uuid import UUID

from procrastinate.contrib.django import app

from landbridge.evidence import trail
from landbridge.evidence.models import Trail
from landbridge.ground.again import MOMENT, said_already
from landbridge.ground.locks import advisory_lock, locked
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Finding, InputRefused
from landbridge.network import rules
from landbridge.network.models import WebhookDelivery, WebhookEndpoint
from landbridge.network.permissions import Permission
from landbridge.network.refusals import TooManyEndpoints
from landbridge.network.states import DELIVERY_LIFECYCLE, DeliveryState
from landbridge.network.trail_events import NetworkEvent
from landbridge.network.webhooks.sending import Outcome
from landbridge.network.webhooks.targets import AddressRefused, target_of

JOB: Final = "network.deliver"
MOST: Final = 20
TEST: Final = "landbridge.test"
AGAIN_AFTER: Final = tuple(timedelta(seconds=s) for s in (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400))
"""Waits between tries, as Standard Webhooks recommends: some three days, then a message has failed."""
STOP_AFTER: Final = timedelta(days=5)
"""An endpoint that took nothing for so long is told nothing more until somebody looks at it."""


@action
def add_endpoint(
    *, actor: Actor, hub_id: UUID, url: str, name: str, topics: Collection[str], at: datetime
) -> WebhookEndpoint:
    """Tell another system of what happens in the hub. A private address is refused; said twice at once, it is told once."""
    rules.require(actor, Permission.MANAGE_HUB, hub_id)
    wanted = _require_whole(url, name, topics)
    advisory_lock(space="network.webhooks", identifier=hub_id)
    living = WebhookEndpoint.objects.filter(hub_id=hub_id, removed_at=None)
    there = said_already(living, written="made_at", at=at, url=url, name=name.strip(), topics=wanted)
    if there is not None:
        return there
    if living.count() >= MOST:
        raise TooManyEndpoints(most=MOST)
    endpoint = WebhookEndpoint.objects.create(
        hub_id=hub_id, url=url, name=name.strip(), topics=wanted, made_by=actor.actor_id, made_at=at
    )
    trail.record(actor, NetworkEvent.WEBHOOK_ADDED, endpoint, hub_id=hub_id, at=at, topics=wanted)
    return endpoint


@action
def change_endpoint(
    *, actor: Actor, endpoint_id: UUID, url: str, name: str, topics: Collection[str], at: datetime
) -> WebhookEndpoint:
    """Change what is told to whom; one that was stopped is told again, with what waited meanwhile.

    Saying the same again of one that runs changes and records nothing.
    """
    endpoint = rules.access_endpoint(actor, endpoint_id, lock=True)
    said = (url, name.strip(), _require_whole(url, name, topics))
    if said == (endpoint.url, endpoint.name, endpoint.topics) and endpoint.stopped_at is None:
        return endpoint
    if endpoint.stopped_at is not None:
        for delivery in WebhookDelivery.objects.filter(endpoint=endpoint, state=DeliveryState.WAITING):
            _defer(delivery, None)
    endpoint.url, endpoint.name, endpoint.topics = said
    endpoint.stopped_at = endpoint.failing_since = None
    endpoint.save(update_fields=["url", "name", "topics", "stopped_at", "failing_since"])
    trail.record(actor, NetworkEvent.WEBHOOK_CHANGED, endpoint, hub_id=endpoint.hub_id, at=at, topics=endpoint.topics)
    return endpoint


@action
def rotate_secret(*, actor: Actor, endpoint_id: UUID, at: datetime) -> WebhookEndpoint:
    """Give the endpoint a new secret; for a day messages carry the signature of the former too.

    A second press within a moment changes nothing: two rotations in a row would leave the receiver's secret behind.
    """
    endpoint = rules.access_endpoint(actor, endpoint_id, lock=True)
    if endpoint.rotated_at is not None and at - endpoint.rotated_at < MOMENT:
        return endpoint
    endpoint.generation, endpoint.rotated_at = endpoint.generation + 1, at
    endpoint.save(update_fields=["generation", "rotated_at"])
    trail.record(actor, NetworkEvent.WEBHOOK_ROTATED, endpoint, hub_id=endpoint.hub_id, at=at)
    return endpoint


@action
def remove_endpoint(*, actor: Actor, endpoint_id: UUID, at: datetime) -> None:
    """Tell it nothing more. What was sent stays on record; what waits is not sent."""
    endpoint = rules.access_endpoint(actor, endpoint_id, lock=True)
    endpoint.removed_at = at
    endpoint.save(update_fields=["removed_at"])
    trail.record(actor, NetworkEvent.WEBHOOK_REMOVED, endpoint, hub_id=endpoint.hub_id, at=at)


@action
def send_test(*, actor: Actor, endpoint_id: UUID, at: datetime) -> WebhookDelivery:
    """A message that says nothing, to see whether it arrives; asked for twice at once, one."""
    endpoint = rules.access_endpoint(actor, endpoint_id, lock=True)
    there = said_already(WebhookDelivery.objects.filter(endpoint=endpoint, event=TEST), written="made_at", at=at)
    if there is not None:
        return there
    payload = {"type": TEST, "timestamp": at.isoformat(), "data": {"hub": str(endpoint.hub_id)}}
    delivery = WebhookDelivery(
        hub_id=endpoint.hub_id, endpoint=endpoint, event=TEST, payload=payload, made_at=at, next_at=at
    )
    _post([delivery])
    return delivery


@action
def redeliver(*, actor: Actor, delivery_id: UUID, at: datetime) -> WebhookDelivery:
    """Send a message again, under its own identifier, so that a receiver that has it already can tell."""
    delivery = rules.access_delivery(actor, delivery_id, lock=True)
    DELIVERY_LIFECYCLE.require(DeliveryState(delivery.state), DeliveryState.WAITING)
    delivery.state, delivery.attempts, delivery.next_at = DeliveryState.WAITING.value, 0, at
    delivery.delivered_at, delivery.fault, delivery.status = None, "", None
    delivery.save(update_fields=["state", "attempts", "next_at", "delivered_at", "fault", "status"])
    _defer(delivery, at)
    return delivery


def announce(rows: Sequence[Trail]) -> None:
    """Write a message for each endpoint that asked for these events; called by the trail, in its transaction."""
    hub_id = rows[0].hub_id
    endpoints = list(WebhookEndpoint.objects.filter(hub_id=hub_id, stopped_at=None, removed_at=None))
    _post(
        WebhookDelivery(
            hub_id=hub_id,
            endpoint=endpoint,
            event=row.event,
            payload=payload_of(row),
            made_at=row.recorded_at,
            next_at=row.recorded_at,
        )
        for endpoint in endpoints
        for row in rows
        if wants(endpoint, row.event)
    )


def wants(endpoint: WebhookEndpoint, event: str) -> bool:
    """Whether the endpoint asked for this event, by its name or by its room."""
    return event in endpoint.topics or event.partition(".")[0] in endpoint.topics


def payload_of(row: Trail) -> dict[str, object]:
    """What is told: identifiers, states and figures, as the trail has them; never personal data."""
    return {
        "type": row.event,
        "timestamp": row.recorded_at.isoformat(),
        "data": {
            **row.data,
            "hub": str(row.hub_id),
            "subject": {"kind": row.subject_kind, "id": str(row.subject_id)},
            "thread": str(row.thread_id) if row.thread_id else None,
            "effective_at": row.effective_at.isoformat(),
        },
    }


def content_of(delivery: WebhookDelivery) -> bytes:
    """The message's body, the same at each try."""
    return json.dumps(delivery.payload, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


@action
def note_outcome(*, actor: Actor, delivery_id: UUID, outcome: Outcome, at: datetime) -> WebhookDelivery:
    """Write down what a try came to, and when the next one is. That an endpoint is told nothing more goes into the trail."""
    delivery = locked(WebhookDelivery.objects.select_related("endpoint"), delivery_id)
    if delivery.state != DeliveryState.WAITING:
        return delivery
    delivery.attempts += 1
    delivery.status, delivery.fault = outcome.status, outcome.fault
    if outcome.delivered:
        delivery.state, delivery.delivered_at, delivery.next_at = DeliveryState.DELIVERED.value, at, None
    elif outcome.status == HTTPStatus.GONE or delivery.attempts > len(AGAIN_AFTER):
        delivery.state, delivery.next_at = DeliveryState.FAILED.value, None
    else:
        wait = max(AGAIN_AFTER[delivery.attempts - 1], timedelta(seconds=outcome.wait or 0))
        delivery.next_at = at + wait
        _defer(delivery, delivery.next_at)
    delivery.save(update_fields=["attempts", "status", "fault", "state", "delivered_at", "next_at"])
    _judge(actor, delivery.endpoint, outcome, at)
    return delivery


def _judge(actor: Actor, endpoint: WebhookEndpoint, outcome: Outcome, at: datetime) -> None:
    """Remember since when an endpoint fails; stop telling one that is gone or has failed too long."""
    rows = WebhookEndpoint.objects.filter(pk=endpoint.pk)
    if outcome.delivered:
        rows.filter(failing_since__isnull=False).update(failing_since=None)
        return
    since = endpoint.failing_since or at
    rows.update(failing_since=since)
    if outcome.status == HTTPStatus.GONE or at - since >= STOP_AFTER:
        rows.update(stopped_at=at)
        trail.record(actor, NetworkEvent.WEBHOOK_STOPPED, endpoint, hub_id=endpoint.hub_id, at=at)


def _post(deliveries: Iterable[WebhookDelivery]) -> None:
    made = WebhookDelivery.objects.bulk_create(deliveries, batch_size=1_000)
    for delivery in made:
        _defer(delivery, None)


def _defer(delivery: WebhookDelivery, when: datetime | None) -> None:
    """Ask the worker; one endpoint's messages go one after the other and hold up nobody else's."""
    task = app.configure_task(JOB, lock=f"webhook:{delivery.endpoint_id}", schedule_at=when)
    task.defer(hub_id=str(delivery.hub_id), delivery_id=str(delivery.pk))


def _require_whole(url: str, name: str, topics: Collection[str]) -> list[str]:
    findings: list[Finding] = []
    if not name.strip():
        findings.append(Finding("webhook_unnamed", field="name"))
    known = {str(event) for room in trail.events for event in trail.events[room]} | set(trail.events)
    wanted = sorted(set(topics))
    if not wanted or not known.issuperset(wanted):
        findings.append(Finding("topic_missing", field="topics"))
    try:
        target_of(url)
    except AddressRefused as refused:
        findings.append(Finding(f"address_{refused.data['reason']}", field="url", data=refused.data))
    if findings:
        raise InputRefused(*findings)
    return wanted
