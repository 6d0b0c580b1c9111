"""The pages of webhooks: single events folded away, and what a system is told."""

from django.test import Client

from landbridge.ground.hubs import hub_context
from landbridge.kernel.clock import SystemClock
from landbridge.network.models import Hub, WebhookEndpoint
from landbridge.network.states import Role
from tests.entrypoints.web.events.browsers import client_as


def endpoint(*topics: str) -> tuple[Client, WebhookEndpoint]:
    """A manager, and a system that is told of these topics."""
    hub = Hub.objects.create(name_latin="Park", country="CN", zone="Asia/Shanghai")
    client = client_as(Role.HUB_MANAGER, hub.pk)
    with hub_context(hub.pk):
        made = WebhookEndpoint.objects.create(
            hub_id=hub.pk, url="https://example.org/in", name="CRM", topics=list(topics), made_by=hub.pk,
            made_at=SystemClock().now(),
        )  # fmt: skip
    return client, made


def test_the_page_says_what_the_system_is_told(db: None) -> None:
    client, made = endpoint("projects", "events.agenda_published", "events.copied")
    page = client.get(f"/network/webhooks/{made.pk}/").content.decode()
    assert "Projects: everything" in page
    assert "Road shows: Agenda published, Road show copied" in page
    assert "Network: " not in page


def test_single_events_are_folded_away_unless_one_is_chosen(db: None) -> None:
    client, made = endpoint("projects", "events.agenda_published")
    page = client.get(f"/network/webhooks/{made.pk}/change/").content.decode()
    assert (page.count("<details open>"), page.count('value="events.agenda_published"')) == (1, 1)
    assert "Road shows: everything" in page
