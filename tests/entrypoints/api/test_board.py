"""The public board through the API: read by everybody, written by the hub; questions answered and erased."""

import pytest
from django.core.cache import cache
from django.test import Client

from landbridge.entrypoints.api import traffic
from landbridge.ground.hubs import hub_context
from landbridge.matchmaking.actions import board
from landbridge.matchmaking.models import Lead, Notice
from landbridge.network.models import Hub
from tests.entrypoints.api.asking import Queries, ask, counted
from tests.matchmaking import makers
from tests.matchmaking.makers import AT, SYSTEM

pytestmark = pytest.mark.usefixtures("standing_clock")
TEXT = {"profile": "TO", "title_latin": "Cell balancing", "title_chinese": "电池均衡", "fields": ["energy"], "trl": 6}


def asked_about(hub: Hub, count: int = 1, about: str = "Cell balancing") -> tuple[Notice, list[Lead]]:
    """A notice that stands on the board, and that many questions about it."""
    with hub_context(hub.pk):
        given = board.NoticeGiven(profile="TO", title_latin=f"Offer of {hub.name_latin}")
        notice = board.write_notice(actor=SYSTEM, subject=makers.project(hub.pk, about), given=given, at=AT)
        until = AT.date().replace(year=2027)
        board.publish_notice(actor=SYSTEM, notice_id=notice.pk, expires_on=until, today=AT.date(), at=AT)
        leads = []
        for number in range(count):
            who = board.LeadGiven(name="Ada", email="ada@example.org", message="Which cells?" + " And?" * number)
            leads.append(board.receive_lead(actor=SYSTEM, notice=notice, given=who, language="en", at=AT))
    return notice, leads


def test_a_notice_is_written_published_read_by_everybody_and_withdrawn(keeper: Client, park: Hub) -> None:
    with hub_context(park.pk):
        project, need = makers.project(park.pk), makers.need(park.pk)
    status, made = ask(keeper, "post", f"/projects/{project.pk}/notices", **TEXT)
    assert (status, made["state"], made["project"]) == (201, "draft", str(project.pk))
    assert ask(Client(), "get", "/board")[1] == {"items": [], "next": None}
    path = f"/notices/{made['id']}"
    assert ask(keeper, "put", path, **TEXT | {"country": "DE"})[1]["country"] == "DE"
    assert ask(keeper, "post", f"{path}/publish", expires_on="2026-11-19")[0] == 422
    assert ask(keeper, "post", f"{path}/publish", expires_on="2027-01-01")[1]["state"] == "published"
    assert ask(keeper, "put", path, **TEXT)[1]["code"] == "notice_stands"
    (shown,) = ask(Client(), "get", "/board")[1]["items"]
    assert shown["url"].endswith(f"/board/{made['id']}/")
    assert "project" not in shown
    assert ask(Client(), "get", f"/board/{made['id']}")[1] == shown
    for asked in ({"q": "均衡"}, {"profile": "TO"}, {"field": "energy"}, {"stage": "pilot"}, {"country": "DE"}):
        assert ask(Client(), "get", "/board", **asked)[1]["items"] == [shown], asked
    for asked in ({"q": "lidar"}, {"profile": "TR"}, {"stage": "growth"}, {"country": "FR"}):
        assert ask(Client(), "get", "/board", **asked)[1]["items"] == [], asked
    assert ask(keeper, "post", f"{path}/withdraw")[1]["state"] == "withdrawn"
    assert ask(Client(), "get", f"/board/{made['id']}")[0] == 404
    assert [one["id"] for one in ask(keeper, "get", "/notices", state="withdrawn")[1]["items"]] == [made["id"]]
    assert ask(keeper, "post", f"/needs/{need.pk}/notices", profile="TR", title_latin="Wanted")[1]["need"] == str(
        need.pk
    )


def test_the_open_door_counts_by_address(park: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traffic, "OPEN_PER_MINUTE", 2)
    cache.clear()
    answers = [Client().get("/api/board") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert (answers[2]["Retry-After"], answers[2].json()["code"]) == ("60", "too_many_requests")


def test_a_question_is_read_settled_and_erased(keeper: Client, park: Hub) -> None:
    _notice, (lead,) = asked_about(park)
    (one,) = ask(keeper, "get", "/leads", state="new")[1]["items"]
    assert (one["id"], one["email"], one["message"]) == (str(lead.pk), "ada@example.org", "Which cells?")
    assert ask(keeper, "get", f"/leads/{lead.pk}")[1] == one
    assert ask(keeper, "post", f"/leads/{lead.pk}/state", to="answered")[1]["state"] == "answered"
    assert ask(keeper, "post", f"/leads/{lead.pk}/state", to="spam")[0] == 409
    gone = ask(keeper, "delete", f"/leads/{lead.pk}")[1]
    assert (gone["name"], gone["email"], gone["message"]) == ("", "", "")


def test_who_may_not_changes_nothing(keeper: Client, authority: Client, park: Hub, next_door: Hub) -> None:
    (mine, (my_lead,)), (theirs, (their_lead,)) = asked_about(park), asked_about(next_door)
    for client, notice, lead in ((authority, mine, my_lead), (keeper, theirs, their_lead)):
        assert ask(client, "get", f"/leads/{lead.pk}")[0] == 404
        assert ask(client, "delete", f"/leads/{lead.pk}")[0] == 404
        assert ask(client, "post", f"/leads/{lead.pk}/state", to="spam")[0] == 404
        assert ask(client, "post", f"/notices/{notice.pk}/withdraw")[0] == 404
    assert ask(authority, "put", f"/notices/{mine.pk}", **TEXT)[0] == 403
    assert ask(keeper, "get", f"/notices/{theirs.pk}")[0] == 404
    assert ask(keeper, "post", f"/projects/{theirs.project_id}/notices", **TEXT)[0] == 404
    assert len(ask(Client(), "get", "/board")[1]["items"]) == 2
    with hub_context(park.pk, next_door.pk):
        assert set(Lead.objects.values_list("name", "state")) == {("Ada", "new")}
        assert set(Notice.objects.values_list("state", flat=True)) == {"published"}


@pytest.mark.parametrize("count", [1, 3])
def test_few_and_many_cost_the_same(keeper: Client, park: Hub, queries: Queries, count: int) -> None:
    for number in range(count):
        asked_about(park, count, f"Cell balancing {number}")
    assert counted(keeper, queries, "/notices", "/leads") == [9, 9]
    assert counted(Client(), queries, "/board") == [3]
    assert len(ask(keeper, "get", "/leads")[1]["items"]) == count * count
