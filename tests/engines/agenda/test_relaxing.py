"""A relaxation carried out changes what it names, as far as it says, and nothing else."""

from dataclasses import replace
from typing import Any

import pytest

from landbridge.engines import agenda
from landbridge.engines.agenda import Pin, Quota, QuotaScope, Relaxation, Resource, Table, Travel, WishKind
from tests.engines.agenda.conftest import slots, tables


def event() -> agenda.Problem:
    """Two of everything, so that the other one is seen to stay."""
    helper = agenda.Participant(id="z", group="", interprets=True, slots=frozenset({"s0"}))
    people = [agenda.Participant(id=name, group=name[0], min_meetings=1, max_meetings=2) for name in ("g0", "g1", "h0")]
    wishes = tuple(
        agenda.Wish(id=f"w{k}", a=(f"g{k}",), b=("h0",), kind=WishKind.MUST, needs=frozenset({"screen"}))
        for k in range(2)
    )
    here, there = (replace(s, place=place) for s, place in zip(slots(2), "ab", strict=True))
    return agenda.Problem(
        slots=(here, there, replace(here, id="s2", place="c")),
        tables=(*tables(1), Table(id="s0+1", properties=frozenset({"screen"}))),
        participants=(*people, helper, replace(helper, id="z+1", slots=None)),
        wishes=wishes,
        quotas=tuple(Quota(id=f"q{k}", scope=QuotaScope.GROUP, of="g", at_least=1, at_most=3) for k in range(2)),
        resources=tuple(Resource(id=f"r{k}", slots=frozenset({"s0"})) for k in range(2)),
        pins=tuple(Pin(wish=f"w{k}") for k in range(2)),
        travel=(Travel(a="a", b="b", minutes=30), Travel(a="c", b="a", minutes=30)),
    )


BEFORE = event()


def with_first(rows: str, **change: Any) -> agenda.Problem:
    first, *others = getattr(BEFORE, rows)
    changed: dict[str, Any] = {rows: (replace(first, **change), *others)}
    return replace(BEFORE, **changed)


MORE = Table(id="s0+2", slots=frozenset({"s0"}))
HELPER = next(p for p in BEFORE.participants if p.id == "z")


@pytest.mark.parametrize(
    ("kind", "part", "data", "after"),
    [
        ("drop_must", ("wish", "w0"), {"by": 1}, with_first("wishes", kind=WishKind.WANT)),
        ("drop_pin", ("pin", "w0"), {"by": 1, "must": False}, replace(BEFORE, pins=BEFORE.pins[1:])),
        ("drop_pin", ("pin", "w0"), {"by": 2, "must": True},
         replace(with_first("wishes", kind=WishKind.WANT), pins=BEFORE.pins[1:])),
        ("lower_minimum", ("minimum", "g0"), {"by": 1}, with_first("participants", min_meetings=0)),
        ("lower_minimum", ("minimum", "g0"), {"by": 5}, with_first("participants", min_meetings=0)),
        ("raise_maximum", ("maximum", "g0"), {"by": 2}, with_first("participants", max_meetings=4)),
        ("change_quota", ("quota", "q0"), {"lower": 1}, with_first("quotas", at_least=0)),
        ("change_quota", ("quota", "q0"), {"lower": 2, "raise": 2}, with_first("quotas", at_least=0, at_most=5)),
        ("add_table", ("slot", "s0"), {"by": 1}, replace(BEFORE, tables=(*BEFORE.tables, MORE))),
        ("add_table", ("slot", "s0"), {"by": 2, "needs": ("screen",)},
         replace(BEFORE, tables=(*BEFORE.tables, *(replace(MORE, id=f"s0+{n}", properties=frozenset({"screen"}))
                                                  for n in (2, 3))))),
        ("add_resource", ("resource", "r0"), {"by": 2}, with_first("resources", capacity=3)),
        ("add_resource", ("resource", "r0"), {"by": 1, "always": True}, with_first("resources", capacity=2, slots=None)),
        ("add_interpreter", ("interpreter", "z"), {"by": 2},
         replace(BEFORE, participants=(*BEFORE.participants, *(replace(HELPER, id=f"z+{n}") for n in (2, 3))))),
        ("shorten_way", ("way", "b|a"), {"minutes": 10}, with_first("travel", minutes=10)),
    ],
)  # fmt: skip
def test_it_changes_what_it_names(
    kind: str, part: tuple[str, str], data: dict[str, Any], after: agenda.Problem
) -> None:
    assert agenda.relaxed(BEFORE, Relaxation(kind, (part,), data)) == after


def test_an_open_end_stays_open() -> None:
    open_quota = with_first("quotas", at_most=None)
    raised = agenda.relaxed(open_quota, Relaxation("change_quota", (("quota", "q0"),), {"raise": 1}))
    assert raised == open_quota
    free = with_first("participants", max_meetings=None)
    held = agenda.relaxed(free, Relaxation("raise_maximum", (("maximum", "g0"),), {"by": 2}))
    assert next(p.max_meetings for p in held.participants if p.id == "g0") is None


def test_several_are_made_one_after_the_other() -> None:
    one = Relaxation("lower_minimum", (("minimum", "g0"),), {"by": 1})
    two = Relaxation("drop_must", (("wish", "w0"),), {"by": 1})
    assert agenda.relaxed(BEFORE) == BEFORE
    assert agenda.relaxed(BEFORE, one, two) == agenda.relaxed(agenda.relaxed(BEFORE, one), two)
