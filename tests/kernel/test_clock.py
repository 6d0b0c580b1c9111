from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from landbridge.kernel.actor import NOBODY, Actor, SystemActor
from landbridge.kernel.clock import Clock, FixedClock, ShiftedClock, SystemClock

NOON = datetime(2026, 9, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_a_fixed_clock_stands_until_it_is_moved() -> None:
    clock = FixedClock(NOON)
    assert clock.now() == clock.now() == NOON
    assert clock.now().tzinfo is UTC
    clock.advance(timedelta(days=1))
    assert clock.now() == NOON + timedelta(days=1)


def test_a_shifted_clock_runs_on_another_day() -> None:
    base = FixedClock(NOON)
    shifted: Clock = ShiftedClock(base=base, shift=timedelta(days=-3))
    base.advance(timedelta(minutes=5))
    assert shifted.now() == NOON - timedelta(days=3) + timedelta(minutes=5)


def test_the_system_clock_is_aware_and_does_not_go_back() -> None:
    first, second = SystemClock().now(), SystemClock().now()
    assert first.tzinfo is UTC
    assert first <= second


def test_the_system_may_do_what_a_person_asked_for() -> None:
    actor: Actor = SystemActor()
    assert (actor.actor_id, actor.may("anything", uuid4())) == (NOBODY, True)
    assert UUID(int=0) == NOBODY
