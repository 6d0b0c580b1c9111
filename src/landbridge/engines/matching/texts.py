"""The two signals that read: shared words, and meaning by an encoder. Both are normalised within one question.

The question is the offer whose list is made, or the need when lists are made for needs: then the mean and the best of
every need are taken over all offers first.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from landbridge.engines.matching.encoding import Encoder, unit
from landbridge.engines.matching.kinds import Listing, SignalName
from landbridge.engines.matching.parties import Need, Offer
from landbridge.engines.matching.words import NeedWords, WordTable, kept_tokens, text_of, written

Floats = NDArray[np.float32]


class WordSignal:
    """Cosine of the weighted words, as a share of the best cosine this offer has with any need."""

    name = SignalName.WORDS
    neutral = 0.2
    FLOOR = 0.1

    def __init__(self, offers: Sequence[Offer], needs: NeedWords, listing: Listing = Listing.OFFER) -> None:
        self._texts = [text_of(offer) for offer in offers]
        left = [kept_tokens(text) for text in self._texts]
        self.table = WordTable(left, needs)
        self._written: tuple[int, dict[str, str]] | None = None
        self._left_known = np.array([bool(words) for words in left])
        self._right_known = needs.known
        self.live = bool(self._left_known.any() and self._right_known.any())
        self._best: Floats | None = None
        if listing is Listing.NEED and self.live:
            self._best = _over_all(self.table.block, len(left), len(needs.known))[1]

    def block(self, rows: range) -> Floats:
        """See `Signal.block`. A best cosine under `FLOOR` counts as `FLOOR`: poor likeness stays poor."""
        cosines = self.table.block(rows)
        best = np.asarray(cosines.max(axis=1, keepdims=True, initial=0)) if self._best is None else self._best
        cosines /= np.maximum(best, np.float32(self.FLOOR))
        return _known_only(cosines, self._left_known[rows.start : rows.stop], self._right_known, self.neutral)

    def seen(self, row: int, column: int) -> Mapping[str, object] | None:
        """The shared words that weigh most, as the offer writes them, and the cosine before normalising."""
        if not (self._left_known[row] and self._right_known[column]):
            return None
        stems, cosine = self.table.shared(row, column)
        if self._written is None or self._written[0] != row:
            self._written = row, written(self._texts[row])
        words = tuple(self._written[1].get(one, one) for one in stems)
        return {"shared": words, "cosine": round(cosine, 3)}


class NeedMeanings:
    """The needs' vectors, each language's mean taken off, and these means."""

    def __init__(self, needs: Sequence[Need], encoder: Encoder) -> None:
        self.encoder = encoder
        sums, self.means = _sums(needs, encoder)
        self.known = np.asarray(sums.any(axis=1))
        self.vectors = unit(sums)


class MeaningSignal:
    """Cosine of the encoder's vectors, stretched between the mean and the best of this offer's question."""

    name = SignalName.MEANING
    neutral = 0.3

    def __init__(self, offers: Sequence[Offer], needs: NeedMeanings, listing: Listing = Listing.OFFER) -> None:
        self._encoder = needs.encoder
        left, _ = _sums(offers, needs.encoder, needs.means)
        self._left, self._right = unit(left), needs.vectors
        self._stretch = Stretch(self._cosines, np.asarray(left.any(axis=1)), needs.known, self.neutral, listing)
        self.live = self._stretch.live

    def block(self, rows: range) -> Floats:
        """See `Signal.block`."""
        return self._stretch.block(rows)

    def _cosines(self, rows: range) -> Floats:
        cosines: Floats = self._left[rows.start : rows.stop] @ self._right.T
        return cosines

    def seen(self, row: int, column: int) -> Mapping[str, object] | None:
        """The cosine before stretching, and whose vectors they are."""
        if not self._stretch.known(row, column):
            return None
        return {"cosine": round(float(self._left[row] @ self._right[column]), 3), "encoder": self._encoder.name}


class Stretch:
    """Likenesses of texts, stretched between the mean and the best of each question, to values from 0 to 1."""

    FLOOR = 0.1
    """The least distance from mean to best: poor likeness stays poor."""

    def __init__(
        self,
        likeness: Callable[[range], Floats],
        left: NDArray[np.bool_],
        right: NDArray[np.bool_],
        neutral: float,
        listing: Listing,
    ) -> None:
        """`likeness` gives new arrays of shape (rows, needs), 0 where a side is unknown; `left`, `right` say who is known."""
        self._likeness, self._left, self._right, self._neutral = likeness, left, right, neutral
        self.live = bool(left.any() and right.any())
        self._of_need: tuple[Floats, Floats] | None = None
        if listing is Listing.NEED and self.live:
            total, best = _over_all(likeness, len(left), len(right))
            self._of_need = total / np.float32(left.sum()), best

    def known(self, row: int, column: int) -> bool:
        """Whether there is anything to compare."""
        return bool(self._left[row] and self._right[column])

    def block(self, rows: range) -> Floats:
        """See `Signal.block`."""
        values = self._likeness(rows)
        if self._of_need is not None:
            mean, best = self._of_need
        else:
            mean = values.sum(axis=1, keepdims=True) / np.float32(max(self._right.sum(), 1))
            best = values.max(axis=1, keepdims=True, initial=-1)
        values -= mean
        values /= np.maximum(best - mean, np.float32(self.FLOOR))
        np.clip(values, 0, 1, out=values)
        return _known_only(values, self._left[rows.start : rows.stop], self._right, self._neutral)


def told(party: Offer | Need, language: str) -> str:
    """What a party says in one language, as it is encoded."""
    return f"{party.title}\n{party.texts[language]}".strip()


def _over_all(block: Callable[[range], Floats], rows: int, columns: int) -> tuple[Floats, Floats]:
    """Sum and maximum of every column over all rows, shape (1, columns) each, block by block."""
    total = np.zeros((1, columns), dtype=np.float32)
    best = np.full((1, columns), -1, dtype=np.float32)
    for part in _parts(rows, max(1, 400_000 // max(columns, 1))):
        values = block(part)
        total += values.sum(axis=0, keepdims=True)
        best = np.maximum(best, values.max(axis=0, keepdims=True))
    return total, best


def _parts(rows: int, step: int) -> Iterator[range]:
    for start in range(0, rows, step):
        yield range(start, min(start + step, rows))


def _known_only(values: Floats, left: NDArray[np.bool_], right: NDArray[np.bool_], neutral: float) -> Floats:
    """The values, with the neutral one wherever a side is not known."""
    if not left.all():
        values[~left] = neutral
    if not right.all():
        values[:, ~right] = neutral
    return values


Means = Mapping[str, tuple[Floats, int]]
_LENT = 10
"""A short list's mean is drawn towards the other list's, as if it held this many of its texts."""


def _sums(parties: Sequence[Offer | Need], encoder: Encoder, others: Means | None = None) -> tuple[Floats, Means]:
    """One vector per party, the sum of the vectors of its languages, each language's mean taken off first; the means.

    Off with the mean goes what only tells the language, so that texts of two languages can be compared. A list of a
    few texts has no mean of its own worth the name: it leans on that of the `others`.
    """
    total = np.zeros((len(parties), encoder.dimensions), dtype=np.float32)
    means: dict[str, tuple[Floats, int]] = {}
    for language in ("en", "zh"):
        rows = [row for row, party in enumerate(parties) if party.texts.get(language)]
        if not rows:
            continue
        texts = [told(parties[row], language) for row in rows]
        vectors = encoder.encode(texts, language=language)
        known = np.isfinite(vectors).all(axis=1)
        vectors = unit(vectors[known])
        if len(vectors):
            means[language] = np.asarray(vectors.mean(axis=0), dtype=np.float32), len(vectors)
            vectors = vectors - _leant(means[language], (others or {}).get(language))
        total[np.array(rows)[known]] += unit(vectors)
    return total, means


def _leant(own: tuple[Floats, int], other: tuple[Floats, int] | None) -> Floats:
    """The mean to take off: one's own, drawn towards the other list's; nothing where both lists are tiny."""
    mean, texts = own
    if other is None or other[1] <= 2:
        return mean if texts > 2 else np.zeros_like(mean)
    leant: Floats = (texts * mean + _LENT * other[0]) / np.float32(texts + _LENT)
    return leant
