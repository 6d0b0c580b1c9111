"""Group sessions: pitches, round tables, site visits; who takes part, who waits for a place."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field, StringConstraints

from landbridge.entrypoints import clock
from landbridge.entrypoints.api.inputs import PLAIN, Title
from landbridge.entrypoints.gate import Table, actor_of
from landbridge.events import rules
from landbridge.events.actions import gatherings as actions
from landbridge.events.models import Event, Gathering, Ticket
from landbridge.events.queries import gatherings as queries
from landbridge.events.states import GatheringKind, TicketState
from landbridge.kernel.refusal import Missing
from landbridge.network.permissions import Permission

router = Router()
MOST = 10_000
Place = Annotated[str, StringConstraints(pattern=PLAIN, max_length=120)]


class GatheringIn(Schema):
    """A group session; its times are wall times of the road show's zone, without offset."""

    kind: GatheringKind
    name_latin: Title = ""
    name_chinese: Title = ""
    place: Place = ""
    starts: datetime
    ends: datetime
    capacity: int = Field(ge=-MOST, le=MOST, description="how many may take part; who comes later waits")

    def facts(self) -> actions.GatheringFacts:
        """As the action takes it."""
        said = self.model_dump()
        walls = {name: said[name].replace(tzinfo=None) for name in ("starts", "ends")}
        return actions.GatheringFacts(**said | walls)


class GatheringOut(Schema):
    """A group session with its instants, and how many take part and wait."""

    id: UUID
    kind: GatheringKind
    name_latin: str
    name_chinese: str
    place: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    taken: int
    waiting: int


class TicketOut(Schema):
    """Somebody who takes part (`number` is the place) or waits, in the order of asking."""

    attendee: UUID
    label: str
    name_latin: str
    name_chinese: str
    state: TicketState
    number: int | None
    asked_at: datetime


class GatheringTicketsOut(GatheringOut):
    """A group session with its people."""

    tickets: list[TicketOut]


class CapacityIn(Schema):
    """How many may take part from now on; who is in stays."""

    capacity: int = Field(ge=-MOST, le=MOST)


class SignUpIn(Schema):
    """Who is to take part."""

    attendee: UUID


def gathering_out(row: Gathering, taken: int, waiting: int) -> GatheringOut:
    """A group session as the API tells it."""
    return GatheringOut(
        id=row.pk, kind=GatheringKind(row.kind), name_latin=row.name_latin, name_chinese=row.name_chinese,
        place=row.place, starts_at=row.starts_at, ends_at=row.ends_at, capacity=row.capacity, taken=taken,
        waiting=waiting,
    )  # fmt: skip


def ticket_out(ticket: Ticket) -> TicketOut:
    """Somebody's ticket as the API tells it."""
    attendee = ticket.attendee
    return TicketOut(
        attendee=ticket.attendee_id, label=attendee.participant.label, name_latin=attendee.person.name_latin,
        name_chinese=attendee.person.name_chinese, state=TicketState(ticket.state), number=ticket.number,
        asked_at=ticket.asked_at,
    )  # fmt: skip


def of_event(request: HttpRequest, event_id: UUID, gathering_id: UUID) -> tuple[Event, Gathering]:
    """The road show for its desk, and one of its group sessions."""
    event = rules.access_event(actor_of(request), event_id, to="desk")
    found = queries.gathering_of(event, gathering_id)
    if found is None:
        raise Missing(identifier=str(gathering_id))
    return event, found


def _told(gathering: Gathering) -> GatheringTicketsOut:
    tickets = queries.tickets_of(gathering)
    taken = sum(ticket.number is not None for ticket in tickets)
    told = gathering_out(gathering, taken, len(tickets) - taken)
    return GatheringTicketsOut(**told.model_dump(), tickets=[ticket_out(ticket) for ticket in tickets])


@router.get("/{uuid:event_id}/group-sessions", response=list[GatheringOut], url_name="gatherings")
def list_gatherings(request: HttpRequest, event_id: UUID) -> list[GatheringOut]:
    """The group sessions in order of time, those called off left out."""
    event = rules.access_event(actor_of(request), event_id, to="desk")
    return [gathering_out(one.gathering, one.taken, one.waiting) for one in queries.sessions_of(event)]


@router.post("/{uuid:event_id}/group-sessions", response={201: GatheringOut}, url_name="gatherings")
def add(request: HttpRequest, event_id: UUID, said: GatheringIn) -> Status[GatheringOut]:
    """Add a group session; meetings are planned around those who take part."""
    made = actions.add_gathering(
        actor=actor_of(request), event_id=event_id, facts=said.facts(), at=clock.current().now()
    )
    return Status(201, gathering_out(made, 0, 0))


@router.get(
    "/{uuid:event_id}/group-sessions/{uuid:gathering_id}", response=GatheringTicketsOut, url_name="gathering"
)  # fmt: skip
def read(request: HttpRequest, event_id: UUID, gathering_id: UUID) -> GatheringTicketsOut:
    """One group session with who takes part and who waits."""
    return _told(of_event(request, event_id, gathering_id)[1])


@router.put("/{uuid:event_id}/group-sessions/{uuid:gathering_id}", response=GatheringTicketsOut, url_name="gathering")
def change(request: HttpRequest, event_id: UUID, gathering_id: UUID, said: GatheringIn) -> GatheringTicketsOut:
    """Change what it is, when and where. With other times or another place everybody who signed up is told."""
    _event, found = of_event(request, event_id, gathering_id)
    changed = actions.change_gathering(
        actor=actor_of(request), gathering_id=found.pk, facts=said.facts(), at=clock.current().now()
    )
    return _told(changed)


@router.patch(
    "/{uuid:event_id}/group-sessions/{uuid:gathering_id}", response=GatheringTicketsOut, url_name="gathering"
)  # fmt: skip
def resize(request: HttpRequest, event_id: UUID, gathering_id: UUID, said: CapacityIn) -> GatheringTicketsOut:
    """Let more or fewer in. With more, those who wait move up and are told."""
    _event, found = of_event(request, event_id, gathering_id)
    return _told(
        actions.set_capacity(
            actor=actor_of(request), gathering_id=found.pk, capacity=said.capacity, at=clock.current().now()
        )
    )


@router.delete(
    "/{uuid:event_id}/group-sessions/{uuid:gathering_id}", response={204: None}, url_name="gathering"
)  # fmt: skip
def call_off(request: HttpRequest, event_id: UUID, gathering_id: UUID) -> Status[None]:
    """Call it off: everybody who signed up is told and can be met again at that time."""
    _event, found = of_event(request, event_id, gathering_id)
    actions.cancel_gathering(actor=actor_of(request), gathering_id=found.pk, at=clock.current().now())
    return Status(204, None)


@router.post(
    "/{uuid:event_id}/group-sessions/{uuid:gathering_id}/tickets",
    response={201: GatheringTicketsOut},
    url_name="gathering_tickets",
)
def sign_up(
    request: HttpRequest, event_id: UUID, gathering_id: UUID, said: SignUpIn
) -> Status[GatheringTicketsOut]:  # fmt: skip
    """Sign somebody up, or put them on the waiting list if it is full. Doing it twice changes nothing."""
    event, found = of_event(request, event_id, gathering_id)
    require_of_event(request, event, said.attendee)
    actions.sign_up(actor=actor_of(request), gathering_id=found.pk, attendee_id=said.attendee, at=clock.current().now())
    return Status(201, _told(found))


@router.delete(
    "/{uuid:event_id}/group-sessions/{uuid:gathering_id}/tickets/{uuid:attendee_id}",
    response=GatheringTicketsOut,
    url_name="gathering_ticket",
)
def give_up(request: HttpRequest, event_id: UUID, gathering_id: UUID, attendee_id: UUID) -> GatheringTicketsOut:
    """Give somebody's place or turn up; the first who waits and can come moves up and is told."""
    event, found = of_event(request, event_id, gathering_id)
    require_of_event(request, event, attendee_id)
    actions.give_up(actor=actor_of(request), gathering_id=found.pk, attendee_id=attendee_id, at=clock.current().now())
    return _told(found)


def require_of_event(request: HttpRequest, event: Event, attendee_id: UUID) -> None:
    """`Missing` where the person does not come to this road show."""
    if rules.access_attendee(actor_of(request), attendee_id).event.pk != event.pk:
        raise Missing(identifier=str(attendee_id))


PERMISSIONS: Table = {
    f"api:{name}": Permission.RUN_DESK for name in ("gatherings", "gathering", "gathering_tickets", "gathering_ticket")
}
