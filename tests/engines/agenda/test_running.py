"""Progress is heard, cancelling ends the search with the best so far, and budgets hold."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from landbridge.engines import agenda
from landbridge.engines.agenda.generating import fair
from landbridge.kernel.refusal import InputRefused


@pytest.fixture(scope="module")
def crowd() -> agenda.Problem:
    return fair(people=120, slots=10, tables=12, wishes=700, most=6, seed=2)


def test_progress_tells_each_better_agenda(crowd: agenda.Problem) -> None:
    heard: list[agenda.Progress] = []
    answer = agenda.solve(crowd, work=2, seed=1, progress=heard.append)
    assert isinstance(answer, agenda.Agenda)
    assert [news.phase for news in heard[:3]] == ["read", "selected", "first"]
    drafts = [news.agenda for news in heard if news.agenda]
    assert all(agenda.check(crowd, draft) == [] for draft in drafts)
    totals = [level.value for draft in drafts for level in draft.levels if level.name is agenda.LevelName.TOTAL]
    assert totals == sorted(totals)


def test_listening_changes_nothing(crowd: agenda.Problem) -> None:
    assert agenda.solve(crowd, work=2, seed=1, progress=lambda _: None) == agenda.solve(crowd, work=2, seed=1)


def test_cancel_ends_with_the_best_so_far(crowd: agenda.Problem) -> None:
    asked = iter(range(10**9))
    begun = time.monotonic()
    answer = agenda.solve(crowd, budget=60, cancel=lambda: next(asked) > 40)
    assert time.monotonic() - begun < 30
    assert isinstance(answer, agenda.Agenda)
    assert answer.stopped is agenda.Stopped.CANCELLED
    assert agenda.check(crowd, answer) == []


def test_apart_answers_what_solving_here_does(event: agenda.Problem) -> None:
    heard: list[agenda.Progress] = []
    answer = agenda.solve_apart(event, budget=60, seed=1, progress=heard.append)
    assert answer == agenda.solve(event, budget=60, seed=1)
    assert [news.phase for news in heard[:3]] == ["read", "selected", "first"]


def test_a_budget_shorter_than_loading_the_solvers_is_kept(crowd: agenda.Problem) -> None:
    begun = time.monotonic()
    answer = agenda.solve_apart(crowd, budget=0.01)
    assert time.monotonic() - begun < 1.0
    assert isinstance(answer, agenda.Infeasible)
    assert (answer.proven, [c.code for c in answer.conflicts]) == (False, [agenda.ConflictCode.NOT_FOUND_IN_TIME])


def test_loading_may_be_left_out_of_the_budget(event: agenda.Problem) -> None:
    answer = agenda.solve_apart(event, budget=1.5, loading=60)
    assert isinstance(answer, agenda.Agenda)
    assert agenda.check(event, answer) == []


@pytest.mark.skipif(sys.platform != "linux", reason="children are read from Linux's /proc")
def test_a_solver_that_does_not_return_is_ended_with_the_best_told(crowd: agenda.Problem) -> None:
    """As in a long native call: the process is halted once it has told its first agenda."""
    heard: list[agenda.Agenda] = []

    def halt(news: agenda.Progress) -> None:
        if news.agenda:
            heard.append(news.agenda)
            children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text("ascii").split()
            for child in map(int, children):
                if b"apart_worker" in Path(f"/proc/{child}/cmdline").read_bytes():
                    os.kill(child, signal.SIGSTOP)

    begun = time.monotonic()
    answer = agenda.solve_apart(crowd, budget=15, progress=halt)
    assert time.monotonic() - begun < 15 * 1.1
    assert isinstance(answer, agenda.Agenda)
    assert (answer.stopped, answer.meetings) == (agenda.Stopped.BUDGET, heard[-1].meetings)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from Linux's /proc")
def test_memory_beyond_the_limit_ends_the_search(crowd: agenda.Problem) -> None:
    begun = time.monotonic()
    answer = agenda.solve_apart(crowd, budget=60, memory=1)
    assert time.monotonic() - begun < 30
    assert isinstance(answer, agenda.Infeasible)
    assert not answer.proven


def test_apart_can_be_cancelled(crowd: agenda.Problem) -> None:
    heard: list[agenda.Progress] = []
    answer = agenda.solve_apart(
        crowd, budget=60, progress=heard.append, cancel=lambda: any(news.agenda for news in heard)
    )
    assert isinstance(answer, agenda.Agenda)
    assert answer.stopped is agenda.Stopped.CANCELLED
    assert agenda.check(crowd, answer) == []


@pytest.mark.parametrize("limits", [{"budget": 0.0}, {"budget": 5.0, "memory": 0}, {"budget": float("nan")}])
def test_apart_refuses_senseless_limits(event: agenda.Problem, limits: dict[str, float]) -> None:
    with pytest.raises(InputRefused) as refused:
        agenda.solve_apart(event, **limits)  # type: ignore[arg-type]  # the keys are parameter names
    assert [finding.code for finding in refused.value.findings] == ["not_positive"]
