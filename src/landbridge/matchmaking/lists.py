"""The best partners of a project and the best projects of a need: rows in, explained lines out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from landbridge.engines import matching
from landbridge.matchmaking.crowding import NOBODY, Attention
from landbridge.matchmaking.findings import currencies_apart, findings
from landbridge.matchmaking.joining import ByBoth, ByRules, Cut, Drawn, cut
from landbridge.matchmaking.market import Field, among, field_of
from landbridge.matchmaking.ranker import Fit, Fitted, fitted
from landbridge.matchmaking.states import Ranker

__all__ = ["KEPT", "Field", "Line", "Made", "field_of", "for_need", "for_project"]

KEPT: Final = 20
"""How many lines a shortlist keeps."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list before it is kept."""

    project_id: UUID
    need_id: UUID
    rank: int
    score: float
    probability: float | None
    findings: list[dict[str, Any]]

    @property
    def predicted(self) -> float:
        """What the list says will come of it: the chance where one is known, else the score."""
        return self.score if self.probability is None else self.probability


@dataclass(frozen=True, slots=True)
class Made:
    """A list with how it was made: by which ranker, from how many pairs, which of them were kept off and why.

    `fit` is the attempt to learn that was made for it, where there was enough to try. `held_back` and `kept_fit` tell
    how many were lowered for standing on many lists, and what share of the fit is left.
    """

    lines: Sequence[Line]
    ranker: Ranker
    encoder: str
    considered: int
    barred: Mapping[str, int]
    outcomes: int
    fit: Fit | None = None
    held_back: int = 0
    kept_fit: float = 1.0


def for_project(
    field: Field,
    project_id: UUID,
    *,
    encoder: matching.Encoder | None,
    ranker: Fitted | None = None,
    attention: Attention = NOBODY,
) -> Made:
    """The best needs for one project.

    `ranker` is the learned one where several lists are made at once; `attention` is what other lists have taken already.
    """
    known = fitted(field, encoder) if ranker is None else ranker
    return _made(field, str(project_id), encoder, matching.Listing.OFFER, known, attention)


def for_need(
    field: Field,
    need_id: UUID,
    *,
    encoder: matching.Encoder | None,
    ranker: Fitted | None = None,
    attention: Attention = NOBODY,
) -> Made:
    """The best projects for one need; else as `for_project`."""
    known = fitted(field, encoder) if ranker is None else ranker
    return _made(field, str(need_id), encoder, matching.Listing.NEED, known, attention)


def _made(
    field: Field,
    asked: str,
    encoder: matching.Encoder | None,
    listing: matching.Listing,
    known: Fitted,
    attention: Attention,
) -> Made:
    of_offer = listing is matching.Listing.OFFER
    offers = [one for one in field.offers if not of_offer or one.id == asked]
    needs = [one for one in field.needs if of_offer or one.id == asked]
    ranking, kept = None, Cut()
    if offers and needs:
        ranking = matching.rank(
            offers, needs, outcomes=among(field.outcomes, offers, needs), taxonomy=field.taxonomy, encoder=encoder,
            asof=field.asof, rates=field.rates, listing=listing, top=max(len(offers), len(needs)),
        )  # fmt: skip
        kept = cut(_drawn(field, known, ranking, asked), attention, KEPT)
    return Made(
        lines=_lines(field, kept.pairs),
        ranker=Ranker.LEARNED if known.model and kept.pairs else Ranker.PRIOR,
        encoder=encoder.name if encoder else "",
        considered=len(offers) * len(needs),
        barred={str(barrier): count for barrier, count in ranking.barred.items() if count} if ranking else {},
        outcomes=len(field.outcomes),
        fit=known.fit,
        held_back=kept.held_back,
        kept_fit=round(kept.kept_fit, 4),
    )


def _drawn(field: Field, known: Fitted, ranking: matching.Ranking, asked: str) -> Drawn:
    if known.model is None or known.fit is None:
        return ByRules(ranking, asked)
    return ByBoth(field, known.model, known.fit.share, ranking, asked)


def _lines(field: Field, pairs: Sequence[matching.Pair]) -> list[Line]:
    exchange = matching.Exchange(field.rates)
    offers = {offer.id: offer for offer in field.offers}
    needs = {need.id: need for need in field.needs}
    names = {offer.id: offer.title for offer in field.offers}
    return [
        _line(pair, currencies_apart(exchange, offers[pair.offer_id], needs[pair.need_id]), names) for pair in pairs
    ]


def _line(pair: matching.Pair, apart: tuple[str, str] | None, names: Mapping[str, str]) -> Line:
    return Line(
        project_id=UUID(pair.offer_id),
        need_id=UUID(pair.need_id),
        rank=pair.rank,
        score=min(max(round(pair.score, 4), 0.0), 1.0),
        probability=None if pair.probability is None else min(max(round(pair.probability, 4), 0.0), 1.0),
        findings=findings(pair, apart, names),
    )
