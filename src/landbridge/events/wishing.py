"""What two parties say of meeting each other, put side by side. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from landbridge.events.models import Event, Wish
from landbridge.events.states import EventState, WishKind

OVER: Final = {EventState.HELD, EventState.CANCELLED}


class Interest(StrEnum):
    """Who wants the meeting, as the marks on boards and lists show it."""

    BOTH = "both"
    DELEGATE = "delegate"
    COUNTERPARTY = "counterparty"
    NOBODY = "nobody"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class PairWish:
    """Both sides' open word on one pair; None where a side has said nothing."""

    delegate_id: UUID
    counterparty_id: UUID
    by_delegate: Wish | None = None
    by_counterparty: Wish | None = None

    @property
    def interest(self) -> Interest:
        """Who wants it; one side's "never" outweighs the other's wish."""
        kinds = [wish.kind if wish else None for wish in (self.by_delegate, self.by_counterparty)]
        if WishKind.NEVER in kinds:
            return Interest.NEVER
        match [kind is not None for kind in kinds]:
            case [True, True]:
                return Interest.BOTH
            case [True, False]:
                return Interest.DELEGATE
            case [False, True]:
                return Interest.COUNTERPARTY
            case _:
                return Interest.NOBODY

    @property
    def must(self) -> bool:
        """Whether a side says it must meet the other, and none says never."""
        said = [wish for wish in (self.by_delegate, self.by_counterparty) if wish]
        return self.interest is not Interest.NEVER and any(wish.kind == WishKind.MUST for wish in said)


def paired(wishes: Iterable[Wish], delegates: Iterable[UUID]) -> dict[tuple[UUID, UUID], PairWish]:
    """Open wishes as pairs (delegate, counterparty)."""
    projects = set(delegates)
    said: dict[tuple[UUID, UUID], dict[str, Wish]] = {}
    for wish in wishes:
        if wish.wisher_id in projects:
            said.setdefault((wish.wisher_id, wish.target_id), {})["by_delegate"] = wish
        else:
            said.setdefault((wish.target_id, wish.wisher_id), {})["by_counterparty"] = wish
    return {
        pair: PairWish(pair[0], pair[1], sides.get("by_delegate"), sides.get("by_counterparty"))
        for pair, sides in said.items()
    }


def takes_wishes(event: Event, at: datetime) -> bool:
    """Whether a wish said at this moment would be taken."""
    return event.state not in OVER and (event.wishes_until is None or at < event.wishes_until)
