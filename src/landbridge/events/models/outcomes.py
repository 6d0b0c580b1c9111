"""What came of a meeting: what each side said of it, what they agreed to do next, and who may read the report."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from landbridge.events.models.frame import Event
from landbridge.events.models.people import Participant
from landbridge.events.states import (
    End,
    FollowUpKind,
    FollowUpState,
    Holder,
    Interest,
    Missed,
    OutcomeState,
    Owner,
)
from landbridge.ground.fields import code_field, known_codes, tied
from landbridge.ground.models import HubOwned
from landbridge.matchmaking.states import RefusalReason

NO_STEP = Q(step="", owner="", due__isnull=True)
A_STEP = ~Q(step="") & ~Q(owner="") & Q(due__isnull=False)


class Outcome(HubOwned):
    """What came of one meeting. It outlives versions: `pair_uid` is the meeting's identity in all of them.

    The row is made by the first answer, never before the meeting began. From `closes_at` on it counts as settled.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="outcomes")
    pair_uid = models.UUIDField()
    first = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Participant, on_delete=models.PROTECT, related_name="+")
    state = code_field(OutcomeState, default=OutcomeState.OPEN)
    starts_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "event", "pair_uid"], name="outcome_one_per_meeting"),
            models.CheckConstraint(name="outcome_of_two", condition=~Q(first=F("second"))),
            models.CheckConstraint(name="outcome_not_before_it_began", condition=Q(opened_at__gte=F("starts_at"))),
            known_codes("outcome_state_known", "state", OutcomeState),
            tied("outcome_settled_when", state="state", among={OutcomeState.SETTLED}, column="settled_at"),
        ]
        indexes: ClassVar = [models.Index(fields=["hub_id", "state", "closes_at"], name="outcome_by_closing")]


class Reply(HubOwned):
    """What one side says of a meeting: whether it was held, whether they want to go on, and what comes next."""

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="replies")
    end = code_field(End)
    met = models.BooleanField()
    missed = code_field(Missed, blank=True)
    interest = code_field(Interest, blank=True)
    step = code_field(FollowUpKind, blank=True)
    owner = code_field(Owner, blank=True)
    due = models.DateField(null=True)
    barrier = code_field(RefusalReason, blank=True)
    note = models.CharField(max_length=500, blank=True)
    by_staff = models.BooleanField(default=False)
    said_by = models.UUIDField()
    said_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "outcome", "end"], name="reply_one_per_side"),
            known_codes("reply_end_known", "end", End),
            known_codes("reply_missed_known", "missed", Missed, blank=True),
            known_codes("reply_interest_known", "interest", Interest, blank=True),
            known_codes("reply_step_known", "step", FollowUpKind, blank=True),
            known_codes("reply_owner_known", "owner", Owner, blank=True),
            known_codes("reply_barrier_known", "barrier", RefusalReason, blank=True),
            models.CheckConstraint(
                name="reply_met_with_interest_or_missed_with_reason",
                condition=(Q(met=True, missed="") & ~Q(interest="")) | (Q(met=False, interest="") & ~Q(missed="")),
            ),
            models.CheckConstraint(name="reply_step_has_owner_and_day", condition=NO_STEP | A_STEP),
            models.CheckConstraint(
                name="reply_other_says_what", condition=~Q(barrier=RefusalReason.OTHER) | ~Q(note="")
            ),
        ]


class FollowUp(HubOwned):
    """Something to be done after a meeting, or counted after a road show, with who has it in hand and until when.

    Without a meeting behind it (a new enterprise that is counted years later) a title says what it is.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="follow_ups")
    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, null=True, related_name="follow_ups")
    came_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="became")
    kind = code_field(FollowUpKind)
    title = models.CharField(max_length=200, blank=True)
    holder = code_field(Holder, blank=True)
    due = models.DateField(null=True)
    state = code_field(FollowUpState, default=FollowUpState.OPEN)
    note = models.CharField(max_length=500, blank=True)
    reason = code_field(RefusalReason, blank=True)
    evidence = models.ForeignKey("evidence.Document", on_delete=models.PROTECT, null=True, related_name="+")
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["hub_id", "outcome", "kind"],
                condition=Q(state=FollowUpState.OPEN),
                name="followup_one_open_of_a_kind",
            ),
            known_codes("followup_kind_known", "kind", FollowUpKind),
            known_codes("followup_holder_known", "holder", Holder, blank=True),
            known_codes("followup_state_known", "state", FollowUpState),
            known_codes("followup_reason_known", "reason", RefusalReason, blank=True),
            tied(
                "followup_ended_when",
                state="state",
                among={FollowUpState.KEPT, FollowUpState.DROPPED},
                column="ended_at",
            ),
            models.CheckConstraint(
                name="followup_kept_is_proven",
                condition=~Q(state=FollowUpState.KEPT) | ~Q(note="") | Q(evidence__isnull=False),
            ),
            models.CheckConstraint(
                name="followup_dropped_says_why", condition=~Q(state=FollowUpState.DROPPED) | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="followup_of_a_meeting_or_named", condition=Q(outcome__isnull=False) | ~Q(title="")
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["hub_id", "state", "due"], name="followup_by_day")]


class ReportShare(HubOwned):
    """A link by which a co-host reads the figures of a report, without an account and without anybody's name."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="report_shares")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["hub_id", "event", "organisation"],
                condition=Q(revoked_at__isnull=True),
                name="reportshare_one_active",
            ),
        ]
