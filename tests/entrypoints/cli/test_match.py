import csv
import json
from pathlib import Path

import pytest

from landbridge.entrypoints.cli import main, match
from tests.engines.matching.learning.past import ASOF, needs, past
from tests.shared_data import deals

OFFERS = [
    {"id": "o1", "texts": {"en": "battery cells"}, "fields": ["energy"], "country": "GB", "ask": {"round": "a"}},
    {"id": "o2", "fields": ["it"], "country": "GB"},
]
NEEDS = [
    {"id": "n1", "texts": {"en": "battery fund"}, "fields": ["energy"], "country": "GB"},
    {"id": "=n2", "fields": ["it"], "country": "CN", "contry": "x"},
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, rows in (("offers", OFFERS), ("needs", NEEDS)):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    (tmp_path / "codes.csv").write_text("code,parent\nenergy,\nit,\n")
    (tmp_path / "rates.csv").write_text("base,quote,price,date,source\nUSD,CNY,7.2,2026-01-02,a bank\n")
    return tmp_path


def run(folder: Path, *more: str) -> int:
    files = ["--offers", str(folder / "offers.jsonl"), "--needs", str(folder / "needs.jsonl")]
    return main.main(["match", *files, "-o", str(folder / "pairs.csv"), *more])


def pairs(folder: Path) -> list[dict[str, str]]:
    with (folder / "pairs.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_pairs_are_written_best_first(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "--fields", str(folder / "codes.csv"), "--rates", str(folder / "rates.csv")) == 0
    rows = pairs(folder)
    assert list(rows[0]) == list(match.COLUMNS)
    assert [(row["offer_id"], row["need_id"], row["rank"]) for row in rows] == [
        ("o1", "n1", "1"),
        ("o1", "'=n2", "2"),
        ("o2", "'=n2", "1"),
        ("o2", "n1", "2"),
    ]
    assert {row["reasons"] for row in rows} == {""}
    errors = capsys.readouterr().err
    assert "needs: the part 'contry' of 1 rows" in errors
    assert "offers.texts is missing in 1 rows" in errors


def test_reasons_name_facts_and_points(folder: Path) -> None:
    assert run(folder, "--explain", "--top", "1") == 0
    reasons = pairs(folder)[0]["reasons"]
    assert reasons.startswith("for field_same (offer_field energy, need_field energy, nearness 1.0) +0.")


def test_with_outcomes_offers_that_ask_are_the_questions_and_refused_pairs_stay_away(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "x.csv").write_text("offer_id,need_id,date,kind,reason\no1,n1,2026-01-01,refused,timing\n")
    assert run(folder, "--outcomes", str(folder / "x.csv"), "--asof", "2026-02-01") == 0
    assert [(row["offer_id"], row["need_id"]) for row in pairs(folder)] == [("o1", "'=n2")]
    assert "barred: 1 pairs by refused_before" in capsys.readouterr().err


def test_bad_input_is_told_by_row_and_nothing_is_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "x.csv").write_text("offer_id,need_id,date\no1,n1,2026-03-01\n")
    assert run(folder, "--outcomes", str(folder / "x.csv"), "--asof", "2026-02-01") == 2
    assert "outcomes.on row 2: after_asof date=2026-03-01 asof=2026-02-01" in capsys.readouterr().err
    assert not (folder / "pairs.csv").exists()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"id": "o9", "ask": {"amount": 5}}, "offers.ask.currency row 3: amount_without_currency amount=5"),
        ({"id": "o1"}, "offers.id row 3: duplicate_id id=o1 first_row=1"),
        ({"id": "o9", "fields": ["unheard"]}, "offers.fields row 3: unknown_field code=unheard"),
        ({"id": "o9", "texts": {"fr": "une pompe"}}, "offers.texts row 3: unknown_language language=fr"),
        ({"id": "o9", "ask": {"date": "soon"}}, "offers.ask.date row 3: not_a_date value=soon"),
    ],
)
def test_each_kind_of_bad_row_is_told_with_its_line(
    folder: Path, capsys: pytest.CaptureFixture[str], row: dict[str, object], told: str
) -> None:
    with (folder / "offers.jsonl").open("a") as file:
        file.write("\n" + json.dumps(row))
    assert run(folder, "--fields", str(folder / "codes.csv")) == 2
    assert told in capsys.readouterr().err
    assert not (folder / "pairs.csv").exists()


@pytest.mark.parametrize(
    ("option", "text", "told"),
    [
        ("--rates", "base,quote\n", "rates row 1: missing_columns"),
        ("--rates", "base,quote,price,date,source\nUSD,CNY,x,2026-01-01,s\n", "rates row 2: not_a_rate"),
        ("--rates", "base,quote,price,date,source\nUSD,CNY,0,2026-01-01,s\n", "rates.price row 2: not_a_rate"),
        ("--fields", "code,parent\na,b\n", "fields: broken_tree"),
    ],
)
def test_bad_tables_are_told(
    folder: Path, capsys: pytest.CaptureFixture[str], option: str, text: str, told: str
) -> None:
    (folder / "bad.csv").write_text(text)
    assert run(folder, option, str(folder / "bad.csv")) == 2
    assert told in capsys.readouterr().err


def test_a_missing_file_and_empty_lists(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "needs.jsonl").write_text("")
    assert run(folder) == 1
    (folder / "needs.jsonl").unlink()
    assert run(folder) == 2
    assert "No such file" in capsys.readouterr().err


def test_top_is_a_number_from_1(folder: Path) -> None:
    with pytest.raises(SystemExit) as caught:
        run(folder, "--top", "0")
    assert caught.value.code == 2


def test_enough_outcomes_are_learned_from(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made, outcomes = past()
    rows = [{"id": one.id, "fields": list(one.fields), "country": "CN", "region": one.region} for one in made]
    asked = [row | {"id": f"new-{i}", "ask": {"round": "seed"}} for i, row in enumerate(rows[:2])]
    (folder / "offers.jsonl").write_text("\n".join(json.dumps(row) for row in [*rows, *asked]))
    lines = [{"id": one.id, "country": "CN", "region": one.region} for one in needs()]
    (folder / "needs.jsonl").write_text("\n".join(json.dumps(row) for row in lines))
    told = [f"{one.offer_id},{one.need_id},{one.on},seed,100000" for one in outcomes]
    (folder / "x.csv").write_text("offer_id,need_id,date,round,amount_usd\n" + "\n".join(told))
    options = ["--outcomes", str(folder / "x.csv"), "--asof", str(ASOF), "--top", "3", "--explain"]
    assert run(folder, *options) == 0
    found = pairs(folder)
    assert [row["offer_id"] for row in found] == ["new-0"] * 3 + ["new-1"] * 3
    assert all(0 < float(row["probability"]) < 1 for row in found)
    assert "past_field_for" in found[0]["reasons"]
    assert "learned from" in capsys.readouterr().err


def test_outcomes_without_a_day_or_too_few_leave_the_prior(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "x.csv").write_text("offer_id,need_id,date\no2,n1,2025-01-01\n")
    assert run(folder, "--outcomes", str(folder / "x.csv")) == 0
    assert run(folder, "--outcomes", str(folder / "x.csv"), "--asof", "2026-01-01") == 0
    assert {row["probability"] for row in pairs(folder)} == {""}
    told = capsys.readouterr().err
    assert "without --asof" in told
    assert "only 0 answered questions, 200 needed" in told


@pytest.mark.data
@pytest.mark.slow
def test_the_deals_are_read_as_they_are(tmp_path: Path) -> None:
    data = deals()
    files = ["--offers", str(data / "offers.jsonl"), "--needs", str(data / "needs.jsonl")]
    outcomes = ["--outcomes", str(data / "outcomes.csv"), "--asof", "2012-01-01"]
    assert main.main(["match", *files, *outcomes, "--top", "3", "-o", str(tmp_path / "pairs.csv")]) == 0
    assert len(pairs(tmp_path)) == 1105 * 3
