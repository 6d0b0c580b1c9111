"""A real Chromium on the real site: a server in a thread, on the test database, with committed data."""

import os
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import Client, override_settings
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from pytest_django.plugin import DjangoDbBlocker

from landbridge.entrypoints import web
from landbridge.ground.hubs import account_context, hub_context
from landbridge.ground.models import Installation
from landbridge.network.models import Account, Hub, Membership
from landbridge.network.states import Role
from tests.browser.chromium import CHROMIUM, FLAGS

# Playwright's synchronous interface keeps an event loop in this thread; the database is only used between its calls.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

WCAG: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SHARES: Final = 24
SINCE: Final = datetime(2020, 1, 1, tzinfo=UTC)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what is here, and keep today's share of the accessibility runs unless LANDBRIDGE_AXE asks for all."""
    here = Path(__file__).parent
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        if here not in item.path.parents:
            kept.append(item)
            continue
        item.add_marker(pytest.mark.browser)
        turn = item.get_closest_marker("axe") is None or os.environ.get("LANDBRIDGE_AXE") == "all" or in_turn(item.name)
        (kept if turn else left).append(item)
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept


def in_turn(name: str, today: date | None = None) -> bool:
    """Whether the run of that name belongs to today's share; after `SHARES` days each has had its turn."""
    day = (today or date.today()).toordinal()  # noqa: DTZ011 -- any steady count of days will do
    return zlib.crc32(name.encode()) % SHARES == day % SHARES


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser, started once."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The site's address, without the slash at its end."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    storages = {**settings.STORAGES, "staticfiles": plain}
    sources = Path(web.__file__).parent / "static"
    with override_settings(STORAGES=storages, STATIC_ROOT=sources), django_db_blocker.unblock():
        thread = LiveServerThread("localhost", StaticFilesHandler)
        thread.daemon = True
        thread.start()
        thread.is_ready.wait()
        if thread.error:
            raise thread.error
        yield f"http://localhost:{thread.port}"
        thread.terminate()


@dataclass
class World:
    """What a browser test finds on the site: one hub in a demonstration, and accounts by role as they are asked for."""

    url: str
    hub: Hub
    accounts: dict[Role, Account] = field(default_factory=dict)

    def account(self, role: Role) -> Account:
        """Somebody with that role in the hub."""
        if role not in self.accounts:
            account = Account.objects.create_user(
                f"{role}-{uuid4().hex}@example.org", name="Li Na", zone="Asia/Shanghai"
            )
            with account_context(account.pk), hub_context(self.hub.pk):
                Membership.objects.create(
                    hub_id=self.hub.pk,
                    account=account,
                    role=role,
                    period=(SINCE, None),
                    granted_by=account.pk,
                    recorded_at=SINCE,
                )
            self.accounts[role] = account
        return self.accounts[role]


@pytest.fixture
def world(server: str, committed: None) -> World:
    """A hub in a database that carries the demonstration mark."""
    Installation.objects.update_or_create(pk=1, defaults={"demonstration_since": SINCE})
    hub = Hub.objects.create(name_latin="Park", name_chinese="园区", country="CN", zone="Asia/Shanghai")
    return World(server, hub)


Open = Callable[..., Page]


@pytest.fixture
def open_page(chromium: Browser, world: World) -> Iterator[Open]:
    """Open an address as somebody: `open_page("/jobs/", role=Role.HUB_MANAGER, language="zh-hans", width=390)`.

    The test fails if the page writes an error to the console: what the content policy blocks is written there.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_(
        path: str,
        *,
        role: Role | None = None,
        language: str = "en",
        theme: str = "light",
        width: int = 1440,
        height: int = 900,
        script: bool = True,
    ) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=script, reduced_motion="reduce"
        )
        contexts.append(context)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language, "theme": theme}
        if role:
            client = Client()
            client.force_login(world.account(role), backend=settings.AUTHENTICATION_BACKENDS[0])
            cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": name, "value": value, "url": world.url} for name, value in cookies.items()])
        page = context.new_page()
        page.on("console", lambda message: complaints.extend(complaint(message, page)))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(world.url + path)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


def complaint(message: ConsoleMessage, page: Page) -> list[str]:
    """An error on the console, unless it says no more than that the page itself is an error page."""
    own = message.location.get("url") == page.url and message.text.startswith("Failed to load resource")
    return [message.text] if message.type == "error" and not own else []


def faults(page: Page) -> list[str]:
    """What axe finds against WCAG 2.2 AA and good practice on this page, one line each."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]})
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


def scrolls_sideways(page: Page) -> bool:
    """Whether the page is wider than its window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))
