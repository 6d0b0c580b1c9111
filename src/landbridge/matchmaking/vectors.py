"""Vectors of texts: a job computes them and keeps them in the database; those of the book of troubles in the data folder."""

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

import numpy as np
from django.conf import settings

from landbridge.engines.matching import CachedEncoder, Encoder
from landbridge.engines.matching.encoders import EncoderMissing, best_encoder, book_encoder
from landbridge.engines.matching.encoding import Vectors
from landbridge.engines.matching.troubles import ReadBook, Shelf, WellRead, the_book
from landbridge.matchmaking.models import TextVector

AT_ONCE = 8
"""How many texts are encoded between two looks at the wish to cancel."""
Told = Callable[[int, int], None]
"""Hears how many texts are done, of how many."""


class KeptVectors(MutableMapping[str, Vectors]):
    """The vectors of one hub and encoder; those added are written down by `save`."""

    def __init__(self, hub_id: UUID, encoder: str) -> None:
        self._hub_id, self._encoder = hub_id, encoder
        rows = TextVector.objects.filter(hub_id=hub_id, encoder=encoder).values_list("digest", "vector")
        self._held: dict[str, Vectors] = {key: np.frombuffer(vector, dtype=np.float32) for key, vector in rows}
        self._fresh: dict[str, Vectors] = {}

    def __getitem__(self, key: str) -> Vectors:
        return self._held[key]

    def __setitem__(self, key: str, vector: Vectors) -> None:
        self._held[key] = self._fresh[key] = vector

    def __delitem__(self, key: str) -> None:
        del self._held[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def save(self, *, at: datetime) -> int:
        """Keep what was added; a text that another job encoded meanwhile is kept once. Gives their number."""
        rows = [
            TextVector(
                hub_id=self._hub_id,
                digest=key,
                encoder=self._encoder,
                vector=np.asarray(vector, dtype=np.float32).tobytes(),
                made_at=at,
            )
            for key, vector in self._fresh.items()
        ]
        TextVector.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
        self._fresh = {}
        return len(rows)


class PatientEncoder:
    """An encoder that works a few texts at a time and says how far it is, so that a job can stop in between."""

    def __init__(self, encoder: Encoder, told: Told) -> None:
        self.name, self.dimensions = encoder.name, encoder.dimensions
        self._encoder, self._told = encoder, told

    def encode(self, texts: Sequence[str], *, language: str) -> Vectors:
        """The vectors, batch by batch."""
        parts = [np.empty((0, self.dimensions), dtype=np.float32)]
        for start in range(0, len(texts), AT_ONCE):
            self._told(start, len(texts))
            parts.append(self._encoder.encode(texts[start : start + AT_ONCE], language=language))
        return np.concatenate(parts)


def encoder_of(hub_id: UUID, told: Told) -> tuple[Encoder, KeptVectors] | None:
    """The encoder with the hub's kept vectors before it, well read if the book is; None where no encoder is installed."""
    try:
        encoder = best_encoder()
    except EncoderMissing:
        return None
    kept = KeptVectors(hub_id, encoder.name)
    cached = CachedEncoder(PatientEncoder(encoder, told), kept)
    book = read_book()
    return (WellRead(cached, book) if book else cached), kept


def shelf() -> Shelf | None:
    """Where the vectors of the book of troubles are kept; None where no encoder is installed, or the book not wanted."""
    if not settings.READ_TROUBLES:
        return None
    try:
        return Shelf(settings.DATA_DIR / "troubles", the_book(), book_encoder())
    except EncoderMissing:
        return None


def read_on(*, until: Callable[[], bool]) -> int:
    """Encode parts of the book until told to stop, gives how many are still missing; with the last goes what other books left."""
    place = shelf()
    missing = place.missing() if place else []
    while place and missing and not until():
        place.fill(missing.pop(0))
        if not missing:
            place.drop_others()
    return len(missing)


def read_book() -> ReadBook | None:
    """The book with its vectors, held in memory once it is whole; None until then."""
    place = shelf()
    return _held(place) if place else None


def _held(place: Shelf) -> ReadBook | None:
    if place.folder not in _books:
        book = place.read()
        if book is None:
            return None
        _books[place.folder] = book
    return _books[place.folder]


_books: dict[Path, ReadBook] = {}
