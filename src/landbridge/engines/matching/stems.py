"""Cuts a text into pieces and English words to their stems."""

import re
from functools import lru_cache

_PIECE = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]+")
_ENDINGS = ("ations", "ation", "ings", "ing", "ers", "ies", "es", "ed", "s", "e")


def pieces(text: str) -> list[str]:
    """The runs of Latin letters and digits and the runs of Chinese signs, in order, in lower case."""
    return _PIECE.findall(text.lower())


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """A word without its commonest ending, never shorter than four letters."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
