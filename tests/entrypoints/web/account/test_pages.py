"""One's devices, each with a button to log it out; closing an account, one's own and another's."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

from landbridge.entrypoints.web.account import activity
from landbridge.kernel.clock import FixedClock
from landbridge.network.models import Account
from landbridge.network.states import Role
from tests.entrypoints.estate import member
from tests.network import makers

pytestmark = pytest.mark.django_db
WORDS = "a long enough phrase"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"


@pytest.fixture
def account() -> Account:
    cache.clear()
    return Account.objects.create_user("ada@example.org", WORDS, name="Ada")


def logged_in(account: Account, agent: str = "Firefox/140 Linux", address: str = "198.51.100.7") -> Client:
    client = Client(headers={"User-Agent": agent}, REMOTE_ADDR=address)
    answer = client.post("/account/login/", {"login": account.email, "password": WORDS})
    assert answer.status_code == 302
    return client


def proven(client: Client) -> Client:
    """After giving the password once more."""
    assert client.post("/account/reauthenticate/", {"password": WORDS}).status_code == 302
    return client


def test_each_device_stands_there_with_its_place_and_its_own_button(account: Account) -> None:
    here, phone = logged_in(account), logged_in(account, PHONE, "203.0.113.9")
    page = here.get("/account/sessions/").content.decode()
    assert "Firefox" in page
    assert "Safari" in page
    assert "203.0.113.9" in page
    of_phone = UserSession.objects.get(ip="203.0.113.9")
    own = UserSession.objects.get(ip="198.51.100.7")
    assert f"/account/sessions/{of_phone.pk}/end/" in page
    assert f"/account/sessions/{own.pk}/end/" not in page
    assert here.post(f"/account/sessions/{of_phone.pk}/end/").status_code == 302
    assert phone.get("/account/sessions/").status_code == 302
    assert here.get("/account/sessions/").status_code == 200


def test_somebody_elses_device_is_nowhere(account: Account) -> None:
    mine = logged_in(account)
    other = Account.objects.create_user("eve@example.org", WORDS)
    assert (
        logged_in(other).post(f"/account/sessions/{UserSession.objects.get(user=account).pk}/end/").status_code == 404
    )
    assert mine.get("/account/sessions/").status_code == 200


def test_last_seen_moves_every_few_minutes_and_not_on_every_page(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = logged_in(account)
    clock = FixedClock(datetime.now(UTC) + timedelta(hours=1))
    monkeypatch.setattr(activity, "SystemClock", lambda: clock)
    cache.clear()
    seen = []
    for minutes in (0, 4, 2, 3):
        clock.at += timedelta(minutes=minutes)
        client.get("/account/sessions/")
        seen.append(UserSession.objects.get().last_seen_at)
    assert seen[0] == seen[1] < seen[2] == seen[3] == clock.at - timedelta(minutes=3)


def test_closing_asks_for_the_address_and_logs_out_everywhere(account: Account) -> None:
    client, phone = proven(logged_in(account)), logged_in(account, PHONE)
    assert client.get("/account/close/").status_code == 200
    wrong = client.post("/account/close/", {"email": "ada@example.com"})
    assert (wrong.status_code, "Nothing was closed" in wrong.content.decode()) == (422, True)
    assert client.post("/account/close/", {"email": " ADA@example.org "}).status_code == 302
    assert [one.get("/account/sessions/").status_code for one in (client, phone)] == [302, 302]
    account.refresh_from_db()
    assert account.closed_at is not None
    again = Client().post("/account/login/", {"login": "ada@example.org", "password": WORDS})
    assert again.status_code == 200


def test_an_open_screen_is_not_enough_to_close_the_account(account: Account) -> None:
    client = logged_in(account)
    for answer in (client.get("/account/close/"), client.post("/account/close/", {"email": account.email})):
        assert (answer.status_code, answer["Location"]) == (302, "/account/reauthenticate/?next=%2Faccount%2Fclose%2F")
    account.refresh_from_db()
    assert account.closed_at is None


def test_a_network_administrator_closes_another_account_from_the_members(account: Account) -> None:
    hub = makers.hub()
    member(account, hub, Role.SCOUT)
    chief = Account.objects.create_user("chief@example.org", WORDS)
    member(chief, hub, Role.NETWORK_ADMINISTRATOR)
    client = logged_in(chief)
    place = f"/account/{account.pk}/close/"
    assert place in client.get("/network/members/").content.decode()
    assert client.get(place).status_code == 200
    assert client.post(place, {"email": "ada@example.org"}).status_code == 302
    assert place not in client.get("/network/members/").content.decode()
    assert client.get(place).status_code == 404


def test_the_last_network_administrator_is_told_what_to_do_first(account: Account) -> None:
    member(account, makers.hub(), Role.NETWORK_ADMINISTRATOR)
    answer = proven(logged_in(account)).post("/account/close/", {"email": "ada@example.org"})
    assert "Make somebody else a network administrator first" in answer.content.decode()
    account.refresh_from_db()
    assert account.closed_at is None


def test_a_manager_closes_nobody(account: Account) -> None:
    hub = makers.hub()
    manager = Account.objects.create_user("manager@example.org", WORDS)
    member(manager, hub, Role.HUB_MANAGER)
    member(account, hub, Role.SCOUT)
    client = logged_in(manager)
    assert client.post(f"/account/{account.pk}/close/", {"email": "ada@example.org"}).status_code == 404
    assert "/close/" not in client.get("/network/members/").content.decode().split("<main")[1]
