"""The table of exchange rates as a file: so many units of one currency cost so much in another, on a day, says somebody."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from landbridge.kernel.refusal import Finding
from landbridge.network.imports import amounts, cells
from landbridge.network.imports.schema import CellRefused, Column, Schema, Values


def _positive(text: str) -> Decimal:
    value = cells.number(text)
    if value <= 0:
        raise CellRefused("rate_not_positive", expected="717.93")
    return value


def _two_currencies(values: Values) -> Iterator[Finding]:
    if values["base"] == values["quote"]:
        yield Finding("rate_of_one_currency", field="quote")


def _same(values: Values) -> tuple[Any, ...]:
    return values["base"], values["quote"], values["on"]


RATES = Schema(
    key="rates",
    columns=(
        Column("on", ("date", "day", "on", "日期", "汇率日期"), cells.day, required=True, example="2026-11-20"),
        Column("units", ("units", "per", "amount", "单位", "数量"), _positive, empty=Decimal(1), example="100"),
        Column("base", ("currency", "base", "from", "货币", "外币", "币种", "货币名称"), amounts.currency, required=True, example="USD; 美元"),
        Column("price", ("rate", "price", "cost", "汇率", "价格", "中间价", "折算价"), _positive, required=True, example="717.93"),
        Column("quote", ("in", "quote", "against", "to", "计价货币", "本币", "折合货币"), amounts.currency, required=True, example="CNY; 人民币"),
        Column("source", ("source", "from whom", "来源", "数据来源"), required=True, example="State Administration of Foreign Exchange"),
    ),
    check=_two_currencies,
    identity=_same,
)  # fmt: skip
