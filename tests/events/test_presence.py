"""Who is here does not depend on the order in which acts arrive, and is what some true order of them gives."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.events.presence import Act, in_order, reckoned, standings
from landbridge.events.states import Deed

NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DEVICES = (UUID(int=1), UUID(int=2))
PEOPLE = tuple(UUID(int=100 + n) for n in range(5))


def minutes(n: float) -> datetime:
    return NINE + timedelta(minutes=n)


@st.composite
def a_day_offline(draw: st.DrawFn) -> list[Act]:
    """Two devices with 100 acts each about the same few people; their clocks jump as they like."""
    acts = []
    for device in DEVICES:
        clock = draw(st.lists(st.integers(-300, 300), min_size=100, max_size=100))
        who = draw(st.lists(st.sampled_from(PEOPLE), min_size=100, max_size=100))
        what = draw(st.lists(st.sampled_from(list(Deed)), min_size=100, max_size=100))
        acts += [Act(device, n + 1, who[n], what[n], minutes(clock[n])) for n in range(100)]
    return acts


def replayed(order: Sequence[Act]) -> dict[UUID, bool]:
    """Who is here when the acts are simply done one after the other."""
    here: dict[UUID, bool] = {}
    for act in order:
        here[act.attendee] = act.deed is Deed.ARRIVED
    return here


@settings(max_examples=25, deadline=None)
@given(a_day_offline(), st.randoms(use_true_random=False))
def test_any_delivery_gives_the_same_state_and_a_true_order_gives_it_too(acts: list[Act], chance: object) -> None:
    shuffled = list(acts)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert standings(shuffled) == standings(acts)
    order = in_order(shuffled)
    for device in DEVICES:
        assert [act.sequence for act in order if act.device == device] == list(range(1, 101))
    assert {who: standing.here for who, standing in standings(acts).items()} == replayed(order)


def test_a_clock_that_jumps_back_does_not_turn_the_acts_of_its_device_around() -> None:
    device, person = DEVICES[0], PEOPLE[0]
    acts = [Act(device, 1, person, Deed.ARRIVED, minutes(60)), Act(device, 2, person, Deed.TAKEN_BACK, minutes(0))]
    standing = standings(acts)[person]
    assert (standing.here, standing.since) == (False, minutes(60))


def test_the_later_word_counts_between_devices_and_ties_are_broken_the_same_way_everywhere() -> None:
    one, two = DEVICES
    person = PEOPLE[0]
    late = [Act(two, 1, person, Deed.TAKEN_BACK, minutes(5)), Act(one, 1, person, Deed.ARRIVED, minutes(4))]
    assert standings(late)[person].here is False
    tie = [Act(two, 1, person, Deed.ARRIVED, minutes(5)), Act(one, 1, person, Deed.TAKEN_BACK, minutes(5))]
    assert standings(tie)[person] == standings(reversed(tie))[person]
    assert standings(tie)[person].here is True


def test_an_arrival_said_twice_keeps_its_first_moment() -> None:
    one, two = DEVICES
    person = PEOPLE[0]
    acts = [Act(one, 1, person, Deed.ARRIVED, minutes(1)), Act(two, 1, person, Deed.ARRIVED, minutes(9))]
    assert standings(acts)[person].since == minutes(1)


def test_a_clock_that_is_steadily_wrong_does_no_harm_and_one_that_jumps_stays_within_reason() -> None:
    wrong = timedelta(days=400)
    said, sent = minutes(0) + wrong, minutes(30) + wrong
    assert reckoned(said, sent=sent, received=minutes(31), earliest=NINE - timedelta(days=1)) == minutes(1)
    assert reckoned(minutes(90), sent=minutes(5), received=minutes(6), earliest=NINE) == minutes(6)
    long_ago = datetime(1970, 1, 1, tzinfo=UTC)
    assert reckoned(long_ago, sent=minutes(5), received=minutes(6), earliest=NINE) == NINE
    assert reckoned(long_ago, sent=minutes(5), received=NINE, earliest=minutes(9)) == NINE
