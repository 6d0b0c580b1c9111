"""Where the two sides are, and where the need's owner looks."""

from collections.abc import Mapping, Sequence
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


class PlaceSignal:
    """Same place, region or country, or a country the need names; a need that names others speaks against."""

    name = SignalName.PLACE
    neutral = 0.5

    def __init__(self, offers: Sequence[Offer], needs: Sequence[Need]) -> None:
        self._offers, self._needs = offers, needs
        numbers: dict[str, int] = {"": -1}
        self._offer_at = _located(offers, numbers)
        self._need_at = _located(needs, numbers)
        countries = sorted({offer.country for offer in offers} - {""})
        self._country_row = np.array(
            [countries.index(offer.country) if offer.country else len(countries) for offer in offers], dtype=np.int64
        )
        kinds, self._need_kind = numbered([(need.country, need.countries) for need in needs])
        firsts = [needs[int(np.argmax(self._need_kind == kind))] for kind in range(len(kinds))]
        table = [[_by_country(country, need) for need in firsts] for country in [*countries, ""]]
        self._base = np.array(table, dtype=np.float32)
        self.live = bool((self._base != self.neutral).any())

    def block(self, rows: range) -> Floats:
        """See `Signal.block`."""
        at = slice(rows.start, rows.stop)
        values: Floats = self._base[self._country_row[at]][:, self._need_kind]
        for column, closeness in _LEVELS:
            mine = self._offer_at[at, column, None]
            same = (mine == self._need_at[None, :, column]) & (mine >= 0) & (values > 0)
            np.maximum(values, same * np.float32(WORTH[closeness]), out=values)
        return values

    def seen(self, row: int, column: int) -> Mapping[str, object] | None:
        """How close, and the countries on both sides."""
        offer, need = self._offers[row], self._needs[column]
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


def _located(parties: Sequence[Offer | Need], numbers: dict[str, int]) -> NDArray[np.int64]:
    """Numbers of country, state, region and place, each within its country; -1 where not given."""
    rows = np.full((len(parties), len(_LEVELS) + 1), -1, dtype=np.int64)
    for row, party in enumerate(parties):
        for column, part in enumerate(_parts(party)):
            if part:
                rows[row, column] = numbers.setdefault(_key(party, column), len(numbers))
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
