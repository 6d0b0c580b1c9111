"""Cells of a delegation's file, as people write them."""

from decimal import Decimal

import pytest

from landbridge.events.sheets import DELEGATION, several
from landbridge.network.imports.schema import CellRefused


def read(column: str, text: str) -> object:
    return DELEGATION.column(column).parse(text)


@pytest.mark.parametrize("text", ["AI, robotics", "AI，robotics", "AI、robotics", "AI; robotics", "AI/robotics"])
def test_several_things_in_one_cell(text: str) -> None:
    assert several(text) == ("AI", "robotics")


@pytest.mark.parametrize(
    ("column", "text", "value"),
    [
        ("trl", "TRL 7", 7),
        ("trl", "7", 7),
        ("ask_amount", "2,000,000", Decimal(2_000_000)),
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
        ("trl", "10", "trl_out_of_range"),
        ("ask_amount", "0", "ask_not_positive"),
        ("ask_currency", "€", "currency_form"),
        ("seeks", "fame", "choice_unknown"),
    ],
)
def test_cells_that_cannot_be_read(column: str, text: str, code: str) -> None:
    with pytest.raises(CellRefused) as refused:
        read(column, text)
    assert refused.value.code == code
