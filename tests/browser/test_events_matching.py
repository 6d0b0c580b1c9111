"""Shortlists, wishes, invitations and the page of one's own in a real browser: languages, themes, a phone, no script."""

import os
import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Page

from landbridge.events.actions import links, suggestions, wishes
from landbridge.events.models import Attendee, Event, Wish
from landbridge.ground.hubs import hub_context
from landbridge.matchmaking import actions as matchmaking
from landbridge.matchmaking.needs import NeedGiven
from landbridge.network.models import Person
from landbridge.network.states import Role
from landbridge.projects.models import Project
from tests.browser.conftest import Open, World, faults, scrolls_sideways
from tests.events import makers
from tests.events.makers import AT, SYSTEM

PICTURES = os.environ.get("LANDBRIDGE_PICTURES", "")
"""A folder in which each page is kept as a picture, for people to look at."""


@dataclass
class Show:
    event: Event
    delegate_id: UUID
    guest_id: UUID
    attendee_id: UUID
    token: str

    def path(self, name: str) -> str:
        """The address of one of the organiser's pages."""
        of_event = f"/events/{self.event.pk}"
        pages = {
            "shortlists": f"{of_event}/shortlists/",
            "shortlist": f"/events/participants/{self.delegate_id}/shortlist/?refuse={self.guest_id}",
            "pair": f"/events/pairs/{self.delegate_id}/{self.guest_id}/",
            "wishes": f"{of_event}/wishes/",
            "table": f"{of_event}/wishes/table/",
            "enter": f"{of_event}/wishes/enter/",
            "until": f"{of_event}/wishes/until/",
            "invitations": f"{of_event}/invitations/",
            "text": f"/events/attendees/{self.attendee_id}/invitation/",
        }
        return pages[name]


ORGANISER = ("shortlists", "shortlist", "pair", "wishes", "table", "enter", "until", "invitations", "text")
OWN = ("/me/", "/me/times/", "/me/details/")


@pytest.fixture
def show(world: World) -> Show:
    hub_id = world.hub.pk
    with hub_context(hub_id):
        event = makers.laid(
            hub_id, name_latin="Rhine delegation road show", name_chinese="莱茵代表团路演",
            place_latin="Riverside Park, Hall A", place_chinese="江畔园甲厅",
        )  # fmt: skip
        delegates = [
            makers.delegate(event, name) for name in ("Battery passport for second-life storage", "Yard truck")
        ]
        Project.objects.update(
            fields=["battery-management"], city="Leeds", country="GB", trl=6, seeks=["money", "customer"],
            ask_amount=Decimal(8_000_000), ask_currency="CNY", languages=["en"],
            summary_latin="Reads the state of used battery packs in forty seconds.",
            summary_chinese="四十秒读出退役电池包的状态。",
        )  # fmt: skip
        guest = makers.guest(event, "Riverside Intelligent Manufacturing and Robotics Holding")
        fund = makers.guest(event, "North Bank Fund", "F")
        for party, given in (
            (guest, NeedGiven(text_latin="Grading of used battery packs", fields=("battery-management",), trl_min=5, trl_max=8, offers=("customer",), languages=("zh",))),
            (fund, NeedGiven(text_latin="Robots", fields=("robotics",), offers=("money",), ticket_min=Decimal(5_000_000), ticket_max=Decimal(15_000_000), ticket_currency="CNY")),
        ):  # fmt: skip
            assert party.organisation_id
            matchmaking.set_need(actor=SYSTEM, hub_id=hub_id, organisation_id=party.organisation_id, given=given, at=AT)
        suggestions.make_shortlists(actor=SYSTEM, event_id=event.pk, at=AT)
        wishes.say_wish(
            actor=SYSTEM,
            wisher_id=delegates[0].pk,
            target_id=guest.pk,
            kind="must",
            message="May we test ten packs?",
            at=AT,
        )
        wishes.say_wish(actor=SYSTEM, wisher_id=fund.pk, target_id=delegates[0].pk, kind="want", at=AT)
        attendee = Attendee.objects.get(participant=guest)
        Person.objects.filter(pk=attendee.person_id).update(email="li@example.org", name_chinese="李雷")
        token = links.make_link(actor=SYSTEM, attendee_id=attendee.pk, at=AT).token
    return Show(event, delegates[0].pk, guest.pk, attendee.pk, token)


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def opened(open_page: Open, show: Show, **how: object) -> Page:
    """Somebody's phone after they opened their page."""
    page = open_page(f"/l/{show.token}", **how)
    page.get_by_role("button").last.click()
    page.wait_for_url("**/me/")
    return page


@pytest.mark.axe
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_axe_finds_nothing_for_the_organiser(open_page: Open, show: Show, language: str, theme: str) -> None:
    found = {}
    for name in ORGANISER:
        page = open_page(show.path(name), role=Role.HUB_MANAGER, language=language, theme=theme)
        found[name] = faults(page)
        picture(page, f"{name}.{language}.{theme}")
    assert {name: there for name, there in found.items() if there} == {}


@pytest.mark.axe
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_axe_finds_nothing_on_ones_own_page(
    open_page: Open, show: Show, language: str, theme: str, world: World
) -> None:
    door = open_page(f"/l/{show.token}", language=language, theme=theme, width=360, height=740)
    found = {"door": faults(door)}
    picture(door, f"door.{language}.{theme}")
    page = opened(open_page, show, language=language, theme=theme, width=360, height=740)
    for path in OWN:
        page.goto(world.url + path)
        found[path] = faults(page)
        found[f"{path} width"] = ["wider than the phone"] if scrolls_sideways(page) else []
        picture(page, f"{path.strip('/').replace('/', '-')}.{language}.{theme}")
    assert {name: there for name, there in found.items() if there} == {}


def test_a_wish_is_said_on_a_phone_without_script(open_page: Open, show: Show, world: World) -> None:
    page = opened(open_page, show, width=360, height=740, script=False)
    card = page.locator("article.match").first
    assert "May we test ten packs?" in card.inner_text()
    card.locator("summary").last.click()
    card.locator("textarea").fill("Yes, bring them.")
    card.get_by_role("button", name="Would like to").click()
    page.wait_for_url(re.compile(r"/me/.*#p-P01$"))
    assert "you: would like to meet" in page.locator("#p-P01").inner_text()
    with hub_context(world.hub.pk):
        said = Wish.objects.get(wisher_id=show.guest_id)
    assert (said.kind, said.message) == ("want", "Yes, bring them.")
    assert not scrolls_sideways(page)


def test_no_page_of_the_organiser_scrolls_sideways_on_a_phone(open_page: Open, show: Show) -> None:
    wide = [
        name
        for name in ORGANISER
        if scrolls_sideways(open_page(show.path(name), role=Role.HUB_MANAGER, width=360, height=740))
    ]
    assert wide == []
