import json
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest

from landbridge.engines import matching
from landbridge.engines.matching import Ask, NeedKind, OutcomeKind, Profile, Sought, Stage, Ticket, files, schemas
from landbridge.kernel.refusal import Finding, InputRefused

OFFER = {
    "id": "o1",
    "name": "A firm",
    "title": "Battery health",
    "texts": {"en": "Finds weak cells", "zh-CN": "发现老化电芯"},
    "fields": ["energy", "energy"],
    "trl": 7,
    "country": "GBR",
    "region": "unknown",
    "place": " London ",
    "languages": ["en", "zh-Hans"],
    "ask": {"amount": 1.5e6, "currency": "EUR", "date": "2026-03-01", "round": "series-a"},
    "sought": ["money", "site"],
    "profile": "TO",
    "updated": "2026-04-01",
}
NEED = {
    "id": "n1",
    "kind": "fund",
    "text": "寻找电池项目",
    "field": "energy",
    "stages": ["pilot", "market"],
    "ticket": {"least": "500000", "most": 3000000, "currency": "EUR"},
    "countries": ["GB", "DEU"],
    "country": "ROM",
    "offered": ["money"],
}


def lines(folder: Path, name: str, *rows: object) -> Path:
    file = folder / name
    texts = (row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows)
    file.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return file


def findings(folder: Path, offers: Sequence[object], needs: Sequence[object], outcomes: str = "") -> list[Finding]:
    table = None
    if outcomes:
        (folder / "outcomes.csv").write_text(f"offer_id,need_id,date,kind,reason,round,amount_usd\n{outcomes}\n")
        table = files.read_outcomes(folder / "outcomes.csv")
    one = files.read_offers(lines(folder, "o.jsonl", *offers))
    other = files.read_needs(lines(folder, "n.jsonl", *needs))
    with pytest.raises(InputRefused) as caught:
        files.checked(one, other, table, taxonomy=matching.tags(["energy"]), asof=date(2026, 5, 1))
    return list(caught.value.findings)


def test_an_offer_is_read_part_by_part(tmp_path: Path) -> None:
    (offer,) = files.read_offers(lines(tmp_path, "o.jsonl", OFFER)).items
    assert offer == matching.Offer(
        id="o1",
        name="A firm",
        title="Battery health",
        texts={"en": "Finds weak cells", "zh": "发现老化电芯"},
        fields=("energy",),
        stage=Stage.PILOT,
        country="GB",
        place="London",
        languages=("en", "zh"),
        ask=Ask(amount=Decimal("1.5e6"), currency="EUR", on=date(2026, 3, 1), round="series-a"),
        sought=frozenset({Sought.MONEY, Sought.SITE}),
        profile=Profile.TO,
        updated=date(2026, 4, 1),
    )


def test_a_need_is_read_part_by_part(tmp_path: Path) -> None:
    (need,) = files.read_needs(lines(tmp_path, "n.jsonl", NEED)).items
    assert (need.kind, need.texts, need.country) == (NeedKind.FUND, {"zh": "寻找电池项目"}, "RO")
    assert need.ticket == Ticket(least=Decimal(500_000), most=Decimal(3_000_000), currency="EUR")
    assert need.countries == ("GB", "DE")


def test_outcomes_without_a_kind_are_investments(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("offer_id,need_id,date,round,amount_usd\no,n,2011-05-01,angel,250000\n", encoding="utf-8-sig")
    (outcome,) = files.read_outcomes(file).items
    assert (outcome.kind, outcome.on) == (OutcomeKind.INVESTED, date(2011, 5, 1))
    assert (outcome.amount, outcome.currency) == (Decimal(250_000), "USD")


def test_every_malformed_cell_is_named_by_line_and_part(tmp_path: Path) -> None:
    broken = {
        "id": "bad",
        "trl": 12,
        "stage": "late",
        "texts": {"en": 5},
        "fields": {"a": 1},
        "ask": {"amount": "a lot", "date": "soon"},
        "updated": "2026-13-01",
        "languages": [7],
        "sought": ["fame"],
        "country": 44,
    }
    found = findings(tmp_path, [OFFER, "", "{not json", broken, {"id": "x", "ask": 5, "trl": "7"}], [NEED])
    assert sorted((finding.row or 0, finding.field, finding.code) for finding in found) == [
        (3, "offers", "not_a_row"),
        (4, "offers.ask.amount", "not_an_amount"),
        (4, "offers.ask.date", "not_a_date"),
        (4, "offers.country", "not_a_list"),
        (4, "offers.fields", "not_a_list"),
        (4, "offers.languages", "not_a_list"),
        (4, "offers.sought", "unknown_value"),
        (4, "offers.stage", "unknown_value"),
        (4, "offers.texts", "not_a_text"),
        (4, "offers.trl", "unknown_value"),
        (4, "offers.updated", "not_a_date"),
        (5, "offers.ask", "not_an_object"),
        (5, "offers.trl", "not_a_number"),
    ]


def test_faults_between_rows_carry_the_line_of_the_file(tmp_path: Path) -> None:
    needs = [NEED, "", NEED, {"id": "n2", "fields": ["moon"], "texts": {"de": "x"}, "ticket": {"least": 5}}]
    outcomes = "o1,n1,2026-06-01,met,,,\no1,n1,,met,,,\no1,n1,2026-01-01,refused,ugly,,\no1,n1"
    found = findings(tmp_path, [OFFER, {"id": "o2", "ask": {"amount": 5}}], needs, outcomes)
    assert sorted((finding.row or 0, finding.field, finding.code) for finding in found) == [
        (2, "offers.ask.currency", "amount_without_currency"),
        (2, "outcomes.on", "after_asof"),
        (3, "needs.id", "duplicate_id"),
        (3, "outcomes.date", "missing_date"),
        (4, "needs.fields", "unknown_field"),
        (4, "needs.texts", "unknown_language"),
        (4, "needs.ticket.currency", "amount_without_currency"),
        (4, "outcomes.reason", "unknown_value"),
        (5, "outcomes", "not_a_row"),
    ]


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "o.jsonl").write_bytes("电池".encode("gb18030"))
    table = files.read_offers(tmp_path / "o.jsonl")
    assert [finding.code for finding in table.findings] == ["not_utf8"]


def test_parts_nobody_reads_are_counted(tmp_path: Path) -> None:
    assert files.read_needs(lines(tmp_path, "n.jsonl", {"id": "n", "contry": "GB"})).unread == {"contry": 1}


def test_the_published_schemas_are_the_ones_in_the_code_and_accept_what_is_read(tmp_path: Path) -> None:
    schemas.write(tmp_path)
    for name, row in (("offer", OFFER), ("need", NEED)):
        published = (schemas.FOLDER / f"{name}.schema.json").read_text(encoding="utf-8")
        assert (tmp_path / f"{name}.schema.json").read_text(encoding="utf-8") == published
        jsonschema.Draft202012Validator(json.loads(published)).validate(
            row | {"languages": ["en"]} if name == "offer" else row
        )
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schemas.offer_schema()).validate({"id": "o", "ask": {"amount": 5}})


def test_sound_files_pass(tmp_path: Path) -> None:
    offers = files.read_offers(lines(tmp_path, "o.jsonl", OFFER))
    needs = files.read_needs(lines(tmp_path, "n.jsonl", NEED))
    files.checked(offers, needs, taxonomy=matching.tags(["energy"]), asof=date(2026, 5, 1))
    assert [len(offers.items), len(needs.items)] == [1, 1]
