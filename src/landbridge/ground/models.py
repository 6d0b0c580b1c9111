"""The tables' common ground: identifiers, ownership by a hub, and the record of background work."""

from datetime import timedelta
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from landbridge.ground.states import JobState
from landbridge.kernel.ids import uuid7


class Base(models.Model):
    """A row with an identifier made by the application, so that it is known before it is saved."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


class HubOwned(Base):
    """A row that belongs to one hub.

    The column is a plain UUID: `ground` knows no hub. The migration operation `SecureHubTable` gives the table forced
    row-level security and the key that `HubForeignKey` of its children refers to. UNIQUE and EXCLUDE begin with `hub_id`.
    """

    hub_id = models.UUIDField(editable=False)

    class Meta:
        abstract = True


class JobRun(HubOwned):
    """One piece of background work that somebody waits for: its progress, its result, the wish to cancel it."""

    kind = models.CharField(max_length=80)
    subject_id = models.UUIDField(null=True)
    requested_by = models.UUIDField()
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in JobState], default=JobState.QUEUED)
    progress = models.FloatField(default=0.0)
    note = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    cancel_requested_at = models.DateTimeField(null=True)
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="jobrun_progress_is_a_share", condition=Q(progress__gte=0, progress__lte=1)),
            models.CheckConstraint(
                name="jobrun_running_has_started",
                condition=Q(state__in=[JobState.QUEUED, JobState.CANCELLED]) | Q(started_at__isnull=False),
            ),
            models.CheckConstraint(
                name="jobrun_ended_has_finished",
                condition=Q(state__in=[JobState.QUEUED, JobState.RUNNING], finished_at__isnull=True)
                | Q(state__in=[JobState.DONE, JobState.FAILED, JobState.CANCELLED], finished_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["hub_id", "-queued_at"], name="jobrun_by_time")]


class SearchEntry(HubOwned):
    """The words by which one thing is found. Its identifier is the thing's own; `landbridge.ground.search` writes it.

    Row-level security would keep PostgreSQL from using a full-text index (its operator may leak), so the function
    `landbridge_find` reads this table as its owner and filters by the hubs of the context itself.
    """

    kind = models.CharField(max_length=60)
    names = models.TextField()
    words = SearchVectorField()

    class Meta:
        indexes: ClassVar = [
            GinIndex(fields=["words"], name="searchentry_words"),
            GinIndex(OpClass("names", name="gin_trgm_ops"), name="searchentry_names"),
        ]


class Installation(models.Model):
    """The one row that says what this database is: somebody's real records, or a demonstration with a clock of its own.

    Set by the command that fills an empty database, never by the environment: a real database cannot be opened by
    mistake with one-click log-ins.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    demonstration_since = models.DateTimeField(null=True)
    clock_shift = models.DurationField(default=timedelta)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="installation_is_one", condition=Q(id=1)),
            models.CheckConstraint(
                name="installation_real_clock",
                condition=Q(demonstration_since__isnull=False) | Q(clock_shift=timedelta()),
            ),
        ]


class KeptReply(Base):
    """What the API answered to a change that carried an idempotency key, so that asking again changes nothing again.

    Row-level security shows an account its own replies and nobody else's.
    """

    account_id = models.UUIDField()
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    media_type = models.CharField(max_length=100, blank=True)
    content = models.BinaryField(default=bytes)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account_id", "key"], name="kept_reply_one_per_key"),
        ]
