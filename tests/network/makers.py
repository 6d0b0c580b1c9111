"""Rows for tests of tables: the shortest way to something valid. Tests of behaviour use the actions."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from landbridge.kernel.ids import short_code, uuid7
from landbridge.network.models import Account, Hub, Organisation, Person, Provenance

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def coded(kind: str, rows: type[Organisation] | type[Person], hub_id: UUID) -> dict[str, Any]:
    """An identifier with its code, another one where the code is taken: one pair in 33 million shares one by chance."""
    while True:
        key = uuid7()
        if not rows.objects.filter(hub_id=hub_id, code=short_code(kind, key)).exists():
            return {"id": key, "hub_id": hub_id, "code": short_code(kind, key)}


def organisation(hub_id: UUID, **fields: Any) -> Organisation:
    fields = {"name_latin": "Acme", "recorded_at": LONG_AGO, "changed_at": LONG_AGO} | fields
    return Organisation.objects.create(**coded("O", Organisation, hub_id), **fields)


def person(hub_id: UUID, **fields: Any) -> Person:
    fields = {"name_latin": "Ada", "recorded_at": LONG_AGO, "changed_at": LONG_AGO} | fields
    return Person.objects.create(**coded("H", Person, hub_id), **fields)


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
