"""Rows for tests of tables: the shortest way to something valid. Tests of behaviour use the actions."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from landbridge.kernel.ids import short_code, uuid7
from landbridge.network.models import Account, Hub, Organisation, Person, Provenance

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def organisation(hub_id: UUID, **fields: Any) -> Organisation:
    key = uuid7()
    fields = {"name_latin": "Acme", "recorded_at": LONG_AGO, "changed_at": LONG_AGO} | fields
    return Organisation.objects.create(id=key, hub_id=hub_id, code=short_code("O", key), **fields)


def person(hub_id: UUID, **fields: Any) -> Person:
    key = uuid7()
    fields = {"name_latin": "Ada", "recorded_at": LONG_AGO, "changed_at": LONG_AGO} | fields
    return Person.objects.create(id=key, hub_id=hub_id, code=short_code("H", key), **fields)


def provenance(hub_id: UUID, **fields: Any) -> Provenance:
    fields = {
        "source": "the consulate", "purpose": "road show", "legal_basis": "consent", "crosses_border": False,
        "recorded_by": uuid4(), "recorded_at": LONG_AGO,
    } | fields  # fmt: skip
    return Provenance.objects.create(hub_id=hub_id, **fields)


def account(email: str = "ada@example.org") -> Account:
    return Account.objects.create(email=email, password="!")


def hub(**fields: Any) -> Hub:
    return Hub.objects.create(**{"name_latin": "Park", "country": "CN", "zone": "Asia/Shanghai"} | fields)
