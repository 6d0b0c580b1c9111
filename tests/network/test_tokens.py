"""Tokens for programmes: made for oneself, named, with scopes and an end; ended by the holder or by who manages."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from landbridge.kernel.refusal import InputRefused, Missing
from landbridge.network import rules
from landbridge.network.actions.tokens import LONGEST, MOST, USED_EVERY, make_token, note_use, revoke_token
from landbridge.network.actors import MembershipActor, Standing
from landbridge.network.models import ApiToken
from landbridge.network.refusals import TokenHasEnded, TooManyTokens
from landbridge.network.scopes import Scope
from landbridge.network.states import Role
from tests.network import makers
from tests.network.actors import member

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def holder(in_hub: UUID) -> MembershipActor:
    return MembershipActor(makers.account().pk, (Standing(in_hub, Role.SCOUT),))


def made(holder: MembershipActor, **said: Any) -> ApiToken:
    (standing,) = holder.standings
    given: dict[str, Any] = {"name": " report ", "scopes": [Scope.READ], "until": AT + timedelta(days=30)} | said
    token, secret = make_token(actor=holder, hub_id=standing.hub_id, at=AT, **given)
    assert secret.endswith(token.ending)
    return token


def test_a_token_is_ended_once(holder: MembershipActor) -> None:
    token = made(holder)
    assert (token.name, token.scopes) == ("report", ["read"])
    assert revoke_token(actor=holder, token_id=token.pk, at=AT).revoked_at == AT
    with pytest.raises(TokenHasEnded):
        revoke_token(actor=holder, token_id=token.pk, at=AT)


def test_tokens_are_seen_and_ended_by_their_holder_and_who_manages_members(
    holder: MembershipActor, in_hub: UUID
) -> None:
    token = made(holder)
    manager, scout = member(in_hub), member(in_hub, Role.SCOUT)
    assert list(rules.visible_tokens(manager, hub_id=in_hub)) == [token]
    assert list(rules.visible_tokens(holder, hub_id=in_hub)) == [token]
    assert list(rules.visible_tokens(scout, hub_id=in_hub)) == []
    assert rules.access_token(holder, token.pk) == token
    for actor, identifier in ((scout, token.pk), (manager, uuid4())):
        with pytest.raises(Missing):
            rules.access_token(actor, identifier)
    with pytest.raises(Missing):
        revoke_token(actor=scout, token_id=token.pk, at=AT)
    assert ApiToken.objects.get().revoked_at is None
    assert revoke_token(actor=manager, token_id=token.pk, at=AT).revoked_at == AT


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"name": " "}, "name", "token_unnamed"),
        ({"scopes": []}, "scopes", "scope_missing"),
        ({"scopes": ["read", "rule"]}, "scopes", "scope_missing"),
        ({"until": AT}, "until", "token_period"),
        ({"until": AT + LONGEST + timedelta(seconds=1)}, "until", "token_period"),
    ],
)
def test_a_faulty_token_is_not_made(holder: MembershipActor, wrong: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(InputRefused) as refused:
        made(holder, **wrong)
    assert [(finding.code, finding.field) for finding in refused.value.findings] == [(code, field)]
    assert ApiToken.objects.count() == 0


def test_a_longest_token_is_made_and_too_many_are_not(holder: MembershipActor) -> None:
    for number in range(MOST):
        made(holder, name=f"report {number}", until=AT + LONGEST)
    with pytest.raises(TooManyTokens):
        made(holder)
    assert ApiToken.objects.count() == MOST


def test_use_is_noted_by_its_holder_every_few_minutes(holder: MembershipActor, in_hub: UUID) -> None:
    token = made(holder)
    for moment in (AT, AT + USED_EVERY - timedelta(seconds=1)):
        note_use(actor=holder, token=token, at=moment)
        token.refresh_from_db()
        assert token.used_at == AT
    note_use(actor=holder, token=token, at=AT + USED_EVERY)
    token.refresh_from_db()
    assert token.used_at == AT + USED_EVERY
    with pytest.raises(Missing):
        note_use(actor=member(in_hub), token=token, at=AT + 2 * USED_EVERY)
