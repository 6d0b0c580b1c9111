"""The report of a road show: each figure is a set of rows, so that what is counted can be opened.

Everything is read in twelve queries, however large the road show; groups and fields are counted from the same rows.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from landbridge.events.models import AgendaVersion, Attendee, Event, FollowUp, Group, Meeting, Participant, Wish
from landbridge.events.queries.desk import arrived
from landbridge.events.queries.follow_ups import of_event
from landbridge.events.queries.no_shows import due, noted_absent
from landbridge.events.queries.outcomes import PARTIES, with_words
from landbridge.events.states import (
    Fate,
    FollowUpKind,
    FollowUpState,
    Interest,
    Missed,
    ParticipantState,
    WishKind,
    WishState,
)

EARLIER: Final = 3
"""With how many earlier road shows of the hub one is compared."""


class Figure(StrEnum):
    """What the report counts."""

    INVITED = "invited"
    CAME = "came"
    NO_SHOWS = "no_shows"
    WISHES = "wishes"
    PLANNED = "planned"
    HELD = "held"
    MISSED = "missed"
    UNSAID = "unsaid"
    BOTH = "both"
    FOLLOW_UPS = "follow_ups"
    KEPT = "kept"
    INTENTS = "intents"
    FUNDS = "funds"
    ENTERPRISES = "enterprises"


OF_PARTIES: Final = frozenset({Figure.INVITED, Figure.CAME, Figure.NO_SHOWS})
OF_MEETINGS: Final = frozenset({Figure.PLANNED, Figure.HELD, Figure.MISSED, Figure.UNSAID, Figure.BOTH})
OF_FOLLOW_UPS: Final = frozenset({Figure.FOLLOW_UPS, Figure.KEPT, Figure.INTENTS, Figure.FUNDS, Figure.ENTERPRISES})
ASKED: Final = {ParticipantState.LISTED}
"""Who was only thought of; everybody else was asked or came."""


@dataclass(frozen=True, slots=True)
class Line:
    """One group or field with its figures. A meeting counts in the group of either party."""

    key: str
    counts: Mapping[Figure, int]
    group: Group | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A road show in figures; `rows` are what each counts, by identifier."""

    event: Event
    rows: Mapping[Figure, frozenset[UUID]]
    missed: Mapping[Missed, int]
    by_group: Sequence[Line]
    by_field: Sequence[Line]

    @property
    def counts(self) -> bool:
        """Whether anything is there to be counted: of history entered later often only an announcement is known."""
        return not self.event.entered_later or any(self.rows.values())

    def count(self, figure: Figure) -> int:
        """How many rows the figure has."""
        return len(self.rows[figure])


@dataclass(frozen=True, slots=True)
class _Facts:
    parties: Mapping[UUID, Participant]
    wishes: Sequence[Wish]
    meetings: Sequence[Meeting]
    follow_ups: Sequence[FollowUp]
    arrived: frozenset[UUID]
    absent: frozenset[UUID]


def report_of(event: Event) -> Report:
    """Count a road show."""
    facts = _facts(event)
    rows = _rows(facts)
    sides = _sides(facts)
    return Report(
        event=event,
        rows=rows,
        missed=_missed(facts),
        by_group=_by_group(facts, rows, sides),
        by_field=_by_field(facts, rows, sides),
    )


def earlier_of(event: Event) -> list[Report]:
    """The reports of the hub's road shows held before this one, the latest first.

    One of which nothing but an announcement is known is left out: nothing counted is no figure to compare with.
    """
    rows = Event.objects.filter(hub_id=event.hub_id, state="held", last_day__lt=event.first_day)
    rows = rows.filter(Exists(Participant.objects.filter(event=OuterRef("pk"))))
    return [report_of(row) for row in rows.order_by("-first_day", "-pk")[:EARLIER]]


def _facts(event: Event) -> _Facts:
    parties = Participant.objects.filter(event=event).select_related("group", "project", "organisation")
    versions = AgendaVersion.objects.filter(event=event, state="published")
    meetings = with_words(Meeting.objects.filter(version__in=versions)).select_related(*PARTIES)
    wishes = Wish.objects.filter(event=event).exclude(kind=WishKind.NEVER).exclude(state=WishState.WITHDRAWN)
    tasks = FollowUp.objects.filter(event=event).select_related("outcome")
    found = list(meetings)
    return _Facts(
        parties={party.pk: party for party in parties.order_by("label")},
        wishes=list(wishes),
        meetings=found,
        follow_ups=list(tasks),
        arrived=_arrived(event, found),
        absent=due(event) & noted_absent(event).keys(),
    )


def _arrived(event: Event, meetings: Iterable[Meeting]) -> frozenset[UUID]:
    """The parties somebody checked in for, and those that sat at a table by the word of anybody who was there."""
    sat = [row for row in meetings if _fate(row) in {Fate.HELD, Fate.DISPUTED}]
    at_table = {party for row in sat for party in (row.first_id, row.second_id)}
    checked_in = Attendee.objects.filter(event=event, pk__in=list(arrived(event)))
    return frozenset(at_table | set(checked_in.values_list("participant_id", flat=True)))


def _rows(facts: _Facts) -> dict[Figure, frozenset[UUID]]:
    asked = {key for key, party in facts.parties.items() if party.state not in ASKED or key in facts.arrived}
    planned = {party for row in facts.meetings for party in (row.first_id, row.second_id)}
    missing = facts.absent | {party for row in facts.meetings for party in _absent_at(row)}
    kept = [row for row in facts.follow_ups if row.state == FollowUpState.KEPT]

    def meetings(*fates: Fate) -> frozenset[UUID]:
        return frozenset(row.pk for row in facts.meetings if _fate(row) in fates)

    def done(kind: FollowUpKind) -> frozenset[UUID]:
        return frozenset(row.pk for row in kept if row.kind == kind)

    return {
        Figure.INVITED: frozenset(asked | planned | facts.absent),
        Figure.CAME: facts.arrived,
        Figure.NO_SHOWS: frozenset(missing - facts.arrived),
        Figure.WISHES: frozenset(row.pk for row in facts.wishes),
        Figure.PLANNED: frozenset(row.pk for row in facts.meetings),
        Figure.HELD: meetings(Fate.HELD),
        Figure.MISSED: meetings(Fate.MISSED),
        Figure.UNSAID: meetings(Fate.UNKNOWN, Fate.DISPUTED),
        Figure.BOTH: frozenset(row.pk for row in facts.meetings if _interests(row) == [Interest.YES, Interest.YES]),
        Figure.FOLLOW_UPS: frozenset(row.pk for row in facts.follow_ups),
        Figure.KEPT: frozenset(row.pk for row in kept),
        Figure.INTENTS: done(FollowUpKind.INTENT),
        Figure.FUNDS: done(FollowUpKind.FUND),
        Figure.ENTERPRISES: done(FollowUpKind.ENTERPRISE),
    }


def _absent_at(row: Meeting) -> list[UUID]:
    """Who did not come to a meeting that was missed, by either side's word."""
    said = vars(row)
    ends = (("first", row.first_id, row.second_id), ("second", row.second_id, row.first_id))
    found = []
    for end, own, other in ends:
        if said[f"{end}_missed"] == Missed.WE_ABSENT:
            found.append(own)
        elif said[f"{end}_missed"] == Missed.THEY_ABSENT:
            found.append(other)
    return found if _fate(row) is Fate.MISSED else []


def _missed(facts: _Facts) -> dict[Missed, int]:
    """Why meetings were missed; a side that did not come counts once, whoever says so."""
    count: Counter[Missed] = Counter()
    for row in facts.meetings:
        if _fate(row) is not Fate.MISSED:
            continue
        said = vars(row)
        reasons = {Missed(one) for one in (said["first_missed"], said["second_missed"]) if one}
        absent = reasons & {Missed.THEY_ABSENT, Missed.WE_ABSENT}
        count[Missed.THEY_ABSENT if absent else next(iter(sorted(reasons)))] += 1
    return dict(count)


def _fate(row: Meeting) -> Fate:
    return Fate(vars(row)["fate"])


def _interests(row: Meeting) -> list[object]:
    return [vars(row)["first_interest"], vars(row)["second_interest"]]


def _sides(facts: _Facts) -> dict[UUID, frozenset[UUID]]:
    """Which parties each counted row belongs to."""
    found = {key: frozenset({key}) for key in facts.parties}
    found |= {row.pk: frozenset({row.first_id, row.second_id}) for row in facts.meetings}
    found |= {row.pk: frozenset({row.wisher_id}) for row in facts.wishes}
    found |= {
        row.pk: frozenset({row.outcome.first_id, row.outcome.second_id}) for row in facts.follow_ups if row.outcome
    }
    return found


def _counted(
    rows: Mapping[Figure, frozenset[UUID]], sides: Mapping[UUID, frozenset[UUID]], members: set[UUID]
) -> dict[Figure, int]:
    return {
        figure: sum(not members.isdisjoint(sides.get(key, ())) for key in identifiers)
        for figure, identifiers in rows.items()
    }


def _by_group(
    facts: _Facts, rows: Mapping[Figure, frozenset[UUID]], sides: Mapping[UUID, frozenset[UUID]]
) -> list[Line]:
    groups: dict[UUID, Group] = {party.group_id: party.group for party in facts.parties.values()}
    members: dict[UUID, set[UUID]] = {}
    for party in facts.parties.values():
        members.setdefault(party.group_id, set()).add(party.pk)
    ordered = sorted(groups.values(), key=lambda group: group.letter)
    return [Line(group.letter, _counted(rows, sides, members[group.pk]), group) for group in ordered]


def _by_field(
    facts: _Facts, rows: Mapping[Figure, frozenset[UUID]], sides: Mapping[UUID, frozenset[UUID]]
) -> list[Line]:
    members: dict[str, set[UUID]] = {}
    for party in facts.parties.values():
        for field in party.project.fields if party.project else ():
            members.setdefault(field, set()).add(party.pk)
    return [Line(field, _counted(rows, sides, members[field])) for field in sorted(members)]


def rows_of(report: Report, figure: Figure) -> QuerySet[Any]:
    """What a figure counts, ready for a list."""
    keys = report.rows[figure]
    if figure in OF_MEETINGS:
        return with_words(Meeting.objects.filter(pk__in=keys)).select_related(*PARTIES, "table", "event")
    if figure in OF_FOLLOW_UPS:
        return of_event(report.event).filter(pk__in=keys)
    if figure in OF_PARTIES:
        return Participant.objects.filter(pk__in=keys).select_related("group", "project", "organisation")
    wishes = Wish.objects.filter(pk__in=keys)
    return wishes.select_related("wisher__project", "wisher__organisation", "target__project", "target__organisation")
