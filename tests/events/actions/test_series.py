"""Road shows one after the other: a copy without people, seasons, what everybody may see."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from icalendar import Calendar

from landbridge.events.actions import frame, places, series
from landbridge.events.models import (
    Event,
    Group,
    GroupRule,
    Participant,
    Place,
    Season,
    Session,
    Slot,
    Table,
    Walk,
)
from landbridge.events.publiccalendars import public_calendar
from landbridge.events.queries import series as queries
from landbridge.events.refusals import CopiedAlready
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence.models import Trail
from landbridge.kernel.names import Name
from landbridge.kernel.refusal import InputRefused, Missing, NotAllowed
from tests.events import makers
from tests.events.makers import AT, SYSTEM, Onlooker
from tests.network import makers as network

NEXT = date(2027, 6, 1)


@pytest.fixture
def event(in_hub: UUID) -> Event:
    made = makers.laid(in_hub, name_latin="Spring", name_chinese="春季", place_latin="Hall 5")
    makers.guest(made)
    host = network.organisation(in_hub, name_latin="Promotion Centre")
    frame.set_co_hosts(actor=SYSTEM, event_id=made.pk, at=AT, organisation_ids=[host.pk])
    Table.objects.filter(event=made, label=made.tables.earliest("label").label).update(seats=6)
    return made


def copied(event: Event, **words: object) -> Event:
    facts: dict[str, object] = {"first_day": NEXT, "name_latin": "Summer", "name_chinese": "", **words}
    return series.copy_event(actor=SYSTEM, event_id=event.pk, at=AT, **facts)  # type: ignore[arg-type]


def test_the_frame_comes_along_and_nobody_of_the_people(event: Event) -> None:
    made = copied(event)
    assert (made.state, made.first_day, made.name_latin, made.place_latin) == ("preparing", NEXT, "Summer", "Hall 5")
    walls = [list(Session.objects.filter(event=e).values_list("wall_start", "wall_end")) for e in (event, made)]
    assert walls[0] == walls[1]
    assert Slot.objects.filter(event=made).count() == Slot.objects.filter(event=event).count()
    seats = [sorted(Table.objects.filter(event=e).values_list("label", "seats", "room__name")) for e in (event, made)]
    assert seats[0] == seats[1]
    letters = [
        list(Group.objects.filter(event=e).order_by("letter").values_list("letter", "max_meetings"))
        for e in (event, made)
    ]
    assert letters[0] == letters[1]
    rules = [
        sorted(GroupRule.objects.filter(event=e).values_list("first__letter", "second__letter")) for e in (event, made)
    ]
    assert rules[0] == rules[1]
    assert made.co_hosts.count() == 1
    assert not Participant.objects.filter(event=made).exists()


def test_the_way_between_two_places_comes_along(event: Event) -> None:
    hall, tower = (Place.objects.create(hub_id=event.hub_id, event=event, name=name) for name in ("Hall", "Tower"))
    places.set_walks(actor=SYSTEM, event_id=event.pk, walks=[(hall.pk, tower.pk, 10)], at=AT)
    made = copied(event)
    (walk,) = Walk.objects.filter(event=made)
    assert ({walk.first.name, walk.second.name}, walk.minutes) == ({"Hall", "Tower"}, 10)
    assert set(Place.objects.filter(event=made)).isdisjoint({hall, tower})


def test_a_copy_into_the_past_is_refused_whole(event: Event) -> None:
    with pytest.raises(InputRefused):
        copied(event, first_day=AT.date() - timedelta(days=1))
    assert Event.objects.count() == 1


def test_who_does_not_plan_copies_nothing(event: Event) -> None:
    with pytest.raises(NotAllowed):
        series.copy_event(actor=Onlooker(), event_id=event.pk, first_day=NEXT, name_latin="x", name_chinese="", at=AT)
    assert Event.objects.count() == 1


def test_a_season_is_named_once_and_a_copy_stays_in_it(event: Event) -> None:
    series.set_season(actor=SYSTEM, event_id=event.pk, season_id=None, name_latin=" 2026 ", at=AT)
    made = copied(event)
    series.set_season(actor=SYSTEM, event_id=made.pk, season_id=None, name_latin="2026", at=AT)
    (season,) = Season.objects.all()
    assert set(season.events.all()) == {event, made}
    series.set_season(actor=SYSTEM, event_id=made.pk, season_id=None, at=AT)
    assert set(season.events.all()) == {event}
    with pytest.raises(Missing):
        series.set_season(actor=SYSTEM, event_id=made.pk, season_id=event.pk, at=AT)
    with pytest.raises(InputRefused):
        series.set_season(actor=SYSTEM, event_id=made.pk, season_id=None, name_latin="x" * 121, at=AT)


def test_the_public_calendar_holds_what_was_chosen_and_says_what_changed(event: Event) -> None:
    assert not queries.public_events(event.hub_id).exists()
    series.list_publicly(actor=SYSTEM, event_id=event.pk, listed=True, at=AT)
    frame.change_event(actor=SYSTEM, event_id=event.pk, at=AT, name_latin="Late spring")
    frame.cancel_event(actor=SYSTEM, event_id=event.pk, at=AT)
    events = list(queries.public_events(event.hub_id))
    text = public_calendar(Name("Park", ""), events, queries.changes_of(events), "en")
    (entry,) = Calendar.from_ical(text).walk("VEVENT")
    assert (entry["summary"], entry["status"], entry["sequence"]) == ("Late spring", "CANCELLED", 2)
    assert (entry.decoded("dtstart"), entry.decoded("dtend")) == (event.first_day, event.last_day + timedelta(days=1))
    series.list_publicly(actor=SYSTEM, event_id=event.pk, listed=False, at=AT)
    assert not queries.public_events(event.hub_id).exists()


def test_what_changes_nothing_is_not_told(event: Event) -> None:
    for listed in (True, True, False, False):
        series.list_publicly(actor=SYSTEM, event_id=event.pk, listed=listed, at=AT)
    assert Trail.objects.filter(event=EventsEvent.LISTED).count() == 2


def test_a_frame_without_sessions_is_copied_too(in_hub: UUID) -> None:
    made = copied(makers.event(in_hub))
    assert (Session.objects.count(), made.first_day) == (0, NEXT)


def test_a_second_copy_of_that_name_and_day_is_the_same_press_twice(event: Event) -> None:
    first = copied(event)
    with pytest.raises(CopiedAlready) as refused:
        copied(event)
    assert refused.value.data == {"code": first.code}
    frame.cancel_event(actor=SYSTEM, event_id=first.pk, at=AT)
    assert copied(event).pk != first.pk
    assert copied(event, name_latin="Autumn").name_latin == "Autumn"
