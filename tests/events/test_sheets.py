"""Cells of a delegation's file, as people write them."""

from decimal import Decimal

import pytest

from landbridge.events.sheets import DELEGATION
from landbridge.network.imports.amounts import Amount
from landbridge.network.imports.cells import parts
from landbridge.network.imports.schema import CellRefused


def read(column: str, text: str) -> object:
    return DELEGATION.column(column).parse(text)


@pytest.mark.parametrize("text", ["AI, robotics", "AI，robotics", "AI、robotics", "AI; robotics", "AI/robotics"])
def test_several_things_in_one_cell(text: str) -> None:
    assert parts(text) == ("AI", "robotics")


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("trl", "TRL 7", 7),
        ("trl", "7", 7),
        ("ask_amount", "2,000,000", Amount(Decimal(2_000_000))),
        ("ask_amount", "USD 2m", Amount(Decimal(2_000_000), "USD")),
        ("ask_amount", "1500万元", Amount(Decimal(15_000_000), "CNY")),
        ("ask_currency", "人民币", "CNY"),
        ("trl", "中试", 6),
        ("languages", "英语、German", ("en", "de")),
        ("profile", "technology offer", "TO"),
        (
            "fields",
            "自动驾驶; battery_management; C3841; NACE 26.11; own words",
            ("autonomous-driving", "battery-management", "gbt:C3841", "nace:26.11", "own-words"),
        ),
        ("ask_currency", "eur", "EUR"),
        ("seeks", "融资，客户", ("money", "customer")),
        ("fields", "AI, Robotics", ("ai", "robotics")),
        ("country", "德国", "DE"),
        ("group", "p", "P"),
        ("language", "德语", "de"),
    ],
)
def test_cells_as_people_write_them(column: str, text: str, value: object) -> None:
    assert read(column, text) == value


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("trl", "10", "stage_unknown"),
        ("ask_amount", "0", "ask_not_positive"),
        ("ask_currency", "money", "currency_form"),
        ("seeks", "fame", "choice_unknown"),
        ("ask_amount", "a lot", "amount_malformed"),
        ("fields", "C9941", "code_malformed"),
        ("fields", "x" * 41, "field_too_long"),
        ("languages", "Martian", "language_not_known"),
        ("trl", "later", "stage_unknown"),
    ],
)
def test_cells_that_cannot_be_read(column: str, text: str, code: str) -> None:
    with pytest.raises(CellRefused) as refused:
        read(column, text)
    assert refused.value.code == code
