"""A short slice of the benchmarks: they still run, and what they promise beyond speed holds."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def told_by(*arguments: str) -> str:
    """What a benchmark prints when it ends well."""
    run = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, capture_output=True, text=True, check=False, timeout=300
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout


def test_the_day_survives_the_death_of_each_part_without_losing_a_check_in() -> None:
    """Worker, web and database are ended by kill -9 under load; every check-in that was answered is looked for."""
    told = told_by("bench.day", "--seconds", "8", "--phones", "12")
    assert "lost or doubled: 0" in told
    assert [line.split()[2] for line in told.splitlines() if "kill -9 " in line and "answered" in line] == [
        "worker",
        "web",
        "database",
    ]


def test_a_road_show_of_the_size_asked_for_is_planned_within_one_per_cent() -> None:
    told = told_by("bench.agenda", "--only", "road show", "--budget", "3")
    gaps = [float(line.split()[8].rstrip("%")) for line in told.splitlines() if line.startswith("road show ")]
    assert len(gaps) == 2
    assert max(gaps) < 1.0
