"""Places and walks, what tables have and meetings ask for: stated, planned with, told where a change breaks them."""

from itertools import pairwise
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from landbridge.engines import agenda
from landbridge.events.actions import people, places, planning, venue, wishes
from landbridge.events.actions.edits import move_meeting
from landbridge.events.actions.planning import Order
from landbridge.events.models import Place, Room, Table, Walk
from landbridge.events.phrases.agendas import break_words, reason_words
from landbridge.events.queries import moves
from landbridge.events.queries.agendas import Material, material_of, pair_uid
from landbridge.events.queries.names import Names
from landbridge.events.queries.problem import as_engine_agenda, problem_of, slot_id_of
from landbridge.events.refusals import CannotBeThere, NeedsConsent
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.ids import uuid7
from landbridge.kernel.refusal import InputRefused, Missing
from tests.events.planned import pair, placed, version_with
from tests.events.stage import NOW, Stage

SYSTEM = SystemActor()


def two_places(show: Stage, minutes: int = 10) -> tuple[Place, Place]:
    """T01 stays in the hall, T02 goes to the lab: a walk apart."""
    hall = Room.objects.get(event=show.event)
    venue.change_room(
        actor=SYSTEM, event_id=show.event.pk, room_id=hall.pk, at=NOW, name="Hall", capacity=200, place="East"
    )
    lab = venue.add_room(actor=SYSTEM, event_id=show.event.pk, at=NOW, name="Lab", capacity=20, place=" West ")
    Table.objects.filter(pk=show.tables[1].pk).update(room=lab)
    east, west = Place.objects.order_by("name")
    places.set_walks(actor=SYSTEM, event_id=show.event.pk, walks=[(west.pk, east.pk, minutes)], at=NOW)
    return east, west


def solved(material: Material, **said: Any) -> agenda.Agenda:
    answer = agenda.solve(problem_of(material, **said), work=2, seed=1)
    assert isinstance(answer, agenda.Agenda)
    return answer


def test_planning_leaves_time_for_the_walk(show: Stage) -> None:
    two_places(show)
    material = material_of(show.event)
    answer = solved(material)
    assert len(answer.meetings) == len(material.interests)
    minutes = {(m.slot, m.table): m for m in answer.meetings}
    assert all(material.place_of(m.table) is not None for m in material_meetings(material, answer)), minutes
    by_person: dict[Any, list[Any]] = {}
    for meeting in material_meetings(material, answer):
        for person in meeting.people:
            by_person.setdefault(person, []).append(meeting)
    for mine in by_person.values():
        ordered = sorted(mine, key=lambda m: material.slot_by_id[m.slot].starts_at)
        for one, two in pairwise(ordered):
            pause = material.slot_by_id[two.slot].starts_at - material.slot_by_id[one.slot].ends_at
            assert pause.total_seconds() >= 60 * material.minutes_between(one.table, two.table)


def material_meetings(material: Material, answer: agenda.Agenda) -> tuple[Any, ...]:
    from landbridge.events.actions.versions import from_engine  # noqa: PLC0415 -- only here

    return from_engine(answer, material.interests)


def test_without_a_walk_the_problem_is_what_it_was(show: Stage) -> None:
    before = problem_of(material_of(show.event))
    two_places(show, minutes=0)
    after = problem_of(material_of(show.event))
    assert (after.slots, after.travel) == (before.slots, ())
    assert Walk.objects.count() == 0


def test_a_change_by_hand_that_leaves_no_time_is_refused_in_words(show: Stage) -> None:
    two_places(show)
    version = version_with(show, ("P01", "K01", 0, 0), ("P01", "F01", 2, 0))
    with pytest.raises(CannotBeThere) as refused:
        move_meeting(
            actor=SYSTEM, version_id=version.pk, pair_uid=pair(show, "P01", "F01"), slot_id=show.slots[1].pk,
            table_id=show.tables[1].pk, at=NOW,
        )  # fmt: skip
    material = material_of(show.event)
    names = Names(material, "en").by_id
    breaks: Any = refused.value.data["breaks"]
    (broken,) = breaks
    assert break_words(broken, names) == (
        "P01 Person P01 could not get there in time: it is a walk of 10 min from or to P01 – K01."
    )
    openings = {o.slot: o.tables for o in moves.openings(
        material, placed(show, ("P01", "K01", 0, 0)), show.parties["P01"].pk, show.parties["F01"].pk
    )}  # fmt: skip
    assert openings[show.slots[1].pk] == (show.tables[0].pk,)


def test_who_is_on_the_way_is_the_reason(show: Stage) -> None:
    two_places(show)
    Table.objects.filter(pk=show.tables[0].pk).update(properties=["quiet"])
    wishes.say_wish(
        actor=SYSTEM, wisher_id=show.parties["P02"].pk, target_id=show.parties["K01"].pk, kind="must",
        needs=["quiet"], at=NOW,
    )  # fmt: skip
    for slot in (0, 2, 3):
        show.away("K01", slot)
    show.wish("P02", "K02")
    material = material_of(show.event)
    held = placed(show, ("P02", "K02", 0, 1))
    stated = as_engine_agenda(material, held)
    problem = problem_of(material, placed=held)
    uid = pair_uid(show.event.pk, show.parties["P02"].pk, show.parties["K01"].pk)
    (unmet,) = agenda.explain(problem, stated, wishes=[str(uid)])
    (reason,) = unmet.reasons
    assert reason.code is agenda.ReasonCode.ON_THE_WAY
    assert {slot_id_of(slot) for slot in reason.slots} == {show.slots[1].pk}
    data = {"people": reason.participants, "outranked_by": reason.outranked_by, "slots": [str(show.slots[1].pk)]}
    words = reason_words("on_the_way", data, Names(material, "en").by_id)
    assert words.startswith("P02 Person P02: no time for the walk at 09:25, before or after P02 – K02")


def test_tables_are_given_to_those_who_ask(show: Stage) -> None:
    Table.objects.filter(pk=show.tables[1].pk).update(properties=["screen"])
    people.change_participant(actor=SYSTEM, participant_id=show.parties["K01"].pk, at=NOW, needs=["screen"])
    material = material_of(show.event)
    mine = [m for m in material_meetings(material, solved(material)) if show.people["K01"].pk in m.people]
    assert {m.table for m in mine} == {show.tables[1].pk}
    version = version_with(show, ("P01", "K01", 0, 1))
    move: dict[str, Any] = {"version_id": version.pk, "pair_uid": pair(show, "P01", "K01"), "slot_id": show.slots[0].pk}
    with pytest.raises(NeedsConsent) as asked:
        move_meeting(actor=SYSTEM, **move, table_id=show.tables[0].pk, at=NOW)
    breaks: Any = asked.value.data["breaks"]
    told = [break_words(b, Names(material, "en").by_id) for b in breaks]
    assert told == ["Table T01 lacks what the meeting asks for: a screen."]
    move_meeting(actor=SYSTEM, **move, table_id=show.tables[0].pk, consent=True, at=NOW)


def test_what_no_table_has_is_the_reason_and_the_conflict(show: Stage) -> None:
    people.change_participant(actor=SYSTEM, participant_id=show.parties["F01"].pk, at=NOW, needs=["accessible"])
    material = material_of(show.event)
    answer = solved(material)
    uid = str(pair(show, "P01", "F01"))
    (unmet,) = agenda.explain(problem_of(material), answer, wishes=[uid])
    assert {reason.code for reason in unmet.reasons} == {agenda.ReasonCode.NO_FITTING_TABLE}
    words = reason_words("no_fitting_table", {"needs": ["accessible"]}, {})
    assert words.endswith("with what the meeting asks for: wheelchair access.")
    hard = agenda.solve(problem_of(material, musts_hard=True), work=1, seed=1)
    assert isinstance(hard, agenda.Infeasible)
    told = planning.infeasible_as_data(hard)["conflicts"]
    assert [(c["code"], c["parts"]) for c in told] == [("no_fitting_table", [["wish", uid]])]


def test_walks_that_forbid_what_must_be_are_named(show: Stage) -> None:
    east, west = two_places(show)
    Table.objects.filter(pk=show.tables[0].pk).update(properties=["quiet"])
    Table.objects.filter(pk=show.tables[1].pk).update(properties=["screen"])
    for target, need in (("K01", "quiet"), ("K02", "screen")):
        wishes.say_wish(
            actor=SYSTEM, wisher_id=show.parties["P02"].pk, target_id=show.parties[target].pk, kind="must",
            needs=[need], at=NOW,
        )  # fmt: skip
    for slot in (2, 3):
        show.away("P02", slot)
    answer = agenda.solve(problem_of(material_of(show.event), musts_hard=True), work=2, seed=1)
    assert isinstance(answer, agenda.Infeasible)
    parts = {tuple(part) for c in planning.infeasible_as_data(answer)["conflicts"] for part in c["parts"]}
    assert ("way", "|".join(sorted((str(east.pk), str(west.pk))))) in parts
    assert "shorten_way" in {relaxation.kind for relaxation in answer.relaxations}


@pytest.mark.parametrize("minutes", [-1, 181])
def test_impossible_walks_change_nothing(show: Stage, minutes: int) -> None:
    east, west = two_places(show)
    before = list(Walk.objects.values())
    here: dict[str, Any] = {"actor": SYSTEM, "event_id": show.event.pk, "at": NOW}
    with pytest.raises(InputRefused):
        places.set_walks(**here, walks=[(east.pk, west.pk, minutes)])
    with pytest.raises(InputRefused):
        places.set_walks(**here, walks=[(east.pk, west.pk, 5), (west.pk, east.pk, 6)])
    with pytest.raises(Missing):
        places.set_walks(**here, walks=[(east.pk, uuid7(), 5)])
    with pytest.raises(InputRefused):
        people.change_participant(actor=SYSTEM, participant_id=show.parties["K01"].pk, at=NOW, needs=["pool"])
    assert list(Walk.objects.values()) == before


def test_the_database_refuses_what_must_never_be(show: Stage) -> None:
    east, west = sorted(two_places(show), key=lambda place: place.pk)
    walk = {"hub_id": show.hub_id, "event": show.event, "minutes": 5}
    for wrong in ({"first": west, "second": east}, {"first": east, "second": east}, {"first": east, "second": west}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Walk.objects.create(**walk, **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Table.objects.filter(event=show.event).update(properties=["pool"])


def test_a_place_without_rooms_is_forgotten(show: Stage) -> None:
    two_places(show)
    lab = Room.objects.get(name="Lab")
    Table.objects.filter(room=lab).update(room=Room.objects.get(name="Hall"))
    venue.remove_room(actor=SYSTEM, event_id=show.event.pk, room_id=lab.pk, at=NOW)
    assert list(Place.objects.values_list("name", flat=True)) == ["East"]
    assert Walk.objects.count() == 0


def test_a_whole_plan_through_the_job_action(show: Stage) -> None:
    two_places(show)
    task = planning.task_of(show.event, Order(seconds=2), NOW)
    answer = agenda.solve(task.problem, work=2, seed=1)
    assert isinstance(answer, agenda.Agenda)
    version = planning.save_version(
        actor=SYSTEM, event_id=show.event.pk, job_id=uuid7(), order=Order(seconds=2), answer=answer, digest="", at=NOW
    )
    assert version.meetings.count() == len(answer.meetings)
    again = planning.task_of(show.event, Order(based_on=version.pk, seconds=2), NOW)
    assert agenda.check(again.problem, answer) == []


def test_a_place_has_a_short_name(show: Stage) -> None:
    with pytest.raises(InputRefused) as refused:
        places.named_place(show.event, "x" * (places.LONGEST_NAME + 1))
    assert [finding.code for finding in refused.value.findings] == ["place_name_too_long"]
    assert Place.objects.count() == 0
