"""Each reason is named where it is the one, with what stood in the way."""

from dataclasses import replace
from typing import Any

import pytest

from landbridge.engines import agenda
from landbridge.engines.agenda import Meeting, ReasonCode
from landbridge.engines.agenda.explaining import ruled_out
from tests.engines.agenda.conftest import slots, tables


def event(**change: Any) -> agenda.Problem:
    people = tuple(agenda.Participant(id=f"{side}{i}", group=side) for side in "gh" for i in range(3))
    wishes = tuple(
        agenda.Wish(id=f"w{i}{j}", a=(f"g{i}",), b=(f"h{j}",), weight_a=1 + i, weight_b=j)
        for i in range(3)
        for j in range(3)
    )
    base = agenda.Problem(slots=slots(2), tables=tables(2), participants=people, wishes=wishes)
    return replace(base, **change)


def person(problem: agenda.Problem, name: str, **change: Any) -> tuple[agenda.Participant, ...]:
    return tuple(replace(p, **change) if p.id == name else p for p in problem.participants)


def reason(problem: agenda.Problem, meetings: list[Meeting], wish: str) -> agenda.Reason:
    made = agenda.Agenda(tuple(meetings), ())
    return next(u.reasons[0] for u in agenda.explain(problem, made) if u.wish == wish)


HELD = [
    Meeting("w00", "g0", "h0", "s0", "t0"),
    Meeting("w11", "g1", "h1", "s0", "t1"),
    Meeting("w01", "g0", "h1", "s1", "t0"),
]
BASE = event()
NEVER = agenda.Wish(id="n", a=("g2",), b=("h2",), kind=agenda.WishKind.NEVER)


@pytest.mark.parametrize(
    ("problem", "wish", "code", "outranked"),
    [
        (event(wishes=(*BASE.wishes, NEVER)), "w22", ReasonCode.REFUSED, ()),
        (event(group_rules=(agenda.GroupRule(a="g", b="g"),)), "w22", ReasonCode.GROUP_RULE, ()),
        (event(participants=person(BASE, "g2", slots=frozenset())), "w22", ReasonCode.NO_COMMON_SLOT, ()),
        (event(tables=tuple(replace(t, slots=frozenset({"s0"})) for t in tables(2)),
               participants=person(BASE, "g2", slots=frozenset({"s1"}))), "w22", ReasonCode.NO_FITTING_TABLE, ()),
        (event(participants=person(BASE, "g1", max_meetings=1)), "w12", ReasonCode.QUOTA_FULL, ("w11",)),
        (event(quotas=(agenda.Quota(id="q", scope=agenda.QuotaScope.GROUP, of="g", at_most=3),)), "w22",
         ReasonCode.QUOTA_FULL, ("w11", "w01", "w00")),
        (event(quotas=(agenda.Quota(id="q", scope=agenda.QuotaScope.EACH, of="g", at_most=1, day="mon"),)), "w12",
         ReasonCode.QUOTA_FULL, ("w11",)),
        (event(quotas=(agenda.Quota(id="q", scope=agenda.QuotaScope.EACH, of="g", at_most=0, with_group="g"),)), "w12",
         ReasonCode.FREE, ()),
        (BASE, "w02", ReasonCode.PERSON_BUSY, ("w01", "w00")),
        (event(tables=(*tables(1), agenda.Table(id="t1", slots=frozenset({"s0"})))), "w12", ReasonCode.TABLES_SHORT,
         ("w01",)),
        (BASE, "w12", ReasonCode.FREE, ()),
    ],
)  # fmt: skip
def test_the_reason(problem: agenda.Problem, wish: str, code: ReasonCode, outranked: tuple[str, ...]) -> None:
    found = reason(problem, HELD, wish)
    assert (found.code, found.outranked_by) == (code, outranked)


def test_a_scarce_resource_is_named() -> None:
    wishes = tuple(replace(w, resources=frozenset({"r"})) if w.id in {"w01", "w12"} else w for w in BASE.wishes)
    problem = event(wishes=wishes, resources=(agenda.Resource(id="r", slots=frozenset({"s0", "s1"})),))
    found = reason(problem, HELD, "w12")
    assert (found.code, found.slots, found.outranked_by) == (ReasonCode.RESOURCE_SHORT, ("s1",), ("w01",))


def test_two_who_meet_already_do_not_meet_again() -> None:
    again = agenda.Wish(id="again", a=("g0",), b=("h0", "h1"))
    found = reason(event(wishes=(*BASE.wishes, again)), HELD, "again")
    assert (found.code, found.outranked_by) == (ReasonCode.MEET_ALREADY, ("w00",))


def test_only_what_the_input_rules_out_is_proven() -> None:
    problem = event(wishes=(*BASE.wishes, NEVER))
    proven = {u.wish: u.proven for u in agenda.explain(problem, agenda.Agenda(tuple(HELD), ()))}
    assert proven["w22"]
    assert not proven["w02"]
    assert "n" not in proven


def all_of(problem: agenda.Problem, meetings: list[Meeting], wish: str) -> tuple[agenda.Reason, ...]:
    (unmet,) = agenda.explain(problem, agenda.Agenda(tuple(meetings), ()), wishes=[wish])
    return unmet.reasons


TWO_DAYS = (*slots(2), *slots(2, day="tue", first=2))
TONGUES = {"g": frozenset({"da"}), "h": frozenset({"zh"})}


def apart(*helpers: agenda.Participant, **change: Any) -> agenda.Problem:
    """The two sides share no language; `helpers` interpret."""
    spoken = tuple(replace(p, languages=TONGUES[p.group]) for p in BASE.participants)
    return event(participants=(*spoken, *helpers), **change)


def helper(name: str, **facts: Any) -> agenda.Participant:
    return agenda.Participant(id=name, group="", interprets=True, languages=frozenset({"da", "zh"}), **facts)


def walk(*places: str, minutes: int = 20) -> dict[str, Any]:
    """One slot after another, each at a place of its own."""
    there = tuple(replace(s, place=place) for s, place in zip(slots(len(places)), places, strict=True))
    return {"slots": there, "travel": (agenda.Travel(a="b", b="a", minutes=minutes),)}


@pytest.mark.parametrize(
    ("problem", "meetings", "wish", "found"),
    [
        (event(wishes=(*BASE.wishes, NEVER)), HELD, "w22", agenda.Reason(ReasonCode.REFUSED, "g2", "h2")),
        (event(group_rules=(agenda.GroupRule(a="h", b="h"),)), HELD, "w22",
         agenda.Reason(ReasonCode.GROUP_RULE, "g2", "h2")),
        (event(participants=person(BASE, "h2", forbidden=frozenset({"s0", "s1"}))), HELD, "w22",
         agenda.Reason(ReasonCode.NO_COMMON_SLOT, "g2", "h2")),
        (event(tables=tuple(replace(t, slots=frozenset({"s0"})) for t in tables(2)),
               participants=person(BASE, "g2", slots=frozenset({"s1"}))), [], "w22",
         agenda.Reason(ReasonCode.NO_FITTING_TABLE, "g2", "h2", slots=("s1",))),
        (event(wishes=(*BASE.wishes, agenda.Wish(id="again", a=("h0",), b=("g0",), others=("g2",)))), HELD, "again",
         agenda.Reason(ReasonCode.MEET_ALREADY, "h0", "g0", outranked_by=("w00",))),
        (event(participants=person(BASE, "g1", max_meetings=1)), HELD, "w12",
         agenda.Reason(ReasonCode.QUOTA_FULL, "g1", "h2", ("g1",), ("s0", "s1"), outranked_by=("w11",))),
        (event(quotas=(agenda.Quota(id="q", scope=agenda.QuotaScope.GROUP, of="h", at_most=3),)), HELD, "w22",
         agenda.Reason(ReasonCode.QUOTA_FULL, "g2", "h2", ("h2",), ("s0", "s1"), "q", ("w11", "w01", "w00"))),
        # both days are full, each by a quota of its own: the first day's is named
        (event(slots=TWO_DAYS, quotas=tuple(
            agenda.Quota(id=f"q {day}", scope=agenda.QuotaScope.EACH, of="g", at_most=1, day=day) for day in ("mon", "tue"))),
         [HELD[1], Meeting("w10", "g1", "h0", "s2", "t0")], "w12",
         agenda.Reason(ReasonCode.QUOTA_FULL, "g1", "h2", ("g1",), ("s0", "s1", "s2", "s3"), "q mon", ("w11",))),
        # the first day is full; one of the two is there in one of its slots only
        (event(slots=TWO_DAYS, participants=person(BASE, "h2", forbidden=frozenset({"s1"})), quotas=tuple(
            agenda.Quota(id=f"q {day}", scope=agenda.QuotaScope.EACH, of="g", at_most=1, day=day) for day in ("mon", "tue"))),
         [HELD[1], Meeting("w10", "g1", "h0", "s2", "t0")], "w12",
         agenda.Reason(ReasonCode.QUOTA_FULL, "g1", "h2", ("g1",), ("s0", "s2", "s3"), "q mon", ("w11",))),
        (event(tables=tuple(replace(t, slots=frozenset({"s0"})) for t in tables(2))), [], "w22",
         agenda.Reason(ReasonCode.FREE, "g2", "h2", slots=("s0",))),
        # one day is full, and on the other there is room
        (event(slots=TWO_DAYS, quotas=(agenda.Quota(id="q", scope=agenda.QuotaScope.EACH, of="g", at_most=1, day="mon"),)),
         HELD, "w12", agenda.Reason(ReasonCode.FREE, "g1", "h2", slots=("s2", "s3"))),
        (BASE, HELD, "w02", agenda.Reason(ReasonCode.PERSON_BUSY, "g0", "h2", ("g0",), ("s0", "s1"), outranked_by=("w01", "w00"))),
        # each of the two is taken in one of the slots
        (BASE, [HELD[1], Meeting("w02", "g0", "h2", "s1", "t0")], "w12",
         agenda.Reason(ReasonCode.PERSON_BUSY, "g1", "h2", ("g1", "h2"), ("s0", "s1"), outranked_by=("w02", "w11"))),
        (event(tables=(*tables(1), agenda.Table(id="t1", slots=frozenset({"s0"})))), HELD, "w12",
         agenda.Reason(ReasonCode.TABLES_SHORT, "g1", "h2", slots=("s1",), outranked_by=("w01",))),
        # a table is free in the second slot only
        (event(tables=tables(2)), [HELD[0], HELD[1]], "w22", agenda.Reason(ReasonCode.FREE, "g2", "h2", slots=("s1",))),
        # on the way in the second slot; taken in the first, and the other in the third
        (event(**walk("a", "b", "b"), tables=tables(3)), [HELD[0], Meeting("w12", "g1", "h2", "s2", "t0")], "w02",
         agenda.Reason(ReasonCode.ON_THE_WAY, "g0", "h2", ("g0",), ("s1",), outranked_by=("w00",))),
        (event(**walk("a", "b"), tables=tables(3)), [HELD[0], Meeting("w12", "g1", "h2", "s0", "t2")], "w02",
         agenda.Reason(ReasonCode.ON_THE_WAY, "g0", "h2", ("g0", "h2"), ("s1",), outranked_by=("w12", "w00"))),
        (event(**walk("a", "b", minutes=0), tables=tables(3)), [HELD[0]], "w02",
         agenda.Reason(ReasonCode.FREE, "g0", "h2", slots=("s1",))),
        (apart(), [], "w22", agenda.Reason(ReasonCode.NO_INTERPRETER, "g2", "h2")),
        (apart(helper("z", slots=frozenset())), [], "w22", agenda.Reason(ReasonCode.NO_INTERPRETER, "g2", "h2", ("z",))),
        (apart(helper("z", slots=frozenset({"s1"})), tables=tuple(replace(t, slots=frozenset({"s0"})) for t in tables(2))),
         [], "w22", agenda.Reason(ReasonCode.NO_FITTING_TABLE, "g2", "h2", slots=("s1",))),
        (apart(helper("y", slots=frozenset({"s1"})), helper("z")),
         [replace(HELD[0], interpreter="z"), replace(HELD[2], interpreter="y"), Meeting("w10", "g1", "h0", "s1", "t1", (), "z")],
         "w22", agenda.Reason(ReasonCode.INTERPRETER_BUSY, "g2", "h2", ("y", "z"), ("s0", "s1"),
                              outranked_by=("w01", "w10", "w00"))),
        (apart(helper("y", slots=frozenset({"s1"})), helper("z")),
         [replace(HELD[0], interpreter="z"), Meeting("w10", "g1", "h0", "s1", "t1", (), "z")], "w22",
         agenda.Reason(ReasonCode.FREE, "g2", "h2", slots=("s1",))),
        (apart(helper("y", slots=frozenset({"s1"})), helper("z"), tables=(*tables(1), replace(tables(2)[1], slots=frozenset({"s0"})))),
         [replace(HELD[0], interpreter="z"), Meeting("w10", "g1", "h0", "s1", "t0", (), "z")], "w22",
         agenda.Reason(ReasonCode.TABLES_SHORT, "g2", "h2", slots=("s1",), outranked_by=("w10",))),
    ],
)  # fmt: skip
def test_a_reason_says_who_when_and_in_whose_place(
    problem: agenda.Problem, meetings: list[Meeting], wish: str, found: agenda.Reason
) -> None:
    assert all_of(problem, meetings, wish) == (found,)


def scarce(*capacity: int, **change: Any) -> agenda.Problem:
    """A resource that two of the wishes need."""
    wishes = tuple(replace(w, resources=frozenset({"r"})) if w.id in {"w01", "w12"} else w for w in BASE.wishes)
    return event(wishes=wishes, resources=tuple(agenda.Resource(id="r", capacity=c) for c in capacity), **change)


def test_where_a_resource_is_left_the_tables_are_what_lacks() -> None:
    """Short of the resource in the second slot, of tables in the third."""
    problem = scarce(1, slots=slots(3), tables=tables(1))
    meetings = [replace(HELD[1], table="t0"), HELD[2], Meeting("w20", "g2", "h0", "s2", "t0")]
    (found,) = all_of(problem, meetings, "w12")
    assert found == agenda.Reason(ReasonCode.TABLES_SHORT, "g1", "h2", slots=("s2",), outranked_by=("w20",))
    (short,) = all_of(scarce(1), [HELD[1], HELD[2]], "w12")
    assert short == agenda.Reason(ReasonCode.RESOURCE_SHORT, "g1", "h2", slots=("s1",), outranked_by=("w01",))
    (enough,) = all_of(scarce(2), [HELD[1], HELD[2]], "w12")
    assert enough == agenda.Reason(ReasonCode.FREE, "g1", "h2", slots=("s1",))


def test_others_who_must_come_count_as_the_two_do() -> None:
    wish = agenda.Wish(id="three", a=("g2",), b=("h2",), others=("g0",))
    (busy,) = all_of(event(wishes=(*BASE.wishes, wish)), HELD, "three")
    assert busy == agenda.Reason(
        ReasonCode.PERSON_BUSY, "g2", "h2", ("g0",), ("s0", "s1"), outranked_by=("w01", "w00")
    )  # fmt: skip
    away = event(wishes=(*BASE.wishes, wish), participants=person(BASE, "g0", slots=frozenset()))
    assert all_of(away, [], "three") == (agenda.Reason(ReasonCode.NO_COMMON_SLOT, "g2", "h2"),)


def test_every_pair_that_would_do_has_its_reason_and_all_must_be_ruled_out() -> None:
    wish = agenda.Wish(id="any", a=("g2",), b=("h1", "h2"))
    problem = event(wishes=(*BASE.wishes, wish, NEVER))
    found = agenda.explain(problem, agenda.Agenda((), ()), wishes=["any", "n", "nobody"])
    assert [(u.wish, [(r.a, r.b, r.code) for r in u.reasons], u.proven) for u in found] == [
        ("any", [("g2", "h1", ReasonCode.FREE), ("g2", "h2", ReasonCode.REFUSED)], False)
    ]
    assert agenda.explain(problem, agenda.Agenda(tuple(HELD), ()), wishes=["w00"]) == ()
    assert not agenda.Unmet("w00").proven


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (event(wishes=(*BASE.wishes, NEVER)), ReasonCode.REFUSED),
        (BASE, None),
        (event(participants=person(BASE, "g2", slots=frozenset())), ReasonCode.NO_COMMON_SLOT),
    ],
)
def test_what_alone_rules_a_wish_out(problem: agenda.Problem, code: ReasonCode | None) -> None:
    assert ruled_out(problem, next(w for w in problem.wishes if w.id == "w22")) is code


def test_nothing_alone_rules_a_wish_out_whose_pairs_differ() -> None:
    wish = agenda.Wish(id="any", a=("g2",), b=("h1", "h2"))
    absent = person(BASE, "h1", slots=frozenset())
    assert ruled_out(event(wishes=(*BASE.wishes, wish, NEVER), participants=absent), wish) is None
