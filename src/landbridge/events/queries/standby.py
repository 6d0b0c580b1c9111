"""The standby list, and the earliest free place for somebody on it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from landbridge.events.models import Event, Meeting, Standby
from landbridge.events.queries.agendas import Material, Placed, material_of, placed_in, published_of
from landbridge.events.queries.desk import arrived
from landbridge.events.queries.moves import openings
from landbridge.events.queries.wishes import pair_wishes
from landbridge.events.states import StandbyState
from landbridge.events.wishing import Interest


@dataclass(frozen=True, slots=True)
class Place:
    """A slot and a table at which two parties could meet, and who of each would sit there."""

    first: UUID
    second: UUID
    slot: UUID
    table: UUID
    people: tuple[UUID, ...]


def waiting(event: Event) -> list[Standby]:
    """Who waits, the longest first, with what names them."""
    rows = Standby.objects.filter(event=event, state=StandbyState.WAITING).order_by("since", "pk")
    return list(rows.select_related("participant__project", "participant__organisation"))


def still_wished(event: Event) -> frozenset[UUID]:
    """The parties to whom standby can still give a meeting: wished by or of somebody, and not placed with them yet."""
    standing = Meeting.objects.filter(event=event, published=True).values_list("first_id", "second_id")
    met = {frozenset(pair) for pair in standing}
    return frozenset(
        party
        for pair, said in pair_wishes(event).items()
        if said.interest is not Interest.NEVER and frozenset(pair) not in met
        for party in pair
    )


def next_place(event: Event, participant_id: UUID, at: datetime) -> Place | None:
    """The earliest free place of the agenda that stands with somebody the party wants to meet, or who wants it.

    Only people whom a desk has checked in sit there, on both sides. Where no desk has checked in anybody, nobody can be
    told from anybody, and the agenda alone decides.
    """
    version = published_of(event)
    if version is None:
        return None
    material = material_of(event)
    here = arrived(event)
    if here:
        material = replace(material, attendees={key: row for key, row in material.attendees.items() if key in here})
    found = list(_places(material, placed_in(version), participant_id, at))
    order = {slot.id: slot.starts_at for slot in material.slots}
    return min(found, key=lambda place: (order[place.slot], place.second), default=None)


def _places(material: Material, placed: tuple[Placed, ...], party: UUID, at: datetime) -> Iterator[Place]:
    met = {meeting.pair_uid for meeting in placed}
    for uid, interest in material.interests.items():
        if party not in {interest.first, interest.second} or interest.never or uid in met:
            continue
        free = next(iter(openings(material, placed, interest.first, interest.second, now=at)), None)
        if free is not None:
            yield Place(interest.first, interest.second, free.slot, free.tables[0], free.people)
