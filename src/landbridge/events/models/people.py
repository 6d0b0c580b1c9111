"""Who comes: parties (a project or an organisation), the people who sit at the table for them, and when they cannot."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from landbridge.events.models.frame import Event, Group
from landbridge.events.states import AbsenceReason, ParticipantState, TableProperty
from landbridge.ground.fields import all_known, code_field, codes_field, ends_after_start, known_codes, tied
from landbridge.ground.models import HubOwned
from landbridge.kernel.names import Name


class Participant(HubOwned):
    """A party to the event: a project of the delegation, or a company, fund or bank that wants to meet projects.

    A wish belongs to the party; any of its people may fulfil it.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="participants")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="participants")
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, null=True, related_name="participations")
    organisation = models.ForeignKey(
        "network.Organisation", on_delete=models.PROTECT, null=True, related_name="participations"
    )
    label = models.CharField(max_length=8)
    state = code_field(ParticipantState, default=ParticipantState.LISTED)
    min_meetings = models.PositiveSmallIntegerField(null=True)
    max_meetings = models.PositiveSmallIntegerField(null=True)
    needs = codes_field(TableProperty)
    note = models.TextField(blank=True)
    fictional = models.BooleanField(default=False)
    import_id = models.UUIDField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "event", "label"], name="participant_label_once"),
            models.UniqueConstraint(fields=["hub_id", "event", "project"], name="participant_project_once"),
            models.UniqueConstraint(
                fields=["hub_id", "event", "organisation"],
                condition=Q(project__isnull=True),
                name="participant_organisation_once",
            ),
            known_codes("participant_state_known", "state", ParticipantState),
            all_known("participant_needs_known", "needs", TableProperty),
            models.CheckConstraint(
                name="participant_is_somebody", condition=Q(project__isnull=False) | Q(organisation__isnull=False)
            ),
            models.CheckConstraint(
                name="participant_quota_in_order",
                condition=Q(min_meetings__isnull=True)
                | Q(max_meetings__isnull=True)
                | Q(min_meetings__lte=models.F("max_meetings")),
            ),
        ]

    @property
    def name(self) -> Name:
        """The project's name, or the organisation's where it comes for itself. Read them along: this asks for each."""
        party = self.project or self.organisation
        return Name(latin=party.name_latin, chinese=party.name_chinese) if party else Name(latin=self.label)


class Attendee(HubOwned):
    """A person who sits at the table for a participant, and what they speak there: one language by choice, others too."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="attendees")
    participant = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="attendees")
    person = models.ForeignKey("network.Person", on_delete=models.PROTECT, related_name="attendances")
    language = models.CharField(max_length=10, blank=True)
    languages = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    leads = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "event", "person"], name="attendee_person_once"),
        ]

    @property
    def spoken(self) -> frozenset[str]:
        """Every language they speak at a table; none: nobody said. The one they prefer alone does not say that."""
        return frozenset(filter(None, (self.language, *self.languages))) if self.languages else frozenset()


class Absence(HubOwned):
    """A span in which an attendee cannot be met; slots that touch it are forbidden for that person.

    `ticket_id` names the place in a group session that is the reason; such a row comes and goes with that place.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="absences")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="absences")
    reason = code_field(AbsenceReason)
    ticket_id = models.UUIDField(null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            ends_after_start("absence_ends_after_start"),
            known_codes("absence_reason_known", "reason", AbsenceReason),
            tied("absence_of_a_ticket", state="reason", among={AbsenceReason.GATHERING}, column="ticket_id"),
            models.UniqueConstraint(fields=["hub_id", "ticket_id"], name="absence_once_per_ticket"),
        ]
