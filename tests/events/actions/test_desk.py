"""What desks do is kept once, by any way it arrives, and only for this road show."""

import random
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from landbridge.events.actions import badges, desk
from landbridge.events.actions.attendees import remove_attendee
from landbridge.events.actions.desk import SaidAct
from landbridge.events.models import Badge, DeskAct
from landbridge.events.presence import standings
from landbridge.events.queries import desk as queries
from landbridge.events.refusals import EventIsOver, SequenceUsed, StillUsed
from landbridge.events.states import Deed
from landbridge.evidence.models import Trail
from landbridge.ground.hubs import hub_context
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.refusal import InputRefused, Missing
from tests.events.stage import NINE, NOW, Stage, small_show, stage

SYSTEM = SystemActor()
DEVICE = UUID(int=7)


def minutes(n: float) -> datetime:
    return NINE + timedelta(minutes=n)


def sent(show: Stage, *acts: SaidAct, device: UUID = DEVICE, at: datetime = NINE) -> desk.Recorded:
    return desk.record_acts(
        actor=SYSTEM, event_id=show.event.pk, device=device, sent_at=at, acts=acts, at=at
    )  # fmt: skip


def arrives(show: Stage, name: str, sequence: int = 1, at: datetime = NINE) -> SaidAct:
    return SaidAct(sequence, Deed.ARRIVED, at, show.people[name].pk)


def leaves(show: Stage, name: str, sequence: int, at: datetime = NINE) -> SaidAct:
    return SaidAct(sequence, Deed.TAKEN_BACK, at, show.people[name].pk)


def test_an_act_delivered_twice_is_one_act(show: Stage) -> None:
    first = sent(show, arrives(show, "K01"))
    again = sent(show, arrives(show, "K01"), at=minutes(3))
    assert [answer.kept for answer in (*first.answers, *again.answers)] == [True, False]
    assert DeskAct.objects.count() == 1
    assert queries.arrived(show.event) == {show.people["K01"].pk: NINE}
    assert Trail.objects.filter(event="events.checked_in").count() == 1


def test_a_number_used_for_something_else_is_refused_and_the_others_are_kept(show: Stage) -> None:
    sent(show, arrives(show, "K01"))
    recorded = sent(show, arrives(show, "K02"), arrives(show, "F01", 2))
    assert [type(answer.refusal) for answer in recorded.answers] == [SequenceUsed, type(None)]
    assert set(queries.arrived(show.event)) == {show.people["K01"].pk, show.people["F01"].pk}


def test_badges_identify_and_others_are_refused_clearly(show: Stage) -> None:
    assert badges.make_badges(actor=SYSTEM, event_id=show.event.pk, at=NOW) == 6
    assert badges.make_badges(actor=SYSTEM, event_id=show.event.pk, at=NOW) == 0
    mine = Badge.objects.get(attendee=show.people["K01"])
    other = small_show(show.hub_id)
    badges.make_badges(actor=SYSTEM, event_id=other.event.pk, at=NOW)
    foreign = Badge.objects.filter(event=other.event).first()
    assert foreign is not None
    old = mine.code
    new = badges.replace_badge(actor=SYSTEM, attendee_id=mine.attendee_id, at=NOW)
    acts = [SaidAct(n, Deed.ARRIVED, NINE, badge=code) for n, code in enumerate(("?", foreign.code, old, new.code), 1)]
    recorded = sent(show, *acts)
    assert [answer.refusal.code if answer.refusal else "" for answer in recorded.answers] == [
        "badge_unknown", "badge_of_another_event", "badge_replaced", "",
    ]  # fmt: skip
    assert set(queries.arrived(show.event)) == {show.people["K01"].pk}
    assert queries.arrived(other.event) == {}


def test_a_badge_of_another_hub_is_unknown(show: Stage) -> None:
    hub = uuid4()
    with hub_context(hub):
        other = small_show(hub)
        badges.make_badges(actor=SYSTEM, event_id=other.event.pk, at=NOW)
        code = Badge.objects.values_list("code", flat=True).first() or ""
    recorded = sent(show, SaidAct(1, Deed.ARRIVED, NINE, badge=code))
    assert [answer.refusal.code for answer in recorded.answers if answer.refusal] == ["badge_unknown"]


def test_two_devices_offline_for_a_hundred_acts_each_end_alike_whatever_arrives_first(show: Stage) -> None:
    chance = random.Random(5)
    names = list(show.people)
    made = {
        device: [
            SaidAct(
                n, chance.choice(list(Deed)), minutes(chance.uniform(0, 90)), show.people[chance.choice(names)].pk
            )
            for n in range(1, 101)
        ]
        for device in (UUID(int=1), UUID(int=2))
    }  # fmt: skip
    parcels = [(device, acts[at : at + 10]) for device, acts in made.items() for at in range(0, 100, 10)]
    parcels += chance.sample(parcels, 8)
    chance.shuffle(parcels)
    for device, acts in parcels:
        sent(show, *chance.sample(acts, len(acts)), device=device, at=minutes(100))
    assert DeskAct.objects.count() == 200
    alone = standings(queries.acts_of(show.event))
    assert queries.standings_of(show.event) == alone
    order = [(row.device, row.sequence) for row in DeskAct.objects.order_by("device", "sequence")]
    assert order == [(device, n) for device in (UUID(int=1), UUID(int=2)) for n in range(1, 101)]


def test_what_desks_know_is_never_changed_and_keeps_its_person(show: Stage) -> None:
    sent(show, arrives(show, "K01"))
    with pytest.raises(DatabaseError), transaction.atomic():
        DeskAct.objects.update(deed=Deed.TAKEN_BACK)
    with pytest.raises(StillUsed):
        remove_attendee(actor=SYSTEM, attendee_id=show.people["K01"].pk, at=NOW)
    assert queries.arrived(show.event) == {show.people["K01"].pk: NINE}


def test_taking_back_and_coming_again(show: Stage) -> None:
    sent(show, arrives(show, "K01"), leaves(show, "K01", 2, minutes(0)))
    assert queries.arrived(show.event) == {}
    sent(show, arrives(show, "K01", 3, minutes(5)), at=minutes(5))
    assert queries.arrived(show.event) == {show.people["K01"].pk: minutes(5)}


def test_bad_input_changes_nothing(show: Stage) -> None:
    elsewhere = stage(show.hub_id)
    elsewhere.join("K09")
    recorded = sent(show, SaidAct(1, Deed.ARRIVED, NINE, elsewhere.people["K09"].pk))
    assert [answer.refusal.code for answer in recorded.answers if answer.refusal] == [Missing.code]
    with pytest.raises(InputRefused):
        sent(show, *[arrives(show, "K01", n) for n in range(1, 502)])
    show.event.state, show.event.cancelled_at = "cancelled", NOW
    show.event.save(update_fields=["state", "cancelled_at"])
    with pytest.raises(EventIsOver):
        sent(show, arrives(show, "K01"))
    assert DeskAct.objects.count() == 0


def test_the_list_is_found_by_name_pinyin_initials_and_company(show: Stage) -> None:
    person = show.people["K01"].person
    person.name_chinese = "李静"
    person.save(update_fields=["name_chinese"])
    (listed,) = [row for row in queries.roster(show.event) if row.attendee.pk == show.people["K01"].pk]
    for asked in ("k01", "person k01", "李静", "lijing", "lj", "k01公司"):
        assert asked in listed.keys
    assert connection.in_atomic_block


def test_more_than_a_page_of_acts_at_once_is_refused(show: Stage) -> None:
    many = [arrives(show, "K01", sequence) for sequence in range(1, desk.MOST_AT_ONCE + 2)]
    with pytest.raises(InputRefused) as refused:
        sent(show, *many)
    assert [finding.code for finding in refused.value.findings] == ["too_many_acts"]
    assert DeskAct.objects.count() == 0


def test_a_form_sent_again_with_another_word_is_refused(show: Stage) -> None:
    me = show.people["K01"].pk
    here = desk.check(actor=SYSTEM, attendee_id=me, deed=Deed.ARRIVED, device=DEVICE, at=NINE)
    assert here.here
    with pytest.raises(SequenceUsed):
        desk.check(actor=SYSTEM, attendee_id=me, deed=Deed.TAKEN_BACK, device=DEVICE, at=NINE)
    assert set(queries.arrived(show.event)) == {me}
