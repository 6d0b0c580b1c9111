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
HEAT = 0.125
"""How fast the next of them count less: one that is .125 less near counts e times less."""
SOFTNESS = 0.15
"""How far a need's nearness to a technology is that to all its troubles rather than to the nearest: 0 is the nearest alone."""
RIDGE = 0.4
"""How much of their mean is added to the spreads of `likening`, so that directions with next to none are not blown up."""
WORDS_OF_NEED, WORDS_OF_OFFER = 1.0, 0.4
"""How much shared words count beside the cosines with the troubles."""
OFFERED = 0.6
"""How much an offer's cosine with the book's offer counts beside those with the name and the nearest trouble."""
KEPT = 20_000
"""So many texts are remembered with what was read about them: 18 kB each."""
FINE = 8192
"""Nearness is kept in whole numbers of 1/8192: half the room of float32, and quicker to read than float16."""
AT_ONCE = 128
"""So many texts are read at once: 25 MB of cosines."""


@dataclass(frozen=True)
class Page:
    """The book in one language: unit vectors, each kind with its mean taken off, `likened`; and the words of each technology.

    Shapes (technologies, numbers) for `names` and `offers`, (troubles, numbers) for `troubles`; `ends` says where the
    troubles of each technology begin and the last ones end. From what is compared with them `need_mean` or `offer_mean` is
    taken off, then it is multiplied by `likened`.
    """

    names: Floats
    offers: Floats
    troubles: Floats
    ends: Sequence[int]
    likened: Floats
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
        ends = tuple(accumulate((len(one) for one in several), initial=0))
        need_mean, offer_mean = troubles.mean(axis=0), offers.mean(axis=0)
        troubles, offers = unit(troubles - need_mean), unit(offers - offer_mean)
        likened = likening(offers, np.add.reduceat(troubles, ends[:-1], axis=0))
        return cls(
            names=unit((names - names.mean(axis=0)) @ likened),
            offers=unit(offers @ likened),
            troubles=unit(troubles @ likened),
            ends=ends,
            likened=likened,
            need_mean=need_mean,
            offer_mean=offer_mean,
            complaints=Rarities(complaints),
            everything=Rarities([one + other for one, other in zip(complaints, named, strict=True)]),
        )

    def of_needs(self, texts: Sequence[str], vectors: Vectors) -> tuple[Floats, Vectors]:
        """How near each need is to the troubles of each technology, shape (texts, technologies), and the vectors compared."""
        left = self._compared(vectors - self.need_mean)
        near = left @ self.troubles.T
        near /= np.float32(SOFTNESS)
        np.exp(near, out=near)
        near = np.add.reduceat(near, self.ends[:-1], axis=1)
        near /= np.diff(self.ends).astype(np.float32)
        np.log(near, out=near)
        near *= np.float32(SOFTNESS)
        near += np.float32(WORDS_OF_NEED) * self.complaints.cosines([kept_tokens(text) for text in texts])
        return near, left

    def of_offers(self, texts: Sequence[str], vectors: Vectors) -> tuple[Floats, Vectors]:
        """The same of offers: by name, offer and nearest trouble."""
        left = self._compared(vectors - self.offer_mean)
        near: Floats = np.maximum.reduceat(left @ self.troubles.T, self.ends[:-1], axis=1)
        near += left @ (self.names + np.float32(OFFERED) * self.offers).T
        near += np.float32(WORDS_OF_OFFER) * self.everything.cosines([kept_tokens(text) for text in texts])
        return near, left

    def nearest_trouble(self, technology: int, vector: Vectors) -> int:
        """Which trouble of a technology, counted from 0, a need comes nearest to whose vector compared is this."""
        start, end = self.ends[technology : technology + 2]
        return int((self.troubles[start:end] @ vector).argmax())

    def _compared(self, left: Vectors) -> Vectors:
        likened: Vectors = left @ self.likened
        return unit(likened)


def likening(offers: Floats, troubles: Floats) -> Floats:
    """The symmetric matrix after which offers lie nearer to the troubles they cure; (numbers, numbers).

    What tells an offer from the people who need it, though both are of the same technology, tells nothing about the technology:
    the manner of catalogues and of complaints. Each direction is divided by the square root of its spread there, plus `RIDGE`
    times the mean spread (within-class covariance normalisation, Hatch and others, Interspeech 2006). `offers` are of length
    one, `troubles` the sums of each technology's; a row of both is the same technology.
    """
    apart = offers - unit(troubles)
    spreads, directions = np.linalg.eigh(apart.T @ apart / np.float32(len(apart)))
    mean = spreads.mean() + np.finfo(np.float32).eps
    found: Floats = (directions / np.sqrt(spreads.clip(0) / mean + np.float32(RIDGE))) @ directions.T
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """What the book says of one text: how near it is to each technology, and the nearest of them.

    `near` counts in 1/`FINE`; `technologies` are numbers, the nearest first, and `shares`, which sum to 1, are theirs.
    `vector` is the text's by the book's encoder as it is compared with the book, `language` the one it is in.
    """

    language: str
    vector: Vectors
    near: NDArray[np.int16]
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
        near: Callable[[Sequence[str], Vectors], tuple[Floats, Vectors]],
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
                found = placed(*near(said, vectors[some]), language)
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
    rows = zip(vectors, np.rint(near * np.float32(FINE)).astype(np.int16), best, shares, strict=True)
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
