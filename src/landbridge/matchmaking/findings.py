"""The facts behind a pair's score as JSON data: kept with a list, turned into sentences when it is read."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from landbridge.engines import matching
from landbridge.engines.matching.learning.snapshot import FAMILIES
from landbridge.kernel.plain import plain

LEARNED: Final = frozenset(FAMILIES.values())
"""The families of facts of a learned ranker: of those against a pair only the strongest is told."""


def findings(
    pair: matching.Pair, apart: tuple[str, str] | None = None, names: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """The facts for, strongest first, then those against, then the matcher's own signals nobody could read; as JSON data.

    Against is the strongest fact, and whatever a criterion of another room holds against the pair.
    `apart` names the two currencies where the amounts do not compare for want of a rate; `names` are those of the
    past projects a learned ranker compares with.
    """
    explanation = matching.explain(_less_the_obvious(pair), most=len(pair.readings))
    facts = [*explanation.reasons, *([explanation.against] if explanation.against else [])]
    facts += [fact for fact in explanation.held_against if fact != explanation.against and fact.signal not in LEARNED]
    known = [
        {
            "code": fact.code,
            "signal": str(fact.signal),
            "value": round(fact.value, 3),
            "contribution": round(fact.contribution, 4),
            "data": {name: plain(value) for name, value in _named(fact.data, names or {}).items()},
        }
        for fact in facts
    ]
    own = {str(signal) for signal in matching.SignalName} - ({str(matching.SignalName.TICKET)} if apart else set())
    unread = [str(signal) for signal in explanation.unknown if signal in own]
    told: list[dict[str, Any]] = [{"code": "unknown", "signal": signal} for signal in unread]
    if apart:
        told.append({"code": "unknown", "signal": str(matching.SignalName.TICKET), "no_rate": list(apart)})
    return [*known, *told]


def _named(data: Mapping[str, object], names: Mapping[str, str]) -> Mapping[str, object]:
    """The same facts with the past projects by name instead of by identifier."""
    like = data.get("like")
    if not isinstance(like, tuple):
        return data
    return {**data, "like": tuple(names.get(str(one), str(one)) for one in like)}


def _less_the_obvious(pair: matching.Pair) -> matching.Pair:
    """A delegation comes from abroad: that is told as what speaks against a pair only where nothing else does."""
    others = tuple(
        reading
        for reading in pair.readings
        if not (reading.signal == matching.SignalName.PLACE and (reading.seen or {}).get("closeness") == "abroad")
    )
    return replace(pair, readings=others) if any(reading.contribution < 0 for reading in others) else pair


def currencies_apart(exchange: matching.Exchange, offer: matching.Offer, need: matching.Need) -> tuple[str, str] | None:
    """The currencies of an ask and a ticket that no rate brings together; None where they compare, or one is silent."""
    if offer.ask is None or need.ticket is None or not (offer.ask.currency and need.ticket.currency):
        return None
    one, other = offer.ask.currency, need.ticket.currency
    return None if exchange.between(one, other) else (one, other)
