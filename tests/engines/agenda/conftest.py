"""Small events for the agenda's tests, and the folder of published data where it exists."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from landbridge.engines import agenda
from tests.shared_data import shared

START = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def slots(number: int, *, day: str = "mon", first: int = 0) -> tuple[agenda.Slot, ...]:
    """Half-hour slots that follow one another, called s0, s1 and so on."""
    length = timedelta(minutes=30)
    return tuple(
        agenda.Slot(
            id=f"s{first + i}", start=START + (first + i) * length, end=START + (first + i + 1) * length, day=day
        )
        for i in range(number)
    )


def tables(number: int) -> tuple[agenda.Table, ...]:
    """Plain tables t0, t1 and so on."""
    return tuple(agenda.Table(id=f"t{i}") for i in range(number))


def small_event() -> agenda.Problem:
    """Two guests, three hosts, three slots, two tables; one must, one refusal, one company-level wish."""
    people = [agenda.Participant(id=f"g{i}", group="guest") for i in range(2)]
    people += [agenda.Participant(id=f"h{i}", group="host", party="acme" if i < 2 else "") for i in range(3)]
    wishes = (
        agenda.Wish(id="w1", a=("g0",), b=("h0",), kind=agenda.WishKind.MUST, weight_a=3, weight_b=2),
        agenda.Wish(id="w2", a=("g0",), b=("h2",), weight_a=4, weight_b=0),
        agenda.Wish(id="w3", a=("g1",), b=("h0", "h1"), weight_a=5, weight_b=5),
        agenda.Wish(id="w4", a=("g1",), b=("h2",), weight_a=1, weight_b=1),
        agenda.Wish(id="n1", a=("g1",), b=("h1",), kind=agenda.WishKind.NEVER),
    )
    return agenda.Problem(
        slots=slots(3), tables=tables(2), participants=tuple(people), wishes=wishes, share_over="guest"
    )


@pytest.fixture
def event() -> agenda.Problem:
    """The small event."""
    return small_event()


@pytest.fixture(scope="session")
def data() -> Callable[[str], Path]:
    """A file or folder of the published data; skips where there is none."""
    return shared
