"""What partners look for, and what must never be proposed again."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from landbridge.ground.fields import code_field, known_codes
from landbridge.ground.models import HubOwned
from landbridge.kernel.codes.profiles import EEN_PROFILE_TYPES
from landbridge.matchmaking.states import RefusalReason


class Need(HubOwned):
    """What an organisation looks for in a project: one per organisation, kept by its representative or the hub."""

    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="needs")
    text_latin = models.TextField(blank=True)
    text_chinese = models.TextField(blank=True)
    fields = ArrayField(models.CharField(max_length=40), default=list)
    trl_min = models.PositiveSmallIntegerField(null=True)
    trl_max = models.PositiveSmallIntegerField(null=True)
    offers = ArrayField(models.CharField(max_length=20), default=list)
    ticket_min = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    ticket_max = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    ticket_currency = models.CharField(max_length=3, blank=True)
    countries = ArrayField(models.CharField(max_length=2), default=list)
    languages = ArrayField(models.CharField(max_length=10), default=list)
    profile = models.CharField(max_length=3, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "organisation"], name="need_one_per_organisation"),
            models.CheckConstraint(name="need_profile_known", condition=Q(profile__in=["", *EEN_PROFILE_TYPES])),
            models.CheckConstraint(
                name="need_ticket_has_currency",
                condition=Q(ticket_min__isnull=True, ticket_max__isnull=True, ticket_currency="")
                | (~Q(ticket_currency="") & (Q(ticket_min__isnull=False) | Q(ticket_max__isnull=False))),
            ),
            models.CheckConstraint(
                name="need_ticket_in_order",
                condition=Q(ticket_min__isnull=True)
                | Q(ticket_max__isnull=True)
                | Q(ticket_min__lte=models.F("ticket_max")),
            ),
            models.CheckConstraint(
                name="need_trl_in_order",
                condition=Q(trl_min__isnull=True) | Q(trl_max__isnull=True) | Q(trl_min__lte=models.F("trl_max")),
            ),
        ]


class ImportedNeed(HubOwned):
    """A need that an import set, with what the organisation had said before (None: nothing): what an undo restores."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="imports")
    import_id = models.UUIDField()
    before = models.JSONField(null=True)
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "import_id", "need"], name="importedneed_once")
        ]


class PairRefusal(HubOwned):
    """Somebody said no to a pair, with a reason: it is not proposed again until the refusal is lifted."""

    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="refusals")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="refusals")
    reason = code_field(RefusalReason)
    note = models.TextField(blank=True)
    actor_id = models.UUIDField()
    refused_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            known_codes("pairrefusal_reason_known", "reason", RefusalReason),
            models.UniqueConstraint(
                fields=["hub_id", "project", "organisation"],
                condition=Q(lifted_at__isnull=True),
                name="pairrefusal_one_active",
            ),
        ]


class PairMeeting(HubOwned):
    """A project and an organisation met: remembered across events, told by the event when the meeting was held."""

    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="pair_meetings")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="pair_meetings")
    event_id = models.UUIDField()
    met_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["hub_id", "project", "organisation", "event_id"], name="pairmeeting_once_an_event"
            )
        ]
