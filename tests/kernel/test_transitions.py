from enum import StrEnum

import pytest

from landbridge.kernel.transitions import IllegalMove, TransitionTable


class Door(StrEnum):
    OPEN = "open"
    SHUT = "shut"
    GONE = "gone"


MOVES = {Door.OPEN: {Door.SHUT}, Door.SHUT: {Door.OPEN, Door.GONE}}
TABLE = TransitionTable(MOVES)


def test_every_pair_is_allowed_exactly_if_it_is_in_the_table() -> None:
    allowed = [(frm, to) for frm in Door for to in Door if TABLE.allows(frm, to)]
    assert sorted(allowed) == TABLE.edges() == [(Door.OPEN, Door.SHUT), (Door.SHUT, Door.GONE), (Door.SHUT, Door.OPEN)]


def test_final_states_lead_nowhere() -> None:
    assert TABLE.final() == {Door.GONE}
    assert TABLE.after(Door.GONE) == frozenset()


def test_an_illegal_move_is_refused_with_what_would_be_legal() -> None:
    TABLE.require(Door.OPEN, Door.SHUT)
    with pytest.raises(IllegalMove) as refused:
        TABLE.require(Door.OPEN, Door.GONE)
    assert dict(refused.value.data) == {"frm": "open", "to": "gone", "allowed": ("shut",)}


def test_a_state_without_a_place_is_refused_when_the_table_is_made() -> None:
    with pytest.raises(ValueError, match=r"^states without a place in the table: shut, gone$"):
        TransitionTable({Door.OPEN: {Door.OPEN}})


def test_an_empty_table_is_refused() -> None:
    nothing: dict[Door, set[Door]] = {}
    with pytest.raises(ValueError, match=r"^a lifecycle has at least one move$"):
        TransitionTable(nothing)
