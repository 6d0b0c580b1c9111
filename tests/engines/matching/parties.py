"""Offers and needs for the matcher's tests: plain by default, each test changes what it is about."""

import dataclasses
from datetime import date
from decimal import Decimal

from landbridge.engines import matching
from landbridge.engines.matching import Ask, Need, NeedKind, Offer, Sought, Stage, Ticket

ASOF = date(2026, 5, 1)
TREE = matching.Taxonomy({"it": None, "it.ai": "it", "it.web": "it", "energy": None, "energy.battery": "energy"})

OFFER = Offer(
    id="o1",
    title="Battery health",
    texts={"en": "Software that predicts failures of battery cells in electric buses"},
    fields=("energy.battery",),
    stage=Stage.PILOT,
    country="GB",
    state="England",
    region="London",
    languages=("en",),
    ask=Ask(amount=Decimal(2_000_000), currency="CNY"),
    sought=frozenset({Sought.MONEY, Sought.CUSTOMER}),
    updated=date(2026, 4, 1),
)
NEED = Need(
    id="n1",
    kind=NeedKind.FUND,
    texts={"en": "Fund for battery technology and electric mobility"},
    fields=("energy.battery",),
    stages=frozenset({Stage.PILOT, Stage.MARKET}),
    ticket=Ticket(least=Decimal(1_000_000), most=Decimal(5_000_000), currency="CNY"),
    countries=("GB", "DE"),
    country="CN",
    languages=("zh", "en"),
    offered=frozenset({Sought.MONEY}),
    updated=date(2026, 4, 20),
)


def offer(**changes: object) -> Offer:
    """The plain offer with some parts changed."""
    return dataclasses.replace(OFFER, **changes)  # type: ignore[arg-type]


def need(**changes: object) -> Need:
    """The plain need with some parts changed."""
    return dataclasses.replace(NEED, **changes)  # type: ignore[arg-type]


def value_of(name: str, one: Offer, other: Need, **options: object) -> float:
    """What one signal reads in one pair (its neutral value if it had nothing to compare)."""
    ranking = matching.rank([one], [other], taxonomy=TREE, asof=ASOF, **options)  # type: ignore[arg-type]
    (pair,) = ranking.of(one.id)
    return next(reading.value for reading in pair.readings if reading.signal == name)
