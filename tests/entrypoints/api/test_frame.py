"""Road shows, their frame and their people for programmes: the same actions, refusals with code and data."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from landbridge.events.models import Absence, Attendee, Event, Participant, Slot, Table
from landbridge.ground.hubs import hub_context
from tests.entrypoints.web.events.conftest import at_work, founder, hub, hub_id, manager, stranger
from tests.events import makers
from tests.network import makers as network

__all__ = ["at_work", "founder", "hub", "hub_id", "manager", "stranger"]
Queries = Callable[[], AbstractContextManager[CaptureQueriesContext]]
NEW = {
    "name_latin": "Rhine delegation", "zone": "Asia/Shanghai", "first_day": "2026-12-01", "last_day": "2026-12-01",
    "slot_minutes": 30,
}  # fmt: skip


def call(client: Client, method: str, path: str, data: Any = None) -> tuple[int, Any]:
    body = {} if data is None else {"data": data, "content_type": "application/json"}
    answer = getattr(client, method)(f"/api/events{path}", **body)
    told = answer.headers.get("Content-Type", "").startswith("application/json")
    return answer.status_code, answer.json() if told and answer.content else None


def test_a_road_show_is_set_up(manager: Client, hub_id: UUID) -> None:
    status, event = call(manager, "post", "", NEW | {"hub_id": str(hub_id)})
    assert (status, event["state"]) == (201, "preparing")
    path = f"/{event['id']}"
    assert call(manager, "get", "?q=rhine")[1] == {"items": [event], "next": None}
    assert call(manager, "get", path) == (200, event)
    assert [gap["code"] for gap in call(manager, "get", f"{path}/gaps")[1]][:2] == ["no_sessions", "no_tables"]
    typed = {"sessions": [{"day": "2026-12-01", "start": "09:00", "end": "12:00"}]}
    status, laid = call(manager, "put", f"{path}/sessions", typed)
    assert (status, laid[0]["starts_at"]) == (200, "2026-12-01T01:00:00Z")
    assert call(manager, "get", f"{path}/sessions")[1] == laid
    status, room = call(manager, "post", f"{path}/rooms", {"name": "Hall A", "capacity": 40})
    status, tables = call(manager, "post", f"{path}/tables", {"room_id": room["id"], "count": 20})
    assert [tables[0]["label"], tables[-1]["label"]] == ["T01", "T20"]
    assert call(manager, "delete", f"{path}/tables/{tables[0]['id']}")[0] == 204
    call(manager, "put", f"{path}/rooms/{room['id']}", {"name": "Hall B", "capacity": 80})
    (there,) = call(manager, "get", f"{path}/rooms")[1]
    assert (there["name"], len(there["tables"])) == ("Hall B", 19)
    assert call(manager, "delete", f"{path}/rooms/{room['id']}")[0] == 204
    assert call(manager, "patch", path, {"place_chinese": "江畔"})[1]["place_chinese"] == "江畔"
    assert call(manager, "post", f"{path}/cancel")[1]["state"] == "cancelled"
    with hub_context(hub_id):
        assert (Slot.objects.count(), Table.objects.count()) == (6, 0)


def test_groups_rules_and_co_hosts(manager: Client, hub_id: UUID) -> None:
    with hub_context(hub_id):
        event = makers.event(hub_id)
        host = network.organisation(hub_id)
    path = f"/{event.pk}"
    new = {"letter": "U", "name_latin": "Universities", "side": "counterparty"}
    status, group = call(manager, "post", f"{path}/groups", new)
    assert (status, group["max_meetings"]) == (201, 12)
    assert call(manager, "patch", f"{path}/groups/{group['id']}", {"max_meetings": 5})[1]["max_meetings"] == 5
    letters = {row["letter"]: row["id"] for row in call(manager, "get", f"{path}/groups")[1]}
    assert list(letters) == ["P", "K", "F", "B", "U"]
    assert call(manager, "put", f"{path}/group-rules", {"pairs": [[letters["P"], letters["U"]]]})[0] == 204
    assert call(manager, "put", f"{path}/co-hosts", {"organisations": [str(host.pk)]})[0] == 204
    assert call(manager, "delete", f"{path}/groups/{letters['B']}")[0] == 204
    with hub_context(hub_id):
        assert (event.group_rules.count(), event.co_hosts.count(), event.groups.count()) == (1, 1, 4)


def test_a_refusal_names_code_field_and_data(manager: Client, hub_id: UUID) -> None:
    status, told = call(manager, "post", "", NEW | {"hub_id": str(hub_id), "zone": "Asia/Atlantis"})
    (finding,) = told["findings"]
    assert (status, told["code"], finding["code"], finding["field"], finding["data"]) == (
        422, "input_refused", "unknown_zone", "zone", {"zone": "Asia/Atlantis"},
    )  # fmt: skip
    with hub_context(hub_id):
        event = makers.laid(hub_id)
    typed = {"sessions": [{"day": "2026-12-01", "start": "09:00", "end": "12:00"}], "slot_minutes": 25}
    status, told = call(manager, "put", f"/{event.pk}/sessions", typed)
    assert told["findings"][0]["data"]["lengths"] == [12, 15, 18, 20, 30, 36]
    status, told = call(manager, "post", f"/{event.pk}/held")
    assert (status, told["code"]) == (409, "event_not_over_yet")
    with hub_context(hub_id):
        assert Event.objects.count() == 1


def test_people_come_change_and_leave(manager: Client, hub_id: UUID) -> None:
    with hub_context(hub_id):
        event = makers.laid(hub_id)
        letter, other = str(makers.group(event, "K").pk), str(makers.group(event, "F").pk)
        firm, person, second = network.organisation(hub_id), network.person(hub_id), network.person(hub_id)
        slot = Slot.objects.get(number=3)
    party = {
        "group_id": letter,
        "organisation_id": str(firm.pk),
        "people": [{"person_id": str(person.pk), "leads": True}],
    }
    status, made = call(manager, "post", f"/{event.pk}/participants", party)
    assert (status, made["label"], made["people"][0]["leads"]) == (201, "K01", True)
    assert call(manager, "post", f"/{event.pk}/participants", party)[1]["code"] == "already_takes_part"
    path = f"/participants/{made['id']}"
    assert call(manager, "get", path)[1] == made
    changed = call(manager, "patch", path, {"group_id": other, "max_meetings": 3})[1]
    assert (changed["group"], changed["max_meetings"]) == ("F", 3)
    assert call(manager, "patch", path, {"max_meetings": None})[1]["max_meetings"] == 12
    assert len(call(manager, "post", f"{path}/people", {"person_id": str(second.pk)})[1]["people"]) == 2
    attendee = made["people"][0]["id"]
    said = {"arrives": "2026-12-01T09:30:00", "busy_slots": [str(slot.pk)]}
    assert [row["reason"] for row in call(manager, "put", f"/attendees/{attendee}/availability", said)[1]] == [
        "arrives_late", "busy",
    ]  # fmt: skip
    assert call(manager, "post", f"{path}/withdraw")[1]["state"] == "withdrawn"
    assert call(manager, "post", f"{path}/reinstate")[1]["state"] == "listed"
    assert call(manager, "delete", f"/attendees/{attendee}")[0] == 204
    with hub_context(hub_id):
        assert (Attendee.objects.count(), Absence.objects.count()) == (1, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_the_same_of_few_and_many(manager: Client, hub_id: UUID, queries: Queries, count: int) -> None:
    with hub_context(hub_id):
        event = makers.laid(hub_id)
        for place in range(count):
            makers.event(hub_id, name_latin=f"Other {place}")
            makers.delegate(event, f"Project {place}")
    asked = []
    for path in ("", f"/{event.pk}/participants", f"/{event.pk}/rooms"):
        with queries() as captured:
            assert call(manager, "get", path)[0] == 200
        asked.append(len(captured))
    assert asked == [7, 9, 9]


def test_others_see_and_change_nothing(founder: Client, stranger: Client, hub_id: UUID) -> None:
    with hub_context(hub_id):
        event = makers.laid(hub_id)
        guest = makers.guest(event)
    assert call(founder, "get", f"/{event.pk}")[0] == 200
    assert call(stranger, "get", f"/{event.pk}")[0] == 404
    assert call(stranger, "get", "")[1] == {"items": [], "next": None}
    for client, status in ((founder, 403), (stranger, 404)):
        assert call(client, "patch", f"/{event.pk}", {"name_latin": "Mine"})[0] == status
    for client in (founder, stranger):
        assert call(client, "post", f"/participants/{guest.pk}/withdraw")[0] == 404
    assert Client().get(f"/api/events/{event.pk}").status_code in {302, 401}
    with hub_context(hub_id):
        assert (Event.objects.get().name_latin, Participant.objects.get().state) == ("Road show", "listed")


def test_a_change_needs_the_csrf_token(manager: Client, hub_id: UUID) -> None:
    with hub_context(hub_id):
        event = makers.event(hub_id)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = manager.cookies
    assert call(strict, "post", f"/{event.pk}/cancel")[0] == 403
    with hub_context(hub_id):
        assert Event.objects.get().state == "preparing"
