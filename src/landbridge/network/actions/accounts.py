"""An account's own end: its sessions one by one, and the whole of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q

from landbridge.evidence import trail
from landbridge.ground.hubs import hub_context
from landbridge.ground.locks import advisory_lock, locked
from landbridge.ground.transactions import action
from landbridge.kernel.actor import NOBODY, Actor
from landbridge.kernel.refusal import Missing
from landbridge.network import rules
from landbridge.network.models import Account, ApiToken, Hub, Membership
from landbridge.network.refusals import AccountHasClosed
from landbridge.network.trail_events import NetworkEvent


@action
def end_session(*, actor: Actor, session_id: int) -> None:
    """Log one device out of the actor's own account, at once. Somebody else's session, or an ended one, is `Missing`."""
    session = UserSession.objects.select_for_update().filter(pk=session_id, user_id=actor.actor_id).first()
    if session is None:
        raise Missing(identifier=str(session_id))
    session.end()


@action
def note_session(*, actor: Actor, session_key: str, at: datetime) -> None:
    """Write down that a session of the actor's was in use; no trail, since nothing changes."""
    UserSession.objects.filter(user_id=actor.actor_id, session_key=session_key).update(last_seen_at=at)


@action
def close_account(*, actor: Actor, account_id: UUID, at: datetime) -> Account:
    """End an account for good: nobody logs in with it again, and nothing says any more whose it was.

    Its holder may, and a network administrator; the last network administrator's stays, since nobody could let anybody
    in after that. Sessions, passkeys, codes, single sign-on and the address go; memberships and tokens end in every
    hub. The row keeps its identifier, so that the trail still tells who did what from who else did.
    """
    rules.require_closing(actor, account_id)
    advisory_lock(space="network.account", identifier=NOBODY)
    account = locked(Account.objects.all(), account_id)
    if account.closed_at is not None:
        raise AccountHasClosed
    with hub_context(*Hub.objects.values_list("pk", flat=True)):
        rules.require_administrator_stays(Q(account=account), at=at)
        held = list(Membership.objects.select_for_update(of=("self",)).filter(account=account).order_by("pk"))
        for hub_id in sorted({membership.hub_id for membership in held}):
            trail.record(actor, NetworkEvent.ACCOUNT_CLOSED, account, hub_id=hub_id, at=at)
        _end_memberships(held, at)
        ApiToken.objects.filter(account=account, revoked_at=None).update(revoked_at=at)
    _forget_ways_in(account)
    account.email, account.name, account.language, account.zone = f"closed-{account.pk}@invalid", "", "", ""
    account.is_active, account.closed_at, account.last_login = False, at, None
    account.set_unusable_password()
    account.save()
    return account


def _end_memberships(held: Iterable[Membership], at: datetime) -> None:
    """What still lasts ends now; what began this very instant lasted one."""
    for membership in held:
        since, until = membership.period.lower, membership.period.upper
        if until is None or until > at:
            membership.period = DateTimeTZRange(since, max(at, since + timedelta(microseconds=1)))
            membership.save(update_fields=["period"])


def _forget_ways_in(account: Account) -> None:
    for session in UserSession.objects.filter(user=account):
        session.end()
    for kind in (Authenticator, SocialAccount, EmailAddress):
        kind.objects.filter(user=account).delete()
