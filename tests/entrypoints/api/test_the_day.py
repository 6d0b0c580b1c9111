"""The day through the API: group sessions, walk-ins, standby, screens, papers; what is denied changes nothing."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from landbridge.entrypoints import clock as site_clock
from landbridge.entrypoints.web.events import live as shown
from landbridge.events.actions import desk, publishing, standby
from landbridge.events.models import Attendee, Badge, Gathering, HallScreen, Standby, Ticket
from landbridge.events.states import Deed
from landbridge.ground.hubs import hub_context
from landbridge.kernel.clock import FixedClock
from landbridge.kernel.ids import uuid7
from landbridge.network.models import Hub
from landbridge.network.states import Role
from tests.entrypoints.api.asking import Queries, ask, counted
from tests.entrypoints.web.events.browsers import client_as
from tests.events.makers import SYSTEM
from tests.events.planned import version_with
from tests.events.stage import NINE, NOW, Stage, small_show

PITCHES = {
    "kind": "pitch", "name_latin": "Pitches", "starts": "2026-11-23T09:00", "ends": "2026-11-23T09:50", "capacity": 1,
}  # fmt: skip


@pytest.fixture(autouse=True)
def before_the_day(monkeypatch: pytest.MonkeyPatch) -> Iterator[FixedClock]:
    clock = FixedClock(NOW)
    monkeypatch.setattr(site_clock, "current", lambda: clock)
    shown.DAYS.clear()
    yield clock
    shown.DAYS.clear()


def show_in(hub: Hub) -> Stage:
    with hub_context(hub.pk):
        made = small_show(hub.pk)
        version = version_with(made, ("P01", "K01", 2, 0), ("P02", "K02", 3, 1))
        publishing.publish_version(actor=SYSTEM, version_id=version.pk, over=None, at=NOW)
        return made


@pytest.fixture
def show(park: Hub) -> Stage:
    return show_in(park)


def at(show: Stage, path: str) -> str:
    return f"/events/{show.event.pk}/{path}"


def test_group_sessions_fill_wait_and_move_up(keeper: Client, show: Stage) -> None:
    status, made = ask(keeper, "post", at(show, "group-sessions"), **PITCHES)
    assert (status, made["starts_at"], made["taken"]) == (201, "2026-11-23T01:00:00Z", 0)
    path = at(show, f"group-sessions/{made['id']}")
    first, second = (str(show.people[label].pk) for label in ("K01", "K02"))
    for who in (first, first, second):
        status, told = ask(keeper, "post", f"{path}/tickets", attendee=who)
    assert (status, [(one["attendee"], one["state"]) for one in told["tickets"]]) == (
        201, [(first, "takes_part"), (second, "waiting")],
    )  # fmt: skip
    assert ask(keeper, "patch", path, capacity=0)[1]["findings"][0]["code"] == "capacity_below_one"
    told = ask(keeper, "delete", f"{path}/tickets/{first}")[1]
    assert [(one["attendee"], one["number"]) for one in told["tickets"]] == [(second, 1)]
    assert [(one["taken"], one["waiting"]) for one in ask(keeper, "get", at(show, "group-sessions"))[1]] == [(1, 0)]
    assert ask(keeper, "patch", path, capacity=5)[1]["capacity"] == 5
    later = PITCHES | {"starts": "2026-11-23T08:00", "ends": "2026-11-23T08:30", "capacity": 5}
    assert ask(keeper, "put", path, **later)[1]["starts_at"] == "2026-11-23T00:00:00Z"
    assert ask(keeper, "get", path)[1]["capacity"] == 5
    assert ask(keeper, "delete", path)[0] == 204
    assert ask(keeper, "post", f"{path}/tickets", attendee=first)[1]["code"] == "session_is_off"


def check_in(show: Stage, *names: str) -> None:
    with hub_context(show.event.hub_id):
        for name in names:
            desk.check(actor=SYSTEM, attendee_id=show.people[name].pk, deed=Deed.ARRIVED, device=uuid7(), at=NOW)


def test_who_walks_in_is_on_the_list_waits_and_gets_a_place(keeper: Client, show: Stage) -> None:
    guest = {"group": str(show.groups["K"].pk), "name": "王小明", "company": "滨江光电", "device": str(uuid4())}
    status, made = ask(keeper, "post", at(show, "walk-ins"), **guest, wants=["P01"], stands_by=True)
    assert (status, made["label"], bool(made["badge"])) == (201, "K03", True)
    status, again = ask(keeper, "post", at(show, "walk-ins"), **guest)
    assert (status, again["code"], len(again["data"]["people"])) == (409, "looks_known", 1)
    (waits,) = ask(keeper, "get", at(show, "standby"))[1]
    assert (waits["participant"], waits["state"]) == (made["participant"], "waiting")
    assert (
        ask(keeper, "post", at(show, f"standby/{waits['id']}/place"))[1]["code"] == "no_free_place"
    )  # P01 is not here
    check_in(show, "P01", "P02", "F01", "K02")
    status, place = ask(keeper, "post", at(show, f"standby/{waits['id']}/place"))
    assert (status, {place["first"], place["second"]}) == (200, {made["participant"], str(show.parties["P01"].pk)})
    status, rows = ask(keeper, "post", at(show, "standby"), labels=["F01", "K02"])
    assert (status, [row["label"] for row in rows]) == (201, ["F01", "K02"])
    assert ask(keeper, "post", at(show, "standby"), labels=["F01", "X99"])[1]["findings"][0]["code"] == "unknown_labels"
    assert ask(keeper, "post", at(show, "standby/fill"))[1] == {"placed": 1}
    (left,) = ask(keeper, "get", at(show, "standby"))[1]
    assert ask(keeper, "post", at(show, f"standby/{left['id']}/place"))[1]["code"] == "no_free_place"
    assert ask(keeper, "delete", at(show, f"standby/{left['id']}"))[1]["state"] == "left"
    assert ask(keeper, "get", at(show, "standby"))[1] == []


def test_the_board_is_read_and_screens_are_opened_and_ended(
    keeper: Client, show: Stage, before_the_day: FixedClock
) -> None:
    before_the_day.at = NINE + timedelta(minutes=52)
    told = ask(keeper, "get", at(show, "live"))[1]
    assert ([one["table"] for one in told["going_on"]], told["here"], told["expected"]) == (["T01"], 0, 6)
    assert {one["label"] for one in told["missing"]} == {"P01", "K01"}
    status, made = ask(keeper, "post", at(show, "screens"), label="Door", names="parties")
    assert (status, Client().get(made["address"]).status_code) == (201, 200)
    (one,) = ask(keeper, "get", at(show, "screens"))[1]
    assert (one["id"], one["label"], "address" in one) == (made["id"], "Door", False)
    assert ask(keeper, "delete", at(show, f"screens/{made['id']}"))[1]["revoked_at"] is not None
    assert ask(keeper, "get", at(show, "screens"))[1] == []


def test_papers_are_pdf(keeper: Client, show: Stage) -> None:
    assert ask(keeper, "get", at(show, "papers/badges.pdf"))[0] == 404
    assert ask(keeper, "post", at(show, "papers/badges"))[1] == {"made": 6}
    for kind in ("badges", "tables", "doors", "agenda"):
        answer = keeper.get(f"/api{at(show, f'papers/{kind}.pdf')}")
        assert (answer.status_code, answer["Content-Type"], answer.content[:4]) == (200, "application/pdf", b"%PDF")
    who = show.people["K01"].pk
    with hub_context(show.hub_id):
        before = Badge.objects.get(attendee=who).code
    assert ask(keeper, "post", at(show, f"papers/badges/{who}/replace"))[1]["code"] != before
    assert keeper.get(f"/api{at(show, 'papers/badges.pdf')}", {"attendee": str(who)}).status_code == 200
    assert ask(keeper, "get", at(show, "papers/menu.pdf"))[0] == 422


def test_who_may_not_changes_nothing(keeper: Client, show: Stage, park: Hub, next_door: Hub) -> None:
    theirs, scout = show_in(next_door), client_as(Role.SCOUT, park.pk)
    kept = {}
    for one in (show, theirs):
        with hub_context(one.hub_id):
            waits = standby.stand_by(actor=SYSTEM, participant_id=one.parties["F01"].pk, at=NOW)
            screen = HallScreen.objects.create(
                hub_id=one.hub_id, event=one.event, digest=uuid4().hex * 2, made_at=NOW, expires_at=NOW + timedelta(9)
            )
            session = Gathering.objects.create(
                id=uuid7(), hub_id=one.hub_id, event=one.event, kind="pitch", name_latin="Pitches", starts_at=NINE,
                ends_at=NINE + timedelta(hours=1), capacity=9, created_at=NOW,
            )  # fmt: skip
            kept[one.hub_id] = (waits.pk, screen.pk, session.pk)
    guest = {"group": str(show.groups["K"].pk), "name": "Ada", "company": "Acme", "device": str(uuid4())}
    denied = [(scout, show, show), (keeper, theirs, theirs), (keeper, show, theirs)]
    for client, road_show, thing in denied:
        waits_pk, screen_pk, session_pk = kept[thing.hub_id]
        stranger = str(thing.people["K01"].pk)
        for method, path, said in (
            ("post", f"standby/{waits_pk}/place", {}), ("delete", f"standby/{waits_pk}", {}),
            ("delete", f"screens/{screen_pk}", {}), ("delete", f"group-sessions/{session_pk}", {}),
            ("patch", f"group-sessions/{session_pk}", {"capacity": 1}),
            ("post", f"group-sessions/{session_pk}/tickets", {"attendee": stranger}),
            ("post", f"papers/badges/{stranger}/replace", {}),
        ):  # fmt: skip
            assert ask(client, method, at(road_show, path), **said)[0] == 404, path
    mine = at(show, f"group-sessions/{kept[show.hub_id][2]}/tickets")
    assert ask(keeper, "post", mine, attendee=str(theirs.people["K01"].pk))[0] == 404
    for client, road_show in ((scout, show), (keeper, theirs)):
        assert ask(client, "post", at(road_show, "walk-ins"), **guest)[0] == 404
        assert ask(client, "post", at(road_show, "standby"), labels=["K01"])[0] == 404
        assert ask(client, "post", at(road_show, "group-sessions"), **PITCHES)[0] == 404
    with hub_context(park.pk, next_door.pk):
        assert (Attendee.objects.count(), Ticket.objects.count(), Badge.objects.count()) == (12, 0, 0)
        assert set(Standby.objects.values_list("state", flat=True)) == {"waiting"}
        assert set(Gathering.objects.values_list("cancelled_at", "capacity")) == {(None, 9)}
        assert set(HallScreen.objects.values_list("revoked_at", flat=True)) == {None}


@pytest.mark.parametrize("count", [1, 3])
def test_few_and_many_cost_the_same(keeper: Client, show: Stage, queries: Queries, count: int) -> None:
    with hub_context(show.hub_id):
        for number in range(count):
            label = ("F01", "K01", "K02")[number]
            standby.stand_by(actor=SYSTEM, participant_id=show.parties[label].pk, at=NOW)
            Gathering.objects.create(
                id=uuid7(), hub_id=show.hub_id, event=show.event, kind="pitch", name_latin=f"Pitches {number}",
                starts_at=NINE, ends_at=NINE + timedelta(hours=1), capacity=9, created_at=NOW,
            )  # fmt: skip
            Ticket.objects.create(
                hub_id=show.hub_id, event=show.event, gathering=Gathering.objects.order_by("pk")[0],
                attendee=show.people[label], state="waiting", starts_at=NINE, ends_at=NINE + timedelta(hours=1),
                asked_at=NOW,
            )  # fmt: skip
            HallScreen.objects.create(
                hub_id=show.hub_id, event=show.event, digest=uuid4().hex * 2, made_at=NOW, expires_at=NOW + timedelta(9)
            )
        first = Gathering.objects.order_by("pk")[0].pk
    paths = (at(show, "group-sessions"), at(show, f"group-sessions/{first}"), at(show, "standby"), at(show, "screens"))
    assert counted(keeper, queries, *paths) == [9, 10, 9, 9]
    assert len(ask(keeper, "get", paths[1])[1]["tickets"]) == count
