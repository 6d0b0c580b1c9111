"""The two signals that read: shared words, and meaning by an encoder. Both are normalised within one question."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from landbridge.engines.matching.encoding import Encoder
from landbridge.engines.matching.kinds import SignalName
from landbridge.engines.matching.parties import Need, Offer
from landbridge.engines.matching.words import WordTable, text_of, tokens, written

Floats = NDArray[np.float32]


class WordSignal:
    """Cosine of the weighted words, as a share of the best cosine this offer has with any need."""

    name = SignalName.WORDS
    neutral = 0.2
    FLOOR = 0.1

    def __init__(self, offers: Sequence[Offer], needs: Sequence[Need]) -> None:
        self._texts = [text_of(offer) for offer in offers]
        left, right = [tokens(text) for text in self._texts], [tokens(text_of(need)) for need in needs]
        self.table = WordTable(left, right)
        self._written: tuple[int, dict[str, str]] | None = None
        self._left_known = np.array([bool(words) for words in left])
        self._right_known = np.array([bool(words) for words in right])
        self.live = bool(self._left_known.any() and self._right_known.any())

    def block(self, rows: range) -> Floats:
        """See `Signal.block`. A best cosine under `FLOOR` counts as `FLOOR`: poor likeness stays poor."""
        cosines = self.table.block(rows)
        values: Floats = cosines / np.maximum(cosines.max(axis=1, keepdims=True, initial=0), self.FLOOR)
        values[~self._left_known[rows.start : rows.stop]] = self.neutral
        values[:, ~self._right_known] = self.neutral
        return values

    def seen(self, row: int, column: int) -> Mapping[str, object] | None:
        """The shared words that weigh most, as the offer writes them, and the cosine before normalising."""
        if not (self._left_known[row] and self._right_known[column]):
            return None
        stems, cosine = self.table.shared(row, column)
        if self._written is None or self._written[0] != row:
            self._written = row, written(self._texts[row])
        words = tuple(self._written[1].get(one, one) for one in stems)
        return {"shared": words, "cosine": round(cosine, 3)}


class MeaningSignal:
    """Cosine of the encoder's vectors, stretched between the mean and the best of this offer's question."""

    name = SignalName.MEANING
    neutral = 0.3
    FLOOR = 0.1

    def __init__(self, offers: Sequence[Offer], needs: Sequence[Need], encoder: Encoder) -> None:
        self._encoder = encoder
        left, right = _sums(offers, encoder), _sums(needs, encoder)
        self._left_known = np.asarray(left.any(axis=1))
        self._right_known = np.asarray(right.any(axis=1))
        self._left, self._right = unit(left), unit(right)
        self.live = bool(self._left_known.any() and self._right_known.any())

    def block(self, rows: range) -> Floats:
        """See `Signal.block`."""
        cosines = self._left[rows.start : rows.stop] @ self._right.T
        mean = cosines[:, self._right_known].mean(axis=1, keepdims=True) if self.live else np.float32(0)
        best = cosines.max(axis=1, keepdims=True, initial=-1)
        values: Floats = np.clip((cosines - mean) / np.maximum(best - mean, self.FLOOR), 0, 1)
        values[~self._left_known[rows.start : rows.stop]] = self.neutral
        values[:, ~self._right_known] = self.neutral
        return values

    def seen(self, row: int, column: int) -> Mapping[str, object] | None:
        """The cosine before stretching, and whose vectors they are."""
        if not (self._left_known[row] and self._right_known[column]):
            return None
        return {"cosine": round(float(self._left[row] @ self._right[column]), 3), "encoder": self._encoder.name}


def unit(vectors: Floats) -> Floats:
    """Rows scaled to length one; rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Floats = vectors / np.maximum(lengths, np.float32(1e-9))
    return scaled.astype(np.float32, copy=False)


def _sums(parties: Sequence[Offer | Need], encoder: Encoder) -> Floats:
    """One vector per party: the sum of the vectors of its languages, each language's mean taken off first.

    Off with the mean goes what only tells the language, so that texts of two languages can be compared.
    """
    total = np.zeros((len(parties), encoder.dimensions), dtype=np.float32)
    for language in ("en", "zh"):
        rows = [row for row, party in enumerate(parties) if party.texts.get(language)]
        if not rows:
            continue
        texts = [f"{parties[row].title}\n{parties[row].texts[language]}".strip() for row in rows]
        vectors = encoder.encode(texts, language=language)
        known = np.isfinite(vectors).all(axis=1)
        vectors = unit(vectors[known])
        if len(vectors) > 2:
            vectors = vectors - vectors.mean(axis=0)
        total[np.array(rows)[known]] += unit(vectors)
    return total
