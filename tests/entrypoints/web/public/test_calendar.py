"""The public calendar: without a log-in, only what the hub chose, in both languages and as a feed."""

import json
import re
from uuid import UUID, uuid4

import pytest
import vobject
from django.core.cache import cache
from django.test import Client

from landbridge.entrypoints import clock as site_clock
from landbridge.events.actions import series
from landbridge.events.models import Event
from landbridge.ground.hubs import hub_context
from landbridge.kernel.clock import FixedClock
from landbridge.network.models import Hub
from landbridge.network.states import Role
from tests.entrypoints.web.events.browsers import client_as
from tests.events import makers
from tests.events.makers import AT, SYSTEM

HOSTILE = "</script><script>alert(1)</script>"


@pytest.fixture
def event(db: None, monkeypatch: pytest.MonkeyPatch) -> Event:
    monkeypatch.setattr(site_clock, "current", lambda: FixedClock(AT))
    cache.clear()
    hub = Hub.objects.create(name_latin="Harbour Park", name_chinese="港湾园", country="CN", zone="Asia/Shanghai")
    with hub_context(hub.pk):
        shown = makers.laid(hub.pk, name_latin=f"Spring {HOSTILE}", name_chinese="春季路演")
        makers.laid(hub.pk, name_latin="Secret talks")
        makers.guest(shown, "Acme")
        series.list_publicly(actor=SYSTEM, event_id=shown.pk, listed=True, at=AT)
    return shown


def page(client: Client, hub_id: UUID) -> str:
    return client.get(f"/calendar/{hub_id}/").content.decode()


def test_everybody_sees_what_was_chosen_and_nothing_else(client: Client, event: Event) -> None:
    seen = page(client, event.hub_id)
    assert "Spring" in seen
    for hidden in ("Secret talks", "Acme", "<script>alert"):
        assert hidden not in seen
    client.cookies["django_language"] = "zh-hans"
    assert "春季路演" in page(client, event.hub_id)


def test_the_structured_data_is_an_event_nothing_breaks_out_of(client: Client, event: Event) -> None:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page(client, event.hub_id), re.DOTALL)
    assert found is not None
    (told,) = json.loads(found[1])
    assert (told["@type"], told["name"], told["startDate"]) == ("BusinessEvent", f"Spring {HOSTILE}", "2026-12-01")


def test_the_feed_speaks_the_language_of_its_address(client: Client, event: Event) -> None:
    for language, name in (("en", f"Spring {HOSTILE}"), ("zh", "春季路演")):
        feed = client.get(f"/calendar/{event.hub_id}/{language}.ics")
        assert feed["Content-Type"] == "text/calendar; charset=utf-8"
        assert vobject.readOne(feed.content.decode()).vevent.summary.value == name
    assert client.get(f"/calendar/{event.hub_id}/fr.ics").status_code == 404


def test_a_hub_that_is_none_is_not_found(client: Client, event: Event) -> None:
    assert client.get(f"/calendar/{uuid4()}/").status_code == 404
    assert client.get(f"/calendar/{uuid4()}/en.ics").status_code == 404


def test_the_organiser_copies_names_a_season_and_lists(event: Event) -> None:
    manager = client_as(Role.HUB_MANAGER, event.hub_id)
    at = f"/events/{event.pk}/series/"
    assert "Copy for a new date" in manager.get(at).content.decode()
    assert manager.post(f"{at}season/", {"season_latin": "2026"}).status_code == 302
    assert manager.post(f"{at}listing/", {"listed": "no"}).status_code == 302
    assert manager.post(f"{at}copy/", {"first_day": "2020-01-01", "name_latin": "Old"}).status_code == 200
    made = manager.post(f"{at}copy/", {"first_day": "2027-06-01", "name_latin": "Summer"})
    assert made.status_code == 302
    with hub_context(event.hub_id):
        event.refresh_from_db()
        assert (event.listed, Event.objects.filter(season=event.season).count()) == (False, 2)
    season = manager.get(f"/events/seasons/{event.season_id}/").content.decode()
    assert "Summer" in season
    assert manager.get(f"/events/seasons/{uuid4()}/").status_code == 404
    founder = client_as(Role.FOUNDER, event.hub_id)
    assert founder.post(f"{at}copy/", {"first_day": "2027-06-01", "name_latin": "Mine"}).status_code == 404
