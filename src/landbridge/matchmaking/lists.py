"""The best partners of a project and the best projects of a need: rows in, explained lines out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from landbridge.engines import matching
from landbridge.engines.matching import learning
from landbridge.kernel.money import Rate
from landbridge.matchmaking import history, profiles
from landbridge.matchmaking.findings import currencies_apart, findings
from landbridge.matchmaking.models import Need
from landbridge.matchmaking.states import Ranker
from landbridge.network.models import ExchangeRate
from landbridge.network.rates import in_use
from landbridge.projects.models import Project

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
    """A list with how it was made: by which ranker, from how many pairs, which of them were kept off and why."""

    lines: Sequence[Line]
    ranker: Ranker
    encoder: str
    considered: int
    barred: Mapping[str, int]
    outcomes: int


@dataclass(frozen=True, slots=True)
class Field:
    """Everything a hub offers and needs, as the matcher reads it, with what came of earlier pairs."""

    offers: Sequence[matching.Offer]
    needs: Sequence[matching.Need]
    outcomes: Sequence[matching.Outcome]
    asof: date
    rates: Sequence[Rate] = ()

    @property
    def taxonomy(self) -> matching.Taxonomy:
        """The tree of the codes in use."""
        both = [*(offer.fields for offer in self.offers), *(need.fields for need in self.needs)]
        return profiles.taxonomy_of([code for fields in both for code in fields])


def field_of(hub_id: UUID, *, asof: date) -> Field:
    """The hub's projects and open needs. Six queries, however many rows."""
    projects = Project.objects.filter(hub_id=hub_id).order_by("pk")
    needs = list(open_needs(hub_id))
    by_organisation = {need.organisation_id: str(need.pk) for need in needs}
    return Field(
        offers=[profiles.offer_of(project) for project in projects],
        needs=[profiles.need_of(need.organisation, need, identifier=str(need.pk)) for need in needs],
        outcomes=history.outcomes_of(hub_id, by_organisation, asof=asof),
        asof=asof,
        rates=in_use(ExchangeRate.objects.filter(hub_id=hub_id), on=asof),
    )


def open_needs(hub_id: UUID) -> Any:
    """The needs that look for something now, with their organisations."""
    rows = Need.objects.filter(hub_id=hub_id, closed_at__isnull=True)
    return rows.select_related("organisation").order_by("pk")


def for_project(field: Field, project_id: UUID, *, encoder: matching.Encoder | None) -> Made:
    """The best needs for one project."""
    return _made(field, {str(project_id)}, encoder, matching.Listing.OFFER)


def for_need(field: Field, need_id: UUID, *, encoder: matching.Encoder | None) -> Made:
    """The best projects for one need."""
    return _made(field, {str(need_id)}, encoder, matching.Listing.NEED)


def _made(field: Field, asked: Collection[str], encoder: matching.Encoder | None, listing: matching.Listing) -> Made:
    whose_offer = listing is matching.Listing.OFFER
    offers = [one for one in field.offers if not whose_offer or one.id in asked]
    needs = [one for one in field.needs if whose_offer or one.id in asked]
    ranking, ranker = _ranked(field, offers, needs, encoder, listing) if offers and needs else (None, Ranker.PRIOR)
    return Made(
        lines=_lines(field, ranking) if ranking else [],
        ranker=ranker,
        encoder=encoder.name if encoder else "",
        considered=len(offers) * len(needs),
        barred={str(barrier): count for barrier, count in ranking.barred.items() if count} if ranking else {},
        outcomes=len(field.outcomes),
    )


def _ranked(
    field: Field,
    offers: Sequence[matching.Offer],
    needs: Sequence[matching.Need],
    encoder: matching.Encoder | None,
    listing: matching.Listing,
) -> tuple[matching.Ranking, Ranker]:
    model = learned(field)
    if model is not None:
        ranking = learning.rank(model, offers, needs, taxonomy=field.taxonomy, listing=listing, top=KEPT)
        return ranking, Ranker.LEARNED
    ranking = matching.rank(
        offers, needs, outcomes=_among(field.outcomes, offers, needs), taxonomy=field.taxonomy, encoder=encoder,
        asof=field.asof, rates=field.rates, listing=listing, top=KEPT,
    )  # fmt: skip
    return ranking, Ranker.PRIOR


def learned(field: Field, *, least: int = history.THRESHOLD) -> learning.Model | None:
    """A ranker fitted on what came of the hub's own pairs before today; None while there is too little to learn."""
    joined = {one.offer_id for one in field.outcomes if one.kind in {"signed", "invested"}}
    if len(joined) < least:
        return None
    try:
        return learning.fit(
            field.offers,
            field.needs,
            field.outcomes,
            asof=field.asof,
            rates=field.rates,
            recipe=learning.Recipe(least=least),
        )
    except learning.TooFewOutcomes:
        return None


def _among(
    outcomes: Sequence[matching.Outcome], offers: Sequence[matching.Offer], needs: Sequence[matching.Need]
) -> list[matching.Outcome]:
    offered, needed = {one.id for one in offers}, {one.id for one in needs}
    return [one for one in outcomes if one.offer_id in offered and one.need_id in needed]


def _lines(field: Field, ranking: matching.Ranking) -> list[Line]:
    exchange = matching.Exchange(field.rates)
    offers = {offer.id: offer for offer in ranking.offers}
    needs = {need.id: need for need in ranking.needs}
    return [_line(pair, currencies_apart(exchange, offers[pair.offer_id], needs[pair.need_id])) for pair in ranking]


def _line(pair: matching.Pair, apart: tuple[str, str] | None) -> Line:
    return Line(
        project_id=UUID(pair.offer_id),
        need_id=UUID(pair.need_id),
        rank=pair.rank,
        score=min(max(round(pair.score, 4), 0.0), 1.0),
        probability=None if pair.probability is None else min(max(round(pair.probability, 4), 0.0), 1.0),
        findings=findings(pair, apart),
    )
