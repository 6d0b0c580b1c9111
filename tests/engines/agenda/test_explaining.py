"""Each reason is named where it is the one, with what stood in the way."""

from dataclasses import replace
from typing import Any

import pytest

from landbridge.engines import agenda
from landbridge.engines.agenda import Meeting, ReasonCode
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
