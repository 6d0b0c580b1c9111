"""Tokens for programmes: made by a person for themselves, ended by them or by who manages the hub's members."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from landbridge.evidence import trail
from landbridge.ground.again import said_already
from landbridge.ground.locks import advisory_lock
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Finding, InputRefused, Missing
from landbridge.network import rules
from landbridge.network.models import ApiToken
from landbridge.network.permissions import Permission
from landbridge.network.refusals import TokenHasEnded, TokenJustMade, TooManyTokens
from landbridge.network.scopes import Scope
from landbridge.network.tokens import digest_of, new_secret
from landbridge.network.trail_events import NetworkEvent

LONGEST: Final = timedelta(days=366)
MOST: Final = 20
USED_EVERY: Final = timedelta(minutes=5)
"""How exact "last used" is: a busy programme does not write a row with each request."""


@action
def make_token(
    *, actor: Actor, hub_id: UUID, name: str, scopes: Collection[str], until: datetime, at: datetime
) -> tuple[ApiToken, str]:
    """A token for the actor's own account, and the secret, which is told this once.

    The same press twice is refused: the one secret shown must be that of the one token.
    """
    rules.require(actor, Permission.SEE_HUB, hub_id)
    name, wanted = name.strip(), sorted(set(scopes))
    _require_whole(name, wanted, until, at)
    advisory_lock(space="network.tokens", identifier=actor.actor_id)
    living = ApiToken.objects.filter(hub_id=hub_id, account_id=actor.actor_id, revoked_at=None, expires_at__gt=at)
    if living.count() >= MOST:
        raise TooManyTokens(most=MOST)
    if said_already(living, written="made_at", at=at, name=name, scopes=wanted, expires_at=until):
        raise TokenJustMade(name=name)
    secret = new_secret()
    token = ApiToken.objects.create(
        hub_id=hub_id,
        account_id=actor.actor_id,
        name=name,
        digest=digest_of(secret),
        ending=secret[-4:],
        scopes=wanted,
        made_at=at,
        expires_at=until,
    )
    trail.record(actor, NetworkEvent.TOKEN_MADE, token, hub_id=hub_id, at=at, scopes=wanted, until=until)
    return token, secret


@action
def revoke_token(*, actor: Actor, token_id: UUID, at: datetime) -> ApiToken:
    """End a token at once. Its holder may, and whoever manages the hub's members."""
    token = rules.access_token(actor, token_id, lock=True)
    if token.revoked_at is not None:
        raise TokenHasEnded
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    trail.record(actor, NetworkEvent.TOKEN_REVOKED, token, hub_id=token.hub_id, at=at)
    return token


@action
def note_use(*, actor: Actor, token: ApiToken, at: datetime) -> None:
    """Write down that a token of the actor's is in use; no trail, since nothing changes."""
    if token.account_id != actor.actor_id:
        raise Missing(identifier=str(token.pk))
    if token.used_at is None or at - token.used_at >= USED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(used_at=at)


def _require_whole(name: str, scopes: Collection[str], until: datetime, at: datetime) -> None:
    findings: list[Finding] = []
    if not name:
        findings.append(Finding("token_unnamed", field="name"))
    if not scopes or any(scope not in set(Scope) for scope in scopes):
        findings.append(Finding("scope_missing", field="scopes"))
    if not at < until <= at + LONGEST:
        findings.append(Finding("token_period", field="until", data={"expected": LONGEST.days}))
    if findings:
        raise InputRefused(*findings)
