"""Ranks: barriers first, then the score of both sides, block by block, so that 60 million pairs fit in memory."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from landbridge.engines.matching.barriers import Barriers, BarrierTable
from landbridge.engines.matching.encoding import Encoder
from landbridge.engines.matching.exchange import Exchange
from landbridge.engines.matching.explanation import Pair
from landbridge.engines.matching.fields import Taxonomy
from landbridge.engines.matching.inspection import gaps, inspect
from landbridge.engines.matching.kinds import Barrier, Listing
from landbridge.engines.matching.parties import Need, Offer, Outcome
from landbridge.engines.matching.place import PlaceSignal
from landbridge.engines.matching.prior import PRIOR, Weight
from landbridge.engines.matching.scoring import ScoreSheet, Sheet, by_need, by_offer
from landbridge.engines.matching.signals import (
    FieldSignal,
    Floats,
    RecencySignal,
    Signal,
    StageSignal,
    TicketSignal,
    language_signal,
    sought_signal,
)
from landbridge.engines.matching.texts import MeaningSignal, WordSignal
from landbridge.kernel.money import Rate


@dataclass(frozen=True)
class Ranking:
    """The lists. `columns` and `scores` have one row per list and `top` columns; -1 ends a short list.

    With `listing` OFFER a row is an offer and a column holds needs; with NEED it is the other way round. `barred`
    counts pairs per barrier (a pair may break several), `barred_pairs` counts each pair once. `gaps` counts what the
    input lacks; `live` names the signals that had anything to compare.
    """

    offers: tuple[Offer, ...]
    needs: tuple[Need, ...]
    listing: Listing
    columns: NDArray[np.int64]
    scores: Floats
    barred: Mapping[Barrier, int]
    barred_pairs: int
    gaps: Mapping[str, int]
    sheet: Sheet

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
        marks = self.sheet.marks(offer, need)
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


def rank(
    offers: Sequence[Offer],
    needs: Sequence[Need],
    *,
    outcomes: Sequence[Outcome] = (),
    barriers: Barriers | None = None,
    taxonomy: Taxonomy | None = None,
    rates: Sequence[Rate] = (),
    encoder: Encoder | None = None,
    criteria: Sequence[tuple[Signal, Weight]] = (),
    weights: Mapping[str, Weight] = PRIOR,
    asof: date | None = None,
    listing: Listing = Listing.OFFER,
    top: int = 20,
) -> Ranking:
    """The best `top` needs of every offer (or offers of every need), by the documented prior.

    `outcomes` bar the refused pairs. Without `taxonomy` field codes are compared for equality and not checked; with
    one, an unknown code is a fault. `rates` bring amounts together; without a path an amount is unknown. `criteria`
    are signals of other rooms, built over the same two lists. Texts are normalised within each list, so a pair may score
    a little differently on its offer's list and on its need's. `asof` is today for recency, and nothing dated later is
    accepted. Equal scores are ordered as the input is. Raises `InputRefused` with every fault of the input.
    """
    inspect(offers, needs, outcomes, taxonomy=taxonomy, asof=asof)
    own = own_signals(
        offers, needs, taxonomy=taxonomy, exchange=Exchange(rates), encoder=encoder, asof=asof, listing=listing
    )
    signals = (*own, *(signal for signal, _ in criteria))
    used = {**weights, **{signal.name: weight for signal, weight in criteria}}
    table = BarrierTable(offers, needs, outcomes, barriers or Barriers(), taxonomy)
    sheet = ScoreSheet(len(offers), len(needs), signals, used, table)
    return listed(offers, needs, sheet, listing=listing, top=top)


def listed(offers: Sequence[Offer], needs: Sequence[Need], sheet: Sheet, *, listing: Listing, top: int) -> Ranking:
    """The lists that a sheet of scores makes."""
    columns, scores = by_offer(sheet, top) if listing is Listing.OFFER else by_need(sheet, top)
    return Ranking(
        offers=tuple(offers),
        needs=tuple(needs),
        listing=listing,
        columns=columns,
        scores=scores,
        barred=dict(sheet.barred),
        barred_pairs=sheet.barred_pairs,
        gaps=gaps(offers, needs),
        sheet=sheet,
    )


def own_signals(
    offers: Sequence[Offer],
    needs: Sequence[Need],
    *,
    taxonomy: Taxonomy | None,
    exchange: Exchange,
    encoder: Encoder | None,
    asof: date | None,
    listing: Listing = Listing.OFFER,
) -> tuple[Signal, ...]:
    """The matcher's own signals that have something on both sides to compare, in the order of `SignalName`."""
    built: list[Signal] = [
        FieldSignal(offers, needs, taxonomy),
        sought_signal(offers, needs),
        StageSignal(offers, needs),
        TicketSignal(offers, needs, exchange),
        PlaceSignal(offers, needs),
        language_signal(offers, needs),
        RecencySignal(offers, needs, asof),
        WordSignal(offers, needs, listing),
    ]
    if encoder is not None:
        built.append(MeaningSignal(offers, needs, encoder, listing))
    return tuple(signal for signal in built if signal.live)
