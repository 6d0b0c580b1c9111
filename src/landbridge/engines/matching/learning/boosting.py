"""Boosted regression trees for ranking, small enough to read and to explain.

Trees are complete binary trees of fixed depth. Every node keeps the value it would give as a leaf, so that a score
splits into one part per feature: along the path, each step adds the change of the node's value to the feature that
was asked (Saabas' decomposition). One thread, one seed, one answer.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landbridge.engines.matching.learning.slopes import Loss, slopes_of

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Doubles = NDArray[np.float64]
Told = Callable[[str, int, int], None]
"""Hears of progress: what is being done, how many steps are done, how many there are."""

_NOTHING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """How trees are grown, and what share of the whole score they have (`weight`). `rows` is the share of questions and `features` the share of features each tree sees."""

    loss: Loss = Loss.PAIRS
    weight: float = 1.0
    trees: int = 200
    depth: int = 3
    rate: float = 0.06
    least: int = 60
    ridge: float = 5.0
    rows: float = 0.2
    features: float = 0.35
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


@dataclass(frozen=True)
class Binned:
    """Rows of (questions, candidates, features) as bins between `edges`, one column per feature; binned once for all forests."""

    edges: Sequence[Floats]
    columns: NDArray[np.uint8]
    shape: tuple[int, int]

    @classmethod
    def of(cls, rows: Floats, *, bins: int, seed: int) -> "Binned":
        """Edges are quantiles, each once; a constant feature has one edge and is never worth asking."""
        questions, candidates, width = rows.shape
        flat = rows.reshape(-1, width)
        sample = flat[np.random.default_rng(seed).permutation(len(flat))[:50_000]]
        quantiles = np.quantile(sample, np.linspace(0, 1, bins + 1)[1:-1], axis=0).astype(np.float32)
        edges = [np.unique(quantiles[:, f]) for f in range(width)]
        columns = np.empty((width, len(flat)), dtype=np.uint8)
        for f in range(width):
            columns[f] = np.searchsorted(edges[f], flat[:, f])
        return cls(edges, columns, (questions, candidates))

    def only(self, questions: NDArray[np.bool_]) -> "Binned":
        """Some of the questions, between the same edges."""
        columns = self.columns[:, np.repeat(questions, self.shape[1])]
        return Binned(self.edges, columns, (int(questions.sum()), self.shape[1]))


def grow(
    table: Binned, joined: NDArray[np.bool_], *, growth: Growth, seed: int, told: Told | None = None
) -> tuple[Forest, Floats]:
    """Trees that lift what joined above what did not within each question, and the scores of `table` by them."""
    questions, candidates = table.shape
    width = len(table.columns)
    slopes = slopes_of(growth.loss, joined, growth.cut)
    rng = np.random.default_rng(seed)
    score = np.zeros((questions, candidates), dtype=np.float32)
    inner = 2**growth.depth - 1
    feature = np.full((growth.trees, inner), -1, dtype=np.int32)
    edge = np.zeros((growth.trees, inner), dtype=np.float32)
    value = np.zeros((growth.trees, 2 * inner + 1), dtype=np.float32)
    for tree in range(growth.trees):
        chosen = np.flatnonzero(rng.random(questions) < growth.rows)
        asked = np.sort(rng.choice(width, max(1, round(growth.features * width)), replace=False))
        slope, bend = slopes(score[chosen], chosen)
        seen = table.columns[asked][:, (chosen[:, None] * candidates + np.arange(candidates)).ravel()]
        sprout = _Sprout(seen, slope.ravel(), bend.ravel(), growth)
        sprout.grow()
        feature[tree] = np.where(sprout.feature >= 0, asked[sprout.feature], -1)
        value[tree] = sprout.value * growth.rate
        for node, (f, cut) in enumerate(zip(feature[tree].tolist(), sprout.cut.tolist(), strict=True)):
            edge[tree, node] = table.edges[f][min(cut, len(table.edges[f]) - 1)] if f >= 0 else 0
        score += _leaves(table.columns, feature[tree], sprout.cut, value[tree]).reshape(questions, candidates)
        if told and (tree + 1) % 25 == 0:
            told("growing trees", tree + 1, growth.trees)
    return Forest(feature, edge, value), score


def _leaves(columns: NDArray[np.uint8], feature: NDArray[np.int32], cut: Ints, value: Floats) -> Floats:
    """The value of the leaf of every row, by whole columns: one comparison per node."""
    right = [columns[f] > one if f >= 0 else None for f, one in zip(feature.tolist(), cut.tolist(), strict=True)]

    def below(node: int) -> Floats:
        if node >= len(right):
            return value[node : node + 1]
        asked = right[node]
        if asked is None:
            return below(2 * node + 1)
        return np.where(asked, below(2 * node + 2), below(2 * node + 1))

    return np.broadcast_to(below(0), columns.shape[1])


class _Sprout:
    """One tree while it grows, level by level over histograms of slopes."""

    def __init__(self, binned: NDArray[np.uint8], slope: Floats, bend: Floats, growth: Growth) -> None:
        self._binned, self._slope, self._bend, self._growth = binned, slope, bend, growth
        self._bins = int(binned.max(initial=0)) + 1
        inner = 2**growth.depth - 1
        self.feature = np.full(inner, -1, dtype=np.int32)
        self.cut = np.zeros(inner, dtype=np.int64)
        self.value = np.zeros(2 * inner + 1, dtype=np.float32)

    def grow(self) -> None:
        """Split every node once where a split pays; a node that is not split hands its value to its children."""
        self.value[0] = self._leaf(float(self._slope.sum()), float(self._bend.sum()))
        every = np.arange(len(self._slope))
        level = [(0, every, self._histogram(every))]
        for depth in range(self._growth.depth):
            last = depth + 1 == self._growth.depth
            level = [child for node, rows, seen in level for child in self._split(node, rows, seen, last=last)]
        for node in range(len(self.feature)):
            if self.feature[node] < 0:
                self.value[2 * node + 1] = self.value[2 * node + 2] = self.value[node]

    def _leaf(self, slope: float, bend: float) -> float:
        return -slope / (bend + self._growth.ridge)

    def _histogram(self, rows: Ints) -> Doubles:
        """Slopes, bends and numbers of the rows in each bin of each feature asked, shape (3, features, bins)."""
        slope, bend, bins = self._slope[rows], self._bend[rows], self._bins
        found = np.empty((3, len(self._binned), bins))
        for f, column in enumerate(self._binned):
            key = column.take(rows).astype(np.int64)
            for layer, weights in enumerate((slope, bend, None)):
                found[layer, f] = np.bincount(key, weights, minlength=bins)
        return found

    def _split(self, node: int, rows: Ints, seen: Doubles, *, last: bool) -> Iterator[tuple[int, Ints, Doubles]]:
        """The two children of a node, if it pays to split it; of `last` ones nothing is counted any more."""
        below = seen.cumsum(axis=2)
        above = below[:, :, -1:] - below
        ridge, least = self._growth.ridge, self._growth.least
        gain = below[0] ** 2 / (below[1] + ridge) + above[0] ** 2 / (above[1] + ridge)
        gain -= below[0, :, -1:] ** 2 / (below[1, :, -1:] + ridge)
        gain[(below[2] < least) | (above[2] < least)] = 0
        place, cut = divmod(int(gain.argmax()), gain.shape[1])
        if gain[place, cut] <= _NOTHING:
            return
        self.feature[node], self.cut[node] = place, cut
        for child, half in ((2 * node + 1, below), (2 * node + 2, above)):
            self.value[child] = self._leaf(float(half[0, place, cut]), float(half[1, place, cut]))
        if last:
            return
        right = self._binned[place].take(rows) > cut
        sides = [(2 * node + 1, rows[~right]), (2 * node + 2, rows[right])]
        (few, few_rows), (many, many_rows) = sorted(sides, key=lambda side: len(side[1]))
        counted = self._histogram(few_rows)
        yield few, few_rows, counted
        yield many, many_rows, seen - counted
