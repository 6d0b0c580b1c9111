"""One list before it is cut: everybody's score by the documented rules, or by these and a learned ranker together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from landbridge.engines import matching
from landbridge.engines.matching import learning
from landbridge.matchmaking.crowding import Attention, Doubles
from landbridge.matchmaking.market import Field
from landbridge.matchmaking.ranker import Floats, blended, even, spread_of


class Drawn(Protocol):
    """All candidates of a list: who, with which score (minus infinity where a barrier stands)."""

    identifiers: Sequence[str]
    scores: Doubles

    def pair(self, number: int) -> matching.Pair:
        """One candidate's pair with the readings behind its score."""
        ...

    def fit(self, score: float) -> float:
        """A score as it is told, between 0 and 1."""
        ...


@dataclass(frozen=True, slots=True)
class Cut:
    """The pairs that are kept, how many were held back for standing on many lists, and the share of the fit that is left."""

    pairs: Sequence[matching.Pair] = ()
    held_back: int = 0
    kept_fit: float = 1.0


def cut(drawn: Drawn, attention: Attention, most: int) -> Cut:
    """The first `most`, after those whose attention is taken are lowered."""
    lowered = attention.lowered(drawn.identifiers, drawn.scores)
    open_ = int(np.isfinite(drawn.scores).sum())
    best = np.argsort(-drawn.scores, kind="stable")[: min(most, open_)].tolist()
    order = np.argsort(-(drawn.scores - lowered), kind="stable")[: min(most, open_)].tolist()
    pairs = []
    for rank, number in enumerate(order, 1):
        pair, less = drawn.pair(number), float(lowered[number])
        told = (*pair.readings, *attention.readings(drawn.identifiers[number], less))
        pairs.append(replace(pair, rank=rank, score=drawn.fit(float(drawn.scores[number]) - less), readings=told))
    whole = sum(drawn.fit(float(drawn.scores[number])) for number in best)
    left = sum(drawn.fit(float(drawn.scores[number])) for number in order)
    return Cut(pairs, int((lowered[np.isfinite(drawn.scores)] > 0).sum()), left / whole if whole else 1.0)


class ByRules:
    """The list as the documented rules have it; `rules` is at full length."""

    def __init__(self, rules: matching.Ranking, asked: str) -> None:
        brief = rules.brief(asked)
        self.identifiers: Sequence[str] = [identifier for identifier, _score in brief]
        self.scores = np.array([score for _identifier, score in brief], dtype=np.float64)
        self._rules, self._asked = rules, asked

    def pair(self, number: int) -> matching.Pair:
        """See `Drawn.pair`."""
        return self._rules.at(self._asked, number + 1)

    def fit(self, score: float) -> float:
        """The score itself."""
        return min(max(score, 0.0), 1.0)


class ByBoth:
    """The list by rules and model, each at the same measure, in the share the model's trial chose.

    The learned ranker sees all needs of the hub whatever is listed, since its numbers are brought to one measure over
    the needs of a question.
    """

    def __init__(self, field: Field, model: learning.Model, share: float, rules: matching.Ranking, asked: str) -> None:
        self._of_offer = rules.listing is matching.Listing.OFFER
        self._rules = ByRules(rules, asked)
        self._sheet = learning.sheet_of(model, rules.offers, field.all_needs, taxonomy=field.taxonomy)
        others: Sequence[matching.Offer | matching.Need] = rules.needs if self._of_offer else rules.offers
        self.identifiers: Sequence[str] = [one.id for one in others]
        place = {identifier: at for at, identifier in enumerate(self._rules.identifiers)}
        self._place = [place.get(identifier, -1) for identifier in self.identifiers]
        by_rules = np.array([-np.inf if at < 0 else self._rules.scores[at] for at in self._place], dtype=np.float32)
        margins = self._sheet.margins()[:, : len(field.needs)]
        self._column = 0 if self._of_offer else [need.id for need in field.needs].index(asked)
        by_model = margins[0] if self._of_offer else _beside_other_needs(margins)[:, self._column]
        self.scores = blended(by_model, by_rules, share).astype(np.float64)
        closed = ~np.isfinite(self.scores)
        self._scales = share / spread_of(by_model, closed)[1], (1 - share) / spread_of(by_rules, closed)[1]

    def pair(self, number: int) -> matching.Pair:
        """The pair as the rules see it, with the model's chance and the facts of both."""
        row, column = (0, number) if self._of_offer else (number, self._column)
        pair, learned = self._rules.pair(self._place[number]), self._sheet.marks(row, column).readings
        told = (*_scaled(learned, self._scales[0]), *_scaled(pair.readings, self._scales[1]))
        return replace(pair, probability=self._sheet.chance(row, column), readings=told)

    def fit(self, score: float) -> float:
        """Its place between the best and the worst, pressed between 0 and 1."""
        return float(1 / (1 + np.exp(-score)))


def _beside_other_needs(margins: Floats) -> Floats:
    """Each project's margins brought to one measure over the needs: how much a need stands out for it."""
    closed = ~np.isfinite(margins)
    rows = [np.where(shut, -np.inf, even(row, shut)) for row, shut in zip(margins, closed, strict=True)]
    return np.stack(rows).astype(np.float32)


def _scaled(readings: Sequence[matching.Reading], scale: float) -> Iterator[matching.Reading]:
    return (replace(one, contribution=one.contribution * scale) for one in readings)
