"""Interpreters and no-shows through the API: the same actions, the same refusals; what is denied changes nothing."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from landbridge.entrypoints import clock as site_clock
from landbridge.events.actions import publishing
from landbridge.events.models import Event, Interpreter, Meeting, NoShow
from landbridge.ground.hubs import hub_context
from landbridge.kernel.clock import FixedClock
from landbridge.network.models import Hub
from landbridge.network.states import Role
from tests.entrypoints.api.asking import Queries, ask, counted
from tests.entrypoints.web.events.browsers import client_as
from tests.events import makers as events
from tests.events.makers import SYSTEM
from tests.events.planned import version_with
from tests.events.stage import NOW, Stage, small_show
from tests.network.makers import person

SPEAKS = {"languages": ["zh", "da"]}


@pytest.fixture(autouse=True)
def before_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_clock, "current", lambda: FixedClock(NOW))


@pytest.fixture
def show(park: Hub) -> Stage:
    with hub_context(park.pk):
        return small_show(park.pk)


def at(show: Stage, path: str) -> str:
    return f"/events/{show.event.pk}/{path}"


def somebody(show: Stage, name: str = "Li Na") -> str:
    with hub_context(show.hub_id):
        return str(person(show.hub_id, name_latin=name).pk)


def test_interpreters_are_hired_changed_seen_at_work_and_taken_off(keeper: Client, show: Stage) -> None:
    path = at(show, "interpreters")
    assert ask(keeper, "get", path) == (200, {"needed": False, "interpreters": []})
    who = somebody(show)
    status, made = ask(keeper, "post", path, person=who, arrives="2026-11-23T09:00", **SPEAKS)
    assert (status, made["languages"], made["arrives_at"]) == (201, ["da", "zh"], "2026-11-23T01:00:00Z")
    assert ask(keeper, "get", path)[1] == {"needed": True, "interpreters": [made]}
    one = f"{path}/{made['id']}"
    status, changed = ask(keeper, "put", one, leaves="2026-11-23T12:00", **SPEAKS)
    assert (status, changed["arrives_at"], changed["leaves_at"]) == (200, None, "2026-11-23T04:00:00Z")
    assert ask(keeper, "get", f"{one}/meetings") == (200, [])
    with hub_context(show.hub_id):
        version = version_with(show, ("P01", "K01", 0, 0))
        Meeting.objects.update(interpreter=made["id"])
        publishing.publish_version(actor=SYSTEM, version_id=version.pk, over=None, at=NOW)
    ((due,),) = [ask(keeper, "get", f"{one}/meetings")[1]]
    assert (due["starts_at"], due["table"], due["first"]) == (
        "2026-11-23T01:00:00Z",
        show.tables[0].label,
        str(show.parties["P01"].pk),
    )
    assert ask(keeper, "get", path)[1]["interpreters"][0]["meetings"] == 1
    assert ask(keeper, "delete", one)[0] == 409
    assert ask(keeper, "put", path, needed=False)[0] == 204
    _status, spare = ask(keeper, "post", path, person=somebody(show, "Bo"), **SPEAKS)
    assert ask(keeper, "delete", f"{path}/{spare['id']}")[0] == 204
    assert ask(keeper, "delete", f"{path}/{spare['id']}")[0] == 404


def test_what_is_wrong_is_named_and_changes_nothing(keeper: Client, show: Stage) -> None:
    path, who = at(show, "interpreters"), somebody(show)
    for wrong in (
        {"languages": ["zh"]},
        {"languages": ["zh", "x1"]},
        {"languages": ["zh", "da"], "arrives": "2030-01-01T09:00"},
    ):
        assert ask(keeper, "post", path, person=who, **wrong)[0] == 422, wrong
    assert ask(keeper, "post", path, person=str(uuid4()), **SPEAKS)[0] == 404
    with hub_context(show.hub_id):
        assert not Interpreter.objects.exists()


def stayed_away(show: Stage) -> NoShow:
    """K01's firm did not come to an earlier road show."""
    with hub_context(show.hub_id):
        firm = show.parties["K01"].organisation
        earlier = events.event(show.hub_id, name_latin="Before")
        day = show.event.first_day.replace(year=2025)
        Event.objects.filter(pk=earlier.pk).update(first_day=day, last_day=day)
        group = events.group(earlier, "K")
        party = earlier.participants.create(
            hub_id=show.hub_id, group=group, organisation=firm, label="K07", created_at=NOW
        )
        return NoShow.objects.create(hub_id=show.hub_id, event=earlier, participant=party, noted_at=NOW)


def test_a_no_show_is_excused_with_a_reason_and_counts_again(keeper: Client, show: Stage) -> None:
    row, path = stayed_away(show), at(show, "no-shows")
    ((told,),) = [ask(keeper, "get", path)[1]]
    assert (told["id"], told["participant"], told["excused_at"]) == (str(row.pk), str(show.parties["K01"].pk), None)
    one = f"{path}/{row.pk}/excuse"
    assert ask(keeper, "put", one, excuse=" ")[0] == 422
    assert ask(keeper, "put", one, excuse="Snow")[0] == 204
    assert ask(keeper, "get", path)[1][0]["excuse"] == "Snow"
    assert ask(keeper, "delete", one)[0] == 204
    assert ask(keeper, "get", path)[1][0]["excused_at"] is None
    assert ask(keeper, "put", f"{path}/{uuid4()}/excuse", excuse="Snow")[0] == 404


@pytest.mark.parametrize("role", [Role.FOUNDER, Role.SCOUT, Role.JUDGE])
def test_who_plans_nothing_sees_and_changes_nothing(show: Stage, role: Role) -> None:
    row, client, who = stayed_away(show), client_as(role, show.hub_id), somebody(show)
    asked: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("get", "interpreters", {}),
        ("put", "interpreters", {"needed": True}),
        ("post", "interpreters", {"person": who, **SPEAKS}),
        ("get", "no-shows", {}),
        ("put", f"no-shows/{row.pk}/excuse", {"excuse": "Snow"}),
        ("delete", f"no-shows/{row.pk}/excuse", {}),
    )
    assert {ask(client, method, at(show, path), **data)[0] for method, path, data in asked} == {404}
    with hub_context(show.hub_id):
        assert not Interpreter.objects.exists()
        assert NoShow.objects.get().excused_at is None


def test_the_lists_cost_the_same_for_one_and_three(keeper: Client, show: Stage, queries: Queries) -> None:
    path = at(show, "interpreters")
    ask(keeper, "post", path, person=somebody(show), **SPEAKS)
    one = counted(keeper, queries, path)
    for name in ("Bo", "Cy"):
        ask(keeper, "post", path, person=somebody(show, name), **SPEAKS)
    assert counted(keeper, queries, path) == one
