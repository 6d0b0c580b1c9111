"""Brings amounts of several currencies onto one scale with the rates that were passed in; it knows none itself."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from landbridge.kernel.money import Rate


@dataclass(frozen=True, slots=True)
class Path:
    """What one unit of a currency is worth in the pivot, and the rates that say so (empty for the pivot itself)."""

    price: Decimal
    rates: tuple[Rate, ...]

    @property
    def oldest(self) -> date | None:
        """The day of the oldest rate used."""
        return min((rate.on for rate in self.rates), default=None)


class Exchange:
    """Worth of an amount in the pivot currency; a currency no rate leads to has no worth (None)."""

    def __init__(self, rates: Sequence[Rate] = (), *, pivot: str = "USD") -> None:
        """Later rates win over earlier ones for the same two currencies; a rate serves in both directions."""
        self.pivot = pivot
        steps: dict[str, dict[str, tuple[Decimal, Rate]]] = {}
        for rate in sorted(rates, key=lambda rate: rate.on):
            steps.setdefault(rate.quote, {})[rate.base] = (rate.price, rate)
            steps.setdefault(rate.base, {})[rate.quote] = (1 / rate.price, rate)
        self._paths = {pivot: Path(Decimal(1), ())}
        queue = deque([pivot])
        while queue:
            known = queue.popleft()
            for currency, (price, rate) in steps.get(known, {}).items():
                if currency not in self._paths:
                    path = self._paths[known]
                    self._paths[currency] = Path(price * path.price, (*path.rates, rate))
                    queue.append(currency)

    def path(self, currency: str) -> Path | None:
        """How `currency` reaches the pivot over the fewest rates, or None."""
        return self._paths.get(currency)

    def worth(self, amount: Decimal | None, currency: str) -> float | None:
        """`amount` in the pivot as a float (for comparing, never for booking); None where unknown."""
        path = self._paths.get(currency)
        return None if amount is None or path is None else float(amount * path.price)
