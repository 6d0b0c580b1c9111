"""A road show with a project and two guests; the first guest has a personal link. It is 2026-11-20."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client

from landbridge.entrypoints import clock as site_clock
from landbridge.events.actions import links, suggestions
from landbridge.events.models import Attendee, Event, Participant
from landbridge.ground.hubs import hub_context
from landbridge.kernel.clock import FixedClock
from landbridge.network.models import Hub, Person
from landbridge.projects.models import Project
from tests.events import makers
from tests.events.makers import AT, SYSTEM


@dataclass
class Scene:
    """What the tests look at; read again inside the hub."""

    hub: Hub
    event: Event
    rover: Participant
    acme: Participant
    fund: Participant
    ada: Attendee
    token: str

    def inside(self) -> AbstractContextManager[None]:
        return hub_context(self.hub.pk)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[FixedClock]:
    standing = FixedClock(AT)
    monkeypatch.setattr(site_clock, "current", lambda: standing)
    cache.clear()
    yield standing
    cache.clear()


@pytest.fixture
def scene(db: None) -> Scene:
    hub = Hub.objects.create(name_latin="Harbour Park", name_chinese="港湾园", country="CN", zone="Asia/Shanghai")
    with hub_context(hub.pk):
        event = makers.laid(hub.pk, name_latin="Spring road show", name_chinese="春季路演", place_latin="Hall 5")
        rover, acme, fund = makers.delegate(event), makers.guest(event), makers.guest(event, "Harbour fund", "F")
        Project.objects.update(fields=["robotics"], city="Dublin", country="IE", summary_latin="Rovers for yards")
        ada = Attendee.objects.get(participant=acme)
        Person.objects.filter(pk=ada.person_id).update(email="ada@example.org", language="en")
        suggestions.make_shortlists(actor=SYSTEM, event_id=event.pk, at=AT)
        token = links.make_link(actor=SYSTEM, attendee_id=ada.pk, at=AT).token
    return Scene(hub, event, rover, acme, fund, ada, token)


@pytest.fixture
def holder(client: Client, scene: Scene) -> Client:
    """Ada's phone, after she opened her page."""
    assert client.post(f"/l/{scene.token}").status_code == 302
    return client


@pytest.fixture
def hub_id(scene: Scene) -> UUID:
    return scene.hub.pk
