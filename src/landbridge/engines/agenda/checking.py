"""An independent judge of agendas: reads the problem afresh and shares no code with solving."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations, pairwise

from landbridge.engines.agenda.parts import Given, Participant, Pin, Quota, QuotaScope, Slot, Table, Wish, WishKind
from landbridge.engines.agenda.result import MAXIMISED, Agenda, LevelName, Meeting


class FaultCode(StrEnum):
    """What is wrong with an agenda."""

    UNKNOWN_WISH = "unknown_wish"
    UNKNOWN_SLOT = "unknown_slot"
    UNKNOWN_TABLE = "unknown_table"
    WISH_MET_TWICE = "wish_met_twice"
    WRONG_PEOPLE = "wrong_people"
    REFUSED = "refused"
    GROUPS_MAY_NOT_MEET = "groups_may_not_meet"
    PERSON_ABSENT = "person_absent"
    NO_INTERPRETER = "no_interpreter"
    WRONG_INTERPRETER = "wrong_interpreter"
    PERSON_BUSY = "person_busy"
    NO_TIME_TO_TRAVEL = "no_time_to_travel"
    PAIR_MEETS_TWICE = "pair_meets_twice"
    SLOT_NOT_FOR_WISH = "slot_not_for_wish"
    TABLE_TAKEN = "table_taken"
    TABLE_ABSENT = "table_absent"
    TABLE_UNFIT = "table_unfit"
    RESOURCE_SHORT = "resource_short"
    TOO_MANY_MEETINGS = "too_many_meetings"
    TOO_FEW_MEETINGS = "too_few_meetings"
    QUOTA_EXCEEDED = "quota_exceeded"
    QUOTA_MISSED = "quota_missed"
    MUST_UNMET = "must_unmet"
    PIN_BROKEN = "pin_broken"
    LEVEL_WRONG = "level_wrong"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: its code, the wishes whose meetings are involved, and the ids and numbers that show it."""

    code: FaultCode
    wishes: tuple[str, ...] = ()
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class _Case:
    """The problem by id, and the meetings whose references all exist."""

    given: Given
    wishes: Mapping[str, Wish]
    slots: Mapping[str, Slot]
    tables: Mapping[str, Table]
    people: Mapping[str, Participant]
    pins: Mapping[str, Pin]
    meetings: tuple[Meeting, ...]

    def kept(self, meeting: Meeting) -> bool:
        """Whether the meeting was agreed before and is exempt from what pins with `keep` waive."""
        pin = self.pins.get(meeting.wish)
        return pin is not None and pin.keep


def check(problem: Given, agenda: Agenda) -> list[Fault]:
    """Everything that makes the agenda invalid, or its stated values wrong; an empty list if nothing does."""
    faults = list(_unknown(problem, agenda))
    broken = {name for fault in faults for name in fault.wishes}
    case = _Case(
        given=problem,
        wishes={w.id: w for w in problem.wishes},
        slots={s.id: s for s in problem.slots},
        tables={t.id: t for t in problem.tables},
        people={p.id: p for p in problem.participants},
        pins={p.wish: p for p in problem.pins},
        meetings=tuple(m for m in agenda.meetings if m.wish not in broken),
    )
    for judge in (_meeting_faults, _people_faults, _place_faults, _count_faults, _demand_faults):
        faults.extend(judge(case))
    if not faults:
        faults.extend(_level_faults(case, agenda))
    return faults


def _unknown(problem: Given, agenda: Agenda) -> Iterator[Fault]:
    wishes = {w.id for w in problem.wishes}
    slots = {s.id for s in problem.slots}
    tables = {t.id for t in problem.tables}
    people = {p.id for p in problem.participants}
    for m in agenda.meetings:
        if m.wish not in wishes:
            yield Fault(FaultCode.UNKNOWN_WISH, (m.wish,))
        if m.slot not in slots:
            yield Fault(FaultCode.UNKNOWN_SLOT, (m.wish,), {"slot": m.slot})
        if m.table not in tables:
            yield Fault(FaultCode.UNKNOWN_TABLE, (m.wish,), {"table": m.table})
        if not people.issuperset(m.people):
            yield Fault(FaultCode.WRONG_PEOPLE, (m.wish,), {"people": m.people})


def _meeting_faults(case: _Case) -> Iterator[Fault]:
    for name, times in Counter(m.wish for m in case.meetings).items():
        if times > 1:
            yield Fault(FaultCode.WISH_MET_TWICE, (name,), {"times": times})
    never = _never(case)
    for m in case.meetings:
        wish = case.wishes[m.wish]
        if m.a not in wish.a or m.b not in wish.b or m.others != wish.others:
            yield Fault(FaultCode.WRONG_PEOPLE, (m.wish,), {"people": m.people})
        if wish.kind is WishKind.NEVER:
            yield Fault(FaultCode.REFUSED, (m.wish,), {"a": m.a, "b": m.b})
        elif not case.kept(m):
            yield from _permission_faults(case, m, never)


def _never(case: _Case) -> set[frozenset[str]]:
    return {frozenset((a, b)) for w in case.given.wishes if w.kind is WishKind.NEVER for a in w.a for b in w.b}


def _permission_faults(case: _Case, m: Meeting, never: set[frozenset[str]]) -> Iterator[Fault]:
    wish, people = case.wishes[m.wish], {"a": m.a, "b": m.b}
    if frozenset((m.a, m.b)) in never:
        yield Fault(FaultCode.REFUSED, (m.wish,), people)
    yield from _interpreter_faults(case, m)
    if not _groups_may_meet(case, m):
        yield Fault(FaultCode.GROUPS_MAY_NOT_MEET, (m.wish,), people)
    if wish.slots is not None and m.slot not in wish.slots:
        yield Fault(FaultCode.SLOT_NOT_FOR_WISH, (m.wish,), {"slot": m.slot})
    for name in m.people:
        if not _there(case.people[name], m.slot):
            yield Fault(FaultCode.PERSON_ABSENT, (m.wish,), {"participant": name, "slot": m.slot})


def _interpreter_faults(case: _Case, m: Meeting) -> Iterator[Fault]:
    sides = {"a": m.a, "b": m.b}
    spoken = [case.people[name].languages for name in (m.a, m.b)]
    apart = all(spoken) and spoken[0].isdisjoint(spoken[1])
    if not m.interpreter:
        if apart:
            languages = tuple(tuple(sorted(side)) for side in spoken)
            yield Fault(FaultCode.NO_INTERPRETER, (m.wish,), {**sides, "languages": languages})
        return
    person = case.people[m.interpreter]
    if not person.interprets or (apart and any(person.languages.isdisjoint(side) for side in spoken)):
        yield Fault(FaultCode.WRONG_INTERPRETER, (m.wish,), {**sides, "participant": m.interpreter})


def _groups_may_meet(case: _Case, meeting: Meeting) -> bool:
    if case.given.group_rules is None:
        return True
    allowed = {frozenset((rule.a, rule.b)) for rule in case.given.group_rules}
    return frozenset((case.people[meeting.a].group, case.people[meeting.b].group)) in allowed


def _there(person: Participant, slot: str) -> bool:
    return slot not in person.forbidden and (person.slots is None or slot in person.slots)


def _by_person(meetings: Iterable[Meeting]) -> dict[str, list[Meeting]]:
    found: dict[str, list[Meeting]] = defaultdict(list)
    for m in meetings:
        for name in m.people:
            found[name].append(m)
    return found


def _people_faults(case: _Case) -> Iterator[Fault]:
    minutes = {frozenset((way.a, way.b)): way.minutes for way in case.given.travel}
    for name, meetings in _by_person(case.meetings).items():
        ordered = sorted(meetings, key=lambda m: (case.slots[m.slot].start, m.wish))
        for one, two in combinations(ordered, 2):
            first, second = case.slots[one.slot], case.slots[two.slot]
            data = {"participant": name, "slots": (first.id, second.id)}
            if second.start < first.end:
                yield Fault(FaultCode.PERSON_BUSY, (one.wish, two.wish), data)
                continue
            needed = minutes.get(frozenset((first.place, second.place)), 0) if first.place != second.place else 0
            if (second.start - first.end).total_seconds() < needed * 60:
                yield Fault(FaultCode.NO_TIME_TO_TRAVEL, (one.wish, two.wish), {**data, "minutes": needed})
    pairs: dict[frozenset[str], list[Meeting]] = defaultdict(list)
    for m in case.meetings:
        pairs[frozenset((m.a, m.b))].append(m)
    for pair, meetings in pairs.items():
        if len({m.wish for m in meetings}) > 1:
            yield Fault(
                FaultCode.PAIR_MEETS_TWICE, tuple(sorted(m.wish for m in meetings)), {"people": tuple(sorted(pair))}
            )


def _place_faults(case: _Case) -> Iterator[Fault]:
    at: dict[str, list[Meeting]] = defaultdict(list)
    for m in case.meetings:
        at[m.table].append(m)
        table = case.tables[m.table]
        if table.slots is not None and m.slot not in table.slots:
            yield Fault(FaultCode.TABLE_ABSENT, (m.wish,), {"table": m.table, "slot": m.slot})
        missing = case.wishes[m.wish].needs - table.properties
        if missing and not case.kept(m):
            yield Fault(FaultCode.TABLE_UNFIT, (m.wish,), {"table": m.table, "missing": tuple(sorted(missing))})
    for name, meetings in at.items():
        for one, two in combinations(meetings, 2):
            if _overlap(case.slots[one.slot], case.slots[two.slot]):
                yield Fault(FaultCode.TABLE_TAKEN, (one.wish, two.wish), {"table": name, "slot": one.slot})
    yield from _resource_faults(case)


def _overlap(one: Slot, two: Slot) -> bool:
    return one.start < two.end and two.start < one.end


def _resource_faults(case: _Case) -> Iterator[Fault]:
    for resource in case.given.resources:
        users = [m for m in case.meetings if resource.id in case.wishes[m.wish].resources]
        for slot in case.given.slots:
            # The use of overlapping slots peaks at the start of one of them.
            using = [m for m in users if case.slots[m.slot].start <= slot.start < case.slots[m.slot].end]
            there = resource.slots is None or slot.id in resource.slots
            absent = [m for m in users if m.slot == slot.id and not there]
            if absent or len(using) > resource.capacity:
                wishes = tuple(sorted(m.wish for m in absent or using))
                yield Fault(FaultCode.RESOURCE_SHORT, wishes, {"resource": resource.id, "slot": slot.id})


def _count_faults(case: _Case) -> Iterator[Fault]:
    held = _by_person(case.meetings)
    for person in case.given.participants:
        mine = held.get(person.id, [])
        count, kept = len(mine), sum(case.kept(m) for m in mine)
        data = {"participant": person.id, "meetings": count}
        if person.max_meetings is not None and count > max(person.max_meetings, kept):
            wishes = tuple(sorted(m.wish for m in mine))
            yield Fault(FaultCode.TOO_MANY_MEETINGS, wishes, {**data, "at_most": person.max_meetings})
        if count < person.min_meetings:
            yield Fault(FaultCode.TOO_FEW_MEETINGS, (), {**data, "at_least": person.min_meetings})
    parties: dict[str, set[str]] = defaultdict(set)
    for person in case.given.participants:
        parties[person.party].add(person.id)
    for quota in case.given.quotas:
        for owner, members in _owners(case, quota, parties):
            theirs = {m: None for name in members for m in held.get(name, ())}
            counted = [m for m in theirs if _counts(case, quota, members, m)]
            kept = sum(case.kept(m) for m in counted)
            data = {"quota": quota.id, "of": owner, "meetings": len(counted)}
            if quota.at_most is not None and len(counted) > max(quota.at_most, kept):
                wishes = tuple(sorted(m.wish for m in counted))
                yield Fault(FaultCode.QUOTA_EXCEEDED, wishes, {**data, "at_most": quota.at_most})
            if len(counted) < quota.at_least:
                yield Fault(FaultCode.QUOTA_MISSED, (), {**data, "at_least": quota.at_least})


def _owners(case: _Case, quota: Quota, parties: Mapping[str, set[str]]) -> Iterator[tuple[str, frozenset[str]]]:
    people = case.given.participants
    if quota.scope is QuotaScope.PARTICIPANT:
        yield quota.of, frozenset((quota.of,))
    elif quota.scope is QuotaScope.PARTY:
        yield quota.of, frozenset(parties.get(quota.of, ()))
    elif quota.scope is QuotaScope.GROUP:
        yield quota.of, frozenset(p.id for p in people if p.group == quota.of)
    else:
        yield from ((p.id, frozenset((p.id,))) for p in people if p.group == quota.of)


def _counts(case: _Case, quota: Quota, members: frozenset[str], meeting: Meeting) -> bool:
    """Whether the meeting counts: a member attends, on the day, with somebody else of the other group."""
    inside = [name for name in meeting.people if name in members]
    if not inside or (quota.day is not None and case.slots[meeting.slot].day != quota.day):
        return False
    if quota.with_group is None:
        return True
    return any(
        case.people[other].group == quota.with_group for name in inside for other in meeting.people if other != name
    )


def _demand_faults(case: _Case) -> Iterator[Fault]:
    held = {m.wish: m for m in case.meetings}
    for wish in case.given.wishes:
        if case.given.musts_hard and wish.kind is WishKind.MUST and wish.id not in held:
            yield Fault(FaultCode.MUST_UNMET, (wish.id,))
    for pin in case.given.pins:
        m = held.get(pin.wish)
        named = ("slot", "table", "a", "b", "interpreter")
        asked = {name: getattr(pin, name) for name in named if getattr(pin, name) is not None}
        if m is None or any(getattr(m, name) != value for name, value in asked.items()):
            yield Fault(FaultCode.PIN_BROKEN, (pin.wish,), asked)


def values(problem: Given, meetings: Iterable[Meeting]) -> dict[LevelName, int]:
    """What the meetings are worth at each level the problem has; meetings must refer to what exists."""
    case = _Case(
        given=problem,
        wishes={w.id: w for w in problem.wishes},
        slots={s.id: s for s in problem.slots},
        tables={t.id: t for t in problem.tables},
        people={p.id: p for p in problem.participants},
        pins={p.wish: p for p in problem.pins},
        meetings=tuple(meetings),
    )
    return _values(case)


def _values(case: _Case) -> dict[LevelName, int]:
    held = _by_person(case.meetings)
    worth = {name: sum(case.wishes[m.wish].weight for m in mine) for name, mine in held.items()}
    found = {
        LevelName.MUSTS: sum(case.wishes[m.wish].kind is WishKind.MUST for m in case.meetings),
        LevelName.TOTAL: sum(case.wishes[m.wish].weight for m in case.meetings),
        LevelName.GAPS: sum(_gaps(case, mine) for mine in held.values()),
        LevelName.TABLE_CHANGES: sum(_changes(case, mine) for mine in held.values()),
    }
    if case.given.share_over is not None:
        shares = [worth.get(name, 0) for name in sorted(_could_meet(case))]
        found[LevelName.SMALLEST_SHARE] = min(shares, default=0)
    return found


def _could_meet(case: _Case) -> set[str]:
    """Members of the group whose shares count: those whom some wish could bring to a meeting at all."""
    never = _never(case)
    found: set[str] = set()
    for wish in case.given.wishes:
        if wish.kind is WishKind.NEVER:
            continue
        for a in wish.a:
            for b in wish.b:
                m = Meeting(wish.id, a, b, "", "", wish.others)
                open_slot = any(_could_be_then(case, wish, m, slot.id) for slot in case.given.slots)
                if open_slot and frozenset((a, b)) not in never and _groups_may_meet(case, m):
                    found.update(m.people)
    return {name for name in found if case.people[name].group == case.given.share_over}


def _could_be_then(case: _Case, wish: Wish, m: Meeting, slot: str) -> bool:
    """Whether all are there in the slot, with an interpreter where one is needed and a table that suits."""
    if wish.slots is not None and slot not in wish.slots:
        return False
    if not all(_there(case.people[name], slot) for name in m.people):
        return False
    one, other = case.people[m.a].languages, case.people[m.b].languages
    if one and other and one.isdisjoint(other):
        able = (p for p in case.given.participants if p.interprets and p.languages & one and p.languages & other)
        if not any(_there(person, slot) for person in able):
            return False
    return any((t.slots is None or slot in t.slots) and wish.needs <= t.properties for t in case.given.tables)


def _days(case: _Case, meetings: Iterable[Meeting]) -> list[list[Meeting]]:
    days: dict[str, list[Meeting]] = defaultdict(list)
    for m in sorted(meetings, key=lambda m: case.slots[m.slot].start):
        days[case.slots[m.slot].day].append(m)
    return list(days.values())


def _gaps(case: _Case, meetings: Iterable[Meeting]) -> int:
    """Idle groups: pairs of successive meetings of a day between which a whole slot of that day would fit."""
    count = 0
    for day in _days(case, meetings):
        for one, two in pairwise(day):
            first, second = case.slots[one.slot], case.slots[two.slot]
            count += any(
                s.day == first.day and s.start >= first.end and s.end <= second.start for s in case.given.slots
            )
    return count


def _changes(case: _Case, meetings: Iterable[Meeting]) -> int:
    return sum(one.table != two.table for day in _days(case, meetings) for one, two in pairwise(day))


def _level_faults(case: _Case, agenda: Agenda) -> Iterator[Fault]:
    true = _values(case)
    stated = {level.name: level for level in agenda.levels}
    for name, value in true.items():
        level = stated.get(name)
        beyond = level is not None and (level.value > level.bound if name in MAXIMISED else level.value < level.bound)
        if level is None or level.value != value or beyond:
            yield Fault(FaultCode.LEVEL_WRONG, (), {"level": name.value, "value": value})
    for name in stated.keys() - true.keys():
        yield Fault(FaultCode.LEVEL_WRONG, (), {"level": name.value})
