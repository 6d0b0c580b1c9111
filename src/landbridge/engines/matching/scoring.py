"""The score of every pair from the signals' values and the weights of the two sides, and the best of each list."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from landbridge.engines.matching.barriers import BarrierTable
from landbridge.engines.matching.explanation import Marks, Reading
from landbridge.engines.matching.kinds import Barrier
from landbridge.engines.matching.prior import Weight
from landbridge.engines.matching.signals import Floats, Signal

_BLOCK = 400_000  # pairs in one block: a few megabytes per signal, whatever the size of the lists

Columns = NDArray[np.int64]


class Sheet(Protocol):
    """What makes scores: the prior's `ScoreSheet` here, or a fitted model's sheet."""

    shape: tuple[int, int]
    table: BarrierTable
    barred: Counter[Barrier]
    barred_pairs: int

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the readings a pair can have."""
        ...

    def blocks(self) -> Iterator[tuple[range, Floats]]:
        """Rows of offers and their scores against all needs, minus infinity where barred."""
        ...

    def marks(self, row: int, column: int) -> Marks:
        """What stands behind the score of one pair."""
        ...

    def chance(self, row: int, column: int) -> float | None:
        """The chance of one pair, None where no outcomes were learned from."""
        ...


class ScoreSheet:
    """Scores in blocks of offers against all needs; minus infinity where a barrier stands.

    Each side's score is the weighted mean of the signals' values with that side's weights; the pair's score is the
    harmonic mean of the two, so that one side's no cannot be outvoted by the other's yes.
    """

    def __init__(
        self,
        offers: int,
        needs: int,
        signals: Sequence[Signal],
        weights: Mapping[str, Weight],
        table: BarrierTable,
    ) -> None:
        self.shape = offers, needs
        self.signals = tuple(signals)
        self.table = table
        self.barred: Counter[Barrier] = Counter()
        self.barred_pairs = 0
        chosen = np.array([(weights[one.name].need, weights[one.name].offer) for one in signals], dtype=np.float32)
        chosen = chosen.reshape(len(self.signals), 2)
        self._shares = chosen / np.maximum(chosen.sum(axis=0, keepdims=True), np.float32(1e-9))
        self._last: tuple[int, Floats] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the signals in use."""
        return tuple(signal.name for signal in self.signals)

    def blocks(self) -> Iterator[tuple[range, Floats]]:
        """Rows and their scores, shape (len(rows), needs); counts the barred pairs as it goes, once per sweep."""
        self.barred.clear()
        self.barred_pairs = 0
        offers, needs = self.shape
        step = max(1, _BLOCK // max(needs, 1))
        for start in range(0, offers, step):
            rows = range(start, min(start + step, offers))
            scores = self._scores(rows)
            closed = np.zeros(scores.shape, dtype=np.bool_)
            for barrier, mask in self.table.block(rows):
                self.barred[barrier] += int(mask.sum())
                closed |= mask
            self.barred_pairs += int(closed.sum())
            scores[closed] = -np.inf
            yield rows, scores

    def marks(self, row: int, column: int) -> Marks:
        """The scores of both sides for one pair, with every signal's part in them."""
        if self._last is None or self._last[0] != row:
            values = [signal.block(range(row, row + 1))[0] for signal in self.signals]
            self._last = row, np.array(values, dtype=np.float32).reshape(len(self.signals), self.shape[1])
        values_here = self._last[1][:, column]
        both = values_here @ self._shares
        readings = tuple(
            self._reading(signal, float(value), float(share.mean()), signal.seen(row, column))
            for signal, value, share in zip(self.signals, values_here, self._shares, strict=True)
        )
        return Marks(float(both[0]), float(both[1]), None, readings)

    @staticmethod
    def _reading(signal: Signal, value: float, share: float, seen: Mapping[str, object] | None) -> Reading:
        contribution = 0.0 if seen is None else share * (value - signal.neutral)
        return Reading(signal.name, value, signal.neutral, contribution, seen)

    def chance(self, row: int, column: int) -> float | None:
        """None: the prior orders and does not foretell."""
        return None

    def _scores(self, rows: range) -> Floats:
        need_side = np.zeros((len(rows), self.shape[1]), dtype=np.float32)
        offer_side = np.zeros_like(need_side)
        for signal, (need_share, offer_share) in zip(self.signals, self._shares, strict=True):
            values = signal.block(rows)
            need_side += need_share * values
            offer_side += offer_share * values
        scores: Floats = 2 * need_side * offer_side / np.maximum(need_side + offer_side, np.float32(1e-9))
        return scores


def by_offer(sheet: Sheet, top: int) -> tuple[Columns, Floats]:
    """The best needs of every offer: their columns (-1 where the list is short) and scores, best first."""
    columns, scores = _empty(sheet.shape[0], top)
    for rows, block in sheet.blocks():
        for row, line in zip(rows, block, strict=True):
            chosen = best_of(line, top)
            columns[row, : len(chosen)] = chosen
            scores[row, : len(chosen)] = line[chosen]
    return columns, scores


def by_need(sheet: Sheet, top: int) -> tuple[Columns, Floats]:
    """The best offers of every need: the same scores read the other way."""
    needs = sheet.shape[1]
    columns, scores = _empty(needs, top)
    for rows, block in sheet.blocks():
        pool = np.concatenate([np.where(columns >= 0, scores, -np.inf).T, block])
        owners = np.concatenate([columns.T, np.repeat(np.array(rows)[:, None], needs, axis=1)])
        for need in range(needs):
            chosen = best_of(pool[:, need], top)
            columns[need, : len(chosen)] = owners[chosen, need]
            scores[need, : len(chosen)] = pool[chosen, need]
    return columns, scores


def best_of(line: Floats, top: int) -> Columns:
    """Where the `top` largest finite values stand, largest first, equal ones in the order of the line."""
    if top < len(line):
        least = np.partition(line, len(line) - top)[len(line) - top]
        at = np.flatnonzero((line >= least) & np.isfinite(line))
    else:
        at = np.flatnonzero(np.isfinite(line))
    return at[np.argsort(-line[at], kind="stable")][:top]


def _empty(rows: int, top: int) -> tuple[Columns, Floats]:
    return np.full((rows, top), -1, dtype=np.int64), np.full((rows, top), np.nan, dtype=np.float32)
