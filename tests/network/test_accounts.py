"""Closing an account: what goes, what stays, and who may not."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.auth import authenticate
from django.contrib.sessions.backends.db import SessionStore

from landbridge.evidence.models import Trail
from landbridge.ground.hubs import account_context, hub_context
from landbridge.kernel.refusal import Missing, NotAllowed
from landbridge.network.actions import memberships
from landbridge.network.actions.accounts import close_account, end_session, note_session
from landbridge.network.actions.tokens import make_token
from landbridge.network.actors import MembershipActor
from landbridge.network.models import Account, ApiToken, Hub, Membership
from landbridge.network.refusals import AccountHasClosed, LastAdministrator
from landbridge.network.scopes import Scope
from landbridge.network.standings import account_with, acting
from landbridge.network.states import Role
from landbridge.network.trail_events import NetworkEvent
from tests.entrypoints.estate import member
from tests.network import makers

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
WORDS = "a long enough phrase"


def opened(role: Role | None = None, *hubs: Hub, email: str = "ada@example.org") -> tuple[Account, MembershipActor]:
    account = Account.objects.create_user(email, WORDS, name="Ada", language="en", zone="Europe/Dublin")
    for hub in hubs:
        assert role is not None
        member(account, hub, role)
    return account, acting(account.pk, at=AT)


def a_device(account: Account) -> UserSession:
    store = SessionStore()
    store.create()
    return UserSession.objects.create(
        user=account, ip="198.51.100.7", session_key=store.session_key, user_agent="Firefox"
    )


def with_ways_in(account: Account) -> None:
    a_device(account)
    Authenticator.objects.create(user=account, type="webauthn", data={})
    Authenticator.objects.create(user=account, type="totp", data={})
    SocialAccount.objects.create(user=account, provider="oidc", uid="1")
    EmailAddress.objects.create(user=account, email=account.email)


def test_everything_that_lets_in_or_names_goes_and_the_trail_stays() -> None:
    here, there = makers.hub(), makers.hub(name_latin="Elbe")
    account, actor = opened(Role.HUB_MANAGER, here, there)
    with_ways_in(account)
    with hub_context(here.pk):
        until = AT + timedelta(days=9)
        make_token(actor=actor, hub_id=here.pk, name="x", scopes=list(Scope)[:1], until=until, at=AT)
    closed = close_account(actor=actor, account_id=account.pk, at=AT)
    assert (closed.email, closed.name, closed.zone, closed.is_active, closed.closed_at, closed.last_login) == (
        f"closed-{account.pk}@invalid", "", "", False, AT, None,
    )  # fmt: skip
    for kind in (Authenticator, SocialAccount, EmailAddress, UserSession):
        assert kind.objects.filter(user=account).count() == 0
    assert authenticate(None, email="ada@example.org", password=WORDS) is None
    assert account_with("ada@example.org") is None
    assert acting(account.pk, at=AT + timedelta(seconds=1)).standings == ()
    with account_context(account.pk), hub_context(here.pk, there.pk):
        assert {held.period.upper for held in Membership.objects.all()} == {AT}
        assert ApiToken.objects.get().revoked_at == AT
        told = Trail.objects.filter(event=NetworkEvent.ACCOUNT_CLOSED, subject_id=account.pk)
        assert {(row.hub_id, row.actor_id) for row in told} == {(here.pk, account.pk), (there.pk, account.pk)}


def test_the_address_is_free_again_and_another_account_may_take_it() -> None:
    account, actor = opened()
    close_account(actor=actor, account_id=account.pk, at=AT)
    other, _ = opened()
    assert other.pk != account.pk


def test_a_role_given_in_the_same_instant_lasts_that_instant() -> None:
    hub = makers.hub()
    account, actor = opened(Role.SCOUT, hub)
    with account_context(account.pk), hub_context(hub.pk):
        since = Membership.objects.get().period.lower
        close_account(actor=actor, account_id=account.pk, at=since)
        assert Membership.objects.get().period.upper == since + timedelta(microseconds=1)


def test_what_has_ended_before_stays_as_it_was() -> None:
    hub = makers.hub()
    account, actor = opened(Role.SCOUT, hub)
    with account_context(account.pk), hub_context(hub.pk):
        held = Membership.objects.get()
        held.period = (held.period.lower, AT - timedelta(days=1))
        held.save(update_fields=["period"])
        close_account(actor=actor, account_id=account.pk, at=AT)
        assert Membership.objects.get().period.upper == AT - timedelta(days=1)


def test_a_network_administrator_closes_anybodys() -> None:
    hub = makers.hub()
    _admin, administrator = opened(Role.NETWORK_ADMINISTRATOR, hub, email="admin@example.org")
    account, _ = opened(Role.SCOUT, hub)
    close_account(actor=administrator, account_id=account.pk, at=AT)
    account.refresh_from_db()
    assert account.closed_at == AT
    with pytest.raises(AccountHasClosed):
        close_account(actor=administrator, account_id=account.pk, at=AT)


def test_nobody_else_closes_somebodys() -> None:
    hub = makers.hub()
    _manager, manager = opened(Role.HUB_MANAGER, hub, email="manager@example.org")
    account, _ = opened(Role.SCOUT, hub)
    with pytest.raises(NotAllowed):
        close_account(actor=manager, account_id=account.pk, at=AT)
    account.refresh_from_db()
    assert (account.email, account.closed_at) == ("ada@example.org", None)


def test_an_account_that_never_was_is_missing() -> None:
    _admin, administrator = opened(Role.NETWORK_ADMINISTRATOR, makers.hub())
    with pytest.raises(Missing):
        close_account(actor=administrator, account_id=makers.hub().pk, at=AT)


def test_the_last_network_administrator_stays_until_there_is_another() -> None:
    hub = makers.hub()
    account, actor = opened(Role.NETWORK_ADMINISTRATOR, hub)
    with account_context(account.pk), hub_context(hub.pk):
        held = Membership.objects.get()
        with pytest.raises(LastAdministrator):
            close_account(actor=actor, account_id=account.pk, at=AT)
        with pytest.raises(LastAdministrator):
            memberships.end_membership(actor=actor, membership_id=held.pk, at=AT)
        opened(Role.NETWORK_ADMINISTRATOR, makers.hub(), email="other@example.org")
        close_account(actor=actor, account_id=account.pk, at=AT)
    account.refresh_from_db()
    assert account.closed_at == AT


def test_a_session_is_ended_by_its_own_holder_only() -> None:
    account, actor = opened()
    _other, stranger = opened(email="other@example.org")
    session = a_device(account)
    with pytest.raises(Missing):
        end_session(actor=stranger, session_id=session.pk)
    assert session.exists()
    end_session(actor=actor, session_id=session.pk)
    assert not session.exists()
    assert UserSession.objects.count() == 0


def test_the_use_of_ones_own_session_is_noted() -> None:
    account, actor = opened()
    mine, theirs = a_device(account), a_device(opened(email="bob@example.org")[0])
    before = theirs.last_seen_at
    for session in (mine, theirs):
        note_session(actor=actor, session_key=session.session_key, at=AT)
        session.refresh_from_db()
    assert (mine.last_seen_at, theirs.last_seen_at) == (AT, before)
