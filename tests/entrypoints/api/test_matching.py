"""Shortlists, wishes and invitations through the API: the same actions, the same refusals, as data."""

from typing import Any

import pytest
from django.test import Client

from landbridge.entrypoints import clock as site_clock
from landbridge.events import jobs  # noqa: F401 -- registers the jobs
from landbridge.events.actions import links
from landbridge.events.models import Attendee, Event, Message, Participant, PersonalLink, Wish
from landbridge.ground.hubs import hub_context
from landbridge.kernel.clock import FixedClock
from landbridge.network.models import Hub, Person
from landbridge.network.states import Role
from tests.entrypoints.web.events.browsers import client_as
from tests.events import makers
from tests.events.makers import AT, SYSTEM


@pytest.fixture(autouse=True)
def at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    standing = FixedClock(AT)
    monkeypatch.setattr(site_clock, "current", lambda: standing)


@pytest.fixture
def hub(db: None) -> Hub:
    return Hub.objects.create(name_latin="Park", country="CN", zone="Asia/Shanghai")


@pytest.fixture
def event(hub: Hub) -> Event:
    with hub_context(hub.pk):
        event = makers.laid(hub.pk)
        makers.delegate(event)
        guest = makers.guest(event)
        Person.objects.filter(attendances__participant=guest).update(email="ada@example.org")
        return event


@pytest.fixture
def manager(hub: Hub) -> Client:
    return client_as(Role.HUB_MANAGER, hub.id)


def call(client: Client, method: str, event: Event, path: str, **data: Any) -> Any:
    return getattr(client, method)(f"/api/events/{event.pk}/{path}", data or {}, content_type="application/json")


def labels(hub: Hub) -> dict[str, Participant]:
    with hub_context(hub.pk):
        return {party.label: party for party in Participant.objects.all()}


def test_shortlists_are_made_read_and_lose_a_refused_pair(manager: Client, event: Event, hub: Hub) -> None:
    assert call(manager, "post", event, "shortlists").json() == {"job": None, "lines": 1}
    read = call(manager, "get", event, "shortlists").json()
    parties = labels(hub)
    assert [(line["delegate"], line["counterparty"]) for line in read["lines"]] == [
        (str(parties["P01"].pk), str(parties["K01"].pk))
    ]
    pair = {"project": str(parties["P01"].project_id), "organisation": str(parties["K01"].organisation_id)}
    wrong = call(manager, "post", event, "refusals", **pair, reason="ugly")
    assert (wrong.status_code, wrong.json()["findings"][0]["code"]) == (422, "refusal_reason_unknown")
    made = call(manager, "post", event, "refusals", **pair, reason="timing")
    assert made.status_code == 201
    again = call(manager, "post", event, "refusals", **pair, reason="timing")
    assert (again.status_code, again.json()["code"]) == (409, "already_refused")
    assert call(manager, "get", event, "shortlists").json()["barred"] == {"refused": 1}
    assert call(manager, "delete", event, f"refusals/{made.json()['id']}").status_code == 204


def test_a_wish_is_said_listed_and_taken_back(manager: Client, event: Event, hub: Hub) -> None:
    parties = labels(hub)
    ends = {"wisher": str(parties["P01"].pk), "target": str(parties["K01"].pk)}
    said = call(manager, "post", event, "wishes", **ends, kind="must", message="Your yard?")
    assert said.status_code == 201
    assert [wish["kind"] for wish in call(manager, "get", event, "wishes").json()["items"]] == ["must"]
    own = call(manager, "post", event, "wishes", **{**ends, "target": ends["wisher"]}, kind="want")
    assert (own.status_code, own.json()["code"]) == (409, "wish_for_oneself")
    assert call(manager, "post", event, "wishes", **ends, kind="adore").status_code == 422
    assert call(manager, "put", event, "wish-deadline", until="2026-11-28T18:00:00").json() == {
        "until": "2026-11-28T10:00:00Z"
    }
    assert call(manager, "delete", event, f"wishes/{said.json()['id']}").status_code == 204
    assert call(manager, "delete", event, f"wishes/{said.json()['id']}").status_code == 404


def test_people_are_invited_and_no_secret_is_told(manager: Client, event: Event, hub: Hub) -> None:
    sent = call(manager, "post", event, "invitations")
    assert sent.status_code == 202
    with hub_context(hub.pk):
        ada = Attendee.objects.get(participant__label="K01")
        rover = Attendee.objects.get(participant__label="P01")
    assert sent.json() == {"queued": [str(ada.pk)], "left_out": {str(rover.pk): "no_address"}}
    listed = call(manager, "get", event, "invitations").json()
    assert {row["attendee"]: row["invitation"] for row in listed} == {str(ada.pk): "queued", str(rover.pk): None}
    assert not any("token" in key or "link" in key for row in listed for key in row)
    assert call(manager, "post", event, "reminders").json()["queued"] == []


def test_links_are_told_without_their_secrets_and_closed(manager: Client, event: Event, hub: Hub) -> None:
    with hub_context(hub.pk):
        ada, rover = (Attendee.objects.get(participant__label=label) for label in ("K01", "P01"))
        first, *_others = (links.make_link(actor=SYSTEM, attendee_id=ada.pk, at=AT) for _ in range(3))
    listed = call(manager, "get", event, f"links/{ada.pk}")
    assert [set(row) for row in listed.json()] == [
        {"id", "way", "made_at", "expires_at", "opened_at", "last_opened_at"}
    ] * 3
    assert first.token not in listed.content.decode()
    assert call(manager, "delete", event, f"links/{rover.pk}/{first.link.pk}").status_code == 404
    assert call(manager, "delete", event, f"links/{ada.pk}/{first.link.pk}").status_code == 204
    assert len(call(manager, "get", event, f"links/{ada.pk}").json()) == 2
    assert call(manager, "delete", event, f"links/{ada.pk}").status_code == 204
    assert call(manager, "get", event, f"links/{ada.pk}").json() == []
    assert call(manager, "get", event, f"links/{event.pk}").status_code == 404


@pytest.mark.parametrize("role", [Role.FOUNDER, Role.SCOUT])
def test_who_plans_nothing_changes_nothing(event: Event, hub: Hub, role: Role) -> None:
    client = client_as(role, hub.id)
    parties = labels(hub)
    wish = {"wisher": str(parties["P01"].pk), "target": str(parties["K01"].pk), "kind": "want"}
    for path, data in (("shortlists", {}), ("wishes", wish), ("invitations", {}), ("reminders", {})):
        assert call(client, "post", event, path, **data).status_code in {403, 404}
        assert path == "reminders" or call(client, "get", event, path).status_code in {403, 404}
    with hub_context(hub.pk):
        assert not Wish.objects.exists()
        assert not Message.objects.exists()
        assert not PersonalLink.objects.exists()
