"""Organisations and people through the API: the same actions, the same refusals, as data."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
import schemathesis
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from schemathesis import Case
from schemathesis.core.result import Ok

from landbridge.ground.hubs import hub_context
from landbridge.network.models import Hub, Organisation, Person
from landbridge.network.states import Role
from tests.entrypoints.web.events.browsers import client_as
from tests.network import makers

Queries = Callable[[], AbstractContextManager[CaptureQueriesContext]]
ACME = {"name_latin": "Acme Robotics Ltd", "name_chinese": "江畔机器人有限公司", "country": "CN"}
ADA = {"name_latin": "Ada Wang", "email": "ada@example.org"}


@pytest.fixture
def hub(db: None) -> Hub:
    return Hub.objects.create(name_latin="Park", country="CN", zone="Asia/Shanghai")


@pytest.fixture
def manager(hub: Hub) -> Client:
    return client_as(Role.HUB_MANAGER, hub.id)


def sent(client: Client, method: str, path: str, **data: Any) -> Any:
    return getattr(client, method)(f"/api{path}", data, content_type="application/json")


def organisations(hub: Hub) -> list[Organisation]:
    with hub_context(hub.pk):
        return list(Organisation.objects.order_by("pk"))


def people(hub: Hub) -> list[Person]:
    with hub_context(hub.pk):
        return list(Person.objects.order_by("pk"))


def test_one_is_added_read_changed_and_found(manager: Client, hub: Hub) -> None:
    made = sent(manager, "post", "/organisations", **ACME)
    assert (made.status_code, made.json()["hub"], made.json()["state"]) == (201, str(hub.pk), "active")
    path = f"/organisations/{made.json()['id']}"
    assert sent(manager, "put", path, **ACME, place="Shanghai").json()["place"] == "Shanghai"
    assert manager.get(f"/api{path}").json()["place"] == "Shanghai"
    for asked in ({"q": "jiangpan"}, {"kind": "company"}, {"country": "CN", "hub": str(hub.pk)}):
        assert [one["id"] for one in manager.get("/api/organisations", asked).json()["items"]] == [made.json()["id"]]
    assert manager.get("/api/organisations", {"kind": "bank"}).json() == {"items": [], "next": None}
    found = manager.get("/api/search", {"q": "江畔"}).json()
    assert ([one["id"] for one in found["organisations"]], found["people"]) == ([made.json()["id"]], [])


def test_a_likely_duplicate_is_named_before_it_is_added_anyway(manager: Client, hub: Hub) -> None:
    first = sent(manager, "post", "/organisations", **ACME).json()
    again = sent(manager, "post", "/organisations", **ACME)
    assert (again.status_code, again.json()["code"]) == (409, "likely_duplicate")
    assert [(one["id"], one["why"]) for one in again.json()["data"]["alike"]] == [(first["id"], ["same_name"])]
    assert len(organisations(hub)) == 1
    twin = sent(manager, "post", "/organisations", **ACME, note="Another site", anyway=True).json()
    kept = sent(manager, "post", f"/organisations/{first['id']}/merge", duplicate=twin["id"])
    assert kept.json()["id"] == first["id"]
    assert manager.get(f"/api/organisations/{twin['id']}").json()["merged_into"] == first["id"]


def test_every_fault_is_named_with_its_field_and_in_words(manager: Client, hub: Hub) -> None:
    refused = sent(manager, "post", "/people", email="ada", language="x" * 30)
    findings = refused.json()["findings"]
    assert (refused.status_code, [one["field"] for one in findings]) == (
        422,
        ["name_latin", "language", "email", "language"],
    )
    assert findings[2]["message"] == "“ada” is no e-mail address. Write one, like name@example.org."
    assert people(hub) == []


def test_a_person_is_added_placed_and_erased(manager: Client, hub: Hub) -> None:
    acme, ada = sent(manager, "post", "/organisations", **ACME).json(), sent(manager, "post", "/people", **ADA).json()
    path = f"/people/{ada['id']}"
    made = sent(manager, "post", f"{path}/affiliations", organisation=acme["id"], since="2026-01-01")
    assert (made.status_code, made.json()["since"], made.json()["until"]) == (201, "2026-01-01", None)
    assert [one["organisation"] for one in manager.get(f"/api{path}/affiliations").json()] == [acme["id"]]
    again = sent(manager, "post", f"{path}/affiliations", organisation=acme["id"])
    assert (again.status_code, again.json()["code"]) == (409, "already_affiliated")
    gone = manager.delete(f"/api{path}").json()
    assert (gone["state"], gone["name_latin"], gone["email"]) == ("erased", "", "")
    assert sent(manager, "put", path, **ADA).json()["code"] == "record_not_active"
    assert people(hub)[0].email == ""


def test_pages_follow_each_other_by_key(manager: Client, hub: Hub) -> None:
    with hub_context(hub.pk):
        for name in ("Gamma", "Alpha", "Beta"):
            makers.organisation(hub.pk, name_latin=name, sort_key=name.lower())
    first = manager.get("/api/organisations", {"limit": 2}).json()
    second = manager.get("/api/organisations", {"limit": 2, "page": first["next"]}).json()
    names = [[one["name_latin"] for one in page["items"]] for page in (first, second)]
    assert (names, second["next"]) == ([["Alpha", "Beta"], ["Gamma"]], None)
    refused = manager.get("/api/organisations", {"page": "nonsense"})
    assert (refused.status_code, refused.json()["findings"][0]["code"]) == (422, "page_unknown")


def test_who_has_several_hubs_names_one(manager: Client, hub: Hub) -> None:
    other = Hub.objects.create(name_latin="Elbe", country="DE", zone="Europe/Berlin")
    assert [one["id"] for one in manager.get("/api/hubs").json()] == [str(hub.pk)]
    assert manager.get("/api/organisations", {"hub": str(other.pk)}).status_code == 404
    administrator = client_as(Role.NETWORK_ADMINISTRATOR, hub.id)
    refused = administrator.get("/api/organisations")
    assert (refused.status_code, refused.json()["findings"][0]["code"]) == (422, "hub_missing")
    assert administrator.get("/api/organisations", {"hub": str(other.pk)}).json()["items"] == []


def test_who_may_not_changes_nothing(manager: Client, hub: Hub) -> None:
    acme, ada = sent(manager, "post", "/organisations", **ACME).json(), sent(manager, "post", "/people", **ADA).json()
    other = Hub.objects.create(name_latin="Elbe", country="DE", zone="Europe/Berlin")
    for client in (client_as(Role.FOUNDER, hub.id), client_as(Role.JUDGE, other.id)):
        assert client.get(f"/api/people/{ada['id']}").status_code == 404
        assert sent(client, "put", f"/organisations/{acme['id']}", name_latin="X").status_code == 404
        assert client.delete(f"/api/people/{ada['id']}").status_code == 404
    scout = client_as(Role.SCOUT, hub.id)
    refused = scout.delete(f"/api/people/{ada['id']}")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert Client().get("/api/people").status_code == 401
    assert ([p.email for p in people(hub)], [o.name_latin for o in organisations(hub)]) == (
        ["ada@example.org"], ["Acme Robotics Ltd"],
    )  # fmt: skip


def test_a_change_needs_the_token(manager: Client, hub: Hub) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = manager.cookies
    assert sent(strict, "post", "/organisations", **ACME).status_code == 403
    assert organisations(hub) == []


@pytest.mark.parametrize("count", [1, 3])
def test_few_and_many_cost_the_same(manager: Client, hub: Hub, queries: Queries, count: int) -> None:
    with hub_context(hub.pk):
        made: list[UUID] = [makers.person(hub.pk, name_latin=f"Ada {number}").pk for number in range(count)]
    manager.get("/api/people")
    with queries() as asked:
        assert len(manager.get("/api/people").json()["items"]) == len(made)
    assert len(asked) == 10


def test_no_input_breaks_it_and_it_answers_as_described(manager: Client) -> None:
    """A few generated calls of each operation: no error of ours, and a success is one that the description knows."""
    described = schemathesis.openapi.from_dict(manager.get("/api/openapi.json").json())
    asked = 0
    for found in described.include(path_regex=r"^/api/(hubs|organisations|people|search\b)").get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()

        @settings(
            max_examples=4, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
        )  # fmt: skip
        @given(case=operation.as_strategy())
        def call(case: Case[Any]) -> None:
            path = f"{case.formatted_path}?{urlencode(case.query, doseq=True, errors='replace')}"
            body = json.dumps(case.body) if isinstance(case.body, dict) else ""
            answer = manager.generic(case.method, path, body, content_type="application/json")
            assert answer.status_code in {200, 201, 400, 404, 409, 422}, (path, body)
            assert isinstance(json.loads(answer.content), dict | list)

        call()
        asked += 1
    assert asked == 15
