"""The agenda through the API: the same actions, the same refusals, as data."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from landbridge.events.models import AgendaVersion
from landbridge.ground.hubs import hub_context
from landbridge.ground.models import JobRun
from landbridge.network.models import Hub
from landbridge.network.states import Role
from tests.entrypoints.web.events.browsers import client_as
from tests.events.planned import lines_of, pair, version_with
from tests.events.stage import Stage, small_show

Queries = Callable[[], AbstractContextManager[CaptureQueriesContext]]


@pytest.fixture
def hub(db: None) -> Hub:
    return Hub.objects.create(name_latin="Park", country="CN", zone="Asia/Shanghai")


@pytest.fixture
def show(hub: Hub) -> Iterator[Stage]:
    with hub_context(hub.pk):
        yield small_show(hub.pk)


@pytest.fixture
def draft(show: Stage) -> AgendaVersion:
    return version_with(show, ("P01", "K01", 0, 0), ("P01", "F01", 1, 0), ("P02", "K02", 1, 1))


@pytest.fixture
def manager(hub: Hub) -> Client:
    return client_as(Role.HUB_MANAGER, hub.id)


def address(show: Stage, *parts: object) -> str:
    return "/".join([f"/api/events/{show.event.id}", *(str(part) for part in parts)])


def post(client: Client, path: str, **data: Any) -> Any:
    return client.post(path, data, content_type="application/json")


def test_a_version_is_read_with_its_meetings(manager: Client, show: Stage, draft: AgendaVersion) -> None:
    (listed,) = manager.get(address(show, "agendas")).json()
    assert (listed["number"], listed["state"]) == (1, "draft")
    found = manager.get(address(show, "agendas", 1)).json()
    assert [(m["table_label"], m["starts_at"]) for m in found["meetings"]] == [
        ("T01", "2026-11-23T01:00:00Z"), ("T01", "2026-11-23T01:25:00Z"), ("T02", "2026-11-23T01:25:00Z"),
    ]  # fmt: skip


def test_a_change_is_made_refused_with_reasons_and_taken_back(
    manager: Client, show: Stage, draft: AgendaVersion
) -> None:
    path = address(show, "agendas", 1, "edits")
    done = post(manager, path, command="move", pair=str(pair(show, "P01", "K01")), slot=str(show.slots[3].id))
    assert (done.status_code, done.json()) == (201, {"version": 1, "edit": 1, "breaks": done.json()["breaks"]})
    refused = post(manager, path, command="drop", pair=str(pair(show, "P01", "F01")))
    assert (refused.status_code, refused.json()["code"]) == (409, "needs_consent")
    assert [b["code"] for b in refused.json()["data"]["breaks"]] == ["must_lost"]
    impossible = post(
        manager, path, command="move", pair=str(pair(show, "P02", "K02")), slot=str(show.slots[1].id),
        table=str(show.tables[0].id),
    )  # fmt: skip
    assert impossible.json()["code"] == "cannot_be_there"
    assert impossible.json()["data"]["openings"]
    lacking = post(manager, path, command="swap")
    assert (lacking.status_code, [f["field"] for f in lacking.json()["findings"]]) == (422, ["pair", "other"])
    assert manager.delete(f"{path}/1").status_code == 204
    assert ("P01", "K01", 0, 0) in lines_of(show, draft)


def test_planning_is_asked_for_followed_and_cancelled(manager: Client, show: Stage) -> None:
    asked = post(manager, address(show, "agendas"), seconds=2)
    assert (asked.status_code, asked.json()["state"]) == (202, "queued")
    run = address(show, "agenda-runs", asked.json()["id"])
    assert manager.get(run).json()["progress"] == 0
    assert manager.delete(run).json()["state"] == "cancelled"
    bad = post(manager, address(show, "agendas"), seconds=0)
    assert (bad.status_code, bad.json()["findings"][0]["code"]) == (422, "time_limit_out_of_range")


def test_publishing_and_giving_a_place(manager: Client, show: Stage, draft: AgendaVersion) -> None:
    done = post(manager, address(show, "agendas", 1, "publish"), over=None)
    assert done.json() == {"version": 1, "told": 5}
    again = post(manager, address(show, "agendas", 1, "publish"), over=1)
    assert (again.status_code, again.json()["code"]) == (409, "illegal_move")
    given = post(
        manager, address(show, "meetings"), first=str(show.parties["P02"].id), second=str(show.parties["K01"].id),
        slot=str(show.slots[3].id),
    )  # fmt: skip
    assert (given.status_code, given.json()["origin"]) == (201, "hand")
    assert manager.get(address(show, "agendas", 1, "changes")).json() == []


def test_who_may_not_is_told_so_and_changes_nothing(hub: Hub, show: Stage, draft: AgendaVersion) -> None:
    assert Client().get(address(show, "agendas")).status_code == 401
    assert client_as(Role.FOUNDER, hub.id).get(address(show, "agendas")).status_code == 404
    scout, before = client_as(Role.SCOUT, hub.id), lines_of(show, draft)
    path = address(show, "agendas", 1)
    assert (
        post(scout, f"{path}/edits", command="drop", pair=str(pair(show, "P01", "K01")), consent=True).status_code
        == 403
    )
    assert post(scout, f"{path}/publish", over=None).status_code == 403
    assert post(scout, address(show, "agendas"), seconds=2).status_code == 403
    draft.refresh_from_db()
    assert (lines_of(show, draft), draft.state, JobRun.objects.count()) == (before, "draft", 0)


def test_what_is_not_there_is_404(manager: Client, show: Stage) -> None:
    answer = manager.get(address(show, "agendas", 7))
    assert (answer.status_code, answer.json()["code"]) == (404, "missing")


def test_queries_do_not_grow(manager: Client, show: Stage, queries: Queries) -> None:
    version_with(show, ("P01", "K01", 0, 0))
    version_with(show, ("P01", "K01", 0, 0), ("P01", "F01", 1, 0), ("P02", "K02", 1, 1))

    def count(number: int) -> int:
        with queries() as asked:
            assert manager.get(address(show, "agendas", number)).status_code == 200
        return len(asked)

    count(1)  # the session is written by the first request
    assert count(1) == count(2)


def test_it_describes_itself(manager: Client, show: Stage) -> None:
    paths = manager.get("/api/openapi.json").json()["paths"]
    assert "/api/events/{event_id}/agendas/{number}/edits" in paths
