"""Projects and the steps of their journey.

A project keeps one thread identifier from the first contact to the last figure. Its present stage is the last step's:
stored beside it so that lists can filter, and tied to the step by the action that writes both.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from landbridge.ground.fields import code_field, has_a_name, known_codes
from landbridge.ground.models import HubOwned
from landbridge.kernel.codes.profiles import EEN_PROFILE_TYPES
from landbridge.kernel.names import Name
from landbridge.projects.states import Stage


class Project(HubOwned):
    """Something from abroad that looks for partners here."""

    code = models.CharField(max_length=12, editable=False)
    thread_id = models.UUIDField(editable=False)
    name_latin = models.CharField(max_length=200, blank=True)
    name_chinese = models.CharField(max_length=200, blank=True)
    sort_key = models.CharField(max_length=200, editable=False)
    summary_latin = models.TextField(blank=True)
    summary_chinese = models.TextField(blank=True)
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, null=True, related_name="projects"
    )
    country = models.CharField(max_length=2, blank=True)
    city = models.CharField(max_length=100, blank=True)
    fields = ArrayField(models.CharField(max_length=40), default=list)
    trl = models.PositiveSmallIntegerField(null=True)
    seeks = ArrayField(models.CharField(max_length=20), default=list)
    ask_amount = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    ask_currency = models.CharField(max_length=3, blank=True)
    languages = ArrayField(models.CharField(max_length=10), default=list)
    profile = models.CharField(max_length=3, blank=True)
    stage = code_field(Stage, default=Stage.CONTACT)
    fictional = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "code"], name="project_code_once"),
            models.UniqueConstraint(fields=["hub_id", "thread_id"], name="project_thread_once"),
            has_a_name("project_has_a_name"),
            known_codes("project_stage_known", "stage", Stage),
            models.CheckConstraint(name="project_profile_known", condition=Q(profile__in=["", *EEN_PROFILE_TYPES])),
            models.CheckConstraint(
                name="project_trl_1_to_9", condition=Q(trl__isnull=True) | Q(trl__gte=1, trl__lte=9)
            ),
            models.CheckConstraint(
                name="project_ask_has_currency",
                condition=Q(ask_amount__isnull=True, ask_currency="") | (Q(ask_amount__gt=0) & ~Q(ask_currency="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["hub_id", "sort_key", "id"], name="project_by_name"),
            models.Index(fields=["hub_id", "stage"], name="project_by_stage"),
        ]

    @property
    def name(self) -> Name:
        """Its name in both scripts."""
        return Name(latin=self.name_latin, chinese=self.name_chinese)


class JourneyStep(HubOwned):
    """A project reached a station. Dated twice: when it was so, and when we learned it."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="steps")
    stage = code_field(Stage)
    effective_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    entered_later = models.BooleanField(default=False)
    actor_id = models.UUIDField()
    evidence_id = models.UUIDField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "project", "stage"], name="journey_each_station_once"),
            known_codes("journey_stage_known", "stage", Stage),
            models.CheckConstraint(
                name="journey_not_from_the_future", condition=Q(effective_at__lte=models.F("recorded_at"))
            ),
        ]


class ProjectDocument(HubOwned):
    """A document that belongs to a project's record: what proves a step, or what the hub was given."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="documents")
    document = models.ForeignKey("evidence.Document", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "project", "document"], name="projectdocument_once"),
            models.CheckConstraint(name="projectdocument_has_a_title", condition=~Q(title="")),
        ]
