"""Boosted regression trees for ranking, small enough to read and to explain.

Two losses: pairs weighed by what swapping them would do to nDCG (LambdaMART, Burges 2010), and the whole list at once
(ListNet, Cao 2007: the softmax of the scores against the even share of those who joined). They err differently.

Trees are complete binary trees of fixed depth. Every node keeps the value it would give as a leaf, so that a score
splits into one part per feature: along the path, each step adds the change of the node's value to the feature that
was asked (Saabas' decomposition). One thread, one seed, one answer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Told = Callable[[str, int, int], None]
"""Hears of progress: what is being done, how many steps are done, how many there are."""


class Loss(StrEnum):
    """What the trees are grown against."""

    PAIRS = "pairs"
    LISTS = "lists"


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """How trees are grown, and what share of the whole score they have (`weight`). `rows` is the share of questions and `features` the share of features each tree sees."""

    loss: Loss = Loss.PAIRS
    weight: float = 1.0
    trees: int = 200
    depth: int = 3
    rate: float = 0.06
    bins: int = 32
    least: int = 60
    ridge: float = 5.0
    rows: float = 0.4
    features: float = 0.5
    cut: int = 30


@dataclass(frozen=True)
class Forest:
    """Grown trees: `feature` and `edge` per inner node (-1 where a node asks nothing), `value` per node."""

    feature: NDArray[np.int32]
    edge: Floats
    value: Floats

    def score(self, rows: Floats) -> Floats:
        """The sum over all trees for each row of (n, features)."""
        total = np.zeros(len(rows), dtype=np.float32)
        for tree in range(len(self.feature)):
            total += self.value[tree, self._leaf(tree, rows)]
        return total

    def parts(self, rows: Floats) -> Floats:
        """The same scores split by feature, shape (n, features); what the roots give belongs to no feature."""
        parts = np.zeros(rows.shape, dtype=np.float32)
        every = np.arange(len(rows))
        for tree in range(len(self.feature)):
            at = np.zeros(len(rows), dtype=np.int64)
            for _ in range(self._depth):
                asked = self.feature[tree, at]
                below = self._below(tree, at, rows)
                change = self.value[tree, below] - self.value[tree, at]
                parts[every, np.maximum(asked, 0)] += np.where(asked >= 0, change, 0)
                at = below
        return parts

    def scaled(self, factor: float) -> "Forest":
        """The same trees with every value times `factor`."""
        return Forest(self.feature, self.edge, (self.value * np.float32(factor)).astype(np.float32))

    @classmethod
    def joined(cls, forests: Sequence["Forest"]) -> "Forest":
        """One forest whose score is the sum of the scores of several of the same depth."""
        return cls(
            np.concatenate([one.feature for one in forests]),
            np.concatenate([one.edge for one in forests]),
            np.concatenate([one.value for one in forests]),
        )

    @property
    def _depth(self) -> int:
        return int(np.log2(self.value.shape[1] + 1)) - 1

    def _leaf(self, tree: int, rows: Floats) -> Ints:
        at = np.zeros(len(rows), dtype=np.int64)
        for _ in range(self._depth):
            at = self._below(tree, at, rows)
        return at

    def _below(self, tree: int, at: Ints, rows: Floats) -> Ints:
        asked = self.feature[tree, at]
        seen = rows[np.arange(len(rows)), np.maximum(asked, 0)]
        right = (asked >= 0) & (seen > self.edge[tree, at])
        below: Ints = 2 * at + 1 + right
        return below


def grow(
    rows: Floats, joined: NDArray[np.bool_], base: Floats, *, growth: Growth, seed: int, told: Told | None = None
) -> Forest:
    """Trees that lift what joined above what did not within each question, starting from the order of `base`.

    `rows` has shape (questions, candidates, features), `joined` and `base` (questions, candidates).
    """
    questions, candidates, width = rows.shape
    flat = np.ascontiguousarray(rows.reshape(-1, width))
    edges = _edges(flat, growth.bins, seed)
    binned = np.stack([np.searchsorted(edges[f], flat[:, f]).astype(np.uint8) for f in range(width)])
    slopes = _Pairs(joined, growth.cut).slopes if growth.loss is Loss.PAIRS else _Lists(joined).slopes
    rng = np.random.default_rng(seed)
    score = base.astype(np.float32).copy()
    inner = 2**growth.depth - 1
    feature = np.full((growth.trees, inner), -1, dtype=np.int32)
    edge = np.zeros((growth.trees, inner), dtype=np.float32)
    value = np.zeros((growth.trees, 2 * inner + 1), dtype=np.float32)
    for tree in range(growth.trees):
        slope, bend = slopes(score)
        chosen = rng.random(questions) < growth.rows
        asked = np.sort(rng.choice(width, max(1, round(growth.features * width)), replace=False))
        sprout = _Sprout(binned[:, np.repeat(chosen, candidates)], slope[chosen].ravel(), bend[chosen].ravel(), growth)
        sprout.grow(asked)
        feature[tree], value[tree] = sprout.feature, sprout.value * growth.rate
        known = np.maximum(sprout.feature, 0)
        edge[tree] = [edges[f][min(cut, len(edges[f]) - 1)] for f, cut in zip(known, sprout.cut, strict=True)]
        grown = Forest(feature[tree : tree + 1], edge[tree : tree + 1], value[tree : tree + 1])
        score += grown.score(flat).reshape(questions, candidates)
        if told and (tree + 1) % 25 == 0:
            told("growing trees", tree + 1, growth.trees)
    return Forest(feature, edge, value)


def _edges(flat: Floats, bins: int, seed: int) -> list[Floats]:
    """Quantiles of each feature, each edge once; a constant feature has one edge and is never worth asking."""
    sample = flat[np.random.default_rng(seed).permutation(len(flat))[:50_000]]
    quantiles = np.quantile(sample, np.linspace(0, 1, bins + 1)[1:-1], axis=0).astype(np.float32)
    return [np.unique(quantiles[:, f]) for f in range(flat.shape[1])]


class _Pairs:
    """The slopes of the pairwise loss, each pair weighed by what swapping it would do to nDCG."""

    def __init__(self, joined: NDArray[np.bool_], cut: int) -> None:
        self._joined = joined
        self._cut = cut
        most = int(joined.sum(axis=1).max(initial=1))
        order = np.argsort(~joined, axis=1, kind="stable")[:, :most]
        self._who = order
        self._there = np.take_along_axis(joined, order, axis=1)
        ideal = np.cumsum(1 / np.log2(np.arange(joined.shape[1]) + 2))
        self._ideal = ideal[np.maximum(joined.sum(axis=1), 1) - 1]

    def slopes(self, score: Floats) -> tuple[Floats, Floats]:
        """First and second derivative of the loss for every candidate, shape of `score`."""
        place = np.argsort(np.argsort(-score, axis=1, kind="stable"), axis=1)
        worth = np.where(place < self._cut, 1 / np.log2(place + 2), 0).astype(np.float32)
        mine = np.take_along_axis(score, self._who, axis=1)[:, :, None]
        my_worth = np.take_along_axis(worth, self._who, axis=1)[:, :, None]
        weight = np.abs(my_worth - worth[:, None, :]) / self._ideal[:, None, None]
        weight *= self._there[:, :, None] & ~self._joined[:, None, :]
        ahead = mine - score[:, None, :]
        weight /= 0.01 + np.abs(ahead)  # close calls count most, whatever the scale of the scores
        lost = 1 / (1 + np.exp(np.clip(ahead, -30, 30)))
        push = (weight * lost).astype(np.float32)
        turn = (weight * lost * (1 - lost)).astype(np.float32)
        whole = np.maximum(2 * push.sum(axis=(1, 2), keepdims=True), np.float32(1e-9))
        even = np.log2(1 + whole) / whole  # so that no single question drowns the others
        push, turn = push * even, turn * even
        slope, bend = push.sum(axis=1), turn.sum(axis=1)
        rows = np.arange(len(score))[:, None]
        np.add.at(slope, (rows, self._who), -push.sum(axis=2))
        np.add.at(bend, (rows, self._who), turn.sum(axis=2))
        return slope, bend


class _Lists:
    """The slopes of the loss over whole lists: every question counts the same, however many joined."""

    def __init__(self, joined: NDArray[np.bool_]) -> None:
        many = joined.sum(axis=1, keepdims=True)
        self._share = (joined / np.maximum(many, 1)).astype(np.float32)
        self._asked = many > 0

    def slopes(self, score: Floats) -> tuple[Floats, Floats]:
        """First and second derivative of the loss for every candidate, shape of `score`."""
        raised = np.exp(score - score.max(axis=1, keepdims=True))
        chance = raised / raised.sum(axis=1, keepdims=True)
        return (chance - self._share) * self._asked, chance * (1 - chance) * self._asked


class _Sprout:
    """One tree while it grows, level by level over histograms of slopes."""

    def __init__(self, binned: NDArray[np.uint8], slope: Floats, bend: Floats, growth: Growth) -> None:
        self._binned, self._slope, self._bend, self._growth = binned, slope, bend, growth
        inner = 2**growth.depth - 1
        self.feature = np.full(inner, -1, dtype=np.int32)
        self.cut = np.zeros(inner, dtype=np.int64)
        self.value = np.zeros(2 * inner + 1, dtype=np.float32)

    def grow(self, asked: Ints) -> None:
        """Split every node once where a split pays; a node that is not split hands its rows to its left child."""
        at = np.zeros(len(self._slope), dtype=np.int64)
        self.value[0] = self._leaf(float(self._slope.sum()), float(self._bend.sum()))
        for level in range(self._growth.depth):
            first = 2**level - 1
            self._split_level(first, at, asked)
            cut, feature = self.cut[at], self.feature[at]
            seen = self._binned[np.maximum(feature, 0), np.arange(len(at))]
            at = 2 * at + 1 + ((feature >= 0) & (seen > cut))

    def _leaf(self, slope: float, bend: float) -> float:
        return -slope / (bend + self._growth.ridge)

    def _split_level(self, first: int, at: Ints, asked: Ints) -> None:
        nodes, bins, ridge = first + 1, self._growth.bins, self._growth.ridge
        best = np.full(nodes, 1e-9)
        for node in range(first, 2 * first + 1):
            self.value[2 * node + 1] = self.value[2 * node + 2] = self.value[node]
        for f in asked:
            key = (at - first) * bins + self._binned[f]
            slopes, bends, counts = (
                np.bincount(key, weights, minlength=nodes * bins).reshape(nodes, bins).cumsum(axis=1)
                for weights in (self._slope, self._bend, None)
            )
            all_slope, all_bend, all_count = slopes[:, -1:], bends[:, -1:], counts[:, -1:]
            gain = (
                slopes**2 / (bends + ridge)
                + (all_slope - slopes) ** 2 / (all_bend - bends + ridge)
                - all_slope**2 / (all_bend + ridge)
            )
            gain[(counts < self._growth.least) | (all_count - counts < self._growth.least)] = 0
            cuts = gain.argmax(axis=1)
            for n in np.flatnonzero(gain[np.arange(nodes), cuts] > best):
                node, cut = first + int(n), int(cuts[n])
                best[n] = gain[n, cut]
                self.feature[node], self.cut[node] = f, cut
                left = float(slopes[n, cut]), float(bends[n, cut])
                right = float(all_slope[n, 0]) - left[0], float(all_bend[n, 0]) - left[1]
                self.value[2 * node + 1] = self._leaf(*left)
                self.value[2 * node + 2] = self._leaf(*right)
