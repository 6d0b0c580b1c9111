import pickle
import subprocess
import sys

import numpy as np
import pytest
from numpy.typing import NDArray

from landbridge.engines.matching.learning import Growth, calibration, measures, reliability
from landbridge.engines.matching.learning.forest import Floats, grow
from landbridge.engines.matching.learning.logistic import fit_logistic, sigmoid

RNG = np.random.default_rng(5)


def _hidden() -> tuple[Floats, NDArray[np.bool_]]:
    """Two of 25 candidates join by a rule of two numbers; the other two numbers say nothing."""
    rows = np.random.default_rng(5).normal(size=(120, 25, 4)).astype(np.float32)
    hidden = rows[:, :, 1] * (rows[:, :, 2] > 0)
    return rows, hidden >= np.sort(hidden, axis=1)[:, [-2]]


def test_trees_learn_an_order_and_split_their_score_by_feature() -> None:
    rows, joined = _hidden()
    forest = grow(rows, joined, growth=Growth(trees=40), seed=1)
    flat = rows.reshape(-1, 4)
    score = forest.score(flat)
    order = np.argsort(-score.reshape(120, 25), axis=1)[:, :2]
    assert np.take_along_axis(joined, order, axis=1).mean() > 0.8
    assert score.reshape(120, 25).std(axis=1).mean() == pytest.approx(1, abs=1e-3)
    parts = forest.parts(flat)
    np.testing.assert_allclose(parts.sum(axis=1), score, atol=1e-4)
    assert np.ptp(parts[:, -1]) == 0
    assert np.abs(parts[:, 1]).sum() > 5 * np.abs(parts[:, 3]).sum()


def test_same_rows_and_seed_same_trees_to_the_byte_and_after_a_pickle() -> None:
    rows, joined = _hidden()
    forest = grow(rows, joined, growth=Growth(trees=5), seed=2)
    assert grow(rows, joined, growth=Growth(trees=5), seed=2) == forest
    assert grow(rows, joined, growth=Growth(trees=5), seed=3) != forest
    assert pickle.loads(pickle.dumps(forest)) == forest  # noqa: S301 -- our own, written in the same line


def test_trees_with_nothing_to_learn_stay_silent() -> None:
    rows = np.ones((30, 10, 2), dtype=np.float32)
    nobody = np.zeros((30, 10), dtype=np.bool_)
    forest = grow(rows, nobody, growth=Growth(trees=3), seed=0)
    assert np.ptp(forest.score(rows.reshape(-1, 2))) == 0


def test_progress_of_growing_is_told() -> None:
    rows, joined = _hidden()
    heard: list[tuple[int, int]] = []
    grow(rows, joined, growth=Growth(trees=50), seed=0, told=lambda _what, done, whole: heard.append((done, whole)))
    assert heard == [(25, 50), (50, 50)]


def test_the_library_of_the_trees_is_not_loaded_with_the_engine() -> None:
    code = "import sys; from landbridge.engines.matching import learning; print('xgboost' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


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
