"""Technology terms in English and Chinese that mean the same: a bridge for the words where no encoder is at hand.

`glossary.tsv` has one concept per line: English terms, a tab, Chinese terms. A text that uses any of them carries the
concept as one more word, so that `电池` and `accumulator` are shared words.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

from landbridge.engines.matching.stems import pieces, stem

LONGEST = 8  # signs of the longest Chinese term


@cache
def _terms() -> tuple[dict[tuple[str, ...], str], dict[str, str]]:
    """English terms as tuples of stems, and Chinese terms, each with the name of its concept."""
    english: dict[tuple[str, ...], str] = {}
    chinese: dict[str, str] = {}
    for line in (files("landbridge.engines.matching") / "glossary.tsv").read_text(encoding="utf-8").splitlines():
        one, other = (side.split(",") for side in line.split("\t"))
        concept = f"{one[0]}/{other[0]}"
        english |= {tuple(stem(piece) for piece in pieces(term)): concept for term in one}
        chinese |= dict.fromkeys((term.lower() for term in other), concept)
    return english, chinese


def concepts(stems: Sequence[str], chinese: Sequence[str]) -> list[str]:
    """The concepts of a text, given its English stems in order and its runs of Chinese signs; each once."""
    by_stems, by_signs = _terms()
    found = [by_stems[one,] for one in stems if (one,) in by_stems]
    found += [by_stems[pair] for pair in pairwise(stems) if pair in by_stems]
    for run in chinese:
        for start in range(len(run)):
            ends = range(start + 1, min(len(run), start + LONGEST) + 1)
            found += [by_signs[run[start:end]] for end in ends if run[start:end] in by_signs]
    return list(dict.fromkeys(found))
