import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connections, transaction

from landbridge.events.actions import people, wishes
from landbridge.events.holders import LinkHolder
from landbridge.events.models import Attendee, Event, Group, GroupRule, Participant, Wish
from landbridge.events.queries import wishes as wish_queries
from landbridge.events.states import EventState, WishKind, WishState
from landbridge.events.wishing import Interest, takes_wishes
from landbridge.evidence.models import Trail
from landbridge.ground.hubs import hub_context
from landbridge.kernel.refusal import InputRefused, Missing, NotAllowed, Refusal
from landbridge.matchmaking import actions as matchmaking
from tests.events import makers
from tests.events.makers import AT, SYSTEM, Onlooker, Stranger

LATER = AT + timedelta(hours=1)


@dataclass
class Show:
    event: Event
    rover: Participant
    acme: Participant
    fund: Participant

    def say(self, wisher: Participant, target: Participant, kind: str = "want", **more: Any) -> Wish:
        given: dict[str, Any] = {"actor": SYSTEM, "at": AT, **more}
        return wishes.say_wish(wisher_id=wisher.pk, target_id=target.pk, kind=kind, **given)


def show_in(hub_id: UUID) -> Show:
    event = makers.event(hub_id)
    return Show(event, makers.delegate(event), makers.guest(event), makers.guest(event, "Harbour fund", "F"))


@pytest.fixture
def show(in_hub: UUID) -> Show:
    return show_in(in_hub)


def holder(attendee: Attendee) -> LinkHolder:
    return LinkHolder(
        actor_id=attendee.person_id,
        hub_id=attendee.hub_id,
        event_id=attendee.event_id,
        attendee_id=attendee.pk,
        participant_id=attendee.participant_id,
    )


def test_the_second_word_replaces_the_first(show: Show) -> None:
    first = show.say(show.rover, show.acme, "want", message=" We saw your\x00 buses. ")
    assert (first.message, first.state, first.expires_at) == (
        "We saw your buses.",
        WishState.OPEN,
        datetime.fromisoformat("2026-12-02T00:00+08:00"),
    )
    second = show.say(show.rover, show.acme, "must", at=LATER)
    assert first.pk == second.pk
    assert [(w.kind, w.message, w.said_at) for w in Wish.objects.all()] == [("must", "", LATER)]
    said = Trail.objects.filter(event="events.wish_said").order_by("recorded_at")
    assert list(said.values_list("data__kind", flat=True)) == ["want", "must"]


def test_a_need_that_no_table_can_have_is_named(show: Show) -> None:
    with pytest.raises(InputRefused) as refused:
        show.say(show.rover, show.acme, needs=["a piano"])
    assert [finding.field for finding in refused.value.findings] == ["needs"]
    assert not Wish.objects.exists()


@pytest.mark.parametrize(
    ("wisher", "target", "code"),
    [
        ("rover", "rover", "wish_for_oneself"),
        ("acme", "fund", "wish_for_own_side"),
    ],
)
def test_wishes_that_cannot_be(show: Show, wisher: str, target: str, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        show.say(getattr(show, wisher), getattr(show, target))
    assert refusal.value.code == code
    assert not Wish.objects.exists()


def test_groups_without_a_rule_do_not_meet(show: Show) -> None:
    GroupRule.objects.filter(second=Group.objects.get(event=show.event, letter="F")).delete()
    with pytest.raises(wishes.WishAgainstGroupRules) as refusal:
        show.say(show.fund, show.rover)
    assert dict(refusal.value.data) == {"wisher": "F01", "target": "P01", "wisher_group": "F", "target_group": "P"}
    show.say(show.acme, show.rover)


def test_after_the_deadline_nothing_is_taken_but_a_withdrawal_is(show: Show) -> None:
    said = show.say(show.rover, show.acme)
    wishes.set_wish_deadline(
        actor=SYSTEM, event_id=show.event.pk, until=datetime.fromisoformat("2026-11-20T10:30"), at=AT
    )
    show.say(show.acme, show.rover, at=AT + timedelta(minutes=29))
    with pytest.raises(wishes.WishesAreClosed) as refusal:
        show.say(show.rover, show.fund, at=AT + timedelta(minutes=30))
    assert refusal.value.data["until"] == "2026-11-20 10:30"
    event = Event.objects.get()
    assert (takes_wishes(event, AT), takes_wishes(event, LATER)) == (True, False)
    wishes.withdraw_wish(actor=SYSTEM, wish_id=said.pk, at=LATER)
    assert Wish.objects.filter(state=WishState.OPEN).count() == 1


@pytest.mark.parametrize(
    ("until", "code"),
    [
        (datetime.fromisoformat("2026-11-20T10:00"), "deadline_in_the_past"),
        (datetime.fromisoformat("2026-12-02T00:00"), "deadline_after_the_event"),
        (datetime.fromisoformat("0001-01-01T00:00"), "deadline_in_the_past"),
        (datetime.fromisoformat("9999-12-31T23:59"), "deadline_after_the_event"),
    ],
)
def test_a_deadline_lies_before_the_end(show: Show, until: datetime, code: str) -> None:
    with pytest.raises(InputRefused) as refusal:
        wishes.set_wish_deadline(actor=SYSTEM, event_id=show.event.pk, until=until, at=AT)
    assert [finding.code for finding in refusal.value.findings] == [code]
    with pytest.raises(NotAllowed):
        wishes.set_wish_deadline(actor=Onlooker(), event_id=show.event.pk, until=None, at=AT)


@pytest.mark.parametrize("who", ["rover", "acme"])
def test_who_does_not_come_neither_wishes_nor_is_wished_for(show: Show, who: str) -> None:
    people.withdraw_participant(actor=SYSTEM, participant_id=getattr(show, who).pk, at=AT)
    with pytest.raises(wishes.PartyDoesNotCome) as refusal:
        show.say(show.rover, show.acme)
    assert refusal.value.data["state"] == "withdrawn"


def test_a_refused_pair_may_say_never_and_nothing_else(show: Show) -> None:
    assert show.rover.project_id
    assert show.acme.organisation_id
    matchmaking.refuse_pair(
        actor=SYSTEM, hub_id=show.event.hub_id, project_id=show.rover.project_id,
        organisation_id=show.acme.organisation_id, reason="conflict", at=AT,
    )  # fmt: skip
    for one, other in ((show.rover, show.acme), (show.acme, show.rover)):
        with pytest.raises(wishes.WishForRefusedPair):
            show.say(one, other)
        show.say(one, other, "never")


def test_bad_input_is_named_at_once(show: Show) -> None:
    with pytest.raises(InputRefused) as refusal:
        show.say(show.rover, show.acme, "adore", message="x" * 501, expires_at=AT)
    assert [(f.code, f.field) for f in refusal.value.findings] == [
        ("wish_kind_unknown", "kind"),
        ("wish_message_too_long", "message"),
        ("wish_expires_in_the_past", "expires_at"),
    ]


def test_a_wish_may_name_a_person_of_the_other_party_only(show: Show) -> None:
    chosen = Attendee.objects.get(participant=show.acme)
    assert show.say(show.rover, show.acme, target_person_id=chosen.pk).target_person == chosen
    with pytest.raises(InputRefused) as refusal:
        show.say(show.rover, show.fund, target_person_id=chosen.pk)
    assert [f.code for f in refusal.value.findings] == ["wish_person_of_another_party"]


def test_a_party_of_another_event_is_missing(show: Show, in_hub: UUID) -> None:
    elsewhere = makers.guest(makers.event(in_hub, name_latin="Another"), "Elsewhere")
    for target in (elsewhere.pk, uuid4()):
        with pytest.raises(Missing):
            wishes.say_wish(actor=SYSTEM, wisher_id=show.rover.pk, target_id=target, kind="want", at=AT)


def test_a_link_holder_speaks_for_their_own_party_only(show: Show) -> None:
    ada = holder(Attendee.objects.get(participant=show.acme))
    said = show.say(show.acme, show.rover, actor=ada)
    assert said.said_by == ada.actor_id
    with pytest.raises(Missing):
        show.say(show.fund, show.rover, actor=ada)
    others = show.say(show.fund, show.rover)
    with pytest.raises(Missing):
        wishes.withdraw_wish(actor=ada, wish_id=others.pk, at=AT)
    for actor, refusal in ((Onlooker(), NotAllowed), (Stranger(), Missing)):
        with pytest.raises(refusal):
            show.say(show.rover, show.acme, actor=actor)
    assert Wish.objects.filter(state=WishState.OPEN).count() == 2


def test_a_withdrawn_wish_can_be_said_again(show: Show) -> None:
    said = show.say(show.rover, show.acme)
    wishes.withdraw_wish(actor=SYSTEM, wish_id=said.pk, at=LATER)
    with pytest.raises(wishes.WishHasEnded):
        wishes.withdraw_wish(actor=SYSTEM, wish_id=said.pk, at=LATER)
    again = show.say(show.rover, show.acme, "must", at=LATER)
    assert (again.pk, again.state, again.ended_at) == (said.pk, WishState.OPEN, None)


def test_wishes_end_by_the_clock(show: Show) -> None:
    show.say(show.rover, show.acme, expires_at=LATER)
    show.say(show.rover, show.fund)
    assert wishes.expire_wishes(actor=SYSTEM, hub_id=show.event.hub_id, at=LATER - timedelta(seconds=1)) == 0
    assert wishes.expire_wishes(actor=SYSTEM, hub_id=show.event.hub_id, at=LATER) == 1
    assert wishes.expire_wishes(actor=SYSTEM, hub_id=show.event.hub_id, at=LATER) == 0
    midnight = datetime.fromisoformat("2026-12-02T00:00+08:00")
    assert wishes.expire_wishes(actor=SYSTEM, hub_id=show.event.hub_id, at=midnight) == 1
    assert set(Wish.objects.values_list("state", "ended_at")) == {("expired", LATER), ("expired", midnight)}


def test_a_cancelled_event_takes_no_wishes(show: Show) -> None:
    Event.objects.update(state=EventState.CANCELLED, cancelled_at=AT)
    with pytest.raises(wishes.EventTakesNoWishes):
        show.say(show.rover, show.acme)


def test_interest_is_read_from_both_sides(show: Show) -> None:
    show.say(show.rover, show.acme)
    show.say(show.fund, show.rover, "must")
    pairs = wish_queries.pair_wishes(show.event)
    assert {pair: said.interest for pair, said in pairs.items()} == {
        (show.rover.pk, show.acme.pk): Interest.DELEGATE,
        (show.rover.pk, show.fund.pk): Interest.COUNTERPARTY,
    }
    assert [said.must for said in pairs.values()] == [False, True]
    show.say(show.acme, show.rover, "must")
    show.say(show.rover, show.fund, "never")
    pairs = wish_queries.pair_wishes(show.event)
    assert [said.interest for said in pairs.values()] == [Interest.BOTH, Interest.NEVER]
    assert [said.must for said in pairs.values()] == [True, False]
    assert wish_queries.wishes_for(show.fund) == {}
    assert set(wish_queries.wishes_for(show.acme)) == {show.rover.pk}
    assert set(wish_queries.wishes_of(show.rover)) == {show.acme.pk, show.fund.pk}


def test_who_has_not_answered_and_how_the_wishes_stand(show: Show) -> None:
    show.say(show.rover, show.acme, "must")
    show.say(show.acme, show.rover)
    show.say(show.rover, show.fund, "never")
    assert [party.label for party in wish_queries.unanswered(show.event)] == ["F01"]
    tally = wish_queries.tally(show.event, wish_queries.pair_wishes(show.event).values())
    assert (tally.parties, tally.answered, tally.silent) == (3, 2, 1)
    assert (tally.wishes, tally.musts, tally.nevers, tally.mutual, tally.one_sided) == (2, 1, 1, 1, 0)
    rows = wish_queries.with_counts(Participant.objects.filter(event=show.event).order_by("label"))
    keys = ("label", "musts", "wants", "nevers", "asked")
    assert [tuple(getattr(row, key) for key in keys) for row in rows] == [
        ("F01", 0, 0, 0, 0),
        ("K01", 0, 1, 0, 1),
        ("P01", 1, 0, 1, 1),
    ]
    people.withdraw_participant(actor=SYSTEM, participant_id=show.acme.pk, at=LATER)
    assert set(wish_queries.pair_wishes(show.event)) == {(show.rover.pk, show.fund.pk)}


def in_thread(work: Any) -> threading.Thread:
    def run() -> None:
        try:
            work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_two_words_at_once_leave_the_later_one(committed: None, hub_id: UUID) -> None:
    """The second waits for the first's lock on the party and then replaces its word."""
    with hub_context(hub_id):
        show = show_in(hub_id)
        done: list[str] = []

        def second() -> None:
            with hub_context(hub_id):
                show.say(show.rover, show.acme, "must", at=LATER)
                done.append("second")

        with transaction.atomic():
            show.say(show.rover, show.acme, "want")
            thread = in_thread(second)
            thread.join(timeout=0.5)
            assert done == []
        thread.join(timeout=10)
        assert done == ["second"]
        assert [(wish.kind, wish.said_at) for wish in Wish.objects.all()] == [(WishKind.MUST, LATER)]


def test_without_the_lock_the_database_still_keeps_one_wish_a_pair(show: Show) -> None:
    said = show.say(show.rover, show.acme)
    twin = Wish(
        hub_id=said.hub_id, event=said.event, wisher=said.wisher, target=said.target, kind="must",
        said_by=said.said_by, said_at=said.said_at,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="wish_one_per_pair"), transaction.atomic():
        twin.save(force_insert=True)
    with pytest.raises(IntegrityError, match="wish_not_for_oneself"), transaction.atomic():
        Wish.objects.filter(pk=said.pk).update(target=said.wisher)


@pytest.mark.parametrize(
    ("zone", "until", "code"),
    [
        ("Europe/London", datetime(2026, 10, 25, 1, 30), "time_is_ambiguous"),  # noqa: DTZ001 -- wall times
        ("Europe/London", datetime(2027, 3, 28, 1, 30), "time_does_not_exist"),  # noqa: DTZ001
    ],
)
def test_a_deadline_is_a_time_that_clocks_show_once(in_hub: UUID, zone: str, until: datetime, code: str) -> None:
    day = until.date() + timedelta(days=1)
    event = makers.event(
        in_hub, zone=zone, first_day=day, last_day=day, at=until.replace(tzinfo=UTC) - timedelta(days=9)
    )
    with pytest.raises(InputRefused) as refused:
        wishes.set_wish_deadline(
            actor=SYSTEM, event_id=event.pk, until=until, at=until.replace(tzinfo=UTC) - timedelta(days=1)
        )
    assert [(finding.code, finding.field) for finding in refused.value.findings] == [(code, "until")]
    event.refresh_from_db()
    assert event.wishes_until is None
