import numpy as np
import pytest

from landbridge.engines.matching import Need, Offer, Outcome
from landbridge.engines.matching.exchange import Exchange
from landbridge.engines.matching.learning.habits import AmountHabits, at_home, solo
from landbridge.engines.matching.learning.records import Records

ONE = np.ones(3, dtype=np.float32)


def test_who_joins_first_alone_is_told_from_who_joins_with_others() -> None:
    offer, need = np.array([0, 1, 1]), np.array([0, 0, 1])
    found = solo(offer, need, ONE, ONE, 3)
    assert found.tolist() == pytest.approx([1.5 / 3, 0.5 / 2, 0.5])
    assert solo(offer[:0], need[:0], ONE[:0], ONE[:0], 2).tolist() == [0.5, 0.5]


def test_home_is_where_the_need_sits() -> None:
    offers = [Offer(id=f"o{i}", country="CN", state=state) for i, state in enumerate(("a", "b", "a"))]
    needs = [Need(id="n", country="CN", state="a"), Need(id="m")]
    records = Records(offers, needs, list[Outcome](), exchange=Exchange())
    found = at_home(records, np.array([0, 1, 2]), np.array([0, 0, 1]), ONE)
    assert found["state"].tolist() == pytest.approx([1.3 / 3, 0.3 / 2])
    assert set(found) == {"state", "region", "place"}


def test_a_habit_of_an_amount_is_a_lift_over_what_is_usual() -> None:
    need, amount = np.array([0, 0, 0, 1, 1, 1]), np.log10([1e5, 1e5, 1e5, 1e7, 1e7, 1e7]).astype(np.float32)
    habits = AmountHabits(need, amount, np.ones(6, dtype=np.float32), 3)
    small, unknown, large = habits.layer(np.array([5, np.nan, 7], dtype=np.float32))
    assert small[0] > small[2] > small[1]
    assert large[1] > large[2] > large[0]
    assert not unknown.any()


def test_without_any_amount_nobody_has_a_habit() -> None:
    habits = AmountHabits(np.array([0]), np.array([np.nan], dtype=np.float32), ONE[:1], 2)
    assert np.ptp(habits.layer(np.array([5], dtype=np.float32))) == 0
