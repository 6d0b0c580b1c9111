"""Planning the rest of the day again: three choices, one taken, people told once, the past untouched."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from landbridge.engines import agenda
from landbridge.events.actions import day_changes, edits, planning, publishing, replanning
from landbridge.events.actions.planning import Order
from landbridge.events.models import AgendaVersion, Message, Replan, ReplanChoice
from landbridge.events.queries.agendas import Placed, placed_in
from landbridge.events.queries.problem import digest_of
from landbridge.events.queries.replans import choices_of
from landbridge.events.refusals import (
    AlreadyPlanning,
    CannotBeThere,
    CannotStand,
    EverybodyAbsent,
    InputChanged,
    NothingLeft,
    NotPublished,
    PublishedMeanwhile,
)
from landbridge.events.states import DayChangeKind
from landbridge.ground.jobs import execute, jobs
from landbridge.ground.models import JobRun
from landbridge.kernel.refusal import InputRefused, Missing, NotAllowed
from tests.events.makers import SYSTEM, Onlooker
from tests.events.planned import Line, lines_of, pair, version_with
from tests.events.stage import NINE, NOW, Stage

SLOT = timedelta(minutes=25)
SECOND = NINE + SLOT
LINES: tuple[Line, ...] = (("P01", "K01", 0, 0), ("P02", "K02", 1, 1), ("P01", "F01", 2, 0), ("P02", "K01", 3, 1))


@pytest.fixture
def published(show: Stage) -> AgendaVersion:
    version = version_with(show, *LINES)
    publishing.publish_version(actor=SYSTEM, version_id=version.id, over=None, at=NOW)
    show.event.refresh_from_db()
    version.refresh_from_db()
    return version


def absent(show: Stage, *names: str, at: datetime = SECOND) -> None:
    people = [show.people[name].pk for name in names]
    day_changes.record_absence(
        actor=SYSTEM, event_id=show.event.pk, attendee_ids=people, kind=DayChangeKind.ABSENT, at=at
    )


def asked(show: Stage, at: datetime = SECOND) -> JobRun:
    return replanning.ask_for_choices(actor=SYSTEM, event_id=show.event.pk, at=at)


def worked_off(show: Stage, run: JobRun, at: datetime = SECOND) -> JobRun:
    given = {"event_id": str(show.event.pk), "as_of": at.isoformat(), "rate": 1}
    execute(jobs["events.replan"], run_id=run.pk, hub_id=show.hub_id, arguments=given)
    with connection.cursor() as cursor:  # a job ends outside every hub; the test goes on inside
        cursor.execute("SELECT set_config('landbridge.hubs', %s, false)", [str(show.hub_id)])
    return JobRun.objects.get(pk=run.pk)


def choices(show: Stage, at: datetime = SECOND) -> list[ReplanChoice]:
    run = worked_off(show, asked(show, at), at)
    assert run.state == "done", run.result
    return choices_of(Replan.objects.get(job_id=run.pk))


def test_three_choices_keep_what_has_begun_and_drop_who_is_absent(show: Stage, published: AgendaVersion) -> None:
    absent(show, "F01")
    found = choices(show)
    assert [choice.name for choice in found] == ["fewest_changes", "balanced", "best_value"]
    fewest = found[0]
    assert (fewest.least_changes, fewest.counts["removed"], fewest.counts["moved"]) == (1, 1, 0)
    version = replanning.take_choice(actor=SYSTEM, choice_id=fewest.pk, at=SECOND)
    assert lines_of(show, version) == [LINES[0], LINES[1], LINES[3]]
    assert (version.state, version.based_on, version.note) == ("draft", published, "fewest_changes")


def test_taking_twice_gives_one_draft(show: Stage, published: AgendaVersion) -> None:
    absent(show, "F01")
    (fewest, *_others) = choices(show)
    once = replanning.take_choice(actor=SYSTEM, choice_id=fewest.pk, at=SECOND)
    assert replanning.take_choice(actor=SYSTEM, choice_id=fewest.pk, at=SECOND) == once
    assert AgendaVersion.objects.count() == 2


def test_only_people_whose_agenda_changed_are_told_once(show: Stage, published: AgendaVersion) -> None:
    Message.objects.all().delete()
    absent(show, "F01")
    (fewest, *_others) = choices(show)
    version = replanning.take_choice(actor=SYSTEM, choice_id=fewest.pk, at=SECOND)
    done = publishing.publish_version(actor=SYSTEM, version_id=version.pk, over=published.number, at=SECOND)
    people = {show.people["P01"].pk, show.people["F01"].pk}
    assert done.told == people
    assert set(Message.objects.values_list("attendee_id", flat=True)) == people
    assert Message.objects.count() == len(people)


def test_an_absent_person_does_not_undo_what_was_held(show: Stage, published: AgendaVersion) -> None:
    """K01 met P01 in the first slot and then left: that meeting stays, and the version can be published."""
    absent(show, "K01")
    (fewest, *_others) = choices(show)
    version = replanning.take_choice(actor=SYSTEM, choice_id=fewest.pk, at=SECOND)
    publishing.publish_version(actor=SYSTEM, version_id=version.pk, over=published.number, at=SECOND)
    assert lines_of(show, version) == [*LINES[:3]]


def test_a_lost_table_reseats(show: Stage, published: AgendaVersion) -> None:
    day_changes.record_closure(actor=SYSTEM, event_id=show.event.pk, table_ids=[show.tables[1].pk], at=SECOND)
    (fewest, *_others) = choices(show)
    version = replanning.take_choice(actor=SYSTEM, choice_id=fewest.pk, at=SECOND)
    assert [line[3] for line in lines_of(show, version)] == [0, 0, 0, 0]
    assert (fewest.counts["reseated"], fewest.counts["moved"], fewest.counts["removed"]) == (2, 0, 0)


def test_a_new_wish_is_met_where_it_brings_more_than_it_costs(show: Stage, published: AgendaVersion) -> None:
    show.wish("P02", "F01", "must")
    found = choices(show)
    added = [pair(show, "P02", "F01") in {m.pair_uid for m in _taken(choice)} for choice in found]
    assert added == [False, True, True]


def _taken(choice: ReplanChoice) -> tuple[Placed, ...]:
    return placed_in(replanning.take_choice(actor=SYSTEM, choice_id=choice.pk, at=SECOND))


def test_nothing_published_nothing_left_nobody_there(show: Stage) -> None:
    with pytest.raises(NotPublished):
        asked(show)
    version = version_with(show, *LINES)
    publishing.publish_version(actor=SYSTEM, version_id=version.id, over=None, at=NOW)
    with pytest.raises(NothingLeft):
        asked(show, NINE + 4 * SLOT)
    absent(show, *show.people)
    with pytest.raises(EverybodyAbsent):
        asked(show)
    assert (JobRun.objects.filter(kind="events.replan").count(), Replan.objects.count()) == (0, 0)


def test_one_question_at_a_time(show: Stage, published: AgendaVersion) -> None:
    asked(show)
    with pytest.raises(AlreadyPlanning):
        asked(show)


@pytest.mark.parametrize("rate", [-1, 101])
def test_a_rate_that_makes_no_sense_is_refused(show: Stage, published: AgendaVersion, rate: int) -> None:
    with pytest.raises(InputRefused):
        replanning.ask_for_choices(actor=SYSTEM, event_id=show.event.pk, rate=rate, at=SECOND)


def test_a_cancelled_question_leaves_nothing(show: Stage, published: AgendaVersion) -> None:
    run = asked(show)
    JobRun.objects.filter(pk=run.pk).update(cancel_requested_at=NOW)
    assert worked_off(show, run).state == "cancelled"
    assert Replan.objects.count() == 0


def test_a_run_that_saved_and_died_is_not_saved_twice(show: Stage, published: AgendaVersion) -> None:
    run = asked(show)
    first = worked_off(show, run).result
    JobRun.objects.filter(pk=run.pk).update(state="running", finished_at=None)
    assert worked_off(show, run).result == first
    assert Replan.objects.count() == 1


def test_what_was_recorded_since_is_held_against_a_choice(show: Stage, published: AgendaVersion) -> None:
    found = choices(show)
    absent(show, "P02")
    before = AgendaVersion.objects.count()
    with pytest.raises(InputChanged):
        replanning.take_choice(actor=SYSTEM, choice_id=found[0].pk, at=SECOND)
    assert AgendaVersion.objects.count() == before


def test_a_choice_for_an_agenda_that_no_longer_stands_is_refused(show: Stage, published: AgendaVersion) -> None:
    found = choices(show)
    other = edits.draft_from(actor=SYSTEM, version_id=published.pk, at=SECOND)
    publishing.publish_version(actor=SYSTEM, version_id=other.pk, over=published.number, at=SECOND)
    with pytest.raises(PublishedMeanwhile):
        replanning.take_choice(actor=SYSTEM, choice_id=found[0].pk, at=SECOND)


def test_what_began_meanwhile_is_not_moved_by_publishing(show: Stage, published: AgendaVersion) -> None:
    absent(show, "F01")
    (fewest, *_others) = choices(show)
    version = replanning.take_choice(actor=SYSTEM, choice_id=fewest.pk, at=SECOND)
    late = NINE + 2 * SLOT + timedelta(minutes=1)  # P01 – F01 has begun, and the draft drops it
    with pytest.raises(CannotStand) as refused:
        publishing.publish_version(actor=SYSTEM, version_id=version.pk, over=published.number, at=late)
    assert "has_begun" in str(refused.value.data)
    published.refresh_from_db()
    assert published.state == "published"


def test_a_change_by_hand_does_not_touch_what_has_begun(show: Stage, published: AgendaVersion) -> None:
    uid = pair(show, "P01", "K01")
    with pytest.raises(CannotBeThere):
        edits.move_meeting(actor=SYSTEM, version_id=published.pk, pair_uid=uid, slot_id=show.slots[3].pk, at=SECOND)
    with pytest.raises(CannotBeThere):
        edits.move_meeting(
            actor=SYSTEM,
            version_id=published.pk,
            pair_uid=pair(show, "P01", "F01"),
            slot_id=show.slots[0].pk,
            at=SECOND,
        )
    with pytest.raises(CannotBeThere):
        edits.drop_meeting(actor=SYSTEM, version_id=published.pk, pair_uid=uid, consent=True, at=SECOND)


def test_planning_anew_on_the_day_keeps_what_has_begun(show: Stage, published: AgendaVersion) -> None:
    absent(show, "K01")
    order = Order(based_on=published.pk, seconds=1)
    task = planning.task_of(show.event, order, SECOND)
    answer = agenda.solve(task.problem, budget=1, seed=1)
    assert isinstance(answer, agenda.Agenda)
    version = planning.save_version(
        actor=SYSTEM, event_id=show.event.pk, job_id=uuid4(), order=order, answer=answer,
        digest=digest_of(task.problem), at=SECOND,
    )  # fmt: skip
    lines = lines_of(show, version)
    assert lines[0] == LINES[0]
    assert not any("K01" in line for line in lines[1:])


def test_who_may_not_plan_leaves_everything_as_it_was(show: Stage, published: AgendaVersion) -> None:
    found = choices(show)
    before = AgendaVersion.objects.count()
    with pytest.raises(NotAllowed):
        replanning.ask_for_choices(actor=Onlooker(), event_id=show.event.pk, at=SECOND)
    with pytest.raises(NotAllowed):
        replanning.take_choice(actor=Onlooker(), choice_id=found[0].pk, at=SECOND)
    with pytest.raises(Missing):
        replanning.take_choice(actor=SYSTEM, choice_id=uuid4(), at=SECOND)
    assert AgendaVersion.objects.count() == before


def test_a_job_that_saves_twice_saves_its_choices_once(show: Stage, published: AgendaVersion) -> None:
    absent(show, "F01")
    run = worked_off(show, asked(show))
    first = Replan.objects.get()
    today = replanning.read(show.event, SECOND)
    answer = agenda.replan(today.problem, today.old, now=SECOND, rate=1)
    again = replanning.save_choices(
        actor=SYSTEM, event_id=show.event.pk, job_id=run.pk, today=today, as_of=SECOND, rate=1, answer=answer, at=SECOND
    )
    assert (again, Replan.objects.count(), ReplanChoice.objects.count()) == (first, 1, 3)
