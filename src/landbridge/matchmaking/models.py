"""What partners look for, and what must never be proposed again."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from landbridge.ground.fields import code_field, known_codes, tied
from landbridge.ground.models import HubOwned
from landbridge.kernel.codes.profiles import EEN_PROFILE_TYPES
from landbridge.kernel.names import Name
from landbridge.matchmaking.states import (
    FindState,
    FitState,
    LeadState,
    NoticeState,
    PairResult,
    Ranker,
    RefusalReason,
    SearchState,
)


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
    """The best partners of a project, or the best projects of a need; made anew it replaces the former one.

    `held_back` counts those lowered because they stand on many lists; `kept_fit` is the share of the fit left after it.
    """

    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, null=True, related_name="shortlists")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, null=True, related_name="shortlists")
    ranker = code_field(Ranker)
    encoder = models.CharField(max_length=200, blank=True)
    considered = models.PositiveIntegerField()
    barred = models.JSONField(default=dict)
    held_back = models.PositiveIntegerField(default=0)
    kept_fit = models.FloatField(default=1.0)
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


class RankerFit(HubOwned):
    """What came of learning a ranker from the hub's outcomes up to a day: the latest says what orders its lists.

    `rules` and `blend` are the measure (nDCG@10) of the documented rules and of what was learned over `questions`
    projects of the half-year before that day; `share` is how much the learned ranker counts; `fault` names what failed.
    """

    state = code_field(FitState)
    asof = models.DateField()
    joined = models.PositiveIntegerField()
    questions = models.PositiveIntegerField(default=0)
    rules = models.FloatField(null=True)
    blend = models.FloatField(null=True)
    share = models.FloatField(default=0.0)
    fault = models.CharField(max_length=80, blank=True)
    fitted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "asof"], name="rankerfit_one_a_day"),
            known_codes("rankerfit_state_known", "state", FitState),
            models.CheckConstraint(name="rankerfit_share_is_a_share", condition=Q(share__gte=0, share__lte=1)),
            models.CheckConstraint(
                name="rankerfit_measured_where_tried",
                condition=Q(state__in=[FitState.TOO_FEW_KNOWN, FitState.FAILED])
                | Q(rules__isnull=False, blend__isnull=False),
            ),
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


class StandingSearch(HubOwned):
    """A need that keeps looking and tells one person of new offers, at most once a week."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="searches")
    person = models.ForeignKey("network.Person", on_delete=models.PROTECT, related_name="+")
    state = code_field(SearchState, default=SearchState.ACTIVE)
    language = models.CharField(max_length=10)
    begun_by = models.UUIDField()
    begun_at = models.DateTimeField()
    last_told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["hub_id", "need", "person"],
                condition=~Q(state=SearchState.ENDED),
                name="standingsearch_one_living",
            ),
            known_codes("standingsearch_state_known", "state", SearchState),
            tied("standingsearch_ended_when", state="state", among={SearchState.ENDED}, column="ended_at"),
        ]


class Find(HubOwned):
    """An offer that a standing search found for its owner: told once, answered by one press."""

    search = models.ForeignKey(StandingSearch, on_delete=models.CASCADE, related_name="finds")
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="+")
    state = code_field(FindState, default=FindState.FOUND)
    score = models.FloatField()
    findings = models.JSONField(default=list)
    reason = code_field(RefusalReason, blank=True)
    found_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "search", "project"], name="find_once"),
            known_codes("find_state_known", "state", FindState),
            models.CheckConstraint(name="find_refused_says_why", condition=~Q(state=FindState.REFUSED) | ~Q(reason="")),
            tied(
                "find_answered_when",
                state="state",
                among={FindState.INTERESTED, FindState.REFUSED},
                column="answered_at",
            ),
        ]


class Notice(HubOwned):
    """What stands on the public board: words chosen for the public, of one project or one need, until a day.

    Everybody may read the row while it is published, and nothing else of the hub: so it repeats what it shows instead
    of pointing at it. It names no person and no address.
    """

    code = models.CharField(max_length=9)
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, null=True, related_name="notices")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, null=True, related_name="notices")
    profile = models.CharField(max_length=3, choices=[(code, code) for code in EEN_PROFILE_TYPES])
    title_latin = models.CharField(max_length=200, blank=True)
    title_chinese = models.CharField(max_length=200, blank=True)
    text_latin = models.TextField(blank=True)
    text_chinese = models.TextField(blank=True)
    fields = ArrayField(models.CharField(max_length=40), default=list)
    country = models.CharField(max_length=2, blank=True)
    trl = models.PositiveSmallIntegerField(null=True)
    fictional = models.BooleanField(default=False)
    state = code_field(NoticeState, default=NoticeState.DRAFT)
    expires_on = models.DateField(null=True)
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hub_id", "code"], name="notice_code_once"),
            models.UniqueConstraint(
                fields=["hub_id", "project", "profile"],
                condition=Q(state=NoticeState.PUBLISHED),
                name="notice_one_published_per_project",
            ),
            models.UniqueConstraint(
                fields=["hub_id", "need", "profile"],
                condition=Q(state=NoticeState.PUBLISHED),
                name="notice_one_published_per_need",
            ),
            models.CheckConstraint(
                name="notice_of_one_thing",
                condition=Q(project__isnull=True, need__isnull=False) | Q(project__isnull=False, need__isnull=True),
            ),
            models.CheckConstraint(name="notice_has_a_title", condition=~Q(title_latin="") | ~Q(title_chinese="")),
            models.CheckConstraint(name="notice_profile_known", condition=Q(profile__in=EEN_PROFILE_TYPES)),
            models.CheckConstraint(name="notice_trl_1_to_9", condition=Q(trl__isnull=True) | Q(trl__gte=1, trl__lte=9)),
            known_codes("notice_state_known", "state", NoticeState),
            models.CheckConstraint(
                name="notice_published_until_when",
                condition=~Q(state=NoticeState.PUBLISHED) | Q(published_at__isnull=False, expires_on__isnull=False),
            ),
            tied("notice_withdrawn_when", state="state", among={NoticeState.WITHDRAWN}, column="withdrawn_at"),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "-published_at", "id"], name="notice_by_day")]

    @property
    def name(self) -> Name:
        """Its title in both scripts."""
        return Name(latin=self.title_latin, chinese=self.title_chinese)


class Lead(HubOwned):
    """Somebody asked about a notice: who, from where, what. Read by the hub alone, emptied when it is erased."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="leads")
    name = models.CharField(max_length=200, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    message = models.TextField(blank=True)
    language = models.CharField(max_length=10)
    state = code_field(LeadState, default=LeadState.NEW)
    received_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            known_codes("lead_state_known", "state", LeadState),
            tied("lead_settled_when", state="state", among={LeadState.ANSWERED, LeadState.SPAM}, column="settled_at"),
            models.CheckConstraint(
                name="lead_erased_keeps_nothing",
                condition=Q(erased_at__isnull=True) | Q(name="", organisation="", email="", message=""),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["hub_id", "-received_at"], name="lead_by_time")]
