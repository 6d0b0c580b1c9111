"""What manages a hub through the API: members, exchange rates, webhooks, files. Scopes, refusals, nothing done twice."""

from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from landbridge.ground.hubs import hub_context
from landbridge.network.models import ExchangeRate, Hub, Import, Membership, Organisation, Person, WebhookEndpoint
from landbridge.network.states import Role
from tests.entrypoints.api.asking import Queries, ask, counted
from tests.entrypoints.api.programmes import programme
from tests.entrypoints.web.events.browsers import client_as
from tests.events.stage import Stage, small_show

RATE = {"base": "EUR", "quote": "CNY", "price": "7.81", "on": "2026-11-02", "source": "ECB"}
HOOK = {"url": "https://93.184.215.14/hook", "name": "Ledger", "topics": ["events"]}
FILE = "公司,类型,姓名,邮箱\n江畔机器人有限公司,公司,李静,li@example.org\n北岸基金,基金,陈晨,nonsense\n"
SOURCE = {"source": "The chamber's list", "purpose": "Meetings", "legal_basis": "consent"}


def rows(hub: Hub, model: Any) -> int:
    with hub_context(hub.pk):
        return int(model.objects.count())


def sheet(text: str = FILE) -> SimpleUploadedFile:
    return SimpleUploadedFile("list.csv", text.encode(), content_type="text/csv")


def test_a_role_is_given_listed_and_ended(keeper: Client, park: Hub) -> None:
    said = {"email": "New@example.org", "role": "scout", "name": "New Scout"}
    status, made = ask(keeper, "post", "/members", **said)
    assert (status, made["email"], made["role"], made["until"]) == (201, "new@example.org", "scout", None)
    listed = ask(keeper, "get", "/members")[1]
    assert [row["email"] for row in listed["items"]] == ["hub_manager@example.org", "new@example.org"]
    assert [row["id"] for row in ask(keeper, "get", "/members", role="scout")[1]["items"]] == [made["id"]]
    assert ask(keeper, "post", "/members", **said)[1]["code"] == "already_member"
    assert ask(keeper, "post", "/members", **said | {"role": "king"})[0] == 422
    assert ask(keeper, "post", "/members", **said | {"role": "network_administrator"})[0] == 403
    ended = ask(keeper, "delete", f"/members/{made['id']}")
    assert (ended[0], ended[1]["until"] is not None) == (200, True)
    assert rows(park, Membership) == 2
    assert len(ask(keeper, "get", "/members")[1]["items"]) == 1
    assert mail.outbox == [], "the letter is the worker's"


def test_rates_are_entered_all_or_none_replaced_withdrawn_and_used_again(keeper: Client, park: Hub) -> None:
    status, made = ask(keeper, "post", "/exchange-rates", rates=[RATE, RATE | {"base": "JPY", "units": 100}])
    assert (status, [row["base"] for row in made]) == (201, ["EUR", "JPY"])
    wrong = ask(keeper, "post", "/exchange-rates", rates=[RATE | {"base": "USD"}, RATE | {"base": "EU1"}])
    assert (wrong[0], [fault["row"] for fault in wrong[1]["findings"]], rows(park, ExchangeRate)) == (422, [2], 2)
    assert ask(keeper, "post", "/exchange-rates", rates=[RATE])[1] == [], "what stands is not entered again"
    (better,) = ask(keeper, "post", "/exchange-rates", rates=[RATE | {"price": "7.80"}])[1]
    assert ask(keeper, "delete", f"/exchange-rates/{better['id']}")[1]["withdrawn_at"] is not None
    assert [row["base"] for row in ask(keeper, "get", "/exchange-rates")[1]["items"]] == ["JPY"]
    assert len(ask(keeper, "get", "/exchange-rates", withdrawn="true")[1]["items"]) == 2
    assert ask(keeper, "post", f"/exchange-rates/{better['id']}/restore")[1]["withdrawn_at"] is None


def test_a_system_is_told_tested_renewed_and_forgotten(keeper: Client, park: Hub) -> None:
    assert "events.agenda_published" in ask(keeper, "get", "/webhooks/topics")[1]["events"]
    status, made = ask(keeper, "post", "/webhooks", **HOOK)
    path = f"/webhooks/{made['id']}"
    assert (status, made["topics"], "secret" in made) == (201, ["events"], False)
    secret = ask(keeper, "get", f"{path}/secret")[1]["secret"]
    assert secret.startswith("whsec_")
    assert ask(keeper, "put", path, **HOOK | {"name": "Books"})[1]["name"] == "Books"
    sent = ask(keeper, "post", f"{path}/test")
    assert (sent[0], sent[1]["type"], sent[1]["state"]) == (202, "landbridge.test", "waiting")
    assert [row["id"] for row in ask(keeper, "get", f"{path}/deliveries")[1]["items"]] == [sent[1]["id"]]
    assert ask(keeper, "post", f"/webhooks/deliveries/{sent[1]['id']}/again")[0] == 409, "it waits already"
    assert ask(keeper, "post", f"{path}/rotate")[1]["rotated_at"] is not None
    assert ask(keeper, "get", f"{path}/secret")[1]["secret"] != secret
    assert [row["name"] for row in ask(keeper, "get", "/webhooks")[1]["items"]] == ["Books"]
    assert (ask(keeper, "delete", path)[0], ask(keeper, "get", path)[0]) == (204, 404)
    private = ask(keeper, "post", "/webhooks", **HOOK | {"url": "https://10.0.0.8/hook"})
    assert (private[0], private[1]["findings"][0]["field"], rows(park, WebhookEndpoint)) == (422, "url", 1)


def test_a_file_is_looked_at_taken_and_taken_back(keeper: Client, park: Hub) -> None:
    sent = keeper.post("/api/imports", {"file": sheet(), "sheet": "people"})
    told = sent.json()
    assert (sent.status_code, told["good"], told["bad"], told["missing"]) == (201, 1, 1, [])
    assert [(fault["row"], fault["field"]) for fault in told["findings"]] == [(3, "email")]
    path = f"/imports/{told['id']}"
    without = {key: place for key, place in told["columns"].items() if key != "email"}
    assert ask(keeper, "put", f"{path}/columns", columns=without)[1]["good"] == 2
    assert ask(keeper, "put", f"{path}/columns", columns=told["columns"])[1]["good"] == 1
    assert (ask(keeper, "post", f"{path}/take", **SOURCE)[1]["code"], rows(park, Person)) == ("import_has_bad_rows", 0)
    taken = ask(keeper, "post", f"{path}/take", **SOURCE, all_or_nothing=False)
    assert (taken[0], taken[1]["state"], taken[1]["kind"], rows(park, Person)) == (200, "applied", "people", 1)
    assert (ask(keeper, "post", f"{path}/undo")[1]["state"], rows(park, Person)) == ("undone", 0)
    assert [row["id"] for row in ask(keeper, "get", "/imports")[1]["items"]] == [told["id"]]
    other = keeper.post("/api/imports", {"file": sheet("a,b\n1,2\n"), "sheet": "organisations"}).json()
    assert (other["missing"] != [], ask(keeper, "delete", f"/imports/{other['id']}")[1]["state"]) == (True, "discarded")
    no_table = keeper.post("/api/imports", {"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04no"), "sheet": "people"})
    assert (no_table.status_code, rows(park, Import)) == (409, 2)


@pytest.fixture
def show(park: Hub) -> Stage:
    with hub_context(park.pk):
        return small_show(park.pk)


def test_a_road_show_takes_its_people_from_a_file(keeper: Client, park: Hub, show: Stage) -> None:
    path = f"/events/{show.event.pk}/imports"
    sent = keeper.post(f"/api{path}", {"file": sheet(), "sheet": "counterparties"})
    key = sent.json()["id"]
    assert (sent.status_code, sent.json()["good"]) == (201, 1)
    assert ask(keeper, "post", f"/imports/{key}/take", **SOURCE)[0] == 404, "the road show takes it"
    before = rows(park, Organisation)
    taken = ask(keeper, "post", f"{path}/{key}/take", **SOURCE, all_or_nothing=False)
    assert (taken[0], len(taken[1]["participants"]), rows(park, Organisation)) == (200, 1, before + 1)
    assert (ask(keeper, "post", f"{path}/{key}/undo")[0], rows(park, Organisation)) == (204, before)


def test_without_the_scope_nothing_is_done(park: Hub) -> None:
    reads = programme(park, "read", "people", "events", "projects", "desk")
    tries: list[tuple[str, dict[str, Any]]] = [
        ("/members", {"email": "x@example.org", "role": "scout"}),
        ("/webhooks", HOOK),
        ("/exchange-rates", {"rates": [RATE]}),
    ]
    assert [reads.ask("POST", path, said).status_code for path, said in tries] == [404, 404, 404]
    assert [reads.ask("GET", path).status_code for path, _ in tries] == [404, 404, 200]
    assert (rows(park, Membership), rows(park, WebhookEndpoint), rows(park, ExchangeRate)) == (1, 0, 0)


def test_a_scope_opens_its_part_and_a_repeated_change_happens_once(park: Hub) -> None:
    runs = programme(park, "hub")
    key = {"Idempotency-Key": "k1"}
    first, again = (runs.ask("POST", "/webhooks", HOOK, **key) for _ in range(2))
    assert (first.status_code, again.content, again["Idempotent-Replayed"]) == (201, first.content, "true")
    assert runs.ask("POST", "/exchange-rates", {"rates": [RATE]}).status_code == 201
    assert runs.ask("POST", "/members", {"email": "x@example.org", "role": "scout"}).status_code == 404
    assert (rows(park, WebhookEndpoint), rows(park, ExchangeRate), rows(park, Membership)) == (1, 1, 1)


def test_what_lies_next_door_does_not_exist(keeper: Client, next_door: Hub) -> None:
    away = client_as(Role.SCOUT, next_door.pk)
    there = str(next_door.pk)
    for path in ("/members", "/webhooks", "/exchange-rates", "/imports"):
        assert ask(keeper, "get", path, hub=there)[0] == 404, path
    for path, said in (("/webhooks", HOOK), ("/exchange-rates", {"rates": [RATE]})):
        assert ask(keeper, "post", path, **said, hub=there)[0] == 404
        assert ask(away, "post", path, **said)[0] == 404, "a scout manages nothing"
    assert (rows(next_door, WebhookEndpoint), rows(next_door, ExchangeRate)) == (0, 0)


def test_lists_cost_the_same_at_one_row_and_at_three(keeper: Client, park: Hub, queries: Queries) -> None:
    def fill(number: int) -> None:
        ask(keeper, "post", "/members", email=f"m{number}@example.org", role="scout")
        ask(keeper, "post", "/webhooks", **HOOK | {"name": f"Ledger {number}"})
        ask(keeper, "post", "/exchange-rates", rates=[RATE | {"on": f"2026-10-0{number}"}])
        keeper.post("/api/imports", {"file": sheet(f"{FILE}\n{number},,,\n"), "sheet": "people"})

    paths = ("/members", "/webhooks", "/exchange-rates", "/imports")
    fill(1)
    one = counted(keeper, queries, *paths)
    fill(2)
    fill(3)
    assert counted(keeper, queries, *paths) == one
