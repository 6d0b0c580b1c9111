"""The signals: each compares all offers with all needs on one thing and can say what it saw in one pair.

A signal gives a value from 0 to 1 and, where either side says nothing, its neutral value: unknown is no evidence.
`block` answers for many offers at once; `seen` gives the facts of one pair, from the same data.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from landbridge.engines.matching.barriers import numbered
from landbridge.engines.matching.exchange import Exchange
from landbridge.engines.matching.fields import Taxonomy
from landbridge.engines.matching.kinds import SignalName, Sought, Stage
from landbridge.engines.matching.parties import Need, Offer

Floats = NDArray[np.float32]
Offers = Sequence[Offer]
Needs = Sequence[Need]


class Signal(Protocol):
    """What the ranking asks of a signal. A criterion of another room is one more of these."""

    @property
    def name(self) -> str: ...

    @property
    def neutral(self) -> float:
        """The value that stands for "not known"."""
        ...

    @property
    def live(self) -> bool:
        """Whether it has anything to compare on both sides; a signal that has not is left out of the score."""
        ...

    def block(self, rows: range) -> Floats:
        """Values of these offers against all needs, shape (len(rows), needs)."""
        ...

    def seen(self, row: int, column: int) -> Mapping[str, object] | None:
        """What the value of one pair rests on, or None where a side says nothing."""
        ...


class FieldSignal:
    """The nearness of the two nearest fields of offer and need."""

    name = SignalName.FIELD
    neutral = 0.35

    def __init__(self, offers: Offers, needs: Needs, taxonomy: Taxonomy | None) -> None:
        self._offer_sets, self._offer_keys = numbered([offer.fields for offer in offers])
        self._need_sets, self._need_keys = numbered([need.fields for need in needs])
        self._left = sorted({code for offer in offers for code in offer.fields})
        self._right = sorted({code for need in needs for code in need.fields})
        known = taxonomy or Taxonomy(dict.fromkeys((*self._left, *self._right)))
        self.live = bool(self._left and self._right)
        self._near = (
            known.table(self._left, self._right)
            if self.live
            else np.zeros((len(self._left), len(self._right)), dtype=np.float32)
        )
        self._offers, self._needs = offers, needs
        self._row_of = {code: row for row, code in enumerate(self._left)}
        self._column_of = {code: column for column, code in enumerate(self._right)}
        self._by_offer_set = _best(self._near, [offer.fields for offer in offers], self._offer_keys, self._left)
        starts, columns = _flattened([need.fields for need in needs], self._need_keys, self._right)
        self._starts, self._columns = starts, columns

    def block(self, rows: range) -> Floats:
        """See `Signal.block`."""
        near = self._by_offer_set[self._offer_keys[rows.start : rows.stop]]
        lonely = np.full((len(near), 1), np.nan, dtype=np.float32)
        wide = np.concatenate([near, lonely], axis=1)[:, self._columns]
        values: Floats = np.maximum.reduceat(wide, self._starts, axis=1)[:, self._need_keys]
        return np.nan_to_num(values, copy=False, nan=self.neutral)

    def seen(self, row: int, column: int) -> Mapping[str, object] | None:
        """The nearest pair of codes and how near they are."""
        ours, theirs = self._offers[row].fields, self._needs[column].fields
        if not (ours and theirs):
            return None
        near, one, other = max(
            (
                (float(self._near[self._row_of[one], self._column_of[other]]), one, other)
                for one in ours
                for other in theirs
            ),
            key=lambda item: item[0],
        )
        return {"offer_field": one, "need_field": other, "nearness": round(near, 3)}


def _best(near: Floats, sets: Sequence[tuple[str, ...]], keys: NDArray[np.int64], codes: Sequence[str]) -> Floats:
    starts, rows = _flattened(sets, keys, codes)
    padded = np.concatenate([near, np.full((1, near.shape[1]), np.nan, dtype=np.float32)])
    best: Floats = np.maximum.reduceat(padded[rows], starts, axis=0)
    return best


def _flattened(
    sets: Sequence[tuple[str, ...]], keys: NDArray[np.int64], codes: Sequence[str]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each distinct set starts, and the numbers of its codes; an empty set holds the number after the last."""
    number = {code: index for index, code in enumerate(codes)}
    distinct = dict(zip(keys.tolist(), sets, strict=True))
    starts: list[int] = []
    members: list[int] = []
    for key in range(len(distinct)):
        starts.append(len(members))
        members.extend([number[code] for code in distinct[key]] or [len(codes)])
    return np.array(starts, dtype=np.int64), np.array(members, dtype=np.int64)


class OverlapSignal:
    """Whether two sets share anything: what is sought and offered, or the languages spoken."""

    neutral = 0.5

    def __init__(self, name: str, left: Sequence[frozenset[str]], right: Sequence[frozenset[str]]) -> None:
        self.name = name
        self._left, self._right = left, right
        left_sets, self._left_keys = numbered(left)
        right_sets, self._right_keys = numbered(right)
        self.live = any(left) and any(right)
        self._table = np.array(
            [[self._value(one, other) for other in right_sets] for one in left_sets], dtype=np.float32
        )

    def _value(self, one: object, other: object) -> float:
        if not (one and other) or not (isinstance(one, frozenset) and isinstance(other, frozenset)):
            return self.neutral
        return float(bool(one & other))

    def block(self, rows: range) -> Floats:
        """See `Signal.block`."""
        return self._table[self._left_keys[rows.start : rows.stop]][:, self._right_keys]

    def seen(self, row: int, column: int) -> Mapping[str, object] | None:
        """The shared members, or both sides where nothing is shared."""
        one, other = self._left[row], self._right[column]
        if not (one and other):
            return None
        return {"shared": tuple(sorted(one & other)), "offer": tuple(sorted(one)), "need": tuple(sorted(other))}


class StageSignal:
    """1 for a stage the need's owner takes, less for each step away."""

    name = SignalName.STAGE
    neutral = 0.5
    _BY_STEPS = (1.0, 0.5, 0.2, 0.0, 0.0)

    def __init__(self, offers: Offers, needs: Needs) -> None:
        self._offers, self._needs = offers, needs
        stages, self._offer_keys = numbered([offer.stage for offer in offers])
        wanted, self._need_keys = numbered([need.stages for need in needs])
        self.live = any(stages) and any(wanted)
        self._table = np.array([[self._value(stage, takes) for takes in wanted] for stage in stages], dtype=np.float32)

    def _value(self, stage: object, takes: object) -> float:
        if not isinstance(stage, Stage) or not isinstance(takes, frozenset) or not takes:
            return self.neutral
        return self._BY_STEPS[_steps(stage, takes)]

    def block(self, rows: range) -> Floats:
        """See `Signal.block`."""
        return self._table[self._offer_keys[rows.start : rows.stop]][:, self._need_keys]

    def seen(self, row: int, column: int) -> Mapping[str, object] | None:
        """The offer's stage, the stages taken, and the steps between."""
        stage, takes = self._offers[row].stage, self._needs[column].stages
        if stage is None or not takes:
            return None
        order = list(Stage)
        return {"stage": stage, "takes": tuple(sorted(takes, key=order.index)), "steps": _steps(stage, takes)}


def _steps(stage: Stage, takes: frozenset[Stage]) -> int:
    order = list(Stage)
    return min(abs(order.index(stage) - order.index(taken)) for taken in takes)


class TicketSignal:
    """1 where the ask lies inside the ticket, falling with the logarithm to 0 at ten times too much or too little."""

    name = SignalName.TICKET
    neutral = 0.5

    def __init__(self, offers: Offers, needs: Needs, exchange: Exchange) -> None:
        self._offers, self._needs, self._exchange = offers, needs, exchange
        self._ask = np.array([_log(_asked(offer, exchange)) for offer in offers], dtype=np.float32)
        ends = [_ticket(need, exchange) for need in needs]
        self._least = np.array([least for least, _ in ends], dtype=np.float32)
        self._most = np.array([most for _, most in ends], dtype=np.float32)
        self.live = bool(np.isfinite(self._ask).any() and not np.isnan(self._least).all())

    def block(self, rows: range) -> Floats:
        """See `Signal.block`."""
        asked = self._ask[rows.start : rows.stop, None]
        gap = np.maximum(self._least[None, :] - asked, asked - self._most[None, :])
        values: Floats = np.clip(1 - gap, 0, 1, dtype=np.float32)
        return np.nan_to_num(values, copy=False, nan=self.neutral)

    def seen(self, row: int, column: int) -> Mapping[str, object] | None:
        """Ask and ticket as given, the ask in the ticket's currency, how many times off, and the rates' day."""
        ask, ticket = self._offers[row].ask, self._needs[column].ticket
        if ask is None or ticket is None or np.isnan(self._ask[row]) or np.isnan(self._least[column]):
            return None
        off = float(max(self._least[column] - self._ask[row], self._ask[row] - self._most[column], 0))
        paths = self._exchange.path(ask.currency), self._exchange.path(ticket.currency)
        days = [path.oldest for path in paths if path and path.oldest]
        return {
            "ask": ask.amount,
            "currency": ask.currency,
            "least": ticket.least,
            "most": ticket.most,
            "ticket_currency": ticket.currency,
            "times_off": round(10**off, 2),
            "rates_on": min(days) if ask.currency != ticket.currency and days else None,
        }


def _asked(offer: Offer, exchange: Exchange) -> float | None:
    return exchange.worth(offer.ask.amount, offer.ask.currency) if offer.ask else None


def _log(worth: float | None) -> float:
    return float(np.log10(worth)) if worth else np.nan


def _ticket(need: Need, exchange: Exchange) -> tuple[float, float]:
    ticket = need.ticket
    if ticket is None or exchange.path(ticket.currency) is None:
        return np.nan, np.nan
    least, most = (exchange.worth(end, ticket.currency) for end in (ticket.least, ticket.most))
    if least is None and most is None:
        return np.nan, np.nan
    return (_log(least) if least else -np.inf), (np.inf if most is None else _log(most))


class RecencySignal:
    """How lately the need was confirmed: 1 today, half after a year."""

    name = SignalName.RECENCY
    neutral = 0.5

    def __init__(self, offers: Offers, needs: Needs, asof: date | None) -> None:
        self._offers, self._needs, self._asof = offers, needs, asof
        ages = [np.nan if asof is None or need.updated is None else (asof - need.updated).days for need in needs]
        values = np.exp2(-np.array(ages, dtype=np.float32) / 365)
        self.live = bool(np.isfinite(values).any())
        self._values: Floats = np.nan_to_num(values, nan=self.neutral).astype(np.float32)

    def block(self, rows: range) -> Floats:
        """See `Signal.block`."""
        return np.broadcast_to(self._values, (len(rows), len(self._needs)))

    def seen(self, row: int, column: int) -> Mapping[str, object] | None:
        """The day the need was confirmed and its age in days."""
        updated = self._needs[column].updated
        if self._asof is None or updated is None:
            return None
        return {"updated": updated, "days": (self._asof - updated).days}


def sought_signal(offers: Offers, needs: Needs) -> OverlapSignal:
    """Whether the need gives anything the offer seeks; an ask for an amount counts as seeking money."""
    sought = [offer.sought | ({Sought.MONEY} if offer.ask and offer.ask.amount else frozenset()) for offer in offers]
    return OverlapSignal(SignalName.SOUGHT, [frozenset(one) for one in sought], [frozenset(n.offered) for n in needs])


def language_signal(offers: Offers, needs: Needs) -> OverlapSignal:
    """Whether the two sides share a language, spoken or written."""
    spoken = [
        [frozenset((*party.languages, *party.texts)) for party in parties]  # texts count as spoken
        for parties in (offers, needs)
    ]
    return OverlapSignal(SignalName.LANGUAGE, spoken[0], spoken[1])
