"""Who did not come: read from a road show's own day, and what earlier ones remember of those who are to come now."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from landbridge.events.attendance import REMEMBERED, limited, most_meetings
from landbridge.events.models import AgendaVersion, Attendee, Event, Meeting, NoShow, Participant, Slot
from landbridge.events.states import ATTENDING, DayChangeKind

SUBJECT = Coalesce("participant__project_id", "participant__organisation_id")
"""What a party is the same by at every road show: its project, or the organisation that comes for itself."""


def due(event: Event) -> frozenset[UUID]:
    """The parties with a meeting on the agenda that stood when the first slot began, or on a later one."""
    begins, _ends = _span(event)
    rows = AgendaVersion.objects.filter(event=event, published_at__isnull=False).order_by("published_at")
    published = list(rows.values_list("pk", "published_at"))
    before = [key for key, at in published if begins and at and at <= begins]
    stood = [*before[-1:], *(key for key, _at in published if key not in before)]
    pairs = Meeting.objects.filter(version__in=stood).values_list("first_id", "second_id")
    return frozenset(party for pair in pairs for party in pair)


def noted_absent(event: Event) -> dict[UUID, datetime]:
    """The parties all of whose people were noted as absent for the whole event, and when the first word of it came."""
    first, last = _span(event)
    if first is None:
        return {}
    stands = Q(
        day_changes__kind=DayChangeKind.ABSENT, day_changes__undone_at__isnull=True,
        day_changes__starts_at__lte=first, day_changes__ends_at__gte=last,
    )  # fmt: skip
    rows = Attendee.objects.filter(event=event).values("participant_id").annotate(
        people=Count("pk", distinct=True), absent=Count("pk", filter=stands, distinct=True),
        since=Min("day_changes__recorded_at", filter=stands),
    )  # fmt: skip
    return {row["participant_id"]: row["since"] for row in rows if row["absent"] == row["people"]}


def _span(event: Event) -> tuple[datetime | None, datetime | None]:
    ends = Slot.objects.filter(event=event).aggregate(first=Min("starts_at"), last=Max("ends_at"))
    return ends["first"], ends["last"]


def without_notice(event: Event, missing: Collection[UUID]) -> frozenset[UUID]:
    """Of those who did not come: the ones that still were expected, and whom nobody noted as absent before the day began.

    Whoever declines, is withdrawn or calls before the first slot has given notice, and nothing is held against them.
    """
    begins, _ends = _span(event)
    warned = {party for party, at in noted_absent(event).items() if begins and at < begins}
    expected = Participant.objects.filter(event=event, pk__in=missing, state__in=ATTENDING)
    return frozenset(expected.values_list("pk", flat=True)) - warned


def earlier(event: Event, subjects: Collection[UUID | None] | QuerySet[Any, Any]) -> QuerySet[NoShow]:
    """What the hub remembers of these from before this road show and counts by its age, excused or not, latest first."""
    rows = NoShow.objects.filter(
        hub_id=event.hub_id, event__last_day__lt=event.first_day, event__first_day__gte=event.first_day - REMEMBERED
    )
    rows = rows.annotate(subject=SUBJECT)
    rows = rows.filter(subject__in=subjects)
    return rows.select_related("event", "participant").order_by("-event__first_day", "-pk")


def earlier_days(event: Event, parties: Iterable[Participant]) -> dict[UUID, list[date]]:
    """The first days of the road shows each party did not come to, unexcused, latest first: one query."""
    here = {_subject(party): party.pk for party in parties}
    found: defaultdict[UUID, list[date]] = defaultdict(list)
    for row in earlier(event, list(here)).filter(excused_at__isnull=True):
        found[here[_subject(row.participant)]].append(row.event.first_day)
    return dict(found)


def counting(event: Event, parties: Iterable[Participant]) -> Mapping[UUID, int]:
    """How often each party stayed away, where a group's limit asks: one query, or none."""
    asked = [party for party in parties if party.group.no_shows_from is not None]
    return {party: len(days) for party, days in earlier_days(event, asked).items()} if asked else {}


def how_many(event: Event) -> int:
    """How many of the parties on the list did not come to an earlier road show, excused ones too: one query."""
    here = Participant.objects.filter(event=event, state__in=ATTENDING)
    subjects = here.values_list(Coalesce("project_id", "organisation_id"))
    found: int = earlier(event, subjects).order_by().aggregate(n=Count(SUBJECT, distinct=True))["n"]
    return found


def with_times(participants: QuerySet[Participant]) -> QuerySet[Participant]:
    """The parties with `stayed_away`: how often each did not come before, unexcused. No query more."""
    rows = NoShow.objects.annotate(subject=SUBJECT).filter(
        hub_id=OuterRef("hub_id"), excused_at__isnull=True,
        subject=Coalesce(OuterRef("project_id"), OuterRef("organisation_id")),
        event__last_day__lt=OuterRef("event__first_day"),
        event__first_day__gte=OuterRef("event__first_day") - Value(REMEMBERED),
    )  # fmt: skip
    times = rows.order_by().values("subject").annotate(times=Count("pk")).values("times")
    return participants.annotate(stayed_away=Coalesce(Subquery(times), 0))


@dataclass(frozen=True, slots=True)
class Remembered:
    """A party that is to come, the road shows it did not come to, and what follows for it."""

    participant: Participant
    rows: list[NoShow]

    @property
    def times(self) -> int:
        """How many of them count."""
        return sum(row.excused_at is None for row in self.rows)

    @property
    def own_limit(self) -> bool:
        """Whether the organiser gave the party a limit of its own, which holds whatever happened."""
        return self.participant.max_meetings is not None

    @property
    def limited(self) -> bool:
        """Whether the party may have fewer meetings for it."""
        return not self.own_limit and limited(self.participant.group, self.times)

    @property
    def most(self) -> int:
        """The most meetings it may have."""
        own = self.participant.max_meetings
        return most_meetings(self.participant.group, self.times) if own is None else own


def remembered(event: Event, parties: Iterable[Participant]) -> list[Remembered]:
    """Those of the parties that did not come before, by label; excused ones too, so that an excuse can be taken back."""
    here = {_subject(party): party for party in parties}
    by_party: defaultdict[UUID, list[NoShow]] = defaultdict(list)
    for row in earlier(event, list(here)):
        by_party[here[_subject(row.participant)].pk].append(row)
    return [Remembered(party, by_party[party.pk]) for party in here.values() if party.pk in by_party]


def _subject(participant: Participant) -> UUID | None:
    """What a party is the same by at every road show: its project, or the organisation that comes for itself."""
    return participant.project_id or participant.organisation_id


def is_of_the_hub(event: Event, no_show_id: UUID) -> bool:
    """Whether the no-show is remembered in the road show's hub."""
    return NoShow.objects.filter(hub_id=event.hub_id, pk=no_show_id).exists()
