"""The ticket signal: what is asked against what the need's owner usually puts in, across currencies."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from landbridge.engines.matching.exchange import Exchange, Path
from landbridge.engines.matching.kinds import SignalName
from landbridge.engines.matching.parties import Ask, Need, Offer

Floats = NDArray[np.float32]


class NeedTickets:
    """The ends of the needs' tickets as logarithms in their market's currency: NaN for no ticket, infinite if open.

    `markets` numbers the markets: currencies that rates tie together. Amounts of two markets do not compare.
    """

    def __init__(self, needs: Sequence[Need], exchange: Exchange) -> None:
        self.exchange = exchange
        self.tickets = [need.ticket for need in needs]
        self.markets: dict[str, int] = {}
        ends = [_ticket(need, exchange) for need in needs]
        self.market = np.array([self.markets.setdefault(name, len(self.markets)) for name, _, _ in ends], np.int16)
        self.least = np.array([least for _, least, _ in ends], dtype=np.float32)
        self.most = np.array([most for _, _, most in ends], dtype=np.float32)


class TicketSignal:
    """1 where the ask lies inside the ticket, falling with the logarithm to 0 at ten times too much or too little.

    Amounts compare within one currency, and across currencies that rates tie together; otherwise they are unknown.
    """

    name = SignalName.TICKET
    neutral = 0.5

    def __init__(self, offers: Sequence[Offer], needs: NeedTickets) -> None:
        self._offers, self._needs = offers, needs
        asked = [_asked(offer, needs.exchange) for offer in offers]
        self._ask = np.array([_log(worth) for _, worth in asked], dtype=np.float32)
        self._market = np.array([needs.markets.get(market, -1) for market, _ in asked], dtype=np.int16)
        self._all_compare = len({*self._market.tolist(), *needs.markets.values()}) == 1
        asking, taking = np.isfinite(self._ask), ~np.isnan(needs.least)
        self.live = bool(np.isin(self._market[asking], needs.market[taking]).any())

    def block(self, rows: range) -> Floats:
        """See `Signal.block`."""
        asked = self._ask[rows.start : rows.stop, None]
        values: Floats = self._needs.least[None, :] - asked
        np.maximum(values, asked - self._needs.most[None, :], out=values)
        np.subtract(1, values, out=values)
        np.clip(values, 0, 1, out=values)
        if not self._all_compare:
            values[self._market[rows.start : rows.stop, None] != self._needs.market[None, :]] = self.neutral
        values[np.isnan(values)] = self.neutral
        return values

    def seen(self, row: int, column: int) -> Mapping[str, object] | None:
        """Ask and ticket as given, the ask in the ticket's currency, how many times off, and the rates that say so."""
        ask, ticket = self._offers[row].ask, self._needs.tickets[column]
        asked, least = self._ask.item(row), self._needs.least.item(column)
        if ask is None or ticket is None or math.isnan(asked) or math.isnan(least):
            return None
        if self._market[row] != self._needs.market[column]:
            return None
        off = max(least - asked, asked - self._needs.most.item(column), 0.0)
        path = self._needs.exchange.between(ask.currency, ticket.currency)
        return {
            "ask": ask.amount,
            "currency": ask.currency,
            "least": ticket.least,
            "most": ticket.most,
            "ticket_currency": ticket.currency,
            "times_off": round(10**off, 2),
            "rates_on": path.oldest if path else None,
            **_converted(ask, path),
        }


def _converted(ask: Ask, path: Path | None) -> dict[str, object]:
    """The ask in the ticket's currency, with each rate on the way: its two currencies, price, day and source."""
    if path is None or not path.rates or ask.amount is None:
        return {}
    rates = tuple((rate.base, rate.quote, rate.price, rate.on, rate.source) for rate in path.rates)
    return {"converted": round(ask.amount * path.price), "rates": rates}


def _asked(offer: Offer, exchange: Exchange) -> tuple[str, float | None]:
    if offer.ask is None or offer.ask.amount is None or not offer.ask.currency:
        return exchange.pivot, None
    market, path = exchange.market(offer.ask.currency)
    return market, float(offer.ask.amount * path.price)


def _log(worth: float | None) -> float:
    return float(np.log10(worth)) if worth else np.nan


def _ticket(need: Need, exchange: Exchange) -> tuple[str, float, float]:
    ticket = need.ticket
    if ticket is None or not ticket.currency or (ticket.least is None and ticket.most is None):
        return exchange.pivot, np.nan, np.nan
    market, path = exchange.market(ticket.currency)
    least, most = (None if end is None else float(end * path.price) for end in (ticket.least, ticket.most))
    return market, (_log(least) if least else -np.inf), (np.inf if most is None else _log(most))
