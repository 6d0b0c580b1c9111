"""What partners look for, and what must never be proposed again."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from landbridge.ground.fields import code_field, known_codes
from landbridge.ground.models import HubOwned
from landbridge.kernel.codes.profiles import EEN_PROFILE_TYPES
from landbridge.matchmaking.states import PairResult, Ranker, RefusalReason


class Need(HubOwned):
    """What an organisation looks for in a project: one per organisation, kept by its representative or the hub.

    A closed need (`closed_at`) is on no list until somebody says anew what is looked for.
    """

    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="needs")
    text_latin = models.TextField(blank=True)
    text_chinese = models.TextField(blank=True)
    fields = ArrayField(models.CharField(max_length=40), default=list)
    trl_min = models.PositiveSmallIntegerField(null=True)
    trl_max = models.PositiveSmallIntegerField(null=True)
    offers = ArrayField(models.CharField(max_length=20), default=list)
    ticket_min = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    ticket_max = models.DecimalField(max_digits=16, decimal_places=2, null=True)
    ticket_currency = models.CharField(max_length=3, blank=True)
    countries = ArrayField(models.CharField(max_length=2), default=list)
    languages = ArrayField(models.CharField(max_length=10), default=list)
    profile = models.CharField(max_length=3, blank=True)
    updated_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "organisation"], name="need_one_per_organisation"),
            models.CheckConstraint(name="need_profile_known", condition=Q(profile__in=["", *EEN_PROFILE_TYPES])),
            models.CheckConstraint(
                name="need_ticket_has_currency",
                condition=Q(ticket_min__isnull=True, ticket_max__isnull=True, ticket_currency="")
                | (~Q(ticket_currency="") & (Q(ticket_min__isnull=False) | Q(ticket_max__isnull=False))),
            ),
            models.CheckConstraint(
                name="need_ticket_in_order",
                condition=Q(ticket_min__isnull=True)
                | Q(ticket_max__isnull=True)
                | Q(ticket_min__lte=models.F("ticket_max")),
            ),
            models.CheckConstraint(
                name="need_trl_in_order",
                condition=Q(trl_min__isnull=True) | Q(trl_max__isnull=True) | Q(trl_min__lte=models.F("trl_max")),
            ),
        ]


class ImportedNeed(HubOwned):
    """A need that an import set, with what the organisation had said before (None: nothing): what an undo restores."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="imports")
    import_id = models.UUIDField()
    before = models.JSONField(null=True)
    set_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "import_id", "need"], name="importedneed_once")
        ]


class PairRefusal(HubOwned):
    """Somebody said no to a pair, with a reason: it is not proposed again until the refusal is lifted."""

    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="refusals")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="refusals")
    reason = code_field(RefusalReason)
    note = models.TextField(blank=True)
    actor_id = models.UUIDField()
    refused_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            known_codes("pairrefusal_reason_known", "reason", RefusalReason),
            models.UniqueConstraint(
                fields=["hub_id", "project", "organisation"],
                condition=Q(lifted_at__isnull=True),
                name="pairrefusal_one_active",
            ),
        ]


class PairMeeting(HubOwned):
    """A project and an organisation met: remembered across events, told by the event when the meeting was held."""

    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="pair_meetings")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="pair_meetings")
    event_id = models.UUIDField()
    met_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["hub_id", "project", "organisation", "event_id"], name="pairmeeting_once_an_event"
            )
        ]


class PairOutcome(HubOwned):
    """What came of a pair on a day: what the learned ranker learns from, beside meetings and refusals."""

    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="pair_outcomes")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="pair_outcomes")
    result = code_field(PairResult)
    happened_on = models.DateField()
    note = models.TextField(blank=True)
    actor_id = models.UUIDField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            known_codes("pairoutcome_result_known", "result", PairResult),
            models.UniqueConstraint(
                fields=["hub_id", "project", "organisation", "result"], name="pairoutcome_each_result_once"
            ),
        ]


class PairSighting(HubOwned):
    """A pair was shown on a list: when first, how likely it looked then, how often since, when it was first opened.

    `predicted` is what the list said at the first showing, so that it can be compared with what came after; it is
    never corrected afterwards.
    """

    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="sightings")
    organisation = models.ForeignKey("network.Organisation", on_delete=models.PROTECT, related_name="sightings")
    ranker = code_field(Ranker)
    predicted = models.FloatField()
    first_shown_at = models.DateTimeField()
    last_shown_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "project", "organisation"], name="pairsighting_once"),
            known_codes("pairsighting_ranker_known", "ranker", Ranker),
            models.CheckConstraint(
                name="pairsighting_predicted_is_a_share", condition=Q(predicted__gte=0, predicted__lte=1)
            ),
        ]


class TextVector(HubOwned):
    """The vector of one text by one encoder, under the digest of both: each text is encoded once."""

    digest = models.CharField(max_length=64)
    encoder = models.CharField(max_length=200)
    vector = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["hub_id", "digest"], name="textvector_once")]


class Shortlist(HubOwned):
    """The best partners of a project, or the best projects of a need; made anew it replaces the former one."""

    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, null=True, related_name="shortlists")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, null=True, related_name="shortlists")
    ranker = code_field(Ranker)
    encoder = models.CharField(max_length=200, blank=True)
    considered = models.PositiveIntegerField()
    barred = models.JSONField(default=dict)
    outcomes = models.PositiveIntegerField()
    made_by = models.UUIDField()
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="shortlist_of_one_thing",
                condition=Q(project__isnull=True, need__isnull=False) | Q(project__isnull=False, need__isnull=True),
            ),
            models.UniqueConstraint(fields=["hub_id", "project"], name="shortlist_one_per_project"),
            models.UniqueConstraint(fields=["hub_id", "need"], name="shortlist_one_per_need"),
            known_codes("shortlist_ranker_known", "ranker", Ranker),
        ]


class ShortlistLine(HubOwned):
    """One line: the pair, its place, its score, and the facts the score was made of."""

    shortlist = models.ForeignKey(Shortlist, on_delete=models.CASCADE, related_name="lines")
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="+")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()
    score = models.FloatField()
    probability = models.FloatField(null=True)
    findings = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "shortlist", "project", "need"], name="shortlistline_pair_once"),
            models.UniqueConstraint(fields=["hub_id", "shortlist", "rank"], name="shortlistline_place_once"),
        ]
