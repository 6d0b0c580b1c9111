"""Every kind of fault, planted at a random place of a random sound agenda: the checker says that very finding."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from landbridge.engines import agenda
from landbridge.engines.agenda import Agenda, Fault, FaultCode, Level, LevelName, Meeting
from tests.engines.agenda.strictest import SLOTS, Place, Tight, counted, tight

Plant = Callable[[random.Random, Tight], tuple[Tight, Fault] | None]
PLANTS: dict[str, Plant] = {}
"""By name; None where the agenda drawn has no room for the fault."""


def plant(make: Plant) -> Plant:
    PLANTS[make.__name__] = make
    return make


def two_of_a_person(rng: random.Random, case: Tight) -> tuple[str, Meeting, Meeting] | None:
    """Somebody with two meetings, in the order of time."""
    found = [
        (name, one, two)
        for name in case.held
        for one in case.meetings
        for two in case.meetings
        if name in one.people and name in two.people and one.slot < two.slot
    ]
    return rng.choice(found) if found else None


def strangers_to(case: Tight, m: Meeting) -> list[str]:
    """Everybody else."""
    return [name for name in sorted(case.held) if name not in m.people]


def place_for(rng: random.Random, case: Tight, m: Meeting) -> Place:
    return rng.choice(case.free(m.people))


# ---------------------------------------------------------------- what the agenda says that does not exist or twice
@plant
def unknown_wish(rng: random.Random, case: Tight) -> tuple[Tight, Fault]:
    m = rng.choice(case.meetings)
    return case.change(m.wish, wish="w99"), Fault(FaultCode.UNKNOWN_WISH, ("w99",))


@plant
def unknown_slot(rng: random.Random, case: Tight) -> tuple[Tight, Fault]:
    m = rng.choice(case.meetings)
    return case.change(m.wish, slot="s99"), Fault(FaultCode.UNKNOWN_SLOT, (m.wish,), {"slot": "s99"})


@plant
def unknown_table(rng: random.Random, case: Tight) -> tuple[Tight, Fault]:
    m = rng.choice(case.meetings)
    return case.change(m.wish, table="t99"), Fault(FaultCode.UNKNOWN_TABLE, (m.wish,), {"table": "t99"})


@plant
def unknown_person(rng: random.Random, case: Tight) -> tuple[Tight, Fault]:
    m, side = rng.choice(case.meetings), rng.choice("ab")
    made = case.change(m.wish, **{side: "nobody"})
    people = ("nobody", m.b) if side == "a" else (m.a, "nobody")
    return made, Fault(FaultCode.WRONG_PEOPLE, (m.wish,), {"people": people})


@plant
def somebody_else(rng: random.Random, case: Tight) -> tuple[Tight, Fault] | None:
    m, side = rng.choice(case.meetings), rng.choice("ab")
    others = strangers_to(case, m)
    if not others:
        return None
    name = rng.choice(others)
    people = (name, m.b) if side == "a" else (m.a, name)
    return case.change(m.wish, **{side: name}), Fault(FaultCode.WRONG_PEOPLE, (m.wish,), {"people": people})


@plant
def an_uninvited_third(rng: random.Random, case: Tight) -> tuple[Tight, Fault] | None:
    m = rng.choice(case.meetings)
    others = strangers_to(case, m)
    if not others:
        return None
    third = rng.choice(others)
    meetings = tuple(replace(held, others=(third,)) if held is m else held for held in case.meetings)
    return replace(case, meetings=meetings), Fault(FaultCode.WRONG_PEOPLE, (m.wish,), {"people": (m.a, m.b, third)})


@plant
def wish_met_twice(rng: random.Random, case: Tight) -> tuple[Tight, Fault]:
    m = rng.choice(case.meetings)
    slot, table = place_for(rng, case, m)
    again = replace(m, slot=slot, table=table)
    return case.with_meetings(again), Fault(FaultCode.WISH_MET_TWICE, (m.wish,), {"times": 2})


# ---------------------------------------------------------------- who may not meet
@plant
def refused_wish(rng: random.Random, case: Tight) -> tuple[Tight, Fault]:
    case = case.with_event(pins=())
    m = rng.choice(case.meetings)
    made = case.with_wish(m.wish, kind=agenda.WishKind.NEVER)
    return made, Fault(FaultCode.REFUSED, (m.wish,), {"a": m.a, "b": m.b})


@plant
def refused_by_another_wish(rng: random.Random, case: Tight) -> tuple[Tight, Fault]:
    m = rng.choice(case.meetings)
    sides = ((m.a,), (m.b,))
    one, two = sides if rng.random() < 0.5 else reversed(sides)
    never = agenda.Wish(id="never", a=one, b=two, kind=agenda.WishKind.NEVER)
    made = case.with_event(wishes=(*case.event.wishes, never))
    return made, Fault(FaultCode.REFUSED, (m.wish,), {"a": m.a, "b": m.b})


@plant
def groups_apart(rng: random.Random, case: Tight) -> tuple[Tight, Fault]:
    m = rng.choice(case.meetings)
    pair = {case.person(m.a).group, case.person(m.b).group}
    rules = tuple(rule for rule in case.event.group_rules or () if {rule.a, rule.b} != pair)
    return case.with_event(group_rules=rules), Fault(FaultCode.GROUPS_MAY_NOT_MEET, (m.wish,), {"a": m.a, "b": m.b})


@plant
def pair_meets_twice(rng: random.Random, case: Tight) -> tuple[Tight, Fault] | None:
    """By the wish of the other side, which another person of the first could have satisfied."""
    m = rng.choice(case.meetings)
    others = strangers_to(case, m)
    if not others:
        return None
    slot, table = place_for(rng, case, m)
    back = agenda.Wish(id="x", a=(m.b,), b=(m.a, rng.choice(others)))
    made = case.with_event(wishes=(*case.event.wishes, back)).with_meetings(Meeting("x", m.b, m.a, slot, table))
    return made, Fault(FaultCode.PAIR_MEETS_TWICE, (m.wish, "x"), {"people": (m.a, m.b)})


# ---------------------------------------------------------------- times
@plant
def forbidden_slot(rng: random.Random, case: Tight) -> tuple[Tight, Fault]:
    case = case.with_event(pins=())
    m = rng.choice(case.meetings)
    name = rng.choice(m.people)
    made = case.with_person(name, forbidden=frozenset({m.slot}))
    return made, Fault(FaultCode.PERSON_ABSENT, (m.wish,), {"participant": name, "slot": m.slot})


@plant
def not_there(rng: random.Random, case: Tight) -> tuple[Tight, Fault]:
    case = case.with_event(pins=())
    m = rng.choice(case.meetings)
    name = rng.choice(m.people)
    made = case.with_person(name, slots=frozenset(SLOTS) - {m.slot})
    return made, Fault(FaultCode.PERSON_ABSENT, (m.wish,), {"participant": name, "slot": m.slot})


@plant
def person_in_two_places(rng: random.Random, case: Tight) -> tuple[Tight, Fault] | None:
    found = two_of_a_person(rng, case)
    if found is None:
        return None
    name, one, two = found
    wishes = tuple(sorted((one.wish, two.wish)))
    data = {"participant": name, "slots": (one.slot, one.slot)}
    return case.change(two.wish, slot=one.slot), Fault(FaultCode.PERSON_BUSY, wishes, data)


@plant
def overlapping_slots(rng: random.Random, case: Tight) -> tuple[Tight, Fault] | None:
    found = two_of_a_person(rng, case)
    if found is None:
        return None
    name, one, two = found
    start = next(slot.start for slot in case.event.slots if slot.id == two.slot)
    made = case.with_slot(one.slot, end=start + timedelta(minutes=1))
    data = {"participant": name, "slots": (one.slot, two.slot)}
    return made, Fault(FaultCode.PERSON_BUSY, (one.wish, two.wish), data)


@plant
def no_time_to_travel(rng: random.Random, case: Tight) -> tuple[Tight, Fault] | None:
    found = two_of_a_person(rng, case)
    if found is None:
        return None
    name, one, two = found
    ends = next(slot.end for slot in case.event.slots if slot.id == one.slot)
    start = next(slot.start for slot in case.event.slots if slot.id == two.slot)
    minutes = int((start - ends).total_seconds()) // 60 + 1
    way = ("", "far") if rng.random() < 0.5 else ("far", "")
    made = case.with_slot(two.slot, place="far").with_event(
        travel=(agenda.Travel(a=way[0], b=way[1], minutes=minutes),)
    )
    data = {"participant": name, "slots": (one.slot, two.slot), "minutes": minutes}
    return made, Fault(FaultCode.NO_TIME_TO_TRAVEL, (one.wish, two.wish), data)


@plant
def wrong_slot(rng: random.Random, case: Tight) -> tuple[Tight, Fault]:
    m = rng.choice(case.meetings)
    slot, table = place_for(rng, case, m)
    return case.change(m.wish, slot=slot, table=table), Fault(FaultCode.SLOT_NOT_FOR_WISH, (m.wish,), {"slot": slot})


# ---------------------------------------------------------------- tables and scarce things
@plant
def table_taken(rng: random.Random, case: Tight) -> tuple[Tight, Fault] | None:
    together = [(a, b) for a in case.meetings for b in case.meetings if a.slot == b.slot and a.wish < b.wish]
    if not together:
        return None
    one, two = rng.choice(together)
    data = {"table": one.table, "slot": one.slot}
    return case.change(two.wish, table=one.table), Fault(FaultCode.TABLE_TAKEN, (one.wish, two.wish), data)


@plant
def table_absent(rng: random.Random, case: Tight) -> tuple[Tight, Fault]:
    case = case.with_event(pins=())
    m = rng.choice(case.meetings)
    made = case.with_table(m.table, slots=frozenset(SLOTS) - {m.slot})
    return made, Fault(FaultCode.TABLE_ABSENT, (m.wish,), {"table": m.table, "slot": m.slot})


@plant
def table_without_screen(rng: random.Random, case: Tight) -> tuple[Tight, Fault]:
    m = rng.choice(case.meetings)
    elsewhere = rng.choice([t.id for t in case.event.tables if t.id != m.table])
    made = case.with_table(elsewhere, properties=frozenset({"screen", "quiet"}))
    made = made.with_wish(m.wish, needs=frozenset({"screen", "quiet"}))
    return made, Fault(FaultCode.TABLE_UNFIT, (m.wish,), {"table": m.table, "missing": ("quiet", "screen")})


@plant
def one_interpreter_too_few(rng: random.Random, case: Tight) -> tuple[Tight, Fault]:
    (interpreter,) = case.event.resources
    use = {slot: sorted(m.wish for m in case.meetings if m.slot == slot) for slot in SLOTS}
    slot = next(name for name in SLOTS if len(use[name]) == interpreter.capacity)
    made = case.with_event(resources=(replace(interpreter, capacity=interpreter.capacity - 1),))
    return made, Fault(FaultCode.RESOURCE_SHORT, tuple(use[slot]), {"resource": "interpreter", "slot": slot})


@plant
def interpreter_away(rng: random.Random, case: Tight) -> tuple[Tight, Fault]:
    m = rng.choice(case.meetings)
    (interpreter,) = case.event.resources
    made = case.with_event(resources=(replace(interpreter, slots=frozenset(SLOTS) - {m.slot}),))
    wishes = tuple(sorted(held.wish for held in case.meetings if held.slot == m.slot))
    return made, Fault(FaultCode.RESOURCE_SHORT, wishes, {"resource": "interpreter", "slot": m.slot})


def of_two_tongues(case: Tight, m: Meeting) -> Tight:
    """The two share no language any more."""
    one = case.with_person(m.a, languages=frozenset({"zh"}))
    return one.with_person(m.b, languages=frozenset({"da"}))


@plant
def nobody_interprets(rng: random.Random, case: Tight) -> tuple[Tight, Fault]:
    m = rng.choice(case.meetings)
    data = {"a": m.a, "b": m.b, "languages": (("zh",), ("da",))}
    return of_two_tongues(case, m), Fault(FaultCode.NO_INTERPRETER, (m.wish,), data)


@plant
def interpreter_of_other_tongues(rng: random.Random, case: Tight) -> tuple[Tight, Fault]:
    m = rng.choice(case.meetings)
    spoken = frozenset({rng.choice(("zh", "da")), "en"})
    helper = agenda.Participant(id="helper", group="helpers", languages=spoken, interprets=True)
    made = of_two_tongues(case, m).with_event(participants=(*case.event.participants, helper))
    made = of_two_tongues(made, m).change(m.wish, interpreter="helper")
    return made, Fault(FaultCode.WRONG_INTERPRETER, (m.wish,), {"a": m.a, "b": m.b, "participant": "helper"})


# ---------------------------------------------------------------- numbers of meetings
@plant
def too_many_meetings(rng: random.Random, case: Tight) -> tuple[Tight, Fault]:
    name = rng.choice(sorted(case.held))
    made = case.with_person(name, min_meetings=0, max_meetings=case.held[name] - 1)
    wishes = tuple(sorted(m.wish for m in case.meetings if name in m.people))
    data = {"participant": name, "meetings": case.held[name], "at_most": case.held[name] - 1}
    return made, Fault(FaultCode.TOO_MANY_MEETINGS, wishes, data)


@plant
def too_few_meetings(rng: random.Random, case: Tight) -> tuple[Tight, Fault]:
    name = rng.choice(sorted(case.held))
    made = case.with_person(name, min_meetings=case.held[name] + 1, max_meetings=None)
    data = {"participant": name, "meetings": case.held[name], "at_least": case.held[name] + 1}
    return made, Fault(FaultCode.TOO_FEW_MEETINGS, (), data)


def counted_by(case: Tight, quota: agenda.Quota) -> tuple[str, list[str]]:
    """Whose meetings reach the quota's upper bound, and the wishes of these."""
    people = {p.id: p for p in case.event.participants}
    members = {
        agenda.QuotaScope.PARTICIPANT: [(quota.of, {quota.of})],
        agenda.QuotaScope.PARTY: [(quota.of, {p.id for p in people.values() if p.party == quota.of})],
        agenda.QuotaScope.GROUP: [(quota.of, {p.id for p in people.values() if p.group == quota.of})],
        agenda.QuotaScope.EACH: [(p.id, {p.id}) for p in people.values() if p.group == quota.of],
    }[quota.scope]
    found = [
        (
            owner,
            sorted(
                m.wish
                for m in case.meetings
                if ids & set(m.people)
                and m.slot.startswith(quota.day or "")
                and quota.with_group in {None, people[m.b].group}
            ),
        )
        for owner, ids in members
    ]
    return max(found, key=lambda pair: len(pair[1]))


@plant
def quota_exceeded(rng: random.Random, case: Tight) -> tuple[Tight, Fault] | None:
    quota = rng.choice(case.event.quotas)
    owner, wishes = counted_by(case, quota)
    if not wishes:
        return None
    less = replace(quota, at_least=0, at_most=len(wishes) - 1)
    made = case.with_event(quotas=tuple(less if q is quota else q for q in case.event.quotas))
    data = {"quota": quota.id, "of": owner, "meetings": len(wishes), "at_most": len(wishes) - 1}
    return made, Fault(FaultCode.QUOTA_EXCEEDED, tuple(wishes), data)


@plant
def quota_missed(rng: random.Random, case: Tight) -> tuple[Tight, Fault]:
    quota = rng.choice(case.event.quotas)
    owner, wishes = counted_by(case, quota)
    more = replace(quota, at_least=len(wishes) + 1, at_most=None)
    made = case.with_event(quotas=tuple(more if q is quota else q for q in case.event.quotas))
    data = {"quota": quota.id, "of": owner, "meetings": len(wishes), "at_least": len(wishes) + 1}
    return made, Fault(FaultCode.QUOTA_MISSED, (), data)


# ---------------------------------------------------------------- what had to be
@plant
def must_left_out(rng: random.Random, case: Tight) -> tuple[Tight, Fault] | None:
    musts = [m for m in case.meetings if case.wish(m.wish).kind is agenda.WishKind.MUST]
    if not musts:
        return None
    m = rng.choice(musts)
    return case.without(m.wish), Fault(FaultCode.MUST_UNMET, (m.wish,))


@plant
def pinned_elsewhere(rng: random.Random, case: Tight) -> tuple[Tight, Fault]:
    m = rng.choice(case.meetings)
    slot, table = place_for(rng, case, m)
    by_slot = rng.random() < 0.5 or table == m.table
    pin = agenda.Pin(wish=m.wish, slot=slot) if by_slot else agenda.Pin(wish=m.wish, table=table)
    loose = case.with_person(m.a, slots=None).with_person(m.b, slots=None).with_event(pins=(pin,))
    return loose, Fault(FaultCode.PIN_BROKEN, (m.wish,), {"slot": slot} if by_slot else {"table": table})


@plant
def pinned_to_another_person(rng: random.Random, case: Tight) -> tuple[Tight, Fault] | None:
    m, side = rng.choice(case.meetings), rng.choice("ab")
    others = strangers_to(case, m)
    if not others:
        return None
    other = rng.choice(others)
    made = case.with_wish(m.wish, **{side: (getattr(m, side), other)})
    pin = agenda.Pin(wish=m.wish, a=other) if side == "a" else agenda.Pin(wish=m.wish, b=other)
    made = made.with_event(pins=(pin,))
    return made, Fault(FaultCode.PIN_BROKEN, (m.wish,), {side: other})


@plant
def pinned_and_left_out(rng: random.Random, case: Tight) -> tuple[Tight, Fault]:
    m = rng.choice(case.meetings)
    made = case.with_event(pins=(agenda.Pin(wish=m.wish),)).without(m.wish)
    return made, Fault(FaultCode.PIN_BROKEN, (m.wish,))


# ---------------------------------------------------------------- every one of them is found
SEEDS = st.integers(0, 2**32)
LIGHT = settings(max_examples=15, deadline=None, derandomize=True)


@given(seed=SEEDS)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_the_strictest_event_of_an_agenda_leaves_it_sound(seed: int) -> None:
    case = tight(random.Random(seed))
    assert agenda.values(case.event, case.meetings) == counted(case)
    assert agenda.check(case.event, case.stated()) == []


@pytest.mark.parametrize("name", sorted(PLANTS))
@given(seed=SEEDS)
@LIGHT
def test_a_planted_fault_is_said(name: str, seed: int) -> None:
    rng = random.Random(seed)
    planted = PLANTS[name](rng, tight(rng))
    assume(planted is not None)
    assert planted is not None
    damaged, fault = planted
    found = agenda.check(damaged.event, Agenda(damaged.meetings, ()))
    assert fault in found
    if damaged.meetings == tight(random.Random(seed)).meetings and name != "overlapping_slots":
        assert {f.code for f in found} == {fault.code}, "one limit was drawn tighter, and nothing else is wrong"


def test_every_kind_of_fault_is_planted_somewhere() -> None:
    planted: set[FaultCode] = {FaultCode.LEVEL_WRONG}
    for make in PLANTS.values():
        tries = ((rng := random.Random(seed), make(rng, tight(rng)))[1] for seed in range(30))
        planted |= {found[1].code for found in tries if found is not None}
    assert planted == set(FaultCode)


@given(seed=SEEDS, name=st.sampled_from(LevelName), by=st.sampled_from([-2, -1, 1, 2]))
@LIGHT
def test_a_wrong_value_is_said(seed: int, name: LevelName, by: int) -> None:
    case = tight(random.Random(seed))
    stated, true = case.stated(), counted(case)[name]
    levels = tuple(Level(name, true + by, true + by) if level.name is name else level for level in stated.levels)
    fault = Fault(FaultCode.LEVEL_WRONG, (), {"level": name.value, "value": true})
    assert agenda.check(case.event, replace(stated, levels=levels)) == [fault]


@given(seed=SEEDS, name=st.sampled_from(LevelName), by=st.integers(1, 5))
@LIGHT
def test_a_bound_is_held_to_the_side_it_bounds(seed: int, name: LevelName, by: int) -> None:
    """What is made large may lie below its bound, what is made small above it; never the other way round."""
    case = tight(random.Random(seed))
    stated, true = case.stated(), counted(case)[name]
    up = name in {LevelName.MUSTS, LevelName.SMALLEST_SHARE, LevelName.TOTAL}
    honest, false = (true + by, true - by) if up else (true - by, true + by)
    fault = Fault(FaultCode.LEVEL_WRONG, (), {"level": name.value, "value": true})
    for bound, found in ((honest, []), (false, [fault])):
        levels = tuple(Level(name, true, bound) if level.name is name else level for level in stated.levels)
        assert agenda.check(case.event, replace(stated, levels=levels)) == found


@given(seed=SEEDS, name=st.sampled_from(LevelName))
@LIGHT
def test_a_level_left_out_or_made_up_is_said(seed: int, name: LevelName) -> None:
    case = tight(random.Random(seed))
    stated = case.stated()
    short = replace(stated, levels=tuple(level for level in stated.levels if level.name is not name))
    fault = Fault(FaultCode.LEVEL_WRONG, (), {"level": name.value, "value": counted(case)[name]})
    assert agenda.check(case.event, short) == [fault]
    nobody = replace(case.event, share_over=None)
    made_up = Fault(FaultCode.LEVEL_WRONG, (), {"level": "smallest_share"})
    assert agenda.check(nobody, stated) == [made_up]
