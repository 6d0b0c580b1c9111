"""The day itself at the desk: the badges people wear, and what the desks did."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from landbridge.events.models.frame import Event
from landbridge.events.models.people import Attendee
from landbridge.events.states import Deed, HallNames
from landbridge.ground.fields import code_field, known_codes
from landbridge.ground.models import HubOwned


class Badge(HubOwned):
    """What a person wears. Its code only identifies: it opens something for the hub's own desk alone.

    The code is kept as it is, not as a digest, so that all badges can be printed again. Printing one anew ends its code.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="badges")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="badges")
    code = models.CharField(max_length=22, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["hub_id", "attendee"], condition=Q(revoked_at__isnull=True), name="badge_one_active"
            ),
        ]


class DeskAct(HubOwned):
    """One act of one device at a desk, only ever added. Whether somebody is here is read from all of them.

    `said_at` is what the device's clock showed, `effective_at` what we make of it, `received_at` when we learned it.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="desk_acts")
    attendee = models.ForeignKey(Attendee, on_delete=models.PROTECT, related_name="desk_acts")
    device = models.UUIDField()
    sequence = models.PositiveIntegerField()
    deed = code_field(Deed)
    said_at = models.DateTimeField()
    effective_at = models.DateTimeField()
    received_at = models.DateTimeField()
    actor_id = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "event", "device", "sequence"], name="deskact_once"),
            known_codes("deskact_deed_known", "deed", Deed),
            models.CheckConstraint(name="deskact_counts_from_one", condition=Q(sequence__gte=1)),
            models.CheckConstraint(name="deskact_not_of_the_future", condition=Q(effective_at__lte=F("received_at"))),
        ]
        indexes: ClassVar = [
            models.Index(fields=["hub_id", "event", "received_at"], name="deskact_by_arrival"),
            models.Index(fields=["hub_id", "attendee"], name="deskact_by_person"),
        ]


class HallScreen(HubOwned):
    """A screen in the hall, opened by an address with a secret, without a log-in. Its holder may read this row alone.

    `names` is what the organiser lets it show; ending it ends what the screen shows within seconds.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="screens")
    label = models.CharField(max_length=80, blank=True)
    names = code_field(HallNames, default=HallNames.PARTIES)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            known_codes("hallscreen_names_known", "names", HallNames),
            models.CheckConstraint(name="hallscreen_opens_at_all", condition=Q(expires_at__gt=F("made_at"))),
        ]
