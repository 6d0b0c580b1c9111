"""The API after the meetings: answers, follow-ups, the report."""

import json
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from landbridge.entrypoints import clock as site_clock
from landbridge.events.models import FollowUp, Reply
from landbridge.ground.hubs import hub_context
from landbridge.kernel.clock import FixedClock
from landbridge.network.models import Hub
from landbridge.network.states import Role
from tests.entrypoints.web.events.conftest import signed_in
from tests.events.after import NOON, published, say
from tests.events.planned import pair
from tests.events.stage import Stage, small_show


@pytest.fixture
def show(db: None, monkeypatch: pytest.MonkeyPatch) -> Stage:
    monkeypatch.setattr(site_clock, "current", lambda: FixedClock(NOON))
    hub = Hub.objects.create(name_latin="Riverside Park", country="CN", zone="Asia/Shanghai")
    with hub_context(hub.pk):
        return published(small_show(hub.pk))


@pytest.fixture
def manager(client: Client, show: Stage) -> Client:
    return signed_in(client, Hub.objects.get(pk=show.hub_id), Role.HUB_MANAGER, "manager@example.org")


def at(show: Stage, path: str) -> str:
    return f"/api/events/{show.event.pk}/{path}"


def send(client: Client, method: str, path: str, body: dict[str, Any]) -> tuple[int, Any]:
    answered = client.generic(method, path, json.dumps(body), content_type="application/json")
    return answered.status_code, json.loads(answered.content)


def both_answered(show: Stage) -> UUID:
    with hub_context(show.hub_id):
        say(show, "P01", "K01", interest="yes", step="visit")
        say(show, "K01", "P01", interest="maybe")
        return FollowUp.objects.get().pk


def test_an_answer_is_noted_and_read(manager: Client, show: Stage) -> None:
    path = at(show, f"outcomes/{pair(show, 'P01', 'K01')}")
    status, told = send(manager, "PUT", path, {"party": str(show.parties["K01"].pk), "interest": "maybe"})
    assert (status, told["fate"], told["second_says"]["interest"], told["settled"]) == (200, "held", "maybe", False)
    assert told["second_says"]["by_staff"] is True
    status, told = send(manager, "PUT", path, {"party": str(show.parties["K01"].pk)})
    assert (status, told["findings"][0]["code"]) == (422, "interest_needed")
    assert [row["fate"] for row in manager.get(at(show, "outcomes")).json()["items"]] == ["held", *["unknown"] * 3]


def test_a_meeting_that_is_not_on_the_agenda_is_refused(manager: Client, show: Stage) -> None:
    path = at(show, f"outcomes/{pair(show, 'P01', 'K02')}")
    body = {"party": str(show.parties["P01"].pk), "interest": "yes"}
    assert send(manager, "PUT", path, body)[1]["code"] == "meeting_not_on_agenda"
    assert manager.get(path).status_code == 404
    with hub_context(show.hub_id):
        assert not Reply.objects.exists()


def test_follow_ups_are_listed_changed_kept_and_lead_on(manager: Client, show: Stage) -> None:
    key = both_answered(show)
    (row,) = manager.get(at(show, "follow-ups")).json()["items"]
    assert (row["id"], row["kind"], row["holder"], row["state"]) == (str(key), "visit", "first", "open")
    one = f"/api/events/follow-ups/{key}"
    assert send(manager, "PATCH", one, {"kind": "visit", "holder": "hub"})[1]["holder"] == "hub"
    assert send(manager, "POST", f"{one}/state", {"state": "kept"})[0] == 422
    kept = {"state": "kept", "note": "Seen", "becomes": {"kind": "intent", "holder": "first"}}
    status, led_to = send(manager, "POST", f"{one}/state", kept)
    assert (status, led_to["kind"], led_to["came_from"]) == (200, "intent", str(key))
    assert (
        send(manager, "POST", f"{one}/state", {"state": "dropped", "reason": "timing"})[1]["code"] == "follow_up_ended"
    )


def turned(manager: Client, path: str) -> list[Any]:
    """Every row, one a page."""
    found: list[Any] = []
    page = ""
    while True:
        told = manager.get(path, {"limit": "1", "page": page}).json()
        found += told["items"]
        if told["next"] is None:
            return found
        page = told["next"]


def test_outcomes_follow_ups_and_wishes_come_in_pages(manager: Client, show: Stage) -> None:
    both_answered(show)
    for day in ("2026-12-02", None, "2026-12-01"):
        send(manager, "POST", at(show, "follow-ups"), {"kind": "enterprise", "title": "Works", "due": day})
    for path in ("outcomes", "follow-ups", "wishes"):
        whole = manager.get(at(show, path)).json()
        assert (len(whole["items"]) > 2, whole["next"]) == (True, None)
        assert turned(manager, at(show, path)) == whole["items"], path
    due = [row["due"] for row in manager.get(at(show, "follow-ups")).json()["items"]]
    assert due == [*sorted(filter(None, due)), *[None] * due.count(None)]
    assert manager.get(at(show, "wishes"), {"page": "nonsense"}).status_code == 422


def test_what_was_dropped_is_taken_up_again(manager: Client, show: Stage) -> None:
    one = f"/api/events/follow-ups/{both_answered(show)}/state"
    assert send(manager, "POST", one, {"state": "dropped", "reason": "timing"})[1]["state"] == "dropped"
    assert send(manager, "POST", one, {"state": "open"})[1]["state"] == "open"


def test_a_follow_up_is_added_to_a_meeting_or_to_the_whole(manager: Client, show: Stage) -> None:
    both_answered(show)
    of = {"kind": "papers", "pair": str(pair(show, "P01", "K01"))}
    assert send(manager, "POST", at(show, "follow-ups"), of)[0] == 201
    assert send(manager, "POST", at(show, "follow-ups"), {"kind": "enterprise", "title": "Works"})[0] == 201
    unsaid = {"kind": "papers", "pair": str(pair(show, "P02", "K02"))}
    assert send(manager, "POST", at(show, "follow-ups"), unsaid)[0] == 404


def test_the_report_in_figures(manager: Client, show: Stage) -> None:
    both_answered(show)
    told = manager.get(at(show, "report")).json()
    assert (told["figures"]["planned"], told["figures"]["held"], told["figures"]["follow_ups"]) == (4, 1, 1)
    assert told["by_group"]["P"]["held"] == 1
    assert told["on_interest"] == {"pairs": 1, "equal": 0, "share": 0.0, "kappa": 0.0}
