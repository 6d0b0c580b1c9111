"""The desk in the browser without script, the badge's page, and the API its script uses."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from landbridge.events.actions import badges
from landbridge.events.models import Badge, DeskAct
from landbridge.events.queries import desk as queries
from landbridge.ground.hubs import hub_context
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.ids import uuid7
from tests.entrypoints.web.events.conftest import NOW
from tests.events.stage import Stage, small_show

SYSTEM = SystemActor()


@pytest.fixture
def show(hub_id: UUID) -> Stage:
    with hub_context(hub_id):
        made = small_show(hub_id)
        badges.make_badges(actor=SYSTEM, event_id=made.event.pk, at=NOW)
        return made


def code_of(show: Stage, name: str) -> str:
    with hub_context(show.hub_id):
        return Badge.objects.get(attendee=show.people[name], revoked_at=None).code


def here(show: Stage) -> set[UUID]:
    with hub_context(show.hub_id):
        return set(queries.arrived(show.event))


def pressed(show: Stage, name: str, deed: str = "arrived", device: UUID | None = None) -> dict[str, str]:
    return {"attendee": str(show.people[name].pk), "device": str(device or uuid7()), "deed": deed}


def test_found_checked_in_and_taken_back_without_script(manager: Client, show: Stage) -> None:
    path = f"/events/{show.event.pk}/desk/"
    page = manager.get(path, {"q": "k01"}).content.decode()
    assert "Person K01" in page
    assert "Person K02" not in page
    again = pressed(show, "K01")
    for _press in range(2):
        assert manager.post(f"{path}act/", again)["Location"] == path
    assert here(show) == {show.people["K01"].pk}
    with hub_context(show.hub_id):
        assert DeskAct.objects.count() == 1
    assert "here since 10:00" in manager.get(path).content.decode()
    manager.post(f"{path}act/", pressed(show, "K01", "taken_back"))
    assert here(show) == set()


def test_a_press_for_nobody_or_elsewhere_changes_nothing(manager: Client, show: Stage) -> None:
    path = f"/events/{show.event.pk}/desk/act/"
    with hub_context(show.hub_id):
        other = small_show(show.hub_id)
    for given in ({}, pressed(show, "K01", "danced"), pressed(other, "K01")):
        assert manager.post(path, given).status_code == 404
    back = manager.post(path, pressed(show, "K01") | {"next": "https://elsewhere.example/"})
    assert back["Location"] == f"/events/{show.event.pk}/desk/"
    assert here(other) == set()


def test_only_the_hubs_own_desk(founder: Client, stranger: Client, client: Client, show: Stage) -> None:
    path, code = f"/events/{show.event.pk}/desk/", code_of(show, "K01")
    for who in (founder, stranger):
        assert who.get(path).status_code == 404
        assert who.post(f"{path}act/", pressed(show, "K01")).status_code == 404
        told = who.get(f"/b/{code}")
        assert told.status_code == 404
        assert b"Person K01" not in told.content
    closed = Client().get(f"/b/{code}")
    assert closed.status_code == 403
    assert b"Person K01" not in closed.content
    assert b"It opens nothing for anybody else" in closed.content
    assert here(show) == set()


def test_a_badge_says_who_it_is_to_the_desk(manager: Client, show: Stage) -> None:
    page = manager.get(f"/b/{code_of(show, 'K01')}")
    assert page.status_code == 200
    assert b"Person K01" in page.content
    assert page["Cache-Control"] == "no-store"
    assert manager.get("/b/nonsense").status_code == 404


def test_a_badge_of_another_road_show_is_refused_at_this_desk(manager: Client, show: Stage) -> None:
    with hub_context(show.hub_id):
        other = small_show(show.hub_id)
        badges.make_badges(actor=SYSTEM, event_id=other.event.pk, at=NOW)
    foreign = code_of(other, "K01")
    manager.get(f"/events/{show.event.pk}/desk/")
    for path in (f"/b/{foreign}", f"/events/{show.event.pk}/desk/?badge={foreign}"):
        told = manager.get(path)
        assert told.status_code == 409
        assert b"for another road show" in told.content
    assert manager.get(f"/events/{show.event.pk}/desk/?badge={code_of(show, 'K01')}").status_code == 302


def test_a_replaced_badge_is_told(manager: Client, show: Stage) -> None:
    old = code_of(show, "K01")
    with hub_context(show.hub_id):
        badges.replace_badge(actor=SYSTEM, attendee_id=show.people["K01"].pk, at=NOW)
    assert b"replaced by a newer one" in manager.get(f"/b/{old}").content


def test_the_api_keeps_acts_once_and_tells_what_is_new(manager: Client, show: Stage) -> None:
    path = f"/api/events/{show.event.pk}/desk/acts"
    act = {"sequence": 1, "deed": "arrived", "said_at": NOW.isoformat(), "attendee_id": str(show.people["K01"].pk)}
    sent: dict[str, Any] = {"device": str(uuid4()), "sent_at": NOW.isoformat(), "acts": [act]}
    first = manager.post(path, json.dumps(sent), content_type="application/json").json()
    again = manager.post(path, json.dumps(sent), content_type="application/json").json()
    assert [answer["kept"] for answer in (*first["answers"], *again["answers"])] == [True, False]
    assert first["here"] == again["here"] == 1
    sent = {"device": str(uuid4()), "sent_at": NOW.isoformat(), "seen": (NOW + timedelta(hours=1)).isoformat()}
    assert manager.post(path, json.dumps(sent), content_type="application/json").json()["standings"] == []
    wrong = sent | {"acts": [act | {"attendee_id": None, "badge": "nobody"}]}
    (answer,) = manager.post(path, json.dumps(wrong), content_type="application/json").json()["answers"]
    assert answer["refusal"]["code"] == "badge_unknown"
    assert manager.post(path, "{}", content_type="application/json").status_code == 422


def test_the_roster_finds_by_pinyin_and_says_the_badge(manager: Client, show: Stage) -> None:
    people = manager.get(f"/api/events/{show.event.pk}/desk/roster").json()["people"]
    assert [person["label"] for person in people] == ["F01", "K01", "K02", "P01", "P01", "P02"]
    assert {person["badge"] for person in people if person["label"] == "K01"} == {code_of(show, "K01")}


def test_the_worker_is_served_where_its_pages_are(manager: Client, show: Stage) -> None:
    for path in (f"/events/{show.event.pk}/desk/worker.js", "/b/worker.js"):
        answer = manager.get(path)
        assert answer["Content-Type"] == "text/javascript"
        assert b"landbridge-desk" in answer.content


def test_the_desk_asks_the_same_however_many_came(manager: Client, show: Stage, queries: Callable[[], Any]) -> None:
    counted = []
    for names in (["K01"], ["K01", "K02", "F01"]):
        for name in names:
            manager.post(f"/events/{show.event.pk}/desk/act/", pressed(show, name))
        with queries() as asked:
            manager.get(f"/events/{show.event.pk}/desk/")
        counted.append(len(asked))
    assert counted[0] == counted[1]
