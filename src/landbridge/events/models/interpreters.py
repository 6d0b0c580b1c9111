"""Interpreters: scarce people who sit between two sides that share no language."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from landbridge.events.models.frame import Event
from landbridge.ground.models import HubOwned


class Interpreter(HubOwned):
    """Somebody who interprets at the event, between any two of their languages, from arriving until leaving."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="interpreters")
    person = models.ForeignKey("network.Person", on_delete=models.PROTECT, related_name="+")
    languages = ArrayField(models.CharField(max_length=10))
    arrives_at = models.DateTimeField(null=True)
    leaves_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "event", "person"], name="interpreter_person_once"),
            models.CheckConstraint(name="interpreter_speaks_two", condition=Q(languages__len__gte=2)),
            models.CheckConstraint(
                name="interpreter_leaves_after_arriving",
                condition=Q(arrives_at__isnull=True) | Q(leaves_at__isnull=True) | Q(leaves_at__gt=F("arrives_at")),
            ),
        ]
