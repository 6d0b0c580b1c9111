"""Who does it."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


class Actor(Protocol):
    """Whoever calls an action: a person's membership, a job, a command. Rules ask it; the trail records it."""

    @property
    def actor_id(self) -> UUID:
        """Who did it, for the trail: outlives the person's record."""
        ...

    def may(self, permission: str, hub_id: UUID) -> bool:
        """Whether this actor holds `permission` (of the permission table) in that hub, now."""
        ...


NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class SystemActor:
    """The software itself, for jobs and commands that no person started: may do everything in the hubs it is given."""

    actor_id: UUID = NOBODY

    def may(self, permission: str, hub_id: UUID) -> bool:
        """True: a job runs what a person was already allowed to ask for."""
        return True
