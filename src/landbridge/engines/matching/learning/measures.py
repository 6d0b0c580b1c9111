"""How good a list is, for one question: nDCG, recall and reciprocal rank with equal gains for all who joined."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Quality:
    """The measures of one question."""

    ndcg10: float
    recall10: float
    recall50: float
    reciprocal: float


def quality(places: Sequence[int], joined: int) -> Quality:
    """`places` are the places (0 is the first) of those who joined and were listed, `joined` is how many did join."""
    if not joined:
        raise ValueError("a question nobody joined cannot be measured")
    gain = sum(1 / np.log2(place + 2) for place in places if place < 10)
    ideal = sum(1 / np.log2(place + 2) for place in range(min(10, joined)))
    return Quality(
        ndcg10=float(gain / ideal),
        recall10=sum(place < 10 for place in places) / joined,
        recall50=sum(place < 50 for place in places) / joined,
        reciprocal=1 / (1 + min(places)) if places else 0.0,
    )


def mean_and_error(values: Sequence[float]) -> tuple[float, float]:
    """The mean and its standard error."""
    found = np.asarray(values, dtype=np.float64)
    return float(found.mean()), float(found.std(ddof=1) / np.sqrt(len(found))) if len(found) > 1 else 0.0
