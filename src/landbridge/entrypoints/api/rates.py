"""Exchange rates: what asks and amounts of different currencies are compared by."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from landbridge.entrypoints import clock
from landbridge.entrypoints.api.inputs import Code, Title, hub_for
from landbridge.entrypoints.api.pages import Turned, one_page
from landbridge.entrypoints.gate import Table, actor_of
from landbridge.network import rules
from landbridge.network.actions import rates as actions
from landbridge.network.actions.rates import RateGiven
from landbridge.network.models import ExchangeRate
from landbridge.network.permissions import Permission

router = Router()
Figure = Annotated[Decimal, Field(max_digits=24, decimal_places=12)]
MOST = 5_000


class RateIn(Schema):
    """`units` of `base` cost `price` of `quote` on a day, says `source`: as a bank prints it, often for 100 units."""

    base: Code
    quote: Code
    price: Figure
    units: Figure = Decimal(1)
    on: date
    source: Title


class RatesIn(Schema):
    """Rates to enter, all or none."""

    hub: UUID | None = Field(None, description="may be left out by who works in one hub")
    rates: list[RateIn] = Field(min_length=1, max_length=MOST)


class RateOut(Schema):
    """One unit of `base` cost `price` of `quote`. A withdrawn one stays on record."""

    id: UUID
    hub: UUID = Field(validation_alias="hub_id")
    base: str
    quote: str
    price: Decimal
    on: date
    source: str
    withdrawn_at: datetime | None


class RatesAsked(Turned):
    """How many at once, and which: those in use, or the withdrawn."""

    withdrawn: bool = False


class Rates(Schema):
    """One page; `next` asks for the following one."""

    items: list[RateOut]
    next: str | None


@router.get("", response=Rates, url_name="exchange_rates")
def list_rates(request: HttpRequest, asked: Query[RatesAsked], hub: UUID | None = None) -> dict[str, Any]:
    """The exchange rates of a hub, the latest day first; with `withdrawn` those that were taken out of use."""
    hub_id = hub_for(request, hub, Permission.SEE_PEOPLE)
    rows = rules.visible_rates(actor_of(request), hub_id=hub_id).filter(withdrawn_at__isnull=not asked.withdrawn)
    return one_page(rows, asked, keys=("on",), descending=True)


@router.post("", response={201: list[RateOut]}, url_name="exchange_rates")
def enter(request: HttpRequest, said: RatesIn) -> Status[list[ExchangeRate]]:
    """Enter rates, all or none; one for the same two currencies and day takes the place of what stood. Answers the new ones."""
    hub_id = hub_for(request, said.hub, Permission.MANAGE_HUB)
    given = [RateGiven(**rate.model_dump(), row=row) for row, rate in enumerate(said.rates, start=1)]
    made = actions.enter_rates(actor=actor_of(request), hub_id=hub_id, given=given, at=clock.current().now())
    return Status(201, made)


@router.delete("/{rate_id}", response=RateOut, url_name="exchange_rate")
def withdraw(request: HttpRequest, rate_id: UUID) -> ExchangeRate:
    """Take a wrong rate out of use."""
    return actions.withdraw_rate(actor=actor_of(request), rate_id=rate_id, at=clock.current().now())


@router.post("/{rate_id}/restore", response=RateOut, url_name="restore_exchange_rate")
def restore(request: HttpRequest, rate_id: UUID) -> ExchangeRate:
    """Use a withdrawn rate again."""
    return actions.restore_rate(actor=actor_of(request), rate_id=rate_id, at=clock.current().now())


PERMISSIONS: Table = {
    "api:exchange_rates": Permission.SEE_PEOPLE,
    "api:exchange_rate": Permission.MANAGE_HUB,
    "api:restore_exchange_rate": Permission.MANAGE_HUB,
}
