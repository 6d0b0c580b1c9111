"""The signal that reads with the book: whether an offer is a technology that cures what the need complains of."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from landbridge.engines.matching.encoding import Encoder
from landbridge.engines.matching.kinds import Listing, SignalName
from landbridge.engines.matching.parties import Need, Offer
from landbridge.engines.matching.texts import Stretch, told
from landbridge.engines.matching.troubles.book import LANGUAGES
from landbridge.engines.matching.troubles.reading import FINE, Place, WellRead

Floats = NDArray[np.float32]
BACK = np.float32(0.5)
"""How much the way from the need to what offers are counts beside the way from the offer to what needs are."""


class NeedTroubles:
    """Where each need stands among the technologies, and how near it is to each.

    `near` has shape (technologies, needs), `places` (needs, technologies) with few shares a row; both 0 where unknown.
    """

    def __init__(self, needs: Sequence[Need], reader: WellRead) -> None:
        self.reader = reader
        found = _read(needs, reader, reader.book.needs)
        technologies = len(reader.book.book.technologies)
        self.known = np.array([row in found for row in range(len(needs))], dtype=np.bool_)
        self.rows = found
        places = [self.rows.get(row) for row in range(len(needs))]
        self.near = _near(places, technologies)
        self.places = _shares(places, technologies)


class TroubleSignal:
    """Whether an offer is a technology that cures what the need complains of.

    The likeness of a pair goes both ways: how near the need is to the technologies the offer stands among, and how near the
    offer is to those the need stands among. Stretched between the mean and the best of this question, as meaning is.
    """

    name = SignalName.TROUBLE
    neutral = 0.3

    def __init__(self, offers: Sequence[Offer], needs: NeedTroubles, listing: Listing = Listing.OFFER) -> None:
        self._needs, self._book = needs, needs.reader.book
        found = _read(offers, needs.reader, self._book.offers)
        self._places = [found.get(row) for row in range(len(offers))]
        left = np.array([row in found for row in range(len(offers))], dtype=np.bool_)
        self._stretch = Stretch(self._likeness, left, needs.known, self.neutral, listing)
        self.live = self._stretch.live

    def block(self, rows: range) -> Floats:
        """See `Signal.block`."""
        return self._stretch.block(rows)

    def _likeness(self, rows: range) -> Floats:
        technologies, places = len(self._needs.near), self._places[rows.start : rows.stop]
        there: Floats = _shares(places, technologies) @ self._needs.near
        there += BACK * (self._needs.places @ _near(places, technologies)).T
        return there

    def seen(self, row: int, column: int) -> Mapping[str, object] | None:
        """The technology that adds most, what its people say that is nearest to the need, and the likeness in all.

        Technology and trouble in both languages; `share` is how much of the likeness is by this technology.
        """
        offer, need = self._places[row], self._needs.rows.get(column)
        if offer is None or need is None:
            return None
        parts: dict[int, float] = {}
        for one, other, weight in ((offer, need, 1.0), (need, offer, float(BACK))):
            for number, share in zip(one.technologies.tolist(), one.shares.tolist(), strict=True):
                parts[number] = parts.get(number, 0.0) + weight * share * other.near.item(number) / FINE
        number = max(parts, key=parts.__getitem__)
        whole = sum(parts.values())
        technology = self._book.book.technologies[number]
        trouble = self._book.pages[need.language].nearest_trouble(number, need.vector)
        return {
            "technology_en": technology.name["en"],
            "technology_zh": technology.name["zh"],
            "trouble_en": technology.troubles["en"][trouble],
            "trouble_zh": technology.troubles["zh"][trouble],
            "likeness": round(whole, 3),
            "share": round(parts[number] / whole, 2) if whole > 0 else 0.0,
        }


def _read(
    parties: Sequence[Offer | Need],
    reader: WellRead,
    read: Callable[[Sequence[str], Encoder, str], list[Place | None]],
) -> dict[int, Place]:
    """What the book says of each party that says anything."""
    found: dict[int, list[Place]] = {}
    for language in LANGUAGES:
        rows = [row for row, party in enumerate(parties) if party.texts.get(language)]
        texts = [told(parties[row], language) for row in rows]
        for row, place in zip(rows, read(texts, reader, language), strict=True):
            if place is not None:
                found.setdefault(row, []).append(place)
    return {row: _joined(places) for row, places in found.items()}


def _joined(places: Sequence[Place]) -> Place:
    """One place of those in several languages: each counts the same, the first one's language and vector stay."""
    if len(places) == 1:
        return places[0]
    return replace(
        places[0],
        near=np.rint(np.mean([place.near for place in places], axis=0, dtype=np.float32)).astype(np.int16),
        technologies=np.concatenate([place.technologies for place in places]),
        shares=np.concatenate([place.shares for place in places]).astype(np.float32) / np.float32(len(places)),
    )


def _near(places: Sequence[Place | None], technologies: int) -> Floats:
    """How near each place is to each technology, shape (technologies, places); zeros where there is no place."""
    nowhere = np.zeros(technologies, dtype=np.int16)
    found = np.empty((technologies, len(places)), dtype=np.float32)
    for start in range(0, len(places), 256):
        some = [nowhere if place is None else place.near for place in places[start : start + 256]]
        np.multiply(np.array(some).T, np.float32(1 / FINE), out=found[:, start : start + len(some)])
    return found


def _shares(places: Sequence[Place | None], technologies: int) -> "sparse.csr_matrix[np.float32]":
    """The shares of each place in a row as wide as the book; a row of zeros where there is no place."""
    ends = np.cumsum([0, *(0 if place is None else len(place.shares) for place in places)])
    there = [place for place in places if place is not None]
    columns = np.concatenate([np.empty(0, np.int64), *(place.technologies for place in there)])
    shares = np.concatenate([np.empty(0, np.float32), *(place.shares for place in there)])
    return sparse.csr_matrix((shares, columns, ends), shape=(len(places), technologies))
