"""Placing: optima equal brute force on small cases, the published ones on real cases, and bad files are named."""

import csv
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path

import pytest

from landbridge.engines.agenda.place.b2bsp import problem_from_dzn
from landbridge.engines.agenda.place.bound import break_bound
from landbridge.engines.agenda.place.checking import break_counts, place_faults
from landbridge.engines.agenda.place.problem import PlaceProblem
from landbridge.engines.agenda.place.solving import PlaceStatus, place
from landbridge.entrypoints.cli.main import main
from landbridge.kernel.refusal import InputRefused

EVERYWHERE = frozenset(range(4))


def small_cases() -> Iterator[PlaceProblem]:
    """Random cases of four meetings in four slots, small enough to try every placement."""
    for seed in range(8):
        rng = random.Random(seed)
        people = rng.randint(3, 4)
        meetings = tuple(tuple(rng.sample(range(people), 2)) for _ in range(4))
        allowed = tuple(frozenset(rng.sample(range(5), rng.randint(2, 5))) for _ in meetings)
        earlier: tuple[frozenset[int], ...] = (
            frozenset(),
            frozenset({0}) if rng.random() < 0.4 else frozenset(),
            frozenset(),
            frozenset(),
        )
        yield PlaceProblem(
            participants=people,
            slots=5,
            tables=rng.randint(1, 2),
            meetings=meetings,  # type: ignore[arg-type]  # samples of two
            allowed=allowed,
            earlier=earlier,
            fairness=rng.choice([None, 0, 1]),
        )


def best_by_trying(problem: PlaceProblem) -> int | None:
    valid = [slots for slots in product(*problem.allowed) if not place_faults(problem, slots)]
    return min((sum(break_counts(problem, slots)) for slots in valid), default=None)


@pytest.mark.parametrize("problem", list(small_cases()))
def test_small_cases_equal_brute_force(problem: PlaceProblem) -> None:
    best = best_by_trying(problem)
    answer = place(problem, budget=30)
    assert answer.breaks == best
    assert answer.status is (PlaceStatus.INFEASIBLE if best is None else PlaceStatus.OPTIMAL)
    bound = break_bound(problem, least=0, seconds=5)
    assert best is None or bound is None or bound <= best


def test_checker_finds_each_planted_fault() -> None:
    problem = PlaceProblem(
        participants=3,
        slots=4,
        tables=1,
        meetings=((0, 1), (1, 2), (0, 2)),
        allowed=(EVERYWHERE, EVERYWHERE, frozenset({1, 2, 3})),
        earlier=(frozenset(), frozenset({0}), frozenset()),
        fairness=0,
    )
    assert place_faults(problem, [0, 1, 2]) == ["breaks lie 1 apart"]
    assert "participant 2 is twice in slot 1" in place_faults(problem, [0, 0, 2])
    assert "slot 1 holds 2 meetings at 1 tables" in place_faults(problem, [0, 0, 2])
    assert "meeting 1 is not before 2" in place_faults(problem, [1, 0, 2])
    assert "meeting 3 may not be in slot 1" in place_faults(problem, [2, 3, 0])
    assert place_faults(problem, [0, 1]) == ["not one slot per meeting"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("nTables = 1;", "nTables = 0;"), "not_positive"),
        (("nTables = 1;", ""), "missing_field"),
        (("nSlots", "nSlots"), None),
        (("|1,2,3|", "|1,1,3|"), "wish_for_oneself"),
        (("|1,2,3|", "|1,9,3|"), "unknown_participant"),
        (("|1,2,3|", "|1,2,7|"), "unknown_session"),
        (("|1,2,3|", "|1,2,3|1|"), "wrong_length"),
        (("fixed = [0,0]", "fixed = [9,0]"), "unknown_slot"),
        (("[{},{1}]", "[{2},{1}]"), "precedence_cycle"),
        (("[{},{1}]", "[{},{8}]"), "unknown_meeting"),
    ],
)
def test_files_are_read_strictly(change: tuple[str, str], code: str | None) -> None:
    text = (
        "nBusiness = 3; nMeetings = 2; nTables = 1; nTotalSlots = 4; nMorningSlots = 2;\n"
        "requested = [|1,2,3|2,3,3|]; forbidden = [{0},{0},{0,4}]; fixed = [0,0]; precedences = [{},{1}];"
    )
    if code is None:
        assert problem_from_dzn(text).allowed == (EVERYWHERE, frozenset({0, 1, 2}))
        return
    with pytest.raises(InputRefused) as refused:
        problem_from_dzn(text.replace(*change))
    assert code in {finding.code for finding in refused.value.findings}


@pytest.mark.data
@pytest.mark.parametrize(("name", "fairness"), [("tic-12.original", 2), ("forumt-14crafc.original", 0)])
def test_published_results_are_met(
    name: str, fairness: int, data: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    rows = csv.DictReader(data("b2b/published_best.csv").read_text("utf-8").splitlines())
    best = next(r["optimum"] for r in rows if r["instance"] == name and r["fairness_d"] == str(fairness))
    path = data(f"b2b/{name}.dzn")
    code = main(["plan", "--format", "b2bsp", str(path), "--fairness", str(fairness), "--budget", "60"])
    answer = json.loads(capsys.readouterr().out)
    if best == "UNSAT":
        assert (answer["status"], answer["breaks"], answer["slots"], code) == ("infeasible", None, [], 1)
    else:
        assert (answer["status"], answer["breaks"], answer["bound"], code) == ("optimal", int(best), int(best), 0)
        problem = problem_from_dzn(path.read_text("utf-8"), fairness=fairness)
        assert place_faults(problem, [s - 1 for s in answer["slots"]]) == []


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's promise that is tested here is Linux's")
def test_no_process_outlives_the_one_that_asked() -> None:
    """Killed without a chance to clean up, the search takes its solvers with it."""
    code = (
        "import random, sys\n"
        "from landbridge.engines.agenda.place import solving\n"
        "from landbridge.engines.agenda.place.problem import PlaceProblem\n"
        "rng = random.Random(1)\n"
        "meetings = tuple(tuple(rng.sample(range(60), 2)) for _ in range(250))\n"
        "popen = solving.subprocess.Popen\n"
        "def watched(*a, **k):\n"
        "    made = popen(*a, **k); print(made.pid, flush=True); return made\n"
        "solving.subprocess.Popen = watched\n"
        "allowed = tuple(frozenset(range(20)) for _ in meetings)\n"
        "problem = PlaceProblem(participants=60, slots=20, tables=18, meetings=meetings, allowed=allowed, fairness=1)\n"
        "solving.place(problem, budget=120)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as search:
        assert search.stdout is not None
        workers = [int(search.stdout.readline()) for _ in range(2)]
        search.kill()
    deadline = time.monotonic() + 20
    while any(_alive(pid) for pid in workers) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not any(_alive(pid) for pid in workers)


def _alive(pid: int) -> bool:
    """Whether the process runs: one that has ended and waits to be noticed does not."""
    status = Path(f"/proc/{pid}/stat")
    try:
        return status.read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
