"""Group sessions with how many take part and wait, for staff and for one person."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from landbridge.events.models import Attendee, Event, Gathering, Ticket
from landbridge.events.states import TicketState

IN, WAITS = Q(tickets__state=TicketState.TAKES_PART), Q(tickets__state=TicketState.WAITING)


@dataclass(frozen=True, slots=True)
class Counted:
    """A group session with its figures, and the state of one person's ticket where one was asked about."""

    gathering: Gathering
    taken: int
    waiting: int
    mine: str = ""

    @property
    def free(self) -> int:
        """How many places are left."""
        return max(self.gathering.capacity - self.taken, 0)


def sessions_of(event: Event) -> list[Counted]:
    """The event's group sessions in time order, those called off left out: one query."""
    rows = Gathering.objects.filter(event=event, cancelled_at=None).annotate(
        taken=Count("tickets", filter=IN), waiting=Count("tickets", filter=WAITS)
    )
    return [_counted(row) for row in rows.order_by("starts_at", "pk")]


def sessions_for(attendee: Attendee) -> list[Counted]:
    """The same with the person's own ticket beside each: two queries."""
    standing = Ticket.objects.filter(attendee=attendee).exclude(state=TicketState.GIVEN_UP)
    mine = dict(standing.values_list("gathering_id", "state"))
    return [
        Counted(one.gathering, one.taken, one.waiting, mine.get(one.gathering.pk, ""))
        for one in sessions_of(attendee.event)
    ]


def tickets_of(gathering: Gathering) -> Sequence[Ticket]:
    """Who takes part and who waits, in the order of asking."""
    rows: QuerySet[Ticket] = Ticket.objects.filter(gathering=gathering).exclude(state=TicketState.GIVEN_UP)
    return list(
        rows.select_related("attendee__person", "attendee__participant__project", "attendee__participant__organisation")
        .order_by("state", "asked_at", "pk")
    )  # fmt: skip


def gathering_of(event: Event, gathering_id: UUID) -> Gathering | None:
    """One group session of the event."""
    found = Gathering.objects.filter(event=event, pk=gathering_id).first()
    if found is not None:
        found.event = event
    return found


def _counted(row: Gathering) -> Counted:
    known = vars(row)
    return Counted(row, known["taken"], known["waiting"])
