"""Who of an agenda sits in another road show's published meeting at the same time."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from landbridge.events.models import Seat
from landbridge.events.queries.agendas import Material, Placed
from landbridge.events.queries.moves import Break


def sitting_elsewhere(material: Material, placed: Iterable[Placed]) -> tuple[Break, ...]:
    """One hard break for each meeting and person who is taken elsewhere then. One query, none for no meetings."""
    wanted = [
        (material.attendees[who], material.slot_by_id[meeting.slot])
        for meeting in placed
        if meeting.slot in material.slot_by_id
        for who in meeting.people
        if who in material.attendees
    ]
    if not wanted:
        return ()
    taken: defaultdict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
    seats = Seat.objects.filter(
        published=True,
        person_id__in={attendee.person_id for attendee, _slot in wanted},
        starts_at__lt=max(slot.ends_at for _attendee, slot in wanted),
        ends_at__gt=min(slot.starts_at for _attendee, slot in wanted),
    ).exclude(event_id=material.event.pk)
    for person, start, end in seats.values_list("person_id", "starts_at", "ends_at"):
        taken[person].append((start, end))
    return tuple(
        Break("person_elsewhere", hard=True, data={"participant": str(attendee.participant_id), "slot": str(slot.id)})
        for attendee, slot in wanted
        if any(start < slot.ends_at and slot.starts_at < end for start, end in taken[attendee.person_id])
    )
