"""A letter's link answers without log-in: reading shows, a press answers; nobody else's find is opened."""

from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client

from landbridge.ground.hubs import hub_context
from landbridge.matchmaking import letters, lists
from landbridge.matchmaking.actions import searches
from landbridge.matchmaking.models import Find, Need, PairRefusal, StandingSearch
from landbridge.network.actions.affiliations import affiliate
from tests.entrypoints.web.network.conftest import NOW
from tests.matchmaking import makers
from tests.network import makers as network


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    cache.clear()


def told(hub_id: UUID) -> str:
    """The path of the link in a letter that was sent."""
    with hub_context(hub_id):
        makers.project(hub_id)
        owner = network.person(hub_id, email="li@example.org")
        search = searches.begin_search(actor=makers.SYSTEM, need_id=makers.need(hub_id).pk, person_id=owner.pk, at=NOW)
        made = lists.for_need(lists.field_of(hub_id, asof=NOW.date()), search.need_id, encoder=None)
        searches.keep_finds(actor=makers.SYSTEM, search_id=search.pk, made=made, at=NOW)
        searches.tell_owner(actor=makers.SYSTEM, search_id=search.pk, at=NOW)
        return f"/matches/answer/{letters.token_of(Find.objects.get())}/"


def find(hub_id: UUID) -> Find:
    with hub_context(hub_id):
        return Find.objects.select_related("search").get()


def test_reading_changes_nothing_and_one_press_answers(hub_id: UUID) -> None:
    path, reader = told(hub_id), Client()
    page = reader.get(path)
    assert page.status_code == 200
    assert "Cell balancing" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert find(hub_id).state == "told"
    assert "You said yes" in reader.post(path, {"do": "interested"}).content.decode()
    assert find(hub_id).state == "interested"
    without = reader.post(path, {"do": "refuse"})
    assert (without.status_code, find(hub_id).state) == (422, "interested")
    assert "You said no" in reader.post(path, {"do": "refuse", "reason": "has_one"}).content.decode()
    with hub_context(hub_id):
        assert PairRefusal.objects.get().reason == "has_one"


def test_the_link_pauses_and_ends_the_search(hub_id: UUID) -> None:
    path, reader = told(hub_id), Client()
    for word, state in (("paused", "paused"), ("active", "active"), ("ended", "ended")):
        reader.post(path, {"do": word})
        assert find(hub_id).search.state == state
    assert reader.post(path, {"do": "active"}).status_code == 409
    assert find(hub_id).search.state == "ended"


def test_a_forged_link_opens_nothing_and_guessing_is_slowed(hub_id: UUID) -> None:
    path, guesser = told(hub_id), Client()
    statuses = [guesser.get(f"{path[:-3]}{n:02}/").status_code for n in range(12)]
    assert set(statuses[:10]) == {404}
    assert statuses[-1] == 429
    assert find(hub_id).state == "told"


def test_a_search_is_begun_paused_and_ended_on_the_needs_page(manager: Client, founder: Client, hub_id: UUID) -> None:
    with hub_context(hub_id):
        wanted = makers.need(hub_id)
        person = network.person(hub_id, name_latin="Li Na", email="li@example.org")
    page = f"/matches/needs/{wanted.pk}/search/"
    assert "Nobody can be told yet" in manager.get(page).content.decode()
    with hub_context(hub_id):
        affiliate(actor=makers.SYSTEM, person_id=person.pk, organisation_id=wanted.organisation_id, at=NOW)
    assert founder.post(page, {"person": str(person.pk)}).status_code == 404
    assert manager.post(page, {"person": str(person.pk)})["Location"] == f"/matches/needs/{wanted.pk}/"
    with hub_context(hub_id):
        search = StandingSearch.objects.get()
    assert "Li Na" in manager.get(f"/matches/needs/{wanted.pk}/").content.decode()
    assert founder.post(f"/matches/searches/{search.pk}/move/", {"to": "ended"}).status_code == 404
    manager.post(f"/matches/searches/{search.pk}/move/", {"to": "paused"})
    with hub_context(hub_id):
        assert (StandingSearch.objects.get().state, Need.objects.count()) == ("paused", 1)
