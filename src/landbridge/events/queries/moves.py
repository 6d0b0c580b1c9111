"""What a change by hand would do to an agenda, before it is done: pure functions over plain data.

Hard breaks make the change impossible: a person or table cannot be in two places, is not there, or one side said never.
Soft ones are the organiser's to decide: a quota, a minimum, a must or mutual wish that is lost, a pin that is moved.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import pairwise
from uuid import UUID

from landbridge.engines import agenda
from landbridge.engines.agenda import FaultCode, LevelName
from landbridge.events.models import Slot
from landbridge.events.queries.agendas import Interest, Material, Placed
from landbridge.events.queries.changes import changes_between
from landbridge.events.queries.problem import as_engine_agenda, as_engine_meeting, problem_of, slot_id_of

SOFT = frozenset(
    {
        FaultCode.TOO_MANY_MEETINGS,
        FaultCode.TOO_FEW_MEETINGS,
        FaultCode.QUOTA_EXCEEDED,
        FaultCode.QUOTA_MISSED,
        FaultCode.MUST_UNMET,
        FaultCode.TABLE_UNFIT,
        FaultCode.NO_INTERPRETER,
        FaultCode.WRONG_INTERPRETER,
    }
)
COUNTS = SOFT - {FaultCode.TABLE_UNFIT, FaultCode.NO_INTERPRETER, FaultCode.WRONG_INTERPRETER}
NOTES = frozenset({"gaps", "table_changes"})
"""Breaks that are worth a word and need no consent."""

Agenda = tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """One thing a change does that somebody may mind. `data` names parties, people, slots and tables by id."""

    code: str
    hard: bool
    data: Mapping[str, object] = field(default_factory=dict)

    @property
    def needs_consent(self) -> bool:
        """Whether the organiser must say yes to it."""
        return not self.hard and self.code not in NOTES


@dataclass(frozen=True, slots=True)
class Opening:
    """A slot in which a pair could meet: the people who are free then, and the tables that are."""

    slot: UUID
    people: tuple[UUID, ...]
    tables: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an agenda would become, what that breaks, and its value before and after."""

    after: Agenda
    breaks: tuple[Break, ...]
    values: Mapping[LevelName, int]
    values_before: Mapping[LevelName, int]

    @property
    def hard(self) -> tuple[Break, ...]:
        """What makes the change impossible."""
        return tuple(b for b in self.breaks if b.hard)

    @property
    def soft(self) -> tuple[Break, ...]:
        """What the organiser must agree to."""
        return tuple(b for b in self.breaks if b.needs_consent)


def outcome(material: Material, before: Agenda, after: Agenda, *, now: datetime | None = None) -> Outcome:
    """Compare two states of one agenda; faults that were there before are not blamed on the change.

    With `now`, what has begun by then stays: to move, drop or add it is a hard break.
    """
    problem = problem_of(material, placed=(*before, *after))
    known = {_key(fault) for fault in faults_of(material, problem, before)}
    new = [fault for fault in faults_of(material, problem, after) if _key(fault) not in known]
    old_values, new_values = _values(material, problem, before), _values(material, problem, after)
    changed = frozenset(str(m.pair_uid) for m in after if m not in before)
    breaks = [_as_break(fault, changed) for fault in new]
    breaks += _lost_wishes(material, before, after)
    breaks += _moved_pins(before, after)
    breaks += _begun(material, before, after, now)
    for level in (LevelName.GAPS, LevelName.TABLE_CHANGES):
        if new_values[level] > old_values[level]:
            breaks.append(Break(level.value, hard=False, data={"more": new_values[level] - old_values[level]}))
    return Outcome(after, tuple(breaks), new_values, old_values)


def faults_of(material: Material, problem: agenda.Problem, placed: Iterable[Placed]) -> list[agenda.Fault]:
    """What the engine's checker holds against the meetings; their stated values are not its business here."""
    stated = as_engine_agenda(material, placed)
    return [fault for fault in agenda.check(problem, stated) if fault.code is not FaultCode.LEVEL_WRONG]


def hard_breaks(
    material: Material, placed: Agenda, *, former: Agenda = (), now: datetime | None = None
) -> tuple[Break, ...]:
    """What makes the agenda impossible as it stands: asked before it is published over `former`.

    What has begun by `now` must be as it was published, and is not held against anybody who was absent or a table that
    was lost since.
    """
    past = begun(material, now)
    stood = {m.pair_uid: m.place for m in former}
    held = {str(m.pair_uid) for m in placed if m.slot in past and stood.get(m.pair_uid) == m.place}
    faults = [f for f in faults_of(material, problem_of(material, placed=placed), placed) if not _of(f, held)]
    found = tuple(_as_break(fault) for fault in faults)
    return (*(b for b in found if b.hard), *_begun(material, former, placed, now if former else None))


def begun(material: Material, now: datetime | None) -> frozenset[UUID]:
    """The slots that have begun by `now`."""
    return frozenset(slot.id for slot in material.slots if now is not None and slot.starts_at < now)


def _of(fault: agenda.Fault, pairs: set[str]) -> bool:
    return bool(fault.wishes) and pairs.issuperset(fault.wishes)


def _begun(material: Material, before: Agenda, after: Agenda, now: datetime | None) -> list[Break]:
    """Changes of what has begun: a meeting that was there and is not, or moves there from another time."""
    past = begun(material, now)
    if not past:
        return []
    found = [
        str(change.either.pair_uid)
        for change in changes_between(before, after)
        if (change.before and change.before.slot in past)
        or (change.before and change.after and change.after.slot in past)
    ]
    return [Break("has_begun", hard=True, data={"pairs": found})] if found else []


def openings(
    material: Material, placed: Agenda, one: UUID, other: UUID, *, now: datetime | None = None
) -> tuple[Opening, ...]:
    """Where the two parties could meet: slots in which somebody of each is free and a table is that suits them.

    A meeting they already have does not stand in its own way. With `now`, only what has not begun.
    """
    past = begun(material, now)
    own = material.pair(one, other).pair_uid
    rest = [m for m in placed if m.pair_uid != own]
    pair = material.interests.get(own) or material.pair(one, other)
    busy = {(person, m.slot) for m in rest for person in m.people}
    taken = {(m.table, m.slot) for m in rest}
    found = []
    for slot in (s for s in material.slots if s.id not in past):
        first = _free(material, pair.first_people, slot.id, busy)
        second = _free(material, pair.second_people, slot.id, busy)
        if not first or not second:
            continue
        near = within_reach(material, rest, (first[0], second[0]), slot.id)
        free = (t.id for t in material.tables if (t.id, slot.id) not in taken and material.usable(t.id, slot.id))
        tables = tuple(table for table in free if material.suits(table, pair) and near(table))
        if tables:
            found.append(Opening(slot.id, (first[0], second[0]), tables))
    return tuple(found)


def within_reach(
    material: Material, placed: Iterable[Placed], people: Sequence[UUID], slot: UUID
) -> Callable[[UUID], bool]:
    """Tells of a table whether these people can walk there in time from, and on to, their other meetings of the day."""
    if not material.places:
        return lambda _table: True
    here = material.slot_by_id[slot]
    pauses = [
        (m.table, _pause(material.slot_by_id[m.slot], here)) for m in placed if not set(people).isdisjoint(m.people)
    ]
    return lambda table: all(material.minutes_between(other, table) <= pause for other, pause in pauses)


def walked(material: Material, placed: Iterable[Placed]) -> int:
    """The minutes everybody, interpreters too, walks between two meetings that follow each other on a day."""
    tables: dict[tuple[UUID, date], list[UUID]] = defaultdict(list)
    for meeting in sorted(placed, key=lambda m: material.slot_by_id[m.slot].starts_at):
        day = material.slot_by_id[meeting.slot].starts_at.astimezone(material.zone).date()
        for person in filter(None, (*meeting.people, meeting.interpreter)):
            tables[person, day].append(meeting.table)
    return sum(material.minutes_between(one, two) for row in tables.values() for one, two in pairwise(row))


def fitting_first(
    material: Material,
    placed: Iterable[Placed],
    pair: Interest,
    people: Sequence[UUID],
    slot: UUID,
    tables: Iterable[UUID],
    *,
    stay: UUID | None = None,
) -> list[UUID]:
    """The tables in order: those that suit the pair and can be reached in time first; of these `stay`."""
    near = within_reach(material, placed, people, slot)
    return sorted(tables, key=lambda table: (not near(table), not material.suits(table, pair), table != stay))


def _pause(one: Slot, other: Slot) -> float:
    """Minutes between two slots; below zero where they overlap."""
    return (max(one.starts_at, other.starts_at) - min(one.ends_at, other.ends_at)).total_seconds() / 60


def _free(material: Material, people: Sequence[UUID], slot: UUID, busy: set[tuple[UUID, UUID]]) -> list[UUID]:
    return [p for p in people if slot not in material.away[p] and (p, slot) not in busy]


def moved(material: Material, placed: Agenda, pair: UUID, slot: UUID, table: UUID) -> Agenda:
    """The pair meets at another time or table; somebody else sits there for a party whose person is busy then."""
    meeting = of_pair(placed, pair)
    people = _people_for(material, placed, meeting, slot)
    rest = [m for m in placed if m.pair_uid != pair]
    helper = interpreter_for(material, rest, people, slot, table, stay=meeting.interpreter)
    return _replaced(placed, replace(meeting, slot=slot, table=table, people=people, interpreter=helper))


def interpreter_for(
    material: Material,
    placed: Iterable[Placed],
    people: Sequence[UUID],
    slot: UUID,
    table: UUID,
    *,
    stay: UUID | None = None,
) -> UUID | None:
    """Who interprets between these people then: `stay` if they can, else the first who is free; None if nobody need or can."""
    able = material.interpreters_for(people)
    if not able:
        return None
    free = interpreters_free(material, placed, able, slot, table)
    return stay if stay in free else next(iter(free), None)


def interpreters_free(
    material: Material, placed: Iterable[Placed], able: Iterable[UUID], slot: UUID, table: UUID
) -> list[UUID]:
    """Which of these interpreters are there in the slot, without another meeting then and in time for the table."""
    here, busy = material.slot_by_id[slot], list(placed)

    def free(one: UUID) -> bool:
        if slot in material.gone(material.interpreters[one]):
            return False
        theirs = [m for m in busy if m.interpreter == one]
        pauses = ((m.table, _pause(material.slot_by_id[m.slot], here)) for m in theirs)
        return all(pause >= material.minutes_between(other, table) for other, pause in pauses)

    return [one for one in able if free(one)]


def interpreted(placed: Agenda, pair: UUID, interpreter: UUID | None) -> Agenda:
    """Somebody else interprets at the pair's meeting, or nobody does."""
    return _replaced(placed, replace(of_pair(placed, pair), interpreter=interpreter))


def _people_for(material: Material, placed: Agenda, meeting: Placed, slot: UUID) -> tuple[UUID, ...]:
    busy = {(person, m.slot) for m in placed if m.pair_uid != meeting.pair_uid for person in m.people}
    pair = material.interests.get(meeting.pair_uid) or material.pair(meeting.first, meeting.second)
    first, second = meeting.people
    sides = ((first, *pair.first_people), (second, *pair.second_people))
    return tuple(_first_free(material, people, slot, busy) for people in sides)


def people_for(material: Material, placed: Agenda, pair: Interest, slot: UUID) -> tuple[UUID, ...]:
    """Who would sit at the table for a new meeting of the pair: somebody who is free then, else the first of each."""
    busy = {(person, m.slot) for m in placed for person in m.people}
    return tuple(_first_free(material, people, slot, busy) for people in (pair.first_people, pair.second_people))


def _first_free(material: Material, people: Sequence[UUID], slot: UUID, busy: set[tuple[UUID, UUID]]) -> UUID:
    return next(iter(_free(material, people, slot, busy)), people[0])


def swapped(material: Material, placed: Agenda, pair: UUID, other: UUID) -> Agenda:
    """Two meetings take each other's time and table."""
    one, two = of_pair(placed, pair), of_pair(placed, other)
    rest = tuple(m for m in placed if m.pair_uid not in {pair, other})
    new_one = _at(material, rest, one, two)
    return _replaced(_replaced(placed, new_one), _at(material, (*rest, new_one), two, one))


def _at(material: Material, rest: Agenda, meeting: Placed, where: Placed) -> Placed:
    """The meeting at another's time and table, with whoever is free then."""
    people = _people_for(material, rest, meeting, where.slot)
    helper = interpreter_for(material, rest, people, where.slot, where.table, stay=meeting.interpreter)
    return replace(meeting, slot=where.slot, table=where.table, people=people, interpreter=helper)


def dropped(placed: Agenda, pair: UUID) -> Agenda:
    """The pair does not meet."""
    of_pair(placed, pair)
    return tuple(m for m in placed if m.pair_uid != pair)


def pinned(placed: Agenda, pair: UUID, *, pinned: bool) -> Agenda:
    """The meeting stays where it is when the agenda is planned again, or no longer does."""
    return _replaced(placed, replace(of_pair(placed, pair), pinned=pinned))


def of_pair(placed: Agenda, pair: UUID) -> Placed:
    """The pair's meeting; KeyError if it has none."""
    found = next((m for m in placed if m.pair_uid == pair), None)
    if found is None:
        raise KeyError(pair)
    return found


def _replaced(placed: Agenda, meeting: Placed) -> Agenda:
    return tuple(meeting if m.pair_uid == meeting.pair_uid else m for m in placed)


def _values(material: Material, problem: agenda.Problem, placed: Agenda) -> Mapping[LevelName, int]:
    return agenda.values(problem, [as_engine_meeting(material, m) for m in placed])


def _key(fault: agenda.Fault) -> tuple[str, tuple[str, ...], str]:
    if fault.code in COUNTS:  # a count that was wrong before and still is, by more or less, is not a new fault
        return (fault.code.value, (), str(fault.data.get("quota") or fault.data.get("participant")))
    return (fault.code.value, fault.wishes, repr(sorted(fault.data.items())))


def _as_break(fault: agenda.Fault, changed: frozenset[str] = frozenset()) -> Break:
    """The fault as a break; of the pairs involved, those that were there before stand in the way of the changed."""
    pairs = [pair for pair in fault.wishes if pair not in changed] or list(fault.wishes)
    return Break(fault.code.value, hard=fault.code not in SOFT, data={"pairs": pairs, **in_our_terms(fault.data)})


def in_our_terms(data: Mapping[str, object]) -> dict[str, object]:
    """The engine's data with lists for tuples and our slots for its own."""
    return {name: _ours(name, value) for name, value in data.items()}


def _ours(name: str, value: object) -> object:
    if isinstance(value, tuple):
        return [_ours(name.removesuffix("s"), item) for item in value]
    return str(slot_id_of(value)) if name == "slot" and isinstance(value, str) else value


def _lost_wishes(material: Material, before: Agenda, after: Agenda) -> list[Break]:
    still = {m.pair_uid for m in after}
    found = []
    for meeting in before:
        interest = material.interests.get(meeting.pair_uid)
        if meeting.pair_uid not in still and interest and (interest.must or interest.mutual):
            code = "must_lost" if interest.must else "mutual_lost"
            found.append(Break(code, hard=False, data={"pairs": [str(meeting.pair_uid)]}))
    return found


def _moved_pins(before: Agenda, after: Agenda) -> list[Break]:
    now = {m.pair_uid: m for m in after}
    return [
        Break("pin_moved", hard=False, data={"pairs": [str(m.pair_uid)]})
        for m in before
        if m.pinned and (m.pair_uid not in now or now[m.pair_uid].place != m.place)
    ]
