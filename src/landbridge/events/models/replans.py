"""Ways out when the day does not go as planned: choices made by one job, until one is taken."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from landbridge.events.models.agendas import AgendaVersion
from landbridge.events.models.frame import Event
from landbridge.events.models.people import Participant
from landbridge.events.states import ReplanName
from landbridge.ground.fields import code_field, known_codes
from landbridge.ground.models import HubOwned


class Replan(HubOwned):
    """One question to the planner: what may become of the published agenda from the moment `as_of` on."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="replans")
    based_on = models.ForeignKey(AgendaVersion, on_delete=models.PROTECT, related_name="+")
    job_id = models.UUIDField()
    as_of = models.DateTimeField()
    rate = models.PositiveSmallIntegerField()
    seconds = models.FloatField()
    made_by = models.UUIDField()
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "job_id"], name="replan_one_per_job"),
        ]
        indexes: ClassVar = [models.Index(fields=["hub_id", "event", "-made_at"], name="replan_by_time")]


class ReplanChoice(HubOwned):
    """One answer, kept as its difference from the published agenda; taking it makes a draft of it.

    `placed` lists the meetings that are moved, reseated or new (pair, parties, slot, table, people), `dropped` the
    pairs that would not meet. `counts` says how many of each, and how many people would be told.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    replan = models.ForeignKey(Replan, on_delete=models.CASCADE, related_name="choices")
    name = code_field(ReplanName)
    levels = models.JSONField(default=list)
    least_changes = models.PositiveIntegerField()
    placed = models.JSONField(default=list)
    dropped = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    version = models.ForeignKey(AgendaVersion, on_delete=models.SET_NULL, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "replan", "name"], name="replanchoice_name_once"),
            known_codes("replanchoice_name_known", "name", ReplanName),
            models.CheckConstraint(
                name="replanchoice_version_when_taken",
                condition=Q(version__isnull=True) | Q(taken_at__isnull=False),
            ),
        ]


class WishPrice(HubOwned):
    """What it would cost a version to grant one unmet wish, and the agenda that does, as its difference from it.

    Not `found`: the planner looked as long as it may and found no agenda with this meeting.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(AgendaVersion, on_delete=models.CASCADE, related_name="prices")
    first = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    job_id = models.UUIDField()
    found = models.BooleanField()
    price = models.IntegerField(null=True)
    least_price = models.IntegerField(null=True)
    levels = models.JSONField(default=list)
    placed = models.JSONField(default=list)
    dropped = models.JSONField(default=list)
    told = models.PositiveIntegerField(default=0)
    draft = models.ForeignKey(AgendaVersion, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "job_id"], name="wishprice_one_per_job"),
            models.CheckConstraint(
                name="wishprice_when_found",
                condition=Q(found=True, price__isnull=False, least_price__isnull=False)
                | Q(found=False, price__isnull=True, least_price__isnull=True, draft__isnull=True),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["hub_id", "version", "-made_at"], name="wishprice_by_time")]
