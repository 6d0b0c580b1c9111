"""What an agenda is made from, read once; `queries.problem` translates it for the engine.

What a meeting is worth: each side that asked for it adds 1, or 2 if it said "must"; a meeting both asked for adds 1
more. So a mutual wish (3) outweighs any two one-sided ones, and musts come first anyway: they are a level of their own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from landbridge.events.attendance import most_meetings
from landbridge.events.models import (
    Absence,
    AgendaVersion,
    Attendee,
    DayChange,
    Event,
    GroupRule,
    Interpreter,
    Meeting,
    Participant,
    Seat,
    Slot,
    Table,
    Wish,
)
from landbridge.events.models.day_changes import STANDS
from landbridge.events.queries.no_shows import counting
from landbridge.events.queries.scarce import interpreters_in, walks_in
from landbridge.events.states import ATTENDING, AgendaState, EventState, MeetingOrigin, Side, WishKind, WishState
from landbridge.kernel.zones import zone

ASKED = {WishKind.WANT: 1, WishKind.MUST: 2, WishKind.NEVER: 0}
MUTUAL_EXTRA = 1
PARTY_COLUMNS = (
    "hub_id", "event_id", "label", "state", "min_meetings", "max_meetings", "needs", "group__side", "group__letter",
    "group__name_latin", "group__name_chinese", "group__min_meetings", "group__max_meetings",
    "group__no_shows_from", "group__no_show_meetings", "project__name_latin",
    "project__name_chinese", "organisation__name_latin", "organisation__name_chinese",
)  # fmt: skip
PERSON_COLUMNS = (
    "hub_id", "event_id", "participant_id", "language", "languages", "leads", "person__name_latin", "person__name_chinese",
    "person__email", "person__language",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Interest:
    """What the two sides of a pair said of each other; `first` is the delegation's side where there is one."""

    pair_uid: UUID
    first: UUID
    second: UUID
    by_first: WishKind | None = None
    by_second: WishKind | None = None
    first_people: tuple[UUID, ...] = ()
    second_people: tuple[UUID, ...] = ()
    needs: frozenset[str] = frozenset()

    @property
    def never(self) -> bool:
        """Whether either side ruled the meeting out."""
        return WishKind.NEVER in {self.by_first, self.by_second}

    @property
    def mutual(self) -> bool:
        """Whether both sides asked for it."""
        return self.by_first is not None and self.by_second is not None and not self.never

    @property
    def must(self) -> bool:
        """Whether either side said that it must be."""
        return WishKind.MUST in {self.by_first, self.by_second} and not self.never

    @property
    def weights(self) -> tuple[int, int]:
        """What the meeting is worth for each side."""
        first = ASKED[self.by_first] if self.by_first else 0
        second = ASKED[self.by_second] if self.by_second else 0
        return (first + MUTUAL_EXTRA, second) if self.mutual else (first, second)


@dataclass(frozen=True, slots=True)
class Placed:
    """A meeting of a version as plain data: what edits compare, keep for undo, and hand to the engine."""

    id: UUID
    pair_uid: UUID
    first: UUID
    second: UUID
    slot: UUID
    table: UUID
    people: tuple[UUID, ...]
    pinned: bool = False
    origin: MeetingOrigin = MeetingOrigin.SOLVER
    sequence: int = 0
    interpreter: UUID | None = None

    @property
    def place(self) -> "Place":
        """When, where and who: what a person has to be told of when it changes."""
        return (self.slot, self.table, self.people, self.interpreter)


Place = tuple[UUID, UUID, tuple[UUID, ...], UUID | None]


class Said(NamedTuple):
    """What one party said of another: the columns of a wish that an agenda depends on."""

    wisher: UUID
    target: UUID
    person: UUID | None
    kind: WishKind
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Material:
    """Everything an event's agenda depends on, in order, with the look-ups that questions need."""

    event: Event
    slots: tuple[Slot, ...]
    tables: tuple[Table, ...]
    participants: Mapping[UUID, Participant]
    attendees: Mapping[UUID, Attendee]
    absences: tuple[Absence, ...]
    day_changes: tuple[DayChange, ...]
    rules: frozenset[frozenset[UUID]]
    wishes: tuple[Said, ...]
    no_shows: Mapping[UUID, int] = field(default_factory=dict)
    walks: Mapping[frozenset[UUID], int] = field(default_factory=dict)
    interpreters: Mapping[UUID, Interpreter] = field(default_factory=dict)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone in which the event's days and wall times are meant."""
        return zone(self.event.zone)

    @cached_property
    def slot_by_id(self) -> Mapping[UUID, Slot]:
        """Slots by id."""
        return {slot.id: slot for slot in self.slots}

    @cached_property
    def table_by_id(self) -> Mapping[UUID, Table]:
        """Tables by id."""
        return {table.id: table for table in self.tables}

    @cached_property
    def people_of(self) -> Mapping[UUID, tuple[UUID, ...]]:
        """The people who may sit at a table for each party, its leader first."""
        found: dict[UUID, list[UUID]] = defaultdict(list)
        for attendee in sorted(self.attendees.values(), key=lambda a: (not a.leads, a.id)):
            found[attendee.participant_id].append(attendee.id)
        return {party: tuple(people) for party, people in found.items()}

    @cached_property
    def away(self) -> Mapping[UUID, frozenset[UUID]]:
        """The slots in which each attendee cannot be met: those an absence touches; all if the party does not come."""
        found: dict[UUID, set[UUID]] = {attendee: set() for attendee in self.attendees}
        for absence in self.absences:
            found[absence.attendee_id].update(self._touched(absence))
        for change in self.day_changes:
            if change.attendee_id is not None:
                found[change.attendee_id].update(self._touched(change))
        everything = {slot.id for slot in self.slots}
        for attendee in self.attendees.values():
            if not self.comes(attendee.participant_id):
                found[attendee.id] = everything
        return {attendee: frozenset(slots) for attendee, slots in found.items()}

    @cached_property
    def closed(self) -> Mapping[UUID, frozenset[UUID]]:
        """The slots in which each lost table cannot be used; tables that are not named can be, in all."""
        found: dict[UUID, set[UUID]] = defaultdict(set)
        for change in self.day_changes:
            for table in self.tables:
                if change.table_id == table.id or (change.room_id and change.room_id == table.room_id):
                    found[table.id].update(self._touched(change))
        return {table: frozenset(slots) for table, slots in found.items()}

    def _touched(self, span: Absence | DayChange) -> Iterator[UUID]:
        return (s.id for s in self.slots if s.starts_at < span.ends_at and span.starts_at < s.ends_at)

    def gone(self, interpreter: Interpreter) -> frozenset[UUID]:
        """The slots before an interpreter arrives and after they leave, and those in which the day keeps them away."""
        came, went = interpreter.arrives_at, interpreter.leaves_at
        planned = {s.id for s in self.slots if (came and s.starts_at < came) or (went and s.ends_at > went)}
        theirs = (change for change in self.day_changes if change.interpreter_id == interpreter.pk)
        return frozenset(planned.union(*map(self._touched, theirs)))

    def interpreters_for(self, people: Iterable[UUID]) -> tuple[UUID, ...] | None:
        """Who could interpret between these two people; None if they need nobody."""
        sides = [self.attendees[person].spoken for person in people]
        if not self.event.interpreting or not all(sides) or frozenset.intersection(*sides):
            return None
        return tuple(key for key, one in self.interpreters.items() if all(side & set(one.languages) for side in sides))

    def usable(self, table_id: UUID, slot_id: UUID) -> bool:
        """Whether a table can be used then."""
        return slot_id not in self.closed.get(table_id, ())

    @cached_property
    def places(self) -> tuple[UUID, ...]:
        """The places with tables that take a walk to another such place; all other tables are near everything."""
        with_tables = {table.room.place_id for table in self.tables}
        return tuple(sorted({place for pair in self.walks if pair <= with_tables for place in pair}))

    def place_of(self, table_id: UUID) -> UUID | None:
        """Where a table is, if there is a walk from there to anywhere."""
        place = self.table_by_id[table_id].room.place_id
        return place if place in self.places else None

    def minutes_between(self, one: UUID, other: UUID) -> int:
        """How long the walk from one table to another is."""
        places = {self.place_of(one), self.place_of(other)} - {None}
        return self.walks.get(frozenset(place for place in places if place), 0) if len(places) == 2 else 0

    def needs_of(self, one: UUID, other: UUID) -> frozenset[str]:
        """What either of the two parties asks of every table it sits at."""
        return frozenset(self.participants[one].needs) | frozenset(self.participants[other].needs)

    def suits(self, table_id: UUID, interest: Interest) -> bool:
        """Whether a table has what the pair's meeting asks for."""
        return interest.needs <= frozenset(self.table_by_id[table_id].properties)

    @cached_property
    def interests(self) -> Mapping[UUID, Interest]:
        """What was said about each pair of parties that come, by pair."""
        said: dict[tuple[UUID, UUID], list[Said]] = defaultdict(list)
        coming, rank = self._coming, self._rank
        for wish in self.wishes:
            one, other = wish.wisher, wish.target
            if one in coming and other in coming:
                said[(one, other) if rank[one] <= rank[other] else (other, one)].append(wish)
        found = (self._said(pair, wishes) for pair, wishes in said.items())
        return {interest.pair_uid: interest for interest in found}

    def _said(self, pair: tuple[UUID, UUID], wishes: Iterable[Said]) -> Interest:
        """The pair with the word of each side; who names a person is met by that person."""
        first, second = pair
        by: dict[UUID, WishKind] = {}
        people = {party: self.people_of.get(party, ()) for party in pair}
        needs = set(self.needs_of(first, second))
        for wish in wishes:
            by[wish.wisher] = wish.kind
            needs.update(wish.needs)
            if wish.person is not None and wish.person in people[wish.target]:
                people[wish.target] = (wish.person,)
        uid = pair_uid(self.event.id, first, second)
        said = (by.get(first), by.get(second))
        return Interest(uid, first, second, *said, people[first], people[second], frozenset(needs))

    def pair(self, one: UUID, other: UUID) -> Interest:
        """The two parties in their order, with nothing said yet."""
        first, second = self.in_order(one, other)
        people = self.people_of
        uid = pair_uid(self.event.id, one, other)
        needs = self.needs_of(first, second)
        return Interest(uid, first, second, None, None, people.get(first, ()), people.get(second, ()), needs)

    def known(self, one: UUID, other: UUID) -> Interest:
        """What was said about the two parties; nothing, if nothing was."""
        pair = self.pair(one, other)
        return self.interests.get(pair.pair_uid, pair)

    def comes(self, participant_id: UUID) -> bool:
        """Whether the party takes part."""
        return participant_id in self._coming

    @cached_property
    def _coming(self) -> frozenset[UUID]:
        return frozenset(key for key, party in self.participants.items() if party.state in ATTENDING)

    def in_order(self, one: UUID, other: UUID) -> tuple[UUID, UUID]:
        """The delegation's party first; within a side by label."""
        rank = self._rank
        return (one, other) if rank[one] <= rank[other] else (other, one)

    @cached_property
    def _rank(self) -> Mapping[UUID, tuple[bool, str]]:
        return {key: (party.group.side != Side.DELEGATION, party.label) for key, party in self.participants.items()}

    def most_of(self, participant_id: UUID) -> int:
        """The most meetings the party may have."""
        party = self.participants[participant_id]
        if party.max_meetings is not None:
            return party.max_meetings
        return most_meetings(party.group, self.no_shows.get(participant_id, 0))

    def least_of(self, participant_id: UUID) -> int:
        """The fewest meetings the party must have."""
        party = self.participants[participant_id]
        least = party.group.min_meetings if party.min_meetings is None else party.min_meetings
        return min(least, self.most_of(participant_id))

    def may_meet(self, one: UUID, other: UUID) -> bool:
        """Whether the rules let the groups of the two parties meet."""
        groups = frozenset((self.participants[one].group_id, self.participants[other].group_id))
        return groups in self.rules


def pair_uid(event_id: UUID, one: UUID, other: UUID) -> UUID:
    """The identity of a pair's meeting at an event, in either order: the same in every version and calendar."""
    return uuid5(event_id, ":".join(sorted((one.hex, other.hex))))


def material_of(event: Event) -> Material:
    """Read all of it: eight queries, whatever the size of the event.

    One more if a group limits who did not come, one where rooms have places, one where languages count.
    """
    participants = Participant.objects.filter(event=event).select_related("group", "project", "organisation")
    participants = participants.only(*PARTY_COLUMNS)
    attendees = Attendee.objects.filter(event=event).select_related("person").only(*PERSON_COLUMNS)
    columns = ("wisher_id", "target_id", "target_person_id", "kind", "needs")
    wishes = Wish.objects.filter(event=event, state=WishState.OPEN).order_by("id").values_list(*columns)
    rules = GroupRule.objects.filter(event=event).values_list("first_id", "second_id")
    parties = {p.id: p for p in participants.order_by("label")}
    tables = tuple(Table.objects.filter(event=event).select_related("room__place").order_by("place", "label"))
    return Material(
        event=event,
        slots=tuple(Slot.objects.filter(event=event).order_by("number")),
        tables=tables,
        participants=parties,
        attendees={a.id: a for a in attendees.order_by("id")},
        absences=tuple(Absence.objects.filter(event=event).order_by("id")),
        day_changes=tuple(DayChange.objects.filter(STANDS, event=event).order_by("recorded_at", "id")),
        rules=frozenset(frozenset(pair) for pair in rules),
        no_shows=counting(event, parties.values()),
        wishes=tuple(
            Said(one, other, person, WishKind(kind), tuple(needs)) for one, other, person, kind, needs in wishes
        ),
        interpreters=interpreters_in(event) if event.interpreting else {},
        walks=walks_in(event) if any(table.room.place_id for table in tables) else {},
    )


def placed_in(version: AgendaVersion) -> tuple[Placed, ...]:
    """The version's meetings as plain data, by time and table: two queries."""
    meetings = Meeting.objects.filter(version=version).order_by("starts_at", "table__place", "id")
    return placed_from(meetings, Seat.objects.filter(meeting__version=version))


def placed_from(meetings: QuerySet[Meeting], seats: QuerySet[Seat]) -> tuple[Placed, ...]:
    """Meetings with the seats that belong to them, in the order of the meetings."""
    person_for: dict[UUID, dict[UUID, UUID]] = defaultdict(dict)
    for meeting, party, attendee in seats.values_list("meeting_id", "attendee__participant_id", "attendee_id"):
        person_for[meeting][party] = attendee
    columns = (
        "id", "pair_uid", "first_id", "second_id", "slot_id", "table_id", "pinned", "origin", "sequence",
        "interpreter_id",
    )  # fmt: skip
    return tuple(
        Placed(
            id=key,
            pair_uid=pair,
            first=first,
            second=second,
            slot=slot,
            table=table,
            people=(person_for[key][first], person_for[key][second]),
            pinned=pinned,
            origin=MeetingOrigin(origin),
            sequence=sequence,
            interpreter=interpreter,
        )
        for key, pair, first, second, slot, table, pinned, origin, sequence, interpreter in meetings.values_list(
            *columns
        )
    )


def versions_of(event: Event) -> QuerySet[AgendaVersion]:
    """All versions of the event's agenda, the newest first."""
    return AgendaVersion.objects.filter(event=event).order_by("-number")


def published_of(event: Event) -> AgendaVersion | None:
    """The version that stands, if one does."""
    return versions_of(event).filter(state=AgendaState.PUBLISHED).first()


def started(event: Event, at: datetime) -> datetime | None:
    """The moment before which nothing of the agenda may change any more; None while none is published.

    History that is entered later may be put right.
    """
    return at if event.state == EventState.PUBLISHED and not event.entered_later else None
