"""The report: each figure is the rows it counts, by group and by field."""

import pytest

from landbridge.events.actions import follow_ups, frame
from landbridge.events.actions.follow_ups import Task
from landbridge.events.models import DeskAct, Event, FollowUp
from landbridge.events.queries.report import Figure, earlier_of, report_of, rows_of
from landbridge.events.states import Missed
from landbridge.projects.models import Project
from tests.events.after import NOON, SYSTEM, published, say
from tests.events.stage import Stage


@pytest.fixture
def show(show: Stage) -> Stage:
    Project.objects.filter(sort_key="P01").update(fields=["robotics", "ai"])
    Project.objects.filter(sort_key="P02").update(fields=["ai"])
    published(show)
    say(show, "P01", "K01", interest="yes", step="intent")
    say(show, "K01", "P01", interest="yes")
    say(show, "P01", "F01", met=False, missed="they_absent")
    say(show, "P02", "K01", met=False, missed="no_time")
    return show


def counts(show: Stage) -> dict[str, int]:
    found = report_of(show.event)
    return {figure.value: found.count(figure) for figure in Figure if found.count(figure)}


def test_every_figure_is_counted_from_its_rows(show: Stage) -> None:
    assert counts(show) == {
        "invited": 5, "came": 2, "no_shows": 1, "wishes": 5, "planned": 4, "held": 1, "missed": 2, "unsaid": 1,
        "both": 1, "follow_ups": 1,
    }  # fmt: skip
    found = report_of(show.event)
    for figure in Figure:
        assert rows_of(found, figure).count() == found.count(figure)
    assert [row.label for row in rows_of(found, Figure.NO_SHOWS)] == ["F01"]
    assert dict(found.missed) == {Missed.THEY_ABSENT: 1, Missed.NO_TIME: 1}


def test_what_was_kept_counts_by_what_it_is(show: Stage) -> None:
    follow_ups.keep_follow_up(
        actor=SYSTEM, follow_up_id=FollowUp.objects.get().pk, note="Signed",
        becomes=Task("enterprise", "hub", title="Battery Works"), at=NOON,
    )  # fmt: skip
    enterprise = FollowUp.objects.get(kind="enterprise")
    follow_ups.keep_follow_up(actor=SYSTEM, follow_up_id=enterprise.pk, note="Licence", at=NOON)
    found = counts(show)
    assert (found["follow_ups"], found["kept"], found["intents"], found["enterprises"]) == (2, 2, 1, 1)


def test_by_group_and_by_field(show: Stage) -> None:
    found = report_of(show.event)
    groups = {line.key: (line.counts[Figure.PLANNED], line.counts[Figure.HELD]) for line in found.by_group}
    assert groups == {"P": (4, 1), "K": (3, 1), "F": (1, 0)}
    fields = {line.key: (line.counts[Figure.PLANNED], line.counts[Figure.BOTH]) for line in found.by_field}
    assert fields == {"robotics": (2, 1), "ai": (4, 1)}


def test_earlier_road_shows_stand_beside_it(show: Stage) -> None:
    assert earlier_of(show.event) == []
    frame.mark_held(actor=SYSTEM, event_id=show.event.pk, at=NOON)
    next_one = frame.create_event(
        actor=SYSTEM, hub_id=show.hub_id, at=NOON, name_latin="Next", zone="Asia/Shanghai",
        first_day=show.event.first_day.replace(month=12), last_day=show.event.last_day.replace(month=12),
    )  # fmt: skip
    (before,) = earlier_of(Event.objects.get(pk=next_one.pk))
    assert (before.event, before.count(Figure.HELD)) == (show.event, 1)


def test_an_empty_road_show_has_a_report_of_zeros(show: Stage) -> None:
    show.event.outcomes.all().delete()
    show.event.meetings.all().delete()
    assert counts(show) == {"wishes": 5}


def test_who_checked_in_came_even_if_nobody_speaks_of_the_meeting(show: Stage) -> None:
    DeskAct.objects.create(
        hub_id=show.hub_id, event=show.event, attendee=show.people["K02"], device=show.event.pk, sequence=1,
        deed="arrived", said_at=NOON, effective_at=NOON, received_at=NOON, actor_id=show.event.pk,
    )  # fmt: skip
    assert "K02" in {row.label for row in rows_of(report_of(show.event), Figure.CAME)}
