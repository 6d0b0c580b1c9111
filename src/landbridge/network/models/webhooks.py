"""Systems that are told what happens in a hub, and what was sent to them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from landbridge.ground.fields import code_field, known_codes, tied
from landbridge.ground.models import HubOwned
from landbridge.network.states import DeliveryState


class WebhookEndpoint(HubOwned):
    """An address that is told of events in the hub. `topics` are rooms (`events`) or single events; its secret is derived."""

    url = models.CharField(max_length=500)
    name = models.CharField(max_length=100)
    topics = ArrayField(models.CharField(max_length=80))
    generation = models.PositiveSmallIntegerField(default=1)
    rotated_at = models.DateTimeField(null=True)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="webhook_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="webhook_has_a_topic", condition=Q(topics__len__gt=0)),
            models.CheckConstraint(name="webhook_generation_counts", condition=Q(generation__gte=1)),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["hub_id"],
                name="webhook_living",
                condition=Q(stopped_at__isnull=True, removed_at__isnull=True),
            )
        ]


class WebhookDelivery(HubOwned):
    """One message to one endpoint, written in the transaction of what it tells; sent afterwards, again until it is taken."""

    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.PROTECT, related_name="deliveries")
    event = models.CharField(max_length=80)
    payload = models.JSONField()
    state = code_field(DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    fault = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints: ClassVar = [
            known_codes("webhook_delivery_state", "state", DeliveryState),
            tied("webhook_delivered_has_a_time", state="state", among={DeliveryState.DELIVERED}, column="delivered_at"),
            tied("webhook_waiting_has_a_time", state="state", among={DeliveryState.WAITING}, column="next_at"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["hub_id", "endpoint", "-made_at"], name="webhook_deliveries_latest"),
        ]
