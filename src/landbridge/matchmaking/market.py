"""What a hub offers and needs, with what came of earlier pairs, as the matcher reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from landbridge.engines import matching
from landbridge.kernel.money import Rate
from landbridge.matchmaking import history, profiles
from landbridge.matchmaking.models import Need
from landbridge.network.models import ExchangeRate
from landbridge.network.rates import in_use
from landbridge.projects.models import Project


@dataclass(frozen=True, slots=True)
class Field:
    """Everything a hub offers and needs, as the matcher reads it, with what came of earlier pairs.

    `closed` are the needs that look for nothing now: they are on no list, and what came of them is learned from.
    """

    offers: Sequence[matching.Offer]
    needs: Sequence[matching.Need]
    outcomes: Sequence[matching.Outcome]
    asof: date
    rates: Sequence[Rate] = ()
    closed: Sequence[matching.Need] = ()

    @property
    def all_needs(self) -> list[matching.Need]:
        """The open ones first."""
        return [*self.needs, *self.closed]

    @property
    def taxonomy(self) -> matching.Taxonomy:
        """The tree of the codes in use."""
        both = [*(offer.fields for offer in self.offers), *(need.fields for need in self.all_needs)]
        return profiles.taxonomy_of([code for fields in both for code in fields])


def field_of(hub_id: UUID, *, asof: date) -> Field:
    """The hub's projects and needs. Six queries, however many rows."""
    projects = Project.objects.filter(hub_id=hub_id).order_by("pk")
    rows = list(Need.objects.filter(hub_id=hub_id).select_related("organisation").order_by("pk"))
    return Field(
        offers=[profiles.offer_of(project) for project in projects],
        needs=[_need(row) for row in rows if row.closed_at is None],
        closed=[_need(row) for row in rows if row.closed_at is not None],
        outcomes=history.outcomes_of(hub_id, {row.organisation_id: str(row.pk) for row in rows}, asof=asof),
        asof=asof,
        rates=in_use(ExchangeRate.objects.filter(hub_id=hub_id), on=asof),
    )


def among(
    outcomes: Sequence[matching.Outcome], offers: Sequence[matching.Offer], needs: Sequence[matching.Need]
) -> list[matching.Outcome]:
    """The outcomes of pairs of these offers and needs."""
    offered, needed = {one.id for one in offers}, {one.id for one in needs}
    return [one for one in outcomes if one.offer_id in offered and one.need_id in needed]


def _need(row: Need) -> matching.Need:
    return profiles.need_of(row.organisation, row, identifier=str(row.pk))
