"""One person's agenda, as it stands and as their calendar must know it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from landbridge.events.models import Attendee, Event, Meeting, Seat
from landbridge.events.queries.agendas import Placed, placed_from


@dataclass(frozen=True, slots=True)
class Entry:
    """A meeting as one person sees it: when, where, with whom; `cancelled` if it stands no more.

    `sequence` grows with every change, the removal included.
    """

    meeting: Meeting
    partner: UUID
    partner_people: tuple[Attendee, ...]
    sequence: int
    cancelled: bool = False


def last_published(event: Event) -> Mapping[UUID, Placed]:
    """For every pair that ever stood in a published version, its meeting in the last one: two queries."""
    rows = Meeting.objects.filter(event=event, version__published_at__isnull=False)
    seats = Seat.objects.filter(event=event, meeting__version__published_at__isnull=False)
    ordered = rows.order_by("version__published_at", "version__number")
    return {m.pair_uid: m for m in placed_from(ordered, seats)}
