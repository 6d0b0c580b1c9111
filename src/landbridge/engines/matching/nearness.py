"""The field signal: how near the two nearest fields of an offer and a need are."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from landbridge.engines.matching.barriers import numbered
from landbridge.engines.matching.fields import Taxonomy
from landbridge.engines.matching.kinds import SignalName
from landbridge.engines.matching.parties import Need, Offer

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
_MOST = 20_000_000  # cells of the table of sets against sets that is kept at once


class NeedFields:
    """The fields of the needs, each distinct set of codes once."""

    def __init__(self, needs: Sequence[Need], taxonomy: Taxonomy | None) -> None:
        self.taxonomy = taxonomy
        self.fields = [need.fields for need in needs]
        self.codes = sorted({code for codes in self.fields for code in codes})
        self.column_of = {code: column for column, code in enumerate(self.codes)}
        sets, self.keys = numbered(self.fields)
        self.sets = len(sets)
        self.members = _members(self.fields, self.keys, self.column_of)


class FieldSignal:
    """The nearness of the two nearest fields of offer and need."""

    name = SignalName.FIELD
    neutral = 0.35

    def __init__(self, offers: Sequence[Offer], needs: NeedFields) -> None:
        self._offers, self._needs = offers, needs
        codes = sorted({code for offer in offers for code in offer.fields})
        self._row_of = {code: row for row, code in enumerate(codes)}
        self.live = bool(codes and needs.codes)
        known = needs.taxonomy or Taxonomy(dict.fromkeys((*codes, *needs.codes)))
        self._near = known.table(codes, needs.codes) if self.live else np.zeros((len(codes), 0), dtype=np.float32)
        sets = [offer.fields for offer in offers]
        self._sets, self._keys = numbered(sets)
        self._by_set = self._nearest(_members(sets, self._keys, self._row_of)) if self.live else self._near
        small = len(self._sets) * needs.sets <= _MOST
        self._table = self._between(np.arange(len(self._sets))) if self.live and small else None

    def block(self, rows: range) -> Floats:
        """See `Signal.block`."""
        keys = self._keys[rows.start : rows.stop]
        if self._table is not None:
            return np.take(self._table[keys], self._needs.keys, axis=1)
        distinct, at = np.unique(keys, return_inverse=True)
        return np.take(self._between(distinct)[at], self._needs.keys, axis=1)

    def seen(self, row: int, column: int) -> Mapping[str, object] | None:
        """The nearest pair of codes and how near they are."""
        ours, theirs = self._offers[row].fields, self._needs.fields[column]
        if not (ours and theirs):
            return None
        best, pair = -1.0, (ours[0], theirs[0])
        for one in ours:
            row_of_code = self._row_of[one]
            for other in theirs:
                near = self._near.item(row_of_code, self._needs.column_of[other])
                if near > best:
                    best, pair = near, (one, other)
        return {"offer_field": pair[0], "need_field": pair[1], "nearness": round(best, 3)}

    def _nearest(self, members: Ints) -> Floats:
        """Per set of offers' codes the nearness of its nearest code to every code of the needs, NaN for no code."""
        padded = np.concatenate([self._near, np.full((1, self._near.shape[1]), np.nan, dtype=np.float32)])
        return _greatest(padded, members)

    def _between(self, sets: Ints) -> Floats:
        """These sets of the offers against all sets of the needs; neutral where either is empty."""
        near = self._by_set[sets]
        padded = np.concatenate([near, np.full((len(near), 1), np.nan, dtype=np.float32)], axis=1)
        best = _greatest(padded.T, self._needs.members).T
        return np.nan_to_num(best, nan=self.neutral)


def _members(sets: Sequence[Sequence[str]], keys: Ints, number: Mapping[str, int]) -> Ints:
    """The numbers of the codes of each distinct set, filled up with the number after the last code."""
    distinct = dict(zip(keys.tolist(), sets, strict=True))
    width = max((len(codes) for codes in distinct.values()), default=0)
    members = np.full((len(distinct), max(width, 1)), len(number), dtype=np.int64)
    for key, codes in distinct.items():
        members[key, : len(codes)] = [number[code] for code in codes]
    return members


def _greatest(rows: Floats, members: Ints) -> Floats:
    """For each set of row numbers the greatest value of each column, NaN left aside."""
    best = rows[members[:, 0]]
    for place in range(1, members.shape[1]):
        np.fmax(best, rows[members[:, place]], out=best)
    return best
