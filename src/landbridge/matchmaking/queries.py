"""Reads of matchmaking; the scoped rows come in first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from landbridge.ground import search
from landbridge.ground.models import JobRun
from landbridge.ground.states import JobState
from landbridge.kernel.names import Name
from landbridge.matchmaking.models import (
    Find,
    Need,
    Notice,
    PairMeeting,
    PairOutcome,
    PairRefusal,
    PairSighting,
    RankerFit,
    Shortlist,
    ShortlistLine,
    StandingSearch,
)
from landbridge.matchmaking.states import FindState
from landbridge.network.models import Organisation, Person
from landbridge.network.states import RecordState
from landbridge.projects.models import Project

LIST_JOB = "matchmaking.make_shortlist"
LEVELS: Final = {"research": (1, 3), "prototype": (4, 5), "pilot": (6, 7), "market": (8, 8), "growth": (9, 9)}
"""The stages of the public board by the levels of readiness they cover."""
Pair = tuple[UUID, UUID]
"""A project and an organisation, by identifier."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The kept facts behind a score, by what they say."""

    findings: Sequence[dict[str, Any]]

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """The facts that lift the pair, strongest first."""
        return [fact for fact in self.findings if fact.get("contribution", 0) > 0]

    @property
    def against(self) -> list[dict[str, Any]]:
        """The facts that lower it."""
        return [fact for fact in self.findings if fact.get("contribution", 0) < 0]

    @property
    def unknown(self) -> list[str]:
        """The signals nobody could read."""
        return [fact["signal"] for fact in self.findings if fact["code"] == "unknown"]

    @property
    def currencies_apart(self) -> tuple[str, str] | None:
        """The two currencies in which the sides speak of money, where no rate brought them together."""
        apart = next((fact["no_rate"] for fact in self.findings if "no_rate" in fact), None)
        return (apart[0], apart[1]) if apart else None


@dataclass(frozen=True, slots=True)
class Card:
    """One line of a shortlist with both sides, and when the two last met."""

    line: ShortlistLine
    met_at: datetime | None

    @property
    def score(self) -> float:
        """The matcher's score, 0 to 1."""
        return self.line.score

    @property
    def facts(self) -> Facts:
        """What speaks for and against, and what nobody knows."""
        return Facts(self.line.findings)


def found_needs(needs: QuerySet[Need], text: str) -> QuerySet[Need]:
    """The needs of organisations that `text` finds by name in either script, pinyin or code."""
    kind = Organisation._meta.label_lower
    return needs.filter(organisation__in=search.matching(Organisation.objects.all(), kind=kind, text=text))


def with_names(needs: QuerySet[Need]) -> QuerySet[Need]:
    """Needs with their organisation, its name to sort by (`name`) and kind, and whether a shortlist is made."""
    made = Shortlist.objects.filter(need=OuterRef("pk"))
    return needs.select_related("organisation").annotate(
        name=F("organisation__sort_key"), kind=F("organisation__kind"), listed=Exists(made)
    )


def shortlist_of(subject: Project | Need) -> Shortlist | None:
    """The list that stands for a project or a need."""
    about = {"need": subject} if isinstance(subject, Need) else {"project": subject}
    return Shortlist.objects.filter(hub_id=subject.hub_id, **about).first()


def cards(shortlist: Shortlist) -> list[Card]:
    """The lines, best first, less the pairs refused and the needs closed since. Three queries."""
    lines = list(
        shortlist.lines.filter(need__closed_at__isnull=True)
        .select_related("project__organisation", "need__organisation")
        .order_by("rank")
    )
    return _with_history(shortlist.hub_id, lines)


def card_of(project: Project, need: Need) -> Card | None:
    """The line on which a list of either holds the pair, the project's own list first."""
    line = (
        ShortlistLine.objects.filter(project=project, need=need)
        .select_related("project__organisation", "need__organisation", "shortlist")
        .order_by(F("shortlist__project").asc(nulls_last=True))
        .first()
    )
    return Card(line, None) if line else None


def _with_history(hub_id: UUID, lines: Sequence[ShortlistLine]) -> list[Card]:
    projects = {line.project_id for line in lines}
    organisations = {line.need.organisation_id for line in lines}
    refused = standing_refusals(PairRefusal.objects.filter(hub_id=hub_id), projects, organisations)
    met = met_before(PairMeeting.objects.filter(hub_id=hub_id), projects, organisations)
    return [
        Card(line, met.get((line.project_id, line.need.organisation_id)))
        for line in lines
        if (line.project_id, line.need.organisation_id) not in refused
    ]


def refusals_of(subject: Project | Need) -> list[PairRefusal]:
    """The refusals that stand for a project, or for the organisation of a need, the latest first."""
    rows = PairRefusal.objects.filter(hub_id=subject.hub_id, lifted_at__isnull=True)
    if isinstance(subject, Need):
        rows = rows.filter(organisation_id=subject.organisation_id)
    else:
        rows = rows.filter(project=subject)
    return list(rows.select_related("project", "organisation").order_by("-refused_at", "-pk"))


def standing_refusal(project: Project, organisation_id: UUID) -> PairRefusal | None:
    """The refusal that keeps this pair apart, if one stands."""
    rows = PairRefusal.objects.filter(hub_id=project.hub_id, lifted_at__isnull=True)
    return rows.filter(project=project, organisation_id=organisation_id).first()


def outcomes_between(project: Project, organisation_id: UUID) -> list[PairOutcome]:
    """What came of this pair, the latest first."""
    rows = PairOutcome.objects.filter(hub_id=project.hub_id, project=project, organisation_id=organisation_id)
    return list(rows.order_by("-happened_on", "-pk"))


def sighting_of(project: Project, organisation_id: UUID) -> PairSighting | None:
    """How often this pair was shown, and since when."""
    rows = PairSighting.objects.filter(hub_id=project.hub_id, project=project)
    return rows.filter(organisation_id=organisation_id).first()


def meetings_between(project: Project, organisation_id: UUID) -> list[PairMeeting]:
    """When the two met, the latest first."""
    rows = PairMeeting.objects.filter(hub_id=project.hub_id, project=project, organisation_id=organisation_id)
    return list(rows.order_by("-met_at", "-pk"))


def need_of(needs: QuerySet[Need], organisation_id: UUID) -> Need | None:
    """The need of an organisation, open or closed."""
    return needs.filter(organisation_id=organisation_id).first()


def reachable_people(need: Need) -> list[Person]:
    """The people of the need's organisation who have a mail address, by name."""
    rows = Person.objects.filter(
        hub_id=need.hub_id, affiliations__organisation_id=need.organisation_id, state=RecordState.ACTIVE
    )
    return list(rows.exclude(email="").distinct().order_by("sort_key", "pk"))


def searches_of(need: Need) -> list[StandingSearch]:
    """The need's searches with `told`, `yes` and `no`: the offers told and the answers. One query."""
    counts = {
        "told": Count("finds", filter=Q(finds__told_at__isnull=False)),
        "yes": Count("finds", filter=Q(finds__state=FindState.INTERESTED)),
        "no": Count("finds", filter=Q(finds__state=FindState.REFUSED)),
    }
    rows = StandingSearch.objects.filter(hub_id=need.hub_id, need=need).select_related("person")
    return list(rows.annotate(**counts).order_by("-begun_at", "-pk"))


def find_of(find_id: UUID) -> Find | None:
    """An offer that a search told of, with all its page shows."""
    rows = Find.objects.select_related("project", "search__need__organisation", "search__person")
    return rows.filter(pk=find_id, told_at__isnull=False).first()


def finds_of(search: StandingSearch) -> QuerySet[Find]:
    """The offers a search told its owner of, with their projects."""
    return Find.objects.filter(search=search, told_at__isnull=False).select_related("project")


def running_list(subject: Project | Need) -> JobRun | None:
    """The job that is making this list now, if one is."""
    going = JobRun.objects.filter(
        hub_id=subject.hub_id, subject_id=subject.pk, state__in=[JobState.QUEUED, JobState.RUNNING]
    )
    return going.filter(kind=LIST_JOB).order_by("-queued_at").first()


def new_since(shortlist: Shortlist) -> int:
    """How many offers, or needs, came or changed after the list was made. One query."""
    if shortlist.need_id is None:
        rows = Need.objects.filter(hub_id=shortlist.hub_id, closed_at__isnull=True)
        return rows.filter(updated_at__gt=shortlist.made_at).count()
    return Project.objects.filter(hub_id=shortlist.hub_id, created_at__gt=shortlist.made_at).count()


def needs_by_organisation(needs: QuerySet[Need], organisations: Collection[UUID]) -> dict[UUID, Need]:
    """The open need of each of these organisations that has said one."""
    rows = needs.filter(organisation_id__in=organisations, closed_at__isnull=True)
    return {need.organisation_id: need for need in rows}


def standing_refusals(
    refusals: QuerySet[PairRefusal], projects: Collection[UUID], organisations: Collection[UUID]
) -> dict[Pair, PairRefusal]:
    """The refusals that stand between these projects and these organisations."""
    rows = refusals.filter(lifted_at__isnull=True, project_id__in=projects, organisation_id__in=organisations)
    return {(row.project_id, row.organisation_id): row for row in rows}


def met_before(
    meetings: QuerySet[PairMeeting],
    projects: Collection[UUID],
    organisations: Collection[UUID],
    *,
    except_at: UUID | None = None,
) -> dict[Pair, datetime]:
    """When each of these pairs last met, leaving out the event `except_at`."""
    rows = meetings.filter(project_id__in=projects, organisation_id__in=organisations)
    if except_at is not None:
        rows = rows.exclude(event_id=except_at)
    last = rows.values_list("project_id", "organisation_id").annotate(last=Max("met_at"))
    return {(project, organisation): when for project, organisation, when in last}


def meetings_of_project(meetings: QuerySet[PairMeeting], project_id: UUID) -> list[PairMeeting]:
    """Whom a project met, with the organisation, the latest first."""
    return list(meetings.filter(project_id=project_id).select_related("organisation").order_by("-met_at", "-pk"))


def organisation_names(identifiers: Collection[UUID]) -> dict[UUID, Name]:
    """The names of these organisations. One query."""
    return {row.pk: row.name for row in Organisation.objects.filter(pk__in=identifiers)}


def project_names(identifiers: Collection[UUID]) -> dict[UUID, Name]:
    """The names of these projects. One query."""
    return {row.pk: row.name for row in Project.objects.filter(pk__in=identifiers)}


def latest_fit(hub_id: UUID) -> RankerFit | None:
    """What came of the last attempt to learn a ranker from the hub's outcomes."""
    return RankerFit.objects.filter(hub_id=hub_id).order_by("-asof").first()


def latest_list(hub_id: UUID) -> Shortlist | None:
    """The list of a project or need that was made last."""
    return Shortlist.objects.filter(hub_id=hub_id).order_by("-made_at").first()


def notices_saying(notices: QuerySet[Notice], text: str) -> QuerySet[Notice]:
    """The notices in which each of the words (the first six) stands somewhere, in either language, or as the code."""
    for word in text.split()[:6]:
        anywhere = Q()
        for column in ("title_latin", "title_chinese", "text_latin", "text_chinese", "code"):
            anywhere |= Q(**{f"{column}__icontains": word})
        notices = notices.filter(anywhere)
    return notices


def notices_at(notices: QuerySet[Notice], stage: str) -> QuerySet[Notice]:
    """The notices of a stage by its levels of readiness."""
    return notices.filter(trl__range=LEVELS[stage])
