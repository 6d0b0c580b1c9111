"""Two versions side by side, and a conflict with the ways out of it."""

import html
import re
from uuid import UUID, uuid4

import pytest
from django.test import Client

from landbridge.events.actions.planning import JOB
from landbridge.ground.models import JobRun
from landbridge.network.models import Hub
from landbridge.network.states import Role
from tests.entrypoints.web.events.browsers import client_as
from tests.events.planned import found_impossible, pair, version_with
from tests.events.stage import NOW, Stage, small_show


@pytest.fixture
def manager(hub: Hub) -> Client:
    return client_as(Role.HUB_MANAGER, hub.id)


@pytest.fixture
def show(inside: UUID) -> Stage:
    return small_show(inside)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_values_and_people_of_two_versions(manager: Client, show: Stage, language: str) -> None:
    manager.cookies["django_language"] = language
    for lines, total in (([("P01", "K01", 0, 0)], 3), ([("P01", "K01", 1, 0), ("P02", "K02", 1, 1)], 4)):
        version = version_with(show, *lines)
        version.levels = [{"name": "total", "value": total, "bound": 9}, {"name": "gaps", "value": 0, "bound": 0}]
        version.save(update_fields=["levels"])
    page = manager.get(f"/events/{show.event.pk}/agenda/2/compare/").content.decode()
    assert "<s>09:00 T01</s>" in page
    assert "Person K02" in page
    assert ("better" if language == "en" else "更优") in page
    again = manager.get(f"/events/{show.event.pk}/agenda/2/compare/?with=1").content.decode()
    assert again.count("09:25 T01") == page.count("09:25 T01")
    assert manager.get(f"/events/{show.event.pk}/agenda/2/compare/?with=7").status_code == 404


def test_one_version_alone_leads_to_the_list(manager: Client, show: Stage) -> None:
    version_with(show, ("P01", "K01", 0, 0))
    assert manager.get(f"/events/{show.event.pk}/agenda/1/compare/").status_code == 302


def test_a_conflict_leads_to_where_each_way_out_is_changed(manager: Client, show: Stage) -> None:
    show.wish("F01", "K01", "must")
    wish, party, slot = pair(show, "P01", "F01"), show.parties["P02"].pk, show.slots[0].pk
    of_one_side = pair(show, "F01", "K01")
    parts = [
        ["wish", str(wish)], ["wish", str(of_one_side)], ["quota", str(party)], ["slot", str(slot)],
        ["way", f"{uuid4()}|{uuid4()}"], ["interpreter", str(uuid4())],
    ]  # fmt: skip
    kinds = ("drop_must", "drop_must", "change_quota", "add_table", "shorten_way", "add_interpreter")
    JobRun.objects.create(
        hub_id=show.hub_id, kind=JOB, subject_id=show.event.pk, requested_by=show.event.pk, state="done", queued_at=NOW,
        started_at=NOW, finished_at=NOW,
        result={
            "infeasible": {
                "proven": True,
                "conflicts": [{"code": "together", "parts": parts, "data": {}}],
                "relaxations": [
                    {"kind": kind, "parts": [part], "data": {}, "suffices": True}
                    for kind, part in zip(kinds, parts, strict=True)
                ],
                "combined": [{"kind": kinds[at], "parts": [parts[at]], "data": {}} for at in (2, 3)],
            }
        },
    )  # fmt: skip
    page = manager.get(f"/events/{show.event.pk}/agenda/").content.decode()
    assert "These demands cannot all be met together" in page
    for words in ("Let P01 – F01 be no must", "Change the limits of P02", "One more table at 09:00"):
        assert words in page
    assert f"/events/participants/{party}/edit/" in page
    assert f"/events/{show.event.pk}/setup/#rooms" in page
    ways = re.findall(r'<a [^>]*href="([^"]+)"', page.split("These demands cannot all be met together")[1])
    assert f"/events/pairs/{show.parties['P01'].pk}/{show.parties['F01'].pk}/" in ways
    assert f"/events/{show.event.pk}/interpreters/" in ways
    assert f"/events/{show.event.pk}/setup/#walks" in ways
    together = page.split("all of these together are:")[1].split("</ul>")[0]
    assert re.findall(r'href="([^"]+)"', together) == [ways[2], ways[3]]
    assert [(address, 200) for address in ways] == [(address, manager.get(address).status_code) for address in ways]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "zh-hans",
            ("P01 P01 project 有 2 场必见会面，而最多只能有 1 场：P01 – ", "不再要求 P01 – K01 必见", "仅此一项即可"),
        ),
        (
            "en",
            (
                "P01 P01 project has 2 required meetings and may have 1: P01 – ",
                "Let P01 – K01 be no must",
                "this alone is enough",
            ),
        ),
    ],
)
def test_what_cannot_hold_together_is_told_with_its_numbers(
    manager: Client, show: Stage, language: str, told: tuple[str, ...]
) -> None:
    """Planned for real: the page says the engine's own answer."""
    for target in ("K01", "F01"):
        show.wish("P01", target, "must")
    show.parties["P01"].max_meetings = 1
    show.parties["P01"].save(update_fields=["max_meetings"])
    found_impossible(show)
    manager.cookies["django_language"] = language
    page = html.unescape(manager.get(f"/events/{show.event.pk}/agenda/").content.decode())
    notice = page.split("is-bad")[1].split("</div>")[0]
    assert [words for words in told if words not in notice] == [], notice
