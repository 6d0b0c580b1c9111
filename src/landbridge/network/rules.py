"""Who may see and change what of the network. The only way to an object for someone."""

from datetime import datetime
from typing import Literal, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet

from landbridge.evidence.models import Trail
from landbridge.ground.locks import locked
from landbridge.kernel.actor import NOBODY, Actor
from landbridge.kernel.refusal import Missing, NotAllowed
from landbridge.network.models import (
    Account,
    Affiliation,
    ApiToken,
    ExchangeRate,
    Hub,
    Import,
    Membership,
    Organisation,
    Person,
    Provenance,
    WebhookDelivery,
    WebhookEndpoint,
)
from landbridge.network.permissions import Permission, roles_with
from landbridge.network.refusals import LastAdministrator
from landbridge.network.states import Role

Row = TypeVar("Row", Organisation, Person, Affiliation, Membership, Import, Provenance)
To = Literal["see", "change", "erase", "import", "manage"]

_ASKS = {
    "see": Permission.SEE_PEOPLE,
    "change": Permission.EDIT_PEOPLE,
    "erase": Permission.ERASE_PEOPLE,
    "import": Permission.IMPORT_PEOPLE,
    "manage": Permission.MANAGE_MEMBERS,
}


def require(actor: Actor, permission: Permission, hub_id: UUID) -> None:
    """Refuse with `NotAllowed`, naming the roles that may, unless the actor holds the permission in that hub."""
    if not actor.may(permission, hub_id):
        raise NotAllowed(permission=permission.value, role=", ".join(roles_with(permission)))


def require_closing(actor: Actor, account_id: UUID) -> None:
    """Refuse to close an account for somebody who is neither its holder nor a network administrator."""
    if actor.actor_id != account_id:
        require(actor, Permission.ADMINISTER_NETWORK, NOBODY)


def require_administrator_stays(ending: Q, *, at: datetime) -> None:
    """Refuse to end the memberships that `ending` names if the network then had no administrator.

    The caller sees every hub and holds the lock of the accounts.
    """
    role = Role.NETWORK_ADMINISTRATOR
    standing = Membership.objects.filter(role=role, period__contains=at, account__is_active=True)
    if standing.filter(ending).exists() and not standing.exclude(ending).exists():
        raise LastAdministrator


def access_account(actor: Actor, account_id: UUID) -> Account:
    """An open account that the actor may close: one's own, or any for a network administrator."""
    require_closing(actor, account_id)
    account = Account.objects.filter(pk=account_id, closed_at=None).first()
    if account is None:
        raise Missing(identifier=str(account_id))
    return account


def visible_organisations(actor: Actor, *, hub_id: UUID) -> QuerySet[Organisation]:
    """The hub's organisations, if the actor may see its people and organisations; else none."""
    rows = Organisation.objects.filter(hub_id=hub_id)
    return rows if actor.may(Permission.SEE_PEOPLE, hub_id) else rows.none()


def visible_people(actor: Actor, *, hub_id: UUID) -> QuerySet[Person]:
    """The people the hub knows, if the actor may see them; else none."""
    rows = Person.objects.filter(hub_id=hub_id)
    return rows if actor.may(Permission.SEE_PEOPLE, hub_id) else rows.none()


def visible_memberships(actor: Actor, *, hub_id: UUID) -> QuerySet[Membership]:
    """Who holds which role in the hub, if the actor may manage that; else none."""
    rows = Membership.objects.filter(hub_id=hub_id)
    return rows if actor.may(Permission.MANAGE_MEMBERS, hub_id) else rows.none()


def visible_imports(actor: Actor, *, hub_id: UUID) -> QuerySet[Import]:
    """The hub's imports, if the actor may import; else none."""
    rows = Import.objects.filter(hub_id=hub_id)
    return rows if actor.may(Permission.IMPORT_PEOPLE, hub_id) else rows.none()


def visible_provenance(actor: Actor, *, hub_id: UUID) -> QuerySet[Provenance]:
    """Where the hub's personal data came from, if the actor may see the people; else none."""
    rows = Provenance.objects.filter(hub_id=hub_id)
    return rows if actor.may(Permission.SEE_PEOPLE, hub_id) else rows.none()


def visible_rates(actor: Actor, *, hub_id: UUID) -> QuerySet[ExchangeRate]:
    """The exchange rates of the hub, if the actor may see its people and organisations; else none."""
    rows = ExchangeRate.objects.filter(hub_id=hub_id)
    return rows if actor.may(Permission.SEE_PEOPLE, hub_id) else rows.none()


def access_rate(actor: Actor, rate_id: UUID) -> ExchangeRate:
    """The exchange rate, locked, for someone who manages its hub."""
    row = ExchangeRate.objects.filter(pk=rate_id).first()
    if row is None:
        raise Missing(identifier=str(rate_id))
    if not actor.may(Permission.SEE_PEOPLE, row.hub_id):
        raise Missing(identifier=str(rate_id))
    require(actor, Permission.MANAGE_HUB, row.hub_id)
    return locked(ExchangeRate.objects.all(), rate_id)


def visible_trail(actor: Actor, *, hub_id: UUID) -> QuerySet[Trail]:
    """What happened in the hub, if the actor may read that; else nothing."""
    rows = Trail.objects.filter(hub_id=hub_id)
    return rows if actor.may(Permission.SEE_TRAIL, hub_id) else rows.none()


def access_organisation(actor: Actor, organisation_id: UUID, *, to: To, lock: bool = False) -> Organisation:
    """The organisation, for someone who may do that to it."""
    return _access(Organisation.objects.all(), actor, organisation_id, to=to, lock=lock)


def access_person(actor: Actor, person_id: UUID, *, to: To, lock: bool = False) -> Person:
    """The person, for someone who may do that to them."""
    return _access(Person.objects.all(), actor, person_id, to=to, lock=lock)


def access_affiliation(actor: Actor, affiliation_id: UUID, *, to: To, lock: bool = False) -> Affiliation:
    """The affiliation, for someone who may do that to its person."""
    return _access(
        Affiliation.objects.select_related("person", "organisation"), actor, affiliation_id, to=to, lock=lock
    )


def access_membership(actor: Actor, membership_id: UUID, *, lock: bool = False) -> Membership:
    """The membership, for someone who manages the hub's members."""
    return _access(Membership.objects.all(), actor, membership_id, to="manage", lock=lock, seen="manage")


def visible_tokens(actor: Actor, *, hub_id: UUID) -> QuerySet[ApiToken]:
    """The actor's own tokens in the hub; all of them for who manages its members."""
    rows = ApiToken.objects.filter(hub_id=hub_id)
    return rows if actor.may(Permission.MANAGE_MEMBERS, hub_id) else rows.filter(account_id=actor.actor_id)


def access_token(actor: Actor, token_id: UUID, *, lock: bool = False) -> ApiToken:
    """The token, for its holder and for who manages the hub's members."""
    rows = ApiToken.objects.all()
    token = locked(rows, token_id) if lock else rows.filter(pk=token_id).first()
    if token is None:
        raise Missing(identifier=str(token_id))
    if token.account_id != actor.actor_id and not actor.may(Permission.MANAGE_MEMBERS, token.hub_id):
        raise Missing(identifier=str(token_id))
    return token


def visible_endpoints(actor: Actor, *, hub_id: UUID) -> QuerySet[WebhookEndpoint]:
    """The systems told of the hub, for who manages it; else none."""
    rows = WebhookEndpoint.objects.filter(hub_id=hub_id)
    return rows if actor.may(Permission.MANAGE_HUB, hub_id) else rows.none()


def access_endpoint(actor: Actor, endpoint_id: UUID, *, lock: bool) -> WebhookEndpoint:
    """The endpoint that was not removed, for who manages its hub."""
    rows = WebhookEndpoint.objects.filter(removed_at=None)
    endpoint = locked(rows, endpoint_id) if lock else rows.filter(pk=endpoint_id).first()
    if endpoint is None or not actor.may(Permission.MANAGE_HUB, endpoint.hub_id):
        raise Missing(identifier=str(endpoint_id))
    return endpoint


def access_delivery(actor: Actor, delivery_id: UUID, *, lock: bool) -> WebhookDelivery:
    """The message, for who manages its hub."""
    rows = WebhookDelivery.objects.filter(endpoint__removed_at__isnull=True)
    delivery = locked(rows, delivery_id) if lock else rows.filter(pk=delivery_id).first()
    if delivery is None or not actor.may(Permission.MANAGE_HUB, delivery.hub_id):
        raise Missing(identifier=str(delivery_id))
    return delivery


def access_import(actor: Actor, import_id: UUID, *, lock: bool = False) -> Import:
    """The import, for someone who may import into its hub."""
    return _access(Import.objects.all(), actor, import_id, to="import", lock=lock, seen="import")


def access_hub(actor: Actor, hub_id: UUID, *, permission: Permission) -> Hub:
    """The hub, for someone who may do that in it."""
    hub = Hub.objects.filter(pk=hub_id).first()
    if hub is None:
        raise Missing(identifier=str(hub_id))
    if not actor.may(Permission.SEE_HUB, hub_id):
        raise Missing(identifier=str(hub_id))
    require(actor, permission, hub_id)
    return hub


def _access(rows: QuerySet[Row], actor: Actor, identifier: UUID, *, to: To, lock: bool, seen: To = "see") -> Row:
    """Absent, walled off and not to be seen give the same answer; seen but not to be touched says which role may."""
    row = rows.filter(pk=identifier).first()
    if row is None:
        raise Missing(identifier=str(identifier))
    if not actor.may(_ASKS[seen], row.hub_id):
        raise Missing(identifier=str(identifier))
    require(actor, _ASKS[to], row.hub_id)
    return locked(rows, identifier) if lock else row
