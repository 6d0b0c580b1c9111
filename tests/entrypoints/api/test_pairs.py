"""Shortlists of projects and needs through the API: made, explained, refused with a reason, outcomes recorded."""

import pytest
from django.test import Client

from landbridge.ground.hubs import hub_context
from landbridge.ground.models import JobRun
from landbridge.matchmaking import lists
from landbridge.matchmaking.actions import shortlists
from landbridge.matchmaking.models import PairOutcome, PairRefusal
from landbridge.network.models import Hub
from tests.entrypoints.api.asking import Queries, ask, counted
from tests.matchmaking import makers
from tests.matchmaking.makers import AT, SYSTEM

pytestmark = pytest.mark.usefixtures("standing_clock")


def listed(hub: Hub, needs: int = 1) -> tuple[str, str]:
    """A project with a shortlist, and the first need on it."""
    with hub_context(hub.pk):
        project = makers.project(hub.pk)
        made = [makers.need(hub.pk, f"Operator {number}") for number in range(needs)]
        field = lists.field_of(hub.pk, asof=AT.date())
        for subject in (project, made[0]):
            of = lists.for_project if subject is project else lists.for_need
            kept = of(field, subject.pk, encoder=None)
            shortlists.save_shortlist(actor=SYSTEM, subject=subject, made=kept, at=AT)
    return f"/projects/{project.pk}", f"/needs/{made[0].pk}"


def test_a_list_is_explained_in_the_readers_language_and_as_data(keeper: Client, park: Hub) -> None:
    project, need = listed(park)
    for path in (project, need):
        status, told = ask(keeper, "get", f"{path}/shortlist")
        (line,) = told["lines"]
        assert (status, told["ranker"], line["rank"], line["project"], line["need"]) == (
            200, "prior", 1, project.rpartition("/")[2], need.rpartition("/")[2],
        )  # fmt: skip
        assert "Field: both name battery management." in line["explanation"]["reasons"]
        assert {"code", "signal", "value", "contribution", "data"} <= line["explanation"]["findings"][0].keys()
    chinese = keeper.get(f"/api{project}/shortlist", headers={"Accept-Language": "zh-hans"}).json()
    assert "电池" in "".join(chinese["lines"][0]["explanation"]["reasons"])


def test_asking_for_a_list_gives_the_job_and_asking_again_the_same(keeper: Client, park: Hub) -> None:
    project, _need = listed(park)
    status, first = ask(keeper, "post", f"{project}/shortlist")
    assert (status, first["state"]) == (202, "queued")
    assert ask(keeper, "post", f"{project}/shortlist")[1]["job"] == first["job"]
    assert ask(keeper, "get", f"{project}/shortlist")[1]["job"] == first["job"]
    with hub_context(park.pk):
        assert JobRun.objects.filter(kind=shortlists.JOB).count() == 1


def test_a_refused_pair_is_off_the_list_until_the_refusal_is_lifted(keeper: Client, park: Hub) -> None:
    project, need = listed(park)
    status, refused = ask(keeper, "post", f"{project}{need}/refusal", reason="wrong_ticket", note="too large")
    assert (status, refused["reason"], refused["lifted_at"]) == (201, "wrong_ticket", None)
    told = ask(keeper, "get", f"{project}/shortlist")[1]
    assert (told["lines"], told["refusals"]) == ([], [refused])
    assert ask(keeper, "post", f"{project}{need}/refusal", reason="timing")[1]["code"] == "already_refused"
    status, told = ask(keeper, "post", f"{project}{need}/refusal", reason="other")
    assert (status, told["findings"][0]["code"]) == (422, "refusal_other_says_what")
    assert ask(keeper, "get", f"{project}{need}")[1]["refusal"] == refused
    assert ask(keeper, "delete", f"/refusals/{refused['id']}")[1]["lifted_at"] is not None
    assert len(ask(keeper, "get", f"{project}/shortlist")[1]["lines"]) == 1


def test_what_came_of_a_pair_is_kept_once(keeper: Client, park: Hub) -> None:
    project, need = listed(park)
    for day in ("2026-11-10", "2026-11-02"):
        status, told = ask(keeper, "post", f"{project}{need}/outcomes", result="signed", happened_on=day)
    assert (status, told["happened_on"]) == (201, "2026-11-02")
    status, told = ask(keeper, "post", f"{project}{need}/outcomes", result="invested", happened_on="2027-01-01")
    assert (status, told["findings"][0]["code"]) == (422, "outcome_in_future")
    assert [one["result"] for one in ask(keeper, "get", f"{project}{need}")[1]["outcomes"]] == ["signed"]


def test_who_may_not_changes_nothing(keeper: Client, authority: Client, park: Hub, next_door: Hub) -> None:
    project, need = listed(park)
    their_project, their_need = listed(next_door)
    assert ask(authority, "get", f"{project}/shortlist")[0] == 200
    assert ask(authority, "post", f"{project}/shortlist")[0] == 403
    assert ask(authority, "post", f"{project}{need}/refusal", reason="timing")[0] == 404
    for one, other in ((project, their_need), (their_project, need), (their_project, their_need)):
        assert ask(keeper, "get", f"{one}{other}")[0] == 404
        assert ask(keeper, "post", f"{one}{other}/refusal", reason="timing")[0] == 404
        assert ask(keeper, "post", f"{one}{other}/outcomes", result="signed", happened_on="2026-11-02")[0] == 404
    assert ask(keeper, "post", f"{their_project}/shortlist")[0] == 404
    with hub_context(park.pk, next_door.pk):
        assert (PairRefusal.objects.count(), PairOutcome.objects.count(), JobRun.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_few_and_many_cost_the_same(keeper: Client, park: Hub, queries: Queries, count: int) -> None:
    project, need = listed(park, needs=count)
    assert len(ask(keeper, "get", f"{project}/shortlist")[1]["lines"]) == count
    assert counted(keeper, queries, f"{project}/shortlist", f"{project}{need}") == [14, 13]
