"""Road shows for tests: the shortest way to a valid one, through the actions."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from landbridge.events.actions import frame, people, sessions, venue
from landbridge.events.actions.attendees import Person as Comes
from landbridge.events.actions.people import Party
from landbridge.events.models import AgendaVersion, Event, Group, Meeting, Participant, Slot, Table
from landbridge.events.states import AgendaState, MeetingOrigin
from landbridge.events.timetable import WallSession
from landbridge.kernel.actor import Actor, SystemActor
from landbridge.kernel.ids import uuid7
from landbridge.projects import actions as project_actions
from landbridge.projects.models import Project
from tests.network import makers as network

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
DAY = date(2026, 12, 1)
SYSTEM = SystemActor()
MORNING = WallSession(DAY, time(9), time(12))
AFTERNOON = WallSession(DAY, time(13, 30), time(16, 30))


class Onlooker:
    """Somebody who may see and not plan."""

    actor_id = uuid4()

    def may(self, permission: str, hub_id: UUID) -> bool:
        return permission.startswith("see_")


class Stranger:
    """Somebody of another hub."""

    actor_id = uuid4()

    def may(self, permission: str, hub_id: UUID) -> bool:
        return False


def event(hub_id: UUID, *, actor: Actor = SYSTEM, at: datetime = AT, **facts: Any) -> Event:
    given: dict[str, Any] = {
        "name_latin": "Road show", "zone": "Asia/Shanghai", "first_day": DAY, "last_day": DAY, "slot_minutes": 30,
    }  # fmt: skip
    return frame.create_event(actor=actor, hub_id=hub_id, at=at, **(given | facts))


def laid(hub_id: UUID, **facts: Any) -> Event:
    """A road show of one day, 12 slots of half an hour, one hall with four tables."""
    made = event(hub_id, **facts)
    sessions.set_sessions(actor=SYSTEM, event_id=made.pk, at=AT, sessions=[MORNING, AFTERNOON])
    hall = venue.add_room(actor=SYSTEM, event_id=made.pk, at=AT, name="Hall A", capacity=40)
    venue.add_tables(actor=SYSTEM, event_id=made.pk, at=AT, room_id=hall.pk, count=4)
    return made


def group(event: Event, letter: str) -> Group:
    return Group.objects.get(event=event, letter=letter)


def project(hub_id: UUID, name: str = "Rover", **facts: Any) -> Project:
    return project_actions.register_project(
        actor=SYSTEM, hub_id=hub_id, at=AT - timedelta(hours=1), name_latin=name, **facts
    )


def delegate(event: Event, name: str = "Rover") -> Participant:
    """A project with its president."""
    party = Party(
        group_id=group(event, "P").pk,
        project_id=project(event.hub_id, name).pk,
        people=(Comes(network.person(event.hub_id, name_latin=f"{name} president").pk, leads=True),),
    )
    return people.add_participant(actor=SYSTEM, event_id=event.pk, at=AT, party=party)


def guest(event: Event, name: str = "Acme", letter: str = "K") -> Participant:
    """An organisation with one representative."""
    party = Party(
        group_id=group(event, letter).pk,
        organisation_id=network.organisation(event.hub_id, name_latin=name).pk,
        people=(Comes(network.person(event.hub_id, name_latin=f"{name} representative").pk, leads=True),),
    )
    return people.add_participant(actor=SYSTEM, event_id=event.pk, at=AT, party=party)


def meeting(event: Event, first: Participant, second: Participant, *, slot: int, state: AgendaState) -> Meeting:
    """A meeting in an agenda of that state: the rows as the planner leaves them."""
    number = AgendaVersion.objects.filter(event=event).count() + 1
    shown = state in {AgendaState.PUBLISHED, AgendaState.SUPERSEDED}
    version = AgendaVersion.objects.create(
        hub_id=event.hub_id, event=event, number=number, state=state, origin=MeetingOrigin.HAND,
        made_by=SYSTEM.actor_id, made_at=AT, published_at=AT if shown else None,
    )  # fmt: skip
    held = Slot.objects.get(event=event, number=slot)
    table = Table.objects.filter(event=event).order_by("place").first()
    assert table is not None
    return Meeting.objects.create(
        hub_id=event.hub_id, event=event, version=version, pair_uid=uuid7(), first=first, second=second, slot=held,
        table=table, starts_at=held.starts_at, ends_at=held.ends_at, origin=MeetingOrigin.HAND,
        published=state == AgendaState.PUBLISHED,
    )  # fmt: skip
