"""The ticket signal: what is asked against what the need's owner usually puts in, across currencies."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from landbridge.engines.matching.exchange import Exchange
from landbridge.engines.matching.kinds import SignalName
from landbridge.engines.matching.parties import Need, Offer

Floats = NDArray[np.float32]


class NeedTickets:
    """The ends of the needs' tickets as logarithms in the pivot currency: NaN for no ticket, infinite if open."""

    def __init__(self, needs: Sequence[Need], exchange: Exchange) -> None:
        self.exchange = exchange
        self.tickets = [need.ticket for need in needs]
        ends = [_ticket(need, exchange) for need in needs]
        self.least = np.array([least for least, _ in ends], dtype=np.float32)
        self.most = np.array([most for _, most in ends], dtype=np.float32)


class TicketSignal:
    """1 where the ask lies inside the ticket, falling with the logarithm to 0 at ten times too much or too little."""

    name = SignalName.TICKET
    neutral = 0.5

    def __init__(self, offers: Sequence[Offer], needs: NeedTickets) -> None:
        self._offers, self._needs = offers, needs
        self._ask = np.array([_log(_asked(offer, needs.exchange)) for offer in offers], dtype=np.float32)
        self.live = bool(np.isfinite(self._ask).any() and not np.isnan(needs.least).all())

    def block(self, rows: range) -> Floats:
        """See `Signal.block`."""
        asked = self._ask[rows.start : rows.stop, None]
        values: Floats = self._needs.least[None, :] - asked
        np.maximum(values, asked - self._needs.most[None, :], out=values)
        np.subtract(1, values, out=values)
        np.clip(values, 0, 1, out=values)
        values[np.isnan(values)] = self.neutral
        return values

    def seen(self, row: int, column: int) -> Mapping[str, object] | None:
        """Ask and ticket as given, the ask in the ticket's currency, how many times off, and the rates' day."""
        ask, ticket = self._offers[row].ask, self._needs.tickets[column]
        asked, least = float(self._ask[row]), float(self._needs.least[column])
        if ask is None or ticket is None or np.isnan(asked) or np.isnan(least):
            return None
        off = max(least - asked, asked - float(self._needs.most[column]), 0.0)
        return {
            "ask": ask.amount,
            "currency": ask.currency,
            "least": ticket.least,
            "most": ticket.most,
            "ticket_currency": ticket.currency,
            "times_off": round(10**off, 2),
            "rates_on": None if ask.currency == ticket.currency else self._oldest(ask.currency, ticket.currency),
        }

    def _oldest(self, *currencies: str) -> object:
        paths = [self._needs.exchange.path(currency) for currency in currencies]
        return min((path.oldest for path in paths if path and path.oldest), default=None)


def _asked(offer: Offer, exchange: Exchange) -> float | None:
    return exchange.worth(offer.ask.amount, offer.ask.currency) if offer.ask else None


def _log(worth: float | None) -> float:
    return float(np.log10(worth)) if worth else np.nan


def _ticket(need: Need, exchange: Exchange) -> tuple[float, float]:
    ticket = need.ticket
    if ticket is None or exchange.path(ticket.currency) is None:
        return np.nan, np.nan
    least, most = (exchange.worth(end, ticket.currency) for end in (ticket.least, ticket.most))
    if least is None and most is None:
        return np.nan, np.nan
    return (_log(least) if least else -np.inf), (np.inf if most is None else _log(most))
