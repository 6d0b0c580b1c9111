"""Planning the rest of the day again where interpreters and walks are scarce, too."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import IntegrityError, transaction

from landbridge.engines import agenda
from landbridge.events.actions import day_changes, publishing, replanning
from landbridge.events.models import AgendaVersion, DayChange, Interpreter, Meeting, ReplanChoice
from landbridge.events.queries.agendas import material_of, placed_in
from landbridge.events.queries.live import day_of
from landbridge.events.queries.moves import faults_of
from landbridge.events.queries.problem import problem_of
from landbridge.events.states import DayChangeKind
from landbridge.kernel.ids import uuid7
from landbridge.kernel.refusal import InputRefused, Missing
from tests.events.actions.test_interpreters import hired, speaks
from tests.events.actions.test_places import two_places
from tests.events.actions.test_replanning import choices
from tests.events.makers import SYSTEM
from tests.events.planned import Line, lines_of, version_with
from tests.events.stage import NINE, NOW, Stage

SLOT = timedelta(minutes=25)
EIGHT = NINE - timedelta(hours=1)


def standing(show: Stage, *lines: Line, by: Interpreter | None = None) -> AgendaVersion:
    """An agenda that stands; everybody of it needs the interpreter."""
    version = version_with(show, *lines)
    if by is not None:
        Meeting.objects.filter(version=version).update(interpreter=by)
    publishing.publish_version(actor=SYSTEM, version_id=version.id, over=None, at=NOW)
    show.event.refresh_from_db()
    version.refresh_from_db()
    return version


@pytest.fixture
def apart(show: Stage) -> Stage:
    """Danes on one side, Chinese on the other, and nobody in between."""
    for name in ("P01", "P01.2", "P02"):
        speaks(show, name, "da")
    for name in ("K01", "K02", "F01"):
        speaks(show, name, "zh")
    return show


def away(show: Stage, *who: Interpreter, kind: DayChangeKind = DayChangeKind.ABSENT, **span: object) -> list[DayChange]:
    return day_changes.record_absence(
        actor=SYSTEM, event_id=show.event.pk, interpreter_ids=[one.pk for one in who], kind=kind, at=EIGHT, **span  # type: ignore[arg-type]
    )  # fmt: skip


def taken(choice: ReplanChoice) -> AgendaVersion:
    return replanning.take_choice(actor=SYSTEM, choice_id=choice.pk, at=EIGHT)


def whole(show: Stage, version: AgendaVersion) -> list[agenda.Fault]:
    """What the checker, which shares no code with the solver, holds against the version."""
    material, base = material_of(show.event), placed_in(version)
    return list(faults_of(material, problem_of(material, placed=base, minimums=False), base))


def helpers_of(version: AgendaVersion) -> list[Interpreter | None]:
    rows = Meeting.objects.filter(version=version).select_related("interpreter").order_by("starts_at")
    return [row.interpreter for row in rows]


LINES: tuple[Line, ...] = (("P01", "K01", 0, 0), ("P02", "K02", 1, 1), ("P01", "F01", 2, 0))


def test_another_interpreter_takes_over_and_no_meeting_moves(apart: Stage) -> None:
    li, wu = hired(apart), hired(apart, "Wu Min")
    standing(apart, *LINES, by=li)
    away(apart, li)
    (fewest, *_others) = choices(apart, EIGHT)
    assert (fewest.counts["moved"], fewest.counts["removed"], fewest.counts["reseated"]) == (0, 0, 3)
    version = taken(fewest)
    assert lines_of(apart, version)[: len(LINES)] == list(LINES)
    assert set(helpers_of(version)) == {wu}
    assert whole(apart, version) == []


def test_without_anybody_else_what_needs_one_is_dropped_and_the_rest_stays(apart: Stage) -> None:
    li = hired(apart)
    speaks(apart, "F01", "zh", "da")
    version = version_with(apart, *LINES)
    Meeting.objects.filter(version=version).exclude(second__label="F01").update(interpreter=li)
    publishing.publish_version(actor=SYSTEM, version_id=version.id, over=None, at=NOW)
    apart.event.refresh_from_db()
    away(apart, li)
    for choice in choices(apart, EIGHT):
        drafted = taken(choice)
        assert {(one, other) for one, other, _slot, _table in lines_of(apart, drafted)} == {("P01", "F01")}
        assert whole(apart, drafted) == []


@pytest.mark.parametrize(
    ("kind", "span", "slots"),
    [
        (DayChangeKind.LATE, {"until": NINE + SLOT}, {1, 2, 3}),
        (DayChangeKind.LEAVES, {"since": NINE + 2 * SLOT}, {0, 1}),
    ],
)
def test_late_or_leaving_early_moves_meetings_to_when_they_are_there(
    apart: Stage, kind: DayChangeKind, span: dict[str, object], slots: set[int]
) -> None:
    li = hired(apart)
    standing(apart, *LINES, by=li)
    away(apart, li, kind=kind, **span)
    for choice in choices(apart, EIGHT):
        version = taken(choice)
        assert {slot for _one, _other, slot, _table in lines_of(apart, version)} <= slots
        assert whole(apart, version) == []
    assert len(helpers_of(version)) == min(len(LINES), len(slots)), "the best has as many as there is time for"


def test_what_has_begun_keeps_its_interpreter(apart: Stage) -> None:
    li = hired(apart)
    version = standing(apart, *LINES, by=li)
    now = NINE + timedelta(minutes=5)
    away(apart, li)
    (fewest, *_others) = choices(apart, now)
    drafted = replanning.take_choice(actor=SYSTEM, choice_id=fewest.pk, at=now)
    assert lines_of(apart, drafted) == [LINES[0]]
    publishing.publish_version(actor=SYSTEM, version_id=drafted.pk, over=version.number, at=now)
    assert helpers_of(drafted) == [li]


def test_back_again_they_are_planned_with_again(apart: Stage) -> None:
    li = hired(apart)
    standing(apart, *LINES, by=li)
    (change,) = away(apart, li)
    assert away(apart, li) == [change], "said twice is said once"
    day_changes.undo_day_change(actor=SYSTEM, change_id=change.pk, at=EIGHT)
    (fewest, *_others) = choices(apart, EIGHT)
    assert (fewest.counts["moved"], fewest.counts["removed"]) == (0, 0)


def test_an_interpreter_away_is_no_guest_who_is_missing(apart: Stage) -> None:
    away(apart, hired(apart))
    assert day_of(apart.event, NINE).away == frozenset()


def test_a_stranger_is_refused_and_the_database_says_one_thing_about_one(apart: Stage) -> None:
    li = hired(apart)
    with pytest.raises(Missing):
        day_changes.record_absence(
            actor=SYSTEM, event_id=apart.event.pk, interpreter_ids=[uuid7()], kind=DayChangeKind.ABSENT, at=EIGHT
        )
    with pytest.raises(InputRefused):
        away(apart)
    (row,) = away(apart, li)
    for wrong in ({"attendee": apart.people["P01"]}, {"interpreter": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            DayChange.objects.filter(pk=row.pk).update(**wrong)
    row.pk = uuid7()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


# ---- walks


def test_a_lost_table_over_there_leaves_time_for_the_walk(show: Stage) -> None:
    """The hall's table is lost for two slots: who goes over to the lab and back gets there in time."""
    two_places(show, minutes=10)
    standing(show, ("P01", "K01", 0, 0), ("P02", "K02", 0, 1), ("P01", "F01", 1, 0), ("P02", "K01", 2, 0))
    day_changes.record_closure(
        actor=SYSTEM, event_id=show.event.pk, table_ids=[show.tables[0].pk], since=NINE + SLOT, until=NINE + 2 * SLOT,
        at=EIGHT,
    )  # fmt: skip
    for choice in choices(show, EIGHT):
        version = taken(choice)
        assert whole(show, version) == []
        mine = sorted((slot, table) for one, _other, slot, table in lines_of(show, version) if one == "P01")
        assert all(after - before > 1 for (before, here), (after, there) in pairwise(mine) if here != there)


def test_an_interpreter_walks_too(apart: Stage) -> None:
    """One interpreter cannot help in the hall and, a walk away, in the very next slot."""
    li = hired(apart)
    two_places(apart, minutes=10)
    standing(apart, ("P01", "K01", 0, 0), ("P02", "K02", 2, 1), by=li)
    day_changes.record_absence(
        actor=SYSTEM, event_id=apart.event.pk, attendee_ids=[apart.people["K02"].pk], kind=DayChangeKind.LEAVES,
        since=NINE + 2 * SLOT, at=EIGHT,
    )  # fmt: skip
    for choice in choices(apart, EIGHT):
        version = taken(choice)
        assert whole(apart, version) == []
        placed = sorted((slot, table) for _one, _other, slot, table in lines_of(apart, version))
        steps = pairwise(placed)
        assert all(after - before > 1 for (before, here), (after, there) in steps if here != there)


def test_places_too_far_apart_drop_what_cannot_be_reached(show: Stage) -> None:
    two_places(show, minutes=170)
    show.away("P01.2", 0)
    standing(show, ("P01", "K01", 0, 0), ("P01", "F01", 1, 0), ("P02", "K02", 1, 1))
    day_changes.record_closure(
        actor=SYSTEM, event_id=show.event.pk, table_ids=[show.tables[0].pk], since=NINE + SLOT, at=EIGHT
    )
    for choice in choices(show, EIGHT):
        version = taken(choice)
        assert whole(show, version) == []
        tables = {(who, meeting.table) for meeting in placed_in(version) for who in meeting.people}
        assert len(tables) == len({who for who, _table in tables}), "nobody is in both places"
