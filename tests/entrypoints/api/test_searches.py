"""Standing searches through the API: begun, moved, what they told, the owners' answers."""

import pytest
from django.test import Client

from landbridge.ground.hubs import hub_context
from landbridge.matchmaking.actions import searches
from landbridge.matchmaking.models import Find, Need, PairOutcome, PairRefusal, StandingSearch
from landbridge.network.models import Hub
from tests.entrypoints.api.asking import Queries, ask, counted
from tests.matchmaking import makers
from tests.matchmaking.makers import AT
from tests.matchmaking.test_searches import begun, look, told
from tests.network import makers as network

pytestmark = pytest.mark.usefixtures("standing_clock")


def told_of(hub: Hub, offers: int = 1) -> StandingSearch:
    """A search whose owner was told of that many offers."""
    with hub_context(hub.pk):
        search = begun(hub.pk)
        for number in range(offers):
            makers.project(hub.pk, f"Cell nurse {number}")
        look(search)
        told(search)
    return search


def test_one_is_begun_paused_resumed_and_ended(keeper: Client, park: Hub) -> None:
    with hub_context(park.pk):
        need, owner = makers.need(park.pk), network.person(park.pk, email="li@example.org")
        silent = network.person(park.pk, email="")
    path = f"/needs/{need.pk}/searches"
    status, made = ask(keeper, "post", path, person=str(owner.pk))
    assert (status, made["state"], made["person"]) == (201, "active", str(owner.pk))
    assert ask(keeper, "post", path, person=str(owner.pk))[1]["code"] == "searched_already"
    assert ask(keeper, "post", path, person=str(silent.pk))[1]["findings"][0]["code"] == "search_owner_without_address"
    for to in ("paused", "active", "ended"):
        assert ask(keeper, "post", f"/searches/{made['id']}/state", to=to)[1]["state"] == to
    assert ask(keeper, "post", f"/searches/{made['id']}/state", to="active")[0] == 409
    (one,) = ask(keeper, "get", path)[1]
    assert (one["id"], one["told"], one["yes"], one["no"]) == (made["id"], 0, 0, 0)
    assert ask(keeper, "get", f"/searches/{made['id']}")[1]["ended_at"] is not None


def test_what_it_told_is_read_and_answered_for_its_owner(keeper: Client, park: Hub) -> None:
    path = f"/searches/{told_of(park).pk}/finds"
    (find,) = ask(keeper, "get", path)[1]["items"]
    assert (find["state"], "Field: both name battery management." in find["explanation"]["reasons"]) == ("told", True)
    status, refused = ask(keeper, "post", f"{path}/{find['id']}/answer", interested=False)
    assert (status, refused["findings"][0]["code"]) == (422, "refusal_without_reason")
    status, said = ask(keeper, "post", f"{path}/{find['id']}/answer", interested=False, reason="too_early")
    assert (status, said["state"], said["reason"]) == (200, "refused", "too_early")
    status, said = ask(keeper, "post", f"{path}/{find['id']}/answer", interested=True)
    assert (status, said["state"], said["reason"]) == (200, "interested", "")
    with hub_context(park.pk):
        assert (PairRefusal.objects.get().reason, PairOutcome.objects.get().result) == ("too_early", "interested")


def test_who_may_not_changes_nothing(keeper: Client, authority: Client, park: Hub, next_door: Hub) -> None:
    mine, theirs = told_of(park), told_of(next_door)
    with hub_context(park.pk, next_door.pk):
        finds = {find.hub_id: find.pk for find in Find.objects.all()}
        need = Need.objects.get(hub_id=next_door.pk)
    for client, search in ((authority, mine), (keeper, theirs)):
        assert ask(client, "get", f"/searches/{search.pk}/finds")[0] == 404
        assert ask(client, "post", f"/searches/{search.pk}/state", to="ended")[0] == 404
        path = f"/searches/{search.pk}/finds/{finds[search.hub_id]}/answer"
        assert ask(client, "post", path, interested=True)[0] == 404
    assert ask(keeper, "post", f"/searches/{mine.pk}/finds/{finds[next_door.pk]}/answer", interested=True)[0] == 404
    assert ask(keeper, "post", f"/needs/{need.pk}/searches", person=str(theirs.person_id))[0] == 404
    with hub_context(park.pk, next_door.pk):
        assert set(Find.objects.values_list("state", flat=True)) == {"told"}
        assert set(StandingSearch.objects.values_list("state", flat=True)) == {"active"}


@pytest.mark.parametrize("count", [1, 3])
def test_few_and_many_cost_the_same(keeper: Client, park: Hub, queries: Queries, count: int) -> None:
    search = told_of(park, count)
    with hub_context(park.pk):
        for number in range(count - 1):
            owner = network.person(park.pk, email=f"li{number}@example.org")
            searches.begin_search(actor=makers.SYSTEM, need_id=search.need_id, person_id=owner.pk, at=AT)
    assert len(ask(keeper, "get", f"/searches/{search.pk}/finds")[1]["items"]) == count
    assert counted(keeper, queries, f"/searches/{search.pk}/finds", f"/needs/{search.need_id}/searches") == [9, 9]
