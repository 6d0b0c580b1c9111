"""Offers and needs for tests of lists, made by the actions."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from landbridge.kernel.actor import SystemActor
from landbridge.matchmaking.actions import set_need
from landbridge.matchmaking.models import Need
from landbridge.matchmaking.needs import NeedGiven
from landbridge.projects.actions import register_project
from landbridge.projects.models import Project
from tests.matchmaking import rows

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
SYSTEM = SystemActor()


def project(hub_id: UUID, name: str = "Cell balancing", **facts: object) -> Project:
    given: dict[str, object] = {
        "fields": ["battery-management"], "seeks": ["money"], "country": "DE", "trl": 6,
        "summary_latin": "Balances the cells of a battery pack while the bus drives.",
    } | facts  # fmt: skip
    return register_project(actor=SYSTEM, hub_id=hub_id, at=AT, name_latin=name, **given)  # type: ignore[arg-type]


def need(hub_id: UUID, name: str = "Metro operator", kind: str = "company", **said: object) -> Need:
    given: dict[str, Any] = {
        "text_latin": "Longer life for the battery packs of our buses.", "fields": ("battery-management",),
        "offers": ("money",),
    } | said  # fmt: skip
    organisation = rows.organisation(hub_id, name, kind=kind)
    return set_need(
        actor=SYSTEM,
        hub_id=hub_id,
        organisation_id=organisation.pk,
        given=NeedGiven(**given),
        at=AT,
    )
