"""Text by words: English words and Chinese character pairs, weighted by rarity, compared by cosine."""

from collections import Counter
from collections.abc import Sequence
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


def tokens(text: str) -> list[str]:
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
    return found + concepts(stems, chinese)


def text_of(party: Offer | Need) -> str:
    """Title and all texts of a party, in the order of the languages' codes."""
    return "\n".join([party.title, *(party.texts[language] for language in sorted(party.texts))])


class WordTable:
    """Rows of unit length over a shared vocabulary: `left` for offers, `right` for needs."""

    def __init__(self, left: Sequence[Sequence[str]], right: Sequence[Sequence[str]]) -> None:
        """Weights are (1 + log count) x log inverse document frequency over both lists, rows scaled to length one."""
        vocabulary: dict[str, int] = {}
        counts = [Counter(document) for document in (*left, *right)]
        pointers = [0]
        columns: list[int] = []
        values: list[int] = []
        for count in counts:
            columns.extend(vocabulary.setdefault(word, len(vocabulary)) for word in count)
            values.extend(count.values())
            pointers.append(len(columns))
        shape = len(counts), max(len(vocabulary), 1)
        table = sparse.csr_matrix((np.array(values, dtype=np.float32), np.array(columns), pointers), shape=shape)
        self.vocabulary = list(vocabulary)
        documents = np.bincount(table.indices, minlength=shape[1])
        rarity = np.log((1 + len(counts)) / (1 + documents)).astype(np.float32) + 1
        table.data = (1 + np.log(table.data)) * rarity[table.indices]
        lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
        table = (sparse.diags_array(1 / np.maximum(lengths, 1e-9)) @ table).tocsr().astype(np.float32)
        self.left = table[: len(left)]
        self.right = table[len(left) :]
        self._right_columns = self.right.T.tocsr()
        self._last: tuple[int, dict[int, float]] | None = None

    def block(self, rows: range) -> NDArray[np.float32]:
        """Cosines of these rows of `left` with all of `right`, dense, shape (len(rows), right)."""
        product = self.left[rows.start : rows.stop] @ self._right_columns
        return np.asarray(product.toarray(), dtype=np.float32)

    def shared(self, row: int, column: int, most: int = 3) -> tuple[tuple[str, ...], float]:
        """The words two texts share, the one that adds most to their cosine first, and the cosine."""
        ours = self._row(row)
        at = slice(self.right.indptr[column], self.right.indptr[column + 1])
        theirs = zip(self.right.indices[at].tolist(), self.right.data[at].tolist(), strict=True)
        both = [(ours[word] * weight, word) for word, weight in theirs if word in ours]
        both.sort(key=lambda item: (-item[0], item[1]))
        return tuple(self.vocabulary[word] for _, word in both[:most]), sum(weight for weight, _ in both)

    def _row(self, row: int) -> dict[int, float]:
        if self._last is None or self._last[0] != row:
            at = slice(self.left.indptr[row], self.left.indptr[row + 1])
            pairs = zip(self.left.indices[at].tolist(), self.left.data[at].tolist(), strict=True)
            self._last = row, dict(pairs)
        return self._last[1]


def written(text: str) -> dict[str, str]:
    """The words of a text by their stems, as the text first writes them."""
    found: dict[str, str] = {}
    for piece in pieces(text):
        found.setdefault(stem(piece), piece)
    return found
