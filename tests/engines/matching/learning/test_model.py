import dataclasses
from datetime import date, timedelta

import numpy as np
import pytest

from landbridge.engines import matching
from landbridge.engines.matching import Barrier, Need, Outcome, OutcomeKind, learning
from landbridge.engines.matching.exchange import Exchange
from landbridge.engines.matching.learning.model import spans
from landbridge.engines.matching.learning.records import Records
from landbridge.engines.matching.learning.sheet import pressed
from landbridge.engines.matching.learning.snapshot import Snapshot
from landbridge.kernel.refusal import InputRefused
from tests.engines.matching.learning.past import ASOF, RECIPE, field_of, model, needs, offers, past


def test_it_finds_who_joins_although_no_need_says_its_field() -> None:
    asked = offers(24, start=1000)
    ranking = learning.rank(model(), asked, needs(), top=4)
    right = [field_of(int(need[1:])) == offer.fields[0] for offer in asked for need, _ in ranking.brief(offer.id)]
    assert np.mean(right) > 0.95
    first = [ranking.of(offer.id)[0] for offer in asked]
    near = [needs()[int(pair.need_id[1:])].region == offer.region for pair, offer in zip(first, asked, strict=True)]
    assert np.mean(near) > 0.8


def test_chances_are_chances_and_fall_with_the_rank() -> None:
    (asked,) = offers(1, start=1000)
    pairs = learning.rank(model(), [asked], needs(), top=48).of(asked.id)
    chances = [pair.probability for pair in pairs]
    assert all(chance is not None and 0 < chance < 1 for chance in chances)
    assert chances == sorted(chances, key=lambda chance: -(chance or 0))
    assert [pair.score for pair in pairs] == sorted((pair.score for pair in pairs), reverse=True)


def test_readings_add_up_to_the_margin_behind_the_score() -> None:
    (asked,) = offers(1, start=1000)
    sheet = learning.sheet_of(model(), [asked], needs())
    table = sheet.features(0)
    margins = model().margins(table, np.ones(48, dtype=np.bool_))
    bias = float(model().forest.parts(np.column_stack([table, table @ model().weights]))[0, -1])
    for column in range(0, 48, 7):
        given = sum(reading.value for reading in sheet.marks(0, column).readings)
        if np.argsort(-margins).tolist().index(column) < RECIPE.longer:
            assert given + bias == pytest.approx(float(margins[column]), abs=1e-3)


def test_high_margins_are_pressed_into_scores_that_still_differ() -> None:
    margins = np.array([-30, -1, 0, 8, 16.0, 16.1, 29.9, 30], dtype=np.float32)
    scores = pressed(margins)
    assert 0 < scores[0] < scores[-1] < 1
    assert (np.diff(scores) > 0).all()


def test_the_explanation_names_the_past() -> None:
    (asked,) = offers(1, start=1000)
    best = learning.rank(model(), [asked], needs()).of(asked.id)[0]
    found = matching.explain(best)
    assert {fact.signal for fact in found.reasons} & {"past_field", "past_place", "neighbours", "own_place"}
    seen = {reading.signal: reading.seen for reading in best.readings}
    assert seen["past_field"] is not None
    assert seen["past_field"]["fields"] == asked.fields
    assert seen["neighbours"] is not None


def test_same_past_and_seed_same_model() -> None:
    made, outcomes = past()
    again = learning.fit(made, needs(), outcomes, asof=ASOF, recipe=RECIPE)
    assert again.forest == model().forest
    np.testing.assert_array_equal(again.weights, model().weights)


def test_a_planted_future_outcome_is_refused_by_row() -> None:
    made, outcomes = past()
    planted = dataclasses.replace(outcomes[0], on=ASOF + timedelta(days=1))
    with pytest.raises(InputRefused) as caught:
        learning.fit(made, needs(), [*outcomes, planted], asof=ASOF, recipe=RECIPE)
    assert [(one.code, one.row) for one in caught.value.findings] == [("after_asof", len(outcomes) + 1)]


def test_what_is_planted_after_a_day_changes_nothing_seen_on_that_day() -> None:
    made, outcomes = past()
    day = date(2018, 6, 1)
    asked = offers(3, start=1000)
    later = [
        Outcome(offer_id=f"o{i}", need_id="n5", kind=OutcomeKind.INVESTED, on=day + timedelta(days=i), round="late")
        for i in range(200, 400)
    ]
    tables = []
    for known in (outcomes, [one for one in outcomes if one.on < day], [*outcomes, *later]):
        records = Records([*made, *asked], needs(), known, exchange=Exchange())
        tables.append(Snapshot(records, day).describe(np.arange(len(made), len(made) + 3))[1])
    np.testing.assert_array_equal(tables[0], tables[1])
    np.testing.assert_array_equal(tables[0], tables[2])


def test_a_planted_answer_within_a_window_is_not_a_feature_of_its_own_question() -> None:
    """The leak that matters most: were the answer among the features, it would be found with certainty."""
    made, outcomes = past()
    secret = "n47"
    planted = [dataclasses.replace(one, need_id=secret) for one in outcomes if one.on >= ASOF - timedelta(days=180)]
    records = Records(made, needs(), [*outcomes, *planted], exchange=Exchange())
    start = ASOF - timedelta(days=180)
    questions = records.questions(start, ASOF)
    with_plant = Snapshot(records, start).describe(questions)[1]
    clean = Records(made, needs(), [one for one in outcomes if one.on < start], exchange=Exchange())
    for part in ("asked_round", "asked_amount", "asked_day"):
        getattr(clean, part)[questions] = getattr(records, part)[questions]
    codes = {round_: code for code, round_ in enumerate(dict.fromkeys(one.round for one in outcomes))}
    assert codes == {"seed": 0}
    np.testing.assert_array_equal(with_plant, Snapshot(clean, start).describe(questions)[1])


def test_too_few_outcomes_are_said() -> None:
    made, outcomes = past()
    with pytest.raises(learning.TooFewOutcomes) as caught:
        learning.fit(made, needs(), outcomes[-60:], asof=ASOF, recipe=RECIPE)
    assert caught.value.data["needed"] == 40


def test_a_need_without_a_past_is_ranked_too_and_says_so() -> None:
    (asked,) = offers(1, start=1000)
    pairs = learning.rank(model(), [asked], [*needs(), Need(id="new")], top=49).of(asked.id)
    new = next(pair for pair in pairs if pair.need_id == "new")
    assert all(reading.contribution == 0 for reading in new.readings if reading.signal != "season")


def test_refused_pairs_and_barriers_hold_for_the_model_too() -> None:
    (asked,) = offers(1, start=1000)
    best = learning.rank(model(), [asked], needs()).of(asked.id)[0].need_id
    held = matching.Barriers(holds=frozenset({best}))
    ranking = learning.rank(model(), [asked], needs(), barriers=held)
    assert best not in [need for need, _ in ranking.brief(asked.id)]
    assert ranking.barred == {Barrier.HOLD: 1}


def test_without_amounts_no_amount_is_seen() -> None:
    made, outcomes = past()
    records = Records(made, needs(), outcomes, exchange=Exchange(), amounts=False)
    names, tables = Snapshot(records, ASOF).describe(np.array([0]))
    for place, name in enumerate(names):
        if name.startswith("amount"):
            assert not tables[0, :, place].any()


def test_windows_begin_every_quarter_last_nine_months_and_end_by_the_day() -> None:
    assert list(spans(date(2012, 1, 31), learning.Recipe(windows=4))) == [
        (date(2011, 1, 28), date(2011, 10, 28)),
        (date(2011, 4, 28), date(2012, 1, 31)),
        (date(2011, 7, 28), date(2012, 1, 31)),
        (date(2011, 10, 28), date(2012, 1, 31)),
    ]


def test_the_card_says_what_was_used() -> None:
    card = model().card
    assert (card.asof, card.offers, card.needs, card.amounts, card.seed) == (ASOF, 600, 48, True, 0)
    assert card.outcomes == len(past()[1])
    assert card.questions >= 40
