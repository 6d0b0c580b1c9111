"""Actors for tests: a member of a hub in a role."""

from uuid import UUID, uuid4

from landbridge.network.actors import MembershipActor, Standing
from landbridge.network.states import Role


def member(hub_id: UUID, role: Role = Role.HUB_MANAGER) -> MembershipActor:
    return MembershipActor(uuid4(), (Standing(hub_id, role),))
