"""Tables of evidence. They point at nothing: identifiers of hubs, actors and subjects are plain, and outlive erasure."""

from typing import ClassVar
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from landbridge.ground.models import HubOwned


class Trail(HubOwned):
    """One thing that happened. Rows are added and never changed: the database refuses both to the serving role.

    `data` holds identifiers, states and figures, never a person's name or address, so that a person can be erased
    without touching the trail.
    """

    event = models.CharField(max_length=80)
    actor_id = models.UUIDField()
    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    thread_id = models.UUIDField(null=True)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    data = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="trail_is_of_the_past", condition=Q(effective_at__lte=F("recorded_at")))
        ]
        indexes: ClassVar = [
            models.Index(fields=["hub_id", "subject_id", "-recorded_at"], name="trail_by_subject"),
            models.Index(fields=["hub_id", "thread_id", "-recorded_at"], name="trail_by_thread"),
            models.Index(fields=["hub_id", "-recorded_at"], name="trail_by_time"),
        ]

    @property
    def entered_later(self) -> bool:
        """Whether it was written down after the fact."""
        return self.effective_at < self.recorded_at


class Document(HubOwned):
    """A file somebody gave us, with where it came from and why we keep it.

    The bytes lie in the data folder under their digest; two documents may share them. Erasing a document leaves this
    row without its name, so that what cites it still says when and by whom it was erased.
    """

    digest = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    original_name = models.CharField(max_length=255, blank=True)
    source = models.CharField(max_length=300, blank=True)
    purpose = models.CharField(max_length=300)
    kept_by = models.UUIDField()
    kept_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="document_digest_is_sha256", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
            models.CheckConstraint(
                name="document_erased_has_no_name",
                condition=Q(erased_at__isnull=True) | Q(original_name="", source=""),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["hub_id", "digest"], name="document_by_digest")]


class Thread(HubOwned):
    """The one identifier a project carries from first contact to last figure, with the code people read to each other."""

    code = models.CharField(max_length=9)
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["hub_id", "code"], name="thread_code_is_its_own")]

    @property
    def thread_id(self) -> UUID:
        """Itself: so that the trail files its opening under it."""
        return self.id
