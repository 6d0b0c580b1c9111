"""The rest of the day in a real browser: recorded by keyboard, chosen, published; on a phone and without script."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from landbridge.events.actions import publishing
from landbridge.events.models import AgendaVersion, DayChange, Message
from landbridge.ground import installation
from landbridge.ground.hubs import hub_context
from landbridge.ground.jobs import execute, jobs
from landbridge.ground.models import JobRun
from landbridge.kernel.actor import SystemActor
from landbridge.network.states import Role
from tests.browser.conftest import Open, World, scrolls_sideways
from tests.events.planned import Line, lines_of, version_with
from tests.events.stage import NINE, NOW, Stage, small_show

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # the server thread's sockets
SECOND = NINE + timedelta(minutes=25)
WORDS = {
    "en": ("Make three choices", "Fewest changes", "Take this one", "Publish version 2"),
    "zh-hans": ("生成三种方案", "改动最少", "采用此方案", "发布第 2 版"),
}


class Day:
    """A road show on its day, the first slot over."""

    def __init__(self, world: World) -> None:
        self.world = world
        with hub_context(world.hub.pk):
            self.show: Stage = small_show(world.hub.pk)
            first = version_with(self.show, ("P01", "K01", 0, 0), ("P02", "K02", 1, 1), ("P01", "F01", 2, 0))
            publishing.publish_version(actor=SystemActor(), version_id=first.id, over=None, at=NOW)
            Message.objects.all().delete()
        installation.move_clock(to=SECOND)
        self.path = f"/events/{self.show.event.id}/agenda/replan/"

    def work(self) -> None:
        """What the worker does with the question."""
        with hub_context(self.world.hub.pk):
            run = JobRun.objects.get(kind="events.replan", state="queued")
        given = {"event_id": str(self.show.event.pk), "as_of": SECOND.isoformat(), "rate": 1}
        execute(jobs["events.replan"], run_id=run.pk, hub_id=self.world.hub.pk, arguments=given)

    def lines(self, number: int) -> list[Line]:
        with hub_context(self.world.hub.pk):
            return lines_of(self.show, AgendaVersion.objects.get(event=self.show.event, number=number))

    def told(self) -> set[str]:
        with hub_context(self.world.hub.pk):
            return set(Message.objects.values_list("attendee__participant__label", flat=True))


@pytest.fixture
def day(world: World) -> Day:
    return Day(world)


@pytest.mark.parametrize("language", list(WORDS))
def test_by_keyboard_from_an_absence_to_the_new_agenda(open_page: Open, day: Day, language: str) -> None:
    make, fewest, take, publish = WORDS[language]
    page = open_page(day.path, role=Role.HUB_MANAGER, language=language)
    page.focus("#person_who")
    page.keyboard.type("F01")
    page.keyboard.press("Enter")
    page.wait_for_selector(".day-list li")
    press(page, make)
    page.wait_for_selector("#progress")
    day.work()
    page.wait_for_selector(".way")
    first = page.locator(".way").first
    assert first.locator("h3").inner_text() == fewest
    first.get_by_role("button", name=take).press("Enter")
    page.wait_for_url("**/2/publish/")
    page.get_by_role("button", name=publish).press("Enter")
    page.wait_for_url("**/agenda/2/")
    assert day.lines(2) == [("P01", "K01", 0, 0), ("P02", "K02", 1, 1)]
    assert day.told() == {"P01", "F01"}


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).press("Enter")


def test_what_changes_for_whom_fits_a_phone(open_page: Open, day: Day) -> None:
    page = open_page(day.path, role=Role.HUB_MANAGER, width=390, height=800)
    page.fill("#person_who", "F01")
    page.get_by_role("button", name="Record it").first.click()
    page.wait_for_selector(".day-list li")
    press(page, "Make three choices")
    page.wait_for_selector("#progress")
    day.work()
    page.wait_for_selector(".way")
    assert not scrolls_sideways(page)
    page.get_by_role("link", name="What changes for whom").first.click()
    page.wait_for_selector(".whom")
    assert "cancelled" in page.inner_text(".whom")
    assert not scrolls_sideways(page)


def test_without_script_it_all_works(open_page: Open, day: Day) -> None:
    page = open_page(day.path, role=Role.HUB_MANAGER, script=False)
    page.fill("#person_who", "F01")
    page.get_by_role("button", name="Record it").first.click()
    page.get_by_role("button", name="Take back").click()
    with hub_context(day.world.hub.pk):
        assert [row.undone_at is not None for row in DayChange.objects.all()] == [True]
    press(page, "Make three choices")
    day.work()
    page.get_by_role("link", name="See how far it is").click()
    assert page.locator(".way").count() == 3
