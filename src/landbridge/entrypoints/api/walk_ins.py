"""Who comes uninvited, and the standby list: who waits for a free place and is given one."""

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
from landbridge.events.actions import standby as waiting
from landbridge.events.actions import walk_ins as actions
from landbridge.events.models import Event, Standby
from landbridge.events.queries import standby as queries
from landbridge.events.states import StandbyState
from landbridge.kernel.refusal import Missing
from landbridge.network.permissions import Permission

router = Router()
Label = Annotated[str, StringConstraints(pattern=PLAIN, min_length=1, max_length=12)]


class WalkInIn(Schema):
    """Who came, for whom, whom they want to meet by label. Who looks known is refused until `sure` is said."""

    group: UUID
    name: Title
    company: Title
    contact: Title = Field("", description="telephone or e-mail")
    wants: list[Label] = Field([], max_length=50, description="labels of parties, as P07")
    stands_by: bool = Field(default=False, description="waits for a free place")
    organisation: UUID | None = Field(None, description="the company, where it is known")
    sure: bool = False
    device: UUID = Field(description="the device of the desk: one of your own making")


class WalkInOut(Schema):
    """The new person on the list, checked in, with their badge."""

    attendee: UUID
    participant: UUID
    label: str
    badge: str


class StandbyOut(Schema):
    """A party that waits for a free place, or what became of it."""

    id: UUID
    participant: UUID
    label: str
    state: StandbyState
    since: datetime
    ended_at: datetime | None


class LabelsIn(Schema):
    """The parties that wait from now on, by their labels."""

    labels: list[Label] = Field(max_length=50)


class PlaceOut(Schema):
    """The place that was given: with whom, when, at which table."""

    pair: UUID
    first: UUID
    second: UUID
    slot: UUID
    table: UUID


class FilledOut(Schema):
    """How many were given a place; the others wait on."""

    placed: int


def standby_out(row: Standby) -> StandbyOut:
    """A waiting party as the API tells it."""
    return StandbyOut(
        id=row.pk, participant=row.participant_id, label=row.participant.label, state=StandbyState(row.state),
        since=row.since, ended_at=row.ended_at,
    )  # fmt: skip


@router.post("/{uuid:event_id}/walk-ins", response={201: WalkInOut}, url_name="walk_ins")
def walk_in(request: HttpRequest, event_id: UUID, said: WalkInIn) -> Status[WalkInOut]:
    """Put somebody who came uninvited on the list, with a badge, checked in: all of it, or nothing."""
    guest = actions.WalkIn(
        group_id=said.group,
        name=said.name,
        company=said.company,
        contact=said.contact,
        wants=said.wants,
        stands_by=said.stands_by,
        organisation_id=said.organisation,
        sure=said.sure,
    )
    made = actions.walk_in(
        actor=actor_of(request), event_id=event_id, guest=guest, device=said.device, at=clock.current().now()
    )
    party = made.attendee.participant
    return Status(
        201, WalkInOut(attendee=made.attendee.pk, participant=party.pk, label=party.label, badge=made.badge.code)
    )


@router.get("/{uuid:event_id}/standby", response=list[StandbyOut], url_name="standby")
def list_standby(request: HttpRequest, event_id: UUID) -> list[StandbyOut]:
    """Who waits, the longest first."""
    return [standby_out(row) for row in queries.waiting(_at_the_desk(request, event_id))]


@router.post("/{uuid:event_id}/standby", response={201: list[StandbyOut]}, url_name="standby")
def stand_by(request: HttpRequest, event_id: UUID, said: LabelsIn) -> Status[list[StandbyOut]]:
    """Put parties at the end of the standby list; one that waits already keeps its place. Gives the whole list."""
    event = _at_the_desk(request, event_id)
    waiting.stand_by_labels(actor=actor_of(request), event_id=event.pk, labels=said.labels, at=clock.current().now())
    return Status(201, [standby_out(row) for row in queries.waiting(event)])


@router.post("/{uuid:event_id}/standby/fill", response=FilledOut, url_name="standby_fill")
def fill(request: HttpRequest, event_id: UUID) -> FilledOut:
    """Give free places to all who wait, in the order of waiting."""
    placed = waiting.fill_places(actor=actor_of(request), event_id=event_id, at=clock.current().now())
    return FilledOut(placed=placed)


@router.post("/{uuid:event_id}/standby/{uuid:standby_id}/place", response=PlaceOut, url_name="standby_place")
def place(request: HttpRequest, event_id: UUID, standby_id: UUID) -> PlaceOut:
    """Give a waiting party the earliest free place with somebody it wants to meet; both are told."""
    _of_event(request, event_id, standby_id)
    given = waiting.place_standby(actor=actor_of(request), standby_id=standby_id, at=clock.current().now())
    return PlaceOut(pair=given.pair_uid, first=given.first, second=given.second, slot=given.slot, table=given.table)


@router.delete("/{uuid:event_id}/standby/{uuid:standby_id}", response=StandbyOut, url_name="standby_leave")
def leave(request: HttpRequest, event_id: UUID, standby_id: UUID) -> StandbyOut:
    """Take a party off the standby list because it goes or wants no more."""
    _of_event(request, event_id, standby_id)
    return standby_out(waiting.leave_standby(actor=actor_of(request), standby_id=standby_id, at=clock.current().now()))


def _at_the_desk(request: HttpRequest, event_id: UUID) -> Event:
    return rules.access_event(actor_of(request), event_id, to="desk")


def _of_event(request: HttpRequest, event_id: UUID, standby_id: UUID) -> None:
    if not _at_the_desk(request, event_id).standbys.filter(pk=standby_id).exists():
        raise Missing(identifier=str(standby_id))


PERMISSIONS: Table = {
    f"api:{name}": Permission.RUN_DESK
    for name in ("walk_ins", "standby", "standby_fill", "standby_place", "standby_leave")
}
