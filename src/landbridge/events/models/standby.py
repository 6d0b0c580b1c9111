"""Who waits at the desk for a place that comes free."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from landbridge.events.models.frame import Event
from landbridge.events.models.people import Participant
from landbridge.events.states import StandbyState
from landbridge.ground.fields import code_field, known_codes, tied
from landbridge.ground.models import HubOwned


class Standby(HubOwned):
    """A party that waits for a meeting, in the order of `since`. Whom it wants to meet its wishes say."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="standbys")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="standbys")
    state = code_field(StandbyState, default=StandbyState.WAITING)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["hub_id", "participant"], condition=Q(state=StandbyState.WAITING), name="standby_waits_once"
            ),
            known_codes("standby_state_known", "state", StandbyState),
            tied(
                "standby_ended_when",
                state="state",
                among={StandbyState.PLACED, StandbyState.LEFT},
                column="ended_at",
            ),
        ]
