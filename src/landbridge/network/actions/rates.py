"""Exchange rates, entered by hand or by a file; a correction replaces, and keeps what stood before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO
from uuid import UUID

from landbridge.evidence import trail
from landbridge.ground.locks import advisory_lock
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.money import is_currency
from landbridge.kernel.refusal import Finding, InputRefused
from landbridge.kernel.zones import to_wall
from landbridge.network import rules
from landbridge.network.imports.checking import checked
from landbridge.network.imports.mapping import guessed
from landbridge.network.imports.rates import RATES
from landbridge.network.imports.reading import open_table
from landbridge.network.models import ExchangeRate
from landbridge.network.permissions import Permission
from landbridge.network.refusals import RateStands
from landbridge.network.trail_events import NetworkEvent

PLACES = Decimal(1).scaleb(-12)
LARGEST = Decimal(10) ** 11


@dataclass(frozen=True, slots=True, kw_only=True)
class RateGiven:
    """`units` of `base` cost `price` of `quote` on a day, says `source`: as a bank prints it, often for 100 units."""

    base: str
    quote: str
    price: Decimal
    on: date
    source: str
    units: Decimal = Decimal(1)
    row: int | None = None


@action
def enter_rates(*, actor: Actor, hub_id: UUID, given: Sequence[RateGiven], at: datetime) -> list[ExchangeRate]:
    """Enter rates, all or none. One that stands for the same two currencies and day is replaced and stays on record.

    A rate that says what stands already is not entered again. Returns those that are new.
    """
    hub = rules.access_hub(actor, hub_id, permission=Permission.MANAGE_HUB)
    found = [fault for one in given for fault in _faults(one, today=to_wall(at, hub.zone).date())]
    if found:
        raise InputRefused(*found)
    advisory_lock(space="network.rates", identifier=hub_id)
    standing = {
        (row.base, row.quote, row.on): row
        for row in ExchangeRate.objects.filter(hub_id=hub_id, withdrawn_at=None, on__in={one.on for one in given})
    }
    new, replaced = [], []
    for one in given:
        row, before = _new(one, actor, hub_id, at), standing.get((one.base, one.quote, one.on))
        if before is not None and (before.price, before.source) == (row.price, row.source):
            continue
        if before is not None:
            before.withdrawn_at = at
            replaced.append(before)
        new.append(row)
    ExchangeRate.objects.bulk_update(replaced, ["withdrawn_at"])
    ExchangeRate.objects.bulk_create(new)
    trail.record_all(actor, NetworkEvent.RATE_ENTERED, new, hub_id=hub_id, at=at)
    return new


@action
def enter_rates_from_file(*, actor: Actor, hub_id: UUID, file: BinaryIO, at: datetime) -> list[ExchangeRate]:
    """Enter the rates of a CSV or XLSX file, all or none; every fault is told by row and column."""
    rules.access_hub(actor, hub_id, permission=Permission.MANAGE_HUB)
    table = open_table(file)
    mapping = guessed(RATES, table.header)
    if missing := RATES.missing(mapping):
        raise InputRefused(*(Finding("column_missing", field=key, data={"column": key}) for key in missing))
    result = checked(RATES, table, mapping)
    if result.findings:
        raise InputRefused(*result.findings)
    given = [RateGiven(**row.values, row=row.row) for row in result.good]
    return enter_rates(actor=actor, hub_id=hub_id, given=given, at=at)


@action
def withdraw_rate(*, actor: Actor, rate_id: UUID, at: datetime) -> ExchangeRate:
    """Take a wrong rate out of use. It stays on record."""
    rate = rules.access_rate(actor, rate_id)
    if rate.withdrawn_at is None:
        rate.withdrawn_at = at
        rate.save(update_fields=["withdrawn_at"])
        trail.record(actor, NetworkEvent.RATE_WITHDRAWN, rate, hub_id=rate.hub_id, at=at)
    return rate


@action
def restore_rate(*, actor: Actor, rate_id: UUID, at: datetime) -> ExchangeRate:
    """Use a withdrawn rate again; refused while another stands for its currencies and day."""
    rate = rules.access_rate(actor, rate_id)
    advisory_lock(space="network.rates", identifier=rate.hub_id)
    same_day = ExchangeRate.objects.filter(hub_id=rate.hub_id, base=rate.base, quote=rate.quote, on=rate.on)
    if same_day.filter(withdrawn_at=None).exclude(pk=rate.pk).exists():
        raise RateStands(base=rate.base, quote=rate.quote, on=rate.on)
    if rate.withdrawn_at is not None:
        rate.withdrawn_at = None
        rate.save(update_fields=["withdrawn_at"])
        trail.record(actor, NetworkEvent.RATE_RESTORED, rate, hub_id=rate.hub_id, at=at)
    return rate


def _new(one: RateGiven, actor: Actor, hub_id: UUID, at: datetime) -> ExchangeRate:
    return ExchangeRate(
        hub_id=hub_id,
        base=one.base,
        quote=one.quote,
        price=_price(one),
        on=one.on,
        source=one.source.strip(),
        entered_by=actor.actor_id,
        entered_at=at,
    )


def _price(one: RateGiven) -> Decimal:
    return (one.price / one.units).quantize(PLACES)


def _faults(one: RateGiven, *, today: date) -> list[Finding]:
    found = [
        Finding("currency_form", one.row, field, {"currency": code})
        for field, code in (("base", one.base), ("quote", one.quote))
        if not is_currency(code)
    ]
    if one.base == one.quote:
        found.append(Finding("rate_of_one_currency", one.row, "quote"))
    sound = all(number.is_finite() and number > 0 for number in (one.units, one.price))
    if not sound or not PLACES <= _price(one) < LARGEST:
        found.append(Finding("rate_not_positive", one.row, "price", {"found": one.price}))
    if one.on > today:
        found.append(Finding("rate_in_future", one.row, "on", {"found": one.on}))
    if not one.source.strip():
        found.append(Finding("text_missing", one.row, "source"))
    elif len(one.source.strip()) > 200:
        found.append(Finding("too_long", one.row, "source", {"expected": 200}))
    return found
