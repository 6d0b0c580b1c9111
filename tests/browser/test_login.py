"""Log-in as people do it, in Chromium: passkeys of a virtual device, codes of an app, another house's single sign-on."""

import base64
import hmac
import re
import struct
import time
from collections.abc import Iterator
from typing import Final

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import override_settings
from playwright.sync_api import CDPSession, Page, expect

from landbridge.network.models import Account
from landbridge.network.states import Role
from tests.browser.conftest import Open, World
from tests.browser.provider import Provider, running_provider

WORDS: Final = "a long enough phrase"
STEP: Final = 30


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def founder(world: World) -> Account:
    """Somebody with a password."""
    account = world.account(Role.FOUNDER)
    account.set_password(WORDS)
    account.save(update_fields=["password"])
    return account


class Device:
    """A phone or laptop that makes passkeys, as Chromium plays one."""

    def __init__(self, page: Page) -> None:
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._session.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
        }
        added = self._session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self._id = {"authenticatorId": added["authenticatorId"]}

    def finger(self, *, right: bool) -> None:
        """Whether the finger on it is the owner's."""
        self._session.send("WebAuthn.setUserVerified", {**self._id, "isUserVerified": right})

    def keys(self) -> int:
        """How many passkeys it keeps."""
        return len(self._session.send("WebAuthn.getCredentials", self._id)["credentials"])


def code_of(secret: str, *, steps: int = 0) -> str:
    """The code of RFC 6238 for this half minute, or one beside it, computed by the standard's own words."""
    counter = int(time.time()) // STEP + steps
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", counter), "sha1")
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def log_in(page: Page, account: Account, password: str = WORDS) -> None:
    """By address and password."""
    page.goto(page.url.split("/account/")[0].rstrip("/") + "/account/login/")
    page.locator("#id_login").fill(account.email)
    page.locator("#id_password").fill(password)
    page.locator("main button[type=submit].button-main").click()


def log_out(page: Page) -> None:
    """By the menu of the masthead."""
    page.locator("details.menu summary").click()
    page.locator("details.menu").get_by_role("button", name="Log out").click()
    expect(page.locator("details.menu")).to_have_count(0)


def prove(page: Page) -> None:
    """Give the password once more."""
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    page.locator("#id_password").fill(WORDS)
    page.get_by_role("button", name="Go on").click()


def test_a_passkey_is_made_named_used_alone_and_removed(open_page: Open, founder: Account) -> None:
    page = open_page("/account/2fa/", role=Role.FOUNDER)
    device = Device(page)
    page.get_by_role("link", name="Add a passkey").click()
    prove(page)
    make = page.get_by_role("button", name="Make the passkey")
    make.click()  # without a name nothing is made, neither here nor on the device
    assert device.keys() == 0
    page.get_by_label("Name of the passkey").fill("Ada's phone")
    device.finger(right=False)
    make.click()
    expect(page.get_by_text("It was cancelled, or took too long")).to_be_visible()
    device.finger(right=True)
    make.click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    assert device.keys() == 1
    assert [letter.to for letter in mail.outbox] == [[founder.email]]
    assert "A passkey was added." in mail.outbox[0].body

    page.get_by_role("link", name="I have kept them").click()
    row = page.locator(".login-ways li", has_text="Ada's phone")
    expect(row.get_by_text("logs in alone")).to_be_visible()
    row.get_by_role("link", name="Rename").click()
    page.get_by_label("Name of the passkey").fill("Ada's laptop")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".login-ways li", has_text="Ada's laptop")).to_be_visible()

    log_out(page)
    page.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + "/account/login/?next=/account/2fa/")
    page.get_by_role("button", name="With a passkey").click()
    page.wait_for_url("**/account/2fa/")
    row = page.locator(".login-ways li", has_text="Ada's laptop")
    expect(row.get_by_text("Not used yet")).to_have_count(0)

    log_out(page)
    log_in(page, founder)  # the password alone is not enough any more
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    page.get_by_role("button", name="With a passkey").click()
    expect(page.locator("details.menu")).to_be_visible()

    page.goto(page.url.rstrip("/") + "/account/2fa/")
    page.locator(".login-ways li", has_text="Ada's laptop").get_by_role("link", name="Remove").click()
    page.get_by_role("link", name="With a passkey").click()  # another way than the password to say who one is
    page.get_by_role("button", name="With a passkey").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("No passkeys yet.")).to_be_visible()
    log_out(page)
    log_in(page, founder)
    expect(page.locator("details.menu")).to_be_visible()


def test_codes_of_an_app_are_asked_for_and_each_recovery_code_works_once(open_page: Open, founder: Account) -> None:
    page = open_page("/account/2fa/", role=Role.FOUNDER)
    page.get_by_role("link", name="Set up an app").click()
    prove(page)
    assert page.locator("img.account-qr").evaluate("image => image.complete && image.naturalWidth > 100")
    first = page.locator("#secret").inner_text()
    assert page.get_by_role("link", name="open it in the app").get_attribute("href") == (
        f"otpauth://totp/{founder.email.replace('@', '%40')}?secret={first}&issuer=Landbridge"
    )
    page.get_by_label("Code that the app shows").fill("000000")
    page.get_by_role("button", name="Use this app").click()
    expect(page.locator(".field .error")).to_contain_text("Incorrect code")
    secret = page.locator("#secret").inner_text()
    assert secret == first  # whoever mistyped does not scan again
    page.get_by_label("Code that the app shows").fill(code_of(secret))
    page.get_by_role("button", name="Use this app").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    codes = page.locator("#recovery-codes").inner_text().split()
    assert len(set(codes)) == 10

    log_out(page)
    log_in(page, founder)
    code = page.get_by_label("Code", exact=True)
    code.fill("000000")
    page.get_by_role("button", name="Log in").click()
    expect(page.locator(".field .error")).to_contain_text("Incorrect code")
    expect(page.locator("details.menu")).to_have_count(0)
    code.fill(code_of(secret, steps=1))
    page.get_by_role("button", name="Log in").click()
    expect(page.locator("details.menu")).to_be_visible()

    for right in (True, False):
        log_out(page)
        log_in(page, founder)
        code.fill(codes[0])
        page.get_by_role("button", name="Log in").click()
        if right:
            expect(page.locator("details.menu")).to_be_visible()
    expect(page.locator(".field .error")).to_contain_text("Incorrect code")
    code.fill(codes[1])
    page.get_by_role("button", name="Log in").click()
    expect(page.locator("details.menu")).to_be_visible()

    page.goto(page.url.rstrip("/") + "/account/2fa/")
    expect(page.get_by_text("8 of 10 left")).to_be_visible()
    page.get_by_role("link", name="Stop using the app").click()
    prove(page)
    page.get_by_role("button", name="Stop using the app").click()
    expect(page.get_by_text("not in use")).to_be_visible()
    expect(page.get_by_text("of 10 left")).to_have_count(0)
    log_out(page)
    log_in(page, founder)
    expect(page.locator("details.menu")).to_be_visible()


@pytest.fixture
def provider(world: World) -> Iterator[Provider]:
    """Another house where people have accounts, wired to the site."""
    known = world.account(Role.SCOUT).email
    people = {
        "known": {"email": known, "email_verified": True},
        "known-elsewhere": {"email": known, "email_verified": True},
        "unproven": {"email": world.account(Role.JUDGE).email, "email_verified": False},
        "stranger": {"email": "stranger@example.org", "email_verified": True},
    }
    with running_provider(people) as provider, override_settings(SOCIALACCOUNT_PROVIDERS=provider.settings):
        yield provider


def sign_on(page: Page, provider: Provider, person: str) -> None:
    """From the log-in to the provider and back as that person."""
    page.goto(re.sub(r"(://[^/]+)/.*", r"\1/account/login/?next=/account/sessions/", page.url))
    page.get_by_role("button", name="Park sign-on").click()
    page.wait_for_url(provider.issuer + "/**")
    page.get_by_role("link", name=person, exact=True).click()


def test_single_sign_on_opens_the_account_of_an_address_that_is_vouched_for(
    open_page: Open, provider: Provider
) -> None:
    accounts = Account.objects.count()
    page = open_page("/account/login/")
    for _ in range(2):  # the second time by the identity, whatever the address says then
        sign_on(page, provider, "known")
        page.wait_for_url("**/account/sessions/")
        log_out(page)
        provider.people = {**provider.people, "known": {"email": "renamed@example.org", "email_verified": True}}
    for person, reason in (
        ("stranger", "says that you are stranger@example.org. No account that is free belongs to this address."),
        ("known-elsewhere", "No account that is free belongs to this address."),
        ("unproven", "does not answer for this address"),
    ):
        sign_on(page, provider, person)
        expect(page.get_by_role("heading", name="No account here")).to_be_visible()
        expect(page.locator("main")).to_contain_text(reason)
        expect(page.locator("details.menu")).to_have_count(0)
    sign_on(page, provider, "cancel")
    expect(page.get_by_role("heading", name="Single sign-on was cancelled")).to_be_visible()
    assert provider.refused == []
    assert Account.objects.count() == accounts


def test_single_sign_on_is_connected_and_disconnected_by_hand(
    open_page: Open, provider: Provider, founder: Account
) -> None:
    page = open_page("/account/2fa/", role=Role.FOUNDER)
    page.get_by_role("link", name="What is connected").click()
    page.get_by_role("button", name="Connect Park sign-on").click()
    page.get_by_role("link", name="stranger", exact=True).click()
    prove(page)
    row = page.locator(".login-ways li", has_text="stranger@example.org")
    expect(row).to_be_visible()
    log_out(page)
    sign_on(page, provider, "stranger")
    page.wait_for_url("**/account/sessions/")
    page.goto(page.url.replace("sessions", "2fa"))
    page.get_by_role("link", name="What is connected").click()
    row.get_by_role("button", name="Disconnect").click()
    page.locator("#confirm").get_by_role("button", name="Disconnect").click()
    prove(page)
    expect(page.get_by_text("None is connected.")).to_be_visible()
    log_out(page)
    sign_on(page, provider, "stranger")
    expect(page.get_by_role("heading", name="No account here")).to_be_visible()


def test_a_code_that_somebody_else_caught_opens_nothing(open_page: Open, provider: Provider) -> None:
    """The answer of the provider is worth something only in the browser that asked, and once."""
    page = open_page("/account/login/")
    caught: list[str] = []
    page.on("request", lambda request: caught.append(request.url) if "/callback/" in request.url else None)
    sign_on(page, provider, "known")
    page.wait_for_url("**/account/sessions/")
    thief = open_page("/account/login/")
    thief.goto(caught[0])
    expect(thief.get_by_role("heading", name="Single sign-on did not work")).to_be_visible()
    expect(thief.locator("details.menu")).to_have_count(0)
