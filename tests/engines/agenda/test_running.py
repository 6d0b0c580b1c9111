"""Progress is heard, cancelling ends the search with the best so far, and budgets hold."""

import time

import pytest

from landbridge.engines import agenda
from landbridge.engines.agenda.generating import fair


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
