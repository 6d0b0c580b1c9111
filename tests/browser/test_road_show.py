"""A stranger plans a road show in the browser, from its name to the calendars of its guests, once in each language."""

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from landbridge.entrypoints import clock
from landbridge.entrypoints.demo.cast import PLAYERS
from landbridge.events.actions.outcomes import say_outcome
from landbridge.events.actions.wishes import say_wish
from landbridge.events.holders import LinkHolder
from landbridge.events.models import Attendee, Badge, Event, Meeting, Reply, Seat, Suggestion
from landbridge.events.outcomes import Said
from landbridge.events.states import WishKind
from landbridge.ground import installation
from landbridge.ground.hubs import hub_context
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.clock import SystemClock
from landbridge.network.actions import hubs, memberships
from tests.browser.conftest import Open, World
from tests.browser.stranger import Stranger, Worker, delegation_csv, guests_xlsx, tomorrow
from tests.conftest import end_sessions_of_threads

TOKEN = re.compile(r"https?://\S+?(/l/[\w-]+)")
MANAGER = PLAYERS["manager"]


@pytest.fixture
def demonstration(world: World) -> Iterator[World]:
    """The hub of a demonstration, whose manager may be played with one click."""
    at, actor = clock.current().now(), SystemActor()
    with hub_context(world.hub.pk):
        account = hubs.open_account(actor=actor, hub_id=world.hub.pk, email=MANAGER.email, name="Li Na", at=at)
        memberships.grant_membership(actor=actor, hub_id=world.hub.pk, account_id=account.pk, role=MANAGER.role, at=at)
    yield world
    end_sessions_of_threads()  # what the worker's threads left open would keep the database


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # the server thread's sockets
def test_a_stranger_plans_a_road_show(open_page: Open, demonstration: World, language: str) -> None:
    me = Stranger(open_page("/account/login/", language=language), language)
    me.page.get_by_role("button", name=str(me.word(str(MANAGER.label)))).click()
    a_new_road_show(me)
    sessions_rooms_and_tables(me)
    people_from_files(me)
    me.step(3)
    me.press("Make the shortlists")
    me.page.locator("table tbody tr").nth(15).wait_for()
    president = Stranger(open_page(an_invitation(me, "P01"), language=language, width=390, script=False), language)
    wishes(president)
    others_wish(demonstration)
    an_agenda(me)
    a_meeting_moved_and_pinned_by_keyboard(me)
    me.follow("Publish version %(number)s", number=1)
    me.press("Publish version %(number)s", number=1)
    my_agenda(president)
    badges_are_printed(me)
    the_first_morning(demonstration)
    checked_in_by_badge(me, demonstration)
    somebody_walks_in(me, demonstration)
    the_rest_of_the_day_anew(me, demonstration)
    the_days_are_over(demonstration)
    what_came_of_it(president, demonstration)
    the_others_answer(demonstration)
    held(me)
    a_follow_up_is_kept(me)
    the_report(me)


def a_new_road_show(me: Stranger) -> None:
    me.page.locator("header").get_by_role("link", name=me.word("Road shows")).click()
    me.follow("Plan a road show")
    first, last = tomorrow(SystemClock().now().astimezone(ZoneInfo("Asia/Shanghai")).date())
    me.fill(
        name_latin="North American road show", name_chinese="北美路演", place_latin="Hall A", place_chinese="A 厅",
        first_day=first, last_day=last, slot_minutes=25,
    )  # fmt: skip
    me.page.locator('main form button[type="submit"]').first.click()
    me.page.locator("nav.steps").wait_for()


def sessions_rooms_and_tables(me: Stranger) -> None:
    me.step(1)
    for row, (start, end) in enumerate((("09:00", "11:30"), ("13:00", "15:30"))):
        me.fill(**{f"s-{row}-start": start, f"s-{row}-end": end})
    me.press("Save the sessions")
    me.button("Repeat the first day on all days").click()
    me.page.locator('dialog button[value="yes"]').click()
    me.page.locator('[name="s-3-start"]').wait_for()
    assert me.page.input_value('[name="s-3-start"]') == "13:00"
    me.fill(**{"r-name": "Hall A", "r-capacity": 120})
    me.press("Add the room")
    me.fill(**{"t-count": 20})
    me.press("Add the tables")
    assert me.page.locator(".tables .chip").count() == 20


def people_from_files(me: Stranger) -> None:
    me.step(2)
    bring(me, "delegation", "delegation.csv", delegation_csv(me.language))
    assert me.page.locator('select[name="project"]').input_value() == ""
    me.page.locator('select[name="project"]').select_option(index=1)
    me.press("Read the file this way")
    take(me, 16)
    bring(me, "counterparties", "guests.xlsx", guests_xlsx(me.language))
    take(me, 64)


def bring(me: Stranger, sheet: str, name: str, content: bytes) -> None:
    me.follow("Import a file")
    me.page.check(f'input[name="sheet"][value="{sheet}"]')
    me.page.set_input_files('input[name="file"]', {"name": name, "mimeType": "text/plain", "buffer": content})
    me.press("Look at the file")


def take(me: Stranger, rows: int) -> None:
    """The preview says how many rows are good and shows the first; then they are taken."""
    assert str(rows) in me.page.locator("main section .badge").first.inner_text()
    assert me.page.locator("main section table tbody tr").count() == 8
    me.fill(source="The consulate's list")
    me.page.locator('main form[action$="/take/"] button[type="submit"]').click()
    me.page.locator(".toast").get_by_text(str(rows)).wait_for()


def an_invitation(me: Stranger, label: str) -> str:
    """Make a person's link and read its address out of the text that would be pasted into a chat."""
    me.step(4)
    me.follow("Invitations")
    looking = me.page.locator('main input[type="search"]')
    looking.fill(label)
    looking.press("Enter")
    me.page.wait_for_url("**q=*")
    me.page.get_by_role("row").filter(has_text=label).get_by_role("link", name=me.word("Links, text and code…")).click()
    me.press("Make text and code")
    found = TOKEN.search(me.page.input_value("#text"))
    assert found is not None
    me.follow("Back to the invitations")
    return found.group(1)


def wishes(guest: Stranger) -> None:
    """On a phone, without script: open the page, come, ask for three."""
    guest.press("Open my page")
    guest.press("Yes, I come")
    for place, kind in enumerate(("must", "want", "want")):
        guest.page.locator("article.match").nth(place).locator(f'button[name="kind"][value="{kind}"]').click()
        guest.page.wait_for_load_state()
    assert guest.page.locator('article.match button[aria-pressed="true"]').count() == 3


def others_wish(world: World) -> None:
    """Everybody else asks for the first of their shortlist on phones of their own."""
    with hub_context(world.hub.pk):
        event = Event.objects.get()
        for line in Suggestion.objects.filter(event=event, rank_for_delegate__lte=3).exclude(delegate__label="P01"):
            say_wish(
                actor=SystemActor(), wisher_id=line.delegate_id, target_id=line.counterparty_id, kind=WishKind.WANT,
                at=clock.current().now(),
            )  # fmt: skip


def an_agenda(me: Stranger) -> None:
    me.step(5)
    me.fill(seconds=2)
    me.press("Make the first agenda")
    me.page.locator("#progress progress").wait_for()
    with Worker():
        me.page.locator("table[data-board]").wait_for(timeout=60_000)
    assert me.page.locator("table[data-board] a.cell").count() > 10


def a_meeting_moved_and_pinned_by_keyboard(me: Stranger) -> None:
    """Tab into the board, arrows, Enter to select, M to move, P to pin: the mouse lies still."""
    keys = me.page.keyboard
    me.tab_into("table[data-board]")
    while not me.focused_id().startswith("c-"):
        keys.press("ArrowRight")
    cell = me.focused_id()
    before = column_of(me.page, cell)
    keys.press("Enter")
    me.page.locator('#selected details[data-key="m"]').wait_for()
    keys.press("m")
    assert me.focused_id() == "move-slot"
    keys.press("ArrowDown")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")
    me.page.wait_for_load_state()
    me.page.locator("#selected h2").wait_for()
    assert column_of(me.page, cell) != before
    assert me.focused_id() == cell
    keys.press("p")
    me.page.locator('#selected button[value="unpin"]').wait_for()


def column_of(page: Page, cell: str) -> str:
    """Where a meeting stands on the board: day and column."""
    return str(
        page.evaluate(
            "id => { const c = document.getElementById(id); return c ? c.search + c.closest('td').cellIndex : 'elsewhere' }",
            cell,
        )
    )


def my_agenda(guest: Stranger) -> None:
    """The president's own page, paper and calendar agree."""
    page = guest.page
    page.goto(f"{page.url.split('/me/')[0]}/me/agenda/")
    meetings = page.locator("ol.slots li").count()
    assert meetings >= 1
    paper = page.request.get(page.url.replace("/me/agenda/", "/me/agenda.pdf")).body()
    assert "有限公司" in "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(paper)).pages)
    guest.press("Add to my calendar")
    address = page.locator("#address").inner_text()
    feed = page.request.get(page.url.split("/me/")[0] + "/cal/" + address.rsplit("/", 1)[1])
    events = vobject.readOne(feed.text()).contents["vevent"]
    assert len({event.uid.value for event in events}) == len(events) == meetings


def badges_are_printed(me: Stranger) -> None:
    """The evening before: a sheet of badges for everybody."""
    papers = me.page.url.split("/agenda/")[0] + "/papers/"
    me.page.goto(papers)
    me.button("Badges for all, as PDF").click()
    me.page.wait_for_url("**/badges.pdf")
    paper = me.page.request.get(me.page.url).body()
    assert len(PdfReader(io.BytesIO(paper)).pages) == 8, "eighty people, ten on a sheet"
    me.page.goto(papers)


def the_first_morning(world: World) -> None:
    """Twenty minutes before the first meeting, by the demonstration's clock."""
    with hub_context(world.hub.pk):
        first = Meeting.objects.filter(published=True).earliest("starts_at")
        installation.move_clock(to=first.starts_at - timedelta(minutes=20))


def checked_in_by_badge(me: Stranger, world: World) -> None:
    """The phone's camera opens the badge's address; one press and the desk counts one more."""
    with hub_context(world.hub.pk):
        code = Badge.objects.get(attendee__participant__label="P01").code
    site = me.page.url.split("/events/")[0]
    me.page.goto(f"{site}/b/{code}")
    me.button("Check in").click()
    me.page.locator(".desk-done").wait_for()
    me.follow("To the desk")
    expect(me.page.locator("#desk-here")).to_have_text("1")


def somebody_walks_in(me: Stranger, world: World) -> None:
    """A name, a company, whom they want to meet: on the list, checked in, with a badge and the first free place."""
    me.page.goto(me.page.url.split("/desk/")[0] + "/walk-ins/")
    me.fill(name="王小明", company="滨江光电有限公司", wants="P01")
    me.press("Add, badge and check in")
    badge = me.page.locator(".notice.is-good a").get_attribute("href")
    paper = me.page.request.get(me.page.url.split("/events/")[0] + str(badge)).body()
    assert "王小明" in PdfReader(io.BytesIO(paper)).pages[0].extract_text()
    me.button("Give a place").click()
    me.page.wait_for_load_state()
    with hub_context(world.hub.pk):
        new = Attendee.objects.get(person__name_chinese="王小明")
        assert new.seats.filter(published=True, meeting__first__label="P01").count() == 1


def the_rest_of_the_day_anew(me: Stranger, world: World) -> None:
    """Somebody calls that they do not come; of three ways out the one with the fewest changes is published."""
    with hub_context(world.hub.pk):
        gone = Seat.objects.filter(published=True, attendee__participant__group__side="counterparty")
        label = gone.exclude(meeting__first__label="P01").order_by("pk")[0].attendee.participant.label
    me.page.goto(me.page.url.split("/walk-ins/")[0] + "/agenda/replan/")
    me.page.fill("#person_who", label)
    me.press("Record it")
    me.press("Make three choices")
    me.page.locator("#progress progress").wait_for()
    with Worker():
        me.page.locator(".way").first.wait_for(timeout=60_000)
    me.button("Take this one").click()
    me.page.wait_for_url("**/publish/")
    me.page.locator('main form button[type="submit"]').first.click()
    me.page.wait_for_url("**/agenda/*/")
    with hub_context(world.hub.pk):
        assert not Seat.objects.filter(published=True, attendee__participant__label=label).exists()


def the_days_are_over(world: World) -> None:
    """The evening after the last meeting, by the demonstration's clock."""
    with hub_context(world.hub.pk):
        last = Meeting.objects.filter(published=True).latest("ends_at")
        installation.move_clock(to=last.ends_at + timedelta(hours=3))


def what_came_of_it(guest: Stranger, world: World) -> None:
    """Three taps a meeting, without script: going on, papers, keep."""
    page = guest.page
    page.goto(page.url.split("/me/")[0] + "/me/outcomes/")
    mine = page.locator("article.match").count()
    assert mine >= 1
    for _meeting in range(mine):
        page.locator('.seg label:has(input[value="yes"])').click()
        page.locator('.ticks label:has(input[value="papers"])').click()
        guest.press("Keep")
    assert page.locator("form.stack[data-draft]").count() == 0
    with hub_context(world.hub.pk):
        assert Reply.objects.filter(interest="yes", step="papers", owner="us", by_staff=False).count() == mine


def the_others_answer(world: World) -> None:
    """Everybody else answers by links of their own; one partner did not come."""
    at = clock.current().now()
    with hub_context(world.hub.pk):
        seats = Seat.objects.filter(published=True).select_related("meeting", "attendee__participant")
        missed = seats.exclude(meeting__in=Seat.objects.filter(attendee__participant__label="P01").values("meeting"))
        gone = missed.order_by("pk")[0].meeting_id
        for seat in seats.exclude(attendee__participant__label="P01").order_by("pk"):
            person = seat.attendee
            holder = LinkHolder(
                person.person_id, person.hub_id, person.event_id, person.pk, person.participant_id
            )  # fmt: skip
            said = Said(met=False, missed="no_time") if seat.meeting_id == gone else Said(interest="yes")
            say_outcome(
                actor=holder, event_id=person.event_id, pair_uid=seat.meeting.pair_uid, party_id=person.participant_id,
                said=said, at=at,
            )  # fmt: skip


def held(me: Stranger) -> None:
    """The organiser says that it was held and sees what both sides say."""
    me.page.goto(me.page.url.split("/agenda/")[0] + "/")
    me.press("It was held")
    me.page.locator('nav.steps a[href$="/outcomes/"]').click()
    me.page.locator("table").first.wait_for()
    assert "100 %" in me.page.locator("main").inner_text(), "both sides answered blind and agree"


def a_follow_up_is_kept(me: Stranger) -> None:
    me.follow("Follow-ups")
    me.page.locator('main table a[href*="/follow-ups/"]').first.click()
    me.page.wait_for_load_state()
    me.page.locator("#keep-note").fill("Sent by mail")
    me.press("It is done")
    me.page.locator("main .badge.is-good").first.wait_for()


def the_report(me: Stranger) -> None:
    """The figures agree with the agenda, open to their rows, and leave as PDF and workbook."""
    me.follow("Report")
    page = me.page
    figures = {
        one.locator(".figure-name").inner_text().strip(): one.locator(".figure-value").inner_text().split()[0]
        for one in page.locator("article.figure").all()
    }
    planned, happened = (int(figures[me.word(name)]) for name in ("Meetings planned", "Meetings held"))
    assert (planned - happened, figures[me.word("Meetings missed")]) == (1, "1")
    assert figures[me.word("Follow-ups kept")] == "1"
    book = load_workbook(io.BytesIO(page.request.get(page.url.replace("/report/", "/report.xlsx")).body()))
    assert (me.word("Meetings held"), happened) in [row[:2] for row in book.worksheets[0].iter_rows(values_only=True)]
    paper = page.request.get(page.url.replace("/report/", "/report.pdf")).body()
    assert me.word("Meetings held") in "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(paper)).pages)
    page.locator('a[href$="/report/rows/missed/"]').first.click()
    page.wait_for_load_state()
    assert page.locator("main table tbody tr").count() == 1
    page.locator("main table tbody a").first.click()
    page.wait_for_load_state()
    assert "/outcomes/" in page.url
