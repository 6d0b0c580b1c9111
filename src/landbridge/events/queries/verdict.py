"""How good a version is: value, bound and gap, and what may be said of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from landbridge.engines.agenda import LevelName

JUDGED_FIRST = (LevelName.MUSTS, LevelName.SMALLEST_SHARE, LevelName.TOTAL)


class Proof(StrEnum):
    """What is known: nothing is better; no higher value exists but gaps or tables might improve; at most so far off."""

    BEST = "best"
    VALUE = "value"
    BOUND = "bound"
    EDITED = "edited"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The value of a version or of a search so far. For an edited version the bound is the computed one's."""

    value: int
    bound: int
    proof: Proof
    levels: Mapping[str, tuple[int, int]]

    @property
    def gap(self) -> int:
        """How far the value is from its bound."""
        return abs(self.bound - self.value)

    @property
    def percent(self) -> float:
        """The gap in percent of the bound."""
        return 100 * self.gap / max(abs(self.bound), 1)


def verdict_of(levels: Iterable[Mapping[str, Any]], *, edited: bool = False) -> Verdict | None:
    """The verdict for levels as they are stored; None before there are any."""
    known = {level["name"]: (int(level["value"]), int(level["bound"])) for level in levels}
    if LevelName.TOTAL not in known:
        return None
    value, bound = known[LevelName.TOTAL]
    if edited:
        proof = Proof.EDITED
    elif all(v == b for v, b in known.values()):
        proof = Proof.BEST
    elif all(known[name][0] == known[name][1] for name in JUDGED_FIRST if name in known):
        proof = Proof.VALUE
    else:
        proof = Proof.BOUND
    return Verdict(value, bound, proof, known)
