"""A book with its vectors: how near a text is to each technology, and among which technologies it stands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from landbridge.engines.matching.encoding import Encoder, Vectors, unit
from landbridge.engines.matching.troubles.book import LANGUAGES, Book
from landbridge.engines.matching.words import Rarities, kept_tokens, tokens

Floats = NDArray[np.float32]
PLACES = 5
"""A text stands among so many technologies."""
HEAT = 0.1
"""How fast the next of them count less: one that is .1 less near counts e times less."""
WORDS_OF_NEED, WORDS_OF_OFFER = 0.8, 0.4
"""How much shared words count beside the cosine with the nearest trouble."""
OFFERED = 0.6
"""How much an offer's cosine with the book's offer counts beside those with the name and the nearest trouble."""
KEPT = 20_000
"""So many texts are remembered with what was read about them: 18 kB each."""
AT_ONCE = 128
"""So many texts are read at once: 25 MB of cosines."""


@dataclass(frozen=True)
class Page:
    """The book in one language: unit vectors, each kind with its mean taken off, and the words of each technology.

    Shapes (technologies, numbers) for `names` and `offers`, (troubles, numbers) for `troubles`; `ends` says where the
    troubles of each technology begin and the last ones end. `need_mean` and `offer_mean` are taken off what is compared
    with them; `mean_likeness` is that of each trouble with `need_mean`.
    """

    names: Floats
    offers: Floats
    troubles: Floats
    ends: Sequence[int]
    mean_likeness: Floats
    need_mean: Floats
    offer_mean: Floats
    complaints: Rarities
    everything: Rarities

    @classmethod
    def of(cls, book: Book, language: str, vectors: Vectors) -> "Page":
        """`vectors` are those of `book.texts(language)`, in that order."""
        count = len(book.technologies)
        names, offers, troubles = (unit(part) for part in np.split(vectors, [count, 2 * count]))
        several = [one.troubles[language] for one in book.technologies]
        complaints = [tokens("\n".join(troubles)) for troubles in several]
        named = [tokens(f"{one.name[language]}\n{one.offer[language]}") for one in book.technologies]
        left = unit(troubles - troubles.mean(axis=0))
        return cls(
            names=unit(names - names.mean(axis=0)),
            offers=unit(offers - offers.mean(axis=0)),
            troubles=left,
            ends=tuple(accumulate((len(one) for one in several), initial=0)),
            mean_likeness=left @ troubles.mean(axis=0),
            need_mean=troubles.mean(axis=0),
            offer_mean=offers.mean(axis=0),
            complaints=Rarities(complaints),
            everything=Rarities([one + other for one, other in zip(complaints, named, strict=True)]),
        )

    def of_needs(self, texts: Sequence[str], vectors: Vectors) -> Floats:
        """How near each need is to the nearest trouble of each technology, shape (texts, technologies)."""
        near = self._nearest(unit(vectors - self.need_mean))
        near += np.float32(WORDS_OF_NEED) * self.complaints.cosines([kept_tokens(text) for text in texts])
        return near

    def of_offers(self, texts: Sequence[str], vectors: Vectors) -> Floats:
        """How near each offer is to each technology, by name, offer and troubles, shape (texts, technologies)."""
        left = unit(vectors - self.offer_mean)
        near = self._nearest(left)
        near += left @ (self.names + np.float32(OFFERED) * self.offers).T
        near += np.float32(WORDS_OF_OFFER) * self.everything.cosines([kept_tokens(text) for text in texts])
        return near

    def nearest_trouble(self, technology: int, vector: Vectors) -> int:
        """Which trouble of a technology, counted from 0, a need with this vector comes nearest to."""
        start, end = self.ends[technology : technology + 2]
        return int((self.troubles[start:end] @ vector - self.mean_likeness[start:end]).argmax())

    def _nearest(self, left: Floats) -> Floats:
        found: Floats = np.maximum.reduceat(left @ self.troubles.T, self.ends[:-1], axis=1)
        return found


@dataclass(frozen=True, slots=True)
class Place:
    """What the book says of one text: how near it is to each technology, and the nearest of them.

    `near` is in half precision; `technologies` are numbers, the nearest first, and `shares`, which sum to 1, are theirs.
    `vector` is the text's own by the book's encoder, `language` the one it is in.
    """

    language: str
    vector: Vectors
    near: NDArray[np.float16]
    technologies: NDArray[np.int64]
    shares: Floats


class ReadBook:
    """The book in both languages. What was read about a text is remembered, so that the next list need not read it."""

    def __init__(self, book: Book, vectors: Mapping[str, Vectors]) -> None:
        """`vectors` by language, in the order of `Book.texts`; the pages made of them are kept, they are not."""
        self.book = book
        self.name = f"troubles-{book.digest}"
        self.pages = {language: Page.of(book, language, vectors[language]) for language in LANGUAGES}
        self._known: dict[tuple[str, str, str], Place] = {}

    @property
    def remembered(self) -> int:
        """Of so many texts it knows what it read."""
        return len(self._known)

    def forget(self) -> None:
        """Let go of what was read about texts; the book itself stays."""
        self._known.clear()

    def own_part(self, vectors: Vectors) -> Vectors:
        """Of vectors of encoders joined side by side the numbers of the book's own, which stand last; of length one."""
        width = self.pages[LANGUAGES[0]].names.shape[1]
        return unit(vectors[:, -width:])

    def needs(self, texts: Sequence[str], encoder: Encoder, language: str) -> list[Place | None]:
        """Where each need stands among the technologies, by what it complains of; None for a text without a vector."""
        return self._places("need", self.pages[language].of_needs, texts, encoder, language)

    def offers(self, texts: Sequence[str], encoder: Encoder, language: str) -> list[Place | None]:
        """Where each offer stands, by what it is; None for a text without a vector."""
        return self._places("offer", self.pages[language].of_offers, texts, encoder, language)

    def _places(
        self,
        side: str,
        near: Callable[[Sequence[str], Vectors], Floats],
        texts: Sequence[str],
        encoder: Encoder,
        language: str,
    ) -> list[Place | None]:
        """What is known about each text; only what is not yet known is encoded and read."""
        known = {text: place for text in texts if (place := self._known.get((side, language, text))) is not None}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            vectors = self.own_part(encoder.encode(new, language=language))
            rows = np.flatnonzero(np.isfinite(vectors).all(axis=1))
            if len(self._known) + len(rows) > KEPT:
                self.forget()
            for start in range(0, len(rows), AT_ONCE):
                some = rows[start : start + AT_ONCE]
                said = [new[row] for row in some]
                found = placed(near(said, vectors[some]), vectors[some], language)
                known |= zip(said, found, strict=True)
                self._known.update(((side, language, text), place) for text, place in zip(said, found, strict=True))
        return [known.get(text) for text in texts]


def placed(near: Floats, vectors: Vectors, language: str) -> list[Place]:
    """Each row of nearness, shape (texts, technologies), with its `PLACES` nearest technologies and their shares."""
    most = min(PLACES, near.shape[1])
    best = np.argpartition(-near, most - 1, axis=1)[:, :most]
    best = np.take_along_axis(best, np.argsort(-np.take_along_axis(near, best, axis=1), axis=1, kind="stable"), axis=1)
    values = np.take_along_axis(near, best, axis=1)
    weights = np.exp((values - values[:, :1]) / np.float32(HEAT))
    shares = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    rows = zip(vectors, near.astype(np.float16), best, shares, strict=True)
    return [Place(language, *row) for row in rows]


class WellRead:
    """An encoder that has read the book: `matching.rank` compares by meaning as with the encoder, and by troubles."""

    def __init__(self, encoder: Encoder, book: ReadBook) -> None:
        """`encoder` gives the vectors of needs and offers; its last numbers are those of the book's own encoder."""
        self.name = f"{encoder.name}+{book.name}"
        self.dimensions = encoder.dimensions
        self.book = book
        self._encoder = encoder

    def encode(self, texts: Sequence[str], *, language: str) -> Vectors:
        """The encoder's own vectors."""
        return self._encoder.encode(texts, language=language)
