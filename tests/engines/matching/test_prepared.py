import random
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from landbridge.engines import matching
from landbridge.engines.matching import Ask, Barriers, Listing, Need, Offer, Outcome, OutcomeKind, Sought, Stage, Ticket
from landbridge.kernel.money import Rate
from landbridge.kernel.refusal import InputRefused
from tests.engines.matching.parties import ASOF, NEED, OFFER, TREE, need, offer
from tests.engines.matching.test_encoding import LetterEncoder
from tests.timing import processor_time

RATES = (Rate("USD", "CNY", Decimal("7.2"), date(2026, 4, 30), "a bank"),)
CODES = ("it.ai", "it.web", "it", "energy", "energy.battery")
WORDS = ("steel", "weld", "robot", "sensor", "battery", "cells", "water", "电池", "机器人", "传感器", "vision", "fund")


def many_needs(number: int) -> list[Need]:
    """Needs that differ in every part a signal reads; some parts are missing."""
    dice = random.Random(number)
    return [
        Need(
            id=f"n{i}",
            texts={"en": " ".join(dice.choices(WORDS, k=8))} if i % 9 else {},
            fields=tuple(dice.sample(CODES, i % 4)),
            stages=frozenset(dice.sample(list(Stage), i % 3)),
            ticket=Ticket(least=Decimal(10 ** (3 + i % 4)), most=None if i % 5 else Decimal(10**7), currency="USD"),
            countries=(("GB", "CN"), (), ("DE",))[i % 3],
            country=("GB", "CN", "")[i % 3],
            region=f"r{i % 7}",
            place=f"p{i % 11}",
            languages=(("en",), ("zh",), ())[i % 3],
            offered=frozenset({(Sought.MONEY, Sought.SITE)[i % 2]}),
            organisation=f"house {i % 13}",
            updated=date(2026, 1 + i % 4, 3) if i % 4 else None,
        )
        for i in range(number)
    ]


def many_offers(number: int) -> list[Offer]:
    """Offers to go with them."""
    dice = random.Random(-number)
    return [
        Offer(
            id=f"o{i}",
            title=dice.choice(WORDS),
            texts={("en", "zh")[i % 2]: " ".join(dice.choices(WORDS, k=8))},
            fields=tuple(dice.sample(CODES, i % 3)),
            stage=(None, *Stage)[i % 6],
            country=("GB", "CN", "")[i % 3],
            region=f"r{i % 9}",
            place=f"p{i % 11}",
            ask=Ask(amount=Decimal(10 ** (3 + i % 5)), currency=("USD", "CNY")[i % 2]) if i % 4 else None,
            organisation=f"house {i % 17}",
        )
        for i in range(number)
    ]


REFUSED = (Outcome(offer_id="o2", need_id="n3", kind=OutcomeKind.REFUSED, on=date(2026, 3, 1)),)
HELD = Barriers(holds=frozenset({"n5"}), conflicts=frozenset({("o1", "n1")}))


@pytest.mark.parametrize("listing", Listing)
def test_prepared_needs_give_what_a_plain_ranking_gives(listing: Listing) -> None:
    needs, encoder = many_needs(60), LetterEncoder()
    ready = matching.Prepared(
        needs, outcomes=REFUSED, barriers=HELD, taxonomy=TREE, rates=RATES, encoder=encoder, asof=ASOF
    )
    for offers in (many_offers(1), many_offers(12)):
        plain = matching.rank(
            offers,
            needs,
            outcomes=REFUSED,
            barriers=HELD,
            taxonomy=TREE,
            rates=RATES,
            encoder=encoder,
            asof=ASOF,
            listing=listing,
        )
        ours = ready.rank(offers, listing=listing)
        assert ours.live == plain.live
        assert (ours.barred, ours.barred_pairs, ours.gaps) == (plain.barred, plain.barred_pairs, plain.gaps)
        np.testing.assert_array_equal(ours.columns, plain.columns)
        np.testing.assert_array_equal(ours.scores, plain.scores)


@pytest.mark.parametrize("listing", Listing)
def test_long_output_tells_the_same_reasons_as_a_page(listing: Listing) -> None:
    offers, needs = many_offers(9), many_needs(40)
    ranking = matching.rank(
        offers, needs, taxonomy=TREE, rates=RATES, encoder=LetterEncoder(), asof=ASOF, listing=listing, top=15
    )
    for party in offers if listing is Listing.OFFER else needs:
        lines = ranking.explained(party.id, most=2)
        pages = [matching.explain(pair, most=2) for pair in ranking.of(party.id)]
        assert [(one.offer_id, one.need_id, one.rank, one.score, one.probability) for one in lines] == [
            (page.pair.offer_id, page.pair.need_id, page.pair.rank, page.pair.score, None) for page in pages
        ]
        assert [(one.reasons, one.against) for one in lines] == [(page.reasons, page.against) for page in pages]


def test_fields_are_compared_the_same_with_many_distinct_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    offers, needs = many_offers(30), many_needs(50)
    kept = matching.rank(offers, needs, taxonomy=TREE)
    monkeypatch.setattr("landbridge.engines.matching.nearness._MOST", 0)
    np.testing.assert_array_equal(matching.rank(offers, needs, taxonomy=TREE).scores, kept.scores)


def test_faults_of_the_needs_and_of_new_offers_are_refused() -> None:
    with pytest.raises(InputRefused) as caught:
        matching.Prepared([NEED, NEED]).rank([OFFER])
    assert [finding.code for finding in caught.value.findings] == ["duplicate_id"]
    ready = matching.Prepared([NEED], taxonomy=TREE)
    with pytest.raises(InputRefused) as caught:
        ready.rank([OFFER, offer(id="o2", fields=("unheard",)), OFFER])
    assert [(finding.code, finding.row) for finding in caught.value.findings] == [
        ("duplicate_id", 3),
        ("unknown_field", 2),
    ]


def test_a_lone_offer_is_centred_on_the_needs() -> None:
    """Its own mean would take all of it off, and none would leave what only tells the language."""
    needs = [need(id=str(i), texts={"en": text}) for i, text in enumerate(["ab ab ab", "zz zz", "xy xy xy"] * 20)]
    ready = matching.Prepared(needs, encoder=LetterEncoder())
    alone = ready.rank([offer(title="", texts={"en": "zz zz z"})]).of("o1")[0]
    assert alone.need_id == "1"


def test_one_new_offer_against_5000_prepared_needs_takes_under_50_ms() -> None:
    ready = matching.Prepared(many_needs(5000), rates=RATES, encoder=LetterEncoder(), asof=ASOF)
    offers = many_offers(5)
    spent = []
    for one in offers:
        with processor_time() as turn:
            assert len(ready.rank([one]).explained(one.id)) == 20
        spent.append(turn.seconds)
    assert min(spent) < 0.05
