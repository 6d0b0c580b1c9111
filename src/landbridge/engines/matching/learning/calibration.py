"""From margins to chances: isotonic regression on questions the ranker was not fitted on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Calibration:
    """A rising line of margins and chances; between its points the chance is drawn straight."""

    margins: tuple[float, ...]
    chances: tuple[float, ...]

    def chance(self, margin: NDArray[np.floating]) -> Doubles:
        """The chance of each margin; outside the line its ends hold."""
        return np.asarray(np.interp(margin, self.margins, self.chances), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Bin:
    """One of equally filled bins of predictions: how many pairs, what was predicted, what came."""

    pairs: int
    predicted: float
    observed: float


def calibrated(margin: NDArray[np.floating], joined: NDArray[np.bool_], *, least: int = 150) -> Calibration:
    """The isotonic line through groups of at least `least` pairs (pool adjacent violators), smoothed to their middles.

    Each group counts one join and as many pairs as its mean says more than it has, so that no chance is 0 or 1.
    """
    order = np.argsort(margin, kind="stable")
    sorted_margin, sorted_joined = np.asarray(margin)[order], np.asarray(joined, dtype=np.float64)[order]
    groups = max(1, len(order) // least)
    pooled: list[list[float]] = []
    usual = (sorted_joined.sum() + 1) / (len(order) + 2)
    for part in np.array_split(np.arange(len(order)), groups):
        size, hits = float(len(part)), float(sorted_joined[part].sum())
        pooled.append([float(sorted_margin[part].sum()), size, hits])
        while len(pooled) > 1 and pooled[-2][2] / pooled[-2][1] >= pooled[-1][2] / pooled[-1][1]:
            last = pooled.pop()
            pooled[-1] = [one + other for one, other in zip(pooled[-1], last, strict=True)]
    chances = tuple((hits + usual) / (size + 1) for _, size, hits in pooled)
    return Calibration(tuple(total / size for total, size, _ in pooled), chances)


def reliability(chance: NDArray[np.floating], joined: NDArray[np.bool_], *, bins: int = 5) -> Sequence[Bin]:
    """Equally filled bins from the lowest predictions to the highest: the data of a reliability plot."""
    order = np.argsort(chance, kind="stable")
    return [
        Bin(len(part), float(np.mean(np.asarray(chance)[part])), float(np.mean(np.asarray(joined)[part])))
        for part in np.array_split(order, bins)
        if len(part)
    ]
