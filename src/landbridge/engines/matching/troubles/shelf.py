"""Where the vectors of a book are kept: a folder of parts, each written whole, so that reading can stop and go on."""

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from landbridge.engines.matching.encoding import Encoder, Vectors
from landbridge.engines.matching.troubles.book import LANGUAGES, Book
from landbridge.engines.matching.troubles.reading import ReadBook

PART = 500
"""Texts in a part: some ten seconds of work for the slower encoder."""


class Shelf:
    """The vectors of one book by one encoder, in half precision, in a folder of their own below `folder`."""

    def __init__(self, folder: Path, book: Book, encoder: Encoder) -> None:
        """Nothing is read or written yet."""
        self._book, self._encoder = book, encoder
        self._model = "".join(sign if sign.isalnum() else "-" for sign in encoder.name)
        self.folder = folder / f"{self._model}-{book.digest}"

    @property
    def parts(self) -> Sequence[tuple[str, Sequence[str]]]:
        """Language and texts of each part."""
        return [
            (language, texts[start : start + PART])
            for language, texts in ((language, self._book.texts(language)) for language in LANGUAGES)
            for start in range(0, len(texts), PART)
        ]

    def missing(self) -> list[int]:
        """The numbers of the parts that are not there yet."""
        there = {file.name for file in self.folder.glob("*.npy")}
        return [number for number in range(len(self.parts)) if _name(number) not in there]

    def fill(self, number: int) -> None:
        """Encode one part and keep it; two at once write the same and do no harm."""
        language, texts = self.parts[number]
        vectors = self._encoder.encode(texts, language=language).astype(np.float16)
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = self.folder / f"{os.getpid()}.{number}.draft"
        with draft.open("wb") as file:
            np.save(file, vectors)
        draft.replace(self.folder / _name(number))

    def drop_others(self) -> None:
        """Remove what this encoder made of other books: the vectors of versions before this one."""
        for folder in self.folder.parent.glob(f"{self._model}-*"):
            if len(folder.name) == len(self.folder.name) and folder != self.folder:
                shutil.rmtree(folder)

    def read(self) -> ReadBook | None:
        """The book with its vectors, or None while parts are missing."""
        if self.missing():
            return None
        found: dict[str, list[Vectors]] = {language: [] for language in LANGUAGES}
        for number, (language, _texts) in enumerate(self.parts):
            found[language].append(np.load(self.folder / _name(number)).astype(np.float32))
        vectors: Mapping[str, Vectors] = {language: np.concatenate(parts) for language, parts in found.items()}
        return ReadBook(self._book, vectors)


def _name(number: int) -> str:
    return f"{number:04}.npy"
