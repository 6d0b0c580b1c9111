"""Walk-ins are on the list, badged and checked in by one act; who waits gets free places in order."""

from datetime import datetime, timedelta

import pytest

from landbridge.events.actions import desk, publishing, standby
from landbridge.events.actions.walk_ins import WalkIn, walk_in
from landbridge.events.models import Attendee, Badge, Message, Standby, Wish
from landbridge.events.queries import desk as queries
from landbridge.events.refusals import LooksKnown, NoFreePlace
from landbridge.events.states import Deed, StandbyState
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.ids import uuid7
from landbridge.kernel.refusal import InputRefused
from landbridge.kernel.transitions import IllegalMove
from landbridge.network.models import Organisation
from tests.events.planned import version_with
from tests.events.stage import NINE, NOW, Stage

SYSTEM = SystemActor()


def guest(show: Stage, **said: object) -> WalkIn:
    given: dict[str, object] = {"name": "王小明", "company": "滨江光电有限公司", "contact": "13800000000", **said}
    return WalkIn(group_id=show.groups["K"].pk, **given)  # type: ignore[arg-type]


def arrive(show: Stage, at: datetime = NINE, **said: object) -> Attendee:
    return walk_in(actor=SYSTEM, event_id=show.event.pk, guest=guest(show, **said), device=uuid7(), at=at).attendee


def publish(show: Stage) -> None:
    version = version_with(show, ("P01", "K01", 0, 0), ("P02", "K02", 1, 0))
    publishing.publish_version(actor=SYSTEM, version_id=version.pk, over=None, at=NOW)


def check_in(show: Stage, name: str) -> None:
    desk.check(actor=SYSTEM, attendee_id=show.people[name].pk, deed=Deed.ARRIVED, device=uuid7(), at=NINE)


def test_one_form_makes_everything(show: Stage) -> None:
    came = arrive(show, wants=("p01",), stands_by=True)
    assert came.participant.label == "K03"
    assert (came.person.name_chinese, came.person.phone) == ("王小明", "13800000000")
    assert came.pk in queries.arrived(show.event)
    assert Badge.objects.filter(attendee=came, revoked_at=None).count() == 1
    assert Wish.objects.get(wisher=came.participant).target == show.parties["P01"]
    assert Standby.objects.get().participant == came.participant


def test_a_wish_at_the_desk_is_taken_after_the_deadline(show: Stage) -> None:
    show.event.wishes_until = NOW
    show.event.save(update_fields=["wishes_until"])
    came = arrive(show, wants=("P02",))
    assert Wish.objects.filter(wisher=came.participant).count() == 1


def test_somebody_who_looks_known_is_shown_first(show: Stage) -> None:
    first = arrive(show)
    with pytest.raises(LooksKnown) as refused:
        arrive(show, name="Wang Xiaoming")
    assert refused.value.data["listed"] == [str(first.pk)]
    firm = first.participant.organisation_id
    second = arrive(show, name="赵一", organisation_id=firm, contact="")
    assert second.participant == first.participant
    assert Organisation.objects.filter(name_chinese="滨江光电有限公司").count() == 1
    third = arrive(show, at=NINE + timedelta(minutes=1), name="王小明", contact="", sure=True)
    assert third.participant.label == "K04"


def test_bad_input_leaves_nothing(show: Stage) -> None:
    before = Attendee.objects.count()
    for said in ({"name": " "}, {"company": ""}, {"wants": ("X99",)}):
        with pytest.raises(InputRefused):
            arrive(show, **said)
    assert (Attendee.objects.count(), Badge.objects.count()) == (before, 0)


def test_free_places_go_to_those_who_wait_in_order(show: Stage) -> None:
    publish(show)
    check_in(show, "P01")
    first = arrive(show, wants=("P01",), stands_by=True)
    second = arrive(show, name="赵一", company="远山基金管理中心", contact="", wants=("P01",), stands_by=True)
    stranger = arrive(show, name="孙二", company="白鹭精密机械厂", contact="", stands_by=True)
    assert standby.fill_places(actor=SYSTEM, event_id=show.event.pk, at=NINE + timedelta(minutes=1)) == 2
    seats = {who: who.seats.get(published=True).starts_at for who in (first, second)}
    assert seats[first] == show.slots[1].starts_at
    assert seats[second] > seats[first]
    states = dict(Standby.objects.values_list("participant__label", "state"))
    assert states == {"K03": "placed", "K04": "placed", "K05": "waiting"}
    assert Message.objects.filter(kind="agenda_changed", attendee=first).count() == 1
    waiting = Standby.objects.get(participant=stranger.participant)
    with pytest.raises(NoFreePlace):
        standby.place_standby(actor=SYSTEM, standby_id=waiting.pk, at=NINE)


def test_a_place_is_given_only_with_people_who_were_checked_in(show: Stage) -> None:
    publish(show)
    arrive(show, wants=("P01",), stands_by=True)
    waiting = Standby.objects.get()
    with pytest.raises(NoFreePlace):
        standby.place_standby(actor=SYSTEM, standby_id=waiting.pk, at=NINE)
    check_in(show, "P01.2")
    given = standby.place_standby(actor=SYSTEM, standby_id=waiting.pk, at=NINE)
    assert given.people[0] == show.people["P01.2"].pk, "their leader has not arrived: the colleague who is here sits"


def test_who_left_again_is_promised_to_nobody(show: Stage) -> None:
    publish(show)
    check_in(show, "P01")
    attendee = show.people["P01"].pk
    desk.check(actor=SYSTEM, attendee_id=attendee, deed=Deed.TAKEN_BACK, device=uuid7(), at=NINE + timedelta(minutes=1))
    arrive(show, wants=("P01",), stands_by=True)
    assert standby.fill_places(actor=SYSTEM, event_id=show.event.pk, at=NINE) == 0


def test_without_check_in_the_agenda_alone_decides(show: Stage) -> None:
    publish(show)
    show.wish("K01", "P02")
    waiting = standby.stand_by(actor=SYSTEM, participant_id=show.parties["K01"].pk, at=NINE)
    given = standby.place_standby(actor=SYSTEM, standby_id=waiting.pk, at=NINE)
    assert {given.first, given.second} == {show.parties["P02"].pk, show.parties["K01"].pk}


def test_one_waits_once_and_goes_once(show: Stage) -> None:
    party = show.parties["K01"].pk
    one = standby.stand_by(actor=SYSTEM, participant_id=party, at=NOW)
    assert standby.stand_by(actor=SYSTEM, participant_id=party, at=NINE) == one
    gone = standby.leave_standby(actor=SYSTEM, standby_id=one.pk, at=NINE)
    assert (gone.state, gone.ended_at) == (StandbyState.LEFT, NINE)
    with pytest.raises(IllegalMove):
        standby.leave_standby(actor=SYSTEM, standby_id=one.pk, at=NINE)
    assert standby.stand_by(actor=SYSTEM, participant_id=party, at=NINE) != one
