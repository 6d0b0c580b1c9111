"""What the law asks about personal data: where it came from and why we may hold it, and who wants no more messages."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from landbridge.ground.models import HubOwned
from landbridge.network.states import LegalBasis


class Provenance(HubOwned):
    """Where a batch of personal data came from, for what, on what legal ground, and which borders it crosses.

    `keep_until` is the day after which it is to be erased; `crosses_to` names the countries it is sent or shown to.
    """

    source = models.CharField(max_length=300)
    purpose = models.CharField(max_length=300)
    legal_basis = models.CharField(max_length=20, choices=[(b.value, b.value) for b in LegalBasis])
    crosses_border = models.BooleanField()
    crosses_to = ArrayField(models.CharField(max_length=2), default=list, blank=True)
    keep_until = models.DateField(null=True, blank=True)
    recorded_by = models.UUIDField(editable=False)
    recorded_at = models.DateTimeField(editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="provenance_says_source_and_purpose", condition=~Q(source="") & ~Q(purpose="")),
            models.CheckConstraint(
                name="provenance_names_the_border",
                condition=Q(crosses_border=True, crosses_to__len__gt=0) | Q(crosses_border=False, crosses_to=[]),
            ),
        ]


class ContactPreference(HubOwned):
    """Whether a person was told who holds their data, and whether they said no. The link's secret is kept as a digest."""

    person = models.ForeignKey("network.Person", on_delete=models.CASCADE, related_name="contact_preferences")
    secret_digest = models.CharField(max_length=64)
    told_at = models.DateTimeField(null=True)
    opted_out_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "person"], name="contactpreference_one_per_person"),
            models.UniqueConstraint(fields=["secret_digest"], name="contactpreference_secret_is_its_own"),
            models.CheckConstraint(
                name="contactpreference_digest_is_sha256",
                condition=Q(secret_digest__regex=r"^[0-9a-f]{64}$"),  # noqa: S106
            ),
        ]
