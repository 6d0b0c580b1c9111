"""The desk in a real browser while its network comes and goes."""

from playwright.sync_api import Browser, Page, Request, expect

from landbridge.events.models import Badge, DeskAct
from landbridge.events.queries import desk as queries
from landbridge.ground.hubs import hub_context
from landbridge.network.states import Role
from tests.browser.conftest import Open, World
from tests.browser.day_places import on_the_day
from tests.browser.wire import Wire


def check_in(page: Page, label: str) -> None:
    page.locator("#desk-q").fill(label)
    page.locator("#desk-q").press("Enter")


def acts(world: World) -> int:
    with hub_context(world.hub.pk):
        return DeskAct.objects.count()


def an_act_lost(request: Request) -> bool:
    return request.method == "POST" and '"deed"' in (request.post_data or "")


def test_the_desk_outlives_its_network(open_page: Open, chromium: Browser, world: World) -> None:
    with hub_context(world.hub.pk):
        show = on_the_day(world).show
        code = Badge.objects.get(attendee=show.people["K02"]).code
    signed_in = open_page("/", role=Role.HUB_MANAGER).context.storage_state()
    context = chromium.new_context(storage_state=signed_in)
    page = context.new_page()
    with Wire(world.url) as wire:
        path = f"{wire.url}/events/{show.event.pk}/desk/"
        page.goto(path)
        expect(page.locator("#desk[data-ready]")).to_be_attached()
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")

        wire.lose_answers()
        with page.expect_event("requestfailed", an_act_lost):
            check_in(page, "p01")
        expect(page.locator("#desk-net")).to_contain_text("Kept here: 1")
        assert acts(world) == 1, "the site has the act, and the desk cannot know"

        wire.cut()
        page.goto(path)
        for label in ("k01", "f01"):
            check_in(page, label)
        expect(page.locator("#desk-net")).to_contain_text("Kept here: 3")
        page.goto(f"{wire.url}/b/{code}")
        expect(page).to_have_url(path)
        expect(page.locator("#desk-q")).to_have_value("K02")
        page.locator("#desk-list button").click()
        expect(page.locator("#desk-net")).to_contain_text("Kept here: 4")
        assert acts(world) == 1, "nothing reached the site while the wire was cut"

        wire.mend()
        expect(page.locator("#desk-net")).to_contain_text("Up to date", timeout=15_000)
        page.goto(path)
        expect(page.locator("#desk-here")).to_have_text("4")
        context.close()
    with hub_context(world.hub.pk):
        assert set(queries.arrived(show.event)) == {show.people[name].pk for name in ("P01", "K01", "K02", "F01")}
    assert acts(world) == 4
