from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest

from landbridge.evidence.models import Trail
from landbridge.ground.hubs import hub_context
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.clock import FixedClock
from landbridge.kernel.refusal import InputRefused, Missing, NotAllowed
from landbridge.matchmaking import actions, queries
from landbridge.matchmaking.models import Need, PairMeeting, PairRefusal
from landbridge.matchmaking.needs import NeedGiven
from landbridge.matchmaking.states import RefusalReason
from landbridge.network.actors import MembershipActor, Standing
from landbridge.network.states import Role
from tests.matchmaking.rows import organisation, project

GIVEN = NeedGiven(
    text_latin="Balancing of cells in 110 feeder buses",
    fields=("battery-management",),
    trl_min=5,
    trl_max=8,
    offers=("customer",),
    ticket_min=Decimal(5_000_000),
    ticket_max=Decimal(15_000_000),
    ticket_currency="CNY",
    countries=("GB", "IE"),
    languages=("en", "zh"),
)


def member(hub_id: UUID, role: Role) -> MembershipActor:
    return MembershipActor(uuid4(), (Standing(hub_id, role),))


def test_a_need_is_kept_and_the_next_word_replaces_it(in_hub: UUID, system: SystemActor, clock: FixedClock) -> None:
    buyer = organisation(in_hub)
    first = actions.set_need(actor=system, hub_id=in_hub, organisation_id=buyer.pk, given=GIVEN, at=clock.now())
    clock.advance(timedelta(days=1))
    second = actions.set_need(
        actor=system, hub_id=in_hub, organisation_id=buyer.pk, given=NeedGiven(text_latin="Nothing"), at=clock.now()
    )
    assert first.pk == second.pk
    kept = Need.objects.get()
    assert (kept.text_latin, kept.fields, kept.ticket_currency, kept.updated_at) == ("Nothing", [], "", clock.now())
    assert list(Trail.objects.order_by("recorded_at").values_list("event", "data__new")) == [
        ("matchmaking.need_set", True),
        ("matchmaking.need_set", False),
    ]


def test_every_fault_of_a_need_is_named_and_nothing_kept(in_hub: UUID, system: SystemActor, clock: FixedClock) -> None:
    given = NeedGiven(
        fields=("x" * 41,),
        trl_min=9,
        trl_max=3,
        offers=("love",),
        ticket_min=Decimal(9),
        ticket_max=Decimal(-1),
        countries=("CHN",),
        languages=("klingon language",),
    )
    buyer = organisation(in_hub)
    with pytest.raises(InputRefused) as refusal:
        actions.set_need(actor=system, hub_id=in_hub, organisation_id=buyer.pk, given=given, at=clock.now())
    assert sorted(finding.code for finding in refusal.value.findings) == [
        "need_field_too_long",
        "need_ticket_impossible",
        "need_ticket_reversed",
        "need_ticket_without_currency",
        "need_trl_reversed",
        "need_unknown_country",
        "need_unknown_language",
        "need_unknown_offer",
    ]
    assert not Need.objects.exists()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (NeedGiven(ticket_currency="CNY"), "need_currency_without_ticket"),
        (NeedGiven(ticket_min=Decimal(1), ticket_currency="yuan"), "need_unknown_currency"),
        (NeedGiven(trl_max=10), "need_trl_outside"),
        (NeedGiven(ticket_max=Decimal("NaN"), ticket_currency="CNY"), "need_ticket_impossible"),
    ],
)
def test_single_faults(in_hub: UUID, system: SystemActor, clock: FixedClock, given: NeedGiven, code: str) -> None:
    buyer = organisation(in_hub)
    with pytest.raises(InputRefused) as refusal:
        actions.set_need(actor=system, hub_id=in_hub, organisation_id=buyer.pk, given=given, at=clock.now())
    assert [finding.code for finding in refusal.value.findings] == [code]


def test_only_who_plans_sets_needs(in_hub: UUID, clock: FixedClock) -> None:
    buyer = organisation(in_hub)
    for role, refusal in ((Role.SCOUT, NotAllowed), (Role.FOUNDER, Missing)):
        with pytest.raises(refusal):
            actions.set_need(
                actor=member(in_hub, role), hub_id=in_hub, organisation_id=buyer.pk, given=GIVEN, at=clock.now()
            )
    assert not Need.objects.exists()


@pytest.fixture
def pair(in_hub: UUID) -> dict[str, Any]:
    return {
        "hub_id": in_hub,
        "project_id": project(in_hub).pk,
        "organisation_id": organisation(in_hub).pk,
    }


def test_a_refused_pair_stays_refused_until_it_is_lifted(
    pair: dict[str, Any], system: SystemActor, clock: FixedClock
) -> None:
    refused = actions.refuse_pair(actor=system, **pair, reason=RefusalReason.TOO_EARLY, at=clock.now())
    with pytest.raises(actions.AlreadyRefused) as again:
        actions.refuse_pair(actor=system, **pair, reason=RefusalReason.TIMING, at=clock.now())
    assert again.value.data["reason"] == "too_early"

    ends = [pair["project_id"]], [pair["organisation_id"]]
    assert list(queries.standing_refusals(PairRefusal.objects.all(), *ends)) == [
        (pair["project_id"], pair["organisation_id"])
    ]
    actions.lift_refusal(actor=system, hub_id=pair["hub_id"], refusal_id=refused.pk, at=clock.now())
    assert queries.standing_refusals(PairRefusal.objects.all(), *ends) == {}
    with pytest.raises(actions.AlreadyLifted):
        actions.lift_refusal(actor=system, hub_id=pair["hub_id"], refusal_id=refused.pk, at=clock.now())
    actions.refuse_pair(actor=system, **pair, reason="timing", at=clock.now())
    assert set(PairRefusal.objects.values_list("reason", "lifted_at")) == {
        ("timing", None),
        ("too_early", clock.now()),
    }


@pytest.mark.parametrize(
    ("reason", "note", "codes"),
    [
        (None, "", ["refusal_without_reason"]),
        ("ugly", "", ["refusal_reason_unknown"]),
        ("other", "  ", ["refusal_other_says_what"]),
        ("timing", "x" * 2001, ["refusal_note_too_long"]),
    ],
)
def test_a_refusal_needs_a_reason(
    pair: dict[str, Any], system: SystemActor, clock: FixedClock, reason: str | None, note: str, codes: list[str]
) -> None:
    with pytest.raises(InputRefused) as refusal:
        actions.refuse_pair(actor=system, **pair, reason=reason, note=note, at=clock.now())
    assert [finding.code for finding in refusal.value.findings] == codes
    assert not PairRefusal.objects.exists()


def test_a_pair_of_another_hub_is_missing(pair: dict[str, Any], system: SystemActor, clock: FixedClock) -> None:
    elsewhere = uuid4()
    with hub_context(elsewhere):
        stranger = organisation(elsewhere).pk
    with pytest.raises(Missing):
        actions.refuse_pair(actor=system, **{**pair, "organisation_id": stranger}, reason="timing", at=clock.now())
    with pytest.raises(Missing):
        actions.refuse_pair(actor=system, **{**pair, "project_id": uuid4()}, reason="timing", at=clock.now())


def test_a_meeting_is_remembered_once_at_its_earliest_time(
    pair: dict[str, Any], system: SystemActor, clock: FixedClock
) -> None:
    event = uuid4()

    def met(met_at: datetime, event_id: UUID = event) -> None:
        actions.remember_meeting(actor=system, **pair, event_id=event_id, met_at=met_at, at=clock.now())

    noon, morning = clock.now(), clock.now() - timedelta(hours=2)
    met(noon)
    met(morning)
    met(noon)
    assert [meeting.met_at for meeting in PairMeeting.objects.all()] == [morning]
    assert Trail.objects.filter(event="matchmaking.pair_met").count() == 1

    ends = [pair["project_id"]], [pair["organisation_id"]]
    both = (pair["project_id"], pair["organisation_id"])
    assert queries.met_before(PairMeeting.objects.all(), *ends) == {both: morning}
    assert queries.met_before(PairMeeting.objects.all(), *ends, except_at=event) == {}
    met(noon, uuid4())
    assert queries.met_before(PairMeeting.objects.all(), *ends) == {both: noon}
