"""Who comes to a road show: parties, their people, when these can be met."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from landbridge.entrypoints import clock
from landbridge.entrypoints.api.pages import Asked, one_page
from landbridge.entrypoints.gate import Table, actor_of
from landbridge.events import rules
from landbridge.events.actions import attendees
from landbridge.events.actions import people as actions
from landbridge.events.models import Attendee, Participant
from landbridge.events.queries import people as queries
from landbridge.network.permissions import Permission

router = Router()
BY_LABEL = ("label",)


class ComesIn(Schema):
    """Somebody of the network who comes for a party."""

    person_id: UUID
    language: str = Field("", max_length=10)
    leads: bool = False


class PartyIn(Schema):
    """A party to put on the list: a project, or an organisation for itself."""

    group_id: UUID
    project_id: UUID | None = None
    organisation_id: UUID | None = None
    people: list[ComesIn] = Field([], max_length=50)
    note: str = Field("", max_length=2_000)


class ParticipantChange(Schema):
    """What is to be different; what is left out stays, and null gives the group's quota back."""

    group_id: UUID | None = None
    min_meetings: int | None = None
    max_meetings: int | None = None
    note: str | None = Field(None, max_length=2_000)


class AttendeeOut(Schema):
    """A person at the table."""

    id: UUID
    person_id: UUID
    name_latin: str
    name_chinese: str
    language: str
    leads: bool


class ParticipantOut(Schema):
    """A party on the list."""

    id: UUID
    label: str
    name_latin: str
    name_chinese: str
    group: str
    state: str
    project_id: UUID | None
    organisation_id: UUID | None
    min_meetings: int
    max_meetings: int
    earlier_no_shows: int
    note: str
    people: list[AttendeeOut]


class Participants(Schema):
    """One page, by label; `next` asks for the following one."""

    items: list[ParticipantOut]
    next: str | None


class AvailabilityIn(Schema):
    """When a person can be met; wall times of the road show's zone, without offset."""

    arrives: datetime | None = None
    leaves: datetime | None = None
    busy_slots: list[UUID] = Field([], max_length=1_000)


class AbsenceOut(Schema):
    """A span in which a person cannot be met."""

    reason: str
    starts_at: datetime
    ends_at: datetime


def attendee_out(row: Attendee) -> AttendeeOut:
    """A person at the table as the API tells them."""
    return AttendeeOut(
        id=row.id,
        person_id=row.person_id,
        name_latin=row.person.name_latin,
        name_chinese=row.person.name_chinese,
        language=row.language,
        leads=row.leads,
    )


def participant_out(row: Participant) -> ParticipantOut:
    """A party as the API tells it; read it with `queries.listed`."""
    name, (least, most) = row.name, actions.effective_quota(row, vars(row)["stayed_away"])
    return ParticipantOut(
        id=row.id,
        label=row.label,
        name_latin=name.latin,
        name_chinese=name.chinese,
        group=row.group.letter,
        state=row.state,
        project_id=row.project_id,
        organisation_id=row.organisation_id,
        min_meetings=least,
        max_meetings=most,
        earlier_no_shows=vars(row)["stayed_away"],
        note=row.note,
        people=[attendee_out(attendee) for attendee in row.attendees.all()],
    )


def _told(participant: Participant) -> ParticipantOut:
    return participant_out(queries.listed(queries.of_event(participant.event)).get(pk=participant.pk))


@router.get("/{uuid:event_id}/participants", response=Participants, url_name="participants")
def list_participants(request: HttpRequest, event_id: UUID, asked: Query[Asked]) -> dict[str, Any]:
    """Who is on the list, by label; `q` finds labels, names and pinyin."""
    event = rules.access_event(actor_of(request), event_id, to="plan")
    rows = queries.listed(queries.found(queries.of_event(event), asked.q))
    return one_page(rows, asked, keys=BY_LABEL, told=participant_out)


@router.post("/{uuid:event_id}/participants", response={201: ParticipantOut}, url_name="participants")
def add_participant(request: HttpRequest, event_id: UUID, party: PartyIn) -> Status[ParticipantOut]:
    """Put a party on the list under the next label of its group."""
    people = tuple(attendees.Person(p.person_id, p.language, leads=p.leads) for p in party.people)
    wanted = actions.Party(
        party.group_id,
        project_id=party.project_id,
        organisation_id=party.organisation_id,
        people=people,
        note=party.note,
    )
    at = clock.current().now()
    made = actions.add_participant(actor=actor_of(request), event_id=event_id, at=at, party=wanted)
    return Status(201, _told(made))


@router.get("/participants/{uuid:participant_id}", response=ParticipantOut, url_name="participant")
def read(request: HttpRequest, participant_id: UUID) -> ParticipantOut:
    """One party."""
    return _told(rules.access_participant(actor_of(request), participant_id))


@router.patch("/participants/{uuid:participant_id}", response=ParticipantOut, url_name="participant")
def change(request: HttpRequest, participant_id: UUID, wanted: ParticipantChange) -> ParticipantOut:
    """Change a party's group, its own quota, its note."""
    given: dict[str, Any] = wanted.model_dump(exclude_unset=True)
    facts = {name: value for name, value in given.items() if value is not None or name.endswith("_meetings")}
    at = clock.current().now()
    changed = actions.change_participant(actor=actor_of(request), participant_id=participant_id, at=at, **facts)
    return _told(changed)


@router.post("/participants/{uuid:participant_id}/withdraw", response=ParticipantOut, url_name="withdraw")
def withdraw(request: HttpRequest, participant_id: UUID) -> ParticipantOut:
    """Take a party off the list."""
    at = clock.current().now()
    return _told(actions.withdraw_participant(actor=actor_of(request), participant_id=participant_id, at=at))


@router.post("/participants/{uuid:participant_id}/reinstate", response=ParticipantOut, url_name="reinstate")
def reinstate(request: HttpRequest, participant_id: UUID) -> ParticipantOut:
    """Take a withdrawn party back."""
    at = clock.current().now()
    return _told(actions.reinstate_participant(actor=actor_of(request), participant_id=participant_id, at=at))


@router.post("/participants/{uuid:participant_id}/people", response={201: ParticipantOut}, url_name="attendees")
def add_attendee(request: HttpRequest, participant_id: UUID, person: ComesIn) -> Status[ParticipantOut]:
    """Let one more person come for a party."""
    made = attendees.add_attendee(
        actor=actor_of(request),
        participant_id=participant_id,
        at=clock.current().now(),
        person=attendees.Person(person.person_id, person.language, leads=person.leads),
    )
    return Status(201, _told(made.participant))


@router.delete("/attendees/{uuid:attendee_id}", response={204: None}, url_name="attendee")
def remove_attendee(request: HttpRequest, attendee_id: UUID) -> Status[None]:
    """Take a person off their party."""
    attendees.remove_attendee(actor=actor_of(request), attendee_id=attendee_id, at=clock.current().now())
    return Status(204, None)


@router.put("/attendees/{uuid:attendee_id}/availability", response=list[AbsenceOut], url_name="availability")
def availability(request: HttpRequest, attendee_id: UUID, wanted: AvailabilityIn) -> list[Any]:
    """Say when a person can be met; what was said before is replaced."""
    return list(
        attendees.set_availability(
            actor=actor_of(request),
            attendee_id=attendee_id,
            at=clock.current().now(),
            arrives=wanted.arrives.replace(tzinfo=None) if wanted.arrives else None,
            leaves=wanted.leaves.replace(tzinfo=None) if wanted.leaves else None,
            busy_slot_ids=wanted.busy_slots,
        )
    )


PERMISSIONS: Table = {
    f"api:{name}": Permission.PLAN_EVENTS
    for name in ("participants", "participant", "withdraw", "reinstate", "attendees", "attendee", "availability")
}
