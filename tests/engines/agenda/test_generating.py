"""Generated events are reproducible, sound, and have an agenda."""

import pytest

from landbridge.engines import agenda
from landbridge.engines.agenda.generating import fair, road_show


def test_same_seed_same_event() -> None:
    assert road_show(seed=3) == road_show(seed=3)
    assert road_show(seed=3) != road_show(seed=4)
    assert fair(people=30, wishes=60, tables=5, seed=1) == fair(people=30, wishes=60, tables=5, seed=1)


@pytest.mark.parametrize("seed", range(3))
def test_a_small_road_show_is_planned_to_proof(seed: int) -> None:
    problem = road_show(guests=4, hosts=10, days=1, slots_a_day=8, tables=4, wishes=24, minimum=1, seed=seed)
    answer = agenda.solve(problem, work=2, seed=seed)
    assert isinstance(answer, agenda.Agenda)
    assert agenda.check(problem, answer) == []
    total = answer.level(agenda.LevelName.TOTAL)
    assert total is not None
    assert total.gap < 0.01


def test_the_road_show_of_the_target_is_within_a_hundredth_at_once() -> None:
    problem = road_show()
    answer = agenda.solve(problem, work=1)
    assert isinstance(answer, agenda.Agenda)
    total = answer.level(agenda.LevelName.TOTAL)
    assert total is not None
    assert total.gap < 0.01
    assert agenda.solve(problem, work=1) == answer


def test_more_wishes_than_pairs_is_an_error() -> None:
    with pytest.raises(ValueError, match="more wishes than pairs"):
        road_show(guests=2, hosts=2, wishes=5)
