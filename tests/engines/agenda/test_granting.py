"""The agenda that grants a wish keeps what it can, and its price is what is given up for it."""

from dataclasses import replace
from typing import Any

import pytest

from landbridge.engines import agenda
from landbridge.engines.agenda import Level, LevelName, Meeting
from landbridge.kernel.refusal import InputRefused
from tests.engines.agenda.conftest import slots, tables

A, B = Meeting("a", "g0", "h0", "s0", "t0"), Meeting("b", "g1", "h1", "s0", "t1")
PEOPLE = tuple(agenda.Participant(id=name, group=name[0]) for name in ("g0", "g1", "h0", "h1"))
WISHES = (
    agenda.Wish(id="a", a=("g0",), b=("h0",), weight_a=2, weight_b=3),
    agenda.Wish(id="b", a=("g1",), b=("h1",), weight_a=2, weight_b=2),
    agenda.Wish(id="c", a=("g0",), b=("h1",), weight_a=2, weight_b=1),
)


def event(slot_count: int = 2, **change: Any) -> agenda.Problem:
    base = agenda.Problem(slots=slots(slot_count), tables=tables(2), participants=PEOPLE, wishes=WISHES)
    return replace(base, **change)


def only(name: str, *there: str) -> tuple[agenda.Participant, ...]:
    return tuple(replace(p, slots=frozenset(there)) if p.id == name else p for p in PEOPLE)


def stated(problem: agenda.Problem, *meetings: Meeting, bound: int | None = None) -> agenda.Agenda:
    """An agenda with its true values; `bound` is what was known of the total."""
    values = agenda.values(problem, meetings)
    bounds = {LevelName.TOTAL: bound} if bound is not None else {}
    return agenda.Agenda(
        meetings, tuple(Level(name, value, bounds.get(name) or value) for name, value in values.items())
    )


def granted(problem: agenda.Problem, *meetings: Meeting, wish: str = "c", bound: int | None = None) -> Any:
    found = agenda.grant(problem, stated(problem, *meetings, bound=bound), wish, budget=2)
    assert found is not None
    assert agenda.check(problem, found.agenda) == []
    assert wish in {m.wish for m in found.agenda.meetings}
    return found


def test_in_one_slot_it_takes_the_place_of_both() -> None:
    found = granted(event(1), A, B)
    assert [m.wish for m in found.agenda.meetings] == ["c"]
    assert (found.dropped, found.moved, found.price, found.least_price) == (("a", "b"), (), 6, 6)


def test_where_there_is_room_nothing_stirs() -> None:
    found = granted(event(), A, B, bound=12)
    assert set(found.agenda.meetings) >= {A, B}
    assert (found.dropped, found.moved, found.price, found.least_price) == ((), (), -3, -3)


def test_what_stands_in_the_way_moves_rather_than_falls() -> None:
    found = granted(event(participants=only("g0", "s0")), B, bound=12)
    at = {m.wish: m.slot for m in found.agenda.meetings}
    assert (at["c"], at["b"]) == ("s0", "s1")
    assert (found.dropped, found.moved) == ((), ("b",))
    assert found.price == -3


def test_a_bound_known_before_is_held_against_the_price() -> None:
    """No agenda is worth more than the one that stands: the wish cannot gain anything."""
    problem = event(1, participants=only("h0", "s0"), wishes=(*WISHES[:2], replace(WISHES[2], weight_a=20)))
    found = granted(problem, A, B, bound=9)
    assert (found.price, found.least_price) == (9 - 21, 9 - 21)


def test_those_who_stay_keep_their_table() -> None:
    other = agenda.Wish(id="d", a=("g1",), b=("h0",))
    held = (replace(A, table="t1"), Meeting("d", "g1", "h0", "s1", "t0"))
    found = granted(event(3, wishes=(*WISHES, other)), *held)
    assert set(held) <= set(found.agenda.meetings)


def test_the_smallest_share_is_no_lower_than_it_was() -> None:
    """To grant g0 a second meeting must not cost g1 the only one."""
    problem = event(1, share_over="g", wishes=(*WISHES, agenda.Wish(id="d", a=("g1",), b=("h0",))))
    found = granted(problem, A, B)
    share = found.agenda.level(LevelName.SMALLEST_SHARE)
    assert share is not None
    assert {m.wish for m in found.agenda.meetings} == {"c", "d"}
    assert share.value == 2


def test_what_cannot_be_is_not_granted() -> None:
    nowhere = event(participants=only("h1"))
    assert agenda.grant(nowhere, stated(nowhere, A), "c") is None
    pinned = event(1, pins=(agenda.Pin(wish="b"),))
    assert agenda.grant(pinned, stated(pinned, A, B), "c") is None
    with pytest.raises(InputRefused):
        agenda.grant(event(), stated(event(), A, B), "c", budget=0)


def test_a_pin_it_has_already_stays_its_pin() -> None:
    problem = event(pins=(agenda.Pin(wish="c", slot="s1", table="t1"),))
    found = granted(problem, A, B)
    assert Meeting("c", "g0", "h1", "s1", "t1") in found.agenda.meetings


def test_the_least_price_holds_the_bounds_that_are_known_to_it() -> None:
    """Three who would all meet in pairs need three slots: by counting alone both of two slots could hold them all."""
    trio = tuple(agenda.Participant(id=name, group="g") for name in ("p", "q", "r"))
    pairs = tuple(agenda.Wish(id=a + b, a=(a,), b=(b,)) for a, b in (("p", "q"), ("q", "r"), ("p", "r")))
    problem = agenda.Problem(slots=slots(2), tables=tables(2), participants=trio, wishes=pairs)
    held = (Meeting("pq", "p", "q", "s0", "t0"), Meeting("qr", "q", "r", "s1", "t0"))
    found = granted(problem, *held, wish="pr", bound=5)
    assert (len(found.dropped), found.price, found.least_price) == (1, 0, 4 - 5)
    unknown = agenda.grant(problem, agenda.Agenda(held, ()), "pr", budget=2)
    assert unknown is not None
    assert (unknown.price, unknown.least_price) == (0, 4 - 6)


def test_it_says_how_it_was_made_and_asks_whether_to_go_on() -> None:
    asked = []

    def cancel() -> bool:
        asked.append(1)
        return False

    found = agenda.grant(event(), stated(event(), A), "c", budget=2, seed=7, cancel=cancel)
    assert found is not None
    assert (found.agenda.stopped, found.agenda.seed) == (agenda.Stopped.SETTLED, 7)
    assert 0 < found.agenda.seconds < 5
    assert asked
