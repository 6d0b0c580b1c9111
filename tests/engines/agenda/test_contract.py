"""What a caller relies on: solve, check, explain and the JSON forms agree with one another."""

import json
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from landbridge.engines import agenda
from landbridge.engines.agenda import schemas
from landbridge.kernel.refusal import InputRefused


def solved(problem: agenda.Problem) -> agenda.Agenda:
    answer = agenda.solve(problem, work=1, seed=1)
    assert isinstance(answer, agenda.Agenda)
    return answer


def test_small_event_is_solved_to_proof(event: agenda.Problem) -> None:
    answer = solved(event)
    assert agenda.check(event, answer) == []
    assert {m.wish for m in answer.meetings} == {"w1", "w2", "w3", "w4"}
    total = answer.level(agenda.LevelName.TOTAL)
    assert total is not None
    assert (total.value, total.bound, total.proven, total.gap) == (21, 21, True, 0.0)


def test_same_seed_and_work_give_the_same_agenda(event: agenda.Problem) -> None:
    assert solved(event) == solved(event)


def test_problem_and_agenda_survive_json(event: agenda.Problem) -> None:
    answer = solved(event)
    assert agenda.problem_from_json(agenda.problem_to_json(event)) == event
    assert agenda.agenda_from_json(agenda.agenda_to_json(answer)) == answer


@pytest.mark.parametrize("name", ["problem", "agenda"])
def test_published_schema_is_made_from_the_code(name: str) -> None:
    made = schemas.problem_schema() if name == "problem" else schemas.agenda_schema()
    text = files("landbridge.engines.agenda").joinpath(f"schemas/{name}.schema.json").read_text("utf-8")
    assert json.loads(text) == made


def test_written_files_satisfy_the_schemas(event: agenda.Problem) -> None:
    answer = solved(event)
    Draft202012Validator(schemas.problem_schema()).validate(json.loads(agenda.problem_to_json(event)))
    Draft202012Validator(schemas.agenda_schema()).validate(json.loads(agenda.agenda_to_json(answer)))


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ({"budget": 0.0}, "not_positive"),
        ({"work": -1.0}, "not_positive"),
        ({"budget": float("nan")}, "not_positive"),
        ({"budget": 1.0, "work": 1.0}, "budget_and_work"),
    ],
)
def test_senseless_limits_are_refused(event: agenda.Problem, limits: dict[str, float], code: str) -> None:
    with pytest.raises(InputRefused) as refused:
        agenda.solve(event, **limits)  # type: ignore[arg-type]  # the keys are parameter names
    assert [finding.code for finding in refused.value.findings] == [code]


def test_schemas_are_written_as_they_are_published(tmp_path: Path) -> None:
    schemas.write(tmp_path)
    for name in ("problem", "agenda"):
        published = schemas.FOLDER / f"{name}.schema.json"
        assert (tmp_path / published.name).read_text("utf-8") == published.read_text("utf-8")
