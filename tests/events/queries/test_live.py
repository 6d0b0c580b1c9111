"""The day as it stands: who is due, called, missing, and what a screen may show."""

from datetime import datetime, timedelta

from landbridge.events.actions import publishing, screens
from landbridge.events.actions.desk import check
from landbridge.events.queries import live
from landbridge.events.queries.live import Call, day_of
from landbridge.events.states import Deed, HallNames
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.ids import uuid7
from tests.events.planned import version_with
from tests.events.stage import NINE, NOW, Stage

SYSTEM = SystemActor()


def minutes(n: float) -> datetime:
    return NINE + timedelta(minutes=n)


def publish(show: Stage) -> None:
    version = version_with(show, ("P01", "K01", 0, 0), ("P02", "K02", 0, 1), ("P01", "F01", 1, 0))
    publishing.publish_version(actor=SYSTEM, version_id=version.pk, over=None, at=NOW)


def arrive(show: Stage, *names: str) -> None:
    for name in names:
        check(
            actor=SYSTEM, attendee_id=show.people[name].pk, deed=Deed.ARRIVED, device=uuid7(), at=minutes(-20)
        )  # fmt: skip


def test_meetings_come_nearer(show: Stage) -> None:
    publish(show)
    day = day_of(show.event, NINE)
    first = next(due for due in day.dues if due.table == "T01")
    calls = [(-30, Call.NEXT), (-5, Call.LAST_CALL), (0, Call.LAST_CALL), (6, Call.NOW), (25, Call.PAST)]
    assert [(n, day.call(first, minutes(n))) for n, _call in calls] == calls
    arrive(show, "P01", "K01")
    day = day_of(show.event, NINE)
    first = next(due for due in day.dues if due.table == "T01")
    assert day.call(first, minutes(1)) is Call.NOW
    second = day.dues[-1]
    assert day.call(second, minutes(1)) is Call.NEXT
    assert day.call(second, minutes(-40)) is Call.LATER
    assert [[sitter.label for sitter in due.sitters] for due in day.going_on(minutes(1))] == [
        ["P01", "K01"],
        ["P02", "K02"],
    ]
    assert day.coming(minutes(1)) == [second]


def test_who_is_missing_and_for_how_long(show: Stage) -> None:
    publish(show)
    arrive(show, "P01", "K02")
    day = day_of(show.event, NINE)
    found = [(one.sitter.label, one.late, one.waiting) for one in day.missing(minutes(7))]
    assert found == [("K01", timedelta(minutes=7), True), ("P02", timedelta(minutes=7), True)]
    assert [one.sitter.label for one in day.missing(minutes(21))] == ["K01", "P02", "F01"]
    assert day.missing(minutes(-6)) == []


def test_without_an_agenda_there_is_nothing_and_nobody_due(show: Stage) -> None:
    day = day_of(show.event, NINE)
    assert (day.version, day.dues, day.missing(NINE), day.coming(NINE), day.expected) == (None, (), [], [], 6)


def test_a_screen_opens_by_its_secret_until_it_is_ended(show: Stage) -> None:
    opened = screens.open_screen(
        actor=SYSTEM, event_id=show.event.pk, names=HallNames.LABELS, label=" Hall A ", at=NOW
    )  # fmt: skip
    assert opened.screen.label == "Hall A"
    assert live.screen_of(opened.token, NOW) == opened.screen
    assert live.screen_of("nonsense", NOW) is None
    assert live.screen_of(opened.token, NOW + timedelta(days=400)) is None
    for _time in range(2):
        screens.end_screen(actor=SYSTEM, screen_id=opened.screen.pk, at=NOW)
    assert live.screen_of(opened.token, NOW) is None
    assert live.screens_of(show.event, NOW) == []
