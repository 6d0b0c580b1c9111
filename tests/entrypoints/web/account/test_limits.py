"""Nobody guesses passwords here: tries are counted by account and by the visitor's own address."""

from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings

from landbridge.network.models import Account

pytestmark = pytest.mark.django_db
WORDS = "a long enough phrase"
WRONG = "not that phrase"
TOO_MANY = "Too many failed login attempts"


@pytest.fixture(autouse=True)
def nothing_counted() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def account() -> Account:
    return Account.objects.create_user("ada@example.org", WORDS)


def tried(password: str = WRONG, *, login: str = "ada@example.org", address: str = "198.51.100.7") -> str:
    """What the log-in says, or nothing once it let somebody in."""
    answer = Client(REMOTE_ADDR=address).post("/account/login/", {"login": login, "password": password})
    return answer.content.decode()


def test_five_wrong_passwords_shut_an_account_for_a_while_from_wherever_they_come(account: Account) -> None:
    told = [TOO_MANY in tried(address=f"198.51.100.{number}") for number in range(6)]
    assert told == [False] * 5 + [True]
    assert TOO_MANY in tried(WORDS, address="203.0.113.1")


def test_one_address_tries_ten_accounts_and_no_more_while_others_get_in(account: Account) -> None:
    told = [TOO_MANY in tried(login=f"{number}@example.org") for number in range(11)]
    assert told == [False] * 10 + [True]
    assert TOO_MANY in tried(WORDS)
    assert tried(WORDS, address="203.0.113.1") == ""


def test_behind_a_proxy_the_address_that_it_names_counts(account: Account) -> None:
    """What a visitor writes before it into the header moves no limit, and the hall behind the proxy is not shut out."""

    def through(said: str, login: str, password: str = WRONG) -> str:
        client = Client(REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": said})
        return client.post("/account/login/", {"login": login, "password": password}).content.decode()

    with override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1):
        told = [TOO_MANY in through(f"192.0.2.{n}, 198.51.100.7", f"{n}@example.org") for n in range(11)]
        assert told == [False] * 10 + [True]
        assert through("198.51.100.7, 203.0.113.8", "ada@example.org", WORDS) == ""


def test_a_header_that_no_proxy_wrote_is_not_believed(account: Account) -> None:
    client = Client(REMOTE_ADDR="198.51.100.7")
    told = []
    for number in range(11):
        answer = client.post(
            "/account/login/",
            {"login": f"{number}@example.org", "password": "wrong"},
            headers={"X-Forwarded-For": f"192.0.2.{number}"},
        )
        told.append(TOO_MANY in answer.content.decode())
    assert told == [False] * 10 + [True]


def test_letters_for_a_new_password_are_few(account: Account) -> None:
    statuses = [
        Client(REMOTE_ADDR=f"198.51.100.{number}")
        .post("/account/password/reset/", {"email": account.email})
        .status_code
        for number in range(6)
    ]
    assert statuses == [302] * 5 + [429]
    assert len(mail.outbox) == 5


def test_the_password_that_is_asked_for_again_is_counted_too(account: Account) -> None:
    client = Client()
    client.force_login(account)
    statuses = [client.post("/account/reauthenticate/", {"password": "wrong"}).status_code for _ in range(11)]
    assert (statuses[0], statuses[10]) == (200, 429)


def test_a_new_password_is_set_only_a_few_times_a_minute(account: Account) -> None:
    client = Client()
    client.force_login(account)
    sent = {"oldpassword": "wrong", "password1": "another long phrase", "password2": "another long phrase"}
    statuses = [client.post("/account/password/change/", sent).status_code for _ in range(6)]
    assert (statuses[0], statuses[5]) == (200, 429)
