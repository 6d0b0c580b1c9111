"""Who did not come to a road show without a word: remembered for the next one, until somebody excuses it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from landbridge.events.models.frame import Event
from landbridge.events.models.people import Participant
from landbridge.ground.models import HubOwned

EXCUSED = Q(excused_at__isnull=False, excused_by__isnull=False) & ~Q(excuse="")
NOT_EXCUSED = Q(excused_at__isnull=True, excused_by__isnull=True, excuse="")


class NoShow(HubOwned):
    """A party that was due at a table, was never seen, and had not said so.

    It is what was read from the day when the road show was marked as held, and follows later words; only the excuse is
    somebody's decision. It names a party, no person: who of its people was to come does not matter to the next one.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="no_shows")
    participant = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="no_shows")
    noted_at = models.DateTimeField()
    excused_at = models.DateTimeField(null=True)
    excused_by = models.UUIDField(null=True)
    excuse = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "event", "participant"], name="noshow_once"),
            models.CheckConstraint(name="noshow_excused_says_why", condition=EXCUSED | NOT_EXCUSED),
        ]
