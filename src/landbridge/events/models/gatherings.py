"""Group sessions: pitches, round tables and site visits, who takes part, and who waits for a place."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from landbridge.events.models.frame import Event
from landbridge.events.models.people import Attendee
from landbridge.events.states import GatheringKind, TicketState
from landbridge.ground.fields import code_field, ends_after_start, has_a_name, known_codes, never_overlapping, tied
from landbridge.ground.models import HubOwned
from landbridge.kernel.names import Name


class Gathering(HubOwned):
    """A group session. It is set before meetings are planned: whoever takes part cannot be met then."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="gatherings")
    kind = code_field(GatheringKind)
    name_latin = models.CharField(max_length=200, blank=True)
    name_chinese = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=120, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            has_a_name("gathering_has_a_name"),
            known_codes("gathering_kind_known", "kind", GatheringKind),
            ends_after_start("gathering_ends_after_start"),
            models.CheckConstraint(name="gathering_takes_somebody", condition=Q(capacity__gte=1)),
        ]

    @property
    def name(self) -> Name:
        """Its name in both scripts."""
        return Name(latin=self.name_latin, chinese=self.name_chinese)


class Ticket(HubOwned):
    """Somebody's place in a group session, or their turn in its waiting list, in the order of `asked_at`.

    `number` is the place, counted from one: two people never hold the same. The session's times are repeated here,
    because nobody can be in two sessions at once.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="tickets")
    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="tickets")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="tickets")
    state = code_field(TicketState)
    number = models.PositiveSmallIntegerField(null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["hub_id", "gathering", "attendee"], condition=~Q(state=TicketState.GIVEN_UP), name="ticket_once"
            ),
            models.UniqueConstraint(fields=["hub_id", "gathering", "number"], name="ticket_number_once"),
            known_codes("ticket_state_known", "state", TicketState),
            tied("ticket_numbered_when", state="state", among={TicketState.TAKES_PART}, column="number"),
            tied("ticket_ended_when", state="state", among={TicketState.GIVEN_UP}, column="ended_at"),
            ends_after_start("ticket_ends_after_start"),
            never_overlapping(
                "ticket_one_session_at_a_time", same=["attendee"], condition=Q(state=TicketState.TAKES_PART)
            ),
        ]
