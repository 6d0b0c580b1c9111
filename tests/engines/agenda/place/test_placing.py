"""Placing: optima equal brute force on small cases, the published ones on real cases, and bad files are named."""

import csv
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from landbridge.engines.agenda.place.b2bsp import problem_from_dzn
from landbridge.engines.agenda.place.bound import break_bound
from landbridge.engines.agenda.place.checking import break_counts, place_faults
from landbridge.engines.agenda.place.problem import PlaceProblem, breaks_of
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


def test_breaks_are_counted_per_person_and_told_apart() -> None:
    """The second has two breaks, the first and third one each, and the fourth never meets."""
    problem = PlaceProblem(
        participants=4,
        slots=8,
        tables=1,
        meetings=((0, 1), (1, 2), (0, 1), (1, 2)),
        allowed=(frozenset(range(8)),) * 4,
        earlier=(frozenset(),) * 4,
        fairness=None,
    )
    assert break_counts(problem, [0, 2, 3, 5]) == [1, 2, 1, 0]
    assert place_faults(replace(problem, fairness=1), [0, 2, 3, 5]) == ["breaks lie 2 apart"]
    met = replace(problem, participants=3, fairness=0)
    assert place_faults(met, [0, 2, 3, 5]) == ["breaks lie 1 apart"]
    assert place_faults(replace(met, fairness=1), [0, 2, 3, 5]) == []


def test_the_checker_finds_what_is_not_before_because_it_is_at_the_same_time() -> None:
    problem = PlaceProblem(
        participants=4,
        slots=4,
        tables=2,
        meetings=((0, 1), (2, 3)),
        allowed=(EVERYWHERE, EVERYWHERE),
        earlier=(frozenset(), frozenset({0})),
        fairness=None,
    )
    assert place_faults(problem, [1, 1]) == ["meeting 1 is not before 2"]
    assert place_faults(problem, [1, 2]) == []


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


def placing(**change: object) -> PlaceProblem:
    given: dict[str, Any] = {
        "participants": 3, "slots": 4, "tables": 1, "meetings": ((0, 1), (1, 2)), "allowed": (EVERYWHERE, EVERYWHERE),
    }  # fmt: skip
    return PlaceProblem(**{**given, **change})


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"participants": 0}, ("not_positive", None, "participants")),
        ({"fairness": -1}, ("negative", None, "fairness")),
        ({"meetings": (), "allowed": ()}, ("no_meetings", None, "meetings")),
        ({"allowed": (EVERYWHERE,)}, ("wrong_length", None, "allowed")),
        ({"earlier": (frozenset(),)}, ("wrong_length", None, "earlier")),
        ({"allowed": (EVERYWHERE, frozenset({4}))}, ("unknown_slot", 2, "allowed")),
        ({"meetings": ((0, 1), (1, 3))}, ("unknown_participant", 2, "meetings")),
        ({"earlier": (frozenset({2}), frozenset())}, ("unknown_meeting", 1, "precedences")),
        ({"earlier": (frozenset(), frozenset(), frozenset({0}))}, ("unknown_meeting", 3, "precedences")),
        ({"earlier": (frozenset({0}), frozenset())}, ("precedence_cycle", 1, "precedences")),
    ],
)
def test_each_fault_of_what_is_to_be_placed_is_named(
    change: dict[str, object], found: tuple[str, int | None, str]
) -> None:
    with pytest.raises(InputRefused) as refused:
        placing(**change)
    assert found in [(f.code, f.row, f.field) for f in refused.value.findings]


def test_a_chain_of_precedences_is_no_cycle() -> None:
    chain = (frozenset[int](), frozenset({0}), frozenset({0, 1}))
    problem = placing(meetings=((0, 1), (1, 2), (0, 2)), allowed=(EVERYWHERE,) * 3, earlier=chain)
    assert problem.of_participant() == [[0, 2], [0, 1], [1, 2]]


@given(seed=st.integers(0, 2**32), kind=st.sampled_from(["slot", "person", "table", "precedence", "fairness"]))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_fault_planted_into_a_sound_placement_is_said(seed: int, kind: str) -> None:
    """Meetings laid out without a solver, the limits drawn tight around them, one of them then passed by one."""
    rng = random.Random(seed)
    people, slots = 6, 5
    pairs = [(a, b) for a in range(people) for b in range(a)]
    rng.shuffle(pairs)
    laid: list[tuple[tuple[int, int], int]] = []
    for pair in pairs[:9]:
        free = [s for s in range(slots) if not any(s == at and set(pair) & set(other) for other, at in laid)]
        laid += [(pair, rng.choice(free))] if free else []
    meetings, at = tuple(pair for pair, _ in laid), [slot for _, slot in laid]
    problem = PlaceProblem(
        participants=people, slots=slots, tables=max(at.count(s) for s in range(slots)), meetings=meetings,
        allowed=tuple(frozenset({slot}) for slot in at),
        earlier=tuple(frozenset(o for o in range(len(at)) if at[o] < slot) for slot in at),
    )  # fmt: skip
    counts = break_counts(problem, at)
    problem = replace(problem, fairness=max(counts) - min(counts))
    assert place_faults(problem, at) == []
    assert sum(counts) == sum(breaks_of([at[m] for m in mine]) for mine in problem.of_participant())
    m = rng.randrange(len(at))
    if kind == "slot":
        problem = replace(problem, allowed=(*problem.allowed[:m], frozenset(), *problem.allowed[m + 1 :]))
        assert place_faults(problem, at) == [f"meeting {m + 1} may not be in slot {at[m] + 1}"]
    elif kind == "person":
        others = [o for o in range(len(at)) if o != m and set(meetings[o]) & set(meetings[m])]
        assume(others)
        (shared, *_) = set(meetings[others[0]]) & set(meetings[m])
        assert f"participant {shared + 1} is twice in slot {at[others[0]] + 1}" in place_faults(
            problem, [at[others[0]] if k == m else slot for k, slot in enumerate(at)]
        )
    elif kind == "table":
        assume(problem.tables > 1)
        full = next(s for s in at if at.count(s) == problem.tables)
        found = place_faults(replace(problem, tables=problem.tables - 1), at)
        assert f"slot {full + 1} holds {problem.tables} meetings at {problem.tables - 1} tables" in found
    elif kind == "precedence":
        later = next((o for o in range(len(at)) if at[o] >= at[m] and o != m), None)
        assume(later is not None)
        earlier = tuple(frozenset({later}) if k == m else frozenset[int]() for k in range(len(at)))
        found = place_faults(replace(problem, earlier=earlier), at)  # type: ignore[arg-type]  # assumed above
        assert found == [f"meeting {later + 1} is not before {m + 1}"]  # type: ignore[operator]  # assumed above
    else:
        assume(problem.fairness)
        apart = max(counts) - min(counts)
        assert place_faults(replace(problem, fairness=apart - 1), at) == [f"breaks lie {apart} apart"]


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
