"""Bad input of every kind is a typed error that names its row, in the library and at the command line."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from landbridge.engines import agenda
from landbridge.engines.agenda.place.b2bsp import problem_from_dzn
from landbridge.engines.agenda.place.problem import PlaceProblem
from landbridge.engines.agenda.place.solving import place
from landbridge.entrypoints.cli import plan
from landbridge.entrypoints.cli.main import main
from landbridge.kernel.refusal import InputRefused
from tests.engines.agenda.conftest import small_event

Place = tuple[str, int | None, str]
Document = dict[str, Any]
EVENT = small_event()
NAN: Any = float("nan")
DZN = (
    "nBusiness = 3; nMeetings = 2; nTables = 1; nTotalSlots = 4; nMorningSlots = 2;\n"
    "requested = [|1,2,3|2,3,3|]; precedences = [{},{1}];"
)


def with_rows(name: str, *rows: object) -> agenda.Problem:
    """The small event with these rows after its own; refused by the library as it is made."""
    return replace(EVENT, **{name: (*getattr(EVENT, name), *rows)})  # type: ignore[arg-type]  # a list of the event


def placing(**change: object) -> PlaceProblem:
    everywhere = frozenset(range(4))
    given: dict[str, Any] = {
        "participants": 3, "slots": 4, "tables": 1, "meetings": ((0, 1), (1, 2)), "allowed": (everywhere, everywhere),
    }  # fmt: skip
    return PlaceProblem(**{**given, **change})


def solved() -> agenda.Agenda:
    answer = agenda.solve(EVENT, work=1, seed=1)
    assert isinstance(answer, agenda.Agenda)
    return answer


LIBRARY: dict[str, tuple[Callable[[], object], Place]] = {
    "contradictory pins": (
        lambda: with_rows("pins", agenda.Pin(wish="w1", slot="s0"), agenda.Pin(wish="w2", slot="s0")),
        ("pins_clash", 2, "pins"),
    ),
    "a wish pinned twice": (
        lambda: with_rows("pins", agenda.Pin(wish="w1", slot="s0"), agenda.Pin(wish="w1", slot="s1")),
        ("pin_twice", 2, "pins.wish"),
    ),
    "a precedence cycle": (
        lambda: placing(earlier=(frozenset({1}), frozenset({0}))),
        ("precedence_cycle", 1, "precedences"),
    ),
    "a wish twice": (lambda: with_rows("wishes", replace(EVENT.wishes[0], id="w9")), ("wish_twice", 6, "wishes")),
    "no tables": (lambda: replace(EVENT, tables=()), ("no_tables", None, "tables")),
    "no tables to place at": (lambda: placing(tables=0), ("not_positive", None, "tables")),
    "a negative weight": (
        lambda: with_rows("wishes", agenda.Wish(id="w9", a=("g0",), b=("h1",), weight_b=-1)),
        ("negative", 6, "wishes.weight_b"),
    ),
    "a participant nobody mentions": (
        lambda: with_rows("participants", agenda.Participant(id="z", group="host")),
        ("participant_unmentioned", 6, "participants.id"),
    ),
    "NaN": (
        lambda: with_rows("wishes", agenda.Wish(id="w9", a=("g0",), b=("h1",), weight_a=NAN)),
        ("not_a_whole_number", 6, "wishes.weight_a"),
    ),
    "a file of the wrong format": (
        lambda: agenda.problem_from_json('{"format": "landbridge-agenda/1"}'),
        ("wrong_format", None, "format"),
    ),
    "no JSON": (lambda: agenda.problem_from_json(b"PK\x03\x04"), ("not_json", None, "")),
    "a list": (lambda: agenda.problem_from_json("[]"), ("not_an_object", None, "")),
    "no JSON, plain": (lambda: agenda.problem_from_simple_json("slots = 3;"), ("not_json", None, "")),
    "no instance": (lambda: problem_from_dzn('{"format": "x"}'), ("missing_field", None, "nBusiness")),
    "a budget of 0": (lambda: agenda.solve(EVENT, budget=0), ("not_positive", None, "budget")),
    "a work limit of 0": (lambda: agenda.solve(EVENT, work=0), ("not_positive", None, "work")),
    "a budget of 0, apart": (lambda: agenda.solve_apart(EVENT, budget=0), ("not_positive", None, "budget")),
    "a budget of 0 to place": (lambda: place(placing(), budget=0), ("not_positive", None, "budget")),
    "a budget of 0 to grant": (
        lambda: agenda.grant(EVENT, solved(), "w1", budget=0),
        ("not_positive", None, "budget"),
    ),
    "a budget of 0 to plan again": (
        lambda: agenda.replan(EVENT, solved(), now=EVENT.slots[0].start, rate=1, budget=0),
        ("not_positive", None, "budget"),
    ),
    "a negative rate": (
        lambda: agenda.replan(EVENT, solved(), now=EVENT.slots[0].start, rate=-1),
        ("negative", None, "rate"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LIBRARY)
def test_the_library_refuses_with_code_row_and_field(name: str) -> None:
    ask, place_of_fault = LIBRARY[name]
    with pytest.raises(InputRefused) as refused:
        ask()
    assert place_of_fault in [(f.code, f.row, f.field) for f in refused.value.findings]


def document() -> Document:
    read: Document = json.loads(agenda.problem_to_json(EVENT))
    return read


def more(name: str, *rows: Document) -> Document:
    made = document()
    made[name] += rows
    return made


def again(index: int, **change: object) -> Document:
    return {**document()["wishes"][index], "id": "w9", **change}


PIN = {"wish": "w1", "slot": "s0"}
COMMANDS: dict[str, tuple[Document | str | bytes, list[str], list[str]]] = {
    "contradictory pins": (more("pins", PIN, {**PIN, "wish": "w2"}), [], ["pins row 2: pins_clash participant='g0'"]),
    "a wish twice": (more("wishes", again(0)), [], ["wishes row 6: wish_twice id='w9' first_row=1"]),
    "no tables": ({**document(), "tables": []}, [], ["tables: no_tables"]),
    "a negative weight": (
        more("wishes", again(4, kind="want", weight_a=-3)), [], ["wishes.weight_a row 6: negative value=-3"],
    ),
    "a participant nobody mentions": (
        more("participants", {"id": "z", "group": "host"}),
        [],
        ["participants.id row 6: participant_unmentioned id='z'"],
    ),
    "NaN": (
        more("wishes", again(4, kind="want", weight_a=NAN)), [], ["wishes.weight_a row 6: wrong_type value='NaN'"],
    ),
    "a file of the wrong format": (
        {**document(), "format": "landbridge-agenda/1"}, [], ["format: wrong_format expected='landbridge-agenda-problem/1'"],
    ),
    "a spreadsheet": (b"PK\x03\x04\xff\xfe", [], ["utf-8"]),
    "no JSON": ("nBusiness = 3;", [], ["input: not_json"]),
    "a budget of 0": (document(), ["--budget", "0"], ["budget: not_positive value=0.0"]),
    "a work limit of 0": (document(), ["--work", "0"], ["work: not_positive value=0.0"]),
    "a precedence cycle": (
        DZN.replace("[{},{1}]", "[{2},{1}]"), ["--format", "b2bsp"], ["precedences row 1: precedence_cycle meeting=1"],
    ),
    "no tables to place at": (
        DZN.replace("nTables = 1", "nTables = 0"), ["--format", "b2bsp"], ["tables: not_positive value=0"],
    ),
    "a wrong number": (
        DZN.replace("nTables = 1", "nTables = NaN"), ["--format", "b2bsp"], ["nTables: not_a_whole_number value='NaN'"],
    ),
    "a budget of 0 to place": (DZN, ["--format", "b2bsp", "--budget", "0"], ["budget: not_positive value=0.0"]),
    "work to place": (DZN, ["--format", "b2bsp", "--work", "3"], ["--budget limits it"]),
    "JSON as an instance": (document(), ["--format", "b2bsp"], ["nBusiness: missing_field"]),
    "a plain file without rows": ("{}", ["--format", "plain"], ["participants: not_a_list", "wishes: not_a_list"]),
}  # fmt: skip


@pytest.mark.parametrize("name", COMMANDS)
def test_the_command_says_code_row_and_field_and_writes_nothing(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given, options, said = COMMANDS[name]
    text = json.dumps(given) if isinstance(given, dict) else given
    path, out = tmp_path / "problem.json", tmp_path / "out"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    assert main(["plan", str(path), "-o", str(out), *options]) == plan.BAD_INPUT
    error = capsys.readouterr().err
    for words in said:
        assert words in error
    assert "Traceback" not in error
    assert not out.exists()
