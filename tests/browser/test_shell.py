"""What the shell's scripts do, and that the pages work without them."""

import pytest
from playwright.sync_api import Dialog, Page

from landbridge.network.states import Role
from tests.browser.conftest import Open, World
from tests.browser.pages import a_job


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim().split(/\\s+/)[0]"))


def test_a_grid_is_one_stop_and_arrows_move_inside(open_page: Open) -> None:
    page = open_page("/styleguide/")
    assert page.locator('[data-grid] td [tabindex="0"]').count() == 1
    page.locator("[data-grid] td a").first.focus()
    walked = [focused(page)]
    for key in ("ArrowRight", "ArrowDown", "ArrowLeft", "End", "Home", "Control+End", "ArrowUp"):
        page.keyboard.press(key)
        walked.append(focused(page))
    assert [words[:3] for words in walked] == ["K02", "F03", "K20", "K20", "F11", "K20", "F11", "fre"]


def test_a_change_that_cannot_be_undone_is_asked_for_and_no_is_the_default(open_page: Open) -> None:
    page = open_page("/styleguide/")
    before = page.url
    page.get_by_role("button", name="Remove the meeting").click()
    dialog = page.get_by_role("dialog")
    assert "both are told" in dialog.inner_text()
    assert focused(page) == "Keep"
    page.keyboard.press("Enter")
    assert page.url == before
    page.get_by_role("button", name="Remove the meeting").click()
    dialog.get_by_role("button", name="Remove the meeting").click()
    page.wait_for_url("**/styleguide/?*")


def test_what_was_typed_survives_a_reload_and_can_be_discarded(open_page: Open) -> None:
    page = open_page("/styleguide/")
    page.on("dialog", lambda dialog: dialog.accept())
    page.fill("#id_note", "Twelve packs, tested in spring.")
    page.check("#id_reason_1")
    page.goto(page.url.split("#")[0])
    assert page.input_value("#id_note") == "Twelve packs, tested in spring."
    assert page.is_checked("#id_reason_1")
    page.get_by_role("button", name="Start afresh").click()
    assert page.input_value("#id_note") == ""
    page.goto(page.url.split("#")[0])
    assert page.input_value("#id_note") == ""


def test_leaving_with_unsent_words_is_asked_for(open_page: Open) -> None:
    page = open_page("/styleguide/")
    asked: list[str] = []

    def stay_asked(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", stay_asked)
    page.locator("#id_note").click()
    page.keyboard.type("unsent")
    page.get_by_role("link", name="Landbridge").click()
    page.wait_for_url("**/")
    assert asked == ["beforeunload"]


def test_the_first_error_summary_takes_the_focus_and_leads_to_the_field(open_page: Open) -> None:
    page = open_page("/styleguide/")
    assert page.evaluate("document.activeElement.classList.contains('errors')")
    page.get_by_role("link", name="Name of the project: This field is required.").click()
    assert page.evaluate("document.activeElement.id") == "wrong_name"


@pytest.mark.parametrize("script", [True, False])
def test_theme_and_language_are_chosen_by_a_press(open_page: Open, script: bool) -> None:
    page = open_page("/", theme="", script=script)
    page.get_by_role("button", name="dark").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.get_by_role("button", name="中文").click()
    page.wait_for_load_state()
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert page.locator("h1").inner_text() == "从首次接触到产业化"


def test_running_work_polls_and_stops_on_request(open_page: Open, world: World) -> None:
    page = open_page(a_job(world), role=Role.HUB_MANAGER)
    with page.expect_response("**/progress/"):
        pass
    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("Asked to stop.").wait_for()
    page.get_by_text("Stopping").wait_for()
    page.get_by_role("button", name="Close this message").click()
    assert page.locator(".toast").count() == 0


def test_the_menu_closes_by_escape_and_gives_the_focus_back(open_page: Open) -> None:
    page = open_page("/", role=Role.HUB_MANAGER)
    page.locator("details.menu summary").click()
    page.get_by_role("link", name="Sessions").focus()
    page.keyboard.press("Escape")
    assert page.locator("details.menu[open]").count() == 0
    assert focused(page) == "Hub"


@pytest.mark.parametrize("width", [360, 320])
def test_a_phone_page_reads_without_script_on_a_small_screen(open_page: Open, width: int) -> None:
    page = open_page("/styleguide/phone/", width=width, height=640, script=False)
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.get_by_role("button", name="Send").is_visible()
    assert page.locator("body").evaluate("e => e.scrollWidth") <= width


def test_a_page_prints_without_its_tools(open_page: Open) -> None:
    page = open_page("/styleguide/")
    page.emulate_media(media="print")
    assert not page.locator(".masthead").is_visible()
    assert not page.locator(".list-tools").is_visible()
    assert page.locator(".table").first.is_visible()
