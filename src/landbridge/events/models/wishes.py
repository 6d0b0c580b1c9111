"""Who should meet whom, and who wants to."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from landbridge.events.models.frame import Event
from landbridge.events.models.people import Attendee, Participant
from landbridge.events.states import TableProperty, WishKind, WishState
from landbridge.ground.fields import all_known, code_field, codes_field, known_codes, tied
from landbridge.ground.models import HubOwned


class Suggestion(HubOwned):
    """One line of a shortlist: a pair, its score, and the facts for and against, as the engine gave them."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="suggestions")
    delegate = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="suggested_partners")
    counterparty = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="suggested_projects")
    score = models.FloatField()
    rank_for_delegate = models.PositiveSmallIntegerField()
    rank_for_counterparty = models.PositiveSmallIntegerField()
    findings = models.JSONField(default=list)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "event", "delegate", "counterparty"], name="suggestion_once"),
            models.CheckConstraint(name="suggestion_score_is_a_share", condition=Q(score__gte=0, score__lte=1)),
        ]
        indexes: ClassVar = [models.Index(fields=["hub_id", "event", "-score"], name="suggestion_by_score")]


class Wish(HubOwned):
    """One party says of another: must meet, would like to, never. A second word replaces the first."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="wishes")
    wisher = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="wishes")
    target = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="wished_by")
    target_person = models.ForeignKey(Attendee, on_delete=models.CASCADE, null=True, related_name="+")
    kind = code_field(WishKind)
    message = models.CharField(max_length=500, blank=True)
    needs = codes_field(TableProperty)
    state = code_field(WishState, default=WishState.OPEN)
    said_by = models.UUIDField()
    said_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "event", "wisher", "target"], name="wish_one_per_pair"),
            models.CheckConstraint(name="wish_not_for_oneself", condition=~Q(wisher=F("target"))),
            known_codes("wish_kind_known", "kind", WishKind),
            all_known("wish_needs_known", "needs", TableProperty),
            known_codes("wish_state_known", "state", WishState),
            tied("wish_ended_when", state="state", among={WishState.EXPIRED, WishState.WITHDRAWN}, column="ended_at"),
        ]
