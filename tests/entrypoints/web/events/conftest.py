"""A hub with its manager signed in, at work on 2026-11-20."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client

from landbridge.entrypoints import clock as site_clock
from landbridge.ground.hubs import hub_context
from landbridge.kernel.clock import FixedClock
from landbridge.network.models import Account, Hub, Membership
from landbridge.network.states import Role

NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_work(monkeypatch: pytest.MonkeyPatch) -> FixedClock:
    """The site's clock stands at a working moment."""
    clock = FixedClock(NOW)
    monkeypatch.setattr(site_clock, "current", lambda: clock)
    return clock


@pytest.fixture
def hub(db: None) -> Hub:
    return Hub.objects.create(name_latin="Riverside Park", name_chinese="江畔园", country="CN", zone="Asia/Shanghai")


def signed_in(client: Client, hub: Hub, role: Role, email: str) -> Client:
    account = Account.objects.create_user(email, "a long enough phrase")
    with hub_context(hub.pk):
        Membership.objects.create(
            hub_id=hub.pk, account=account, role=role, period=DateTimeTZRange(datetime(2026, 1, 1, tzinfo=UTC), None),
            granted_by=account.pk, recorded_at=NOW,
        )  # fmt: skip
    client.force_login(account)
    return client


@pytest.fixture
def manager(client: Client, hub: Hub) -> Client:
    return signed_in(client, hub, Role.HUB_MANAGER, "manager@example.org")


@pytest.fixture
def founder(hub: Hub) -> Client:
    """Sees road shows, plans none."""
    return signed_in(Client(), hub, Role.FOUNDER, "founder@example.org")


@pytest.fixture
def stranger(db: None) -> Client:
    """A manager of another hub."""
    other = Hub.objects.create(name_latin="Elsewhere", country="DE", zone="Europe/Berlin")
    return signed_in(Client(), other, Role.HUB_MANAGER, "other@example.org")


@pytest.fixture
def hub_id(hub: Hub) -> UUID:
    """The manager's hub, for the fixtures of the house."""
    return hub.pk


@pytest.fixture
def inside(hub: Hub) -> Iterator[UUID]:
    """The database inside the hub, for what a test prepares and looks at."""
    with hub_context(hub.pk):
        yield hub.pk
