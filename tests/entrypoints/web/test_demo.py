"""The demonstration's doors open only where the database says it is one, and only to this machine."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from landbridge.ground import installation
from landbridge.kernel.clock import SystemClock
from landbridge.network.models import Account

pytestmark = pytest.mark.django_db
ENTER = "/demonstration/enter/manager/"


@pytest.fixture
def demonstration() -> None:
    installation.mark_as_demonstration(at=SystemClock().now())
    Account.objects.create_user("manager@demo.example")


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_one_click_enters_as_a_role(client: Client, demonstration: None) -> None:
    assert client.post(ENTER).status_code == 302
    assert signed_in(client)


@pytest.mark.parametrize(
    "headers",
    [
        {"REMOTE_ADDR": "203.0.113.9"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=1"},
        {"REMOTE_ADDR": ""},
    ],
)
def test_from_elsewhere_or_through_a_relay_nobody_enters(
    client: Client, demonstration: None, headers: dict[str, str]
) -> None:
    assert client.post(ENTER, **headers).status_code == 404  # type: ignore[arg-type]
    assert not signed_in(client)


def test_a_real_database_has_no_such_door(client: Client) -> None:
    Account.objects.create_user("manager@demo.example")
    assert client.post(ENTER).status_code == 404
    assert not signed_in(client)


def test_looking_does_not_enter(client: Client, demonstration: None) -> None:
    assert client.get(ENTER).status_code == 405
    assert not signed_in(client)


def test_the_banner_stands_on_every_page_and_shows_the_clock(client: Client, demonstration: None) -> None:
    installation.move_clock(to=datetime(2019, 5, 14, 10, 42, tzinfo=UTC))
    page = client.get("/").content.decode()
    assert "Demonstration." in page
    assert "2019" in page


def test_the_clock_is_moved_by_wall_time_in_shanghai(client: Client, demonstration: None) -> None:
    client.post("/demonstration/clock/", {"wall": "2026-12-01T09:00"})
    assert abs(installation.clock().now() - datetime(2026, 12, 1, 1, tzinfo=UTC)) < timedelta(minutes=1)
    client.post("/demonstration/clock/", {"reset": "1"})
    assert isinstance(installation.clock(), SystemClock)


@pytest.mark.parametrize("wall", ["", "tomorrow", "9999-12-31T23:59", "0001-01-01T00:00"])
def test_a_time_that_is_none_moves_nothing(client: Client, demonstration: None, wall: str) -> None:
    assert client.post("/demonstration/clock/", {"wall": wall}).status_code == 302
    assert isinstance(installation.clock(), SystemClock)
