"""A hub with people of several roles signed in, at work on 2026-11-20 in Shanghai."""

from collections.abc import Callable, Iterator
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
SignIn = Callable[..., Client]


@pytest.fixture(autouse=True)
def at_work(monkeypatch: pytest.MonkeyPatch) -> FixedClock:
    """The site's clock stands at a working moment."""
    clock = FixedClock(NOW)
    monkeypatch.setattr(site_clock, "current", lambda: clock)
    return clock


@pytest.fixture
def hub(db: None) -> Hub:
    return Hub.objects.create(name_latin="Riverside Park", name_chinese="江畔园", country="CN", zone="Asia/Shanghai")


@pytest.fixture
def other_hub(db: None) -> Hub:
    return Hub.objects.create(name_latin="Elbe Centre", country="DE", zone="Europe/Berlin")


@pytest.fixture
def hub_id(hub: Hub) -> UUID:
    return hub.pk


@pytest.fixture
def inside(hub: Hub) -> Iterator[UUID]:
    """The database inside the hub, for what a test prepares and looks at."""
    with hub_context(hub.pk):
        yield hub.pk


def member_of(account: Account, hub: Hub, role: Role) -> Membership:
    since = DateTimeTZRange(datetime(2026, 1, 1, tzinfo=UTC), None)
    with hub_context(hub.pk):
        return Membership.objects.create(
            hub_id=hub.pk, account=account, role=role, period=since, granted_by=account.pk, recorded_at=NOW
        )


@pytest.fixture
def sign_in() -> SignIn:
    """Sign somebody in with a role in each of the hubs."""

    def signed_in(role: Role, *hubs: Hub) -> Client:
        account = Account.objects.create_user(f"{role}@example.org", "a long enough phrase", name="Li Na")
        for hub in hubs:
            member_of(account, hub, role)
        client = Client()
        client.force_login(account)
        return client

    return signed_in


@pytest.fixture
def manager(sign_in: SignIn, hub: Hub) -> Client:
    return sign_in(Role.HUB_MANAGER, hub)


@pytest.fixture
def scout(sign_in: SignIn, hub: Hub) -> Client:
    """Edits people, erases none, manages no members."""
    return sign_in(Role.SCOUT, hub)


@pytest.fixture
def founder(sign_in: SignIn, hub: Hub) -> Client:
    """Sees no other people."""
    return sign_in(Role.FOUNDER, hub)


@pytest.fixture
def stranger(other_hub: Hub) -> Client:
    """The manager of another hub."""
    account = Account.objects.create_user("stranger@example.org", "a long enough phrase")
    member_of(account, other_hub, Role.HUB_MANAGER)
    client = Client()
    client.force_login(account)
    return client
