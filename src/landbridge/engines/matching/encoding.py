"""Text by meaning: what the matcher asks of an encoder, and vectors kept by digest so that pages never wait."""

import hashlib
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """Turns texts into vectors. `name` tells model and version: vectors of two names are never compared."""

    @property
    def name(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def encode(self, texts: Sequence[str], *, language: str) -> Vectors:
        """Float32 of shape (len(texts), dimensions); a row of NaN means: no vector for this text (yet)."""
        ...


def digest(encoder: str, text: str) -> str:
    """The key under which the vector of a text is kept: SHA-256 over the encoder's name and the text."""
    return hashlib.sha256(f"{encoder}\0{text}".encode()).hexdigest()


class StoredVectors:
    """An encoder that only looks up: texts without a stored vector get NaN. For pages and for repeated runs."""

    def __init__(self, name: str, dimensions: int, vectors: Mapping[str, Sequence[float] | Vectors]) -> None:
        self.name = name
        self.dimensions = dimensions
        self._vectors = vectors

    def encode(self, texts: Sequence[str], *, language: str) -> Vectors:
        """The stored vectors, NaN where there is none."""
        found = np.full((len(texts), self.dimensions), np.nan, dtype=np.float32)
        for row, text in enumerate(texts):
            vector = self._vectors.get(digest(self.name, text))
            if vector is not None:
                found[row] = vector
        return found


class CachedEncoder:
    """An encoder that asks the store first and fills it: texts are encoded once per model."""

    def __init__(self, encoder: Encoder, store: MutableMapping[str, Vectors]) -> None:
        self.name = encoder.name
        self.dimensions = encoder.dimensions
        self._encoder = encoder
        self._store = store

    def encode(self, texts: Sequence[str], *, language: str) -> Vectors:
        """The vectors of all texts, computing only the unknown ones, each once."""
        keys = [digest(self.name, text) for text in texts]
        unknown = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._store}
        if unknown:
            fresh = self._encoder.encode(list(unknown.values()), language=language)
            self._store.update(zip(unknown, fresh, strict=True))
        return np.array([self._store[key] for key in keys], dtype=np.float32).reshape(len(texts), self.dimensions)


def unit(vectors: Vectors) -> Vectors:
    """Rows scaled to length one; rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vectors = vectors / np.maximum(lengths, np.float32(1e-9))
    return scaled.astype(np.float32, copy=False)
