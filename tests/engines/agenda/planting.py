"""Small feasible events, and conflicts planted into them whose demands are known beforehand.

Each conflict brings its own people and its own slot, so that it touches nothing that was there, nor another conflict.
"""

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from landbridge.engines import agenda
from landbridge.engines.agenda import ConflictCode, Participant, Wish, WishKind
from tests.engines.agenda.conftest import slots, tables

Part = tuple[str, str]
TABLES = 2


@dataclass(frozen=True)
class Planted:
    """An event, the demands that alone make it impossible, and what it is to be called with which numbers."""

    event: agenda.Problem
    parts: frozenset[Part]
    code: ConflictCode
    data: Mapping[str, object]


Plant = Callable[[agenda.Problem, str], Planted]
PLANTS: dict[str, Plant] = {}


def plant(make: Plant) -> Plant:
    PLANTS[make.__name__] = make
    return make


def feasible(seed: int) -> agenda.Problem:
    """Musts, wants and bounds around meetings drawn first: what was drawn is an agenda."""
    rng = random.Random(seed)
    pairs = [(f"g{a}", f"h{b}") for a in range(2) for b in range(2)]
    wishes = [
        Wish(id=f"w{k}", a=(a,), b=(b,), kind=WishKind.MUST if rng.random() < 0.6 else WishKind.WANT)
        for k, (a, b) in enumerate(pairs)
    ]
    there = frozenset({"s0", "s1"})
    people = [
        Participant(id=name, group=name[0], slots=there, min_meetings=rng.randint(0, 2), max_meetings=2)
        for name in ("g0", "g1", "h0", "h1")
    ]
    return agenda.Problem(
        slots=slots(2), tables=tables(TABLES), participants=tuple(people), wishes=tuple(wishes), share_over="g"
    )


def must(name: str, a: str, b: str, **facts: Any) -> Wish:
    return Wish(id=name, a=(a,), b=(b,), **{"kind": WishKind.MUST, **facts})


def more(event: agenda.Problem, *, late: Iterable[str] = (), place: str = "", **added: Any) -> agenda.Problem:
    """The event with rows added; `late` are new slots after all others, each for those who are only there."""
    begins = max(slot.end for slot in event.slots) + timedelta(hours=2)
    half = timedelta(minutes=30)
    new = tuple(
        agenda.Slot(id=name, start=begins + n * half, end=begins + (n + 1) * half, day="late", place=place)
        for n, name in enumerate(late)
    )
    rows: dict[str, Any] = {name: (*getattr(event, name), *found) for name, found in added.items()}
    return replace(event, slots=(*event.slots, *new), **rows)


def people(names: Iterable[str], there: Iterable[str], **facts: Any) -> list[Participant]:
    return [Participant(id=name, group=f"group {name[-2]}", slots=frozenset(there), **facts) for name in names]


def crowd(
    event: agenda.Problem, tag: str, size: int, late: list[str], rows: Mapping[str, Any] | None = None, **facts: Any
) -> agenda.Problem:
    """`size` pairs of strangers who must meet and are there in the late slots only; `rows` come with them."""
    pairs = [(f"{tag}x{k}", f"{tag}y{k}") for k in range(size)]
    return more(
        event,
        late=late,
        participants=people((name for pair in pairs for name in pair), late),
        wishes=[must(f"{tag}{k}", a, b, **facts) for k, (a, b) in enumerate(pairs)],
        **(rows or {}),
    )


def star(event: agenda.Problem, tag: str, size: int, late: list[str], **facts: Any) -> agenda.Problem:
    """One person who meets `size` others and is there in the late slots only; `facts` are theirs."""
    others = [f"{tag}y{k}" for k in range(size)]
    return more(
        event,
        late=late,
        participants=[*people([f"{tag}x0"], late, **facts), *people(others, late)],
        wishes=[must(f"{tag}{k}", f"{tag}x0", other) for k, other in enumerate(others)],
    )


def wishes(tag: str, size: int, kind: str = "wish") -> frozenset[Part]:
    return frozenset((kind, f"{tag}{k}") for k in range(size))


def late_slots(tag: str, count: int) -> list[str]:
    return [f"{tag}late{n}" for n in range(count)]


@plant
def too_many_for_somebodys_slots(event: agenda.Problem, tag: str) -> Planted:
    made = star(event, tag, 3, late_slots(tag, 2))
    data = {"participant": f"{tag}x0", "required": 3, "slots": 2}
    return Planted(made, wishes(tag, 3), ConflictCode.MORE_REQUIRED_THAN_SLOTS, data)


@plant
def too_many_for_somebodys_maximum(event: agenda.Problem, tag: str) -> Planted:
    made = star(event, tag, 2, late_slots(tag, 2), max_meetings=1)
    data = {"participant": f"{tag}x0", "required": 2, "at_most": 1}
    return Planted(
        made, wishes(tag, 2) | {("maximum", f"{tag}x0")}, ConflictCode.MORE_REQUIRED_THAN_QUOTA, data
    )  # fmt: skip


@plant
def too_many_for_one_slot(event: agenda.Problem, tag: str) -> Planted:
    late = late_slots(tag, 1)
    made = crowd(event, tag, TABLES + 1, late)
    data = {"required": TABLES + 1, "room": TABLES, "slots": tuple(late)}
    return Planted(made, wishes(tag, TABLES + 1) | {("slot", late[0])}, ConflictCode.TABLES_SHORT, data)


@plant
def too_many_for_all_tables(event: agenda.Problem, tag: str) -> Planted:
    late = late_slots(tag, 2)
    made = crowd(event, tag, 2 * TABLES + 1, late)
    parts = wishes(tag, 2 * TABLES + 1) | {("slot", name) for name in late}
    return Planted(made, parts, ConflictCode.TABLES_SHORT, {"required": 2 * TABLES + 1, "room": 2 * TABLES})


@plant
def too_few_tables_with_a_screen(event: agenda.Problem, tag: str) -> Planted:
    late = late_slots(tag, 1)
    first, *others = event.tables
    screen = replace(first, properties=first.properties | {f"{tag}screen"})
    made = crowd(replace(event, tables=(screen, *others)), tag, 2, late, needs=frozenset({f"{tag}screen"}))
    parts = wishes(tag, 2) | {("slot", late[0])}
    data = {"required": 2, "room": 1, "needs": (f"{tag}screen",)}
    return Planted(made, parts, ConflictCode.TABLES_SHORT, data)


@plant
def no_table_that_suits(event: agenda.Problem, tag: str) -> Planted:
    stage = agenda.Table(id=f"{tag}t", properties=frozenset({f"{tag}stage"}), slots=frozenset({"s0"}))
    made = crowd(event, tag, 1, late_slots(tag, 1), {"tables": [stage]}, needs=stage.properties)
    return Planted(made, wishes(tag, 1), ConflictCode.NO_FITTING_TABLE, {})


@plant
def two_pins_of_one_person(event: agenda.Problem, tag: str) -> Planted:
    made = star(event, tag, 2, late_slots(tag, 1))
    made = replace(
        made, wishes=tuple(replace(w, kind=WishKind.WANT) if w.id.startswith(tag) else w for w in made.wishes)
    )
    made = more(made, pins=[agenda.Pin(wish=f"{tag}{k}") for k in range(2)])
    data = {"participant": f"{tag}x0", "required": 2, "slots": 1}
    return Planted(made, wishes(tag, 2, "pin"), ConflictCode.MORE_REQUIRED_THAN_SLOTS, data)


@plant
def two_pins_on_one_table(event: agenda.Problem, tag: str) -> Planted:
    late = late_slots(tag, 1)
    made = crowd(event, tag, 2, late, kind=WishKind.WANT)
    made = more(made, pins=[agenda.Pin(wish=f"{tag}{k}", table="t0") for k in range(2)])
    return Planted(made, wishes(tag, 2, "pin"), ConflictCode.TABLES_SHORT, {"required": 2, "room": 1})


@plant
def one_interpreter_twice_at_once(event: agenda.Problem, tag: str) -> Planted:
    late = late_slots(tag, 1)
    made = crowd(event, tag, 2, late)
    speak = {"x": frozenset({f"{tag}da"}), "y": frozenset({f"{tag}zh"})}
    spoken = tuple(
        replace(p, languages=speak[p.id[len(tag)]]) if p.id.startswith(tag) else p for p in made.participants
    )
    helper = Participant(id=f"{tag}z", group="", interprets=True, languages=speak["x"] | speak["y"])
    made = more(replace(made, participants=spoken), participants=[helper])
    parts = wishes(tag, 2) | {("interpreter", helper.id)}
    return Planted(made, parts, ConflictCode.INTERPRETERS_SHORT, {"required": 2, "room": 1, "people": (helper.id,)})


@plant
def nobody_who_interprets(event: agenda.Problem, tag: str) -> Planted:
    made = crowd(event, tag, 1, late_slots(tag, 1))
    spoken = tuple(replace(p, languages=frozenset({p.id})) if p.id.startswith(tag) else p for p in made.participants)
    return Planted(replace(made, participants=spoken), wishes(tag, 1), ConflictCode.NO_INTERPRETER, {})


@plant
def one_resource_twice_at_once(event: agenda.Problem, tag: str) -> Planted:
    late = late_slots(tag, 1)
    demo = agenda.Resource(id=f"{tag}demo")
    made = crowd(event, tag, 2, late, {"resources": [demo]}, resources=frozenset({demo.id}))
    parts = wishes(tag, 2) | {("resource", f"{tag}demo")}
    return Planted(made, parts, ConflictCode.RESOURCE_SHORT, {"required": 2, "room": 1, "resource": f"{tag}demo"})


@plant
def a_resource_that_is_elsewhere(event: agenda.Problem, tag: str) -> Planted:
    """It is there in another slot only: more of it then would not help."""
    demo = agenda.Resource(id=f"{tag}demo", slots=frozenset({"s0"}))
    made = crowd(event, tag, 1, late_slots(tag, 1), {"resources": [demo]}, resources=frozenset({demo.id}))
    parts = wishes(tag, 1) | {("resource", f"{tag}demo")}
    return Planted(made, parts, ConflictCode.RESOURCE_SHORT, {"required": 1, "room": 0})


@plant
def a_minimum_above_the_wishes(event: agenda.Problem, tag: str) -> Planted:
    late = late_slots(tag, 3)
    made = more(
        event,
        late=late,
        participants=[*people([f"{tag}x0"], late, min_meetings=3), *people([f"{tag}y0"], late)],
        wishes=[Wish(id=f"{tag}0", a=(f"{tag}x0",), b=(f"{tag}y0",))],
    )
    parts = frozenset({("minimum", f"{tag}x0")})
    return Planted(made, parts, ConflictCode.FEWER_POSSIBLE_THAN_MINIMUM, {"at_least": 3, "possible": 1})


@plant
def minimums_that_share_a_partner(event: agenda.Problem, tag: str) -> Planted:
    """Each of two people is to have a meeting, and the one whom both would meet is there for one."""
    late = late_slots(tag, 1)
    made = star(event, tag, 2, late)
    made = replace(
        made,
        wishes=tuple(replace(w, kind=WishKind.WANT) if w.id.startswith(tag) else w for w in made.wishes),
        participants=tuple(replace(p, min_meetings=1) if p.id.startswith(f"{tag}y") else p for p in made.participants),
    )
    parts = frozenset({("minimum", f"{tag}y0"), ("minimum", f"{tag}y1")})
    return Planted(made, parts, ConflictCode.TOGETHER, {})


@plant
def a_quota_below_the_musts(event: agenda.Problem, tag: str) -> Planted:
    made = star(event, tag, 3, late_slots(tag, 3))
    quota = agenda.Quota(id=f"{tag}q", scope=agenda.QuotaScope.PARTICIPANT, of=f"{tag}x0", at_most=1, day="late")
    parts = wishes(tag, 2) | {("quota", quota.id)}
    made = replace(made, wishes=tuple(replace(w, kind=WishKind.WANT) if w.id == f"{tag}2" else w for w in made.wishes))
    data = {"quota": quota.id, "required": 2, "at_most": 1}
    return Planted(more(made, quotas=[quota]), parts, ConflictCode.MORE_REQUIRED_THAN_QUOTA, data)


@plant
def a_quota_above_the_wishes(event: agenda.Problem, tag: str) -> Planted:
    made = crowd(event, tag, 2, late_slots(tag, 1), kind=WishKind.WANT)
    firm = tuple(replace(p, party=tag) if p.id.startswith(f"{tag}x") else p for p in made.participants)
    quota = agenda.Quota(id=f"{tag}q", scope=agenda.QuotaScope.PARTY, of=tag, at_least=4)
    made = more(replace(made, participants=firm), quotas=[quota])
    data = {"at_least": 4, "possible": 2}
    return Planted(made, frozenset({("quota", quota.id)}), ConflictCode.FEWER_POSSIBLE_THAN_MINIMUM, data)


@plant
def a_walk_that_takes_too_long(event: agenda.Problem, tag: str) -> Planted:
    east, west = late_slots(tag, 2)
    made = star(event, tag, 2, [east, west])
    only = {f"{tag}0": east, f"{tag}1": west}
    made = replace(
        made,
        slots=tuple(replace(s, place=f"{tag}{s.id[-1]}") if s.id in {east, west} else s for s in made.slots),
        wishes=tuple(replace(w, slots=frozenset({only[w.id]})) if w.id in only else w for w in made.wishes),
    )
    made = more(made, travel=[agenda.Travel(a=f"{tag}1", b=f"{tag}0", minutes=20)])
    parts = wishes(tag, 2) | {("way", f"{tag}0|{tag}1")}
    return Planted(made, parts, ConflictCode.TOGETHER, {"required": 2})


@plant
def a_must_that_was_refused(event: agenda.Problem, tag: str) -> Planted:
    made = crowd(event, tag, 1, late_slots(tag, 1))
    never = Wish(id=f"{tag}n", a=(f"{tag}y0",), b=(f"{tag}x0",), kind=WishKind.NEVER)
    return Planted(more(made, wishes=[never]), wishes(tag, 1), ConflictCode.REFUSED, {})


@plant
def a_must_of_people_who_never_coincide(event: agenda.Problem, tag: str) -> Planted:
    one, two = late_slots(tag, 2)
    made = crowd(event, tag, 1, [one, two])
    there = {f"{tag}x0": one, f"{tag}y0": two}
    apart = tuple(replace(p, slots=frozenset({there[p.id]})) if p.id in there else p for p in made.participants)
    return Planted(replace(made, participants=apart), wishes(tag, 1), ConflictCode.NO_POSSIBLE_SLOT, {})


@plant
def a_ring_of_five_in_two_slots(event: agenda.Problem, tag: str) -> Planted:
    """Nobody has more meetings than slots, and no slot too few tables; an odd ring needs a third slot."""
    late = late_slots(tag, 2)
    ring = [f"{tag}x{k}" for k in range(5)]
    musts = [must(f"{tag}{k}", ring[k], ring[(k + 1) % 5]) for k in range(5)]
    extra = [agenda.Table(id=f"{tag}t", slots=frozenset(late))]
    made = more(event, late=late, participants=people(ring, late), wishes=musts, tables=extra)
    return Planted(made, wishes(tag, 5), ConflictCode.SLOTS_SHORT, {"required": 5, "slots": 2})
