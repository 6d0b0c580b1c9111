"""Every pair of states, legal or not, by name."""

from enum import StrEnum
from itertools import product

import pytest

from landbridge.events import states
from landbridge.kernel.transitions import TransitionTable

EVENT = {
    "preparing>inviting", "preparing>published", "preparing>held", "preparing>cancelled", "inviting>published",
    "inviting>cancelled", "published>held", "published>cancelled",
}  # fmt: skip
PARTICIPANT = {
    "listed>invited", "listed>coming", "listed>declined", "listed>withdrawn", "invited>coming", "invited>declined",
    "invited>withdrawn", "coming>declined", "coming>withdrawn", "declined>invited", "declined>coming",
    "withdrawn>listed",
}  # fmt: skip


@pytest.mark.parametrize(
    ("table", "codes", "legal"),
    [(states.EVENT, states.EventState, EVENT), (states.PARTICIPANT, states.ParticipantState, PARTICIPANT)],
    ids=["event", "participant"],
)
def test_these_steps_and_no_others(table: TransitionTable[StrEnum], codes: type[StrEnum], legal: set[str]) -> None:
    assert {f"{frm}>{to}" for frm, to in product(codes, codes) if table.allows(frm, to)} == legal


def test_who_attends() -> None:
    assert {state.value for state in states.ATTENDING} == {"listed", "invited", "coming"}
