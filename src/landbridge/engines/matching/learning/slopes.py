"""What trees are grown against: the slopes of two losses over the candidates of each question.

Pairs weighed by what swapping them would do to nDCG (LambdaMART, Burges 2010), and the whole list at once (ListNet, Cao
2007: the softmax of the scores against the even share of those who joined). They err differently.
"""

from collections.abc import Callable
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class Loss(StrEnum):
    """What the trees are grown against."""

    PAIRS = "pairs"
    LISTS = "lists"


Slopes = Callable[[Floats, Ints], tuple[Floats, Floats]]
"""First and second derivative of a loss for every candidate, from the scores of some questions and their numbers."""


def slopes_of(loss: Loss, joined: NDArray[np.bool_], cut: int) -> Slopes:
    """The slopes of a loss; places from `cut` on are worth nothing where places count."""
    match loss:
        case Loss.PAIRS:
            return _Pairs(joined, cut).slopes
        case Loss.LISTS:
            return _Lists(joined).slopes


class _Pairs:
    """The slopes of the pairwise loss, each pair weighed by what swapping it would do to nDCG."""

    def __init__(self, joined: NDArray[np.bool_], cut: int) -> None:
        self._joined = joined
        self._cut = cut
        most = int(joined.sum(axis=1).max(initial=1))
        self._who = np.argsort(~joined, axis=1, kind="stable")[:, :most]
        self._there = np.take_along_axis(joined, self._who, axis=1)
        ideal = np.cumsum(1 / np.log2(np.arange(joined.shape[1]) + 2)).astype(np.float32)
        self._ideal = ideal[np.maximum(joined.sum(axis=1), 1) - 1]

    def slopes(self, score: Floats, questions: Ints) -> tuple[Floats, Floats]:
        """Each who joined against each who did not."""
        who, there, joined = self._who[questions], self._there[questions], self._joined[questions]
        place = np.empty(score.shape, dtype=np.int64)
        np.put_along_axis(place, np.argsort(-score, axis=1, kind="stable"), np.arange(score.shape[1])[None, :], axis=1)
        worth = np.where(place < self._cut, 1 / np.log2(place + 2), 0).astype(np.float32)
        question, slot = np.nonzero(there)
        winner = who[question, slot]
        ahead = score[question, winner][:, None] - score[question]
        weight = np.abs(worth[question, winner][:, None] - worth[question]) / self._ideal[questions][question][:, None]
        weight *= ~joined[question]
        weight /= np.float32(0.01) + np.abs(ahead)  # close calls count most, whatever the scale of the scores
        lost = 1 / (1 + np.exp(np.clip(ahead, -30, 30)))
        push = weight * lost
        turn = push * (1 - lost)
        whole = np.maximum(2 * np.bincount(question, push.sum(axis=1), minlength=len(score)), 1e-9)
        even = (np.log2(1 + whole) / whole).astype(np.float32)  # no single question drowns the others
        push, turn = push * even[question, None], turn * even[question, None]
        slope, bend = np.zeros(score.shape, dtype=np.float32), np.zeros(score.shape, dtype=np.float32)
        np.add.at(slope, question, push)
        np.add.at(bend, question, turn)
        np.add.at(slope, (question, winner), -push.sum(axis=1))
        np.add.at(bend, (question, winner), turn.sum(axis=1))
        return slope, bend


class _Lists:
    """The slopes of the loss over whole lists: every question counts the same, however many joined."""

    def __init__(self, joined: NDArray[np.bool_]) -> None:
        many = joined.sum(axis=1, keepdims=True)
        self._share = (joined / np.maximum(many, 1)).astype(np.float32)
        self._asked = many > 0

    def slopes(self, score: Floats, questions: Ints) -> tuple[Floats, Floats]:
        """The softmax of the scores against the even share of those who joined."""
        raised = np.exp(score - score.max(axis=1, keepdims=True))
        chance = raised / raised.sum(axis=1, keepdims=True)
        asked = self._asked[questions]
        return (chance - self._share[questions]) * asked, chance * (1 - chance) * asked
