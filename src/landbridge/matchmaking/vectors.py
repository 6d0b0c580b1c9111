"""Vectors of texts, kept in the database: a job computes them, everything else only looks them up."""

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from datetime import datetime
from uuid import UUID

import numpy as np

from landbridge.engines.matching import CachedEncoder, Encoder
from landbridge.engines.matching.encoders import EncoderMissing, best_encoder
from landbridge.engines.matching.encoding import Vectors
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


def encoder_of(hub_id: UUID, told: Told) -> tuple[CachedEncoder, KeptVectors] | None:
    """The encoder with the hub's kept vectors before it; None where no encoder is installed."""
    try:
        encoder = best_encoder()
    except EncoderMissing:
        return None
    kept = KeptVectors(hub_id, encoder.name)
    return CachedEncoder(PatientEncoder(encoder, told), kept), kept
