"""Projects through the API: registered, changed, advanced, their documents; what is denied changes nothing."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.utils import CaptureQueriesContext

from landbridge.ground.hubs import hub_context
from landbridge.matchmaking.models import PairMeeting
from landbridge.network.models import Hub
from landbridge.network.states import Role
from landbridge.projects.models import JourneyStep, Project, ProjectDocument
from tests.entrypoints.web.events.browsers import client_as
from tests.matchmaking import makers
from tests.matchmaking.makers import AT
from tests.network import makers as network

Queries = Callable[[], AbstractContextManager[CaptureQueriesContext]]
WELD = {"name_latin": "Seam welder", "name_chinese": "焊缝机器人", "country": "DE", "fields": ["robotics"], "trl": 6}


@pytest.fixture
def hub(db: None) -> Hub:
    return Hub.objects.create(name_latin="Park", country="CN", zone="Asia/Shanghai")


@pytest.fixture
def manager(hub: Hub) -> Client:
    return client_as(Role.HUB_MANAGER, hub.pk)


@pytest.fixture
def elsewhere(db: None) -> UUID:
    other = Hub.objects.create(name_latin="Elbe", country="DE", zone="Europe/Berlin")
    with hub_context(other.pk):
        return makers.project(other.pk, "Theirs").pk


def sent(client: Client, method: str, path: str, **data: Any) -> Any:
    return getattr(client, method)(f"/api/projects{path}", data, content_type="application/json")


def stored(hub: Hub) -> list[tuple[str, str]]:
    with hub_context(hub.pk):
        return list(Project.objects.order_by("pk").values_list("name_latin", "stage"))


def test_one_is_registered_read_changed_and_found(manager: Client, hub: Hub) -> None:
    made = sent(manager, "post", "", **WELD, ask_amount="2500000.00", ask_currency="EUR")
    told = made.json()
    assert (made.status_code, told["stage"], told["ask_amount"], told["hub"]) == (
        201,
        "contact",
        "2500000.00",
        str(hub.pk),
    )
    path = f"/{told['id']}"
    changed = sent(manager, "patch", path, trl=7).json()
    assert (changed["trl"], changed["name_latin"], changed["fields"]) == (7, "Seam welder", ["robotics"])
    assert manager.get(f"/api/projects{path}").json() == changed
    for asked in (
        {"q": "hanfeng"},
        {"field": "robotics"},
        {"reached": "contact"},
        {"country": "DE"},
        {"stage": "contact"},
    ):
        assert manager.get("/api/projects", asked).json() == {"items": [changed], "next": None}, asked
    for asked in ({"field": "energy"}, {"reached": "met"}, {"seeks": "site"}):
        assert manager.get("/api/projects", asked).json()["items"] == []


def test_it_goes_along_its_journey_and_never_back(manager: Client, hub: Hub) -> None:
    path = f"/{sent(manager, 'post', '', **WELD).json()['id']}/journey"
    step = sent(manager, "post", path, to="matched", note="found a partner")
    assert (step.status_code, step.json()["stage"]) == (201, "matched")
    back = sent(manager, "post", path, to="contact")
    assert (back.status_code, back.json()["code"]) == (409, "illegal_move")
    assert [one["stage"] for one in manager.get(f"/api/projects{path}").json()] == ["contact", "matched"]
    assert stored(hub) == [("Seam welder", "matched")]


def test_a_document_is_kept_listed_and_given_back(manager: Client, hub: Hub) -> None:
    path = f"/api/projects/{sent(manager, 'post', '', **WELD).json()['id']}/documents"
    file = SimpleUploadedFile("letter.txt", "一封信".encode(), content_type="text/plain")
    kept = manager.post(path, {"file": file, "title": "Letter"})
    assert kept.status_code == 201, kept.content
    assert (kept.status_code, kept.json()["file_name"], kept.json()["size"]) == (201, "letter.txt", 9)
    assert manager.get(path).json() == [kept.json()]
    given = manager.get(f"{path}/{kept.json()['id']}")
    assert (b"".join(given.streaming_content), given["X-Content-Type-Options"]) == ("一封信".encode(), "nosniff")  # type: ignore[attr-defined]
    empty = manager.post(path, {"file": SimpleUploadedFile("a.txt", b"", content_type="text/plain"), "title": "Empty"})
    assert [one["code"] for one in empty.json()["findings"]] == ["document_empty"]
    with hub_context(hub.pk):
        assert ProjectDocument.objects.count() == 1


def test_whom_it_met_is_told(manager: Client, hub: Hub) -> None:
    with hub_context(hub.pk):
        project, firm = makers.project(hub.pk), network.organisation(hub.pk, name_latin="Acme")
        PairMeeting.objects.create(hub_id=hub.pk, project=project, organisation=firm, event_id=firm.pk, met_at=AT)
    (one,) = manager.get(f"/api/projects/{project.pk}/meetings").json()
    assert (one["organisation"], one["name_latin"], one["state"], one["event"]) == (str(firm.pk), "Acme", "met", None)


def test_every_fault_is_named_with_its_place(manager: Client, hub: Hub) -> None:
    refused = sent(manager, "post", "", trl=12, profile="XX", country="Germany")
    assert (refused.status_code, [one["code"] for one in refused.json()["findings"]]) == (
        422, ["name_missing", "country_form", "trl_out_of_range", "profile_unknown"],
    )  # fmt: skip
    refused = sent(manager, "post", "", name_latin="a\x00b", seeks=["gold"])
    assert (refused.status_code, refused.json()["code"]) == (400, "unreadable")
    refused = sent(manager, "post", "", name_latin="Ada", seeks=["gold"], trl="many")
    assert [(one["code"], one["field"]) for one in refused.json()["findings"]] == [
        ("not_as_described", "trl"), ("not_as_described", "seeks.0"),
    ]  # fmt: skip
    assert stored(hub) == []


def test_who_may_not_changes_nothing(manager: Client, hub: Hub, elsewhere: UUID) -> None:
    made = sent(manager, "post", "", **WELD).json()["id"]
    authority, founder = client_as(Role.AUTHORITY, hub.pk), client_as(Role.FOUNDER, hub.pk)
    assert sent(authority, "patch", f"/{made}", trl=1).status_code == 403
    assert sent(authority, "post", f"/{made}/journey", to="met").status_code == 403
    assert sent(authority, "post", "", **WELD).status_code == 404
    assert founder.get("/api/projects").status_code == 404
    for path in ("", "/journey", "/meetings", "/documents"):
        assert manager.get(f"/api/projects/{elsewhere}{path}").status_code == 404
    assert sent(manager, "patch", f"/{elsewhere}", name_latin="Mine").status_code == 404
    assert Client().get(f"/api/projects/{made}").status_code == 401
    with hub_context(hub.pk):
        assert (Project.objects.get().trl, JourneyStep.objects.count()) == (6, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_few_and_many_cost_the_same(manager: Client, hub: Hub, queries: Queries, count: int) -> None:
    with hub_context(hub.pk):
        made = [makers.project(hub.pk, f"Project {number}") for number in range(count)]
        for one in range(count):
            firm = network.organisation(hub.pk, name_latin=f"Firm {one}")
            PairMeeting.objects.create(hub_id=hub.pk, project=made[0], organisation=firm, event_id=firm.pk, met_at=AT)
    manager.get("/api/projects")
    asked = []
    for path in ("", f"/{made[0].pk}/meetings", f"/{made[0].pk}/journey", f"/{made[0].pk}/documents"):
        with queries() as captured:
            answer = manager.get(f"/api/projects{path}")
            assert answer.status_code == 200
        asked.append(len(captured))
    assert len(manager.get("/api/projects").json()["items"]) == count
    assert asked == [10, 11, 10, 10]
