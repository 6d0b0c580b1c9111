"""An experiment: needs that name a trouble find the technology by way of a book that says who complains of what.

`troubles.tsv` names technologies in both languages, each with what people say who need it and do not know its name. It
was written from general knowledge by authors who saw none of the needs. A need is compared with the troubles, in its own
language; an offer with the names and the troubles, in its own. So what crosses from trouble to technology, and from one
language to the other, is the book. The matcher does not use it yet.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.matching_meaning import HERE, PAIRS, Trial, interval
from landbridge.engines.matching.encoders import SmallE5Encoder, UniversalEncoder
from landbridge.engines.matching.encoding import CachedEncoder, Vectors
from landbridge.engines.matching.texts import unit

Floats = NDArray[np.float32]
BEST, HEAT = 5, 0.1
"""An offer's place: its nearest technologies, and how fast the next count less."""
LENT = 10
"""The needs' mean leans on the offers' as if it held this many of them."""


@dataclass(frozen=True)
class Side:
    """The book in one language: a vector for each name and each trouble, and where each technology's troubles begin."""

    names: Floats
    troubles: Floats
    begins: NDArray[np.int64]

    def nearest_trouble(self, texts: Floats) -> Floats:
        """How near each text is to the nearest trouble of each technology, shape (texts, technologies)."""
        return np.maximum.reduceat(texts @ self.troubles.T, self.begins, axis=1)


class Reader:
    """Texts as vectors of both encoders side by side, each encoder's mean over a list taken off."""

    def __init__(self) -> None:
        store: dict[str, Vectors] = {}
        self._encoders = [CachedEncoder(SmallE5Encoder(), store), CachedEncoder(UniversalEncoder(), store)]

    def read(self, texts: Sequence[str], language: str) -> list[Floats]:
        """Vectors of length one by each encoder."""
        return [unit(encoder.encode(texts, language=language)) for encoder in self._encoders]

    def side(self, rows: Sequence[dict[str, str]], language: str) -> Side:
        """The book in one language."""
        troubles = [row[f"troubles_{language}"].split(" | ") for row in rows]
        names = self.read([row[f"technology_{language}"] for row in rows], language)
        said = self.read([one for several in troubles for one in several], language)
        begins = np.cumsum([0, *(len(several) for several in troubles[:-1])])
        return Side(centred(names, means(names)), centred(said, means(said)), begins)


def means(parts: Sequence[Floats]) -> list[Floats]:
    """The mean of each encoder's vectors."""
    return [np.asarray(part.mean(axis=0), dtype=np.float32) for part in parts]


def centred(parts: Sequence[Floats], middles: Sequence[Floats]) -> Floats:
    """The encoders' vectors side by side, each with its mean taken off and of the same length."""
    return unit(np.concatenate([unit(part - middle) for part, middle in zip(parts, middles, strict=True)], axis=1))


def placed(near: Floats) -> Floats:
    """Shares of the nearest technologies of each text, shape of `near`; each row sums to 1."""
    best = np.argsort(-near, axis=1)[:, :BEST]
    values = np.take_along_axis(near, best, axis=1)
    weights = np.exp((values - values[:, :1]) / HEAT)
    found = np.zeros_like(near)
    np.put_along_axis(found, best, weights / weights.sum(axis=1, keepdims=True), axis=1)
    return found


def level(scores: Floats) -> Floats:
    """Scores of each need with mean 0 and deviation 1."""
    scaled: Floats = (scores - scores.mean(axis=1, keepdims=True)) / np.maximum(scores.std(axis=1, keepdims=True), 1e-6)
    return scaled


def right(trial: Trial, reader: Reader, book: dict[str, Side], asked: str, answered: str) -> tuple[int, int]:
    """How many needs find their offer first: by the encoders alone, and with the book."""
    needs = reader.read([need[asked] for need in trial.needs], asked)
    offers = reader.read([offer[answered] for offer in trial.offers], answered)
    own, others, count = means(needs), means(offers), len(trial.needs)
    if asked == answered:
        own = [
            (count * mine + LENT * other) / np.float32(count + LENT) for mine, other in zip(own, others, strict=True)
        ]
    left, found = centred(needs, own), centred(offers, others)
    direct = left @ found.T
    there = book[answered]
    shares = placed(found @ there.names.T + there.nearest_trouble(found))
    through = book[asked].nearest_trouble(left) @ shares.T
    answers = np.array(trial.answers)
    alone, with_book = (
        int((scores.argmax(axis=1) == answers).sum()) for scores in (direct, level(direct) + level(through))
    )
    return alone, with_book


def main(parts: Sequence[Sequence[Trial]]) -> None:
    """Print the hit rate at 1 of both encoders, without the book and with it."""
    with Path(HERE / "troubles.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    reader = Reader()
    book = {language: reader.side(rows, language) for language in ("en", "zh")}
    for trials in parts:
        total = sum(len(trial.needs) for trial in trials)
        print(f"\n{trials[0].name}: {total} needs, a book of {len(rows)} technologies")
        cells: list[list[str]] = [[], []]
        for asked, answered in PAIRS:
            counts = [right(trial, reader, book, asked, answered) for trial in trials]
            for row, hits in zip(cells, np.sum(counts, axis=0).tolist(), strict=True):
                low, high = interval(hits, total)
                row.append(f"{hits / total:.2f} ({low:.2f}-{high:.2f})")
        for name, row in zip(("both encoders", "and the book"), cells, strict=True):
            print(f"{name:40}" + "".join(f"{cell:>20}" for cell in row), flush=True)
