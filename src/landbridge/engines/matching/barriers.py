"""What forbids a pair before any score: each barrier is counted, and each barred pair can be told why."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from landbridge.engines.matching.fields import Taxonomy
from landbridge.engines.matching.kinds import Barrier, OutcomeKind, Profile
from landbridge.engines.matching.parties import Need, Offer, Outcome

Mask = NDArray[np.bool_]
Bars = Callable[[object, object], bool]
Numbered = tuple[list[object], NDArray[np.int64]]

PROFILES_THAT_MEET = frozenset(
    {
        frozenset({Profile.TO, Profile.TR}),
        frozenset({Profile.TO, Profile.RDR}),
        frozenset({Profile.BO, Profile.BR}),
        frozenset({Profile.RDR}),
    }
)
"""Offer with request of the same kind; research requests also with technology offers and with each other."""


def profiles_meet(one: Profile, other: Profile) -> bool:
    """Whether two profiles have something to say to each other: an offer to a request, never an offer to an offer."""
    return frozenset((one, other)) in PROFILES_THAT_MEET


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketRule:
    """Investors from outside `market` may not enter `field` (and all below it) there.

    Bars an offer that sits in the market from a need outside it. `origins` limits the rule to some countries of the
    need (empty: all foreign ones); `source` names the law, for the explanation.
    """

    field: str
    market: str
    origins: frozenset[str] = frozenset()
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Barriers:
    """What the caller knows to be forbidden; refusals come from the outcomes, profiles from the records.

    `conflicts` are pairs (offer id, need id), beside pairs of one organisation, which always conflict. `groups` are
    pairs (offer's group, need's group) that may not meet. `holds` are ids of offers and needs under a sanctions hold.
    """

    conflicts: frozenset[tuple[str, str]] = frozenset()
    groups: frozenset[tuple[str, str]] = frozenset()
    holds: frozenset[str] = frozenset()
    markets: tuple[MarketRule, ...] = ()


class NeedBars:
    """What bars needs, told by need once: who refused whom, whose house is whose, and the kinds every rule asks of."""

    def __init__(self, needs: Sequence[Need], outcomes: Iterable[Outcome], barriers: Barriers) -> None:
        self.barriers = barriers
        self.width = len(needs)
        columns = {need.id: column for column, need in enumerate(needs)}
        refused = {(one.offer_id, one.need_id) for one in outcomes if one.kind is OutcomeKind.REFUSED}
        self.refused = _by_offer(refused, columns)
        self.conflicts = _by_offer(barriers.conflicts, columns)
        self.houses: defaultdict[str, list[int]] = defaultdict(list)
        for column, need in enumerate(needs):
            if need.organisation:
                self.houses[need.organisation].append(column)
        self.profiles = numbered([need.profile for need in needs])
        self.groups = numbered([need.group for need in needs])
        self.held = numbered([need.id in barriers.holds for need in needs])
        self.outside = [numbered([_foreign(need, rule) for need in needs]) for rule in barriers.markets]


class BarrierTable:
    """The barriers of one run, answered in blocks of offers against all needs, or for one pair."""

    def __init__(self, offers: Sequence[Offer], needs: NeedBars, taxonomy: Taxonomy | None) -> None:
        self._width = needs.width
        self._tables: list[tuple[Barrier, NDArray[np.int64], NDArray[np.int64], Mask]] = []
        houses = (needs.houses.get(offer.organisation, []) for offer in offers)
        self._pairs = {
            Barrier.REFUSED_BEFORE: _by_row(needs.refused.get(offer.id, []) for offer in offers),
            Barrier.CONFLICT: _by_row(
                [*needs.conflicts.get(offer.id, []), *house] for offer, house in zip(offers, houses, strict=True)
            ),
        }
        self._add_tables(offers, needs, needs.barriers, taxonomy)

    def block(self, rows: range) -> Iterator[tuple[Barrier, Mask]]:
        """One mask of shape (len(rows), needs) per barrier that bars anything in these rows."""
        for barrier, by_row in self._pairs.items():
            hit = [row for row in rows if row in by_row]
            if hit:
                mask = np.zeros((len(rows), self._width), dtype=np.bool_)
                for row in hit:
                    mask[row - rows.start, by_row[row]] = True
                yield barrier, mask
        for barrier, offer_keys, need_keys, table in self._tables:
            mask = table[offer_keys[rows.start : rows.stop]][:, need_keys]
            if mask.any():
                yield barrier, mask

    def of_pair(self, row: int, column: int) -> tuple[Barrier, ...]:
        """Every barrier between one offer and one need, in the order of the `Barrier` list."""
        found = {barrier for barrier, mask in self.block(range(row, row + 1)) if mask[0, column]}
        return tuple(barrier for barrier in Barrier if barrier in found)

    def _add_tables(
        self, offers: Sequence[Offer], needs: NeedBars, barriers: Barriers, taxonomy: Taxonomy | None
    ) -> None:
        self._add(
            Barrier.PROFILE,
            [offer.profile for offer in offers],
            needs.profiles,
            lambda one, other: bool(one and other) and frozenset((one, other)) not in PROFILES_THAT_MEET,
        )
        if barriers.groups:
            groups = [offer.group for offer in offers]
            self._add(Barrier.GROUP, groups, needs.groups, lambda one, other: (one, other) in barriers.groups)
        if barriers.holds:
            held = [offer.id in barriers.holds for offer in offers]
            self._add(Barrier.HOLD, held, needs.held, lambda one, other: bool(one or other))
        for rule, outside in zip(barriers.markets, needs.outside, strict=True):
            inside = [offer.country == rule.market and _touches(offer, rule, taxonomy) for offer in offers]
            self._add(Barrier.MARKET_ACCESS, inside, outside, lambda one, other: bool(one and other))

    def _add(self, barrier: Barrier, left: Sequence[object], right: Numbered, bars: Bars) -> None:
        left_kinds, left_keys = numbered(left)
        right_kinds, right_keys = right
        table = np.array([[bars(one, other) for other in right_kinds] for one in left_kinds], dtype=np.bool_)
        if table.any():
            self._tables.append((barrier, left_keys, right_keys, table))


def numbered(values: Sequence[object]) -> Numbered:
    """The distinct values in order of appearance, and for each value its number among them."""
    numbers: dict[object, int] = {}
    keys = np.array([numbers.setdefault(value, len(numbers)) for value in values], dtype=np.int64)
    return list(numbers), keys


def _by_offer(pairs: Iterable[tuple[str, str]], columns: Mapping[str, int]) -> dict[str, list[int]]:
    needs_of: defaultdict[str, list[int]] = defaultdict(list)
    for offer_id, need_id in pairs:
        if need_id in columns:
            needs_of[offer_id].append(columns[need_id])
    return dict(needs_of)


def _by_row(columns: Iterable[list[int]]) -> dict[int, list[int]]:
    return {row: barred for row, barred in enumerate(columns) if barred}


def _touches(offer: Offer, rule: MarketRule, taxonomy: Taxonomy | None) -> bool:
    return any(
        code == rule.field or (taxonomy is not None and code in taxonomy and rule.field in taxonomy.path(code))
        for code in offer.fields
    )


def _foreign(need: Need, rule: MarketRule) -> bool:
    return bool(need.country) and need.country != rule.market and (not rule.origins or need.country in rule.origins)
