"""Rooms and tables."""

from uuid import UUID, uuid4

import pytest

from landbridge.events.actions import undo, venue
from landbridge.events.models import Meeting, Room, Table
from landbridge.events.refusals import AgendaStands, CannotBeUndone, LabelTaken
from landbridge.events.states import AgendaState
from landbridge.events.trail_events import EventsEvent
from landbridge.kernel.refusal import InputRefused, Missing, NotAllowed
from tests.events import makers
from tests.events.makers import AT, SYSTEM, Onlooker


def labels() -> list[str]:
    return [table.label for table in Table.objects.order_by("place")]


def test_tables_are_numbered_after_the_last(in_hub: UUID) -> None:
    event = makers.laid(in_hub)
    hall = Room.objects.get()
    venue.add_tables(actor=SYSTEM, event_id=event.pk, room_id=hall.pk, at=AT, count=2, properties=["screen", "screen"])
    venue.add_tables(actor=SYSTEM, event_id=event.pk, room_id=hall.pk, at=AT, count=1, prefix="X", seats=2)
    assert labels() == ["T01", "T02", "T03", "T04", "T05", "T06", "X01"]
    assert Table.objects.get(label="T06").properties == ["screen"]


def test_twenty_tables_at_once(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    hall = venue.add_room(actor=SYSTEM, event_id=event.pk, at=AT, name="Hall A", capacity=80)
    venue.add_tables(actor=SYSTEM, event_id=event.pk, room_id=hall.pk, at=AT, count=20)
    assert labels() == [f"T{number:02}" for number in range(1, 21)]


@pytest.mark.parametrize(("name", "capacity", "code"), [("Hall", 0, "holds_nobody"), ("  ", 5, "name_missing")])
def test_a_room_that_holds_nobody_or_has_no_name_is_refused(in_hub: UUID, name: str, capacity: int, code: str) -> None:
    event = makers.event(in_hub)
    with pytest.raises(InputRefused) as refused:
        venue.add_room(actor=SYSTEM, event_id=event.pk, at=AT, name=name, capacity=capacity)
    assert [finding.code for finding in refused.value.findings] == [code]
    assert Room.objects.count() == 0


@pytest.mark.parametrize(
    ("count", "prefix", "seats", "codes"),
    [(0, "T", 4, ["table_count"]), (1001, "T", 4, ["table_count"]), (1, " ", 1, ["name_missing", "table_seats"])],
)
def test_tables_that_cannot_be_are_refused(in_hub: UUID, count: int, prefix: str, seats: int, codes: list[str]) -> None:
    event = makers.event(in_hub)
    hall = venue.add_room(actor=SYSTEM, event_id=event.pk, at=AT, name="Hall", capacity=8)
    with pytest.raises(InputRefused) as refused:
        venue.add_tables(
            actor=SYSTEM, event_id=event.pk, room_id=hall.pk, at=AT, count=count, prefix=prefix, seats=seats
        )
    assert [finding.code for finding in refused.value.findings] == codes
    assert Table.objects.count() == 0


def test_names_are_given_once(in_hub: UUID) -> None:
    event = makers.laid(in_hub)
    table = Table.objects.get(label="T01")
    with pytest.raises(LabelTaken):
        venue.add_room(actor=SYSTEM, event_id=event.pk, at=AT, name="Hall A", capacity=8)
    with pytest.raises(LabelTaken):
        venue.change_table(actor=SYSTEM, event_id=event.pk, table_id=table.pk, at=AT, label="T02", seats=4)
    with pytest.raises(InputRefused):
        venue.change_table(actor=SYSTEM, event_id=event.pk, table_id=table.pk, at=AT, label="", seats=4)
    with pytest.raises(Missing):
        venue.change_table(actor=SYSTEM, event_id=event.pk, table_id=uuid4(), at=AT, label="T9", seats=4)
    assert (Room.objects.count(), labels()) == (1, ["T01", "T02", "T03", "T04"])


def test_rooms_and_tables_change(in_hub: UUID) -> None:
    event = makers.laid(in_hub)
    hall, table = Room.objects.get(), Table.objects.get(label="T01")
    venue.change_room(actor=SYSTEM, event_id=event.pk, room_id=hall.pk, at=AT, name="Hall A", capacity=12)
    small = venue.add_room(actor=SYSTEM, event_id=event.pk, at=AT, name="Small", capacity=4)
    venue.change_table(
        actor=SYSTEM, event_id=event.pk, table_id=table.pk, at=AT, label="Quiet", seats=2, properties=["quiet"],
        room_id=small.pk,
    )  # fmt: skip
    changed = Table.objects.get(pk=table.pk)
    assert (changed.label, changed.seats, changed.properties, changed.room_id) == ("Quiet", 2, ["quiet"], small.pk)
    assert Room.objects.get(pk=hall.pk).capacity == 12


def test_a_table_with_meetings_stays_and_one_of_a_discarded_draft_goes(in_hub: UUID) -> None:
    event = makers.laid(in_hub)
    first, second = makers.delegate(event), makers.guest(event)
    meeting = makers.meeting(event, first, second, slot=1, state=AgendaState.DISCARDED)
    other = makers.meeting(event, first, second, slot=2, state=AgendaState.PUBLISHED)
    with pytest.raises(AgendaStands) as refused:
        venue.remove_tables(actor=SYSTEM, event_id=event.pk, table_ids=[meeting.table_id], at=AT)
    assert dict(refused.value.data) == {"versions": (2,), "published": True}
    with pytest.raises(AgendaStands):
        venue.remove_room(actor=SYSTEM, event_id=event.pk, room_id=Room.objects.get().pk, at=AT)
    assert labels() == ["T01", "T02", "T03", "T04"]
    other.delete()
    venue.remove_tables(actor=SYSTEM, event_id=event.pk, table_ids=[meeting.table_id], at=AT)
    assert (labels(), Meeting.objects.count()) == (["T02", "T03", "T04"], 0)


def test_what_was_removed_comes_back_as_it_was(in_hub: UUID) -> None:
    event = makers.laid(in_hub)
    hall, before = Room.objects.get(), list(Table.objects.order_by("place").values())
    venue.remove_tables(actor=SYSTEM, event_id=event.pk, table_ids=[before[1]["id"], before[2]["id"]], at=AT)
    tables = undo.last_entry(EventsEvent.TABLES_REMOVED, event.pk, at=AT)
    venue.remove_room(actor=SYSTEM, event_id=event.pk, room_id=hall.pk, at=AT)
    room = undo.last_entry(EventsEvent.ROOM_REMOVED, event.pk, at=AT)
    assert room is not None
    assert tables is not None
    with pytest.raises(CannotBeUndone):
        undo.undo(actor=SYSTEM, event_id=event.pk, entry_id=tables, at=AT)
    undo.undo(actor=SYSTEM, event_id=event.pk, entry_id=room, at=AT)
    undo.undo(actor=SYSTEM, event_id=event.pk, entry_id=tables, at=AT)
    assert list(Table.objects.order_by("place").values()) == before
    assert (Room.objects.get().pk, Room.objects.get().name, Room.objects.get().capacity) == (hall.pk, "Hall A", 40)
    with pytest.raises(CannotBeUndone):
        undo.undo(actor=SYSTEM, event_id=event.pk, entry_id=room, at=AT)


def test_what_belongs_to_another_road_show_is_missing(in_hub: UUID) -> None:
    event, other = makers.event(in_hub), makers.laid(in_hub)
    hall = Room.objects.get(event=other)
    for table_ids in ([uuid4()], [Table.objects.all()[0].pk]):
        with pytest.raises(Missing):
            venue.remove_tables(actor=SYSTEM, event_id=event.pk, table_ids=table_ids, at=AT)
    with pytest.raises(Missing):
        venue.remove_room(actor=SYSTEM, event_id=event.pk, room_id=hall.pk, at=AT)
    venue.remove_room(actor=SYSTEM, event_id=other.pk, room_id=hall.pk, at=AT)
    entry = undo.last_entry(EventsEvent.ROOM_REMOVED, other.pk, at=AT)
    assert entry is not None
    with pytest.raises(Missing):
        undo.undo(actor=SYSTEM, event_id=event.pk, entry_id=entry, at=AT)
    with pytest.raises(Missing):
        undo.undo(actor=SYSTEM, event_id=event.pk, entry_id=uuid4(), at=AT)


def test_who_may_not_plan_builds_nothing(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    with pytest.raises(NotAllowed):
        venue.add_room(actor=Onlooker(), event_id=event.pk, at=AT, name="Mine", capacity=2)
    assert Room.objects.count() == 0


def test_a_table_is_renamed_where_it_stands_or_moved_to_another_room(in_hub: UUID) -> None:
    event = makers.laid(in_hub)
    first, second = Table.objects.order_by("place")[:2]
    foyer = venue.add_room(actor=SYSTEM, event_id=event.pk, at=AT, name="Foyer", capacity=8)

    def change(table_id: UUID, label: str, seats: int = 6, room_id: UUID | None = None) -> Table:
        return venue.change_table(
            actor=SYSTEM, event_id=event.pk, table_id=table_id, at=AT, label=label, seats=seats, room_id=room_id
        )

    assert (change(first.pk, " A1 ").label, Table.objects.get(label="A1").room_id) == ("A1", first.room_id)
    assert change(first.pk, "A1", room_id=foyer.pk).room == foyer
    with pytest.raises(LabelTaken):
        change(second.pk, "A1")
    with pytest.raises(InputRefused):
        change(second.pk, " ", seats=1)
    assert Table.objects.get(pk=second.pk).label == second.label
