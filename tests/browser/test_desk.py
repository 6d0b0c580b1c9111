"""The desk in a real browser while its network comes and goes."""

from playwright.sync_api import Browser, expect

from landbridge.events.models import Badge, DeskAct
from landbridge.events.queries import desk as queries
from landbridge.ground.hubs import hub_context
from landbridge.network.states import Role
from tests.browser.conftest import Open, World
from tests.browser.day_places import on_the_day


def test_the_desk_outlives_its_network(open_page: Open, chromium: Browser, world: World) -> None:
    with hub_context(world.hub.pk):
        show = on_the_day(world).show
        code = Badge.objects.get(attendee=show.people["K02"]).code
    path = f"{world.url}/events/{show.event.pk}/desk/"
    signed_in = open_page("/", role=Role.HUB_MANAGER).context.storage_state()
    context = chromium.new_context(storage_state=signed_in)
    page = context.new_page()
    page.goto(path)
    expect(page.locator("#desk[data-ready]")).to_be_attached()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    context.set_offline(True)
    page.goto(path)
    for label in ("k01", "f01"):
        page.locator("#desk-q").fill(label)
        page.locator("#desk-q").press("Enter")
    expect(page.locator("#desk-net")).to_contain_text("Kept here: 2")
    page.goto(f"{world.url}/b/{code}")
    expect(page).to_have_url(path)
    expect(page.locator("#desk-q")).to_have_value("K02")
    page.locator("#desk-list button").click()
    expect(page.locator("#desk-net")).to_contain_text("Kept here: 3")

    context.set_offline(False)
    expect(page.locator("#desk-net")).to_contain_text("Up to date", timeout=15_000)
    page.goto(path)
    expect(page.locator("#desk-here")).to_have_text("3")
    context.close()
    with hub_context(world.hub.pk):
        assert set(queries.arrived(show.event)) == {show.people[name].pk for name in ("K01", "K02", "F01")}
        assert DeskAct.objects.count() == 3
