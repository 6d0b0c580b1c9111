"""Every page, in both languages and themes, wide and narrow, has no fault that axe can find and does not scroll sideways."""

from datetime import date, timedelta

import pytest

from tests.browser.conftest import SHARES, Open, World, faults, in_turn, scrolls_sideways
from tests.browser.pages import VISITS, Visit

pytestmark = pytest.mark.axe


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("visit", VISITS, ids=lambda visit: visit.name)
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # the server thread's sockets
def test_axe(open_page: Open, world: World, visit: Visit, language: str, theme: str, width: int) -> None:
    page = open_page(visit.address(world), role=visit.role, language=language, theme=theme, width=width)
    visit.arrive(page)
    assert faults(page) == []
    assert not scrolls_sideways(page)


def test_every_run_has_its_turn() -> None:
    days = [date(2026, 1, 1) + timedelta(days=n) for n in range(SHARES)]
    assert sum(in_turn("test_axe[home-en-light-1440]", day) for day in days) == 1
