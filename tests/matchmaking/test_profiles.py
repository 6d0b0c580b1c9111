from decimal import Decimal
from uuid import UUID

import pytest
from django.utils import translation

from landbridge.engines import matching
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.clock import FixedClock
from landbridge.matchmaking import actions, phrases, profiles
from landbridge.matchmaking.findings import LEARNED
from landbridge.matchmaking.states import RefusalReason
from tests.matchmaking.rows import organisation, project
from tests.matchmaking.test_actions import GIVEN


def test_a_project_is_an_offer(in_hub: UUID) -> None:
    row = project(
        in_hub,
        summary_latin="Balances cells",
        ask_amount=Decimal(8_000_000),
        ask_currency="CNY",
        languages=["en", "zh-hans"],
        city="Leeds",
    )
    offer = profiles.offer_of(row, identifier="P01")
    assert offer == matching.Offer(
        id="P01",
        title="Cell balancing",
        texts={"en": "Balances cells"},
        fields=("battery-management",),
        stage=matching.Stage.PILOT,
        country="GB",
        place="Leeds",
        languages=("en", "zh"),
        ask=matching.Ask(amount=Decimal(8_000_000), currency="CNY"),
        sought=frozenset({matching.Sought.CUSTOMER}),
    )


def test_an_organisation_with_its_need_is_a_need(in_hub: UUID, system: SystemActor, clock: FixedClock) -> None:
    row = organisation(in_hub, kind="fund")
    need = actions.set_need(actor=system, hub_id=in_hub, organisation_id=row.pk, given=GIVEN, at=clock.now())
    assert profiles.need_of(row, need, identifier="F01") == matching.Need(
        id="F01",
        kind=matching.NeedKind.FUND,
        title="Metro operator",
        texts={"en": "Balancing of cells in 110 feeder buses"},
        fields=("battery-management",),
        stages=frozenset({matching.Stage.PROTOTYPE, matching.Stage.PILOT, matching.Stage.MARKET}),
        ticket=matching.Ticket(least=Decimal(5_000_000), most=Decimal(15_000_000), currency="CNY"),
        countries=("GB", "IE"),
        country="CN",
        place="Shanghai",
        languages=("en", "zh"),
        offered=frozenset({matching.Sought.CUSTOMER}),
        organisation=str(row.pk),
        updated=clock.now().date(),
    )


def test_without_a_need_only_what_it_is(in_hub: UUID) -> None:
    row = organisation(in_hub, kind="public_body", gbt_4754="C3841")
    need = profiles.need_of(row)
    assert (need.kind, need.fields, need.ticket, need.stages) == (None, ("gbt:C3841",), None, frozenset())


def test_industry_codes_stand_in_their_tree() -> None:
    tree = profiles.taxonomy_of(["gbt:C3841", "gbt:C3842", "nace:C27.20", "ai"])
    assert tree.path("gbt:C3841") == ("gbt:C", "gbt:C38", "gbt:C384", "gbt:C3841")
    assert tree.path("nace:C27.20") == ("nace:C", "nace:C27", "nace:C27.2", "nace:C27.20")
    assert tree.nearness("gbt:C3841", "gbt:C3842") == 0.75
    assert tree.nearness("ai", "gbt:C3841") == 0


@pytest.mark.parametrize("reason", list(RefusalReason))
def test_every_reason_has_words_and_a_meaning_for_the_matcher(
    in_hub: UUID, system: SystemActor, clock: FixedClock, reason: RefusalReason
) -> None:
    refusal = actions.refuse_pair(
        actor=system,
        hub_id=in_hub,
        project_id=project(in_hub).pk,
        organisation_id=organisation(in_hub).pk,
        reason=reason,
        note="a note",
        at=clock.now(),
    )
    outcome = profiles.refused_outcome(refusal, "P01", "K01")
    assert (outcome.reason is None) == (reason is RefusalReason.CONFLICT)
    assert phrases.reason_words(reason)


def test_every_fact_of_the_matcher_has_a_sentence() -> None:
    assert set(phrases._FACTS) == matching.FACT_CODES
    assert set(phrases.SIGNALS) == set(matching.SignalName)
    assert set(phrases.LEARNED) == LEARNED


def test_facts_read_well() -> None:
    ticket = {"ask": "8000000", "currency": "CNY", "least": "5000000", "most": None, "ticket_currency": "CNY"}
    with translation.override("en"):
        assert phrases.fact_words("ticket_fits", ticket) == (
            "Amount: CNY 8,000,000 lies in their range, CNY from 5,000,000."
        )
        assert phrases.fact_words("place_looked_in", {"offer_country": "GB"}) == "Place: they look in United Kingdom."
        assert phrases.fact_words("sought_offered", {"shared": ["money", "site"]}) == (
            "Seeks what they give: money, a site."
        )
        assert phrases.fact_words("field_same", {"offer_field": "ai"}) == ("Field: both name artificial intelligence.")
        assert phrases.fact_words("language_shared", {"shared": ["en"]}) == "Language: both use English."
        assert phrases.fact_words("past_field_for", {"fields": ["ai"], "deals": 3}) == (
            "Projects of the field artificial intelligence they joined before: 3."
        )
        assert phrases.fact_words("neighbours_against", {"like": ["Cell balancing", "Sleep lamp"]}) == (
            "The projects most like this one that they joined: Cell balancing, Sleep lamp."
        )
        assert phrases.fact_words("patent_for", {}) == "Another criterion: patent_for."
