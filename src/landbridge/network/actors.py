"""A person at work: an account with the memberships it holds now."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from landbridge.network.permissions import allows
from landbridge.network.states import Role


@dataclass(frozen=True, slots=True)
class Standing:
    """One membership that holds now: a role in a hub, perhaps as a known person, perhaps for an organisation."""

    hub_id: UUID
    role: Role
    person_id: UUID | None = None
    organisation_id: UUID | None = None


@dataclass(frozen=True)
class MembershipActor:
    """An account and where it stands. A network administrator may in every hub what the role allows."""

    account_id: UUID
    standings: tuple[Standing, ...] = ()

    @property
    def actor_id(self) -> UUID:
        """The account, for the trail."""
        return self.account_id

    @cached_property
    def administers_network(self) -> bool:
        """Whether one of the memberships is that of a network administrator."""
        return any(standing.role is Role.NETWORK_ADMINISTRATOR for standing in self.standings)

    @cached_property
    def hub_ids(self) -> frozenset[UUID]:
        """The hubs in which this account is a member."""
        return frozenset(standing.hub_id for standing in self.standings)

    def may(self, permission: str, hub_id: UUID) -> bool:
        """Whether some membership here allows it, or that of a network administrator anywhere."""
        if self.administers_network and allows(Role.NETWORK_ADMINISTRATOR, permission):
            return True
        return any(s.hub_id == hub_id and allows(s.role, permission) for s in self.standings)

    def roles_in(self, hub_id: UUID) -> tuple[Role, ...]:
        """The roles held in that hub, strongest first."""
        held = {standing.role for standing in self.standings if standing.hub_id == hub_id}
        return tuple(role for role in Role if role in held)

    def person_in(self, hub_id: UUID) -> UUID | None:
        """Whom that hub knows this account as, if it does."""
        return next((s.person_id for s in self.standings if s.hub_id == hub_id and s.person_id), None)


@dataclass(frozen=True)
class TokenActor(MembershipActor):
    """A programme that acts for somebody: what they may do themselves, cut down to one hub and some permissions."""

    holder: MembershipActor | None = None
    hub_id: UUID | None = None
    covers: frozenset[str] = frozenset()

    @classmethod
    def of(cls, holder: MembershipActor, hub_id: UUID, covers: frozenset[str]) -> "TokenActor":
        """Cut an actor down. A network administrator's token too reaches one hub only."""
        here = tuple(s for s in holder.standings if s.hub_id == hub_id and s.role is not Role.NETWORK_ADMINISTRATOR)
        return cls(holder.account_id, here, holder, hub_id, covers)

    @cached_property
    def hub_ids(self) -> frozenset[UUID]:
        """The token's hub, if its holder still stands there."""
        return frozenset({self.hub_id} if self.hub_id and self.holder and self._reaches(self.hub_id) else ())

    def may(self, permission: str, hub_id: UUID) -> bool:
        """Whether the token covers it and its holder may do it now."""
        holder = self.holder
        return (
            holder is not None
            and hub_id == self.hub_id
            and permission in self.covers
            and holder.may(permission, hub_id)
        )

    def _reaches(self, hub_id: UUID) -> bool:
        holder = self.holder
        return holder is not None and (hub_id in holder.hub_ids or holder.administers_network)
