import numpy as np
import pytest

from landbridge.engines.matching.learning import Forest, Growth, Loss, calibration, measures, reliability
from landbridge.engines.matching.learning.boosting import Binned, grow
from landbridge.engines.matching.learning.logistic import fit_logistic, sigmoid
from landbridge.engines.matching.learning.slopes import slopes_of

RNG = np.random.default_rng(5)


@pytest.mark.parametrize("loss", Loss)
def test_trees_learn_an_order_and_split_their_score_by_feature(loss: Loss) -> None:
    rows = RNG.normal(size=(120, 25, 4)).astype(np.float32)
    hidden = rows[:, :, 1] * (rows[:, :, 2] > 0)
    joined = hidden >= np.sort(hidden, axis=1)[:, [-2]]
    growth = Growth(loss=loss, trees=40, rows=0.4, features=0.5, least=20, ridge=1)
    forest, score = grow(Binned.of(rows, bins=32, seed=0), joined, growth=growth, seed=1)
    np.testing.assert_allclose(forest.score(rows.reshape(-1, 4)).reshape(120, 25), score, atol=1e-4)
    found = np.take_along_axis(joined, np.argsort(-score, axis=1)[:, :2], axis=1).mean()
    assert found > 0.8
    parts = forest.parts(rows.reshape(-1, 4))
    np.testing.assert_allclose(parts.sum(axis=1) + forest.value[:, 0].sum(), score.ravel(), atol=1e-4)
    assert np.abs(parts[:, 1]).sum() > 5 * np.abs(parts[:, 3]).sum()


def test_joined_forests_add_their_scores() -> None:
    rows = RNG.normal(size=(60, 20, 3)).astype(np.float32)
    joined = rows[:, :, 0] > 1.5
    table = Binned.of(rows, bins=32, seed=0)
    one, other = (
        grow(table, joined, growth=Growth(loss=loss, trees=5), seed=2)[0] for loss in (Loss.PAIRS, Loss.LISTS)
    )
    flat = rows.reshape(-1, 3)
    both = Forest.joined([one.scaled(2), other])
    np.testing.assert_allclose(both.score(flat), 2 * one.score(flat) + other.score(flat), atol=1e-5)


@pytest.mark.parametrize("loss", Loss)
def test_trees_with_nothing_to_learn_stay_silent(loss: Loss) -> None:
    rows = np.ones((30, 10, 2), dtype=np.float32)
    nobody = np.zeros((30, 10), dtype=np.bool_)
    forest, score = grow(Binned.of(rows, bins=32, seed=0), nobody, growth=Growth(loss=loss, trees=3), seed=0)
    np.testing.assert_allclose(score.std(axis=1), 0, atol=1e-6)
    assert (forest.feature == -1).all()


def test_slopes_of_pairs_are_those_of_the_definition() -> None:
    joined = np.array([[True, False, False, True], [False, False, True, False]])
    score = np.array([[0.3, 0.1, -0.2, -0.4], [0.5, 0.0, 0.2, 0.4]], dtype=np.float32)
    slope, bend = slopes_of(Loss.PAIRS, joined, 3)(score, np.arange(2))
    worth = 1 / np.log2(np.arange(4) + 2) * (np.arange(4) < 3)
    for question in range(2):
        place = np.argsort(np.argsort(-score[question]))
        ideal = sum(1 / np.log2(n + 2) for n in range(joined[question].sum()))
        expected, turns, whole = np.zeros(4), np.zeros(4), 0.0
        for winner in np.flatnonzero(joined[question]):
            for loser in np.flatnonzero(~joined[question]):
                ahead = score[question, winner] - score[question, loser]
                weight = abs(worth[place[winner]] - worth[place[loser]]) / ideal / (0.01 + abs(ahead))
                lost = 1 / (1 + np.exp(ahead))
                expected += weight * lost * ((np.arange(4) == loser) * 1.0 - (np.arange(4) == winner))
                turns += weight * lost * (1 - lost) * ((np.arange(4) == loser) | (np.arange(4) == winner))
                whole += 2 * weight * lost
        even = np.log2(1 + whole) / whole
        np.testing.assert_allclose(slope[question], even * expected, rtol=1e-4, atol=1e-6)
        np.testing.assert_allclose(bend[question], even * turns, rtol=1e-4, atol=1e-6)


def test_some_questions_are_kept_between_the_same_edges() -> None:
    rows = RNG.normal(size=(6, 5, 2)).astype(np.float32)
    whole = Binned.of(rows, bins=8, seed=0)
    some = whole.only(np.array([True, False, True, False, False, True]))
    assert some.shape == (3, 5)
    np.testing.assert_array_equal(some.columns.reshape(2, 3, 5), whole.columns.reshape(2, 6, 5)[:, [0, 2, 5]])


def test_regression_recovers_weights_from_a_weighted_sample() -> None:
    rows = RNG.normal(size=(40_000, 2)).astype(np.float32)
    joined = RNG.random(40_000) < sigmoid(rows @ np.array([1.5, -0.5]) - 3)
    kept = joined | (RNG.random(40_000) < 0.25)
    weights = np.where(joined, 1, 4).astype(np.float32)
    found = fit_logistic(rows[kept], joined[kept], weights[kept], ridge=6)
    np.testing.assert_allclose(found, [1.5, -0.5], atol=0.1)


def test_calibration_rises_and_meets_what_was_observed() -> None:
    margin = RNG.normal(size=20_000)
    joined = RNG.random(20_000) < sigmoid(2 * margin - 3)
    line = calibration.calibrated(margin, joined)
    assert list(line.chances) == sorted(line.chances)
    assert 0 < line.chances[0] < line.chances[-1] < 1
    for one in reliability(line.chance(margin), joined):
        assert one.predicted == pytest.approx(one.observed, abs=0.02)


def test_calibration_without_any_join_is_near_zero() -> None:
    line = calibration.calibrated(np.arange(400.0), np.zeros(400, dtype=np.bool_))
    assert line.chance(np.array([10.0, 500.0])).max() < 0.01


def test_reliability_bins_are_equally_filled() -> None:
    bins = reliability(np.linspace(0, 1, 11), np.arange(11) > 5)
    assert [one.pairs for one in bins] == [3, 2, 2, 2, 2]
    assert bins[-1].observed == 1


def test_measures_of_one_question() -> None:
    found = measures.quality([0, 3, 30], 4)
    ideal = sum(1 / np.log2(place + 2) for place in range(4))
    assert found.ndcg10 == pytest.approx((1 + 1 / np.log2(5)) / ideal)
    assert (found.recall10, found.recall50, found.reciprocal) == (0.5, 0.75, 1.0)
    assert measures.quality([], 2) == measures.Quality(0, 0, 0, 0)
    with pytest.raises(ValueError, match="nobody"):
        measures.quality([], 0)


def test_mean_and_error() -> None:
    assert measures.mean_and_error([1, 2, 3]) == pytest.approx((2, 1 / np.sqrt(3)))
    assert measures.mean_and_error([4]) == (4, 0)
