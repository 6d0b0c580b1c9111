import itertools

import pytest

from landbridge.engines import matching
from landbridge.engines.matching import Barrier, Barriers, MarketRule, Outcome, OutcomeKind, Profile
from tests.engines.matching.parties import ASOF, NEED, OFFER, TREE, need, offer

NEEDS = [NEED, need(id="n2")]
MEET = {("TO", "TR"), ("TO", "RDR"), ("BO", "BR"), ("RDR", "RDR"), ("RDR", "TO"), ("TR", "TO"), ("BR", "BO")}


@pytest.mark.parametrize(("one", "other"), list(itertools.product(Profile, Profile)))
def test_profiles_that_may_meet(one: Profile, other: Profile) -> None:
    ranking = matching.rank([offer(profile=one)], [need(profile=other)])
    assert bool(ranking.of("o1")) is ((one.value, other.value) in MEET)
    assert ranking.barred.get(Barrier.PROFILE, 0) == (0 if ranking.of("o1") else 1)


def test_an_unknown_profile_meets_anyone() -> None:
    assert matching.rank([offer(profile=Profile.BO)], NEEDS).barred_pairs == 0


def test_a_refused_pair_is_never_recommended_again() -> None:
    refused = Outcome(offer_id="o1", need_id="n2", kind=OutcomeKind.REFUSED, on=ASOF)
    met = Outcome(offer_id="o1", need_id="n1", kind=OutcomeKind.MET, on=ASOF)
    gone = Outcome(offer_id="o1", need_id="gone", kind=OutcomeKind.REFUSED, on=ASOF)
    ranking = matching.rank([OFFER], NEEDS, outcomes=[refused, met, gone])
    assert [pair.need_id for pair in ranking.of("o1")] == ["n1"]
    assert ranking.barred == {Barrier.REFUSED_BEFORE: 1}
    assert ranking.why_barred("o1", "n2") == (Barrier.REFUSED_BEFORE,)
    assert ranking.why_barred("o1", "n1") == ()


def test_one_house_and_declared_conflicts() -> None:
    ours = need(id="ours", organisation="org")
    barriers = Barriers(conflicts=frozenset({("o1", "n2")}))
    ranking = matching.rank([offer(organisation="org")], [*NEEDS, ours], barriers=barriers)
    assert [pair.need_id for pair in ranking.of("o1")] == ["n1"]
    assert ranking.barred == {Barrier.CONFLICT: 2}


def test_each_barrier_counts_and_a_pair_counts_once() -> None:
    refused = Outcome(offer_id="o1", need_id="n2", kind=OutcomeKind.REFUSED, on=ASOF)
    barriers = Barriers(groups=frozenset({("uk", "bank")}), holds=frozenset({"n2"}))
    needs = [NEED, need(id="n2", group="bank")]
    ranking = matching.rank([offer(group="uk")], needs, outcomes=[refused], barriers=barriers)
    assert ranking.barred == {Barrier.REFUSED_BEFORE: 1, Barrier.GROUP: 1, Barrier.HOLD: 1}
    assert ranking.barred_pairs == 1
    assert ranking.why_barred("o1", "n2") == (Barrier.REFUSED_BEFORE, Barrier.GROUP, Barrier.HOLD)


@pytest.mark.parametrize(
    ("country", "origins", "field", "barred"),
    [
        ("US", frozenset(), "it", True),
        ("US", frozenset({"US"}), "it.web", True),
        ("US", frozenset({"JP"}), "it", False),
        ("US", frozenset(), "energy", False),
        ("CN", frozenset(), "it", False),
        ("", frozenset(), "it", False),
    ],
)
def test_market_access(country: str, origins: frozenset[str], field: str, *, barred: bool) -> None:
    rule = MarketRule(field=field, market="CN", origins=origins)
    local = offer(country="CN", fields=("it.web",))
    ranking = matching.rank([local], [need(country=country)], barriers=Barriers(markets=(rule,)), taxonomy=TREE)
    assert (ranking.barred == {Barrier.MARKET_ACCESS: 1}) is barred
