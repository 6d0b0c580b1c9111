"""Rows that tests of matchmaking stand on."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from landbridge.kernel.ids import short_code, uuid7
from landbridge.network.models import Organisation
from landbridge.projects.models import Project

THEN = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)


def organisation(hub_id: UUID, name: str = "Metro operator", **facts: Any) -> Organisation:
    facts = {"kind": "company", "country": "CN", "place": "Shanghai", **facts}
    identifier = uuid7()
    return Organisation.objects.create(
        id=identifier,
        hub_id=hub_id,
        code=short_code("O", identifier),
        name_latin=name,
        recorded_at=THEN,
        changed_at=THEN,
        **facts,
    )


def project(hub_id: UUID, name: str = "Cell balancing", **facts: Any) -> Project:
    facts = {"country": "GB", "fields": ["battery-management"], "trl": 6, "seeks": ["customer"], **facts}
    identifier = uuid7()
    return Project.objects.create(
        id=identifier,
        hub_id=hub_id,
        code=short_code("P", identifier),
        thread_id=uuid4(),
        name_latin=name,
        sort_key=name.lower(),
        created_at=THEN,
        **facts,
    )
