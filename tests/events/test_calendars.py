"""Calendar files as an independent reader sees them: zones, updates, removals."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import vobject
from django.db.models import F

from landbridge.events.actions import feeds, publishing
from landbridge.events.calendars import calendar_file
from landbridge.events.models import AgendaVersion, Attendee, CalendarFeed, Event, Meeting, Session, Slot
from landbridge.events.queries.personal import agenda_of, attendee_of_feed, calendar_of, feed_of
from landbridge.ground.hubs import forget_context, hub_context
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.zones import to_instant
from tests.events.planned import version_with
from tests.events.readers import READERS, Read
from tests.events.stage import NOW, Stage

Line = tuple[str, str, int, int]


def published(show: Stage, system: SystemActor, *lines: Line, over: int | None = None) -> AgendaVersion:
    version = version_with(show, *lines)
    return publishing.publish_version(actor=system, version_id=version.id, over=over, at=NOW).version


def read(show: Stage, name: str, language: str = "en") -> dict[str, Any]:
    """The person's calendar, read by another library: events by UID."""
    attendee = Attendee.objects.select_related("event", "participant").get(pk=show.people[name].id)
    text = calendar_file(attendee, calendar_of(attendee), language).decode()
    parsed = vobject.readOne(text)
    return {component.uid.value: component for component in parsed.contents.get("vevent", [])}


def in_zone(show: Stage, zone: str, day: date) -> None:
    """Move the stage to another city and day: slots from 09:00 on the wall there."""
    start = to_instant(datetime.combine(day, time(9)), zone)
    long_ago = timedelta(days=999)
    Slot.objects.update(starts_at=F("starts_at") - long_ago, ends_at=F("ends_at") - long_ago)
    Session.objects.update(starts_at=start, ends_at=start + timedelta(minutes=100))
    Event.objects.update(zone=zone, first_day=day, last_day=day)
    for n, slot in enumerate(show.slots):
        slot.starts_at, slot.ends_at = start + n * timedelta(minutes=25), start + (n + 1) * timedelta(minutes=25)
        slot.save(update_fields=["starts_at", "ends_at"])
    show.event.refresh_from_db()


def test_a_meeting_is_an_event_with_partner_place_and_zone(show: Stage, system: SystemActor) -> None:
    published(show, system, ("P01", "K01", 0, 0))
    (event,) = read(show, "P01").values()
    assert event.summary.value == "Meeting with K01 K01 Ltd"
    assert event.location.value == "Table T01, Hall"
    assert event.status.value == "CONFIRMED"
    assert event.sequence.value == "0"
    assert event.dtstart.value.astimezone(UTC) == show.slots[0].starts_at
    assert event.dtstart.value.hour == 9


def test_it_speaks_chinese(show: Stage, system: SystemActor) -> None:
    published(show, system, ("P01", "K01", 0, 0))
    (event,) = read(show, "P01", "zh-hans").values()
    assert event.summary.value == "与 K01 K01公司 会面"


@pytest.mark.parametrize(
    ("zone", "day", "offset"),
    [
        ("Europe/London", date(2026, 10, 24), 1),
        ("Europe/London", date(2026, 10, 25), 0),
        ("America/Los_Angeles", date(2026, 10, 31), -7),
        ("America/Los_Angeles", date(2026, 11, 1), -8),
        ("Asia/Shanghai", date(2026, 10, 25), 8),
    ],
)
def test_nine_o_clock_is_nine_o_clock_there(
    show: Stage, system: SystemActor, zone: str, day: date, offset: int
) -> None:
    in_zone(show, zone, day)
    published(show, system, ("P01", "K01", 0, 0))
    (event,) = read(show, "P01").values()
    start = event.dtstart.value
    assert (start.hour, start.minute) == (9, 0)
    assert start.utcoffset() == timedelta(hours=offset)
    assert start.astimezone(UTC) == show.slots[0].starts_at


def test_a_change_reaches_the_reader_as_an_update_not_a_double(show: Stage, system: SystemActor) -> None:
    published(show, system, ("P01", "K01", 0, 0), ("P01", "F01", 1, 0))
    before = read(show, "P01")
    published(show, system, ("P01", "K01", 2, 0), ("P01", "F01", 1, 0), over=1)
    after = read(show, "P01")
    assert set(after) == set(before)
    grown = {uid: (int(before[uid].sequence.value), int(after[uid].sequence.value)) for uid in after}
    assert sorted(grown.values()) == [(0, 0), (0, 1)]


def test_a_server_clock_that_was_set_back_does_not_bring_back_the_former_agenda(
    show: Stage, system: SystemActor
) -> None:
    published(show, system, ("P01", "K01", 0, 0))
    version = version_with(show, ("P01", "K01", 2, 0))
    earlier = NOW - timedelta(hours=3)
    done = publishing.publish_version(actor=system, version_id=version.id, over=1, at=earlier).version
    assert done.published_at == NOW + timedelta(microseconds=1)
    (event,) = read(show, "P01").values()
    assert event.dtstart.value.astimezone(UTC) == show.slots[2].starts_at
    assert (event.status.value, event.sequence.value) == ("CONFIRMED", "1")


def test_what_was_removed_stays_as_cancelled_and_comes_back_with_a_higher_number(
    show: Stage, system: SystemActor
) -> None:
    published(show, system, ("P01", "K01", 0, 0))
    published(show, system, ("P02", "K02", 0, 0), over=1)
    (event,) = read(show, "P01").values()
    assert (event.status.value, event.sequence.value) == ("CANCELLED", "1")
    assert event.summary.value == "Cancelled: Meeting with K01 K01 Ltd"
    published(show, system, ("P01", "K01", 1, 0), over=2)
    (event,) = read(show, "P01").values()
    assert (event.status.value, event.sequence.value) == ("CONFIRMED", "2")


def test_a_colleague_takes_over_and_each_calendar_is_right(show: Stage, system: SystemActor) -> None:
    published(show, system, ("P01", "K01", 0, 0))
    published(show, system, ("P01.2", "K01", 0, 0), over=1)
    (gone,) = read(show, "P01").values()
    (taken,) = read(show, "P01.2").values()
    (partner,) = read(show, "K01").values()
    assert (gone.status.value, gone.sequence.value) == ("CANCELLED", "1")
    assert (taken.status.value, taken.sequence.value) == ("CONFIRMED", "1")
    assert (partner.status.value, partner.sequence.value) == ("CONFIRMED", "1")


def test_a_cancelled_event_cancels_all(show: Stage, system: SystemActor) -> None:
    published(show, system, ("P01", "K01", 0, 0))
    Event.objects.update(state="cancelled", cancelled_at=NOW)
    (event,) = read(show, "P01").values()
    assert (event.status.value, event.sequence.value) == ("CANCELLED", "1")


def test_a_draft_shows_in_no_calendar(show: Stage, system: SystemActor) -> None:
    version_with(show, ("P01", "K01", 0, 0))
    assert read(show, "P01") == {}
    attendee = Attendee.objects.select_related("event").get(pk=show.people["P01"].id)
    assert agenda_of(attendee) == ()


# ---- three readers that share no code


def read_by_all(show: Stage, name: str) -> list[Read]:
    """What each reader understands of the person's calendar: all the same."""
    attendee = Attendee.objects.select_related("event", "participant").get(pk=show.people[name].id)
    text = calendar_file(attendee, calendar_of(attendee), "en").decode()
    first, *others = (reader(text) for reader in READERS)
    for other in others:
        assert other == first
    return first


def test_all_readers_see_a_meeting_added_moved_and_cancelled(show: Stage, system: SystemActor) -> None:
    published(show, system, ("P01", "K01", 0, 0))
    (added,) = read_by_all(show, "P01")
    assert (added.starts_at, added.ends_at, added.status) == (
        show.slots[0].starts_at, show.slots[0].ends_at, "CONFIRMED",
    )  # fmt: skip
    published(show, system, ("P01", "K01", 2, 1), ("P01", "F01", 0, 0), over=1)
    moved = {row.uid: row for row in read_by_all(show, "P01")}
    assert len(moved) == 2
    assert moved[added.uid].starts_at == show.slots[2].starts_at
    published(show, system, ("P01", "F01", 0, 0), over=2)
    gone = {row.uid: row for row in read_by_all(show, "P01")}[added.uid]
    assert (gone.status, gone.summary) == ("CANCELLED", "Cancelled: Meeting with K01 K01 Ltd")


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Europe/London", date(2026, 10, 25)),
        ("America/Los_Angeles", date(2026, 11, 1)),
        ("America/Los_Angeles", date(2027, 3, 14)),
        ("Asia/Shanghai", date(2026, 10, 25)),
    ],
)
def test_all_readers_see_the_same_instant_on_days_when_clocks_change(
    show: Stage, system: SystemActor, zone: str, day: date
) -> None:
    in_zone(show, zone, day)
    published(show, system, ("P01", "K01", 0, 0))
    (row,) = read_by_all(show, "P01")
    assert row.starts_at == to_instant(datetime.combine(day, time(9)), zone)


def test_all_readers_follow_the_event_to_another_zone(show: Stage, system: SystemActor) -> None:
    published(show, system, ("P01", "K01", 0, 0))
    (before,) = read_by_all(show, "P01")
    in_zone(show, "Europe/London", date(2026, 11, 23))
    for meeting in Meeting.objects.all():
        span = {"starts_at": meeting.slot.starts_at, "ends_at": meeting.slot.ends_at}
        Meeting.objects.filter(pk=meeting.pk).update(**span)
    (after,) = read_by_all(show, "P01")
    assert (after.uid, after.starts_at - before.starts_at) == (before.uid, timedelta(hours=8))


# ---- the address


def test_a_feed_opens_by_its_secret_alone_and_only_until_it_is_revoked(show: Stage, system: SystemActor) -> None:
    opened = feeds.open_feed(actor=system, attendee_id=show.people["P01"].id, at=NOW)
    assert opened.token not in str(CalendarFeed.objects.values())
    forget_context()
    assert feed_of("x" * 32) is None
    assert feed_of("nonsense") is None
    found = feed_of(opened.token)
    assert found is not None
    assert not CalendarFeed.objects.exists()
    with hub_context(found.hub_id):
        assert attendee_of_feed(found).id == show.people["P01"].id
        feeds.revoke_feed(actor=system, attendee_id=show.people["P01"].id, at=NOW)
    assert feed_of(opened.token) is None


def test_a_new_address_ends_the_former(show: Stage, system: SystemActor) -> None:
    first = feeds.open_feed(actor=system, attendee_id=show.people["P01"].id, at=NOW)
    second = feeds.open_feed(actor=system, attendee_id=show.people["P01"].id, at=NOW)
    assert feed_of(first.token) is None
    assert feed_of(second.token) == second.feed
