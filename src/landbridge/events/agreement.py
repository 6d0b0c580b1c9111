"""Whether two sides tell the same story: the share of equal answers, and Cohen's kappa, which takes chance away.

J. Cohen, "A Coefficient of Agreement for Nominal Scales", Educational and Psychological Measurement 20 (1960), 37-46.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Agreement:
    """How many pairs of answers were compared, the share that are equal, and kappa.

    `kappa` is 1 for full agreement, 0 for what chance alone would give. It is None where nothing can be told: no pair,
    or everybody always gave the same answer.
    """

    pairs: int
    equal: int
    kappa: float | None

    @property
    def share(self) -> float | None:
        """The share of equal answers, 0 to 1; None without a pair."""
        return self.equal / self.pairs if self.pairs else None

    @property
    def percent(self) -> int:
        """The share in per cent; 0 without a pair."""
        return round(100 * (self.share or 0))


def agreement(answers: Iterable[tuple[str, str]]) -> Agreement:
    """Compare pairs of answers to the same question."""
    pairs = list(answers)
    equal = sum(one == other for one, other in pairs)
    if not pairs:
        return Agreement(0, 0, None)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    by_chance = sum(first[word] * second[word] for word in first) / len(pairs) ** 2
    kappa = None if by_chance >= 1 else (equal / len(pairs) - by_chance) / (1 - by_chance)
    return Agreement(len(pairs), equal, kappa)
