"""Where the two sides are, and where the need's owner looks."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from landbridge.engines.matching.barriers import numbered
from landbridge.engines.matching.kinds import SignalName
from landbridge.engines.matching.parties import Need, Offer

Floats = NDArray[np.float32]


class Closeness(StrEnum):
    """How place speaks for or against a pair, the strongest first."""

    SAME_PLACE = "same_place"
    LOOKED_IN = "looked_in"
    SAME_REGION = "same_region"
    SAME_STATE = "same_state"
    SAME_COUNTRY = "same_country"
    ABROAD = "abroad"
    NOT_LOOKED_IN = "not_looked_in"


WORTH: Mapping[Closeness, float] = {
    Closeness.SAME_PLACE: 1.0,
    Closeness.LOOKED_IN: 0.95,
    Closeness.SAME_REGION: 0.9,
    Closeness.SAME_STATE: 0.8,
    Closeness.SAME_COUNTRY: 0.7,
    Closeness.ABROAD: 0.35,
    Closeness.NOT_LOOKED_IN: 0.0,
}

_LEVELS = ((1, Closeness.SAME_STATE), (2, Closeness.SAME_REGION), (3, Closeness.SAME_PLACE))
"""Which part of a place shared gives which closeness, the widest first."""


class NeedPlaces:
    """Where the needs' owners sit and look, each distinct pair of country and countries once."""

    def __init__(self, needs: Sequence[Need]) -> None:
        self.needs = needs
        numbers: dict[str, int] = {}
        self.number_of = numbers.get
        at = _located(needs, lambda key: numbers.setdefault(key, len(numbers)))
        self._order = np.argsort(at, axis=0, kind="stable")
        self._sorted = np.take_along_axis(at, self._order, axis=0)
        _, self.kinds = numbered([(need.country, need.countries) for need in needs])
        _, firsts = np.unique(self.kinds, return_index=True)
        self.firsts = [needs[int(first)] for first in firsts]

    def sitting(self, level: int, number: int) -> NDArray[np.int64]:
        """The needs that sit in one place of one level, by its number; none for -1."""
        if number < 0:
            return self._order[:0, level]
        start, end = np.searchsorted(self._sorted[:, level], (number, number + 1))
        return self._order[start:end, level]


class PlaceSignal:
    """Same place, region or country, or a country the need names; a need that names others speaks against."""

    name = SignalName.PLACE
    neutral = 0.5

    def __init__(self, offers: Sequence[Offer], needs: NeedPlaces) -> None:
        self._offers, self._needs = offers, needs
        self._offer_at = _located(offers, lambda key: needs.number_of(key, -1))
        countries, self._country_row = numbered([offer.country for offer in offers])
        table = [[_by_country(str(country), need) for need in needs.firsts] for country in countries]
        self._base = np.array(table, dtype=np.float32).reshape(len(countries), len(needs.firsts))
        self.live = bool((self._base != self.neutral).any())

    def block(self, rows: range) -> Floats:
        """See `Signal.block`."""
        at = slice(rows.start, rows.stop)
        values: Floats = np.take(self._base[self._country_row[at]], self._needs.kinds, axis=1)
        for column, closeness in _LEVELS:
            for row, mine in enumerate(self._offer_at[at, column].tolist()):
                near = self._needs.sitting(column, mine)
                if len(near):
                    line = values[row, near]
                    values[row, near] = np.where(line > 0, np.maximum(line, np.float32(WORTH[closeness])), line)
        return values

    def seen(self, row: int, column: int) -> Mapping[str, object] | None:
        """How close, and the countries on both sides."""
        offer, need = self._offers[row], self._needs.needs[column]
        closeness = _closeness(offer, need)
        if closeness is None:
            return None
        return {
            "closeness": closeness,
            "offer_country": offer.country,
            "need_country": need.country,
            "looked_in": need.countries,
            "state": offer.state if closeness is Closeness.SAME_STATE else "",
            "region": offer.region if closeness is Closeness.SAME_REGION else "",
            "place": offer.place if closeness is Closeness.SAME_PLACE else "",
        }


def _located(parties: Sequence[Offer | Need], number_of: Callable[[str], int]) -> NDArray[np.int64]:
    """Numbers of country, state, region and place, each within its country; -1 where not given or not known."""
    rows = np.full((len(parties), len(_LEVELS) + 1), -1, dtype=np.int64)
    for row, party in enumerate(parties):
        for column, part in enumerate(_parts(party)):
            if part:
                rows[row, column] = number_of(_key(party, column))
    return rows


def _key(party: Offer | Need, level: int) -> str:
    return f"{level}\0{party.country}\0{_parts(party)[level]}".casefold()


def _parts(party: Offer | Need) -> tuple[str, str, str, str]:
    return party.country, party.state, party.region, party.place


def _by_country(country: str, need: Need) -> float:
    closeness = _of_countries(country, need)
    return PlaceSignal.neutral if closeness is None else WORTH[closeness]


def _of_countries(country: str, need: Need) -> Closeness | None:
    if not country or not (need.country or need.countries):
        return None
    if need.countries:
        return Closeness.LOOKED_IN if country in need.countries else Closeness.NOT_LOOKED_IN
    return Closeness.SAME_COUNTRY if country == need.country else Closeness.ABROAD


def _closeness(offer: Offer, need: Need) -> Closeness | None:
    base = _of_countries(offer.country, need)
    if base is Closeness.NOT_LOOKED_IN:
        return base
    for level, closeness in reversed(_LEVELS):
        same = bool(_parts(offer)[level]) and _key(offer, level) == _key(need, level)
        if same and (base is None or WORTH[closeness] > WORTH[base]):
            return closeness
    return base
