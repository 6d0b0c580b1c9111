"""The agenda's pages: what they show, what their buttons do, who may not."""

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from landbridge.events.models import AgendaVersion, Meeting
from landbridge.ground.hubs import hub_context
from landbridge.ground.jobs import execute, jobs
from landbridge.ground.models import JobRun
from landbridge.network.models import Hub
from landbridge.network.states import Role
from tests.entrypoints.web.events.browsers import client_as
from tests.events.planned import lines_of, pair, version_with
from tests.events.stage import Stage, small_show

Queries = Callable[[], AbstractContextManager[CaptureQueriesContext]]
TABS = ("", "people/", "changes/", "wishes/", "versions/", "print/", "publish/")


def address(show: Stage, number: int | None = None, tab: str = "") -> str:
    return f"/events/{show.event.id}/agenda/{f'{number}/' if number else ''}{tab}"


@pytest.fixture
def manager(hub: Hub) -> Client:
    return client_as(Role.HUB_MANAGER, hub.id)


@pytest.fixture
def show(inside: UUID) -> Stage:
    return small_show(inside)


@pytest.fixture
def draft(show: Stage) -> AgendaVersion:
    return version_with(show, ("P01", "K01", 0, 0), ("P01", "F01", 1, 0), ("P02", "K02", 1, 1))


def send(client: Client, show: Stage, number: int, **data: Any) -> Any:
    return client.post(address(show, number, "edit/"), data)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_in_both_languages(
    manager: Client, show: Stage, draft: AgendaVersion, tab: str, language: str
) -> None:
    manager.cookies["django_language"] = language
    assert manager.get(address(show, draft.number, tab)).status_code == 200


def test_the_board_says_who_meets_whom_and_where_the_gaps_are(
    manager: Client, show: Stage, draft: AgendaVersion
) -> None:
    page = manager.get(address(show, draft.number)).content.decode()
    assert page.count('class="cell') == 3
    assert page.count('class="gap"') == 5
    assert "P01 P01 project – K01 K01 Ltd" in page
    assert page.count("#mk-both") == 2  # one in the key


def test_without_a_version_it_says_what_is_missing(manager: Client, show: Stage) -> None:
    page = manager.get(address(show)).content.decode()
    assert "Make the first agenda" in page


def test_the_selected_meeting_shows_where_it_could_be(manager: Client, show: Stage, draft: AgendaVersion) -> None:
    page = manager.get(address(show, draft.number), {"m": str(pair(show, "P01", "K01"))}).content.decode()
    assert "Selected: 09:00 T01" in page
    assert "Both free at 09:50, 10:15" in page


def test_a_browser_with_script_gets_the_panel_alone(manager: Client, show: Stage, draft: AgendaVersion) -> None:
    headers = {"HX-Request": "true", "HX-Target": "selected"}
    page = manager.get(
        address(show, draft.number), {"m": str(pair(show, "P01", "K01"))}, headers=headers
    ).content.decode()
    assert "Selected: 09:00 T01" in page
    assert "<table" not in page


def test_an_empty_place_offers_those_who_are_free(manager: Client, show: Stage, draft: AgendaVersion) -> None:
    place = {"slot": str(show.slots[0].id), "table": str(show.tables[1].id)}
    page = manager.get(address(show, draft.number), place).content.decode()
    wanted = f"{show.parties['P02'].id}:{show.parties['K02'].id}"
    assert wanted not in page  # they meet already
    assert f"{show.parties['P02'].id}:{show.parties['F01'].id}" in page


def test_a_move_is_done_and_can_be_taken_back(manager: Client, show: Stage, draft: AgendaVersion) -> None:
    response = send(manager, show, draft.number, command="move", pair=pair(show, "P01", "K01"), slot=show.slots[3].id)
    assert response.status_code == 302
    assert ("P01", "K01", 3, 0) in lines_of(show, draft)
    page = manager.get(response.url).content.decode()
    assert f"{address(show, draft.number)}undo/1/" in page
    manager.post(address(show, draft.number, "undo/1/"))
    assert ("P01", "K01", 0, 0) in lines_of(show, draft)


def test_what_cannot_be_is_answered_with_what_could(manager: Client, show: Stage, draft: AgendaVersion) -> None:
    page = send(
        manager,
        show,
        draft.number,
        command="move",
        pair=pair(show, "P02", "K02"),
        slot=show.slots[1].id,
        table=show.tables[0].id,
    ).content.decode()
    assert "The meeting cannot be there" in page
    assert "Table T01 is taken at 09:25: P01 – F01." in page
    assert f'name="slot" value="{show.slots[2].id}"' in page
    assert ("P02", "K02", 1, 1) in lines_of(show, draft)


def test_a_loss_is_asked_back_and_done_with_consent(manager: Client, show: Stage, draft: AgendaVersion) -> None:
    data = {"command": "drop", "pair": pair(show, "P01", "F01")}
    page = send(manager, show, draft.number, **data).content.decode()
    assert "P01 – F01 must meet, and would not." in page
    assert "Do it anyway" in page
    assert len(lines_of(show, draft)) == 3
    send(manager, show, draft.number, **data, consent="1")
    assert len(lines_of(show, draft)) == 2


def test_swap_pin_and_add_work_from_the_panel(manager: Client, show: Stage, draft: AgendaVersion) -> None:
    first, second = pair(show, "P01", "K01"), pair(show, "P02", "K02")
    send(manager, show, draft.number, command="swap", pair=first, other=second, consent="1")
    send(manager, show, draft.number, command="pin", pair=first)
    parties = f"{show.parties['P02'].id}:{show.parties['K01'].id}"
    send(manager, show, draft.number, command="add", parties=parties, slot=show.slots[3].id, table=show.tables[1].id)
    assert ("P02", "K02", 0, 0) in lines_of(show, draft)
    assert ("P02", "K01", 3, 1) in lines_of(show, draft)
    assert Meeting.objects.get(version=draft, pair_uid=first).pinned


@pytest.mark.parametrize("data", [{}, {"command": "fly"}, {"command": "move"}, {"command": "add", "parties": "a:b"}])
def test_a_nonsense_command_changes_nothing(
    manager: Client, show: Stage, draft: AgendaVersion, data: dict[str, str]
) -> None:
    before = lines_of(show, draft)
    assert send(manager, show, draft.number, **data).status_code == 302
    assert lines_of(show, draft) == before


def test_planning_shows_progress_and_leads_to_the_new_version(manager: Client, show: Stage) -> None:
    manager.post(address(show, tab="plan/"), {"seconds": "1"})
    run = JobRun.objects.get()
    assert "Waiting for its turn" in manager.get(address(show)).content.decode()
    progress = address(show, tab=f"runs/{run.id}/")
    assert "hx-get" in manager.get(progress).content.decode()
    arguments = {"event_id": str(show.event.id), "order": {
        "based_on": None, "keep": "pinned", "from_slot": None, "seconds": 1, "seed": 1, "musts_hard": False,
    }}  # fmt: skip
    execute(jobs["events.plan"], run_id=run.id, hub_id=show.hub_id, arguments=arguments)
    answer = manager.get(progress, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == address(show, 1)
    with hub_context(show.hub_id):
        assert AgendaVersion.objects.count() == 1


def test_planning_can_be_cancelled(manager: Client, show: Stage, draft: AgendaVersion) -> None:
    manager.post(address(show, tab="plan/"), {"seconds": "5", "based_on": str(draft.id), "keep": "most"})
    run = JobRun.objects.get()
    manager.post(address(show, tab=f"runs/{run.id}/cancel/"))
    run.refresh_from_db()
    assert run.state == "cancelled"
    assert AgendaVersion.objects.count() == 1


def test_a_bad_time_limit_is_said(manager: Client, show: Stage, draft: AgendaVersion) -> None:
    response = manager.post(address(show, tab="plan/"), {"seconds": "0", "based_on": str(draft.id)}, follow=True)
    assert "greater than or equal to 1" in response.content.decode()
    assert not JobRun.objects.exists()


def test_publishing_says_who_is_told_first(manager: Client, show: Stage, draft: AgendaVersion) -> None:
    page = manager.get(address(show, draft.number, "publish/")).content.decode()
    assert "5 people" in page
    manager.post(address(show, draft.number, "publish/"), {"over": ""})
    draft.refresh_from_db()
    assert draft.state == "published"
    page = manager.get(address(show, draft.number)).content.decode()
    assert "Publish version" not in page


def test_a_change_of_what_is_published_is_made_in_a_draft(manager: Client, show: Stage, draft: AgendaVersion) -> None:
    manager.post(address(show, draft.number, "publish/"), {"over": ""})
    response = send(manager, show, draft.number, command="move", pair=pair(show, "P01", "K01"), slot=show.slots[3].id)
    assert response.url.startswith(address(show, 2))
    assert ("P01", "K01", 0, 0) in lines_of(show, draft)


def test_the_desk_gives_a_place_in_what_is_published(manager: Client, show: Stage, draft: AgendaVersion) -> None:
    manager.post(address(show, draft.number, "publish/"), {"over": ""})
    parties = f"{show.parties['P02'].id}:{show.parties['K01'].id}"
    place = {"slot": show.slots[3].id, "table": show.tables[1].id}
    send(manager, show, draft.number, command="give", parties=parties, **place)
    assert ("P02", "K01", 3, 1) in lines_of(show, draft)
    page = send(
        manager, show, draft.number, command="give", **place,
        parties=f"{show.parties['P01'].id}:{show.parties['K02'].id}",
    ).content.decode()  # fmt: skip
    assert "Table T02 is taken at 10:15" in page


def test_drafts_are_copied_put_away_and_taken_up_again(manager: Client, show: Stage, draft: AgendaVersion) -> None:
    manager.post(address(show, draft.number, "copy/"))
    assert lines_of(show, AgendaVersion.objects.get(number=2)) == lines_of(show, draft)
    manager.post(address(show, 2, "discard/"))
    assert manager.get(address(show)).headers["Location"] == address(show, 1)
    manager.post(address(show, 2, "restore/"))
    assert AgendaVersion.objects.get(number=2).state == "draft"


def test_who_may_only_look_sees_no_buttons_and_changes_nothing(hub: Hub, show: Stage, draft: AgendaVersion) -> None:
    scout = client_as(Role.SCOUT, hub.id)
    page = scout.get(address(show, draft.number), {"m": str(pair(show, "P01", "K01"))}).content.decode()
    assert "Plan again" not in page
    assert "Publish version" not in page
    before = lines_of(show, draft)
    send(scout, show, draft.number, command="drop", pair=pair(show, "P01", "K01"), consent="1")
    scout.post(address(show, draft.number, "undo/1/"))
    scout.post(address(show, tab="plan/"), {"seconds": "1"})
    scout.post(address(show, draft.number, "publish/"), {"over": ""})
    draft.refresh_from_db()
    assert (lines_of(show, draft), draft.state, JobRun.objects.count()) == (before, "draft", 0)


def test_another_hub_sees_nothing(show: Stage, draft: AgendaVersion) -> None:
    elsewhere = Hub.objects.create(name_latin="Elsewhere", country="CN", zone="Asia/Shanghai")
    stranger = client_as(Role.HUB_MANAGER, elsewhere.id)
    for tab in TABS:
        assert stranger.get(address(show, draft.number, tab)).status_code == 404


@pytest.mark.parametrize("tab", TABS)
def test_queries_do_not_grow_with_the_agenda(manager: Client, show: Stage, queries: Queries, tab: str) -> None:
    def count(number: int) -> int:
        manager.get(address(show, number, tab))
        with queries() as asked:
            response = manager.get(address(show, number, tab))
        assert response.status_code == 200
        return len(asked)

    one = version_with(show, ("P01", "K01", 0, 0))
    with_one = count(one.number)
    AgendaVersion.objects.all().update(state="discarded")
    three = version_with(show, ("P01", "K01", 0, 0), ("P01", "F01", 1, 0), ("P02", "K02", 1, 1))
    assert count(three.number) == with_one


def test_one_persons_agenda_for_the_organiser(manager: Client, show: Stage, draft: AgendaVersion) -> None:
    person = show.people["P01"].id
    page = manager.get(address(show, draft.number, f"people/{person}/")).content.decode()
    assert "K01 K01 Ltd" in page
    assert "K02" not in page
    answer = manager.get(address(show, draft.number, f"people/{person}.pdf"))
    assert "K01 Ltd" in PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()


def test_everybodys_agenda_is_a_page_each(manager: Client, show: Stage, draft: AgendaVersion) -> None:
    answer = manager.get(address(show, draft.number, "people.pdf"))
    reader = PdfReader(io.BytesIO(answer.content))
    assert len(reader.pages) == 6
    assert "Person P01" in reader.pages[0].extract_text()


def test_all_meetings_as_a_table(manager: Client, show: Stage, draft: AgendaVersion) -> None:
    """Each file is read to its end: the client closes it there, without the test's connection."""
    answer: Any = manager.get(address(show, draft.number, "meetings.csv"))
    lines = answer.getvalue().decode("utf-8-sig").splitlines()
    assert len(lines) == 4
    assert lines[1].startswith("2026-11-23,09:00,09:25,T01,P01 P01 project,P01 Person P01,K01 K01 Ltd")
    book: Any = manager.get(address(show, draft.number, "meetings.xlsx"))
    assert book.getvalue().startswith(b"PK")


def test_founders_do_not_see_who_meets_whom(hub: Hub, show: Stage, draft: AgendaVersion) -> None:
    founder = client_as(Role.FOUNDER, hub.id)
    for tab in (*TABS, "people.pdf", "meetings.csv"):
        assert founder.get(address(show, draft.number, tab)).status_code == 404
