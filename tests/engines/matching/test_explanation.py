from landbridge.engines import matching
from landbridge.engines.matching import FACT_CODES, Need, Reading
from landbridge.engines.matching.explanation import Pair, line_of
from tests.engines.matching.parties import ASOF, NEED, OFFER, TREE, need


def explained(other: Need) -> matching.Explanation:
    ranking = matching.rank([OFFER], [other], taxonomy=TREE, asof=ASOF)
    return matching.explain(ranking.of("o1")[0])


def test_the_strongest_facts_for_and_the_one_against() -> None:
    found = explained(need(countries=("FR",)))
    assert [fact.code for fact in found.reasons] == ["field_same", "sought_offered", "words_shared"]
    assert found.against is not None
    assert found.against.code == "place_not_looked_in"
    assert found.against.data["looked_in"] == ("FR",)


def test_the_facts_carry_the_numbers_of_the_score() -> None:
    found = explained(NEED)
    used = {reading.signal: (reading.value, reading.contribution) for reading in found.pair.readings}
    assert {fact.signal: (fact.value, fact.contribution) for fact in found.reasons}.items() <= used.items()


def test_nothing_against_a_pair_that_fits_and_unknown_is_named() -> None:
    assert explained(NEED).against is None
    assert explained(need(fields=(), stages=frozenset())).unknown == ()
    pairs = matching.rank([OFFER], [NEED, Need(id="bare", fields=("it",))], taxonomy=TREE).of("o1")
    assert set(matching.explain(pairs[1]).unknown) == set(matching.rank([OFFER], [NEED]).live) - {"field"}


def test_every_code_is_listed() -> None:
    stages = [frozenset({stage}) for stage in matching.Stage]
    variants = [
        NEED,
        Need(id="bare"),
        *(need(stages=one) for one in stages),
        need(fields=("energy",), offered=frozenset({matching.Sought.SITE}), languages=("fr",), texts={}),
        need(fields=("it",), countries=(), country="GB", region="London", updated=ASOF.replace(year=2020)),
        need(texts={"en": "hospital"}),
    ]
    found = {
        fact.code
        for one in variants
        for found in [matching.explain(matching.rank([OFFER], [one], taxonomy=TREE, asof=ASOF).of("o1")[0], most=99)]
        for fact in [*found.reasons, *([found.against] if found.against else [])]
    }
    assert found <= FACT_CODES
    assert len(found) > 12


def test_most_limits_the_reasons_and_equal_ones_go_by_name() -> None:
    readings = tuple(Reading(name, 1, 0.5, 0.1, {}) for name in ("zeta", "alpha"))
    pair = Pair("o", "n", 1, 0.5, 0.5, 0.5, None, readings)
    assert [fact.code for fact in matching.explain(pair, most=1).reasons] == ["alpha_for"]


def test_a_line_of_long_output_says_the_same_without_the_readings() -> None:
    found = explained(NEED)
    line = line_of(found)
    assert (line.offer_id, line.need_id, line.rank) == ("o1", NEED.id, 1)
    assert (line.score, line.probability) == (found.pair.score, found.pair.probability)
    assert (line.reasons, line.against) == (found.reasons, found.against)


def test_a_fact_that_speaks_for_a_pair_never_stands_against_it() -> None:
    shared, none = {"shared": ("port",)}, {"shared": ()}
    readings = (Reading("words", 0.1, 0.5, -0.2, shared), Reading("language", 0.0, 0.5, -0.1, none))
    found = matching.explain(Pair("o", "n", 1, 0.4, 0.4, 0.4, None, readings))
    assert (found.reasons, found.against and found.against.code) == ((), "language_none")
    told = matching.explain(Pair("o", "n", 1, 0.6, 0.6, 0.6, None, (Reading("words", 0.6, 0.5, 0.1, none),)))
    assert told.reasons == ()


def test_a_language_is_spoken_only_where_somebody_said_so() -> None:
    assert OFFER.texts.keys() & NEED.texts.keys()
    silent, said = (explained(need(languages=spoken)).pair.readings for spoken in ((), ("fr",)))
    assert [reading.signal for reading in silent if reading.signal == "language"] == []
    assert [reading.signal for reading in said if reading.signal == "language"] == ["language"]
