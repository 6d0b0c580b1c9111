"""Copies, seasons and the public calendar through the API."""

import pytest
from django.test import Client

from landbridge.events.actions import series
from landbridge.events.models import Event, Season
from landbridge.ground.hubs import hub_context
from landbridge.network.models import Hub
from landbridge.network.states import Role
from tests.entrypoints.api.asking import Queries, ask, counted
from tests.entrypoints.web.events.browsers import client_as
from tests.events import makers

pytestmark = pytest.mark.usefixtures("standing_clock")


def laid(hub: Hub) -> Event:
    with hub_context(hub.pk):
        return makers.laid(hub.pk)


def test_one_is_copied_put_into_a_season_and_shown_to_everybody(keeper: Client, park: Hub) -> None:
    event = laid(park)
    status, copy = ask(keeper, "post", f"/events/{event.pk}/copy", first_day="2027-12-01", name_latin="The next one")
    assert (status, copy["first_day"], copy["name_latin"], copy["state"]) == (
        201,
        "2027-12-01",
        "The next one",
        "preparing",
    )
    assert len(ask(keeper, "get", f"/events/{copy['id']}/sessions")[1]) == len(
        ask(keeper, "get", f"/events/{event.pk}/sessions")[1]
    )
    placed = ask(keeper, "put", f"/events/{event.pk}/season", name_latin="Autumn")[1]
    (season,) = ask(keeper, "get", "/seasons")[1]
    assert (season["name_latin"], placed["season"]) == ("Autumn", season["id"])
    assert ask(keeper, "put", f"/events/{copy['id']}/season", season=season["id"])[1]["season"] == season["id"]
    shown = ask(keeper, "get", f"/seasons/{season['id']}/events", limit=1)[1]
    assert [one["id"] for one in shown["items"]] == [copy["id"]]
    after = ask(keeper, "get", f"/seasons/{season['id']}/events", limit=1, page=shown["next"])[1]
    assert ([one["id"] for one in after["items"]], after["next"]) == ([str(event.pk)], None)
    assert ask(Client(), "get", f"/calendar/{park.pk}")[1]["events"] == []
    assert ask(keeper, "put", f"/events/{event.pk}/listed", listed=True)[1]["listed"] is True
    calendar = ask(Client(), "get", f"/calendar/{park.pk}")[1]
    assert [one["id"] for one in calendar["events"]] == [str(event.pk)]
    assert Client().get(calendar["feeds"]["zh"]).status_code == 200
    assert ask(keeper, "put", f"/events/{event.pk}/season")[1]["season"] is None


def test_who_may_not_changes_nothing(keeper: Client, park: Hub, next_door: Hub) -> None:
    mine, theirs, scout = laid(park), laid(next_door), client_as(Role.SCOUT, park.pk)
    with hub_context(next_door.pk):
        season = series.set_season(
            actor=makers.SYSTEM, event_id=theirs.pk, season_id=None, name_latin="Theirs", at=makers.AT
        ).season_id
    for client, event in ((scout, mine), (keeper, theirs)):
        assert ask(client, "post", f"/events/{event.pk}/copy", first_day="2027-12-01", name_latin="X")[0] == 404
        assert ask(client, "put", f"/events/{event.pk}/season", name_latin="Mine")[0] == 404
        assert ask(client, "put", f"/events/{event.pk}/listed", listed=True)[0] == 404
    assert ask(keeper, "put", f"/events/{mine.pk}/season", season=str(season))[0] == 404
    assert ask(keeper, "get", f"/seasons/{season}/events")[0] == 404
    assert ask(Client(), "get", f"/calendar/{mine.pk}")[0] == 404
    with hub_context(park.pk, next_door.pk):
        assert set(Event.objects.values_list("pk", "season", "listed")) == {
            (mine.pk, None, False), (theirs.pk, season, False),
        }  # fmt: skip
        assert Season.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_few_and_many_cost_the_same(keeper: Client, park: Hub, queries: Queries, count: int) -> None:
    with hub_context(park.pk):
        for number in range(count):
            event = makers.event(park.pk, name_latin=f"Show {number}")
            series.set_season(
                actor=makers.SYSTEM, event_id=event.pk, season_id=None, name_latin=f"Season {number}", at=makers.AT
            )
            series.list_publicly(actor=makers.SYSTEM, event_id=event.pk, listed=True, at=makers.AT)
    assert counted(keeper, queries, "/seasons", "/events") == [9, 8]
    assert counted(Client(), queries, f"/calendar/{park.pk}") == [6]
