"""A road show is set up, changed, called off, held."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from landbridge.events import rules
from landbridge.events.actions import frame, history, sessions
from landbridge.events.models import CoHost, Event, Group, GroupRule, Session, Slot
from landbridge.events.refusals import EventIsOver, NotOverYet
from landbridge.events.states import EventState, Side
from landbridge.evidence.models import Trail
from landbridge.kernel.ids import uuid7
from landbridge.kernel.refusal import InputRefused, Missing, NotAllowed
from landbridge.kernel.transitions import IllegalMove
from tests.events import makers
from tests.events.makers import AT, DAY, MORNING, SYSTEM, Onlooker, Stranger
from tests.network import makers as network


def codes(refused: pytest.ExceptionInfo[InputRefused]) -> set[tuple[str, str]]:
    return {(finding.code, finding.field) for finding in refused.value.findings}


def test_a_new_road_show_has_groups_that_may_meet(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    groups = {group.letter: group for group in Group.objects.filter(event=event)}
    assert {letter: group.side for letter, group in groups.items()} == {
        "P": Side.DELEGATION, "K": Side.COUNTERPARTY, "F": Side.COUNTERPARTY, "B": Side.COUNTERPARTY,
    }  # fmt: skip
    pairs = {(rule.first.letter, rule.second.letter) for rule in GroupRule.objects.filter(event=event)}
    assert pairs == {("P", "K"), ("P", "F"), ("P", "B")}
    assert event.state == EventState.PREPARING
    assert event.retain_until == DAY + timedelta(days=365)
    assert [entry.event for entry in Trail.objects.filter(subject_id=event.pk)] == ["events.created"]


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"name_latin": " "}, "name_missing", "name_latin"),
        ({"last_day": DAY - timedelta(days=1)}, "days_backward", "last_day"),
        ({"last_day": DAY + timedelta(days=60)}, "too_many_days", "last_day"),
        ({"slot_minutes": 4}, "slot_length_out_of_range", "slot_minutes"),
        ({"slot_minutes": 241}, "slot_length_out_of_range", "slot_minutes"),
        ({"retain_until": DAY - timedelta(days=1)}, "retained_too_short", "retain_until"),
        ({"share_over": "nobody"}, "unknown_side", "share_over"),
        ({"zone": "Asia/Atlantis"}, "unknown_zone", "zone"),
        ({"first_day": date(2026, 11, 19)}, "past_date", "first_day"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(in_hub: UUID, facts: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(InputRefused) as refused:
        makers.event(in_hub, **facts)
    assert codes(refused) == {(code, field)}
    assert Event.objects.count() == 0


def test_today_is_not_past_where_it_happens(in_hub: UUID) -> None:
    # 2026-11-20 02:00 UTC is still the 19th in San Francisco.
    event = makers.event(in_hub, zone="America/Los_Angeles", first_day=date(2026, 11, 19))
    assert event.first_day == date(2026, 11, 19)


def test_who_may_not_plan_creates_nothing(in_hub: UUID) -> None:
    with pytest.raises(NotAllowed):
        makers.event(in_hub, actor=Onlooker())
    assert Event.objects.count() == 0


def test_strangers_see_nothing_and_onlookers_change_nothing(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    with pytest.raises(Missing):
        rules.access_event(Stranger(), event.pk)
    assert list(rules.visible_events(Stranger(), hub_id=in_hub)) == []
    assert list(rules.visible_events(Onlooker(), hub_id=in_hub)) == [event]
    with pytest.raises(NotAllowed):
        frame.change_event(actor=Onlooker(), event_id=event.pk, at=AT, name_latin="Mine")
    assert Event.objects.get().name_latin == "Road show"


def test_a_road_show_that_moves_takes_its_sessions_along(in_hub: UUID) -> None:
    event = makers.laid(in_hub)
    moved = DAY + timedelta(days=7)
    frame.change_event(actor=SYSTEM, event_id=event.pk, at=AT, first_day=moved, last_day=moved)
    assert [session.day for session in Session.objects.filter(event=event)] == [moved, moved]
    assert Slot.objects.filter(event=event).count() == 12
    assert Event.objects.get().retain_until == moved + timedelta(days=365)


def test_a_shorter_road_show_that_loses_a_session_is_refused(in_hub: UUID) -> None:
    event = makers.laid(in_hub, last_day=DAY + timedelta(days=1))
    with pytest.raises(InputRefused) as refused:
        frame.change_event(actor=SYSTEM, event_id=event.pk, at=AT, first_day=DAY + timedelta(days=1))
    assert {code for code, _field in codes(refused)} == {"session_outside_days"}
    assert Event.objects.get().first_day == DAY


def test_another_zone_keeps_the_wall_times(in_hub: UUID) -> None:
    event = makers.laid(in_hub)
    before = Slot.objects.filter(event=event).order_by("number").first()
    frame.change_event(actor=SYSTEM, event_id=event.pk, at=AT, zone="Europe/London")
    after = Slot.objects.filter(event=event).order_by("number").first()
    assert before is not None
    assert after is not None
    assert after.starts_at - before.starts_at == timedelta(hours=8)
    assert [session.wall_start.hour for session in Session.objects.filter(event=event)] == [9, 13]


def test_nothing_changed_writes_nothing(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    frame.change_event(actor=SYSTEM, event_id=event.pk, at=AT, name_latin="Road show")
    assert Trail.objects.filter(subject_id=event.pk).count() == 1


def test_a_cancelled_road_show_stays_as_it_is(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    frame.cancel_event(actor=SYSTEM, event_id=event.pk, at=AT)
    with pytest.raises(EventIsOver):
        frame.change_event(actor=SYSTEM, event_id=event.pk, at=AT, name_latin="Back")
    with pytest.raises(IllegalMove):
        frame.cancel_event(actor=SYSTEM, event_id=event.pk, at=AT)
    assert (Event.objects.get().state, Event.objects.get().name_latin) == ("cancelled", "Road show")


def test_it_was_not_held_before_its_last_day(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    with pytest.raises(NotOverYet):
        frame.mark_held(actor=SYSTEM, event_id=event.pk, at=AT)
    held = frame.mark_held(actor=SYSTEM, event_id=event.pk, at=AT + timedelta(days=12))
    assert held.state == EventState.HELD
    with pytest.raises(EventIsOver):
        sessions.set_sessions(actor=SYSTEM, event_id=event.pk, at=AT, sessions=[MORNING])


def test_history_is_entered_later_with_its_source_and_stays_open(in_hub: UUID) -> None:
    event = history.record_past_event(
        actor=SYSTEM, hub_id=in_hub, at=AT, source="a newspaper", name_latin="Delegation day", zone="Asia/Shanghai",
        first_day=date(2019, 5, 15), last_day=date(2019, 5, 15),
    )  # fmt: skip
    assert (event.state, event.entered_later, event.source) == ("held", True, "a newspaper")
    frame.change_event(actor=SYSTEM, event_id=event.pk, at=AT, counterparties_announced="more than 60")
    assert Event.objects.get().counterparties_announced == "more than 60"


def test_history_is_over(in_hub: UUID) -> None:
    with pytest.raises(NotOverYet):
        history.record_past_event(
            actor=SYSTEM, hub_id=in_hub, at=AT, source="x", name_latin="Soon", zone="Asia/Shanghai",
            first_day=DAY, last_day=DAY,
        )  # fmt: skip
    with pytest.raises(InputRefused, match="source_missing"):
        history.record_past_event(
            actor=SYSTEM, hub_id=in_hub, at=AT, name_latin="Day", zone="Asia/Shanghai",
            first_day=date(2019, 5, 15), last_day=date(2019, 5, 15),
        )  # fmt: skip
    assert Event.objects.count() == 0


def test_co_hosts_replace_the_former_ones_in_their_order(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    first, second = network.organisation(in_hub), network.organisation(in_hub, name_latin="Park")
    frame.set_co_hosts(actor=SYSTEM, event_id=event.pk, at=AT, organisation_ids=[first.pk, second.pk])
    frame.set_co_hosts(actor=SYSTEM, event_id=event.pk, at=AT, organisation_ids=[second.pk, first.pk, second.pk])
    rows = CoHost.objects.filter(event=event).order_by("place")
    assert [row.organisation_id for row in rows] == [second.pk, first.pk]
    with pytest.raises(Missing):
        frame.set_co_hosts(actor=SYSTEM, event_id=event.pk, at=AT, organisation_ids=[event.pk])
    assert CoHost.objects.count() == 2


def test_two_road_shows_never_share_a_code(in_hub: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    """Codes are short: an identifier whose code is taken is drawn anew."""
    first = makers.event(in_hub)
    fresh = uuid7()
    drawn = iter([first.pk, fresh])
    monkeypatch.setattr(frame, "uuid7", lambda: next(drawn))
    second = frame.drafted(in_hub, AT, {"name_latin": "Autumn"})
    assert (second.pk, second.code == first.code) == (fresh, False)


def test_a_longer_road_show_is_kept_longer_unless_said_otherwise(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    later = DAY + timedelta(days=3)
    changed = frame.change_event(actor=SYSTEM, event_id=event.pk, at=AT, last_day=later)
    assert changed.retain_until == later + frame.RETAINED
    day = later + timedelta(days=400)
    changed = frame.change_event(actor=SYSTEM, event_id=event.pk, at=AT, last_day=later, retain_until=day)
    assert changed.retain_until == day
    assert frame.change_event(actor=SYSTEM, event_id=event.pk, at=AT, last_day=later).retain_until == day


def test_a_faulty_change_changes_nothing(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    with pytest.raises(InputRefused) as refused:
        frame.change_event(actor=SYSTEM, event_id=event.pk, at=AT, name_latin=" ", last_day=DAY - timedelta(days=1))
    assert {code for code, _ in codes(refused)} == {"name_missing", "days_backward"}
    assert (Event.objects.get().name_latin, Event.objects.get().last_day) == ("Road show", DAY)
