"""A road show of two days: who is there when, the board of each day, an interpreter of one day, and no walk overnight."""

from datetime import datetime, time, timedelta

import pytest

from landbridge.engines import agenda
from landbridge.events.actions import attendees, interpreters, places, sessions, venue
from landbridge.events.actions.interpreters import Service
from landbridge.events.actions.versions import from_engine
from landbridge.events.models import Attendee, Event, Place, Room, Table
from landbridge.events.queries.agendas import Placed, material_of
from landbridge.events.queries.moves import walked
from landbridge.events.queries.problem import problem_of
from landbridge.events.timetable import WallSession
from landbridge.kernel.actor import SystemActor
from tests.events.stage import DAY, NOW, Stage
from tests.network.makers import person

SYSTEM = SystemActor()
NEXT = DAY + timedelta(days=1)


@pytest.fixture
def days(show: Stage) -> Stage:
    """Four slots on the first day, two on the second; two tables a long walk apart."""
    Event.objects.filter(pk=show.event.pk).update(last_day=NEXT, retain_until=NEXT)
    show.event.refresh_from_db()
    second = WallSession(NEXT, time(9), time(9, 50))
    sessions.add_sessions(actor=SYSTEM, event_id=show.event.pk, at=NOW, sessions=[second])
    hall = Room.objects.get(event=show.event)
    venue.change_room(
        actor=SYSTEM, event_id=show.event.pk, room_id=hall.pk, at=NOW, name="Hall", capacity=200, place="East"
    )
    lab = venue.add_room(actor=SYSTEM, event_id=show.event.pk, at=NOW, name="Lab", capacity=20, place="West")
    Table.objects.filter(pk=show.tables[1].pk).update(room=lab)
    east, west = Place.objects.order_by("name")
    places.set_walks(actor=SYSTEM, event_id=show.event.pk, walks=[(east.pk, west.pk, 60)], at=NOW)
    return show


def planned(show: Stage) -> tuple[Placed, ...]:
    material = material_of(show.event)
    answer = agenda.solve(problem_of(material), work=2, seed=1)
    assert isinstance(answer, agenda.Agenda)
    return from_engine(answer, material.interests)


def test_everybody_meets_on_the_days_they_are_there(days: Stage) -> None:
    last = datetime.combine(DAY, time(9, 25))
    for name in ("K01", "K02", "F01"):
        attendees.set_availability(actor=SYSTEM, attendee_id=days.people[name].pk, at=NOW, leaves=last)
    attendees.set_availability(
        actor=SYSTEM, attendee_id=days.people["K01"].pk, at=NOW, arrives=datetime.combine(NEXT, time(9))
    )
    material, placed = material_of(days.event), planned(days)
    met = {m.pair_uid: material.slot_by_id[m.slot].starts_at.astimezone(material.zone).date() for m in placed}
    assert len(placed) == 4
    assert {met[m.pair_uid] for m in placed if days.people["K01"].pk in m.people} == {NEXT}
    assert {met[m.pair_uid] for m in placed if days.people["K01"].pk not in m.people} == {DAY}


def test_an_interpreter_of_the_first_day_helps_on_no_other(days: Stage) -> None:
    helper = person(days.hub_id, name_latin="Li Na")
    service = Service(("zh", "da"), leaves=datetime.combine(NEXT, time(0)))
    interpreters.add_interpreter(
        actor=SYSTEM, event_id=days.event.pk, person_id=helper.pk, service=service, at=NOW
    )  # fmt: skip
    days.event.refresh_from_db()
    for name, attendee in days.people.items():
        Attendee.objects.filter(pk=attendee.pk).update(languages=["da"] if name.startswith("P") else ["zh"])
    material, placed = material_of(days.event), planned(days)
    assert placed
    assert all(m.interpreter for m in placed)
    assert {material.slot_by_id[m.slot].starts_at.astimezone(material.zone).date() for m in placed} == {DAY}
    tables = {m.table for m in placed}
    assert walked(material, placed) == 0, tables


def test_nobody_walks_overnight(days: Stage) -> None:
    material = material_of(days.event)
    first, second = days.people["P01"], days.people["K01"]
    pair = material.known(days.parties["P01"].pk, days.parties["K01"].pk)
    one = Placed(
        id=pair.pair_uid, pair_uid=pair.pair_uid, first=pair.first, second=pair.second, slot=material.slots[0].pk,
        table=days.tables[0].pk, people=(first.pk, second.pk),
    )  # fmt: skip
    over = Placed(
        id=pair.pair_uid, pair_uid=pair.pair_uid, first=pair.first, second=pair.second, slot=material.slots[4].pk,
        table=days.tables[1].pk, people=(first.pk, second.pk),
    )  # fmt: skip
    assert walked(material, (one, over)) == 0
