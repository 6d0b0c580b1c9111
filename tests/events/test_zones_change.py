"""The rules of a zone change after the agenda was published: what was said on the wall stays, calendars follow."""

from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from landbridge.events.actions import gatherings, publishing, zones
from landbridge.events.actions.gatherings import GatheringFacts
from landbridge.events.calendars import calendar_file
from landbridge.events.jobs import follow_zones
from landbridge.events.models import Absence, Attendee, Event, Gathering, Interpreter, Meeting, Seat, Session, Slot
from landbridge.events.phrases import trail as words
from landbridge.events.queries.personal import calendar_of
from landbridge.events.states import GatheringKind
from landbridge.evidence.models import Trail
from landbridge.ground import installation
from landbridge.ground.hubs import hub_context
from landbridge.kernel.actor import SystemActor
from tests.events.planned import version_with
from tests.events.readers import READERS, Read, by_ical, by_ics, by_vobject
from tests.events.stage import NINE, NOW, Stage
from tests.events.zonefiles import rules_say
from tests.network import makers

HOUR = timedelta(hours=1)
ZONE = "Asia/Shanghai"


def published(show: Stage, system: SystemActor) -> None:
    version = version_with(show, ("P01", "K01", 0, 0), ("P01", "F01", 1, 0), ("P02", "K01", 1, 1))
    publishing.publish_version(actor=system, version_id=version.id, over=None, at=NOW)


def file_of(show: Stage, name: str) -> str:
    attendee = Attendee.objects.select_related("event", "participant").get(pk=show.people[name].id)
    return calendar_file(attendee, calendar_of(attendee), "en").decode()


def sequences() -> list[int]:
    return list(Meeting.objects.filter(published=True).values_list("sequence", flat=True))


def wall(moment: datetime) -> str:
    return moment.astimezone(ZoneInfo(ZONE)).strftime("%H:%M")


def test_nothing_moves_while_the_rules_stand(show: Stage, system: SystemActor) -> None:
    published(show, system)
    assert zones.follow_zones(actor=system, hub_id=show.hub_id, at=NOW) == []
    assert sequences() == [0, 0, 0]


def test_wall_times_stay_and_instants_follow(show: Stage, system: SystemActor, tmp_path: Path) -> None:
    published(show, system)
    show.away("F01", 3)
    interpreter = Interpreter.objects.create(
        hub_id=show.hub_id,
        event=show.event,
        person=show.people["P01.2"].person,
        languages=["en", "zh"],
        arrives_at=NINE,
    )
    with rules_say(tmp_path, ZONE, 9):
        (followed,) = zones.follow_zones(actor=system, hub_id=show.hub_id, at=NOW)
        assert set(followed.moved.values()) == {-HOUR}
        assert zones.follow_zones(actor=system, hub_id=show.hub_id, at=NOW) == [], "a second call finds nothing to do"
        session = Session.objects.get()
        assert (wall(session.starts_at), session.starts_at) == ("09:00", NINE - HOUR)
        assert [wall(slot.starts_at) for slot in Slot.objects.order_by("number")] == [
            "09:00",
            "09:25",
            "09:50",
            "10:15",
        ]
        assert wall(Absence.objects.get().starts_at) == "10:15"
    interpreter.refresh_from_db()
    assert interpreter.arrives_at == NINE - HOUR
    for meeting in Meeting.objects.select_related("slot"):
        assert (meeting.starts_at, meeting.ends_at) == (meeting.slot.starts_at, meeting.slot.ends_at)
    for seat in Seat.objects.select_related("meeting"):
        assert (seat.starts_at, seat.ends_at) == (seat.meeting.starts_at, seat.meeting.ends_at)
    assert sequences() == [1, 1, 1]
    entry = Trail.objects.get(event="events.zone_followed")
    assert (entry.data["zone"], entry.data["minutes"], entry.data["sessions"]) == (ZONE, [-60], 1)
    assert entry.event in words.EVENTS


def test_the_hourly_job_does_it(show: Stage, system: SystemActor, tmp_path: Path) -> None:
    published(show, system)
    makers.hub(id=show.hub_id)
    installation.mark_as_demonstration(at=NOW)
    installation.move_clock(to=NOW)
    with rules_say(tmp_path, ZONE, 7):
        follow_zones(0)
    with hub_context(show.hub_id):
        assert Session.objects.get().starts_at == NINE + HOUR


@pytest.mark.parametrize("state", ["cancelled", "held"])
def test_what_is_over_is_history(show: Stage, system: SystemActor, tmp_path: Path, state: str) -> None:
    published(show, system)
    Event.objects.update(state=state, cancelled_at=NOW if state == "cancelled" else None)
    with rules_say(tmp_path, ZONE, 9):
        assert zones.follow_zones(actor=system, hub_id=show.hub_id, at=NOW) == []
    assert Session.objects.get().starts_at == NINE


def test_what_has_begun_stays(show: Stage, system: SystemActor, tmp_path: Path) -> None:
    published(show, system)
    with rules_say(tmp_path, ZONE, 9):
        assert zones.follow_zone(actor=system, event_id=show.event.pk, at=NINE - HOUR / 2).moved == {}
        assert zones.follow_zone(actor=system, event_id=show.event.pk, at=NINE + HOUR / 2).moved == {}
    assert sequences() == [0, 0, 0]


def test_on_the_day_only_what_lies_ahead_moves(show: Stage, system: SystemActor, tmp_path: Path) -> None:
    published(show, system)
    show.away("F01", 3)
    tomorrow = NINE + timedelta(days=1)
    second = Session.objects.create(
        hub_id=show.hub_id, event=show.event, day=tomorrow.date(), wall_start=time(9), wall_end=time(10),
        starts_at=tomorrow, ends_at=tomorrow + HOUR,
    )  # fmt: skip
    with rules_say(tmp_path, ZONE, 9):
        followed = zones.follow_zone(actor=system, event_id=show.event.pk, at=NINE + HOUR / 4)
    assert followed.moved == {second.pk: -HOUR}
    assert Absence.objects.get().starts_at == show.slots[3].starts_at


def test_group_sessions_move_with_the_sessions_beside_them(show: Stage, system: SystemActor, tmp_path: Path) -> None:
    eight, nine = (moment.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None) for moment in (NINE - HOUR, NINE))
    facts = GatheringFacts(GatheringKind.PITCH, eight, nine, 9, "Pitches")
    gatherings.add_gathering(actor=system, event_id=show.event.pk, facts=facts, at=NOW)
    with rules_say(tmp_path, ZONE, 9):
        zones.follow_zones(actor=system, hub_id=show.hub_id, at=NOW)
    assert Gathering.objects.get().starts_at == NINE - 2 * HOUR


def read_by_all(text: str) -> list[Read]:
    first, *others = (reader(text) for reader in READERS)
    for other in others:
        assert other == first
    return first


def test_every_reader_takes_the_change_as_an_update(show: Stage, system: SystemActor, tmp_path: Path) -> None:
    published(show, system)
    before = read_by_all(file_of(show, "P01"))
    with rules_say(tmp_path, ZONE, 9):
        zones.follow_zones(actor=system, hub_id=show.hub_id, at=NOW)
        after = read_by_all(file_of(show, "P01"))
    assert [(row.uid, row.starts_at + HOUR) for row in after] == [(row.uid, row.starts_at) for row in before]


@pytest.mark.parametrize("ours", [7, 9])
def test_readers_whose_own_rules_differ_from_ours_show_the_same_clock(
    show: Stage, system: SystemActor, tmp_path: Path, ours: int
) -> None:
    """One takes the rules that the file brings; the two others their own databases for a zone they know by name."""
    published(show, system)
    with rules_say(tmp_path, ZONE, ours):
        zones.follow_zones(actor=system, hub_id=show.hub_id, at=NOW)
        text = file_of(show, "P01")
    stored = sorted(Meeting.objects.filter(seats__attendee=show.people["P01"]).values_list("starts_at", flat=True))
    assert sorted(row.starts_at for row in by_vobject(text)) == stored
    for reader in (by_ics, by_ical):
        assert sorted(wall(row.starts_at) for row in reader(text)) == ["09:00", "09:25"]
