"""Single sign-on: whose account an identity opens, and what is said where it opens none."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client, override_settings

from landbridge.entrypoints.web.account import checks
from landbridge.kernel.clock import SystemClock
from landbridge.network.models import Account
from tests.browser.provider import Claims, Provider, running_provider

pytestmark = pytest.mark.django_db
ADA = "ada@park.example"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with running_provider({}) as running, override_settings(SOCIALACCOUNT_PROVIDERS=running.settings):
        yield running


@pytest.fixture
def account() -> Account:
    return Account.objects.create_user(ADA, "a long enough phrase", name="Ada")


def came_back(provider: Provider, claims: Claims, *, sub: str = "one") -> tuple[int, str]:
    """Log in as somebody of whom the provider says this: the status and the text of where it ends."""
    provider.people = {sub: claims}
    client = Client()
    leaving = client.post("/account/oidc/oidc/login/").content.decode()
    there = leaving.split('content="0;url=')[1].split('"')[0].replace("&amp;", "&")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}
    assert (asked["code_challenge_method"], len(asked["code_challenge"])) == ("S256", 43)
    back = requests.get(there.replace("/authorize?", f"/chosen?person={sub}&"), allow_redirects=False, timeout=5)
    answer = client.get(back.headers["Location"])
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize(
    ("domains", "verified", "opens"),
    [
        ([], True, True),
        ([], "true", True),
        ([], False, False),
        ([], "false", False),
        ([], None, False),
        (["park.example"], True, True),
        (["park.example"], None, True),
        (["park.example"], False, False),
        (["other.example"], True, False),
        (["example"], None, False),
    ],
)
def test_an_address_counts_as_far_as_the_provider_answers_for_it(
    provider: Provider, account: Account, domains: list[str], verified: object, opens: bool
) -> None:
    claims = {"email": ADA.upper()} | ({} if verified is None else {"email_verified": verified})
    with override_settings(OIDC_DOMAINS=domains):
        status, page = came_back(provider, claims)
    assert (status, SocialAccount.objects.count()) == ((302, 1) if opens else (403, 0))
    assert opens or "does not answer for this address" in page
    assert Account.objects.count() == 1


def test_the_holder_is_told_and_keeps_the_password(provider: Provider, account: Account) -> None:
    came_back(provider, {"email": ADA, "email_verified": True})
    assert [(letter.to, "Single sign-on was connected." in letter.body) for letter in mail.outbox] == [([ADA], True)]
    account.refresh_from_db()
    assert account.check_password("a long enough phrase")


def test_a_letter_that_cannot_leave_stops_nobody(provider: Provider, account: Account) -> None:
    broken = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "localhost",
        "EMAIL_PORT": 1,
    }
    with override_settings(**broken):
        assert came_back(provider, {"email": ADA, "email_verified": True})[0] == 302


def test_an_address_that_went_to_somebody_else_does_not_open_the_account(provider: Provider, account: Account) -> None:
    claims = {"email": ADA, "email_verified": True}
    assert came_back(provider, claims, sub="who left")[0] == 302
    assert came_back(provider, claims, sub="who came")[0] == 403
    assert came_back(provider, {"email": "new@park.example"}, sub="who left")[0] == 302
    assert list(SocialAccount.objects.values_list("uid", flat=True)) == ["who left"]


def test_a_closed_account_and_a_nameless_person_open_nothing(provider: Provider, account: Account) -> None:
    account.is_active, account.closed_at = False, SystemClock().now()
    account.save()
    assert came_back(provider, {"email": ADA, "email_verified": True})[0] == 403
    status, page = came_back(provider, {})
    assert (status, "did not say which e-mail address" in page) == (403, True)


def test_a_provider_that_does_not_answer_is_a_page_and_not_a_crash(provider: Provider) -> None:
    away = provider.settings
    away["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://localhost:1"
    with override_settings(SOCIALACCOUNT_PROVIDERS=away):
        answer = Client().post("/account/oidc/oidc/login/")
    assert (answer.status_code, "The provider does not answer" in answer.content.decode()) == (502, True)


def test_the_log_in_offers_it_only_where_it_is_set_up(provider: Provider) -> None:
    assert "Park sign-on" in Client().get("/account/login/").content.decode()
    with override_settings(SOCIALACCOUNT_PROVIDERS={}):
        assert "Park sign-on" not in Client().get("/account/login/").content.decode()
        assert Client().post("/account/oidc/oidc/login/").status_code == 404


@pytest.mark.parametrize(
    ("server", "production", "told"),
    [
        ("https://login.example.org", True, []),
        ("http://login.example.org", False, []),
        ("http://login.example.org", True, ["landbridge.W001"]),
        ("", False, ["landbridge.E001"]),
    ],
)
def test_the_check_says_what_is_missing(server: str, production: bool, told: list[str]) -> None:
    providers = {"openid_connect": {"APPS": [{"settings": {"server_url": server}}]}}
    with override_settings(SOCIALACCOUNT_PROVIDERS=providers, PRODUCTION=production):
        assert [message.id for message in checks.single_sign_on_is_complete()] == told
