"""A hub, who manages it, and a hub next door."""

import pytest
from django.core.cache import cache
from django.test import Client

from landbridge.entrypoints import clock as site_clock
from landbridge.kernel.clock import FixedClock
from landbridge.network.models import Hub
from landbridge.network.states import Role
from tests.entrypoints.web.events.browsers import client_as
from tests.matchmaking.makers import AT


@pytest.fixture
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The site's clock stands at the moment at which the makers make."""
    clock = FixedClock(AT)
    monkeypatch.setattr(site_clock, "current", lambda: clock)


@pytest.fixture
def park(db: None) -> Hub:
    """The hub."""
    cache.clear()
    return Hub.objects.create(name_latin="Park", country="CN", zone="Asia/Shanghai")


@pytest.fixture
def next_door(db: None) -> Hub:
    """A hub in which nobody of ours works."""
    return Hub.objects.create(name_latin="Elbe", country="DE", zone="Europe/Berlin")


@pytest.fixture
def keeper(park: Hub) -> Client:
    """Who manages the hub, signed in."""
    return client_as(Role.HUB_MANAGER, park.pk)


@pytest.fixture
def authority(park: Hub) -> Client:
    """Who may read the hub's projects and change nothing."""
    return client_as(Role.AUTHORITY, park.pk)
