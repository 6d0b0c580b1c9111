"""What happened, as arrays: who joined whose offer on which day, and what the offers were like."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from landbridge.engines.matching.exchange import Exchange
from landbridge.engines.matching.kinds import OutcomeKind
from landbridge.engines.matching.parties import Need, Offer, Outcome

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
NEVER = 10**9
JOINED = frozenset({OutcomeKind.SIGNED, OutcomeKind.INVESTED})
"""What counts as having joined."""

TRAITS = ("field", "state", "region", "place")


@dataclass(frozen=True)
class Trait:
    """One property of offers and needs as indicator matrices over the same codes."""

    name: str
    offers: sparse.csr_matrix
    needs: sparse.csr_matrix


class Records:
    """Offers (of the past and of the question), needs, and the outcomes that count as joining, by number.

    `rounds` of an offer is the round it asks for, or the one of its first outcome. `amounts` are logarithms of the
    amount in the pivot currency, NaN where unknown. Outcomes of offers or needs outside the lists are left out.
    """

    def __init__(
        self,
        offers: Sequence[Offer],
        needs: Sequence[Need],
        outcomes: Iterable[Outcome],
        *,
        exchange: Exchange,
        joined: frozenset[OutcomeKind] = JOINED,
        amounts: bool = True,
    ) -> None:
        self.offers, self.needs = tuple(offers), tuple(needs)
        offer_row = {offer.id: row for row, offer in enumerate(offers)}
        need_row = {need.id: row for row, need in enumerate(needs)}
        kept = [one for one in outcomes if one.kind in joined and one.offer_id in offer_row and one.need_id in need_row]
        self.offer = np.array([offer_row[one.offer_id] for one in kept], dtype=np.int64)
        self.need = np.array([need_row[one.need_id] for one in kept], dtype=np.int64)
        self.day = np.array([one.on.toordinal() for one in kept], dtype=np.int64)
        codes: dict[str, int] = {}
        self.round = np.array([codes.setdefault(one.round, len(codes)) for one in kept], dtype=np.int64)
        worths = [exchange.worth(one.amount, one.currency) if amounts else None for one in kept]
        self.amount = np.array([np.log10(worth) if worth else np.nan for worth in worths], dtype=np.float32)
        self.first_day = np.full(len(offers), NEVER, dtype=np.int64)
        np.minimum.at(self.first_day, self.offer, self.day)
        self.is_first = self.day == self.first_day[self.offer]
        self._ask(exchange, codes, amounts=amounts)
        self.rounds = len(codes)
        self.traits = [_trait(name, offers, needs) for name in TRAITS]
        self.same_country = _same_country(offers, needs)

    def questions(self, start: date, end: date) -> Ints:
        """The offers whose first outcome fell between the two days (the second excluded)."""
        days = self.first_day
        return np.flatnonzero((days >= start.toordinal()) & (days < end.toordinal()))

    def answers(self, questions: Ints) -> list[Ints]:
        """For each question the needs that joined on its first day, each once."""
        mine = self.is_first & np.isin(self.offer, questions)
        order = np.argsort(self.offer[mine], kind="stable")
        offers, needs = self.offer[mine][order], self.need[mine][order]
        starts, ends = np.searchsorted(offers, questions), np.searchsorted(offers, questions, side="right")
        return [np.unique(needs[start:end]) for start, end in zip(starts, ends, strict=True)]

    def _ask(self, exchange: Exchange, codes: dict[str, int], *, amounts: bool) -> None:
        """What each offer asks: from its `ask`, else from its first outcome."""
        size = len(self.offers)
        self.asked_round = np.full(size, codes.setdefault("", len(codes)), dtype=np.int64)
        self.asked_amount = np.full(size, np.nan, dtype=np.float32)
        self.asked_day = np.where(self.first_day < NEVER, self.first_day, 0)
        self.asked_round[self.offer[self.is_first]] = self.round[self.is_first]
        self.asked_amount[self.offer[self.is_first]] = self.amount[self.is_first]
        for row, offer in enumerate(self.offers):
            if offer.ask is not None and self.first_day[row] == NEVER:
                worth = exchange.worth(offer.ask.amount, offer.ask.currency) if amounts else None
                self.asked_round[row] = codes.setdefault(offer.ask.round, len(codes))
                self.asked_amount[row] = np.log10(worth) if worth else np.nan
                self.asked_day[row] = offer.ask.on.toordinal() if offer.ask.on else 0


def _trait(name: str, offers: Sequence[Offer], needs: Sequence[Need]) -> Trait:
    codes: dict[str, int] = {}
    left, right = _indicators(name, offers, codes), _indicators(name, needs, codes)
    width = max(len(codes), 1)
    return Trait(name, _matrix(left, width), _matrix(right, width))


def _indicators(name: str, parties: Sequence[Offer | Need], codes: dict[str, int]) -> list[list[int]]:
    found = []
    for party in parties:
        if name == "field":
            values: Sequence[str] = party.fields
        else:
            part = str(getattr(party, name))
            values = [f"{party.country}/{part}".casefold()] if part else []
        found.append([codes.setdefault(value, len(codes)) for value in values])
    return found


def _matrix(rows: list[list[int]], width: int) -> sparse.csr_matrix:
    pointers = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.array([code for row in rows for code in row], dtype=np.int64)
    data = np.ones(len(columns), dtype=np.float32)
    return sparse.csr_matrix((data, columns, pointers), shape=(len(rows), width))


def _same_country(offers: Sequence[Offer], needs: Sequence[Need]) -> tuple[Ints, Ints]:
    codes = {"": -1}
    return (
        np.array([codes.setdefault(offer.country, len(codes)) for offer in offers], dtype=np.int64),
        np.array([codes.setdefault(need.country, len(codes)) for need in needs], dtype=np.int64),
    )
