"""Secrets with which programmes act for a person."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from landbridge.ground.models import HubOwned


class ApiToken(HubOwned):
    """Lets a programme act for one account in one hub, within its scopes. The secret is shown once; its digest is kept."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64)
    ending = models.CharField(max_length=4)
    scopes = ArrayField(models.CharField(max_length=20))
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["digest"], name="api_token_is_its_own"),
            models.CheckConstraint(name="api_token_digest_is_sha256", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(name="api_token_ends", condition=Q(expires_at__gt=F("made_at"))),
            models.CheckConstraint(name="api_token_has_a_scope", condition=Q(scopes__len__gt=0)),
            models.CheckConstraint(name="api_token_has_a_name", condition=~Q(name="")),
        ]
        indexes: ClassVar = [models.Index(fields=["hub_id", "account"], name="api_token_by_account")]
