"""Who acts in a hub, as what, and until when."""

from datetime import datetime
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q

from landbridge.evidence import trail
from landbridge.ground.hubs import hub_context
from landbridge.ground.locks import advisory_lock
from landbridge.ground.transactions import action
from landbridge.kernel.actor import NOBODY, Actor
from landbridge.kernel.refusal import Missing
from landbridge.network import rules
from landbridge.network.models import Account, Hub, Membership
from landbridge.network.permissions import Permission
from landbridge.network.refusals import AlreadyMember, PeriodBackwards
from landbridge.network.states import Role
from landbridge.network.trail_events import NetworkEvent


@action
def grant_membership(
    *,
    actor: Actor,
    hub_id: UUID,
    account_id: UUID,
    role: Role,
    at: datetime,
    until: datetime | None = None,
    person_id: UUID | None = None,
    organisation_id: UUID | None = None,
) -> Membership:
    """Let an account act in a hub as `role` from `at` on, until `until` or until it is ended.

    Only a network administrator makes another. Two managers who grant the same role at once wait for each other; the
    second is refused.
    """
    rules.require(actor, Permission.MANAGE_MEMBERS, hub_id)
    if role is Role.NETWORK_ADMINISTRATOR:
        rules.require(actor, Permission.ADMINISTER_NETWORK, hub_id)
    if until is not None and until <= at:
        raise PeriodBackwards(since=at, until=until)
    if not Account.objects.filter(pk=account_id, is_active=True).exists():
        raise Missing(identifier=str(account_id))
    _require_own(actor, hub_id, person_id=person_id, organisation_id=organisation_id)
    advisory_lock(space=f"network.membership.{hub_id}", identifier=account_id)
    period = DateTimeTZRange(at, until)
    if Membership.objects.filter(hub_id=hub_id, account_id=account_id, role=role, period__overlap=period).exists():
        raise AlreadyMember(role=role.value)
    membership = Membership.objects.create(
        hub_id=hub_id,
        account_id=account_id,
        role=role,
        period=period,
        person_id=person_id,
        organisation_id=organisation_id,
        granted_by=actor.actor_id,
        recorded_at=at,
    )
    trail.record(
        actor, NetworkEvent.MEMBERSHIP_GRANTED, membership, hub_id=hub_id, at=at, account=account_id, role=role.value
    )
    return membership


@action
def end_membership(*, actor: Actor, membership_id: UUID, at: datetime) -> Membership:
    """End a membership now. One that has ended already is refused; ending the last manager's is not: a network administrator can grant another.

    The last network administrator's own stays: nobody could grant it again.
    """
    membership = rules.access_membership(actor, membership_id, lock=True)
    if membership.role == Role.NETWORK_ADMINISTRATOR:
        rules.require(actor, Permission.ADMINISTER_NETWORK, membership.hub_id)
        _require_another_administrator(membership, at)
    since, until = membership.period.lower, membership.period.upper
    if at <= since or (until is not None and until <= at):
        raise PeriodBackwards(since=since, until=at)
    membership.period = DateTimeTZRange(since, at)
    membership.save(update_fields=["period"])
    trail.record(
        actor,
        NetworkEvent.MEMBERSHIP_ENDED,
        membership,
        hub_id=membership.hub_id,
        at=at,
        account=membership.account_id,
        role=membership.role,
    )
    return membership


def _require_another_administrator(membership: Membership, at: datetime) -> None:
    advisory_lock(space="network.account", identifier=NOBODY)
    with hub_context(*Hub.objects.values_list("pk", flat=True)):
        rules.require_administrator_stays(Q(pk=membership.pk), at=at)


def _require_own(actor: Actor, hub_id: UUID, *, person_id: UUID | None, organisation_id: UUID | None) -> None:
    """The person and organisation a member stands for are of that hub."""
    if person_id is not None and rules.access_person(actor, person_id, to="see").hub_id != hub_id:
        raise Missing(identifier=str(person_id))
    if organisation_id is not None and rules.access_organisation(actor, organisation_id, to="see").hub_id != hub_id:
        raise Missing(identifier=str(organisation_id))
