"""Who comes, who sits at the table, and when they can."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from landbridge.events.actions import attendees, people, undo
from landbridge.events.actions.attendees import Person
from landbridge.events.actions.people import Party
from landbridge.events.models import Absence, Attendee, Event, Participant, Seat, Slot
from landbridge.events.refusals import AlreadyAttends, AlreadyTakesPart, StillUsed, WrongSide
from landbridge.events.states import AgendaState, ParticipantState
from landbridge.events.trail_events import EventsEvent
from landbridge.kernel.refusal import InputRefused, Missing, NotAllowed
from landbridge.kernel.transitions import IllegalMove
from tests.events import makers
from tests.events.makers import AT, DAY, SYSTEM, Onlooker
from tests.network import makers as network


def wall(hour: int, minute: int = 0, days: int = 0) -> datetime:
    return datetime.combine(DAY + timedelta(days=days), datetime.min.time()) + timedelta(hours=hour, minutes=minute)


def organisation_party(event: Event, letter: str = "K") -> Party:
    return Party(makers.group(event, letter).pk, organisation_id=network.organisation(event.hub_id).pk)


def test_labels_count_on_within_their_letter(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    parties = [organisation_party(event), organisation_party(event, "F"), organisation_party(event)]
    people.add_participants(actor=SYSTEM, event_id=event.pk, at=AT, parties=parties)
    first = Participant.objects.get(label="K02")
    people.withdraw_participant(actor=SYSTEM, participant_id=first.pk, at=AT)
    makers.delegate(event)
    last = makers.guest(event)
    assert sorted(Participant.objects.values_list("label", flat=True)) == ["F01", "K01", "K02", "K03", "P01"]
    assert last.label == "K03"


def test_a_project_brings_its_president(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    participant = makers.delegate(event)
    attendee = Attendee.objects.get(participant=participant)
    assert (participant.label, attendee.leads) == ("P01", True)


def test_nobody_is_put_on_the_list_twice(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    guest, delegate = makers.guest(event), makers.delegate(event)
    again = [
        Party(guest.group_id, organisation_id=guest.organisation_id),
        Party(delegate.group_id, project_id=delegate.project_id),
    ]
    for party in again:
        with pytest.raises(AlreadyTakesPart):
            people.add_participant(actor=SYSTEM, event_id=event.pk, at=AT, party=party)
    new = organisation_party(event)
    with pytest.raises(InputRefused) as refused:
        people.add_participants(actor=SYSTEM, event_id=event.pk, at=AT, parties=[new, new])
    assert [(finding.code, finding.row) for finding in refused.value.findings] == [("given_twice", 2)]
    assert Participant.objects.count() == 2


def test_one_organisation_may_bring_several_projects(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    home = network.organisation(in_hub)
    group = makers.group(event, "P").pk
    parties = [
        Party(group, project_id=makers.project(in_hub, name).pk, organisation_id=home.pk) for name in ("Rover", "Lidar")
    ]
    people.add_participants(actor=SYSTEM, event_id=event.pk, at=AT, parties=parties)
    assert Participant.objects.filter(organisation=home).count() == 2


def test_projects_travel_with_the_delegation(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    party = Party(makers.group(event, "K").pk, project_id=makers.project(in_hub).pk)
    with pytest.raises(WrongSide):
        people.add_participant(actor=SYSTEM, event_id=event.pk, at=AT, party=party)
    delegate = makers.delegate(event)
    with pytest.raises(WrongSide):
        people.change_participant(actor=SYSTEM, participant_id=delegate.pk, at=AT, group_id=makers.group(event, "F").pk)
    assert Participant.objects.get().group.letter == "P"


def test_strangers_to_the_hub_are_missing(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    group = makers.group(event, "K").pk
    known = network.organisation(in_hub).pk
    for party in (
        Party(group, organisation_id=uuid4()),
        Party(uuid4(), organisation_id=known),
        Party(group, organisation_id=known, people=(Person(uuid4()),)),
    ):
        with pytest.raises(Missing):
            people.add_participant(actor=SYSTEM, event_id=event.pk, at=AT, party=party)
    with pytest.raises(InputRefused):
        people.add_participant(actor=SYSTEM, event_id=event.pk, at=AT, party=Party(group))
    assert (Participant.objects.count(), Attendee.objects.count()) == (0, 0)


def test_a_person_comes_for_one_party(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    guest = makers.guest(event)
    person = Attendee.objects.get(participant=guest).person_id
    other = makers.delegate(event)
    with pytest.raises(AlreadyAttends) as refused:
        attendees.add_attendee(actor=SYSTEM, participant_id=other.pk, at=AT, person=Person(person))
    assert refused.value.data["label"] == "K01"
    new = network.person(in_hub).pk
    party = Party(
        makers.group(event, "F").pk, organisation_id=network.organisation(in_hub).pk, people=(Person(new),) * 2
    )
    with pytest.raises(AlreadyAttends):
        people.add_participant(actor=SYSTEM, event_id=event.pk, at=AT, party=party)
    assert Attendee.objects.count() == 2


def test_one_person_leads(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    guest = makers.guest(event)
    second = attendees.add_attendee(
        actor=SYSTEM, participant_id=guest.pk, at=AT, person=Person(network.person(in_hub).pk, "zh", leads=True)
    )
    assert Attendee.objects.get(leads=True) == second
    first = Attendee.objects.get(leads=False)
    attendees.change_attendee(actor=SYSTEM, attendee_id=first.pk, at=AT, language="en", leads=True)
    attendees.change_attendee(actor=SYSTEM, attendee_id=second.pk, at=AT, language="zh", leads=False)
    assert Attendee.objects.get(leads=True) == first


def test_a_party_leaves_and_comes_back_with_its_label(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    guest = makers.guest(event)
    people.withdraw_participant(actor=SYSTEM, participant_id=guest.pk, at=AT)
    with pytest.raises(IllegalMove):
        people.withdraw_participant(actor=SYSTEM, participant_id=guest.pk, at=AT)
    people.reinstate_participant(actor=SYSTEM, participant_id=guest.pk, at=AT)
    back = Participant.objects.get()
    assert (back.label, back.state, back.attendees.count()) == ("K01", ParticipantState.LISTED, 1)


def test_a_quota_of_its_own_is_judged_with_the_groups(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    guest = makers.guest(event)
    people.change_participant(actor=SYSTEM, participant_id=guest.pk, at=AT, max_meetings=3, note="late")
    with pytest.raises(InputRefused) as refused:
        people.change_participant(actor=SYSTEM, participant_id=guest.pk, at=AT, min_meetings=4)
    assert [finding.code for finding in refused.value.findings] == ["quota_backward"]
    with pytest.raises(Missing):
        people.change_participant(actor=SYSTEM, participant_id=guest.pk, at=AT, group_id=uuid4())
    people.change_participant(
        actor=SYSTEM, participant_id=guest.pk, at=AT, group_id=makers.group(event, "F").pk, max_meetings=None
    )
    row = Participant.objects.get()
    assert (row.label, row.group.letter, row.min_meetings, row.max_meetings) == ("K01", "F", None, None)
    assert people.effective_quota(row) == (0, 12)


def test_somebody_seated_stays_and_somebody_removed_comes_back(in_hub: UUID) -> None:
    event = makers.laid(in_hub)
    guest, delegate = makers.guest(event), makers.delegate(event)
    attendee = Attendee.objects.get(participant=guest)
    for state in (AgendaState.DISCARDED, AgendaState.DRAFT):
        meeting = makers.meeting(event, guest, delegate, slot=1, state=state)
        Seat.objects.create(
            hub_id=in_hub, event=event, meeting=meeting, attendee=attendee, person=attendee.person,
            starts_at=meeting.starts_at, ends_at=meeting.ends_at,
        )  # fmt: skip
    with pytest.raises(StillUsed):
        attendees.remove_attendee(actor=SYSTEM, attendee_id=attendee.pk, at=AT)
    Seat.objects.filter(meeting=meeting).delete()
    attendees.remove_attendee(actor=SYSTEM, attendee_id=attendee.pk, at=AT)
    assert Attendee.objects.filter(participant=guest).count() == 0
    entry = undo.last_entry(EventsEvent.ATTENDEE_REMOVED, guest.pk, at=AT)
    assert entry is not None
    undo.undo(actor=SYSTEM, event_id=event.pk, entry_id=entry, at=AT)
    assert Attendee.objects.get(participant=guest).person_id == attendee.person_id


def test_availability_replaces_what_was_said_before(in_hub: UUID) -> None:
    event = makers.laid(in_hub)
    attendee = Attendee.objects.get(participant=makers.guest(event))
    slots = list(Slot.objects.filter(event=event).order_by("number"))
    attendees.set_availability(actor=SYSTEM, attendee_id=attendee.pk, at=AT, busy_slot_ids=[slots[0].pk])
    rows = attendees.set_availability(
        actor=SYSTEM,
        attendee_id=attendee.pk,
        at=AT,
        arrives=wall(9, 45),
        leaves=wall(16),
        busy_slot_ids=[slots[4].pk, slots[3].pk],
    )
    nine, midnight = slots[0].starts_at, slots[0].starts_at - timedelta(hours=9)
    assert [(row.reason, row.starts_at, row.ends_at) for row in rows] == [
        ("arrives_late", midnight, nine + timedelta(minutes=45)),
        ("leaves_early", slots[11].starts_at, midnight + timedelta(days=1)),
        ("busy", slots[3].starts_at, slots[4].ends_at),
    ]
    assert Absence.objects.count() == 3


def test_arriving_before_it_begins_and_leaving_after_it_ends_is_no_absence(in_hub: UUID) -> None:
    event = makers.laid(in_hub)
    attendee = Attendee.objects.get(participant=makers.guest(event))
    rows = attendees.set_availability(
        actor=SYSTEM, attendee_id=attendee.pk, at=AT, arrives=wall(0), leaves=wall(0, days=1)
    )
    assert rows == []


@pytest.mark.parametrize(
    ("arrives", "leaves", "codes"),
    [
        (wall(15), wall(10), ["leaves_before_arriving"]),
        (wall(9, days=3), None, ["outside_the_event"]),
        (wall(9, days=-1), wall(9, days=2), ["outside_the_event", "outside_the_event"]),
    ],
)
def test_times_that_make_no_sense_are_refused(
    in_hub: UUID, arrives: datetime, leaves: datetime | None, codes: list[str]
) -> None:
    event = makers.laid(in_hub)
    attendee = Attendee.objects.get(participant=makers.guest(event))
    with pytest.raises(InputRefused) as refused:
        attendees.set_availability(actor=SYSTEM, attendee_id=attendee.pk, at=AT, arrives=arrives, leaves=leaves)
    assert [finding.code for finding in refused.value.findings] == codes
    with pytest.raises(Missing):
        attendees.set_availability(actor=SYSTEM, attendee_id=attendee.pk, at=AT, busy_slot_ids=[uuid4()])
    assert Absence.objects.count() == 0


def test_a_time_the_clocks_skip_is_refused_at_its_field(in_hub: UUID) -> None:
    change = datetime(2027, 3, 28)  # noqa: DTZ001 -- a wall day
    event = makers.event(in_hub, zone="Europe/London", first_day=change.date(), last_day=change.date())
    attendee = Attendee.objects.get(participant=makers.guest(event))
    with pytest.raises(InputRefused) as refused:
        attendees.set_availability(
            actor=SYSTEM, attendee_id=attendee.pk, at=AT, arrives=change + timedelta(hours=1, minutes=30)
        )
    assert [(f.code, f.field) for f in refused.value.findings] == [("time_does_not_exist", "arrives")]


def test_who_may_not_plan_invites_nobody(in_hub: UUID) -> None:
    event = makers.laid(in_hub)
    guest = makers.guest(event)
    attendee = Attendee.objects.get(participant=guest)
    with pytest.raises(NotAllowed):
        people.add_participant(actor=Onlooker(), event_id=event.pk, at=AT, party=organisation_party(event))
    with pytest.raises(NotAllowed):
        people.withdraw_participant(actor=Onlooker(), participant_id=guest.pk, at=AT)
    with pytest.raises(NotAllowed):
        attendees.set_availability(actor=Onlooker(), attendee_id=attendee.pk, at=AT, arrives=wall(10))
    for unknown in (uuid4(),):
        with pytest.raises(Missing):
            people.withdraw_participant(actor=SYSTEM, participant_id=unknown, at=AT)
        with pytest.raises(Missing):
            attendees.remove_attendee(actor=SYSTEM, attendee_id=unknown, at=AT)
    assert (Participant.objects.get().state, Absence.objects.count()) == ("listed", 0)


def test_a_person_whose_party_went_is_not_put_back(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    party = makers.guest(event)
    attendee = Attendee.objects.get(participant=party)
    attendees.remove_attendee(actor=SYSTEM, attendee_id=attendee.pk, at=AT)
    entry = undo.last_entry(EventsEvent.ATTENDEE_REMOVED, party.pk, at=AT)
    assert entry is not None
    party.delete()
    with pytest.raises(Missing):
        undo.undo(actor=SYSTEM, event_id=event.pk, entry_id=entry, at=AT)
    assert Attendee.objects.count() == 0
