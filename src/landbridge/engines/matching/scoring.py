"""The score of every pair from the signals' values and the weights of the two sides, and the best of each list."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from landbridge.engines.matching.barriers import BarrierTable
from landbridge.engines.matching.explanation import Marks, Reading
from landbridge.engines.matching.kinds import Barrier
from landbridge.engines.matching.prior import Weight
from landbridge.engines.matching.signals import Floats, Signal

_BLOCK = 200_000  # pairs in one block: under a megabyte per signal, whatever the size of the lists

Columns = NDArray[np.int64]
Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Block:
    """Some offers against all needs: scores of shape (len(rows), needs), minus infinity where barred.

    `values` are the signals' values behind them, shape (signals, len(rows), needs), good until the next block; None
    where a sheet scores otherwise.
    """

    rows: range
    scores: Floats
    values: Floats | None


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

    def blocks(self) -> Iterator[Block]:
        """All offers, some at a time."""
        ...

    def marks(self, row: int, column: int, values: Floats | None = None) -> Marks:
        """What stands behind the score of one pair; `values` are those its list was made with, where they are kept."""
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
        self._mean_share = self._shares.mean(axis=1).astype(np.float64)
        self._neutral = np.array([one.neutral for one in signals], dtype=np.float32)
        self._last: tuple[int, Floats] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the signals in use."""
        return tuple(signal.name for signal in self.signals)

    def blocks(self) -> Iterator[Block]:
        """Rows, scores and values; counts the barred pairs as it goes, once per sweep."""
        self.barred.clear()
        self.barred_pairs = 0
        offers, needs = self.shape
        step = max(1, _BLOCK // max(needs, 1))
        space = np.empty((len(self.signals), min(step, offers), needs), dtype=np.float32)
        for start in range(0, offers, step):
            rows = range(start, min(start + step, offers))
            values = self._values(rows, space[:, : len(rows)])
            scores = self._scores(values)
            self._bar(rows, scores)
            yield Block(rows, scores, values)

    def contributions(self, values: Floats) -> Doubles:
        """The mean of the two sides' weights times what each value is above its neutral one."""
        parts: Doubles = (values.astype(np.float64) - self._neutral) * self._mean_share
        return parts

    def _bar(self, rows: range, scores: Floats) -> None:
        closed = np.zeros(scores.shape, dtype=np.bool_)
        for barrier, mask in self.table.block(rows):
            self.barred[barrier] += int(mask.sum())
            closed |= mask
        if closed.any():
            self.barred_pairs += int(closed.sum())
            scores[closed] = -np.inf

    def marks(self, row: int, column: int, values: Floats | None = None) -> Marks:
        """The scores of both sides for one pair, with every signal's part in them."""
        values = self._values_of(row)[:, column] if values is None else values
        both = values @ self._shares
        readings = tuple(
            self._reading(signal, float(value), float(part), signal.seen(row, column))
            for signal, value, part in zip(self.signals, values, self.contributions(values), strict=True)
        )
        return Marks(float(both[0]), float(both[1]), None, readings)

    @staticmethod
    def _reading(signal: Signal, value: float, part: float, seen: Mapping[str, object] | None) -> Reading:
        return Reading(signal.name, value, signal.neutral, 0.0 if seen is None else part, seen)

    def chance(self, row: int, column: int) -> float | None:
        """None: the prior orders and does not foretell."""
        return None

    def _values_of(self, row: int) -> Floats:
        """The values of one offer against all needs, the last one kept: lists are told pair by pair."""
        if self._last is None or self._last[0] != row:
            space = np.empty((len(self.signals), 1, self.shape[1]), dtype=np.float32)
            self._last = row, self._values(range(row, row + 1), space)[:, 0]
        return self._last[1]

    def _values(self, rows: range, space: Floats) -> Floats:
        """Fill `space`, shape (signals, len(rows), needs), with the signals' values."""
        for number, signal in enumerate(self.signals):
            space[number] = signal.block(rows)
        return space

    def _scores(self, values: Floats) -> Floats:
        """The harmonic mean of the two sides' weighted means."""
        rows, needs = values.shape[1:]
        need_side, offer_side = self._shares.T @ values.reshape(len(values), rows * needs)
        scores: Floats = need_side * offer_side
        scores *= 2
        need_side += offer_side
        scores /= np.maximum(need_side, np.float32(1e-9), out=need_side)
        return scores.reshape(rows, needs)


@dataclass(frozen=True, slots=True)
class Lists:
    """The best of each list: columns (-1 where a list is short), scores, and the signals' values where there are any.

    Shapes (lists, top), (lists, top), (lists, top, signals).
    """

    columns: Columns
    scores: Floats
    values: Floats | None


def by_offer(sheet: Sheet, top: int) -> Lists:
    """The best needs of every offer, best first."""
    columns, scores = _empty(sheet.shape[0], top)
    kept: Floats | None = None
    for block in sheet.blocks():
        for at, (row, line) in enumerate(zip(block.rows, block.scores, strict=True)):
            chosen = best_of(line, top)
            columns[row, : len(chosen)] = chosen
            scores[row, : len(chosen)] = line[chosen]
            if block.values is not None:
                kept = np.zeros((*columns.shape, len(block.values)), dtype=np.float32) if kept is None else kept
                kept[row, : len(chosen)] = block.values[:, at, chosen].T
    return Lists(columns, scores, kept)


def by_need(sheet: Sheet, top: int) -> Lists:
    """The best offers of every need: the same scores read the other way."""
    needs = sheet.shape[1]
    columns, scores = _empty(needs, top)
    for block in sheet.blocks():
        pool = np.concatenate([np.where(columns >= 0, scores, -np.inf).T, block.scores])
        owners = np.concatenate([columns.T, np.repeat(np.array(block.rows)[:, None], needs, axis=1)])
        for need in range(needs):
            chosen = best_of(pool[:, need], top)
            columns[need, : len(chosen)] = owners[chosen, need]
            scores[need, : len(chosen)] = pool[chosen, need]
    return Lists(columns, scores, None)


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
