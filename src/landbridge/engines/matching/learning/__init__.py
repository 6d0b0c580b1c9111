"""Learning from outcomes: what came of earlier pairs tells which pairs come next, and never the other way round in time.

model = learning.fit(offers, needs, outcomes, asof=date(2012, 1, 1))
ranking = learning.rank(model, new_offers, needs)
"""

from collections.abc import Sequence

from landbridge.engines.matching.barriers import Barriers, BarrierTable, NeedBars
from landbridge.engines.matching.fields import Taxonomy
from landbridge.engines.matching.inspection import inspect
from landbridge.engines.matching.kinds import Listing
from landbridge.engines.matching.learning.calibration import Bin, Calibration, reliability
from landbridge.engines.matching.learning.forest import Forest, Growth, Told
from landbridge.engines.matching.learning.measures import Quality, mean_and_error, quality
from landbridge.engines.matching.learning.model import Card, Model, Recipe, TooFewOutcomes, fit, shortlists
from landbridge.engines.matching.learning.sheet import LearnedSheet
from landbridge.engines.matching.parties import Need, Offer
from landbridge.engines.matching.ranking import Ranking, listed

__all__ = [
    "Bin",
    "Calibration",
    "Card",
    "Forest",
    "Growth",
    "LearnedSheet",
    "Model",
    "Quality",
    "Recipe",
    "Told",
    "TooFewOutcomes",
    "fit",
    "mean_and_error",
    "quality",
    "rank",
    "reliability",
    "sheet_of",
    "shortlists",
]


def sheet_of(
    model: Model,
    offers: Sequence[Offer],
    needs: Sequence[Need],
    *,
    barriers: Barriers | None = None,
    taxonomy: Taxonomy | None = None,
) -> LearnedSheet:
    """The scores of a fitted model for these lists, before any list is made."""
    table = BarrierTable(offers, NeedBars(needs, model.outcomes, barriers or Barriers()), taxonomy)
    return LearnedSheet(model, offers, needs, table)


def rank(
    model: Model,
    offers: Sequence[Offer],
    needs: Sequence[Need],
    *,
    barriers: Barriers | None = None,
    taxonomy: Taxonomy | None = None,
    listing: Listing = Listing.OFFER,
    top: int = 20,
) -> Ranking:
    """Lists by a fitted model, as of the day it was fitted for; its outcomes bar the refused pairs."""
    inspect(offers, needs, taxonomy=taxonomy)
    sheet = sheet_of(model, offers, needs, barriers=barriers, taxonomy=taxonomy)
    return listed(offers, needs, sheet, listing=listing, top=top)
