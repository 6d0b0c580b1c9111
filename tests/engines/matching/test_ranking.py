from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from landbridge.engines import matching
from landbridge.engines.matching import Listing, Need, Offer, SignalName, Ticket, Weight
from landbridge.kernel.money import Rate
from tests.engines.matching.parties import ASOF, NEED, OFFER, TREE, need, offer, value_of
from tests.timing import processor_time

RATES = (Rate("USD", "CNY", Decimal("7.2"), date(2026, 4, 30), "a bank"),)


def test_the_fitting_need_comes_first_and_the_score_is_between_0_and_1() -> None:
    off = need(id="off", fields=("it.web",), stages=frozenset({matching.Stage.RESEARCH}), countries=("FR",), texts={})
    ranking = matching.rank([OFFER], [off, NEED], taxonomy=TREE, asof=ASOF)
    best, worst = ranking.of("o1")
    assert (best.need_id, best.rank, worst.need_id, worst.rank) == ("n1", 1, "off", 2)
    assert 0 < worst.score < best.score <= 1


def test_contributions_add_up_to_the_two_scores() -> None:
    needs = [NEED, need(id="n2", fields=("it.ai",), country="GB", countries=()), Need(id="n3")]
    pairs = matching.rank([OFFER], needs, taxonomy=TREE, asof=ASOF).of("o1")
    bases = [
        (pair.need_score + pair.offer_score) / 2 - sum(reading.contribution for reading in pair.readings)
        for pair in pairs
    ]
    assert bases == pytest.approx([bases[0]] * 3, abs=1e-6)
    for pair in pairs:
        assert pair.score == pytest.approx(2 / (1 / pair.need_score + 1 / pair.offer_score), abs=1e-6)


def test_a_need_that_says_nothing_is_neither_helped_nor_hurt() -> None:
    pairs = matching.rank([OFFER], [NEED, Need(id="silent")], taxonomy=TREE, asof=ASOF).of("o1")
    silent = next(pair for pair in pairs if pair.need_id == "silent")
    assert {reading.contribution for reading in silent.readings} == {0.0}
    assert {reading.seen for reading in silent.readings} == {None}


def test_without_texts_both_listings_give_the_same_pairs_the_same_scores() -> None:
    offers = [
        offer(id=f"o{i}", title="", texts={}, fields=(("it.ai", "it.web", "energy.battery")[i % 3],)) for i in range(7)
    ]
    needs = [need(id=f"n{i}", texts={}, fields=(("it.ai", "energy")[i % 2],)) for i in range(5)]
    by_offer = matching.rank(offers, needs, taxonomy=TREE, top=5)
    by_need = matching.rank(offers, needs, taxonomy=TREE, top=7, listing=Listing.NEED)
    assert {(p.offer_id, p.need_id): p.score for p in by_offer} == {(p.offer_id, p.need_id): p.score for p in by_need}


def test_a_need_asks_its_own_question_of_the_texts() -> None:
    offers = [
        offer(id=f"o{i}", title="", texts={"en": text}) for i, text in enumerate(["steel weld robot", "robot", "x"])
    ]
    needs = [need(id="n1", texts={"en": "robot"}), need(id="n2", texts={"en": "steel weld robot"})]
    ranking = matching.rank(offers, needs, listing=Listing.NEED)
    assert [ranking.of(one)[0].offer_id for one in ("n1", "n2")] == ["o1", "o0"]
    words = [ranking.of(one)[0].readings[-1] for one in ("n1", "n2")]
    assert [(one.signal, one.value) for one in words] == [("words", 1.0), ("words", 1.0)]


def test_top_takes_the_best_and_ties_keep_the_order_of_the_input() -> None:
    needs = [Need(id="z"), Need(id="a"), NEED, Need(id="m")]
    ranking = matching.rank([OFFER], needs, taxonomy=TREE, top=3)
    assert [pair.need_id for pair in ranking.of("o1")] == ["n1", "z", "a"]


def test_need_listing_over_several_blocks_finds_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    offers = [offer(id=f"o{i}", updated=None, region=f"r{i % 4}") for i in range(23)]
    needs = [need(id=f"n{i}", country="GB", countries=(), region=f"r{i}") for i in range(6)]
    whole = matching.rank(offers, needs, listing=Listing.NEED, top=4)
    monkeypatch.setattr("landbridge.engines.matching.scoring._BLOCK", 13)
    parts = matching.rank(offers, needs, listing=Listing.NEED, top=4)
    np.testing.assert_array_equal(whole.columns, parts.columns)


def test_field_nearness_follows_the_tree() -> None:
    assert value_of("field", OFFER, NEED) == 1
    assert value_of("field", offer(fields=("it.web",)), need(fields=("it.ai",))) == 0.5
    assert value_of("field", offer(fields=("it.web", "energy")), need(fields=("energy.battery",))) == 0.5
    assert value_of("field", offer(fields=("it.web",)), NEED) == 0


def test_ticket_compares_across_currencies_with_a_dated_rate() -> None:
    dollars = need(ticket=Ticket(least=Decimal(200_000), most=Decimal(300_000), currency="USD"))
    assert value_of("ticket", OFFER, dollars, rates=RATES) == 1
    ranking = matching.rank([OFFER], [dollars], rates=RATES)
    ticket = next(r for r in ranking.of("o1")[0].readings if r.signal == SignalName.TICKET)
    assert ticket.seen is not None
    assert ticket.seen["rates_on"] == date(2026, 4, 30)
    assert ticket.seen["rates"] == tuple((r.base, r.quote, r.price, r.on, r.source) for r in RATES)
    assert SignalName.TICKET not in matching.rank([OFFER], [dollars]).live


def test_amounts_of_one_currency_compare_without_any_rate() -> None:
    yuan = need(id="n1", ticket=Ticket(least=Decimal(1), most=Decimal(10**12), currency="CNY"))  # fmt: skip
    dollars = need(id="n2", ticket=Ticket(least=Decimal(1), most=Decimal(2), currency="USD"))
    assert value_of("ticket", OFFER, yuan) == 1
    ranking = matching.rank([OFFER], [yuan, dollars])
    seen = {
        pair.need_id: reading.seen
        for pair in ranking.of("o1")
        for reading in pair.readings
        if reading.signal == SignalName.TICKET
    }
    assert seen["n2"] is None
    assert seen["n1"] is not None
    assert "converted" not in seen["n1"]


@pytest.mark.parametrize(
    ("least", "most", "value"),
    [(None, 2_000_000, 1.0), (20_000_000, None, 0.0), (4_000_000, None, 0.699), (0, 1_000_000, 0.699)],
)
def test_ticket_falls_with_the_distance(least: int | None, most: int | None, value: float) -> None:
    ends = [None if end is None else Decimal(end) for end in (least, most)]
    ticket = Ticket(least=ends[0], most=ends[1], currency="CNY")
    assert value_of("ticket", OFFER, need(ticket=ticket), rates=RATES) == pytest.approx(value, abs=1e-3)


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ({"countries": ("GB",)}, 0.95),
        ({"countries": ("DE",)}, 0.0),
        ({"countries": (), "country": "GB"}, 0.7),
        ({"countries": (), "country": "GB", "region": "london"}, 0.9),
        ({"countries": (), "country": "GB", "state": "England"}, 0.8),
        ({"countries": (), "country": "CN"}, 0.35),
    ],
)
def test_place(where: dict[str, object], value: float) -> None:
    assert value_of("place", OFFER, need(**where)) == pytest.approx(value)


def test_stage_steps_away_count_less() -> None:
    stages = [frozenset({stage}) for stage in matching.Stage]
    values = [value_of("stage", offer(stage=matching.Stage.RESEARCH), need(stages=one)) for one in stages]
    assert values == pytest.approx([1, 0.5, 0.2, 0, 0])


def test_recency_halves_in_a_year_and_needs_a_day() -> None:
    assert value_of("recency", OFFER, need(updated=date(2025, 5, 1))) == pytest.approx(0.5)
    assert SignalName.RECENCY not in matching.rank([OFFER], [NEED]).live


def test_words_are_shared_in_chinese_too() -> None:
    one = offer(texts={"zh": "用于电动公交车的电池管理系统"})
    other = need(texts={"zh": "公交公司担心电池老化"})
    ranking = matching.rank([one], [other])
    words = next(reading for reading in ranking.of("o1")[0].readings if reading.signal == SignalName.WORDS)
    assert words.seen is not None
    assert set(words.seen["shared"]) == {"公交", "电池", "vehicle/汽车"}  # type: ignore[call-overload]


class OneWish:
    """A criterion of another room: 1 for one need, 0 for the others."""

    name = "wished"
    neutral = 0.5
    live = True

    def __init__(self, needs: list[Need], wished: str) -> None:
        self._needs, self._wished = needs, wished

    def block(self, rows: range) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
        line = np.array([need.id == self._wished for need in self._needs], dtype=np.float32)
        return np.broadcast_to(line, (len(rows), len(line)))

    def seen(self, row: int, column: int) -> dict[str, object]:
        return {"need": self._needs[column].id}


def test_a_criterion_from_outside_counts_and_explains_itself() -> None:
    needs = [NEED, need(id="n2")]
    ranking = matching.rank([OFFER], needs, criteria=[(OneWish(needs, "n2"), Weight(5, 5))])
    best = ranking.of("o1")[0]
    assert best.need_id == "n2"
    assert matching.explain(best).reasons[0].code == "wished_for"


def test_empty_lists_give_empty_rankings() -> None:
    assert list(matching.rank([], [NEED])) == []
    assert list(matching.rank([OFFER], [])) == []
    assert list(matching.rank([], [], listing=Listing.NEED)) == []


def test_gaps_are_counted() -> None:
    assert matching.rank([Offer(id="bare")], [NEED]).gaps == {
        "offers.texts": 1,
        "offers.fields": 1,
        "offers.country": 1,
        "offers.updated": 1,
        "offers.amount": 1,
        "offers.stage": 1,
    }


def test_a_road_show_is_ranked_in_under_50_ms() -> None:
    offers = [offer(id=f"o{i}") for i in range(16)]
    needs = [need(id=f"n{i}") for i in range(64)]
    matching.rank(offers, needs, taxonomy=TREE, asof=ASOF)
    spent = []
    for _ in range(3):
        with processor_time() as turn:
            matching.rank(offers, needs, taxonomy=TREE, asof=ASOF)
        spent.append(turn.seconds)
    assert min(spent) < 0.05


def test_fields_on_one_side_only_are_no_signal() -> None:
    offers = [offer(id="o0", fields=("it.ai",)), offer(id="o1", fields=())]
    assert "field" not in matching.rank(offers, [need(id="n0", fields=())]).live
    assert "field" not in matching.rank([offer(id="o0", fields=())], [need(id="n0"), need(id="n1", fields=())]).live
