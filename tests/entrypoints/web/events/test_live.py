"""The live board: for hosts, for a screen without a log-in, for the phone of one person."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from landbridge.entrypoints.web.events import live as shown
from landbridge.entrypoints.web.events.pages import live as pages
from landbridge.events.actions import publishing, screens
from landbridge.events.actions.desk import check
from landbridge.events.actions.links import make_link
from landbridge.events.states import Deed, HallNames
from landbridge.ground.hubs import hub_context
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.clock import FixedClock
from landbridge.kernel.ids import uuid7
from tests.entrypoints.web.events.conftest import NOW
from tests.events.planned import version_with
from tests.events.stage import NINE, Stage, small_show

SYSTEM = SystemActor()


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """Each test, and each look of a test, reads for itself."""
    forget()
    yield
    forget()


def forget() -> None:
    for kept in (shown.DAYS, pages.SCREENS, pages.HALLS):
        kept.clear()


@pytest.fixture
def show(hub_id: UUID, at_work: FixedClock) -> Stage:
    at_work.at = NINE + timedelta(minutes=1)
    with hub_context(hub_id):
        made = small_show(hub_id)
        version = version_with(made, ("P01", "K01", 0, 0), ("P02", "K02", 0, 1), ("P01", "F01", 1, 0))
        publishing.publish_version(actor=SYSTEM, version_id=version.pk, over=None, at=NOW)
        return made


def arrive(show: Stage, name: str) -> None:
    with hub_context(show.hub_id):
        check(actor=SYSTEM, attendee_id=show.people[name].pk, deed=Deed.ARRIVED, device=uuid7(), at=NINE)
    forget()


def opened(show: Stage, names: HallNames) -> screens.OpenedScreen:
    with hub_context(show.hub_id):
        return screens.open_screen(actor=SYSTEM, event_id=show.event.pk, names=names, at=NOW)


def test_the_host_sees_who_is_missing_and_gets_only_what_is_new(manager: Client, show: Stage) -> None:
    arrive(show, "P01")
    page = manager.get(f"/events/{show.event.pk}/live/").content.decode()
    assert "3 people are due and not checked in" in page
    assert "1 min late" in page
    assert "is here and waits" in page
    part = manager.get(f"/events/{show.event.pk}/live/now/")
    again = manager.get(f"/events/{show.event.pk}/live/now/", headers={"If-None-Match": part["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    arrive(show, "K01")
    changed = manager.get(f"/events/{show.event.pk}/live/now/", headers={"If-None-Match": part["ETag"]})
    assert changed.status_code == 200
    assert b"2 people are due" in changed.content


def test_who_is_missing_is_one_step_from_planning_the_rest(manager: Client, show: Stage) -> None:
    page = manager.get(f"/events/{show.event.pk}/live/").content.decode()
    assert f'href="/events/{show.event.pk}/agenda/replan/"' in page


@pytest.mark.parametrize(
    ("names", "party", "person"), [("labels", False, False), ("parties", True, False), ("people", True, True)]
)
def test_a_screen_shows_no_more_than_it_may(client: Client, show: Stage, names: str, party: bool, person: bool) -> None:
    screen = opened(show, HallNames(names))
    for path in (f"/hall/{screen.token}/", f"/hall/{screen.token}/now/"):
        page = client.get(path)
        text = page.content.decode()
        assert page.status_code == 200
        assert ("K01公司" in text, "Person K01" in text) == (party, person)
        assert "K01" in text
        assert page["Referrer-Policy"] == "no-referrer"


def test_a_screen_that_was_ended_goes_dark(manager: Client, client: Client, show: Stage) -> None:
    made = manager.post(f"/events/{show.event.pk}/live/screens/", {"names": "parties", "label": "Hall"})
    path = "/hall/" + made.content.decode().split("/hall/")[1].split("/")[0] + "/"
    assert Client().get(path).status_code == 200
    with hub_context(show.hub_id):
        screen = show.event.screens.get()
    manager.post(f"/events/{show.event.pk}/live/screens/{screen.pk}/end/")
    forget()
    assert Client().get(path).status_code == 404
    assert Client().get(f"{path}now/").status_code == 404
    assert Client().get("/hall/nonsense/").status_code == 404


def test_only_the_hubs_own_staff(founder: Client, stranger: Client, show: Stage) -> None:
    for who in (founder, stranger):
        assert who.get(f"/events/{show.event.pk}/live/").status_code == 404
        assert who.get(f"/events/{show.event.pk}/live/now/").status_code == 404
        assert who.post(f"/events/{show.event.pk}/live/screens/", {"names": "people"}).status_code == 404
    with hub_context(show.hub_id):
        assert show.event.screens.count() == 0


def test_a_nonsense_choice_of_names_opens_nothing(manager: Client, show: Stage) -> None:
    assert manager.post(f"/events/{show.event.pk}/live/screens/", {"names": "faces"}).status_code == 404
    with hub_context(show.hub_id):
        assert show.event.screens.count() == 0


def test_a_phone_follows_its_own_meetings(client: Client, show: Stage) -> None:
    with hub_context(show.hub_id):
        token = make_link(actor=SYSTEM, attendee_id=show.people["P01"].pk, at=NOW).token
    client.post(f"/l/{token}")
    page = client.get("/me/agenda/").content.decode()
    assert 'data-live="/me/now/"' in page
    part = client.get("/me/now/")
    assert "K01" in part.content.decode()
    assert "F01" in part.content.decode()
    assert "K02" not in part.content.decode()
    assert client.get("/me/now/", headers={"If-None-Match": part["ETag"]}).status_code == 304
    assert len(page.encode()) < 100_000


def test_the_live_board_asks_the_same_however_many_meet(
    manager: Client, show: Stage, queries: Callable[[], Any]
) -> None:
    counted = []
    for names in ((), ("P01", "K01", "K02")):
        for name in names:
            arrive(show, name)
        forget()
        with queries() as asked:
            manager.get(f"/events/{show.event.pk}/live/now/")
        counted.append(len(asked))
    assert counted[0] == counted[1]
