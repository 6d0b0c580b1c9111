"""The checker finds every planted fault, and nothing in an agenda that is sound."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from landbridge.engines import agenda
from landbridge.engines.agenda import Agenda, FaultCode, Level, Meeting
from tests.engines.agenda.conftest import START, tables

Change = Callable[[list[Meeting]], list[Meeting]]


def rich_event() -> agenda.Problem:
    """Every rule at once, and one meeting per rule to break it with."""
    half = timedelta(minutes=30)
    slots = tuple(
        agenda.Slot(
            id=f"s{i}", start=START + i * half, end=START + (i + 1) * half, day="mon", place="b" if i == 5 else "a"
        )
        for i in range(6)
    )
    people = [agenda.Participant(id=f"g{i}", group="guest", forbidden=frozenset({"s4"})) for i in range(3)]
    people += [agenda.Participant(id=f"h{i}", group="host", min_meetings=1, max_meetings=2) for i in range(3)]
    people.append(agenda.Participant(id="x", group="press", slots=frozenset({"s0", "s1"})))
    wish = agenda.Wish
    wishes = (
        wish(id="w0", a=("g0",), b=("h0",), kind=agenda.WishKind.MUST),
        wish(id="w1", a=("g0",), b=("h1", "h2"), needs=frozenset({"screen"})),
        wish(id="w2", a=("g1",), b=("h1",), resources=frozenset({"interpreter"})),
        wish(id="w3", a=("g2",), b=("h2",), resources=frozenset({"interpreter"}), slots=frozenset({"s0", "s1", "s2"})),
        wish(id="w4", a=("g1",), b=("h0",)),
        wish(id="w5", a=("g2",), b=("x",)),
        wish(id="w6", a=("g0",), b=("h2",)),
        wish(id="n0", a=("g1",), b=("h2",), kind=agenda.WishKind.NEVER),
        wish(id="w7", a=("g1",), b=("h2", "h0"), weight_a=0),
    )
    return agenda.Problem(
        slots=slots,
        tables=(agenda.Table(id="t0", properties=frozenset({"screen"})), agenda.Table(id="t1", slots=frozenset({"s0", "s1", "s2", "s3"})), *tables(5)[2:]),
        participants=tuple(people),
        wishes=wishes,
        group_rules=(agenda.GroupRule(a="guest", b="host"),),
        quotas=(
            agenda.Quota(id="q0", scope=agenda.QuotaScope.EACH, of="guest", at_most=2),
            agenda.Quota(id="q1", scope=agenda.QuotaScope.GROUP, of="host", at_least=4),
        ),
        resources=(agenda.Resource(id="interpreter", capacity=1, slots=frozenset({"s0", "s1", "s2"})),),
        travel=(agenda.Travel(a="a", b="b", minutes=20),),
        pins=(agenda.Pin(wish="w4", slot="s3", table="t3"),),
        share_over="guest",
    )  # fmt: skip


SOUND = [
    Meeting("w0", "g0", "h0", "s0", "t0"),
    Meeting("w1", "g0", "h1", "s1", "t0"),
    Meeting("w2", "g1", "h1", "s0", "t1"),
    Meeting("w3", "g2", "h2", "s1", "t1"),
    Meeting("w4", "g1", "h0", "s3", "t3"),
]


def stated(problem: agenda.Problem, meetings: list[Meeting]) -> Agenda:
    """The meetings with true values, as far as these can be counted."""
    try:
        found = agenda.values(problem, meetings)
    except KeyError:
        found = {}
    return Agenda(tuple(meetings), tuple(Level(name, value, value) for name, value in found.items()))


def put(name: str, /, **change: str) -> Change:
    return lambda meetings: [replace(m, **change) if m.wish == name else m for m in meetings]  # type: ignore[arg-type]


def add(wish: str, a: str, b: str, slot: str, table: str) -> Change:
    return lambda meetings: [*meetings, Meeting(wish, a, b, slot, table)]


def drop(wish: str) -> Change:
    return lambda meetings: [m for m in meetings if m.wish != wish]


def test_a_sound_agenda_has_no_faults() -> None:
    problem = rich_event()
    assert agenda.check(problem, stated(problem, SOUND)) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (put("w1", wish="w99"), FaultCode.UNKNOWN_WISH),
        (put("w1", slot="s99"), FaultCode.UNKNOWN_SLOT),
        (put("w1", table="t99"), FaultCode.UNKNOWN_TABLE),
        (put("w1", b="nobody"), FaultCode.WRONG_PEOPLE),
        (put("w1", b="h0"), FaultCode.WRONG_PEOPLE),
        (put("w1", others=("g2",)), FaultCode.WRONG_PEOPLE),  # type: ignore[arg-type]
        (add("w0", "g0", "h0", "s2", "t0"), FaultCode.WISH_MET_TWICE),
        (add("n0", "g1", "h2", "s2", "t0"), FaultCode.REFUSED),
        (add("w7", "g1", "h2", "s2", "t0"), FaultCode.REFUSED),
        (add("w5", "g2", "x", "s0", "t2"), FaultCode.GROUPS_MAY_NOT_MEET),
        (put("w1", slot="s4"), FaultCode.PERSON_ABSENT),
        (put("w1", slot="s0"), FaultCode.PERSON_BUSY),
        (lambda ms: put("w1", slot="s5")(add("w6", "g0", "h2", "s4", "t2")(ms)), FaultCode.NO_TIME_TO_TRAVEL),
        (lambda ms: add("w6", "g0", "h2", "s2", "t2")(put("w1", b="h2")(ms)), FaultCode.PAIR_MEETS_TWICE),
        (put("w3", slot="s3"), FaultCode.SLOT_NOT_FOR_WISH),
        (put("w2", table="t0"), FaultCode.TABLE_TAKEN),
        (put("w2", slot="s4"), FaultCode.TABLE_ABSENT),
        (put("w1", table="t2"), FaultCode.TABLE_UNFIT),
        (put("w3", slot="s0"), FaultCode.RESOURCE_SHORT),
        (put("w2", slot="s5"), FaultCode.RESOURCE_SHORT),
        (add("w7", "g1", "h0", "s2", "t2"), FaultCode.TOO_MANY_MEETINGS),
        (drop("w3"), FaultCode.TOO_FEW_MEETINGS),
        (add("w6", "g0", "h2", "s2", "t2"), FaultCode.QUOTA_EXCEEDED),
        (drop("w1"), FaultCode.QUOTA_MISSED),
        (drop("w0"), FaultCode.MUST_UNMET),
        (drop("w4"), FaultCode.PIN_BROKEN),
        (put("w4", table="t2"), FaultCode.PIN_BROKEN),
        (put("w4", slot="s2"), FaultCode.PIN_BROKEN),
    ],
)  # fmt: skip
def test_each_planted_fault_is_found(change: Change, code: FaultCode) -> None:
    problem = rich_event()
    if code is FaultCode.QUOTA_MISSED:
        problem = replace(problem, quotas=(replace(problem.quotas[1], at_least=5),))
    assert code in {fault.code for fault in agenda.check(problem, stated(problem, change(list(SOUND))))}


@pytest.mark.parametrize("level", range(5))
@pytest.mark.parametrize("change", [1, -1])
def test_a_wrong_value_is_found(level: int, change: int) -> None:
    problem = rich_event()
    sound = stated(problem, SOUND)
    levels = list(sound.levels)
    levels[level] = Level(levels[level].name, levels[level].value + change, levels[level].bound + change)
    faults = agenda.check(problem, replace(sound, levels=tuple(levels)))
    assert [fault.code for fault in faults] == [FaultCode.LEVEL_WRONG]


def test_a_bound_that_the_value_surpasses_is_found() -> None:
    problem = rich_event()
    sound = stated(problem, SOUND)
    levels = tuple(replace(level, bound=level.value - 1) if level.name == "total" else level for level in sound.levels)
    assert [f.code for f in agenda.check(problem, replace(sound, levels=levels))] == [FaultCode.LEVEL_WRONG]
    assert agenda.check(problem, replace(sound, levels=sound.levels[1:]))


@pytest.mark.parametrize("seed", range(8))
def test_random_damage_never_passes(seed: int) -> None:
    """Moving one meeting into another's person and slot, or to its table, is always seen."""
    rng = random.Random(seed)
    problem = rich_event()
    one, two = rng.sample(SOUND, 2)
    damaged = [replace(m, slot=two.slot, table=two.table) if m.wish == one.wish else m for m in SOUND]
    assert agenda.check(problem, stated(problem, damaged))


def test_a_kept_pin_waives_absence_refusal_and_maximum() -> None:
    problem = rich_event()
    pins = (*problem.pins, agenda.Pin(wish="w5", slot="s4", table="t2", keep=True))
    kept = replace(problem, pins=pins)
    meetings = [*SOUND, Meeting("w5", "g2", "x", "s4", "t2")]
    assert agenda.check(kept, stated(kept, meetings)) == []


def two_tongues(problem: agenda.Problem, first: str, second: str) -> agenda.Problem:
    """Two who share no language, and two who could interpret between whom."""
    spoken = {first: frozenset({"da"}), second: frozenset({"zh"})}
    people = [replace(p, languages=spoken.get(p.id, p.languages)) for p in problem.participants]
    people += [
        agenda.Participant(id="able", group="", interprets=True, languages=frozenset({"da", "zh"})),
        agenda.Participant(id="other", group="", interprets=True, languages=frozenset({"de"})),
    ]
    return replace(problem, participants=tuple(people))


def test_an_interpreter_of_both_languages_is_right_and_one_too_many_no_fault() -> None:
    problem = two_tongues(rich_event(), "g0", "h0")
    with_help = put("w0", interpreter="able")(SOUND)
    assert agenda.check(problem, stated(problem, with_help)) == []
    not_needed = put("w2", interpreter="other")(with_help)
    assert agenda.check(problem, stated(problem, not_needed)) == []


def test_without_rules_any_two_groups_may_meet() -> None:
    problem = replace(rich_event(), group_rules=None)
    meetings = [*SOUND, Meeting("w5", "g2", "x", "s0", "t2")]
    assert agenda.check(problem, stated(problem, meetings)) == []


@pytest.mark.parametrize(
    ("place", "walk"),
    [("b", agenda.Travel(a="b", b="a", minutes=30)), ("a", agenda.Travel(a="a", b="a", minutes=90)), ("b", None)],
)
def test_a_walk_as_long_as_the_time_between_is_in_time(place: str, walk: agenda.Travel | None) -> None:
    """To the second; where no walk is stated none is needed, nor within one place."""
    problem = rich_event()
    slots = tuple(
        replace(s, place=place, start=s.start + late, end=s.end + late) if s.id == "s1" else s
        for s in problem.slots
        for late in [timedelta(minutes=30 if walk and place == "b" else 0)]
    )
    problem = replace(problem, slots=slots, travel=(walk,) if walk else ())
    meetings = [m for m in SOUND if m.wish in {"w0", "w1"}]
    found = {fault.code for fault in agenda.check(problem, stated(problem, meetings))}
    assert FaultCode.NO_TIME_TO_TRAVEL not in found
    assert FaultCode.PERSON_BUSY not in found
