"""`landbridge plan` writes what it promises and says with its exit code how it went."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import icalendar
import pytest

from landbridge.engines import agenda
from landbridge.entrypoints.cli import plan
from landbridge.entrypoints.cli.main import main
from tests.engines.agenda.conftest import small_event
from tests.engines.agenda.planting import PLANTS, feasible


def run(arguments: list[str]) -> int:
    return main(["plan", *arguments])


@pytest.fixture
def problem_file(tmp_path: Path) -> Path:
    path = tmp_path / "problem.json"
    path.write_text(agenda.problem_to_json(small_event()), encoding="utf-8")
    return path


def test_plan_writes_agenda_table_and_calendars(problem_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run([str(problem_file), "-o", str(out), "--work", "1"]) == plan.DONE
    made = agenda.agenda_from_json((out / "agenda.json").read_bytes())
    assert agenda.check(small_event(), made) == []
    rows = list(csv.DictReader((out / "agenda.csv").read_text("utf-8-sig").splitlines()))
    assert sorted(row["wish"] for row in rows) == ["w1", "w2", "w3", "w4"]
    assert sorted(path.name for path in (out / "calendars").iterdir()) == [
        f"{n}.ics" for n in ("g0", "g1", "h0", "h1", "h2")
    ]
    events = icalendar.Calendar.from_ical((out / "calendars" / "g0.ics").read_bytes()).walk("VEVENT")
    starts = {slot.id: slot.start for slot in small_event().slots}
    mine = [m for m in made.meetings if m.a == "g0"]
    assert sorted(event.decoded("dtstart") for event in events) == sorted(starts[m.slot] for m in mine)


def test_check_accepts_a_good_agenda_and_names_the_faults_of_a_bad_one(
    problem_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([str(problem_file), "-o", str(tmp_path), "--work", "1"]) == plan.DONE
    made = tmp_path / "agenda.json"
    assert run(["--check", str(problem_file), str(made)]) == plan.DONE
    document = json.loads(made.read_text("utf-8"))
    document["meetings"] = document["meetings"][1:]
    made.write_text(json.dumps(document), encoding="utf-8")
    capsys.readouterr()
    assert run(["--check", str(problem_file), str(made)]) == plan.FINDING
    assert capsys.readouterr().out == "must_unmet w1\n"


def test_what_cannot_be_is_said_with_its_numbers_and_the_ways_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "problem.json"
    for name, base, word in (("one", feasible(1), "enough"), ("two", crowded(feasible(1), "q"), "together enough")):
        file.write_text(agenda.problem_to_json(crowded(base, "p")), encoding="utf-8")
        assert run([str(file), "-o", str(tmp_path / name), "--work", "2"]) == plan.FINDING
        told = capsys.readouterr().err.splitlines()
        assert any("participant='px0' slots=2 required=3 meetings=(" in line for line in told)
        assert any(line.startswith(f"{word}: drop_must wish ") for line in told)


def crowded(event: agenda.Problem, tag: str) -> agenda.Problem:
    """With somebody who has three required meetings and two slots."""
    return PLANTS["too_many_for_somebodys_slots"](event, tag).event


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "other"}', '{"format": "landbridge-agenda-problem/1"}'])
def test_bad_input_is_named(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "problem.json"
    path.write_text(text, encoding="utf-8")
    assert run([str(path), "-o", str(tmp_path)]) == plan.BAD_INPUT
    assert capsys.readouterr().err


def test_plan_loads_no_settings() -> None:
    code = "import sys; import landbridge.entrypoints.cli.plan; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_explain_prints_one_line_per_unmet_wish(
    problem_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = tmp_path / "empty.json"
    made.write_text('{"format": "landbridge-agenda/1", "meetings": [], "levels": []}', encoding="utf-8")
    assert run(["--explain", "--", str(problem_file), str(made)]) == plan.DONE
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["wish"] for line in lines] == ["w1", "w2", "w3", "w4"]
    assert [reason["code"] for reason in lines[2]["reasons"]] == ["free", "refused"]
    assert run([str(problem_file), str(made), "--explain", "w3"]) == plan.DONE
    told = json.loads(capsys.readouterr().out)
    assert told["granted"]["price"] < 0
    assert run([str(problem_file), str(made), "--explain", "w99"]) == plan.BAD_INPUT


def test_replan_writes_three_choices(problem_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([str(problem_file), "-o", str(tmp_path), "--work", "1"]) == plan.DONE
    changes = tmp_path / "changes.json"
    now = small_event().slots[0].start.isoformat()
    document = {"format": "landbridge-agenda-changes/1", "now": now, "absent": [{"participant": "h2"}]}
    changes.write_text(json.dumps(document), encoding="utf-8")
    out = tmp_path / "out"
    command = [str(problem_file), str(tmp_path / "agenda.json"), "--replan", str(changes), "-o", str(out)]
    capsys.readouterr()
    assert run(command) == plan.DONE
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["choice"], line["changes"]) for line in lines] == [
        ("fewest_changes", 2), ("balanced", 2), ("best_value", 2),
    ]  # fmt: skip
    for line in lines:
        folder = out / line["choice"]
        assert run(["--check", str(folder / "problem.json"), str(folder / "agenda.json")]) == plan.DONE
    assert run([*command[:3], str(problem_file), "-o", str(out)]) == plan.BAD_INPUT


def test_plain_files_are_planned_too(tmp_path: Path) -> None:
    path = tmp_path / "plain.json"
    people = [{"id": "a", "slots": [0, 1]}, {"id": "b", "slots": [1]}]
    wishes = [{"a": "a", "b": "b", "weight": 5}]
    document = {"slots": 2, "tables": 1, "participants": people, "wishes": wishes}
    path.write_text(json.dumps(document), encoding="utf-8")
    assert run(["--format", "plain", str(path), "-o", str(tmp_path), "--work", "1"]) == plan.DONE
    assert run(["--format", "plain", "--check", str(path), str(tmp_path / "agenda.json")]) == plan.DONE
