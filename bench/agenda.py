"""The agenda engine against its bounds, beside a baseline: `python -m bench.agenda [--only NAME ...] [--plots DIR]`.

Without `--only` all of it runs, some ten minutes.

Baseline: what a person does with a list and a grid, the dearest wish first into the first slot that is free. Each
case runs in a process of its own, so that its memory can be told. Nothing depends on an instance's name.
"""

import argparse
import csv
import math
import os
import platform
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from bench.agenda_splitting import blocks
from bench.agenda_variants import fixed, forbidden
from bench.plots import Curve, svg
from landbridge.engines import agenda
from landbridge.engines.agenda.checking import check
from landbridge.engines.agenda.compiled import compiled
from landbridge.engines.agenda.generating import fair, road_show
from landbridge.engines.agenda.place.b2bsp import problem_from_dzn
from landbridge.engines.agenda.place.solving import PlaceStatus, place
from landbridge.engines.agenda.state import Draft

DATA = next((p / "shared/data" for p in Path(__file__).resolve().parents if (p / "shared/data").is_dir()), None)
ORIGINALS = "original,2"
TARGETS = {
    "road show": "first < 2 s, gap < 1 %",
    "sixty": "gap < 0.1 % in 10 s, proven in 60 s",
    "thousand": "gap < 0.01 % in 10 s",
    "five thousand": "gap < 0.5 % in 120 s and 4 GB",
}


@dataclass
class Row:
    """What one case measured."""

    case: str
    first: float
    value_done: float
    seconds: float
    total: int
    bound: int
    gaps: str
    changes: int
    baseline: int
    megabytes: float
    curve: list[tuple[float, float]]

    @property
    def gap(self) -> float:
        return (self.bound - self.total) / max(self.bound, 1)


def baseline(problem: agenda.Problem) -> int:
    """The total that the dearest wish first, into the first free slot, reaches."""
    model = compiled(problem)
    draft = Draft(model)
    for c in sorted(range(len(model.candidates)), key=lambda c: (-draft.value[c], c)):
        slot = next((s for s in model.candidates[c].slots if draft.fits(c, s)), None)
        if slot is not None:
            draft.place(c, slot)
    return draft.total()


def load(case: str) -> agenda.Problem:
    """The problem of that case."""
    if case.startswith("road show"):
        return road_show(seed=int(case.rsplit(maxsplit=1)[-1]))
    if case == "five thousand":
        return fair(people=5_000, slots=48, tables=800, wishes=60_000, most=16)
    if case.startswith("fair"):
        people = int(case.rsplit(maxsplit=1)[-1])
        return fair(people=people, wishes=8 * people, tables=max(5, people // 5), most=14)
    if DATA is None:
        sys.exit("no shared/data beside the checkout")
    return agenda.problem_from_simple_json((DATA / f"agenda/{case}.json").read_bytes())


def run(case: str, budget: float) -> Row:
    """Solve one case within the budget."""
    problem = load(case)
    base = baseline(problem)
    heard: list[tuple[float, float]] = []

    def listen(news: agenda.Progress) -> None:
        total = [level for level in news.levels if level.name is agenda.LevelName.TOTAL]
        heard.extend((news.seconds, level.value / max(level.bound, 1)) for level in total)

    before = time.monotonic()
    answer = agenda.solve(problem, budget=budget, seed=1, progress=listen)
    seconds = time.monotonic() - before
    assert isinstance(answer, agenda.Agenda), answer
    assert check(problem, answer) == []
    found = {level.name: level for level in answer.levels}
    total = found[agenda.LevelName.TOTAL]
    gaps = str(found[agenda.LevelName.GAPS].value)
    changes = found[agenda.LevelName.TABLE_CHANGES].value
    last = heard[-1][0] if heard else seconds
    return Row(
        case,
        heard[0][0] if heard else seconds,
        last,
        seconds,
        total.value,
        total.bound,
        gaps,
        changes,
        base,
        peak_megabytes(),
        heard,
    )


def peak_megabytes() -> float:
    """The most memory this process has held. What the system counts for a child begins with its parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        held = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(held.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def alone(job: Callable[..., Row], *arguments: object) -> Row:
    """The job's answer, from a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(job, *arguments).result()


def hardware() -> str:
    """Processor, cores, load and Python."""
    info = Path("/proc/cpuinfo")
    names = (
        [x.split(":")[1].strip() for x in info.read_text().splitlines() if x.startswith("model name")]
        if info.exists()
        else []
    )
    load_now = ", ".join(f"{x:.1f}" for x in os.getloadavg())
    name = names[0] if names else platform.processor()
    return f"{name}, {os.cpu_count()} cores, load {load_now}, Python {platform.python_version()}"


def cases(only: list[str], most: float) -> None:
    """Choose and place: value, bound, gap and baseline, with `most` seconds for each case at most."""
    print(f"{'case':16}{'first s':>8}{'value s':>8}{'all s':>8}{'total':>10}{'bound':>10}{'gap':>9}{'gaps':>7}{'changes':>8}"
          f"{'baseline':>10}{'its gap':>9}{'MB':>6}  target")  # fmt: skip
    budgets = {"road show 1": 15.0, "road show 2": 15.0, "sixty": 30.0, "thousand": 30.0, "five thousand": 120.0}
    for case, budget in budgets.items():
        kind = case.rstrip(" 0123456789")
        if only and kind not in only:
            continue
        row = alone(run, case, min(budget, most))
        print(f"{case:16}{row.first:8.2f}{row.value_done:8.2f}{row.seconds:8.2f}{row.total:10}{row.bound:10}{row.gap:9.4%}"
              f"{row.gaps:>7}{row.changes:8}{row.baseline:10}{1 - row.baseline / row.bound:9.2%}{row.megabytes:6.0f}"
              f"  {TARGETS[kind]}", flush=True)  # fmt: skip


def replanning() -> None:
    """Half the day gone, one in twenty absent; then the price of one wish."""
    problem = fair()
    made = agenda.solve(problem, budget=10, seed=1)
    assert isinstance(made, agenda.Agenda)
    absent = tuple(agenda.Absence(participant=p.id) for p in problem.participants[::20])
    changes = agenda.Changes(now=problem.slots[12].start, rate=20, absent=absent)
    event = agenda.changed(problem, changes)
    begun = time.monotonic()
    answer = agenda.replan(event, made, now=changes.now, rate=20)
    print(f"\nre-plan, 1,000 people: {time.monotonic() - begun:.2f} s (target < 2 s)")
    for choice in answer.choices:
        level = choice.agenda.level(agenda.LevelName.TOTAL)
        assert level is not None
        print(
            f"  {choice.name:16}{choice.changes:5} changes (at least {choice.least_changes}), total {level.value} of {level.bound}"
        )
    begun = time.monotonic()
    unmet = agenda.explain(problem, made)
    print(f"explain, {len(unmet)} unmet wishes: {time.monotonic() - begun:.2f} s")
    wish = next(u.wish for u in unmet if not u.proven)
    begun = time.monotonic()
    agenda.explain(problem, made, wishes=[wish])
    print(f"explain one: {time.monotonic() - begun:.2f} s (target < 1 s)")
    begun = time.monotonic()
    granted = agenda.grant(problem, made, wish)
    price = granted.price if granted else None
    print(f"the agenda that grants it: {time.monotonic() - begun:.2f} s, price {price}")


def published(pattern: str) -> None:
    """The published instances: proven results against the best known."""
    if DATA is None:
        return
    print(f"\n{'instance':28}{'d':>2}{'best':>7}{'ours':>7}{'first s':>9}{'s':>8}{'published s':>12}")
    times: dict[str, float] = {}
    firsts: list[float] = []
    theirs, wrong = 0.0, 0
    for row in csv.DictReader((DATA / "b2b/published_best.csv").read_text().splitlines()):
        name = f"{row['instance']},{row['fairness_d']}"
        if pattern not in name:
            continue
        text = (DATA / f"b2b/{row['instance']}.dzn").read_text()
        answer = place(problem_from_dzn(text, fairness=int(row["fairness_d"])), budget=120)
        ours = {"infeasible": "UNSAT", "optimal": str(answer.breaks)}.get(answer.status, answer.status.value)
        wrong += ours != row["optimum"]
        times[name] = answer.seconds
        firsts.append(answer.first or 0.0)
        theirs += float(row["maxsat_time_s"])
        print(f"{row['instance']:28}{row['fairness_d']:>2}{row['optimum']:>7}{ours:>7}{answer.first or 0:9.2f}{answer.seconds:8.2f}"
              f"{row['maxsat_time_s']:>12}", flush=True)  # fmt: skip
    spent = times.values()
    print(f"{len(times)}: sum {sum(spent):.1f} s (published {theirs:.1f} s), slowest {max(spent):.1f} s, median {statistics.median(spent):.1f} s, "
          f"slowest first {max(firsts):.2f} s, not equal {wrong}")  # fmt: skip
    originals = [seconds for name, seconds in times.items() if ORIGINALS in name]
    print(f"the {len(originals)} originals at d = 2: sum {sum(originals):.1f} s, slowest {max(originals):.1f} s")


def variants() -> None:
    """Variants made here of the published originals, so that nothing can have been chosen on them."""
    if DATA is None:
        return
    print(f"\n{'variant, d = 2':40}{'breaks':>8}{'bound':>7}{'first s':>9}{'s':>8}")
    answers = []
    for path in sorted((DATA / "b2b").glob("*.original.dzn")):
        problem = problem_from_dzn(path.read_text(), fairness=2)
        slots = place(problem, budget=120, seed=1).slots
        for make in (forbidden, fixed) if slots else ():
            made = make(problem, slots, random.Random(path.stem))
            answer = place(made, budget=120)
            answers.append(answer)
            told = "none" if answer.status is PlaceStatus.INFEASIBLE else answer.breaks
            print(f"{path.stem + ', ' + make.__name__:40}{told!s:>8}{answer.bound:>7}{answer.first or 0:9.2f}{answer.seconds:8.2f}", flush=True)  # fmt: skip
    open_still = sum(a.status in {PlaceStatus.FEASIBLE, PlaceStatus.UNKNOWN} for a in answers)
    print(f"{len(answers)}: sum {sum(a.seconds for a in answers):.1f} s, slowest {max(a.seconds for a in answers):.1f} s, "
          f"slowest first {max(a.first or 0 for a in answers):.2f} s, not proven {open_still}")  # fmt: skip


def growth(folder: Path | None) -> None:
    """Time and memory against size, and quality over time."""
    print(f"\n{'people':>8}{'wishes':>8}{'first s':>9}{'gap':>9}{'MB':>6}")
    rows: list[tuple[int, Row]] = []
    for people in (50, 200, 1_000, 5_000):
        row = alone(run, f"fair {people}", max(5.0, people / 60))
        rows.append((people, row))
        print(f"{people:8}{8 * people:8}{row.first:9.2f}{row.gap:9.4%}{row.megabytes:6.0f}", flush=True)
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        seconds = Curve("first agenda, seconds", [(float(n), row.first) for n, row in rows])
        memory = Curve("memory, 100 MB", [(float(n), row.megabytes / 100) for n, row in rows])
        (folder / "agenda-growth.svg").write_text(
            svg("Time and memory against participants", [seconds, memory], logarithmic=True)
        )
        curve = alone(run, "sixty", 15.0).curve
        quality = Curve("total / bound, per cent", [(t, 100 * value) for t, value in curve])
        (folder / "agenda-quality.svg").write_text(
            svg("Quality over seconds: 60 hosts, 16 guests", [quality], logarithmic=False)
        )


def split() -> None:
    """5,000 people cut into four blocks of slots."""
    problem = load("five thousand")
    begun = time.monotonic()
    parts, bound = blocks(problem, 4)
    prepared = time.monotonic() - begun
    answers = [agenda.solve(part, budget=20, seed=1) for part in parts]
    worst = max(answer.seconds for answer in answers)
    meetings = tuple(sorted(m for answer in answers if isinstance(answer, agenda.Agenda) for m in answer.meetings))
    levels = tuple(agenda.Level(name, value, value) for name, value in agenda.values(problem, meetings).items())
    assert check(problem, agenda.Agenda(meetings, levels)) == []
    total = next(level.value for level in levels if level.name is agenda.LevelName.TOTAL)
    print(f"\nsplit of 5,000 people into 4 blocks: total {total} of {bound}, loss {1 - total / bound:.3%}; "
          f"cut in {prepared:.1f} s, slowest block {worst:.1f} s")  # fmt: skip


def main() -> None:
    """Print the tables asked for."""
    parser = argparse.ArgumentParser()
    names = [*TARGETS, "replan", "published", "published-all", "variants", "growth", "split"]
    parser.add_argument("--only", nargs="+", choices=names, default=[])
    parser.add_argument("--budget", type=float, default=math.inf, help="seconds for each case, at most")
    parser.add_argument("--plots", type=Path, help="folder for the plots of growth and quality")
    options = parser.parse_args()
    print(f"agenda engine on {hardware()}")
    wanted = set(options.only)
    if not wanted or wanted & set(TARGETS):
        cases(sorted(wanted & set(TARGETS)), options.budget)
    if not wanted or "replan" in wanted:
        replanning()
    if "published" in wanted:
        published(ORIGINALS)
    if not wanted or "published-all" in wanted:
        published("")
    if not wanted or "variants" in wanted:
        variants()
    if not wanted or "split" in wanted:
        split()
    if not wanted or "growth" in wanted:
        growth(options.plots)


if __name__ == "__main__":
    main()
