from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.engines import matching
from landbridge.engines.matching import Listing
from tests.engines.matching.parties import TREE, need, offer

OFFERS = [offer(id=f"o{i}", texts={}, title="") for i in range(8)]
NEEDS = [need(id="famous", texts={}), *(need(id=f"n{i}", texts={}, fields=("energy",)) for i in range(7))]


def ranking(top: int = 8) -> matching.Ranking:
    return matching.rank(OFFERS, NEEDS, taxonomy=TREE, top=top)


def test_without_spreading_the_famous_one_is_on_every_list() -> None:
    spread = matching.spread(ranking(), top=2, cap=8, floor=0)
    assert all("famous" in dict(line) for line in spread.lists.values())
    assert spread.kept == pytest.approx(1)


def test_no_need_is_on_more_lists_than_its_cap_and_every_offer_is_served() -> None:
    spread = matching.spread(ranking(), top=2, cap=2, floor=2)
    shown = Counter(name for line in spread.lists.values() for name, _ in line)
    assert max(shown.values()) == 2
    assert {len(line) for line in spread.lists.values()} == {2}
    assert (spread.over, spread.short) == (0, ())
    assert spread.crowded[1] < spread.crowded[0]
    assert 0.8 < spread.kept < 1


def test_the_floor_goes_over_the_cap_and_says_how_often() -> None:
    spread = matching.spread(ranking(top=1), top=1, cap=1, floor=1)
    assert spread.over == 7
    assert {len(line) for line in spread.lists.values()} == {1}


def test_an_offer_whose_list_is_too_short_is_named() -> None:
    alone = matching.rank(OFFERS[:1], NEEDS[:1], taxonomy=TREE)
    assert matching.spread(alone, top=3, cap=1, floor=2).short == ("o0",)


@given(st.integers(1, 8), st.integers(1, 8))
def test_nobody_unpaired_would_both_rather_be(top: int, cap: int) -> None:
    whole = ranking()
    spread = matching.spread(whole, top=top, cap=cap, floor=0)
    held = {name: [] for name in (one.id for one in NEEDS)}  # type: dict[str, list[float]]
    for line in spread.lists.values():
        for name, score in line:
            held[name].append(score)
    for one in OFFERS:
        mine = dict(spread.lists[one.id])
        for name, score in whole.brief(one.id):
            offer_would = len(mine) < top or score > min(mine.values())
            need_would = len(held[name]) < cap or score > min(held[name])
            assert name in mine or not (offer_would and need_would)


def test_numbers_that_make_no_sense_are_refused() -> None:
    for top, cap, floor in ((1, 1, 2), (1, 0, 1)):
        with pytest.raises(ValueError, match="floor"):
            matching.spread(ranking(), top=top, cap=cap, floor=floor)
    by_need = matching.rank(OFFERS, NEEDS, listing=Listing.NEED)
    with pytest.raises(ValueError, match="by offer"):
        matching.spread(by_need, top=1, cap=1, floor=1)
