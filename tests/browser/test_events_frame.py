"""Set-up and people in a real browser: both languages, both themes, a phone, the keyboard alone, no script."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest

from landbridge.events.actions import attendees, frame
from landbridge.events.models import Absence, Attendee, Event, Slot
from landbridge.events.queries.people import forbidden_slots
from landbridge.ground.hubs import hub_context
from landbridge.network.states import Role
from tests.browser.conftest import Open, World, faults, scrolls_sideways
from tests.events import makers
from tests.events.makers import AT, DAY, SYSTEM
from tests.network import makers as network


@dataclass
class Show:
    """A road show to look at, and one of its parties."""

    event: Event
    guest_id: UUID
    attendee_id: UUID

    def path(self, name: str) -> str:
        """The address of one of its pages."""
        pages = {
            "list": "/events/",
            "new": "/events/new/",
            "overview": f"/events/{self.event.pk}/",
            "setup": f"/events/{self.event.pk}/setup/",
            "people": f"/events/{self.event.pk}/people/",
            "add": f"/events/{self.event.pk}/people/add/",
            "import": f"/events/{self.event.pk}/people/import/",
            "party": f"/events/participants/{self.guest_id}/",
        }
        return pages[name]


@pytest.fixture
def show(world: World) -> Show:
    """Two days, a hall, four parties with long names in both scripts, somebody away."""
    with hub_context(world.hub.pk):
        event = makers.laid(
            world.hub.pk, name_latin="Rhine delegation road show", name_chinese="莱茵代表团路演",
            last_day=DAY + timedelta(days=1), place_latin="Riverside Park, Hall A", place_chinese="江畔园甲厅",
        )  # fmt: skip
        host = network.organisation(world.hub.pk, name_latin="District office", name_chinese="区政府办公室")
        frame.set_co_hosts(actor=SYSTEM, event_id=event.pk, at=AT, organisation_ids=[host.pk])
        for name in ("Battery passport for second-life storage", "Autonomous yard truck"):
            makers.delegate(event, name)
        guest = makers.guest(event, "Riverside Intelligent Manufacturing and Robotics Holding")
        makers.guest(event, "North Bank Fund", "F")
        attendee = Attendee.objects.get(participant=guest)
        busy = [slot.pk for slot in Slot.objects.filter(event=event, number__in=[3, 4])]
        attendees.set_availability(actor=SYSTEM, attendee_id=attendee.pk, at=AT, busy_slot_ids=busy)
    return Show(event, guest.pk, attendee.pk)


PAGES = ("list", "new", "overview", "setup", "people", "add", "import", "party")


@pytest.mark.axe
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_axe_finds_nothing(open_page: Open, show: Show, language: str, theme: str) -> None:
    found = {}
    for name in PAGES:
        page = open_page(show.path(name), role=Role.HUB_MANAGER, language=language, theme=theme)
        found[name] = faults(page)
    assert {name: there for name, there in found.items() if there} == {}


def test_no_page_scrolls_sideways_on_a_phone(open_page: Open, show: Show) -> None:
    wide = [
        name
        for name in PAGES
        if scrolls_sideways(open_page(show.path(name), role=Role.HUB_MANAGER, width=390, height=844))
    ]
    assert wide == []


def test_availability_is_set_by_keyboard_without_script(open_page: Open, show: Show, world: World) -> None:
    page = open_page(show.path("party"), role=Role.HUB_MANAGER, script=False)
    first = page.locator('input[name="free"]').first
    first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_text("free in 8 of 12 slots").wait_for()
    with hub_context(world.hub.pk):
        away = forbidden_slots(show.event)[show.attendee_id]
        assert len(away) == 4
        assert Absence.objects.count() == 1
