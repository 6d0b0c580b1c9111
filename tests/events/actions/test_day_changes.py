"""What changed on the day: recorded, replaced, ended, taken back."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from landbridge.events.actions import day_changes
from landbridge.events.models import DayChange
from landbridge.events.queries.agendas import material_of
from landbridge.events.queries.problem import problem_of
from landbridge.events.refusals import ChangedSince, DayChangeIsOver, EventIsOver
from landbridge.events.states import DayChangeKind, EventState
from landbridge.evidence.models import Trail
from landbridge.kernel.refusal import InputRefused, Missing, NotAllowed
from tests.events.makers import SYSTEM, Onlooker, Stranger
from tests.events.stage import NINE, Stage

HALF = timedelta(minutes=30)
TEN = NINE + 2 * HALF
MIDNIGHT = NINE - timedelta(hours=9)
Kind = DayChangeKind


def absent(show: Stage, *names: str, **given: object) -> list[DayChange]:
    facts: dict[str, object] = {"kind": Kind.ABSENT, "at": NINE, **given}
    people = [show.people[name].pk for name in names]
    return day_changes.record_absence(actor=SYSTEM, event_id=show.event.pk, attendee_ids=people, **facts)  # type: ignore[arg-type]


def standing() -> list[tuple[str, datetime, datetime]]:
    rows = DayChange.objects.filter(undone_at__isnull=True).order_by("starts_at", "id")
    return [(row.kind, row.starts_at, row.ends_at) for row in rows]


def test_each_person_gets_a_row_and_a_line_in_the_trail(show: Stage) -> None:
    rows = absent(show, "P01", "K01", note="stuck at the airport")
    assert [row.attendee_id for row in rows] == [show.people["P01"].pk, show.people["K01"].pk]
    assert standing() == [("absent", MIDNIGHT, MIDNIGHT + timedelta(days=1))] * 2
    told = Trail.objects.filter(event="events.day_change_recorded").values_list("subject_id", "data")
    assert {subject for subject, _ in told} == {row.pk for row in rows}
    assert "airport" not in str(list(told))


@pytest.mark.parametrize(
    ("kind", "given", "span"),
    [
        (Kind.ABSENT, {"since": NINE, "until": TEN}, (NINE, TEN)),
        (Kind.LATE, {"until": TEN}, (MIDNIGHT, TEN)),
        (Kind.LATE, {"until": MIDNIGHT + timedelta(days=1)}, (MIDNIGHT, MIDNIGHT + timedelta(days=1))),
        (Kind.LEAVES, {"since": TEN}, (TEN, MIDNIGHT + timedelta(days=1))),
    ],
)
def test_what_a_kind_means_in_time(
    show: Stage, kind: Kind, given: dict[str, datetime], span: tuple[datetime, datetime]
) -> None:
    absent(show, "P01", kind=kind, **given)
    assert standing() == [(kind.value, *span)]


def test_saying_the_same_again_changes_nothing(show: Stage) -> None:
    assert absent(show, "P01") == absent(show, "P01", at=TEN)
    assert (DayChange.objects.count(), Trail.objects.filter(event="events.day_change_recorded").count()) == (1, 1)


def test_a_newer_word_takes_the_place_of_the_older_and_gives_it_back(show: Stage) -> None:
    (old,) = absent(show, "P01")
    (new,) = absent(show, "P01", kind=Kind.LATE, until=TEN, at=TEN)
    old.refresh_from_db()
    assert (old.undone_at, old.replaced_by_id) == (TEN, new.pk)
    assert standing() == [("late", MIDNIGHT, TEN)]
    day_changes.undo_day_change(actor=SYSTEM, change_id=new.pk, at=TEN)
    assert standing() == [("absent", MIDNIGHT, MIDNIGHT + timedelta(days=1))]


def test_what_is_newer_is_not_overrun_by_an_undo(show: Stage) -> None:
    absent(show, "P01")
    (late,) = absent(show, "P01", kind=Kind.LATE, until=TEN, at=TEN)
    absent(show, "P01", kind=Kind.LEAVES, since=TEN + HALF, at=TEN)
    with pytest.raises(ChangedSince):
        day_changes.undo_day_change(actor=SYSTEM, change_id=late.pk, at=TEN)
    assert [kind for kind, _, _ in standing()] == ["late", "leaves"]


def test_somebody_came_after_all(show: Stage) -> None:
    (row,) = absent(show, "P01")
    day_changes.end_day_change(actor=SYSTEM, change_id=row.pk, at=TEN)
    assert standing() == [("absent", MIDNIGHT, TEN)]
    with pytest.raises(DayChangeIsOver):
        day_changes.end_day_change(actor=SYSTEM, change_id=row.pk, at=TEN + HALF)


def test_what_had_not_begun_is_taken_back_when_it_ends(show: Stage) -> None:
    (row,) = absent(show, "P01", kind=Kind.LEAVES, since=TEN)
    day_changes.end_day_change(actor=SYSTEM, change_id=row.pk, at=NINE)
    assert standing() == []
    with pytest.raises(DayChangeIsOver):
        day_changes.undo_day_change(actor=SYSTEM, change_id=row.pk, at=NINE)


def test_lost_tables_and_rooms(show: Stage) -> None:
    table, room = show.tables[0], show.tables[0].room
    day_changes.record_closure(actor=SYSTEM, event_id=show.event.pk, table_ids=[table.pk], until=TEN, at=NINE + HALF)
    day_changes.record_closure(actor=SYSTEM, event_id=show.event.pk, room_id=room.pk, since=TEN, at=NINE)
    end = MIDNIGHT + timedelta(days=1)
    assert standing() == [("table_lost", NINE + HALF, TEN), ("room_lost", TEN, end)]
    closed = material_of(show.event).closed
    numbers = {t.label: sorted(s.number for s in show.slots if s.pk in closed[t.pk]) for t in show.tables}
    assert numbers == {"T01": [2, 3, 4], "T02": [3, 4]}


def test_the_planner_and_the_board_know(show: Stage) -> None:
    absent(show, "K01", kind=Kind.LATE, until=TEN)
    day_changes.record_closure(actor=SYSTEM, event_id=show.event.pk, table_ids=[show.tables[1].pk], at=NINE)
    material = material_of(show.event)
    assert material.away[show.people["K01"].pk] == {slot.pk for slot in show.slots[:3]}
    problem = problem_of(material)
    person = next(p for p in problem.participants if p.id == str(show.people["K01"].pk))
    assert person.forbidden == {str(slot.pk) for slot in show.slots[:3]}
    assert [table.slots for table in problem.tables] == [None, frozenset()]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"kind": Kind.LATE}, "time_needed"),
        ({"kind": Kind.LEAVES}, "time_needed"),
        ({"kind": Kind.TABLE_LOST}, "unknown_kind_of_change"),
        ({"since": NINE + timedelta(days=3)}, "outside_the_event"),
        ({"since": TEN, "until": TEN}, "ends_before_it_begins"),
        ({"note": "x" * 201}, "note_too_long"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(show: Stage, given: dict[str, object], code: str) -> None:
    with pytest.raises(InputRefused) as refused:
        absent(show, "P01", **given)
    assert [finding.code for finding in refused.value.findings] == [code]
    assert DayChange.objects.count() == 0


def test_nobody_and_nothing_named(show: Stage) -> None:
    with pytest.raises(InputRefused):
        absent(show)
    with pytest.raises(InputRefused):
        day_changes.record_closure(actor=SYSTEM, event_id=show.event.pk, at=NINE)
    with pytest.raises(Missing):
        day_changes.record_closure(actor=SYSTEM, event_id=show.event.pk, table_ids=[uuid4()], at=NINE)
    with pytest.raises(Missing):
        day_changes.undo_day_change(actor=SYSTEM, change_id=uuid4(), at=NINE)


def test_who_may_not_record_leaves_everything_as_it_was(show: Stage) -> None:
    people = [show.people["P01"].pk]
    for actor, refusal in ((Onlooker(), NotAllowed), (Stranger(), Missing)):
        with pytest.raises(refusal):
            day_changes.record_absence(
                actor=actor, event_id=show.event.pk, attendee_ids=people, kind=Kind.ABSENT, at=NINE
            )
    (row,) = absent(show, "P01")
    with pytest.raises(NotAllowed):
        day_changes.undo_day_change(actor=Onlooker(), change_id=row.pk, at=NINE)
    assert len(standing()) == 1


def test_a_road_show_that_is_over_takes_no_changes(show: Stage) -> None:
    show.event.state = EventState.HELD
    show.event.save(update_fields=["state"])
    with pytest.raises(EventIsOver):
        absent(show, "P01")


def test_the_database_refuses_two_words_at_one_time_and_a_kind_about_nobody(show: Stage, in_hub: UUID) -> None:
    shared = {
        "hub_id": in_hub, "event": show.event, "starts_at": NINE, "ends_at": TEN, "recorded_by": uuid4(),
        "recorded_at": NINE, "kind": "absent",
    }  # fmt: skip
    DayChange.objects.create(**shared, attendee=show.people["P01"])
    with pytest.raises(IntegrityError, match="daychange_one_per_person"), transaction.atomic():
        DayChange.objects.create(**shared, attendee=show.people["P01"])
    with pytest.raises(IntegrityError, match="daychange_about_what_its_kind_says"), transaction.atomic():
        DayChange.objects.create(**shared, table=show.tables[0])
