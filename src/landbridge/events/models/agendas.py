"""Versions of the agenda, their meetings, and why some wishes are not in them.

A meeting repeats its slot's times and its version's state (`published`), because the exclusion constraints that keep a
table and a person from being in two places need them in one row. The action that publishes a version writes them all.
"""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from landbridge.events.models.frame import Event, Slot, Table
from landbridge.events.models.interpreters import Interpreter
from landbridge.events.models.people import Attendee, Participant
from landbridge.events.states import AgendaState, MeetingOrigin
from landbridge.ground.fields import code_field, ends_after_start, known_codes, never_overlapping, tied
from landbridge.ground.models import HubOwned

PUBLISHED = Q(published=True)


class AgendaVersion(HubOwned):
    """One agenda of an event: a draft, the published one, or one that was."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="agendas")
    number = models.PositiveSmallIntegerField()
    based_on = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    state = code_field(AgendaState, default=AgendaState.DRAFT)
    origin = code_field(MeetingOrigin)
    job_id = models.UUIDField(null=True)
    problem_digest = models.CharField(max_length=64, blank=True)
    levels = models.JSONField(default=list)
    seconds = models.FloatField(null=True)
    seed = models.IntegerField(null=True)
    edited = models.BooleanField(default=False)
    note = models.CharField(max_length=200, blank=True)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "event", "number"], name="agenda_number_once"),
            models.UniqueConstraint(
                fields=["hub_id", "event"], condition=Q(state=AgendaState.PUBLISHED), name="agenda_one_published"
            ),
            models.UniqueConstraint(
                fields=["hub_id", "job_id"], condition=Q(job_id__isnull=False), name="agenda_one_per_job"
            ),
            known_codes("agenda_state_known", "state", AgendaState),
            tied(
                "agenda_published_when",
                state="state",
                among={AgendaState.PUBLISHED, AgendaState.SUPERSEDED},
                column="published_at",
            ),
        ]


class Meeting(HubOwned):
    """Two parties at a table for one slot."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="meetings")
    version = models.ForeignKey(AgendaVersion, on_delete=models.CASCADE, related_name="meetings")
    pair_uid = models.UUIDField()
    first = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="+")
    table = models.ForeignKey(Table, on_delete=models.PROTECT, related_name="+")
    interpreter = models.ForeignKey(Interpreter, on_delete=models.PROTECT, null=True, related_name="meetings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    pinned = models.BooleanField(default=False)
    origin = code_field(MeetingOrigin)
    published = models.BooleanField(default=False)
    sequence = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "version", "pair_uid"], name="meeting_pair_once"),
            models.CheckConstraint(name="meeting_needs_two", condition=~Q(first=F("second"))),
            ends_after_start("meeting_ends_after_start"),
            never_overlapping("meeting_one_per_table", same=["table"], condition=PUBLISHED),
            never_overlapping("meeting_one_per_interpreter", same=["interpreter"], condition=PUBLISHED),
        ]


class Seat(HubOwned):
    """An attendee at a meeting. The person, not the attendee, is what cannot be in two places."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="seats")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="seats")
    attendee = models.ForeignKey(Attendee, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey("network.Person", on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    published = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "meeting", "attendee"], name="seat_once"),
            ends_after_start("seat_ends_after_start"),
            never_overlapping("seat_one_per_person", same=["person"], condition=PUBLISHED),
        ]


class UnmetWish(HubOwned):
    """A pair somebody wished for that this version does not hold, and the proven reason."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(AgendaVersion, on_delete=models.CASCADE, related_name="unmet")
    first = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="+")
    weight = models.FloatField()
    mutual = models.BooleanField()
    must = models.BooleanField(default=False)
    reason = models.CharField(max_length=40)
    data = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "version", "first", "second"], name="unmet_once"),
        ]


class AgendaEdit(HubOwned):
    """One change by hand to a draft, with what it takes to undo it."""

    version = models.ForeignKey(AgendaVersion, on_delete=models.CASCADE, related_name="edits")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    before = models.JSONField(default=list)
    after = models.JSONField(default=list)
    breaks = ArrayField(models.CharField(max_length=60), default=list)
    actor_id = models.UUIDField()
    made_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "version", "number"], name="agendaedit_number_once"),
        ]
