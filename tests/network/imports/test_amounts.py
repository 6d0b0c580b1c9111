"""Amounts as people type them."""

from decimal import Decimal

import pytest

from landbridge.network.imports.amounts import Amount, Span, amount, currency, span
from landbridge.network.imports.schema import CellRefused

MILLION = Decimal(1_000_000)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2,000,000", Amount(2 * MILLION)),
        ("USD 2m", Amount(2 * MILLION, "USD")),
        ("€1.5 million", Amount(Decimal("1.5") * MILLION, "EUR")),
        ("500万", Amount(5 * MILLION)),
        ("５００万元", Amount(5 * MILLION, "CNY")),
        ("200万美元", Amount(2 * MILLION, "USD")),
        ("1.2亿", Amount(120 * MILLION)),
        ("US$ 300k", Amount(Decimal(300_000), "USD")),
        ("0", Amount(Decimal(0))),
    ],
)
def test_one_amount(text: str, value: Amount) -> None:
    assert amount(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("500-2000万元", Span(5 * MILLION, 20 * MILLION, "CNY")),
        ("CNY 5,000,000 – 20,000,000", Span(5 * MILLION, 20 * MILLION, "CNY")),
        ("500万至2000万", Span(5 * MILLION, 20 * MILLION)),
        ("500,000 to 2m USD", Span(MILLION / 2, 2 * MILLION, "USD")),
        ("1 - 5 million EUR", Span(MILLION, 5 * MILLION, "EUR")),
        ("up to USD 2m", Span(None, 2 * MILLION, "USD")),
        ("不超过200万", Span(None, 2 * MILLION)),
        ("200万以下", Span(None, 2 * MILLION)),
        ("from 1m", Span(MILLION, None)),
        ("100万以上", Span(MILLION, None)),
        ("USD 1m+", Span(MILLION, None, "USD")),
        ("3m", Span(3 * MILLION, 3 * MILLION)),
    ],
)
def test_a_range(text: str, value: Span) -> None:
    assert span(text) == value


@pytest.mark.parametrize("text", ["a lot", "1-2-3", "5 elephants", "-", "USD", "1.2.3"])
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(CellRefused) as refused:
        span(text)
    assert refused.value.code == "amount_malformed"


@pytest.mark.parametrize(
    ("text", "code"), [("rmb", "CNY"), ("￥", "CNY"), ("usd", "USD"), ("英镑", "GBP"), (" chf ", "CHF")]
)
def test_a_currency(text: str, code: str) -> None:
    assert currency(text) == code


@pytest.mark.parametrize("text", ["XYZ", "€€", "money"])
def test_what_is_no_currency(text: str) -> None:
    with pytest.raises(CellRefused):
        currency(text)
