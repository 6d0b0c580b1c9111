"""Money: an exact amount in a named currency. Never a float, never added across currencies."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from landbridge.kernel.codes.places import CURRENCY


def is_currency(text: str) -> bool:
    """Whether `text` has the form of an ISO 4217 code."""
    return CURRENCY.fault(text) is None


@dataclass(frozen=True, slots=True)
class Rate:
    """One unit of `base` costs `price` units of `quote`; a conversion names its day and its source."""

    base: str
    quote: str
    price: Decimal
    on: date
    source: str

    def __post_init__(self) -> None:
        if not (is_currency(self.base) and is_currency(self.quote)) or self.base == self.quote:
            raise ValueError("a rate is between two currencies")
        if not (self.price.is_finite() and self.price > 0):
            raise ValueError("a price is a positive number")


@dataclass(frozen=True, slots=True)
class Money:
    """`amount` units of the ISO 4217 currency `currency`."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        amount: object = self.amount
        if not isinstance(amount, Decimal | int) or isinstance(amount, bool):
            raise TypeError("an amount of money is a Decimal or an int, never a float")
        if not is_currency(self.currency):
            raise ValueError("a currency is three capital letters")
        object.__setattr__(self, "amount", Decimal(amount))
        if not self.amount.is_finite():
            raise ValueError("an amount is finite")

    def __add__(self, other: "Money") -> "Money":
        self._same_currency(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same_currency(other)
        return Money(self.amount - other.amount, self.currency)

    def __lt__(self, other: "Money") -> bool:
        self._same_currency(other)
        return self.amount < other.amount

    def __le__(self, other: "Money") -> bool:
        self._same_currency(other)
        return self.amount <= other.amount

    def converted(self, rate: Rate, *, places: int = 2) -> "Money":
        """This amount in the rate's other currency, rounded half to even at `places` decimals."""
        if self.currency == rate.base:
            value, currency = self.amount * rate.price, rate.quote
        elif self.currency == rate.quote:
            value, currency = self.amount / rate.price, rate.base
        else:
            raise ValueError(f"the rate {rate.base}/{rate.quote} says nothing about {self.currency}")
        return Money(value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN), currency)

    def _same_currency(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add: convert with a dated rate first")
