"""Reads of who comes: parties, their people, when these can be met."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from landbridge.events.models import Absence, Attendee, Event, Participant, Slot
from landbridge.events.queries.no_shows import with_times
from landbridge.events.states import ATTENDING, AbsenceReason
from landbridge.ground import search
from landbridge.kernel.interval import Interval
from landbridge.network.models import Organisation, Person
from landbridge.projects.models import Project

PROJECT_KIND = "projects.project"
ORGANISATION_KIND = "network.organisation"
PERSON_KIND = "network.person"


@dataclass(frozen=True, slots=True)
class PartyPerson:
    """Somebody at the table, as far as planning asks."""

    attendee_id: UUID
    email: str


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """A party that is expected, as far as planning asks."""

    participant_id: UUID
    label: str
    side: str
    created_at: datetime
    people: tuple[PartyPerson, ...]


def listed(participants: QuerySet[Participant]) -> QuerySet[Participant]:
    """With group, project, organisation, people and earlier no-shows: a page of them asks three queries."""
    people = Attendee.objects.select_related("person").order_by("-leads", "person__sort_key")
    return (
        with_times(participants)
        .select_related("group", "project", "organisation")
        .prefetch_related(Prefetch("attendees", people))
    )


def of_event(event: Event) -> QuerySet[Participant]:
    """Everybody on the list of a road show, also who withdrew."""
    return Participant.objects.filter(event=event)


def found(participants: QuerySet[Participant], text: str) -> QuerySet[Participant]:
    """Those that `text` finds by label, or by the name of the project, the organisation or one of the people."""
    asked = text.strip()
    if not asked:
        return participants
    projects = search.matching(Project.objects.all(), kind=PROJECT_KIND, text=asked)
    organisations = search.matching(Organisation.objects.all(), kind=ORGANISATION_KIND, text=asked)
    persons = search.matching(Person.objects.all(), kind=PERSON_KIND, text=asked)
    seated = Attendee.objects.filter(participant=OuterRef("pk"), person__in=persons.values("pk"))
    return participants.filter(
        Q(label__iexact=asked)
        | Q(project__in=projects.values("pk"))
        | Q(organisation__in=organisations.values("pk"))
        | Exists(seated)
    )


def parties(event: Event) -> list[PartyFacts]:
    """The parties that are expected, by label, with their people: two queries."""
    people: dict[UUID, list[PartyPerson]] = defaultdict(list)
    rows = Attendee.objects.filter(event=event).values_list("participant_id", "pk", "person__email")
    for participant_id, attendee_id, email in rows:
        people[participant_id].append(PartyPerson(attendee_id, email))
    expected = Participant.objects.filter(event=event, state__in=ATTENDING).order_by("label")
    return [
        PartyFacts(identifier, label, side, created_at, tuple(people[identifier]))
        for identifier, label, side, created_at in expected.values_list("pk", "label", "group__side", "created_at")
    ]


def absences(event: Event) -> dict[UUID, list[Interval]]:
    """When each attendee cannot be met; who is always there has no entry."""
    spans: dict[UUID, list[Interval]] = defaultdict(list)
    for attendee_id, starts_at, ends_at in Absence.objects.filter(event=event).values_list(
        "attendee_id", "starts_at", "ends_at"
    ):
        spans[attendee_id].append(Interval(starts_at, ends_at))
    return dict(spans)


def forbidden_slots(event: Event) -> dict[UUID, frozenset[UUID]]:
    """The slots in which each attendee cannot be met: those their absences touch. Two queries."""
    slots = list(Slot.objects.filter(event=event))
    return {attendee_id: touched(spans, slots) for attendee_id, spans in absences(event).items()}


def touched(spans: Collection[Interval], slots: Iterable[Slot]) -> frozenset[UUID]:
    """The slots that some span touches."""
    return frozenset(
        slot.pk for slot in slots if any(span.start < slot.ends_at and slot.starts_at < span.end for span in spans)
    )


def never_free(
    facts: Iterable[PartyFacts], away: Mapping[UUID, Collection[Interval]], slots: Sequence[Slot]
) -> Iterator[str]:
    """The labels of parties none of whose people can be met in any slot."""
    if not slots:
        return
    for party in facts:
        free = (len(touched(away.get(person.attendee_id, ()), slots)) < len(slots) for person in party.people)
        if party.people and not any(free):
            yield party.label


def lacking(participants: QuerySet[Participant], what: str) -> QuerySet[Participant]:
    """Those who lack `people` (nobody at the table) or an `address` (somebody without e-mail)."""
    seated = Attendee.objects.filter(participant=OuterRef("pk"))
    if what == "people":
        return participants.filter(~Exists(seated))
    return participants.filter(Exists(seated.filter(person__email="")))


def not_yet_in(event: Event, rows: QuerySet[Any], *, kind: str) -> QuerySet[Any]:
    """Of projects or organisations (`kind`) those that are not on the list of this road show."""
    there = Participant.objects.filter(event=event, **{kind: OuterRef("pk")})
    if kind == "organisation":
        there = there.filter(project=None)
    return rows.filter(~Exists(there))


@dataclass(frozen=True, slots=True)
class Availability:
    """When one person can be met: the slots of the road show, those they miss, and when they arrive and leave."""

    slots: tuple[Slot, ...]
    away: frozenset[UUID]
    arrives: datetime | None
    leaves: datetime | None


def at_the_table(participant: Participant) -> list[Attendee]:
    """The people of a party, who leads first, with their absences."""
    rows = Attendee.objects.filter(participant=participant).select_related("person").prefetch_related("absences")
    return list(rows.order_by("-leads", "person__sort_key"))


def availability(attendee: Attendee, slots: Sequence[Slot]) -> Availability:
    """When somebody can be met; `attendee` comes with its absences."""
    rows = list(attendee.absences.all())
    spans = [Interval(row.starts_at, row.ends_at) for row in rows]
    ends = {row.reason: (row.starts_at, row.ends_at) for row in rows}
    late, early = ends.get(AbsenceReason.ARRIVES_LATE), ends.get(AbsenceReason.LEAVES_EARLY)
    return Availability(
        tuple(slots), touched(spans, slots), late[1] if late else None, early[0] if early else None
    )  # fmt: skip


def slots_of(event: Event) -> list[Slot]:
    """The slots of a road show in order."""
    return list(Slot.objects.filter(event=event).order_by("number"))


def known_people(participant: Participant, *, besides: Collection[UUID], on: date) -> list[Person]:
    """People of the party's organisation on that day, to choose from."""
    project = participant.project
    organisation_id = participant.organisation_id or (project.organisation_id if project else None)
    if organisation_id is None:
        return []
    rows = Person.objects.filter(
        affiliations__organisation_id=organisation_id, affiliations__period__contains=on
    ).exclude(pk__in=besides)
    return list(rows.distinct().order_by("sort_key")[:20])
