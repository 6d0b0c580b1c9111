import dataclasses
from datetime import date
from decimal import Decimal

import pytest

from landbridge.engines import matching
from landbridge.engines.matching import Ask, Need, Offer, Outcome, OutcomeKind, RefusalReason, Ticket
from landbridge.kernel.refusal import InputRefused
from tests.engines.matching.parties import ASOF, NEED, OFFER, TREE, need, offer

LATER = date(2026, 5, 2)
MET = Outcome(offer_id="o1", need_id="n1", kind=OutcomeKind.MET, on=ASOF)


def codes(offers: list[Offer], needs: list[Need], outcomes: list[Outcome]) -> list[tuple[str, int | None, str]]:
    found = matching.faults(offers, needs, outcomes, taxonomy=TREE, asof=ASOF)
    return [(finding.code, finding.row, finding.field) for finding in found]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"ask": Ask(amount=Decimal(5))}, "amount_without_currency", "offers.ask.currency"),
        ({"ask": Ask(amount=Decimal(5), currency="eur")}, "unknown_currency", "offers.ask.currency"),
        ({"ask": Ask(amount=Decimal(-5), currency="EUR")}, "amount_not_positive", "offers.ask.amount"),
        ({"fields": ("it", "moon")}, "unknown_field", "offers.fields"),
        ({"texts": {"de": "Batterie"}}, "unknown_language", "offers.texts"),
        ({"languages": ("English",)}, "unknown_language", "offers.languages"),
        ({"country": "GBR"}, "unknown_country", "offers.country"),
        ({"updated": LATER}, "after_asof", "offers.updated"),
    ],
)
def test_faults_of_an_offer(change: dict[str, object], code: str, field: str) -> None:
    assert codes([offer(id="fine"), offer(**change)], [NEED], []) == [(code, 2, field)]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"ticket": Ticket(least=Decimal(5))}, "amount_without_currency", "needs.ticket.currency"),
        ({"ticket": Ticket(least=Decimal(9), most=Decimal(5), currency="EUR")}, "range_reversed", "needs.ticket"),
        ({"countries": ("GB", "uk")}, "unknown_country", "needs.countries"),
    ],
)
def test_faults_of_a_need(change: dict[str, object], code: str, field: str) -> None:
    assert codes([OFFER], [need(**change)], []) == [(code, 1, field)]


def test_faults_of_outcomes() -> None:
    late = dataclasses.replace(MET, on=LATER)
    reasoned = dataclasses.replace(MET, reason=RefusalReason.TIMING)
    nameless = dataclasses.replace(MET, need_id="", amount=Decimal(1))
    assert codes([OFFER], [NEED], [MET, late, reasoned, nameless]) == [
        ("after_asof", 2, "outcomes.on"),
        ("reason_without_refusal", 3, "outcomes.reason"),
        ("missing_id", 4, "outcomes.need_id"),
        ("amount_without_currency", 4, "outcomes.currency"),
    ]


def test_identifiers_are_there_and_once() -> None:
    assert codes([OFFER, offer(id=""), OFFER], [NEED, NEED], []) == [
        ("missing_id", 2, "offers.id"),
        ("duplicate_id", 3, "offers.id"),
        ("duplicate_id", 2, "needs.id"),
    ]


def test_rank_refuses_with_every_fault() -> None:
    with pytest.raises(InputRefused) as caught:
        matching.rank([OFFER, OFFER], [need(country="China")])
    assert [finding.code for finding in caught.value.findings] == ["duplicate_id", "unknown_country"]
