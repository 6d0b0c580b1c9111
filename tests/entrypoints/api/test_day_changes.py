"""The rest of the day through the API: what changed, three ways out, one taken."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from landbridge.entrypoints import clock as site_clock
from landbridge.events.actions import day_changes, publishing
from landbridge.events.models import AgendaVersion, DayChange, Replan, ReplanChoice
from landbridge.events.states import DayChangeKind
from landbridge.ground.hubs import hub_context
from landbridge.ground.jobs import execute, jobs
from landbridge.ground.models import JobRun
from landbridge.kernel.clock import FixedClock
from landbridge.network.models import Hub
from landbridge.network.states import Role
from tests.entrypoints.api.asking import Queries, ask, counted
from tests.entrypoints.web.events.browsers import client_as
from tests.events.makers import SYSTEM
from tests.events.planned import version_with
from tests.events.stage import NINE, NOW, Stage, small_show

SECOND = NINE + timedelta(minutes=25)


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = FixedClock(SECOND)
    monkeypatch.setattr(site_clock, "current", lambda: clock)


def show_in(hub: Hub) -> Stage:
    with hub_context(hub.pk):
        made = small_show(hub.pk)
        version = version_with(made, ("P01", "K01", 0, 0), ("P02", "K02", 1, 1), ("P01", "F01", 2, 0))
        publishing.publish_version(actor=SYSTEM, version_id=version.pk, over=None, at=NOW)
        return made


@pytest.fixture
def show(park: Hub) -> Stage:
    return show_in(park)


def at(show: Stage, path: str) -> str:
    return f"/events/{show.event.pk}/{path}"


def absent(show: Stage, *labels: str) -> list[DayChange]:
    with hub_context(show.hub_id):
        return day_changes.record_absence(
            actor=SYSTEM, event_id=show.event.pk, attendee_ids=[show.people[label].pk for label in labels],
            kind=DayChangeKind.ABSENT, at=SECOND,
        )  # fmt: skip


def worked(show: Stage, told: dict[str, Any]) -> None:
    """What the worker does."""
    with hub_context(show.hub_id):
        run = JobRun.objects.get(pk=told["id"])
        given = {"event_id": str(show.event.pk), "as_of": SECOND.isoformat(), "rate": 1}
        execute(jobs["events.replan"], run_id=run.pk, hub_id=show.hub_id, arguments=given)


def test_what_changed_is_recorded_ended_and_taken_back(keeper: Client, show: Stage) -> None:
    who, table = str(show.people["F01"].pk), str(show.tables[1].pk)
    status, (gone,) = ask(keeper, "post", at(show, "absences"), attendees=[who], kind="absent", note="ill")
    assert (status, gone["attendee"], gone["kind"], gone["note"]) == (201, who, "absent", "ill")
    until = (SECOND + timedelta(hours=1)).isoformat()
    status, (lost,) = ask(keeper, "post", at(show, "closures"), tables=[table], until=until)
    assert (status, lost["table"], lost["kind"]) == (201, table, "table_lost")
    refused = ask(keeper, "post", at(show, "absences"), attendees=[], kind="late")[1]
    assert [one["code"] for one in refused["findings"]] == ["nobody_named", "time_needed"]
    assert [one["id"] for one in ask(keeper, "get", at(show, "day-changes"))[1]] == [lost["id"], gone["id"]]
    assert ask(keeper, "post", at(show, f"day-changes/{gone['id']}/end"))[1]["ends_at"] == "2026-11-23T01:25:00Z"
    assert ask(keeper, "delete", at(show, f"day-changes/{lost['id']}"))[1]["undone_at"] is not None
    assert ask(keeper, "delete", at(show, f"day-changes/{lost['id']}"))[1]["code"] == "day_change_is_over"


def test_three_ways_are_made_looked_at_and_one_is_taken(keeper: Client, show: Stage) -> None:
    assert ask(keeper, "get", at(show, "replan"))[1] == {"based_on": 1, "as_of": None, "stale": False, "choices": []}
    absent(show, "F01")
    status, run = ask(keeper, "post", at(show, "replan"), rate=1)
    assert (status, run["state"]) == (202, "queued")
    assert ask(keeper, "post", at(show, "replan"))[1]["code"] == "already_planning"
    worked(show, run)
    assert ask(keeper, "get", at(show, f"replan-runs/{run['id']}"))[1]["state"] == "done"
    made = ask(keeper, "get", at(show, "replan"))[1]
    assert ([one["name"] for one in made["choices"]], made["stale"]) == (
        ["fewest_changes", "balanced", "best_value"], False,
    )  # fmt: skip
    detail = ask(keeper, "get", at(show, f"replan/{made['choices'][0]['id']}"))[1]
    assert "removed" in {one["kind"] for one in detail["changes"]}
    assert str(show.people["F01"].pk) in {one["attendee"] for one in detail["people"]}
    status, draft = ask(keeper, "post", at(show, f"replan/{made['choices'][0]['id']}/take"))
    assert (status, draft["number"], draft["state"], draft["based_on"]) == (201, 2, "draft", 1)


def test_who_may_not_changes_nothing(keeper: Client, show: Stage, park: Hub, next_door: Hub) -> None:
    theirs, scout = show_in(next_door), client_as(Role.SCOUT, park.pk)
    rows = {one.hub_id: absent(one, "F01")[0].pk for one in (show, theirs)}
    told = ask(keeper, "post", at(show, "replan"), rate=1)[1]
    worked(show, told)
    with hub_context(park.pk):
        choice = ReplanChoice.objects.order_by("pk")[0].pk
    assert ask(scout, "get", at(show, f"replan/{choice}"))[0] == 200
    assert ask(scout, "post", at(show, "replan"), rate=1)[0] == 403
    assert ask(scout, "post", at(show, f"replan/{choice}/take"))[0] == 404
    assert ask(keeper, "post", at(theirs, f"replan/{choice}/take"))[0] == 404
    assert ask(keeper, "post", at(theirs, "replan"), rate=1)[0] == 404
    someone = [str(theirs.people["K01"].pk)]
    assert ask(keeper, "post", at(show, "absences"), attendees=someone, kind="absent")[0] == 404
    assert ask(keeper, "post", at(show, "closures"), tables=[str(theirs.tables[0].pk)])[0] == 404
    for client, road_show, row in (
        (scout, show, rows[park.pk]), (keeper, theirs, rows[next_door.pk]), (keeper, show, rows[next_door.pk]),
    ):  # fmt: skip
        assert ask(client, "delete", at(road_show, f"day-changes/{row}"))[0] == 404
        assert ask(client, "post", at(road_show, f"day-changes/{row}/end"))[0] == 404
    with hub_context(park.pk, next_door.pk):
        assert set(DayChange.objects.values_list("pk", "undone_at")) == {(row, None) for row in rows.values()}
        assert (
            AgendaVersion.objects.count(),
            Replan.objects.count(),
            JobRun.objects.filter(kind="events.replan").count(),
        ) == (2, 1, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_few_and_many_cost_the_same(keeper: Client, show: Stage, queries: Queries, count: int) -> None:
    absent(show, *("F01", "K01", "K02")[:count])
    assert counted(keeper, queries, at(show, "day-changes"), at(show, "replan")) == [9, 10]
