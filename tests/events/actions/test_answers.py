"""What people say of themselves by their own link: whether they come, when they can, how they are reached."""

from datetime import datetime
from uuid import UUID

import pytest

from landbridge.events.actions import answers, attendees, frame
from landbridge.events.actions.publishing import publish_version
from landbridge.events.actions.wishes import EventTakesNoWishes
from landbridge.events.models import Absence, Attendee, Participant
from landbridge.events.refusals import PlacedInAgenda
from landbridge.events.states import ParticipantState
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence.models import Trail
from landbridge.kernel.ids import uuid7
from landbridge.kernel.refusal import Missing
from landbridge.kernel.transitions import IllegalMove
from landbridge.network.models import Person
from tests.events.after import SYSTEM, holder
from tests.events.planned import version_with
from tests.events.stage import NOW, Stage


def answer(show: Stage, coming: bool, who: str = "K01") -> str:
    party = show.parties["K01"].pk
    return answers.answer(actor=holder(show, who), participant_id=party, coming=coming, at=NOW).state


def test_a_no_can_become_a_yes_again_and_the_same_word_twice_is_one(show: Stage) -> None:
    assert [answer(show, coming) for coming in (True, True, False, True)] == [
        "coming", "coming", "declined", "coming",
    ]  # fmt: skip
    said = Trail.objects.filter(event=EventsEvent.PARTY_ANSWERED).order_by("recorded_at", "pk")
    assert sorted(row.data["coming"] for row in said) == [False, True, True]


def test_nobody_answers_for_another_party_nor_after_the_event(show: Stage) -> None:
    before = show.parties["K01"].state
    with pytest.raises(Missing):
        answer(show, coming=False, who="K02")
    frame.cancel_event(actor=SYSTEM, event_id=show.event.pk, at=NOW)
    with pytest.raises(EventTakesNoWishes):
        answer(show, coming=False)
    assert Participant.objects.get(label="K01").state == before


def test_who_is_placed_says_no_to_the_organiser_who_says_it_for_them(show: Stage) -> None:
    version = version_with(show, ("P01", "K01", 0, 0))
    assert answer(show, coming=False) == "declined"
    assert answer(show, coming=True) == "coming"
    publish_version(actor=SYSTEM, version_id=version.pk, over=None, at=NOW)
    with pytest.raises(PlacedInAgenda) as refusal:
        answer(show, coming=False)
    assert dict(refusal.value.data) == {"meetings": 1}
    assert answer(show, coming=True) == "coming"
    party = show.parties["K01"].pk
    assert answers.answer(actor=SYSTEM, participant_id=party, coming=False, at=NOW).state == "declined"


def test_who_was_taken_off_the_list_cannot_say_yes(show: Stage) -> None:
    Participant.objects.filter(label="K01").update(state=ParticipantState.WITHDRAWN)
    with pytest.raises(IllegalMove):
        answer(show, coming=True)


def test_when_one_can_be_met_is_said_anew_each_time(show: Stage) -> None:
    me, busy = show.people["K01"].pk, show.slots[1]

    def say(*slots: UUID, arrives: datetime | None = None) -> None:
        answers.say_when(
            actor=holder(show, "K01"), attendee_id=me, arrives=arrives, leaves=None, busy_slot_ids=slots, at=NOW
        )

    say(busy.pk)
    assert [(row.starts_at, row.ends_at) for row in Absence.objects.all()] == [(busy.starts_at, busy.ends_at)]
    say()
    assert Absence.objects.count() == 0
    with pytest.raises(Missing):
        answers.say_when(
            actor=holder(show, "K02"), attendee_id=me, arrives=None, leaves=None, busy_slot_ids=[busy.pk], at=NOW
        )
    assert Absence.objects.count() == 0


def test_the_grid_of_free_slots_makes_the_others_busy(show: Stage) -> None:
    me, (_, second, third, _) = show.people["K01"].pk, show.slots
    arrives = datetime(2026, 11, 23, 9, 25)  # noqa: DTZ001 -- a wall time
    attendees.set_free_slots(actor=SYSTEM, attendee_id=me, at=NOW, free_slot_ids=[second.pk, third.pk], arrives=arrives)
    assert sorted(Absence.objects.values_list("reason", "ends_at")) == [
        ("arrives_late", second.starts_at), ("busy", show.slots[3].ends_at),
    ]  # fmt: skip
    with pytest.raises(Missing):
        attendees.set_free_slots(actor=SYSTEM, attendee_id=me, at=NOW, free_slot_ids=[uuid7()])
    assert Absence.objects.count() == 2


def details(show: Stage, who: str = "K01", language: str = "zh", **said: str) -> Attendee:
    given = {"email": "new@example.org", "phone": "+86 138 0000 0000", "wechat": "new-wx"} | said
    return answers.change_own_details(
        actor=holder(show, who), attendee_id=show.people["K01"].pk, language=language, at=NOW, **given
    )


def test_ways_to_be_reached_and_language_change_and_the_name_does_not(show: Stage) -> None:
    details(show)
    details(show)
    me = Attendee.objects.select_related("person").get(pk=show.people["K01"].pk)
    assert (me.person.email, me.person.wechat, me.language, me.person.name_latin) == (
        "new@example.org", "new-wx", "zh", "Person K01",
    )  # fmt: skip
    assert Trail.objects.filter(event=EventsEvent.ATTENDEE_CHANGED).count() == 1
    with pytest.raises(Missing):
        details(show, who="K02", email="other@example.org")
    assert Person.objects.get(pk=me.person_id).email == "new@example.org"
