"""The rates that hold on a day: for each two currencies the latest one entered for that day or before."""

from datetime import date

from django.db.models import QuerySet

from landbridge.kernel.money import Rate
from landbridge.network.models import ExchangeRate


def in_use(rows: QuerySet[ExchangeRate], *, on: date) -> tuple[Rate, ...]:
    """The newest rate of each pair of currencies, in whichever direction it was given, none later than `on`. One query."""
    newest: dict[frozenset[str], Rate] = {}
    for row in rows.filter(withdrawn_at=None, on__lte=on).order_by("on", "entered_at", "pk"):
        newest[frozenset((row.base, row.quote))] = row.rate
    return tuple(newest.values())
