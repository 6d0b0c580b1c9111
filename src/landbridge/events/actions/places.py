"""Places of the venue and the walks between them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from landbridge.events import rules
from landbridge.events.models import Event, Place, Walk
from landbridge.events.models.frame import LONGEST_WALK
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Finding, InputRefused, Missing

LONGEST_NAME: Final = 80


@action
def set_walks(*, actor: Actor, event_id: UUID, walks: Iterable[tuple[UUID, UUID, int]], at: datetime) -> list[Walk]:
    """Say how many minutes it is from place to place; what is not named, or takes none, is next door.

    The list replaces the former. A pair may be named in either order, once.
    """
    event = rules.access_changeable(actor, event_id)
    wanted: dict[tuple[UUID, UUID], int] = {}
    for row, (one, other, minutes) in enumerate(walks, 1):
        first, second = sorted((one, other))
        if first == second or (first, second) in wanted:
            raise InputRefused(Finding("walk_named_twice", row, "minutes"))
        if not 0 <= minutes <= LONGEST_WALK:
            raise InputRefused(Finding("walk_too_long", row, "minutes", {"minutes": minutes, "most": LONGEST_WALK}))
        wanted[first, second] = minutes
    known = set(Place.objects.filter(event=event).values_list("pk", flat=True))
    strange = {place for pair in wanted for place in pair} - known
    if strange:
        raise Missing(identifiers=sorted(str(place) for place in strange))
    Walk.objects.filter(event=event).delete()
    rows = Walk.objects.bulk_create(
        Walk(hub_id=event.hub_id, event=event, first_id=first, second_id=second, minutes=minutes)
        for (first, second), minutes in sorted(wanted.items())
        if minutes
    )
    told = [[row.first_id, row.second_id, row.minutes] for row in rows]
    trail.record(actor, EventsEvent.WALKS_SET, event, hub_id=event.hub_id, at=at, walks=told)
    return rows


def named_place(event: Event, name: str) -> Place | None:
    """The event's place of that name, made if there is none; None for no name. Part of an action."""
    name = name.strip()
    if len(name) > LONGEST_NAME:
        raise InputRefused(Finding("place_name_too_long", field="place", data={"most": LONGEST_NAME}))
    if not name:
        return None
    place, _made = Place.objects.get_or_create(hub_id=event.hub_id, event=event, name=name)
    return place


def forget_empty_places(event: Event) -> None:
    """Drop the places no room is in any more, with the walks to them. Part of an action."""
    Place.objects.filter(event=event, rooms=None).delete()
