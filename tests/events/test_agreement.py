"""Cohen's kappa against hand-computed and published cases."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.events.agreement import agreement

WORD = st.sampled_from(["yes", "maybe", "none"])


def test_a_table_computed_by_hand() -> None:
    """20 of 50 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: observed 0.7, by chance 0.5, kappa 0.4."""
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    found = agreement(pairs)
    assert (found.pairs, found.equal, found.share) == (50, 35, 0.7)
    assert found.kappa == pytest.approx(0.4)


def test_without_pairs_or_without_variety_nothing_is_told() -> None:
    assert (agreement([]).share, agreement([]).kappa) == (None, None)
    same = agreement([("yes", "yes")] * 4)
    assert (same.share, same.kappa) == (1.0, None)


def test_full_disagreement_is_below_chance() -> None:
    assert agreement([("a", "b"), ("b", "a")]).kappa == pytest.approx(-1.0)


@given(st.lists(st.tuples(WORD, WORD), max_size=40))
def test_kappa_never_exceeds_the_share_and_is_symmetric(pairs: list[tuple[str, str]]) -> None:
    found, turned = agreement(pairs), agreement((other, one) for one, other in pairs)
    assert found == turned or found.kappa == pytest.approx(turned.kappa)
    if found.kappa is not None and found.share is not None:
        assert -1 <= found.kappa <= found.share <= 1
