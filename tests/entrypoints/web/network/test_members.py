"""Roles are given, with a letter, and ended, in the browser."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from django.core import mail
from django.test import Client
from django.test.utils import CaptureQueriesContext

from landbridge.ground.hubs import hub_context
from landbridge.ground.jobs import Run, jobs
from landbridge.ground.models import JobRun
from landbridge.network.models import Account, Hub, Membership
from landbridge.network.states import Role
from tests.entrypoints.web.network.conftest import NOW, member_of

Queries = Callable[[], AbstractContextManager[CaptureQueriesContext]]
BO = {"email": "Bo@Example.org", "name": "Bo Chen", "role": "scout"}


def held(hub_id: UUID) -> list[tuple[str, str, bool]]:
    with hub_context(hub_id):
        rows = Membership.objects.select_related("account").order_by("account__email", "role")
        return [(row.account.email, row.role, row.period.upper is None) for row in rows]


def send_letters(hub_id: UUID) -> None:
    """Do what the worker would."""
    with hub_context(hub_id):
        for run in JobRun.objects.filter(kind="network.welcome"):
            handle = Run(id=run.pk, hub_id=hub_id, requested_by=run.requested_by)
            jobs["network.welcome"](handle, membership_id=str(run.subject_id))


def test_a_newcomer_gets_an_account_a_role_and_a_letter_that_lets_them_in(manager: Client, hub_id: UUID) -> None:
    answer = manager.post("/network/members/add/", BO)
    assert answer["Location"] == "/network/members/"
    assert held(hub_id) == [("bo@example.org", "scout", True), ("hub_manager@example.org", "hub_manager", True)]
    page = manager.get("/network/members/").content.decode()
    assert ("Bo Chen" in page, "bo@example.org" in page, "is on its way" in page) == (True, True, True)
    send_letters(hub_id)
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["bo@example.org"], "Your role at Riverside Park")
    assert "Your role: Scout." in letter.body
    link = re.search(r"http://localhost:8000(/account/password/reset/key/\S+)", str(letter.body))
    assert link
    newcomer = Client()
    form = newcomer.get(link[1], follow=True)
    new = {"password1": "four quiet herons wade", "password2": "four quiet herons wade"}
    newcomer.post(form.redirect_chain[-1][0], new)
    assert Account.objects.get(email="bo@example.org").check_password("four quiet herons wade")


def test_the_letter_speaks_the_language_of_who_was_invited_in_it(manager: Client, hub_id: UUID) -> None:
    manager.post("/network/members/add/", BO, headers={"accept-language": "zh-hans"})
    send_letters(hub_id)
    assert "江畔园" in mail.outbox[0].subject
    assert "/account/password/reset/key/" in mail.outbox[0].body


def test_who_has_an_account_is_told_to_log_in(manager: Client, founder: Client, hub_id: UUID) -> None:
    manager.post("/network/members/add/", {"email": "founder@example.org", "name": "Somebody Else", "role": "judge"})
    assert ("founder@example.org", "judge", True) in held(hub_id)
    assert Account.objects.get(email="founder@example.org").name == "Li Na"
    send_letters(hub_id)
    assert "Log in with the password you have: http://localhost:8000/account/login/" in mail.outbox[0].body


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"email": "bo"}, "Enter a valid email address."),
        ({"role": "network_administrator"}, "Select a valid choice."),
        ({"email": "hub_manager@example.org", "role": "hub_manager"}, "This account has that role already."),
    ],
)
def test_what_is_refused_leaves_no_account_no_role_no_letter(
    manager: Client, hub_id: UUID, said: dict[str, str], words: str
) -> None:
    before = held(hub_id)
    answer = manager.post("/network/members/add/", BO | said)
    assert (answer.status_code, held(hub_id), Account.objects.count()) == (422, before, 1)
    assert words in answer.content.decode()
    with hub_context(hub_id):
        assert not JobRun.objects.exists()


def test_a_role_is_ended_once(manager: Client, hub: Hub) -> None:
    bo = member_of(Account.objects.create_user("bo@example.org"), hub, Role.JUDGE)
    manager.post(f"/network/members/{bo.pk}/end/")
    assert ("bo@example.org", "judge", False) in held(hub.pk)
    with hub_context(hub.pk):
        ended = Membership.objects.get(pk=bo.pk).period.upper
    page = manager.post(f"/network/members/{bo.pk}/end/", follow=True).content.decode()
    assert "This ends before it begins." in page
    with hub_context(hub.pk):
        assert Membership.objects.get(pk=bo.pk).period.upper == ended == NOW
    assert manager.get(f"/network/members/{bo.pk}/end/").status_code == 405


def test_others_may_not(scout: Client, founder: Client, stranger: Client, hub: Hub) -> None:
    bo = member_of(Account.objects.create_user("bo@example.org"), hub, Role.JUDGE)
    before = held(hub.pk)
    for client in (scout, founder):
        assert client.get("/network/members/").status_code == 404
        assert client.post("/network/members/add/", BO | {"email": "new@example.org"}).status_code == 404
    for client in (scout, founder, stranger):
        client.post(f"/network/members/{bo.pk}/end/")
    assert held(hub.pk) == before
    assert "bo@example.org" not in stranger.get("/network/members/").content.decode()
    assert "/network/members/" not in scout.get("/network/people/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_few_and_many_cost_the_same(manager: Client, hub: Hub, queries: Queries, count: int) -> None:
    for number in range(count):
        member_of(Account.objects.create_user(f"bo{number}@example.org"), hub, Role.JUDGE)
    manager.get("/network/members/")
    with queries() as asked:
        manager.get("/network/members/")
    assert len(asked) == 9
