"""Background work: tied to the transaction that asks for it, repeatable, and honest about how it ended."""

from uuid import UUID

import pytest
from django.db import connection, transaction

from landbridge.ground.hubs import current_hubs, hub_context
from landbridge.ground.jobs import ATTEMPTS, JsonDict, Run, enqueue, execute, job, jobs, request_cancel
from landbridge.ground.models import JobRun
from landbridge.ground.states import JobState
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.clock import FixedClock
from landbridge.kernel.refusal import Refusal

pytestmark = pytest.mark.django_db


class NoRoom(Refusal):
    code = "no_room"


@job("test.double")
def double(run: Run, *, number: int) -> JsonDict:
    run.report(0.5, step="half")
    if number < 0:
        raise NoRoom(number=number)
    if number == 0:
        raise ZeroDivisionError("nothing to double")
    run.stop_if_cancelled()
    return {"number": number * 2, "hubs": [str(h) for h in current_hubs()]}


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'test.double'")
        (count,) = cursor.fetchone() or (0,)
    return int(count)


def ask(hub_id: UUID, system: SystemActor, clock: FixedClock, number: int) -> JobRun:
    return enqueue("test.double", actor=system, hub_id=hub_id, at=clock.now(), number=number)


def run_it(run: JobRun, hub_id: UUID, clock: FixedClock, number: int) -> JobRun:
    execute(jobs["test.double"], run_id=run.id, hub_id=hub_id, arguments={"number": number}, clock=clock)
    with hub_context(hub_id):
        return JobRun.objects.get(pk=run.pk)


def test_a_job_exists_only_if_its_transaction_commits(in_hub: UUID, system: SystemActor, clock: FixedClock) -> None:
    with transaction.atomic():
        ask(in_hub, system, clock, 4)
        transaction.set_rollback(True)
    assert (waiting(), JobRun.objects.count()) == (0, 0)
    ask(in_hub, system, clock, 4)
    assert (waiting(), JobRun.objects.count()) == (1, 1)


def test_a_job_runs_in_its_hub_and_keeps_its_result(in_hub: UUID, system: SystemActor, clock: FixedClock) -> None:
    run = run_it(ask(in_hub, system, clock, 21), in_hub, clock, 21)
    assert (run.state, run.progress, run.result) == (JobState.DONE, 1.0, {"number": 42, "hubs": [str(in_hub)]})


def test_a_refusal_ends_the_job_and_is_kept_as_data(in_hub: UUID, system: SystemActor, clock: FixedClock) -> None:
    run = run_it(ask(in_hub, system, clock, -1), in_hub, clock, -1)
    assert (run.state, run.result) == (JobState.FAILED, {"refusal": "no_room", "data": {"number": -1}})


def test_a_fault_is_retried_and_then_said(in_hub: UUID, system: SystemActor, clock: FixedClock) -> None:
    run = ask(in_hub, system, clock, 0)
    for attempt in range(1, ATTEMPTS + 1):
        with pytest.raises(ZeroDivisionError):
            run_it(run, in_hub, clock, 0)
        with hub_context(in_hub):
            run = JobRun.objects.get(pk=run.pk)
        assert run.state == (JobState.FAILED if attempt == ATTEMPTS else JobState.RUNNING)
    assert run.result == {"error": "ZeroDivisionError: nothing to double"}


def test_a_waiting_job_that_is_cancelled_never_starts(in_hub: UUID, system: SystemActor, clock: FixedClock) -> None:
    run = ask(in_hub, system, clock, 4)
    request_cancel(run, at=clock.now())
    run = run_it(run, in_hub, clock, 4)
    assert (run.state, run.attempts, run.result) == (JobState.CANCELLED, 0, {})


def test_running_twice_gives_one_result(in_hub: UUID, system: SystemActor, clock: FixedClock) -> None:
    run = ask(in_hub, system, clock, 4)
    first = run_it(run, in_hub, clock, 4)
    again = run_it(run, in_hub, clock, 4)
    assert (first.finished_at, first.attempts) == (again.finished_at, again.attempts)


def test_an_unknown_job_is_refused_at_once(in_hub: UUID, system: SystemActor, clock: FixedClock) -> None:
    with pytest.raises(ValueError, match=r"no job is called test\.nothing"):
        enqueue("test.nothing", actor=system, hub_id=in_hub, at=clock.now())
