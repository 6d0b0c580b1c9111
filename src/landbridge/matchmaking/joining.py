"""The lists of a learned ranker: its margins beside the documented rules, in the measure its trial chose."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from landbridge.engines import matching
from landbridge.engines.matching import learning
from landbridge.matchmaking.market import Field
from landbridge.matchmaking.ranker import Floats, blended, even, margins_of, spread_of


def joined(
    field: Field, model: learning.Model, share: float, rules: matching.Ranking, asked: str, most: int
) -> list[matching.Pair]:
    """The first `most` pairs of the list of `asked`, with the facts of both behind each.

    `rules` is the list by the documented rules, at full length. The learned ranker sees all needs of the hub whatever
    is listed, since its numbers are brought to one measure over the needs of a question.
    """
    of_offer = rules.listing is matching.Listing.OFFER
    sheet = learning.sheet_of(model, rules.offers, field.all_needs, taxonomy=field.taxonomy)
    margins = margins_of(sheet)[:, : len(field.needs)]
    column = 0 if of_offer else [need.id for need in field.needs].index(asked)
    by_model = margins[0] if of_offer else _beside_other_needs(margins)[:, column]
    both = _Both(rules, asked, by_model, share)
    pairs = []
    for rank, number in enumerate(both.order[:most], 1):
        row, need = (0, number) if of_offer else (number, column)
        pair, readings = both.pair(number), sheet.marks(row, need).readings
        pairs.append(
            replace(
                pair, rank=rank, score=both.score(number), probability=sheet.chance(row, need),
                readings=(*_scaled(readings, both.scales[0]), *_scaled(pair.readings, both.scales[1])),
            )
        )  # fmt: skip
    return pairs


class _Both:
    """One list by the rules and by the model, put together: the order, and how much a fact of either weighs in it."""

    def __init__(self, rules: matching.Ranking, asked: str, by_model: Floats, share: float) -> None:
        others: Sequence[matching.Offer | matching.Need] = (
            rules.needs if rules.listing is matching.Listing.OFFER else rules.offers
        )
        number = {one.id: at for at, one in enumerate(others)}
        by_rules = np.full(len(others), -np.inf, dtype=np.float32)
        self._rules, self._asked = rules, asked
        self._place: dict[int, int] = {}
        for rank, (identifier, score) in enumerate(rules.brief(asked), 1):
            by_rules[number[identifier]] = score
            self._place[number[identifier]] = rank
        self._values = blended(by_model, by_rules, share)
        closed = ~np.isfinite(self._values)
        self.order: list[int] = np.argsort(-self._values, kind="stable")[: int((~closed).sum())].tolist()
        self.scales = share / spread_of(by_model, closed)[1], (1 - share) / spread_of(by_rules, closed)[1]

    def pair(self, number: int) -> matching.Pair:
        """The pair as the rules see it."""
        return self._rules.at(self._asked, self._place[number])

    def score(self, number: int) -> float:
        """Its value in the list, pressed between 0 and 1."""
        return float(1 / (1 + np.exp(-self._values[number])))


def _beside_other_needs(margins: Floats) -> Floats:
    """Each project's margins brought to one measure over the needs: how much a need stands out for it."""
    closed = ~np.isfinite(margins)
    rows = [np.where(shut, -np.inf, even(row, shut)) for row, shut in zip(margins, closed, strict=True)]
    return np.stack(rows).astype(np.float32)


def _scaled(readings: Sequence[matching.Reading], scale: float) -> Iterator[matching.Reading]:
    return (replace(one, contribution=one.contribution * scale) for one in readings)
