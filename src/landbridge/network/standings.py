"""Where an account stands: asked once a request, before any hub is known."""

from datetime import datetime
from uuid import UUID

from landbridge.ground.hubs import account_context, holder_context
from landbridge.network.actors import MembershipActor, Standing, TokenActor
from landbridge.network.models import Account, ApiToken, Hub, Membership
from landbridge.network.scopes import permissions_of
from landbridge.network.states import Role
from landbridge.network.tokens import digest_of, is_well_formed


def acting(account_id: UUID, *, at: datetime) -> MembershipActor:
    """The account with the memberships that hold at `at`; row-level security shows it its own and nobody else's.

    A closed account stands nowhere.
    """
    with account_context(account_id):
        return standing(account_id, at=at)


def standing(account_id: UUID, *, at: datetime) -> MembershipActor:
    """The same, where the connection's context names the account already."""
    rows = Membership.objects.filter(account_id=account_id, account__is_active=True, period__contains=at)
    held = rows.order_by("id").values_list("hub_id", "role", "person_id", "organisation_id")
    return MembershipActor(account_id, tuple(Standing(h, Role(role), person, body) for h, role, person, body in held))


def token_of(secret: str, *, at: datetime) -> ApiToken | None:
    """The living token that a secret opens, or None. Sees that one row only."""
    if not is_well_formed(secret):
        return None
    digest = digest_of(secret)
    with holder_context(digest):
        return ApiToken.objects.filter(digest=digest, revoked_at=None, expires_at__gt=at).first()


def acting_by(token: ApiToken, *, at: datetime) -> TokenActor:
    """The token's holder with what they may do now, cut down to the token's hub and scopes."""
    return TokenActor.of(acting(token.account_id, at=at), token.hub_id, permissions_of(token.scopes))


def hubs_in_reach(actor: MembershipActor) -> frozenset[UUID]:
    """The hubs whose rows this actor's requests may touch: its own, or all of them for a network administrator."""
    if actor.administers_network:
        return frozenset(Hub.objects.values_list("pk", flat=True))
    return actor.hub_ids


def account_with(email: str) -> Account | None:
    """The active account with this address."""
    return Account.objects.filter(email=email.lower(), is_active=True).first()


def anybody() -> bool:
    """Whether anybody can log in here."""
    return Account.objects.exists()
