"""Group sessions: places, the waiting list that moves up and tells, and what they block in the plan."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from landbridge.events.actions import gatherings, publishing
from landbridge.events.actions.attendees import set_availability
from landbridge.events.actions.gatherings import GatheringFacts
from landbridge.events.holders import LinkHolder
from landbridge.events.models import Absence, Gathering, Message, Ticket
from landbridge.events.queries.agendas import material_of
from landbridge.events.queries.gatherings import sessions_for
from landbridge.events.refusals import BusyThen, SessionIsOff
from landbridge.events.states import GatheringKind
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.ids import uuid7
from landbridge.kernel.refusal import InputRefused, Missing
from tests.events.planned import version_with
from tests.events.stage import NINE, NOW, Stage

SYSTEM = SystemActor()
WALL = datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001 -- a wall time


def facts(**said: Any) -> GatheringFacts:
    given = {"kind": GatheringKind.PITCH, "starts": WALL, "ends": WALL + timedelta(minutes=50), "capacity": 1}
    return GatheringFacts(**{**given, "name_latin": "Pitches", **said})


def session(show: Stage, **said: Any) -> Gathering:
    return gatherings.add_gathering(actor=SYSTEM, event_id=show.event.pk, facts=facts(**said), at=NOW)


def sign(show: Stage, made: Gathering, name: str) -> str:
    ticket = gatherings.sign_up(actor=SYSTEM, gathering_id=made.pk, attendee_id=show.people[name].pk, at=NOW)
    return ticket.state


def leave(show: Stage, made: Gathering, name: str) -> None:
    gatherings.give_up(actor=SYSTEM, gathering_id=made.pk, attendee_id=show.people[name].pk, at=NOW)


def states(made: Gathering) -> dict[str, str]:
    rows = Ticket.objects.filter(gathering=made).exclude(state="given_up")
    return dict(rows.values_list("attendee__person__name_latin", "state"))


def test_a_full_session_makes_people_wait_and_moves_them_up(show: Stage) -> None:
    made = session(show)
    assert [sign(show, made, name) for name in ("K01", "K02", "F01", "K01")] == [
        "takes_part", "waiting", "waiting", "takes_part",
    ]  # fmt: skip
    leave(show, made, "K01")
    assert states(made) == {"Person K02": "takes_part", "Person F01": "waiting"}
    assert list(Message.objects.values_list("attendee", "kind")) == [(show.people["K02"].pk, "session_place")]
    gatherings.set_capacity(actor=SYSTEM, gathering_id=made.pk, capacity=2, at=NOW)
    assert states(made) == {"Person K02": "takes_part", "Person F01": "takes_part"}
    with pytest.raises(Missing):
        leave(show, made, "K01")


def test_who_takes_part_cannot_be_met_then(show: Stage) -> None:
    made = session(show)
    sign(show, made, "K01")
    away = material_of(show.event).away[show.people["K01"].pk]
    assert away == {show.slots[0].pk, show.slots[1].pk}
    set_availability(actor=SYSTEM, attendee_id=show.people["K01"].pk, at=NOW)
    assert material_of(show.event).away[show.people["K01"].pk] == away
    leave(show, made, "K01")
    assert Absence.objects.count() == 0


def test_nobody_is_in_two_places(show: Stage) -> None:
    version = version_with(show, ("P01", "K01", 0, 0))
    publishing.publish_version(actor=SYSTEM, version_id=version.pk, over=None, at=NOW)
    made, other = session(show, capacity=5), session(show, capacity=5)
    with pytest.raises(BusyThen):
        sign(show, made, "K01")
    assert sign(show, made, "K02") == "takes_part"
    with pytest.raises(BusyThen):
        sign(show, other, "K02")
    ticket = Ticket.objects.get()
    for clash in ({"attendee": show.people["F01"]}, {"gathering": other, "number": 2}):
        fields = {"hub_id": ticket.hub_id, "event": show.event, "gathering": made, "attendee": ticket.attendee}
        with pytest.raises(IntegrityError), transaction.atomic():
            Ticket.objects.create(
                **{**fields, "number": 1, **clash}, state="takes_part", asked_at=NOW, starts_at=ticket.starts_at,
                ends_at=ticket.ends_at,
            )  # fmt: skip


def test_who_became_busy_is_passed_over(show: Stage) -> None:
    made, other = session(show), session(show, capacity=5)
    for name in ("K01", "K02", "F01"):
        sign(show, made, name)
    sign(show, other, "K02")
    leave(show, made, "K01")
    assert states(made) == {"Person K02": "waiting", "Person F01": "takes_part"}


def test_called_off_tells_everybody_and_frees_them(show: Stage) -> None:
    made = session(show)
    sign(show, made, "K01")
    sign(show, made, "K02")
    gatherings.cancel_gathering(actor=SYSTEM, gathering_id=made.pk, at=NOW)
    assert Message.objects.filter(kind="session_off").count() == 2
    assert (Absence.objects.count(), states(made)) == (0, {})
    with pytest.raises(SessionIsOff):
        sign(show, made, "K01")


def test_moved_tells_everybody_and_moves_what_they_are_away_for(show: Stage) -> None:
    made, other = (
        session(show, capacity=2),
        session(show, starts=WALL + timedelta(hours=1), ends=WALL + timedelta(hours=2), capacity=5),
    )
    for name in ("K01", "K02", "F01"):
        sign(show, made, name)
    sign(show, other, "K01")
    later = facts(starts=WALL + timedelta(hours=1), ends=WALL + timedelta(minutes=90), capacity=2, place="Room 2")
    gatherings.change_gathering(actor=SYSTEM, gathering_id=made.pk, facts=later, at=NOW)
    assert states(made) == {"Person K01": "waiting", "Person K02": "takes_part", "Person F01": "takes_part"}
    assert Message.objects.filter(kind="session_moved").count() == 3
    made.refresh_from_db()
    absences = Absence.objects.exclude(attendee=show.people["K01"])
    assert set(absences.values_list("starts_at", "ends_at")) == {(made.starts_at, made.ends_at)}
    assert set(made.tickets.values_list("starts_at", flat=True)) == {made.starts_at}
    gatherings.change_gathering(actor=SYSTEM, gathering_id=made.pk, facts=replace(later, name_chinese="路演"), at=NOW)
    assert Message.objects.filter(kind="session_moved").count() == 3  # a new name alone is no news


def test_neither_after_it_began_nor_to_nonsense(show: Stage) -> None:
    made = session(show)
    before = Gathering.objects.values().get()
    with pytest.raises(SessionIsOff):
        gatherings.change_gathering(actor=SYSTEM, gathering_id=made.pk, facts=facts(place="x"), at=NINE)
    with pytest.raises(InputRefused):
        gatherings.change_gathering(actor=SYSTEM, gathering_id=made.pk, facts=facts(ends=WALL), at=NOW)
    assert Gathering.objects.values().get() == before


def test_by_personal_link_only_for_oneself_and_not_once_it_began(show: Stage) -> None:
    made, me = session(show), show.people["K01"]
    holder = LinkHolder(me.person_id, show.hub_id, show.event.pk, me.pk, me.participant_id)
    gatherings.sign_up(actor=holder, gathering_id=made.pk, attendee_id=me.pk, at=NOW)
    assert [one.mine for one in sessions_for(me)] == ["takes_part"]
    with pytest.raises(Missing):
        gatherings.sign_up(actor=holder, gathering_id=made.pk, attendee_id=show.people["K02"].pk, at=NOW)
    with pytest.raises(SessionIsOff):
        gatherings.give_up(actor=holder, gathering_id=made.pk, attendee_id=me.pk, at=NINE)
    assert states(made) == {"Person K01": "takes_part"}


def test_bad_input_makes_nothing(show: Stage) -> None:
    for said in ({"name_latin": " "}, {"capacity": 0}, {"ends": WALL}, {"starts": WALL - timedelta(days=9)}):
        with pytest.raises(InputRefused):
            session(show, **said)
    with pytest.raises(Missing):
        gatherings.set_capacity(actor=SYSTEM, gathering_id=uuid7(), capacity=3, at=NOW)
    assert Gathering.objects.count() == 0


def test_places_are_counted_from_one(show: Stage) -> None:
    made = session(show)
    with pytest.raises(InputRefused) as refused:
        gatherings.set_capacity(actor=SYSTEM, gathering_id=made.pk, capacity=0, at=NOW)
    assert [finding.code for finding in refused.value.findings] == ["capacity_below_one"]
    gatherings.cancel_gathering(actor=SYSTEM, gathering_id=made.pk, at=NOW)
    with pytest.raises(SessionIsOff):
        gatherings.set_capacity(actor=SYSTEM, gathering_id=made.pk, capacity=9, at=NOW)
    assert Gathering.objects.get().capacity == 1


def test_a_session_called_off_before_anybody_came_tells_nobody(show: Stage) -> None:
    gatherings.cancel_gathering(actor=SYSTEM, gathering_id=session(show).pk, at=NOW)
    assert Message.objects.count() == 0
