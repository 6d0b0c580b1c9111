"""Ranks: barriers first, then the score of both sides, block by block, so that 60 million pairs fit in memory."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from landbridge.engines.matching.explanation import Fact, Line, Pair, explain, fact_of, line_of
from landbridge.engines.matching.inspection import gaps_of_needs, gaps_of_offers
from landbridge.engines.matching.kinds import Barrier, Listing
from landbridge.engines.matching.parties import Need, Offer
from landbridge.engines.matching.scoring import Lists, ScoreSheet, Sheet, by_need, by_offer
from landbridge.engines.matching.signals import (
    Floats,
)


@dataclass(frozen=True)
class Ranking:
    """The lists, one per offer, or per need if `listing` says so.

    `barred` counts pairs per barrier (a pair may break several), `barred_pairs` counts each pair once. `gaps` counts what the
    input lacks; `live` names the signals that had anything to compare.
    """

    offers: tuple[Offer, ...]
    needs: tuple[Need, ...]
    listing: Listing
    lists: Lists
    barred: Mapping[Barrier, int]
    barred_pairs: int
    gaps: Mapping[str, int]
    sheet: Sheet

    @property
    def columns(self) -> NDArray[np.int64]:
        """One row per list and `top` columns: the numbers of the needs (or offers), -1 where a list is short."""
        return self.lists.columns

    @property
    def scores(self) -> Floats:
        """The scores, shape of `columns`."""
        return self.lists.scores

    @property
    def live(self) -> tuple[str, ...]:
        """The names of the signals that were used."""
        return self.sheet.names

    def of(self, identifier: str) -> tuple[Pair, ...]:
        """The list of one offer (or need, as `listing` says), best first; KeyError if it was not ranked."""
        row = self._rows[identifier]
        return tuple(
            self._pair(row, int(column), place) for place, column in enumerate(self.columns[row], 1) if column >= 0
        )

    def at(self, identifier: str, rank: int) -> Pair:
        """One pair of a list by its rank, from 1: cheap where few of many pairs are wanted with their reasons."""
        row = self._rows[identifier]
        return self._pair(row, int(self.columns[row, rank - 1]), rank)

    def brief(self, identifier: str) -> tuple[tuple[str, float], ...]:
        """The list of `of` as identifiers and scores only: cheap, for long output without reasons."""
        row = self._rows[identifier]
        others = self.needs if self.listing is Listing.OFFER else self.offers
        line = zip(self.columns[row].tolist(), self.scores[row].tolist(), strict=True)
        return tuple((others[column].id, score) for column, score in line if column >= 0)

    def chances(self, identifier: str) -> tuple[tuple[str, float | None], ...]:
        """The list of `of` as identifiers and chances only."""
        row = self._rows[identifier]
        others = self.needs if self.listing is Listing.OFFER else self.offers
        found = self.columns[row][self.columns[row] >= 0].tolist()
        pairs = [(row, column) if self.listing is Listing.OFFER else (column, row) for column in found]
        return tuple((others[column].id, self.sheet.chance(*pair)) for column, pair in zip(found, pairs, strict=True))

    def explained(self, identifier: str, *, most: int = 3) -> tuple[Line, ...]:
        """The list of `of` with the reasons of `explain`, looking up only the facts that are told.

        For long output: where the scores came with their signals' values it is many times as quick.
        """
        if self.lists.values is None or not isinstance(self.sheet, ScoreSheet):
            return tuple(line_of(explain(pair, most=most)) for pair in self.of(identifier))
        row = self._rows[identifier]
        values = self.lists.values[row]
        parts = self.sheet.contributions(values)
        by_name = np.argsort(np.array(self.live))
        falling = by_name[np.argsort(-parts[:, by_name], axis=1, kind="stable")].tolist()
        scores = self.scores[row].tolist()
        found: list[Line] = []
        for place, column in enumerate(self.columns[row].tolist()):
            if column >= 0:
                facts = _Facts(self.sheet, row, column, values[place].tolist(), parts[place].tolist())
                reasons, against = facts.told(falling[place], most)
                found.append(Line(identifier, self.needs[column].id, place + 1, scores[place], None, reasons, against))
        return tuple(found)

    def __iter__(self) -> Iterator[Pair]:
        """All pairs, list by list."""
        for identifier in self._rows:
            yield from self.of(identifier)

    def why_barred(self, offer_id: str, need_id: str) -> tuple[Barrier, ...]:
        """The barriers between two; empty if there is none. KeyError for an unknown identifier."""
        return self.sheet.table.of_pair(self._offer_rows[offer_id], self._need_rows[need_id])

    @cached_property
    def _offer_rows(self) -> Mapping[str, int]:
        return {offer.id: row for row, offer in enumerate(self.offers)}

    @cached_property
    def _need_rows(self) -> Mapping[str, int]:
        return {need.id: row for row, need in enumerate(self.needs)}

    @property
    def _rows(self) -> Mapping[str, int]:
        return self._offer_rows if self.listing is Listing.OFFER else self._need_rows

    def _pair(self, row: int, column: int, place: int) -> Pair:
        offer, need = (row, column) if self.listing is Listing.OFFER else (column, row)
        values = None if self.lists.values is None else self.lists.values[row, place - 1]
        marks = self.sheet.marks(offer, need, values)
        return Pair(
            offer_id=self.offers[offer].id,
            need_id=self.needs[need].id,
            rank=place,
            score=float(self.scores[row, place - 1]),
            need_score=marks.need_score,
            offer_score=marks.offer_score,
            probability=marks.probability,
            readings=marks.readings,
        )


def listed(
    offers: Sequence[Offer],
    needs: Sequence[Need],
    sheet: Sheet,
    *,
    listing: Listing,
    top: int,
    gaps_of: Mapping[str, int] | None = None,
) -> Ranking:
    """The lists that a sheet of scores makes; `gaps_of` are those of the needs, where they are counted already."""
    lists = by_offer(sheet, top) if listing is Listing.OFFER else by_need(sheet, top)
    return Ranking(
        offers=tuple(offers),
        needs=tuple(needs),
        listing=listing,
        lists=lists,
        barred=dict(sheet.barred),
        barred_pairs=sheet.barred_pairs,
        gaps={**gaps_of_offers(offers), **(gaps_of_needs(needs) if gaps_of is None else gaps_of)},
        sheet=sheet,
    )


@dataclass(frozen=True, slots=True)
class _Facts:
    """One pair's values and their parts in its score, looked up only as far as they are told."""

    sheet: ScoreSheet
    row: int
    column: int
    values: Sequence[float]
    parts: Sequence[float]

    def told(self, falling: Sequence[int], most: int) -> tuple[tuple[Fact, ...], Fact | None]:
        """The facts for, strongest first, and the one most against; `falling` orders the signals by their part."""
        reasons: list[Fact] = []
        for number in falling:
            if self.parts[number] <= 0 or len(reasons) == most:
                break
            fact = self._fact(number)
            if fact is not None:
                reasons.append(fact)
        for number in reversed(falling):
            if self.parts[number] >= 0:
                break
            fact = self._fact(number)
            if fact is not None:
                return tuple(reasons), fact
        return tuple(reasons), None

    def _fact(self, number: int) -> Fact | None:
        signal = self.sheet.signals[number]
        seen = signal.seen(self.row, self.column)
        return None if seen is None else fact_of(signal.name, self.values[number], self.parts[number], seen)
