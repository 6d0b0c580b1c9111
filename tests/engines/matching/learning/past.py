"""A made-up past with a rule to find: each need joins offers of its own field, and prefers its own region."""

from datetime import date, timedelta
from decimal import Decimal
from functools import cache

import numpy as np

from landbridge.engines.matching import Ask, Need, Offer, Outcome, OutcomeKind, learning

ASOF = date(2020, 1, 1)
FIELDS = ("ai", "energy", "health", "space")
REGIONS = ("north", "south", "east")
RECIPE = learning.Recipe(
    windows=4,
    step=6,
    least=40,
    short=30,
    longer=40,
    growth=learning.Growth(trees=30),
)


def needs() -> list[Need]:
    """Forty-eight needs, four for each field and region."""
    return [Need(id=f"n{i}", country="CN", region=REGIONS[i // 4 % 3]) for i in range(48)]


def field_of(need: int) -> str:
    """The field a need really joins in; no record says so, only the past."""
    return FIELDS[need % 4]


def offers(number: int, *, start: int = 0) -> list[Offer]:
    """Offers that name field, region and an ask."""
    return [
        Offer(
            id=f"o{i}",
            fields=(FIELDS[i * 7 % 4],),
            country="CN",
            region=REGIONS[i * 5 % 3],
            ask=Ask(round="seed", amount=Decimal(100_000), currency="USD", on=ASOF + timedelta(days=9)),
        )
        for i in range(start, start + number)
    ]


@cache
def past(seed: int = 0) -> tuple[tuple[Offer, ...], tuple[Outcome, ...]]:
    """Six hundred offers of four years, and who joined."""
    rng = np.random.default_rng(seed)
    made = offers(600)
    found: list[Outcome] = []
    for number, one in enumerate(made):
        on = ASOF - timedelta(days=1460 - number * 2)
        fitting = [need for need in range(48) if field_of(need) == one.fields[0]]
        near = [need for need in fitting if needs()[need].region == one.region]
        chosen = sorted({int(rng.choice(near)), int(rng.choice(fitting))})
        found.extend(_joined(one.id, f"n{need}", on) for need in chosen)
    return tuple(made), tuple(found)


def _joined(offer: str, need: str, on: date) -> Outcome:
    return Outcome(
        offer_id=offer,
        need_id=need,
        kind=OutcomeKind.INVESTED,
        on=on,
        round="seed",
        amount=Decimal(100_000),
        currency="USD",
    )


@cache
def model() -> learning.Model:
    """A model fitted on that past."""
    made, outcomes = past()
    return learning.fit(made, needs(), outcomes, asof=ASOF, recipe=RECIPE)
