"""Sessions become slots, and slots stay under the agendas that stand on them."""

from datetime import time, timedelta
from uuid import UUID

import pytest

from landbridge.events.actions import sessions, undo
from landbridge.events.models import Event, Meeting, Session, Slot
from landbridge.events.refusals import AgendaStands, CannotBeUndone
from landbridge.events.states import AgendaState
from landbridge.events.timetable import WallSession, on_every_day
from landbridge.events.trail_events import EventsEvent
from landbridge.kernel.refusal import InputRefused, Missing, NotAllowed
from tests.events import makers
from tests.events.makers import AFTERNOON, AT, DAY, MORNING, SYSTEM, Onlooker

EVENING = WallSession(DAY, time(18), time(19), "Evening")


def numbers(event: Event) -> list[int]:
    return [slot.number for slot in Slot.objects.filter(event=event).order_by("starts_at")]


def test_slots_are_numbered_over_the_whole_event(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    rows = sessions.set_sessions(actor=SYSTEM, event_id=event.pk, at=AT, sessions=[AFTERNOON, MORNING])
    assert [row.wall_start for row in rows] == [time(9), time(13, 30)]
    assert numbers(event) == list(range(1, 13))


def test_a_length_that_does_not_divide_changes_nothing(in_hub: UUID) -> None:
    event = makers.laid(in_hub)
    with pytest.raises(InputRefused) as refused:
        sessions.set_sessions(actor=SYSTEM, event_id=event.pk, at=AT, sessions=[MORNING], slot_minutes=25)
    assert refused.value.findings[0].data["lengths"] == (12, 15, 18, 20, 30, 36)
    assert (Session.objects.count(), Slot.objects.count(), Event.objects.get().slot_minutes) == (2, 12, 30)


def test_another_length_cuts_all_slots_anew(in_hub: UUID) -> None:
    event = makers.laid(in_hub)
    sessions.set_sessions(actor=SYSTEM, event_id=event.pk, at=AT, sessions=[MORNING, AFTERNOON], slot_minutes=20)
    assert numbers(event) == list(range(1, 19))


@pytest.mark.parametrize("state", [AgendaState.DRAFT, AgendaState.PUBLISHED, AgendaState.SUPERSEDED])
def test_a_session_with_meetings_stays(in_hub: UUID, state: AgendaState) -> None:
    event = makers.laid(in_hub)
    makers.meeting(event, makers.delegate(event), makers.guest(event), slot=2, state=state)
    before = list(Slot.objects.filter(event=event).order_by("number"))
    with pytest.raises(AgendaStands) as refused:
        sessions.set_sessions(actor=SYSTEM, event_id=event.pk, at=AT, sessions=[AFTERNOON])
    assert dict(refused.value.data) == {"versions": (1,), "published": state != AgendaState.DRAFT}
    assert list(Slot.objects.filter(event=event).order_by("number")) == before


def test_sessions_are_added_around_an_agenda(in_hub: UUID) -> None:
    event = makers.laid(in_hub)
    meeting = makers.meeting(
        event, makers.delegate(event), makers.guest(event), slot=7, state=AgendaState.PUBLISHED
    )  # fmt: skip
    early = WallSession(DAY, time(8), time(9))
    sessions.set_sessions(actor=SYSTEM, event_id=event.pk, at=AT, sessions=[early, AFTERNOON, EVENING])
    held = Meeting.objects.select_related("slot").get()
    assert (held.slot_id, held.slot.number) == (meeting.slot_id, 3)
    assert numbers(event) == list(range(1, 11))


def test_what_a_discarded_draft_holds_goes_with_its_slots(in_hub: UUID) -> None:
    event = makers.laid(in_hub)
    makers.meeting(event, makers.delegate(event), makers.guest(event), slot=2, state=AgendaState.DISCARDED)
    sessions.set_sessions(actor=SYSTEM, event_id=event.pk, at=AT, sessions=[AFTERNOON])
    assert (Meeting.objects.count(), numbers(event)) == (0, list(range(1, 7)))


def test_sessions_are_added_named_and_removed_one_by_one(in_hub: UUID) -> None:
    event = makers.laid(in_hub)
    sessions.add_sessions(actor=SYSTEM, event_id=event.pk, at=AT, sessions=[EVENING])
    named = WallSession(DAY, MORNING.start, MORNING.end, "Morning")
    rows = sessions.set_sessions(actor=SYSTEM, event_id=event.pk, at=AT, sessions=[named, AFTERNOON, EVENING])
    assert [row.label for row in rows] == ["Morning", "", "Evening"]
    sessions.remove_session(actor=SYSTEM, event_id=event.pk, session_id=rows[1].pk, at=AT)
    assert [row.label for row in Session.objects.filter(event=event).order_by("starts_at")] == ["Morning", "Evening"]
    with pytest.raises(Missing):
        sessions.remove_session(actor=SYSTEM, event_id=event.pk, session_id=rows[1].pk, at=AT)


def test_who_may_not_plan_moves_nothing(in_hub: UUID) -> None:
    event = makers.laid(in_hub)
    with pytest.raises(NotAllowed):
        sessions.set_sessions(actor=Onlooker(), event_id=event.pk, at=AT, sessions=[])
    assert Slot.objects.count() == 12


def test_slots_last_what_they_say(in_hub: UUID) -> None:
    makers.laid(in_hub)
    assert {slot.ends_at - slot.starts_at for slot in Slot.objects.all()} == {timedelta(minutes=30)}


def test_every_day_takes_the_sessions_of_the_first(in_hub: UUID) -> None:
    event = makers.laid(in_hub, last_day=DAY + timedelta(days=2))
    typed = [WallSession(DAY, *hours) for hours in ((time(9), time(10)), (time(11), time(12)))]
    wanted = on_every_day([*typed, WallSession(DAY + timedelta(days=1), time(8), time(9))], DAY, event.last_day)
    rows = sessions.set_sessions(actor=SYSTEM, event_id=event.pk, at=AT, sessions=wanted)
    assert [(row.day - DAY).days for row in rows] == [0, 0, 1, 1, 2, 2]
    entry = undo.last_entry(EventsEvent.SESSIONS_SET, event.pk, at=AT)
    assert entry is not None
    undo.undo(actor=SYSTEM, event_id=event.pk, entry_id=entry, at=AT)
    assert (Session.objects.count(), numbers(event)) == (2, list(range(1, 13)))


def test_what_has_no_way_back_is_refused(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    entry = undo.last_entry(EventsEvent.CREATED, event.pk, at=AT)
    assert entry is not None
    with pytest.raises(CannotBeUndone):
        undo.undo(actor=SYSTEM, event_id=event.pk, entry_id=entry, at=AT)
