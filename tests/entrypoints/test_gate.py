"""The gate: shut by default, and the context of one request never reaches the next."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from landbridge.entrypoints import gate
from landbridge.ground.hubs import current_hubs, hub_context
from landbridge.kernel.clock import SystemClock
from landbridge.network.models import Account, Hub, Membership
from landbridge.network.permissions import Permission
from landbridge.network.standings import acting, hubs_in_reach
from landbridge.network.states import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return Account.objects.create_user("manager@example.org", "a long enough phrase")


def hub() -> Hub:
    return Hub.objects.create(name_latin=f"Hub {uuid4()}", country="CN", zone="Asia/Shanghai")


def member(account: Account, hub_id: UUID, role: Role, *, ended: bool = False) -> None:
    now = SystemClock().now()
    until = now - timedelta(days=1) if ended else None
    with hub_context(hub_id):
        Membership.objects.create(
            hub_id=hub_id, account=account, role=role, period=DateTimeTZRange(now - timedelta(days=9), until),
            granted_by=account.pk, recorded_at=now,
        )  # fmt: skip


def test_an_account_stands_where_its_present_memberships_say(account: Account) -> None:
    here, there = hub(), hub()
    member(account, here.pk, Role.HUB_MANAGER)
    member(account, there.pk, Role.SCOUT, ended=True)
    actor = acting(account.pk, at=SystemClock().now())
    assert hubs_in_reach(actor) == {here.pk}
    assert gate.may_somewhere(actor, Permission.PLAN_EVENTS)
    assert not gate.may_somewhere(actor, Permission.ADMINISTER_NETWORK)


def test_a_network_administrator_reaches_every_hub(account: Account) -> None:
    here, there = hub(), hub()
    member(account, here.pk, Role.NETWORK_ADMINISTRATOR)
    actor = acting(account.pk, at=SystemClock().now())
    assert {here.pk, there.pk} <= hubs_in_reach(actor)


def test_a_request_sees_its_hubs_and_leaves_nothing_behind(account: Account) -> None:
    here = hub()
    member(account, here.pk, Role.HUB_MANAGER)
    seen: list[frozenset[UUID]] = []

    def page(request: HttpRequest) -> HttpResponse:
        seen.append(current_hubs())
        return HttpResponse()

    request = RequestFactory().get("/")
    request.user = account
    with hub_context(uuid4()):
        gate.GateMiddleware(page)(request)
        assert (seen, current_hubs()) == ([frozenset({here.pk})], frozenset())


def test_a_route_without_a_row_does_not_exist(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/").status_code == 200
    monkeypatch.setattr(gate, "permission_table", dict)
    assert client.get("/").status_code == 404


def test_what_a_package_brings_and_we_do_not_offer_does_not_exist(client: Client) -> None:
    assert client.get("/account/signup/").status_code == 404


def test_who_is_not_signed_in_is_sent_to_the_log_in_and_back(client: Client) -> None:
    answer = client.get("/account/sessions/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/account/sessions/")
