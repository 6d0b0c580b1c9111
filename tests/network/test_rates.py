"""Exchange rates: entered by hand or by a file, replaced and withdrawn without losing what stood."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from landbridge.evidence.models import Trail
from landbridge.kernel.money import Rate
from landbridge.kernel.refusal import InputRefused, Missing, NotAllowed
from landbridge.network.actions import rates
from landbridge.network.actions.rates import RateGiven
from landbridge.network.models import ExchangeRate, Hub
from landbridge.network.rates import in_use
from landbridge.network.refusals import RateStands
from landbridge.network.states import Role
from landbridge.network.trail_events import NetworkEvent
from tests.network.actors import member

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
DOLLAR = RateGiven(
    base="USD", quote="CNY", units=Decimal(100), price=Decimal("717.93"), on=date(2026, 11, 20), source="the bank"
)


@pytest.fixture
def hub_id(in_hub: UUID) -> UUID:
    Hub.objects.get_or_create(pk=in_hub, defaults={"name_latin": "Park", "country": "CN", "zone": "Asia/Shanghai"})
    return in_hub


def entered(hub_id: UUID, *given: RateGiven, at: datetime = AT) -> list[ExchangeRate]:
    return rates.enter_rates(actor=member(hub_id), hub_id=hub_id, given=given, at=at)


def standing(hub_id: UUID, on: date = date(2026, 11, 20)) -> tuple[Rate, ...]:
    return in_use(ExchangeRate.objects.filter(hub_id=hub_id), on=on)


def test_a_rate_for_a_hundred_units_counts_for_one(hub_id: UUID) -> None:
    entered(hub_id, DOLLAR)
    assert standing(hub_id) == (Rate("USD", "CNY", Decimal("7.1793"), date(2026, 11, 20), "the bank"),)


def test_the_latest_rate_of_the_day_or_before_counts_in_whichever_direction(hub_id: UUID) -> None:
    earlier = replace(DOLLAR, on=date(2026, 11, 1), price=Decimal(700))
    turned = RateGiven(base="CNY", quote="USD", price=Decimal("0.14"), on=date(2026, 11, 10), source="another bank")
    entered(hub_id, DOLLAR, earlier, turned)
    assert [rate.price for rate in standing(hub_id)] == [Decimal("7.1793")]
    assert [rate.source for rate in standing(hub_id, date(2026, 11, 12))] == ["another bank"]
    assert [rate.price for rate in standing(hub_id, date(2026, 11, 2))] == [Decimal(7)]
    assert standing(hub_id, date(2026, 10, 1)) == ()


def test_a_correction_replaces_and_keeps_what_stood(hub_id: UUID) -> None:
    (first,) = entered(hub_id, DOLLAR)
    assert entered(hub_id, DOLLAR) == []
    later = AT + timedelta(hours=1)
    entered(hub_id, replace(DOLLAR, price=Decimal(718)), at=later)
    first.refresh_from_db()
    assert (first.withdrawn_at, ExchangeRate.objects.count()) == (later, 2)
    assert [rate.price for rate in standing(hub_id)] == [Decimal("7.18")]
    with pytest.raises(RateStands):
        rates.restore_rate(actor=member(hub_id), rate_id=first.pk, at=later)


def test_a_withdrawn_rate_is_used_again(hub_id: UUID) -> None:
    (rate,) = entered(hub_id, DOLLAR)
    for _ in range(2):  # twice is once
        rates.withdraw_rate(actor=member(hub_id), rate_id=rate.pk, at=AT)
    assert standing(hub_id) == ()
    for _ in range(2):
        rates.restore_rate(actor=member(hub_id), rate_id=rate.pk, at=AT)
    assert len(standing(hub_id)) == 1
    assert Trail.objects.filter(event__in=[NetworkEvent.RATE_WITHDRAWN, NetworkEvent.RATE_RESTORED]).count() == 2


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"quote": "USD"}, "rate_of_one_currency"),
        ({"base": "dollars"}, "currency_form"),
        ({"price": Decimal(0)}, "rate_not_positive"),
        ({"price": Decimal("NaN")}, "rate_not_positive"),
        ({"units": Decimal(-1)}, "rate_not_positive"),
        ({"price": Decimal("1e-14")}, "rate_not_positive"),
        ({"on": date(2026, 11, 21)}, "rate_in_future"),
        ({"source": " "}, "text_missing"),
        ({"source": "x" * 201}, "too_long"),
    ],
)
def test_a_faulty_rate_enters_nothing(hub_id: UUID, wrong: dict[str, object], code: str) -> None:
    with pytest.raises(InputRefused) as refused:
        entered(hub_id, DOLLAR, replace(DOLLAR, **wrong))  # type: ignore[arg-type]
    assert [finding.code for finding in refused.value.findings] == [code]
    assert ExchangeRate.objects.count() == 0


FILE = "日期,单位,货币,汇率,计价货币,来源\n2026-11-20,100,美元,717.93,人民币,外汇管理局\n2026-11-20,,EUR,7.75,CNY,外汇管理局\n"
FAULTY = "date,currency,rate,in,source\n2026-11-20,USD,7.18,CNY,bank\n2026-11-20,USD,-1,CNY,bank\n20/11/26,EUR,7.7,CNY,\n2026-11-20,GBP,1,GBP,bank\n"


def test_a_file_of_rates(hub_id: UUID) -> None:
    made = rates.enter_rates_from_file(actor=member(hub_id), hub_id=hub_id, file=io.BytesIO(FILE.encode("gb18030")), at=AT)  # fmt: skip
    assert [(row.base, row.quote, row.price, row.source) for row in made] == [
        ("USD", "CNY", Decimal("7.1793"), "外汇管理局"), ("EUR", "CNY", Decimal("7.75"), "外汇管理局"),
    ]  # fmt: skip


def test_a_faulty_file_enters_nothing_and_names_every_fault(hub_id: UUID) -> None:
    with pytest.raises(InputRefused) as refused:
        rates.enter_rates_from_file(actor=member(hub_id), hub_id=hub_id, file=io.BytesIO(FAULTY.encode()), at=AT)
    assert [(f.row, f.data["column"], f.code) for f in refused.value.findings] == [
        (3, "rate", "rate_not_positive"),
        (3, "", "row_repeats"),
        (4, "date", "day_malformed"),
        (4, "source", "cell_empty"),
        (5, "in", "rate_of_one_currency"),
    ]
    with pytest.raises(InputRefused) as refused:
        rates.enter_rates_from_file(actor=member(hub_id), hub_id=hub_id, file=io.BytesIO(b"date,rate\n2026-11-20,7\n"), at=AT)  # fmt: skip
    assert [f.data["column"] for f in refused.value.findings] == ["base", "quote", "source"]
    assert ExchangeRate.objects.count() == 0


def test_who_does_not_manage_the_hub_enters_nothing(hub_id: UUID) -> None:
    scout = member(hub_id, Role.SCOUT)
    (rate,) = entered(hub_id, DOLLAR)
    with pytest.raises(NotAllowed):
        rates.enter_rates(actor=scout, hub_id=hub_id, given=[replace(DOLLAR, base="EUR")], at=AT)
    with pytest.raises(NotAllowed):
        rates.withdraw_rate(actor=scout, rate_id=rate.pk, at=AT)
    with pytest.raises(Missing):
        rates.withdraw_rate(actor=member(hub_id, Role.FOUNDER), rate_id=rate.pk, at=AT)
    assert len(standing(hub_id)) == 1
