"""The signals: each compares all offers with all needs on one thing and can say what it saw in one pair.

A signal gives a value from 0 to 1 and, where either side says nothing, its neutral value: unknown is no evidence.
`block` answers for many offers at once; `seen` gives the facts of one pair, from the same data. What a signal needs to
know of the needs alone is worked out once (`NeedSets` here) and serves every later question.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from landbridge.engines.matching.barriers import numbered
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


class NeedSets:
    """A set per need, each distinct one numbered."""

    def __init__(self, sets: Sequence[frozenset[str]]) -> None:
        self.sets = sets
        self.kinds, self.keys = numbered(sets)
        self.any = any(sets)


class OverlapSignal:
    """Whether two sets share anything: what is sought and offered, or the languages spoken."""

    neutral = 0.5

    def __init__(self, name: str, left: Sequence[frozenset[str]], needs: NeedSets) -> None:
        self.name = name
        self._left, self._needs = left, needs
        left_sets, self._left_keys = numbered(left)
        self.live = any(left) and needs.any
        self._table = np.array(
            [[self._value(one, other) for other in needs.kinds] for one in left_sets], dtype=np.float32
        )

    def _value(self, one: object, other: object) -> float:
        if not (one and other) or not (isinstance(one, frozenset) and isinstance(other, frozenset)):
            return self.neutral
        return float(bool(one & other))

    def block(self, rows: range) -> Floats:
        """See `Signal.block`."""
        return np.take(self._table[self._left_keys[rows.start : rows.stop]], self._needs.keys, axis=1)

    def seen(self, row: int, column: int) -> Mapping[str, object] | None:
        """The shared members, or both sides where nothing is shared."""
        one, other = self._left[row], self._needs.sets[column]
        if not (one and other):
            return None
        return {"shared": _in_order(one & other), "offer": _in_order(one), "need": _in_order(other)}


class StageSignal:
    """1 for a stage the need's owner takes, less for each step away."""

    name = SignalName.STAGE
    neutral = 0.5
    _BY_STEPS = (1.0, 0.5, 0.2, 0.0, 0.0)

    def __init__(self, offers: Offers, needs: NeedSets) -> None:
        """`needs` are the stages each need's owner takes."""
        self._offers, self._needs = offers, needs
        stages, self._offer_keys = numbered([offer.stage for offer in offers])
        self.live = any(stages) and needs.any
        self._table = np.array(
            [[self._value(stage, takes) for takes in needs.kinds] for stage in stages], dtype=np.float32
        )

    def _value(self, stage: object, takes: object) -> float:
        if not isinstance(stage, Stage) or not isinstance(takes, frozenset) or not takes:
            return self.neutral
        return self._BY_STEPS[_steps(stage, takes)]

    def block(self, rows: range) -> Floats:
        """See `Signal.block`."""
        return np.take(self._table[self._offer_keys[rows.start : rows.stop]], self._needs.keys, axis=1)

    def seen(self, row: int, column: int) -> Mapping[str, object] | None:
        """The offer's stage, the stages taken, and the steps between."""
        stage, takes = self._offers[row].stage, self._needs.sets[column]
        if stage is None or not takes:
            return None
        return {"stage": stage, "takes": _by_stage(takes), "steps": _steps(stage, takes)}


_ORDER: Mapping[str, int] = {stage: number for number, stage in enumerate(Stage)}


@lru_cache(maxsize=4096)
def _in_order(codes: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(codes))


@lru_cache(maxsize=4096)
def _by_stage(stages: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(stages, key=_ORDER.__getitem__))


@lru_cache(maxsize=4096)
def _steps(stage: Stage, takes: frozenset[str]) -> int:
    return min(abs(_ORDER[stage] - _ORDER[taken]) for taken in takes)


class RecencySignal:
    """How lately the need was confirmed: 1 today, half after a year. It asks nothing of the offers."""

    name = SignalName.RECENCY
    neutral = 0.5

    def __init__(self, needs: Needs, asof: date | None) -> None:
        self._needs, self._asof = needs, asof
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


def sought_of(offers: Offers) -> list[frozenset[str]]:
    """What each offer seeks; an ask for an amount counts as seeking money."""
    money = frozenset({Sought.MONEY})
    return [frozenset(offer.sought | (money if offer.ask and offer.ask.amount else frozenset())) for offer in offers]


def spoken_by(parties: Sequence[Offer | Need]) -> list[frozenset[str]]:
    """The languages each party says it works in. Those of its texts tell who wrote them, not who will sit there."""
    return [frozenset(party.languages) for party in parties]
