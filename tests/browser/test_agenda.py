"""The agenda in a real browser: the board by keyboard alone, without script, on a phone, in both languages and themes."""

from uuid import UUID

import pytest

from landbridge.events.actions import publishing
from landbridge.events.models import AgendaVersion
from landbridge.ground.hubs import hub_context
from landbridge.kernel.actor import SystemActor
from landbridge.network.states import Role
from tests.browser.conftest import Open, World, faults, scrolls_sideways
from tests.events.planned import Line, lines_of, pair, version_with
from tests.events.stage import NOW, Stage, small_show

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # the server thread's sockets
TABS = ("", "people/", "changes/", "wishes/", "versions/", "publish/", "print/")


class Scene:
    """A road show with a published version 1 and a draft 2."""

    def __init__(self, world: World) -> None:
        with hub_context(world.hub.pk):
            self.show: Stage = small_show(world.hub.pk)
            first = version_with(self.show, ("P01", "K01", 0, 0), ("P02", "K02", 1, 1))
            publishing.publish_version(actor=SystemActor(), version_id=first.id, over=None, at=NOW)
            self.draft: AgendaVersion = version_with(
                self.show, ("P01", "K01", 0, 0), ("P01", "F01", 1, 0), ("P02", "K02", 2, 1)
            )
        self.world = world

    def path(self, tab: str = "", number: int = 2) -> str:
        return f"/events/{self.show.event.id}/agenda/{number}/{tab}"

    def pair(self, one: str, other: str) -> UUID:
        return pair(self.show, one, other)

    def lines(self) -> list[Line]:
        with hub_context(self.world.hub.pk):
            return lines_of(self.show, self.draft)


@pytest.fixture
def scene(world: World) -> Scene:
    return Scene(world)


@pytest.mark.axe
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_axe_finds_nothing(open_page: Open, scene: Scene, language: str, theme: str) -> None:
    found = {}
    for tab in (*TABS, f"?m={scene.pair('P01', 'K01')}"):
        page = open_page(scene.path(tab), role=Role.HUB_MANAGER, language=language, theme=theme)
        found[tab] = faults(page)
    assert {tab: there for tab, there in found.items() if there} == {}


def test_no_page_scrolls_sideways_on_a_phone(open_page: Open, scene: Scene) -> None:
    wide = [
        tab
        for tab in TABS[:-1]
        if scrolls_sideways(open_page(scene.path(tab), role=Role.HUB_MANAGER, width=390, height=844))
    ]
    assert wide == []


def test_a_meeting_is_moved_and_taken_back_by_keyboard_alone(open_page: Open, scene: Scene) -> None:
    page = open_page(scene.path(), role=Role.HUB_MANAGER)
    page.locator("[data-board] td a").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Selected: 09:00 T01").wait_for()
    page.keyboard.press("m")
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")  # the last choice is another table at the same time
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Selected: 10:15 T01").wait_for()
    assert ("P01", "K01", 3, 0) in scene.lines()
    page.keyboard.press("u")
    page.get_by_text("Taken back.").wait_for()
    assert ("P01", "K01", 0, 0) in scene.lines()


def test_pins_and_removals_have_their_keys_and_a_loss_is_asked_back(open_page: Open, scene: Scene) -> None:
    page = open_page(scene.path(f"?m={scene.pair('P01', 'F01')}"), role=Role.HUB_MANAGER)
    page.keyboard.press("p")
    page.get_by_role("button", name="Unpin").wait_for()
    page.keyboard.press("Delete")
    page.get_by_role("button", name="Do it anyway").wait_for()
    assert len(scene.lines()) == 3
    page.get_by_role("button", name="Do it anyway").press("Enter")
    page.get_by_text("Removed.").wait_for()
    assert len(scene.lines()) == 2


def test_everything_works_without_script(open_page: Open, scene: Scene) -> None:
    page = open_page(scene.path(), role=Role.HUB_MANAGER, script=False)
    page.get_by_role("link", name="K01").first.click()
    page.get_by_role("heading", name="Selected: 09:00 T01").wait_for()
    page.get_by_text("Move to…").click()
    page.get_by_role("button", name="Move", exact=True).click()
    page.get_by_text("Moved.").wait_for()
    assert ("P01", "K01", 0, 0) not in scene.lines()
    page.get_by_role("button", name="Take back change 1").click()
    page.get_by_text("Taken back.").wait_for()
    assert ("P01", "K01", 0, 0) in scene.lines()
