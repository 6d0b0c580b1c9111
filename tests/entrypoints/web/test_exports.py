"""Tables as files: exact, readable by a spreadsheet, and never run by it."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from landbridge.entrypoints.web import exports
from landbridge.kernel.money import Money
from landbridge.kernel.names import Name

ROWS = [
    ["Fund 上海", 12, Decimal("1.50"), date(2026, 9, 5), True],
    ["=1+1", -3, None, datetime(2026, 9, 5, 9, 0, tzinfo=UTC), Name("Port", "港")],
]


def as_csv(headings: list[object], rows: list[list[object]]) -> tuple[bytes, list[list[str]]]:
    file = io.BytesIO()
    exports.write_csv(file, headings, rows)
    content = file.getvalue()
    return content, list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def as_xlsx(headings: list[object], rows: list[list[object]]) -> list[list[object]]:
    file = io.BytesIO()
    exports.write_xlsx(file, headings, rows)
    sheet = load_workbook(file).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_csv_has_the_mark_excel_needs_and_exact_values() -> None:
    content, read = as_csv(["Name", "N", "Share", "Day", "Yes"], ROWS)
    assert content.startswith(b"\xef\xbb\xbf")
    assert read[1:] == [
        ["Fund 上海", "12", "1.50", "2026-09-05", "1"],
        ["'=1+1", "-3", "", "2026-09-05 09:00+00:00", "Port 港"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+86 138",
        "-2+3",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1",
        "|cmd",
        "%0A",
        "\n@x",
        "\x00=1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20a",
        "\ufeff=1",
        "\u200b=1",
    ],
)
def test_no_text_is_taken_for_a_formula(text: str) -> None:
    _content, read = as_csv([text], [[text]])
    assert all(row[0].startswith("'") for row in read)
    file = io.BytesIO()
    exports.write_xlsx(file, [text], [[text]])
    cells = [cell for row in load_workbook(file).active.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells] == ["s", "s"]


def test_negative_numbers_stay_numbers() -> None:
    assert as_xlsx(["n"], [[-3]]) == [["n"], [-3]]
    assert as_csv(["n"], [[-3]])[1] == [["n"], ["-3"]]


def test_xlsx_reads_back() -> None:
    read = as_xlsx(["Name", "N", "Share", "Day", "Yes"], ROWS)
    assert read[1] == ["Fund 上海", 12, 1.5, datetime(2026, 9, 5), "1"]  # noqa: DTZ001 -- Excel knows no zones
    assert read[2] == ["=1+1", -3, None, "2026-09-05 09:00+00:00", "Port 港"]


def test_control_characters_do_not_break_the_sheet() -> None:
    assert as_xlsx(["a\x07b"], [["c\x1fd"]]) == [["ab"], ["cd"]]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(Money(Decimal(5), "CNY"), "5 CNY"), (["a", "b"], "a, b"), (None, None), (False, "0")],
)
def test_plain(value: object, shown: object) -> None:
    assert exports.plain(value) == shown


def test_the_download_is_named() -> None:
    response = exports.file_response("csv", "people", ["a"], [[1]])
    assert response["Content-Disposition"] == 'attachment; filename="people.csv"'
    assert response.file_to_stream is not None
    with response.file_to_stream as file:
        assert file.read() == b"\xef\xbb\xbfa\r\n1\r\n"
