"""Which other systems are told of what happens in a hub, and how that goes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from landbridge.entrypoints import clock
from landbridge.entrypoints.api.inputs import Code, Text, Title, hub_for
from landbridge.entrypoints.api.pages import Turned, one_page
from landbridge.entrypoints.gate import Table, actor_of
from landbridge.evidence import trail
from landbridge.network import rules
from landbridge.network.actions import webhooks as actions
from landbridge.network.models import WebhookDelivery, WebhookEndpoint
from landbridge.network.permissions import Permission
from landbridge.network.webhooks.signing import secret_of

router = Router()


class WebhookIn(Schema):
    """A system to tell: a public https address, and what of; a topic is a room (`events`) or one event of it."""

    url: Text
    name: Title
    topics: list[Code] = Field(max_length=200)


class NewWebhook(WebhookIn):
    """A system to tell, and of which hub."""

    hub: UUID | None = Field(None, description="may be left out by who works in one hub")


class WebhookOut(Schema):
    """A system that is told. `stopped_at` says since when it is not, because it took nothing for days."""

    id: UUID
    hub: UUID = Field(validation_alias="hub_id")
    url: str
    name: str
    topics: list[str]
    made_at: datetime
    rotated_at: datetime | None
    failing_since: datetime | None
    stopped_at: datetime | None


class SecretOut(Schema):
    """What its messages are signed with, for the Standard Webhooks libraries."""

    secret: str


class DeliveryOut(Schema):
    """A message. Its `id` is the `webhook-id` that the receiver sees."""

    id: UUID
    type: str = Field(validation_alias="event")
    state: str
    attempts: int
    made_at: datetime
    next_at: datetime | None
    delivered_at: datetime | None
    status: int | None
    fault: str


class Webhooks(Schema):
    """One page; `next` asks for the following one."""

    items: list[WebhookOut]
    next: str | None


class Deliveries(Schema):
    """One page; `next` asks for the following one."""

    items: list[DeliveryOut]
    next: str | None


@router.get("", response=Webhooks, url_name="webhooks")
def list_webhooks(request: HttpRequest, asked: Query[Turned], hub: UUID | None = None) -> dict[str, Any]:
    """The systems that are told, by name."""
    hub_id = hub_for(request, hub, Permission.MANAGE_HUB)
    rows = rules.visible_endpoints(actor_of(request), hub_id=hub_id).filter(removed_at=None)
    return one_page(rows, asked, keys=("name",))


@router.post("", response={201: WebhookOut}, url_name="webhooks")
def add(request: HttpRequest, said: NewWebhook) -> Status[WebhookEndpoint]:
    """Tell one more system. A private address is refused."""
    hub_id = hub_for(request, said.hub, Permission.MANAGE_HUB)
    made = actions.add_endpoint(
        actor=actor_of(request), hub_id=hub_id, at=clock.current().now(), **said.model_dump(exclude={"hub"})
    )
    return Status(201, made)


@router.get("/topics", response=dict[str, list[str]], url_name="webhook_topics")
def topics(request: HttpRequest) -> dict[str, list[str]]:  # noqa: ARG001 -- ninja hands it over
    """What one may be told of: the events of each room."""
    return {
        room: sorted(str(event) for event in events)
        for room, events in ((room, trail.events[room]) for room in sorted(trail.events))
    }


@router.get("/{endpoint_id}", response=WebhookOut, url_name="webhook")
def read(request: HttpRequest, endpoint_id: UUID) -> WebhookEndpoint:
    """One system."""
    return rules.access_endpoint(actor_of(request), endpoint_id, lock=False)


@router.put("/{endpoint_id}", response=WebhookOut, url_name="webhook")
def change(request: HttpRequest, endpoint_id: UUID, said: WebhookIn) -> WebhookEndpoint:
    """Change the address or what it is told; one that was stopped is told again, with what waited."""
    return actions.change_endpoint(
        actor=actor_of(request), endpoint_id=endpoint_id, at=clock.current().now(), **said.model_dump()
    )


@router.delete("/{endpoint_id}", response={204: None}, url_name="webhook")
def remove(request: HttpRequest, endpoint_id: UUID) -> Status[None]:
    """Tell it nothing more."""
    actions.remove_endpoint(actor=actor_of(request), endpoint_id=endpoint_id, at=clock.current().now())
    return Status(204, None)


@router.get("/{endpoint_id}/secret", response=SecretOut, url_name="webhook_secret")
def secret(request: HttpRequest, endpoint_id: UUID) -> SecretOut:
    """The secret that its messages are signed with."""
    return SecretOut(secret=secret_of(rules.access_endpoint(actor_of(request), endpoint_id, lock=False)))


@router.post("/{endpoint_id}/rotate", response=WebhookOut, url_name="rotate_webhook")
def rotate(request: HttpRequest, endpoint_id: UUID) -> WebhookEndpoint:
    """Give it a new secret; for 24 hours messages are signed with both."""
    return actions.rotate_secret(actor=actor_of(request), endpoint_id=endpoint_id, at=clock.current().now())


@router.post("/{endpoint_id}/test", response={202: DeliveryOut}, url_name="test_webhook")
def test(request: HttpRequest, endpoint_id: UUID) -> Status[WebhookDelivery]:
    """Send a message that says nothing."""
    sent = actions.send_test(actor=actor_of(request), endpoint_id=endpoint_id, at=clock.current().now())
    return Status(202, sent)


@router.get("/{endpoint_id}/deliveries", response=Deliveries, url_name="webhook_deliveries")
def list_deliveries(request: HttpRequest, endpoint_id: UUID, asked: Query[Turned]) -> dict[str, Any]:
    """The messages to it, the newest first."""
    endpoint = rules.access_endpoint(actor_of(request), endpoint_id, lock=False)
    return one_page(endpoint.deliveries.all(), asked, keys=("made_at",), descending=True)


@router.post("/deliveries/{delivery_id}/again", response={202: DeliveryOut}, url_name="send_delivery_again")
def again(request: HttpRequest, delivery_id: UUID) -> Status[WebhookDelivery]:
    """Send a message once more, under its own identifier."""
    sent = actions.redeliver(actor=actor_of(request), delivery_id=delivery_id, at=clock.current().now())
    return Status(202, sent)


_NAMES = (
    "webhooks",
    "webhook",
    "webhook_topics",
    "webhook_secret",
    "rotate_webhook",
    "test_webhook",
    "webhook_deliveries",
    "send_delivery_again",
)
PERMISSIONS: Table = {f"api:{name}": Permission.MANAGE_HUB for name in _NAMES}
