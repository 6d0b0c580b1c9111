"""Finds every fault in the input, and counts what is merely missing.

A fault (a duplicate identifier, an amount without currency) refuses the whole input, with one finding per row and
column. A gap (no text, no field) costs the pair a signal; gaps are counted so that a poor list is seen as one.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from landbridge.engines.matching.fields import Taxonomy
from landbridge.engines.matching.kinds import OutcomeKind
from landbridge.engines.matching.parties import Need, Offer, Outcome, Texts
from landbridge.kernel.refusal import Finding, InputRefused

TEXT_LANGUAGES = frozenset({"en", "zh"})


def inspect(
    offers: Sequence[Offer],
    needs: Sequence[Need],
    outcomes: Sequence[Outcome] = (),
    *,
    taxonomy: Taxonomy | None = None,
    asof: date | None = None,
) -> None:
    """Raise `InputRefused` with all faults; `row` counts from 1 within each list, `field` begins with the list."""
    found = tuple(faults(offers, needs, outcomes, taxonomy=taxonomy, asof=asof))
    if found:
        raise InputRefused(*found)


def faults(
    offers: Sequence[Offer],
    needs: Sequence[Need],
    outcomes: Sequence[Outcome] = (),
    *,
    taxonomy: Taxonomy | None = None,
    asof: date | None = None,
) -> Iterator[Finding]:
    """Every fault of the three lists, in the order of the rows."""
    yield from faults_of_offers(offers, taxonomy=taxonomy, asof=asof)
    yield from faults_of_needs(needs, taxonomy=taxonomy, asof=asof)
    for row, outcome in enumerate(outcomes, 1):
        yield from _of_outcome(row, outcome, asof)


def faults_of_offers(
    offers: Sequence[Offer], *, taxonomy: Taxonomy | None = None, asof: date | None = None
) -> Iterator[Finding]:
    """Every fault of the offers alone."""
    yield from _repeated("offers", [offer.id for offer in offers])
    for row, offer in enumerate(offers, 1):
        yield from _of_party("offers", row, offer, taxonomy, asof)
        yield from _of_ask(row, offer)


def faults_of_needs(
    needs: Sequence[Need], *, taxonomy: Taxonomy | None = None, asof: date | None = None
) -> Iterator[Finding]:
    """Every fault of the needs alone."""
    yield from _repeated("needs", [need.id for need in needs])
    for row, need in enumerate(needs, 1):
        yield from _of_party("needs", row, need, taxonomy, asof)
        yield from _of_ticket(row, need)


def gaps(offers: Sequence[Offer], needs: Sequence[Need]) -> Mapping[str, int]:
    """How many offers and needs lack each part that a signal could have used: `offers.fields` -> 12."""
    return {**gaps_of_offers(offers), **gaps_of_needs(needs)}


def gaps_of_offers(offers: Sequence[Offer]) -> Mapping[str, int]:
    """The gaps of the offers alone."""
    count = _gaps("offers", offers)
    count["offers.amount"] = sum(offer.ask is None or offer.ask.amount is None for offer in offers)
    count["offers.stage"] = sum(offer.stage is None for offer in offers)
    return {part: number for part, number in count.items() if number}


def gaps_of_needs(needs: Sequence[Need]) -> Mapping[str, int]:
    """The gaps of the needs alone."""
    count = _gaps("needs", needs)
    count["needs.ticket"] = sum(need.ticket is None for need in needs)
    count["needs.stages"] = sum(not need.stages for need in needs)
    return {part: number for part, number in count.items() if number}


def _gaps(what: str, parties: Sequence[Offer | Need]) -> dict[str, int]:
    return {
        f"{what}.{part}": sum(not getattr(party, part) for party in parties)
        for part in ("texts", "fields", "country", "updated")
    }


def _repeated(what: str, ids: Sequence[str]) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for row, identifier in enumerate(ids, 1):
        if not identifier:
            yield Finding("missing_id", row, f"{what}.id")
        elif identifier in first:
            yield Finding("duplicate_id", row, f"{what}.id", {"id": identifier, "first_row": first[identifier]})
        else:
            first[identifier] = row


def _of_party(
    what: str, row: int, party: Offer | Need, taxonomy: Taxonomy | None, asof: date | None
) -> Iterator[Finding]:
    yield from _of_texts(what, row, party.texts)
    for language in party.languages:
        if not _is_code(language, lower=True):
            yield Finding("unknown_language", row, f"{what}.languages", {"language": language})
    looked_in = party.countries if isinstance(party, Need) else ()
    for part, country in [("country", party.country), *(("countries", country) for country in looked_in)]:
        if country and not _is_code(country, lower=False):
            yield Finding("unknown_country", row, f"{what}.{part}", {"country": country})
    for code in party.fields:
        if taxonomy is not None and code not in taxonomy:
            yield Finding("unknown_field", row, f"{what}.fields", {"code": code})
    if asof and party.updated and party.updated > asof:
        yield Finding("after_asof", row, f"{what}.updated", {"date": party.updated, "asof": asof})


def _of_texts(what: str, row: int, texts: Texts) -> Iterator[Finding]:
    for language in texts:
        if language not in TEXT_LANGUAGES:
            yield Finding("unknown_language", row, f"{what}.texts", {"language": language})


def _of_ask(row: int, offer: Offer) -> Iterator[Finding]:
    if offer.ask is not None:
        yield from _of_amount("offers.ask", row, offer.ask.amount, offer.ask.currency)


def _of_ticket(row: int, need: Need) -> Iterator[Finding]:
    ticket = need.ticket
    if ticket is None:
        return
    for amount in (ticket.least, ticket.most):
        yield from _of_amount("needs.ticket", row, amount, ticket.currency)
    if ticket.least is not None and ticket.most is not None and ticket.least > ticket.most:
        yield Finding("range_reversed", row, "needs.ticket", {"least": ticket.least, "most": ticket.most})


def _of_outcome(row: int, outcome: Outcome, asof: date | None) -> Iterator[Finding]:
    for part, identifier in (("offer_id", outcome.offer_id), ("need_id", outcome.need_id)):
        if not identifier:
            yield Finding("missing_id", row, f"outcomes.{part}")
    if asof and outcome.on > asof:
        yield Finding("after_asof", row, "outcomes.on", {"date": outcome.on, "asof": asof})
    if outcome.reason is not None and outcome.kind is not OutcomeKind.REFUSED:
        yield Finding("reason_without_refusal", row, "outcomes.reason", {"kind": outcome.kind})
    yield from _of_amount("outcomes", row, outcome.amount, outcome.currency)


def _of_amount(where: str, row: int, amount: Decimal | None, currency: str) -> Iterator[Finding]:
    if amount is None:
        return
    if not currency:
        yield Finding("amount_without_currency", row, f"{where}.currency", {"amount": amount})
    elif not (len(currency) == 3 and currency.isascii() and currency.isupper()):
        yield Finding("unknown_currency", row, f"{where}.currency", {"currency": currency})
    if not amount.is_finite() or amount < 0:
        yield Finding("amount_not_positive", row, f"{where}.amount", {"amount": amount})


def _is_code(code: str, *, lower: bool) -> bool:
    return len(code) == 2 and code.isascii() and code.isalpha() and (code.islower() if lower else code.isupper())
