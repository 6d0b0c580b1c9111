"""Programmes: a token does what its holder may, in one hub and within its scopes; a change with a key happens once."""

from datetime import timedelta
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client

from landbridge.entrypoints.api import traffic
from landbridge.ground.hubs import account_context, hub_context
from landbridge.ground.models import KeptReply
from landbridge.ground.replies import answer_once
from landbridge.kernel.clock import SystemClock
from landbridge.network.actions.memberships import end_membership
from landbridge.network.actions.tokens import revoke_token
from landbridge.network.models import ApiToken, Hub, Membership, Organisation
from landbridge.network.standings import acting
from landbridge.network.states import Role
from tests.entrypoints.api.programmes import Programme, programme
from tests.entrypoints.web.events.browsers import client_as

ACME = {"name_latin": "Acme Robotics Ltd", "country": "CN"}


@pytest.fixture
def hub(db: None) -> Hub:
    cache.clear()
    return Hub.objects.create(name_latin="Park", country="CN", zone="Asia/Shanghai")


def organisations(hub: Hub) -> list[str]:
    with hub_context(hub.pk):
        return list(Organisation.objects.order_by("pk").values_list("name_latin", flat=True))


def the_token(hub: Hub) -> ApiToken:
    with hub_context(hub.pk):
        return ApiToken.objects.get()


def test_a_token_reads_and_changes_within_its_scopes_without_a_cookie(hub: Hub) -> None:
    asks = programme(hub, "people")
    made = asks.ask("POST", "/organisations", ACME)
    assert made.status_code == 201
    assert asks.ask("GET", f"/organisations/{made.json()['id']}").json()["name_latin"] == "Acme Robotics Ltd"
    assert the_token(hub).used_at is not None


def test_what_no_scope_covers_is_refused_although_the_holder_may(hub: Hub) -> None:
    asks = programme(hub, "read")
    assert asks.ask("GET", "/organisations").status_code == 200
    assert asks.ask("POST", "/organisations", ACME).status_code == 404
    assert organisations(hub) == []


def test_a_scope_gives_nothing_the_holder_may_not_do(hub: Hub) -> None:
    asks = programme(hub, "people", role=Role.AUTHORITY)
    assert asks.ask("POST", "/organisations", ACME).status_code == 404
    assert organisations(hub) == []


def test_a_token_opens_no_page(hub: Hub) -> None:
    asks = programme(hub, "people", "events")
    for path in ("/network/organisations/", "/network/tokens/"):
        page = asks.get(path, headers={"Authorization": f"Bearer {asks.secret}"})
        assert (page.status_code, page["Location"].startswith("/account/login/")) == (302, True)


def test_an_unknown_a_revoked_and_an_outlived_token_open_nothing(hub: Hub) -> None:
    asks = programme(hub, "read")
    known, token, at = asks.secret, the_token(hub), SystemClock().now()
    for secret in ("lbr_" + "x" * 43, "short", ""):
        asks.secret = secret
        assert asks.ask("GET", "/organisations").status_code == 401
    asks.secret = known
    with hub_context(hub.pk):
        revoke_token(actor=acting(token.account_id, at=at), token_id=token.pk, at=at)
    assert asks.ask("GET", "/organisations").status_code == 401
    with hub_context(hub.pk):
        ApiToken.objects.update(revoked_at=None, made_at=at - timedelta(days=9), expires_at=at - timedelta(days=1))
    assert asks.ask("GET", "/organisations").status_code == 401


def test_it_ends_with_its_holders_role(hub: Hub) -> None:
    asks = programme(hub, "read")
    at = SystemClock().now()
    with hub_context(hub.pk):
        row = Membership.objects.get()
        end_membership(actor=acting(row.account_id, at=at), membership_id=row.pk, at=at)
    assert asks.ask("GET", "/organisations").status_code == 404


def test_an_administrators_token_reaches_one_hub_only(hub: Hub) -> None:
    other = Hub.objects.create(name_latin="Bay", country="US", zone="America/Los_Angeles")
    asks = programme(hub, "people", role=Role.NETWORK_ADMINISTRATOR)
    assert asks.ask("POST", "/organisations", {**ACME, "hub": str(other.pk)}).status_code in {403, 404}
    assert organisations(other) == []
    assert asks.ask("POST", "/organisations", {**ACME, "hub": str(hub.pk)}).status_code == 201


def test_the_secret_is_kept_nowhere(hub: Hub) -> None:
    asks = programme(hub, "read")
    with hub_context(hub.pk), connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM network_apitoken t")
        (kept,) = cursor.fetchone() or ("",)
    assert asks.secret not in kept
    assert the_token(hub).ending == asks.secret[-4:]


def test_a_change_repeated_with_its_key_happens_once(hub: Hub) -> None:
    asks = programme(hub, "people")
    first = asks.ask("POST", "/organisations", ACME, **{"Idempotency-Key": "k1"})
    again = asks.ask("POST", "/organisations", ACME, **{"Idempotency-Key": "k1"})
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    assert (first.get("Idempotent-Replayed"), again["Idempotent-Replayed"]) == (None, "true")
    assert organisations(hub) == ["Acme Robotics Ltd"]


def test_a_key_belongs_to_one_request(hub: Hub) -> None:
    asks = programme(hub, "people")
    asks.ask("POST", "/organisations", ACME, **{"Idempotency-Key": "k1"})
    other = asks.ask("POST", "/organisations", {**ACME, "name_latin": "Other"}, **{"Idempotency-Key": "k1"})
    assert (other.status_code, other.json()["code"]) == (422, "key_used_otherwise")
    assert organisations(hub) == ["Acme Robotics Ltd"]


def test_a_refused_change_is_refused_again_and_a_malformed_key_is_told(hub: Hub) -> None:
    asks = programme(hub, "people")
    bad = asks.ask("POST", "/organisations", {"country": "CN"}, **{"Idempotency-Key": "k1"})
    assert (
        bad.status_code,
        asks.ask("POST", "/organisations", {"country": "CN"}, **{"Idempotency-Key": "k1"}).content,
    ) == (
        422,
        bad.content,
    )
    assert asks.ask("POST", "/organisations", ACME, **{"Idempotency-Key": "k" * 256}).status_code == 400


def test_one_asker_cannot_read_the_reply_kept_for_another(hub: Hub) -> None:
    asks = programme(hub, "people")
    asks.ask("POST", "/organisations", ACME, **{"Idempotency-Key": "k1"})
    holder = the_token(hub).account_id
    with account_context(holder):
        assert KeptReply.objects.count() == 1
    with account_context(UUID(int=7)):
        assert KeptReply.objects.count() == 0
    with account_context(None):
        assert KeptReply.objects.count() == 0


def test_old_keys_are_forgotten(hub: Hub) -> None:
    asks = programme(hub, "people")
    asks.ask("POST", "/organisations", ACME, **{"Idempotency-Key": "k1"})
    with account_context(the_token(hub).account_id):
        KeptReply.objects.update(made_at=SystemClock().now() - timedelta(hours=25))
    later = asks.ask("POST", "/organisations", {"name_latin": "Other", "country": "CN"}, **{"Idempotency-Key": "k1"})
    assert later.status_code == 201


def test_too_many_requests_are_told_to_wait(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traffic, "PER_MINUTE", 3)
    asks = programme(hub, "read")
    answers = [asks.ask("GET", "/organisations") for _ in range(4)]
    assert [a.status_code for a in answers] == [200, 200, 200, 429]
    assert answers[3]["Retry-After"] == "60"


def test_two_at_once_with_one_key_change_once(committed: None) -> None:
    cache.clear()
    hub = Hub.objects.create(name_latin="Park", country="CN", zone="Asia/Shanghai")
    asks = programme(hub, "people")
    replies: list[Any] = []

    def ask() -> None:
        mine = Programme(enforce_csrf_checks=True)
        mine.hub_id, mine.secret = hub.pk, asks.secret
        try:
            replies.append(mine.ask("POST", "/organisations", ACME, **{"Idempotency-Key": "race"}))
        finally:
            connections.close_all()

    threads = [Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [reply.status_code for reply in replies] == [201, 201]
    assert replies[0].content == replies[1].content
    assert organisations(hub) == ["Acme Robotics Ltd"]


def test_without_a_key_the_same_two_change_twice_or_are_warned(committed: None) -> None:
    """The control: what the key prevents happens without it."""
    cache.clear()
    hub = Hub.objects.create(name_latin="Park", country="CN", zone="Asia/Shanghai")
    asks = programme(hub, "people")
    answers = [asks.ask("POST", "/organisations", ACME).status_code for _ in range(2)]
    assert answers[0] == 201
    assert answers[1] in {201, 409}


def test_an_answer_that_fails_leaves_neither_change_nor_key(hub: Hub) -> None:
    account, at = UUID(int=5), SystemClock().now()

    def fails() -> Any:
        Hub.objects.create(name_latin="Half", country="CN", zone="Asia/Shanghai")
        raise ZeroDivisionError

    with account_context(account):
        with pytest.raises(ZeroDivisionError):
            answer_once(account_id=account, key="k", fingerprint="f", at=at, answer=fails)
        assert not KeptReply.objects.exists()
    assert not Hub.objects.filter(name_latin="Half").exists()


def test_the_pages_make_show_and_end_a_token(hub: Hub) -> None:
    manager = client_as(Role.HUB_MANAGER, hub.pk)
    assert "No programme acts for you here." in manager.get("/network/tokens/").content.decode()
    form = {"name": "badge printer", "scopes": ["read", "desk"], "until": "2027-03-01"}
    shown = manager.post("/network/tokens/make/", form)
    assert (shown.status_code, shown["Cache-Control"]) == (200, "no-store")
    assert "lbr_" in shown.content.decode()
    token = the_token(hub)
    page = manager.get("/network/tokens/").content.decode()
    assert ("badge printer" in page, f"…{token.ending}" in page) == (True, True)
    manager.post(f"/network/tokens/{token.pk}/end/")
    assert the_token(hub).revoked_at is not None
    manager.post(f"/network/tokens/{token.pk}/end/")
    assert "has ended already" in manager.get("/network/tokens/").content.decode()


@pytest.mark.parametrize("wrong", [{"name": " "}, {"scopes": []}, {"until": "2020-01-01"}, {"until": "2100-01-01"}])
def test_a_half_made_token_is_refused(hub: Hub, wrong: dict[str, object]) -> None:
    manager = client_as(Role.HUB_MANAGER, hub.pk)
    form = {"name": "badge printer", "scopes": ["read"], "until": "2027-03-01"} | wrong
    assert manager.post("/network/tokens/make/", form).status_code in {200, 422}
    with hub_context(hub.pk):
        assert not ApiToken.objects.exists()


def test_nobody_ends_or_sees_anothers_token(hub: Hub) -> None:
    programme(hub, "read")
    token = the_token(hub)
    founder: Client = client_as(Role.FOUNDER, hub.pk)
    assert ">report<" not in founder.get("/network/tokens/").content.decode()
    founder.post(f"/network/tokens/{token.pk}/end/")
    assert the_token(hub).revoked_at is None
