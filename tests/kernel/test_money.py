from datetime import date
from decimal import ROUND_UP, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.kernel.money import Money, Rate

AMOUNTS = st.decimals(min_value=-(10**12), max_value=10**12, places=4)
RATE = Rate(base="EUR", quote="CNY", price=Decimal("7.8123"), on=date(2026, 9, 1), source="ECB")


@given(AMOUNTS, AMOUNTS)
def test_sums_are_exact_and_undo_each_other(one: Decimal, other: Decimal) -> None:
    a, b = Money(one, "EUR"), Money(other, "EUR")
    assert a + b == b + a == Money(one + other, "EUR")
    assert (a + b) - b == a
    assert (a < b, a <= b, a > b, a >= b) == (one < other, one <= other, one > other, one >= other)


def test_whole_numbers_are_amounts() -> None:
    assert Money(5, "CNY").amount == Decimal(5)  # type: ignore[arg-type]


@pytest.mark.parametrize("amount", [1.5, True, "1.5", None])
def test_floats_and_other_things_are_no_amounts(amount: object) -> None:
    with pytest.raises(TypeError, match=r"^an amount of money is a Decimal or an int, never a float$"):
        Money(amount, "EUR")  # type: ignore[arg-type]


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-Infinity"])
def test_an_amount_is_finite(amount: str) -> None:
    with pytest.raises(ValueError, match=r"^an amount is finite$"):
        Money(Decimal(amount), "EUR")


@pytest.mark.parametrize("currency", ["eur", "EURO", "EU", "U21", "ＥＵＲ", ""])
def test_a_currency_is_three_capital_letters(currency: str) -> None:
    with pytest.raises(ValueError, match=r"^a currency is three capital letters$"):
        Money(Decimal(1), currency)


@pytest.mark.parametrize("operation", ["__add__", "__sub__", "__lt__", "__le__"])
def test_currencies_do_not_mix(operation: str) -> None:
    with pytest.raises(ValueError, match="EUR and CNY"):
        getattr(Money(Decimal(1), "EUR"), operation)(Money(Decimal(1), "CNY"))


def test_conversion_goes_both_ways_and_rounds_half_to_even() -> None:
    assert Money(Decimal(100), "EUR").converted(RATE) == Money(Decimal("781.23"), "CNY")
    assert Money(Decimal("781.23"), "CNY").converted(RATE) == Money(Decimal(100), "EUR")
    half = Rate(base="EUR", quote="JPY", price=Decimal("2.5"), on=RATE.on, source="ECB")
    assert Money(Decimal(1), "EUR").converted(half, places=0) == Money(Decimal(2), "JPY")
    cheap = Rate(base="CNY", quote="EUR", price=Decimal("0.125"), on=RATE.on, source="ECB")
    with localcontext(rounding=ROUND_UP):
        assert Money(Decimal(1), "CNY").converted(cheap) == Money(Decimal("0.12"), "EUR")


def test_a_rate_says_nothing_about_a_third_currency() -> None:
    with pytest.raises(ValueError, match="USD"):
        Money(Decimal(1), "USD").converted(RATE)


@pytest.mark.parametrize(
    ("base", "quote", "price", "words"),
    [
        ("EUR", "EUR", "1", "a rate is between two currencies"),
        ("eur", "CNY", "1", "a rate is between two currencies"),
        ("EUR", "yuan", "1", "a rate is between two currencies"),
        ("EUR", "CNY", "0", "a price is a positive number"),
        ("EUR", "CNY", "NaN", "a price is a positive number"),
    ],
)
def test_a_rate_is_a_positive_price_between_two_currencies(base: str, quote: str, price: str, words: str) -> None:
    with pytest.raises(ValueError, match=f"^{words}$"):
        Rate(base=base, quote=quote, price=Decimal(price), on=RATE.on, source="ECB")
