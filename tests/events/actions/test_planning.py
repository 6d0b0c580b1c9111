from typing import Any
from uuid import UUID, uuid4

import pytest

from landbridge.engines import agenda
from landbridge.events.actions import edits, planning
from landbridge.events.actions.planning import Order
from landbridge.events.models import AgendaVersion, UnmetWish
from landbridge.events.queries.agendas import placed_in
from landbridge.events.queries.problem import digest_of
from landbridge.events.queries.replanning import Choice, Keep
from landbridge.events.refusals import AlreadyPlanning, InputChanged
from landbridge.ground.hubs import hub_context
from landbridge.ground.jobs import execute, jobs
from landbridge.ground.models import JobRun
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.refusal import InputRefused
from tests.events.planned import lines_of, pair, version_with
from tests.events.stage import NOW, Stage, stage

ORDER = Order(seconds=2)


def work_off(show: Stage, run: JobRun) -> JobRun:
    """Do what a worker does with the job."""
    order = Order.from_json(
        {"based_on": None, "keep": "pinned", "from_slot": None, "seconds": 2, "seed": 1, "musts_hard": False}
    )
    arguments = {"event_id": str(show.event.id), "order": order.as_json()}
    execute(jobs["events.plan"], run_id=run.id, hub_id=show.hub_id, arguments=arguments)
    with hub_context(show.hub_id):
        run.refresh_from_db()
        return run


def asked(show: Stage, system: SystemActor) -> JobRun:
    return planning.ask_for_agenda(actor=system, event_id=show.event.id, order=ORDER, at=NOW)


def test_a_job_makes_one_checked_version(show: Stage, system: SystemActor) -> None:
    run = work_off(show, asked(show, system))
    assert run.state == "done"
    with hub_context(show.hub_id):
        version = AgendaVersion.objects.get(event=show.event)
        assert run.result["version"] == str(version.id)
        assert {frozenset(line[:2]) for line in lines_of(show, version)} >= {frozenset(("P01", "F01"))}
        assert len(placed_in(version)) == 4
        assert not UnmetWish.objects.filter(version=version).exists()
        assert version.problem_digest
        assert {level["name"] for level in version.levels} >= {"musts", "total", "gaps", "table_changes"}


def test_a_second_order_waits_for_the_first(show: Stage, system: SystemActor) -> None:
    first = asked(show, system)
    with pytest.raises(AlreadyPlanning) as refusal:
        asked(show, system)
    assert refusal.value.data["job_id"] == str(first.id)


def test_nothing_to_plan_with_is_refused_before_a_job_exists(in_hub: UUID, system: SystemActor) -> None:
    empty = stage(in_hub)
    with pytest.raises(InputRefused) as refusal:
        asked(empty, system)
    assert {f.code for f in refusal.value.findings} == {"no_participants", "no_wishes"}
    assert not JobRun.objects.exists()


def test_a_cancelled_run_saves_nothing(show: Stage, system: SystemActor) -> None:
    run = asked(show, system)
    JobRun.objects.filter(pk=run.pk).update(cancel_requested_at=NOW)
    assert work_off(show, run).state == "cancelled"
    with hub_context(show.hub_id):
        assert not AgendaVersion.objects.exists()


def test_a_worker_killed_while_planning_leaves_nothing_and_the_next_run_finishes(
    show: Stage, system: SystemActor
) -> None:
    run = asked(show, system)
    JobRun.objects.filter(pk=run.pk).update(state="running", started_at=NOW, attempts=1)  # as the dead worker left it
    assert work_off(show, run).state == "done"
    with hub_context(show.hub_id):
        assert AgendaVersion.objects.count() == 1


def test_a_run_that_saved_and_died_is_not_saved_twice(show: Stage, system: SystemActor) -> None:
    run = asked(show, system)
    task = planning.task_of(show.event, ORDER, NOW)
    answer = agenda.solve(task.problem, budget=1, seed=1)
    assert isinstance(answer, agenda.Agenda)
    command: dict[str, Any] = {
        "actor": system, "event_id": show.event.id, "job_id": run.id, "order": ORDER, "answer": answer,
        "digest": digest_of(task.problem), "at": NOW,
    }  # fmt: skip
    version = planning.save_version(**command)
    assert planning.save_version(**command) == version
    JobRun.objects.filter(pk=run.pk).update(state="running", started_at=NOW, attempts=1)
    assert work_off(show, run).result["version"] == str(version.id)
    with hub_context(show.hub_id):
        assert AgendaVersion.objects.count() == 1


def test_an_answer_that_no_longer_holds_is_not_saved(show: Stage, system: SystemActor) -> None:
    task = planning.task_of(show.event, ORDER, NOW)
    answer = agenda.solve(task.problem, budget=1, seed=1)
    assert isinstance(answer, agenda.Agenda)
    show.wish("K01", "P01", "never")
    with pytest.raises(InputChanged) as refusal:
        planning.save_version(
            actor=system, event_id=show.event.id, job_id=uuid4(), order=ORDER, answer=answer, digest="", at=NOW
        )
    assert "refused" in str(refusal.value.data["faults"])
    assert not AgendaVersion.objects.exists()


def test_what_cannot_be_planned_is_a_result_in_terms_of_the_input(show: Stage, system: SystemActor) -> None:
    show.parties["P02"].min_meetings = 4
    show.parties["P02"].save(update_fields=["min_meetings"])
    run = work_off(show, asked(show, system))
    assert run.state == "done"
    assert run.result["infeasible"]["conflicts"]
    with hub_context(show.hub_id):
        assert not AgendaVersion.objects.exists()


def test_an_unmet_wish_has_its_reason(show: Stage, system: SystemActor) -> None:
    for slot in range(4):
        show.away("K02", slot)
    work_off(show, asked(show, system))
    with hub_context(show.hub_id):
        unmet = UnmetWish.objects.get()
        assert (unmet.reason, unmet.mutual, unmet.data["proven"]) == ("no_common_slot", False, True)


def test_a_party_without_people_is_said_to_be_the_reason(show: Stage, system: SystemActor) -> None:
    show.join("K03", people=0)
    show.wish("P01", "K03")
    work_off(show, asked(show, system))
    with hub_context(show.hub_id):
        assert UnmetWish.objects.get().reason == "no_person"


@pytest.mark.parametrize("keep", list(Keep))
def test_planning_again_keeps_what_was_chosen(show: Stage, system: SystemActor, keep: Keep) -> None:
    base = version_with(show, ("P01", "K01", 3, 1), ("P02", "K02", 0, 0))
    edits.pin_meeting(actor=system, version_id=base.id, pair_uid=pair(show, "P01", "K01"), pinned=True, at=NOW)
    order = Order(based_on=base.id, choice=Choice(keep, show.slots[1].id), seconds=2)
    task = planning.task_of(show.event, order, NOW)
    answer = agenda.solve(task.problem, budget=1, seed=1)
    assert isinstance(answer, agenda.Agenda)
    version = planning.save_version(
        actor=system, event_id=show.event.id, job_id=uuid4(), order=order, answer=answer, digest="", at=NOW
    )
    lines = lines_of(show, version)
    assert ("P01", "K01", 3, 1) in lines
    assert len(lines) == 4
    if keep is not Keep.PINNED:
        assert ("P02", "K02", 0, 0) in lines
    assert [m.pinned for m in placed_in(version)].count(True) == 1


def test_a_pin_for_somebody_who_is_away_now_is_refused_by_name(show: Stage, system: SystemActor) -> None:
    base = version_with(show, ("P01", "K01", 3, 1))
    edits.pin_meeting(actor=system, version_id=base.id, pair_uid=pair(show, "P01", "K01"), pinned=True, at=NOW)
    show.away("K01", 3)
    with pytest.raises(InputRefused) as refusal:
        planning.ask_for_agenda(actor=system, event_id=show.event.id, order=Order(based_on=base.id), at=NOW)
    (finding,) = refusal.value.findings
    assert (finding.code, finding.data["participant"]) == ("pin_person_absent", str(show.people["K01"].id))


@pytest.mark.parametrize("seconds", [planning.SHORTEST - 1, planning.LONGEST + 1])
def test_a_time_limit_out_of_range_asks_for_no_job(show: Stage, system: SystemActor, seconds: int) -> None:
    with pytest.raises(InputRefused) as refused:
        planning.ask_for_agenda(actor=system, event_id=show.event.id, order=Order(seconds=seconds), at=NOW)
    assert [(f.code, f.field) for f in refused.value.findings] == [("time_limit_out_of_range", "seconds")]
    assert planning.last_run(show.event.id) is None


def test_the_run_asked_for_last_is_the_one_shown(show: Stage, system: SystemActor) -> None:
    run = asked(show, system)
    assert planning.last_run(show.event.id) == run


def test_the_slots_of_a_conflict_are_told_once_each_as_ours() -> None:
    slot, other = str(uuid4()), str(uuid4())
    conflict = agenda.Conflict(agenda.ConflictCode.TABLES_SHORT, data={"slots": [slot, slot, other], "tables": 1})
    (told,) = planning.infeasible_as_data(agenda.Infeasible((conflict,), proven=True))["conflicts"]
    assert told["data"] == {"slots": [slot, other], "tables": 1}
