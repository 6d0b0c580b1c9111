"""Text by words: English words and Chinese character pairs, weighted by rarity, compared by cosine."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from landbridge.engines.matching.glossary import concepts
from landbridge.engines.matching.parties import Need, Offer
from landbridge.engines.matching.stems import pieces, stem

_STOP_TEXT = """
a an and are as at be by can for from has have in into is it its of on or our that the their this to we which who will
with without want wants need needs seek seeks seeking looking look would like find new use using 的 是 在 和 与 了 有 为
"""
_STOP = frozenset(_STOP_TEXT.split())


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text: English stems without stop words, pairs of neighbouring Chinese signs, and concepts.

    A single Chinese sign between other scripts stands alone. The stemmer only cuts common endings from words of five
    letters and more: it need not be right, only the same on both sides. Concepts come from the bilingual glossary.
    """
    found: list[str] = []
    stems: list[str] = []
    chinese: list[str] = []
    for piece in pieces(text):
        if piece[0] >= "\u3400":
            chinese.append(piece)
            found.extend([piece] if len(piece) == 1 else [one + other for one, other in pairwise(piece)])
        else:
            stems.append(stem(piece))
            if piece not in _STOP:
                found.append(stems[-1])
    return (*found, *concepts(stems, chinese))


kept_tokens = lru_cache(maxsize=32_768)(tokens)
"""The same, remembered: for the texts of needs and offers, which come again with every list."""


def text_of(party: Offer | Need) -> str:
    """Title and all texts of a party, in the order of the languages' codes."""
    return "\n".join([party.title, *(party.texts[language] for language in sorted(party.texts))]).strip()


class NeedWords:
    """The words of the needs: 1 + log count per need and word, and in how many needs each word stands."""

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        self.vocabulary: dict[str, int] = {}
        vocabulary = self.vocabulary
        self.counts = _counted(documents, lambda word: vocabulary.setdefault(word, len(vocabulary)))
        self.columns = self.counts.T.tocsr()
        self.squares = self.counts.multiply(self.counts).tocsr()
        self.documents = np.bincount(self.counts.indices, minlength=self.counts.shape[1])
        self.known = np.diff(self.counts.indptr) > 0


class WordTable:
    """Rows of unit length over a shared vocabulary: `left` for offers, `right` for needs.

    Weights are (1 + log count) x log inverse document frequency over both lists. The rarity of the needs' words is
    folded into the offers' rows and the needs' lengths are divided out at the end, so that nothing about the needs has
    to be built anew for a new list of offers.
    """

    def __init__(self, left: Sequence[Sequence[str]], right: NeedWords) -> None:
        """`left` are the words of each offer."""
        self.right = right
        own: dict[str, int] = {}
        width = right.counts.shape[1]

        def number(word: str) -> int:
            known = right.vocabulary.get(word)
            return own.setdefault(word, width + len(own)) if known is None else known

        counts = _counted(left, number, width)
        every = len(left) + right.counts.shape[0]
        documents = np.bincount(counts.indices, minlength=counts.shape[1])
        documents[:width] += right.documents
        rarity = np.log((1 + every) / (1 + documents)).astype(np.float32) + 1
        counts.data *= rarity[counts.indices]
        lengths = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
        unit = (sparse.diags_array(1 / np.maximum(lengths, 1e-9)) @ counts).tocsr()[:, :width]
        unit.data = (unit.data * rarity[unit.indices]).astype(np.float32)
        self.left = unit.astype(np.float32)
        squared = np.sqrt(right.squares @ np.square(rarity[:width]))
        self._scale = (1 / np.maximum(squared, 1e-9)).astype(np.float32)
        self._last: tuple[int, dict[int, float]] | None = None

    @cached_property
    def vocabulary(self) -> Sequence[str]:
        """The words of the needs by number."""
        return list(self.right.vocabulary)

    def block(self, rows: range) -> NDArray[np.float32]:
        """Cosines of these rows of `left` with all of `right`, dense, shape (len(rows), right)."""
        product = self.left[rows.start : rows.stop] @ self.right.columns
        cosines: NDArray[np.float32] = product.toarray()
        cosines *= self._scale
        return cosines

    def shared(self, row: int, column: int, most: int = 3) -> tuple[tuple[str, ...], float]:
        """The words two texts share, the one that adds most to their cosine first, and the cosine."""
        ours, counts = self._row(row), self.right.counts
        start, end = counts.indptr[column : column + 2].tolist()
        theirs = counts.indices[start:end].tolist()
        parts = zip(theirs, counts.data[start:end].tolist(), strict=True)
        both = [(ours[word] * weight, word) for word, weight in parts if word in ours]
        both.sort(key=lambda item: (-item[0], item[1]))
        scale = float(self._scale[column])
        return tuple(self.vocabulary[word] for _, word in both[:most]), scale * sum(weight for weight, _ in both)

    def _row(self, row: int) -> dict[int, float]:
        if self._last is None or self._last[0] != row:
            at = slice(self.left.indptr[row], self.left.indptr[row + 1])
            pairs = zip(self.left.indices[at].tolist(), self.left.data[at].tolist(), strict=True)
            self._last = row, dict(pairs)
        return self._last[1]


class Rarities:
    """Documents as rows of unit length over their own words, weighed by rarity among themselves.

    Unlike `WordTable` it says the same of a text whatever list the text comes in.
    """

    def __init__(self, documents: Sequence[Sequence[str]]) -> None:
        """`documents` are the words of each."""
        self._vocabulary: dict[str, int] = {}
        counts = _counted(documents, lambda word: self._vocabulary.setdefault(word, len(self._vocabulary)))
        seen = np.bincount(counts.indices, minlength=counts.shape[1])
        self._rarity = np.log((1 + len(documents)) / (0.5 + seen)).astype(np.float32)
        self._columns = self._unit(counts).T.tocsr()

    def cosines(self, texts: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """Cosines of these texts, given as words, with every document; words of no document do not count."""
        known = [[word for word in text if word in self._vocabulary] for text in texts]
        rows = self._unit(_counted(known, self._vocabulary.__getitem__, len(self._rarity)))
        found: NDArray[np.float32] = (rows @ self._columns).toarray()
        return found

    def _unit(self, counts: "sparse.csr_matrix[np.float32]") -> "sparse.csr_matrix[np.float32]":
        counts.data *= self._rarity[counts.indices]
        lengths = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
        return (sparse.diags_array(1 / np.maximum(lengths, 1e-9)) @ counts).tocsr().astype(np.float32)


def _counted(
    documents: Sequence[Sequence[str]], number: Callable[[str], int], least: int = 1
) -> "sparse.csr_matrix[np.float32]":
    """One row per document: 1 + log of how often each word stands in it; at least `least` columns."""
    pointers, columns, values = [0], list[int](), list[int]()
    for document in documents:
        count = Counter(document)
        columns.extend(map(number, count))
        values.extend(count.values())
        pointers.append(len(columns))
    shape = len(documents), max([least, *(column + 1 for column in columns)])
    data = 1 + np.log(np.array(values, dtype=np.float32))
    return sparse.csr_matrix((data.astype(np.float32), np.array(columns, dtype=np.int32), pointers), shape=shape)


def written(text: str) -> dict[str, str]:
    """The words of a text by their stems, as the text first writes them."""
    found: dict[str, str] = {}
    for piece in pieces(text):
        found.setdefault(stem(piece), piece)
    return found
