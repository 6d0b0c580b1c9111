"""Brings amounts of several currencies onto one scale with the rates that were passed in; it knows none itself."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from landbridge.kernel.money import Rate


@dataclass(frozen=True)
class Path:
    """What one unit of a currency is worth in the pivot, and the rates that say so (empty for the pivot itself)."""

    price: Decimal
    rates: tuple[Rate, ...]

    @cached_property
    def oldest(self) -> date | None:
        """The day of the oldest rate used."""
        return min((rate.on for rate in self.rates), default=None)


class Exchange:
    """Worth of an amount in the pivot currency; a currency no rate leads to has no worth there (None).

    Currencies that rates tie together form a market: amounts of one market compare, though no rate leads to the pivot.
    A currency without any rate is a market of its own, in which it compares with itself.
    """

    def __init__(self, rates: Sequence[Rate] = (), *, pivot: str = "USD") -> None:
        """Later rates win over earlier ones for the same two currencies; a rate serves in both directions."""
        self.pivot = pivot
        self._steps: dict[str, dict[str, tuple[Decimal, Rate]]] = {}
        for rate in sorted(rates, key=lambda rate: rate.on):
            self._steps.setdefault(rate.quote, {})[rate.base] = (rate.price, rate)
            self._steps.setdefault(rate.base, {})[rate.quote] = (1 / rate.price, rate)
        self._from: dict[str, dict[str, Path]] = {}
        self._paths = self._reached_from(pivot)
        self._markets: dict[str, tuple[str, Path]] = {code: (pivot, path) for code, path in self._paths.items()}

    def path(self, currency: str) -> Path | None:
        """How `currency` reaches the pivot over the fewest rates, or None."""
        return self._paths.get(currency)

    def market(self, currency: str) -> tuple[str, Path]:
        """The currency in which this one's market is measured, and the way there."""
        if currency not in self._markets:
            self._markets |= {code: (currency, path) for code, path in self._reached_from(currency).items()}
        return self._markets[currency]

    def worth(self, amount: Decimal | None, currency: str) -> float | None:
        """`amount` in the pivot as a float (for comparing, never for booking); None where unknown."""
        path = self._paths.get(currency)
        return None if amount is None or path is None else float(amount * path.price)

    def between(self, one: str, other: str) -> Path | None:
        """How `one` becomes `other` over the fewest rates, with the price; None if no rates lead there."""
        if other not in self._from:
            self._from[other] = self._reached_from(other)
        return self._from[other].get(one)

    def _reached_from(self, start: str) -> dict[str, Path]:
        paths = {start: Path(Decimal(1), ())}
        queue = deque([start])
        while queue:
            known = queue.popleft()
            for currency, (price, rate) in self._steps.get(known, {}).items():
                if currency not in paths:
                    paths[currency] = Path(price * paths[known].price, (*paths[known].rates, rate))
                    queue.append(currency)
        return paths
