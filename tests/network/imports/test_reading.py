"""Whatever people send is read, or refused with the reason, before it can hurt."""

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.network.imports import reading
from landbridge.network.imports.reading import MAX_BYTES, MAX_COLUMNS, open_table
from landbridge.network.imports.refusals import (
    EncodingUnknown,
    FileDamaged,
    FileInflates,
    FileNotTable,
    FileRefused,
    FileTooLarge,
    TableEmpty,
    TableTooLarge,
)
from tests.network.imports.files import repacked, text, workbook

HEADER, ROW = ("姓名", "公司"), ("张三", "漕河泾")
LINES = "姓名,公司\n张三,漕河泾\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    content = "\ufeff" + LINES if encoding == "utf-16-le" else LINES
    table = open_table(text(content, encoding))
    assert (table.header, table.rows) == (HEADER, ((2, ROW),))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "，"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_usual_delimiter_and_line_end_is_read(delimiter: str, end: str) -> None:
    table = open_table(text(LINES.replace(",", delimiter).replace("\n", end)))
    assert (table.header, table.rows) == (HEADER, ((2, ROW),))


def test_rows_keep_the_number_they_have_in_the_file() -> None:
    table = open_table(text('\n\nname,note,\nA,"one\ntwo"\n,,\n  B , x,\n'))
    assert table.header == ("name", "note")
    assert table.rows == ((4, ("A", "one\ntwo")), (6, ("B", "x")))


def test_a_cell_beyond_the_header_is_kept_with_an_empty_header() -> None:
    assert open_table(text("a\n1,2\n")).header == ("a", "")


def test_a_workbook_is_read_as_people_see_it() -> None:
    rows: list[list[Any]] = [
        ["name", "phone", "day", "at", "ok", "half"],
        ["张三", 13800138000.0, date(2026, 5, 15), datetime(2026, 5, 15, 9, 30), True, 0.5],  # noqa: DTZ001
    ]
    table = open_table(workbook([[None], *rows, [], ["李四"]]))
    assert table.rows == (
        (3, ("张三", "13800138000", "2026-05-15", "2026-05-15 09:30", "True", "0.5")),
        (5, ("李四", "", "", "", "", "")),
    )


@pytest.mark.parametrize(("value", "seen"), [(None, ""), (3.0, "3"), (0.1, "0.1"), (" a ", "a"), (False, "False")])
def test_a_cell_is_text(value: object, seen: str) -> None:
    assert reading._text(value) == seen


def test_hidden_sheets_are_not_read() -> None:
    with pytest.raises(TableEmpty):
        open_table(workbook([["name"], ["A"]], hidden=True))


def test_a_workbook_whose_sheets_are_all_hidden_is_empty() -> None:
    book = workbook([["name"], ["A"]])
    with zipfile.ZipFile(book) as archive:
        parts = archive.read("xl/workbook.xml")
    book.seek(0)
    with pytest.raises(TableEmpty):
        open_table(repacked(book, {"xl/workbook.xml": parts.replace(b'state="visible"', b'state="hidden"')}))


@pytest.mark.parametrize("content", ["", "\n\n", "name,company\n", "name\n\n\n"])
def test_a_table_without_rows_is_refused(content: str) -> None:
    with pytest.raises(TableEmpty):
        open_table(text(content))


@pytest.mark.parametrize(
    ("content", "refusal", "data"),
    [
        (b"%PDF-1.7\n...", FileNotTable, {"found": "application/pdf"}),
        (b"\x89PNG\r\n\x1a\n....", FileNotTable, {"found": "image/png"}),
        (b"PK\x03\x04 no archive", FileNotTable, {"found": "application/octet-stream"}),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileNotTable, {"found": "application/x-ole-storage"}),
        (b"name\n\xff\xff\xff\n", EncodingUnknown, {}),
        (b"name\n" + b"x" * 200_000, FileDamaged, {"reason": "field larger than field limit (131072)"}),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(
    content: bytes, refusal: type[FileRefused], data: dict[str, str]
) -> None:
    with pytest.raises(refusal) as refused:
        open_table(io.BytesIO(content))
    assert dict(refused.value.data) == data


def test_forty_megabytes_are_refused_unread() -> None:
    class Huge(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise AssertionError("it was read")

    huge = Huge()
    huge.truncate(0)
    huge.seek(40 << 20)
    huge.write(b"x")
    with pytest.raises(FileTooLarge) as refused:
        open_table(huge)
    assert dict(refused.value.data) == {"size": 40.0, "limit": MAX_BYTES >> 20}


def test_a_zip_bomb_is_refused_before_it_unpacks() -> None:
    bomb = repacked(workbook([["name"], ["A"]]), {"xl/sharedStrings.xml": b" " * (60 << 20)})
    with pytest.raises(FileInflates):
        open_table(bomb)


def test_an_archive_of_very_many_parts_is_refused() -> None:
    many = repacked(workbook([["name"], ["A"]]), {f"xl/x{n}": b"" for n in range(1_001)})
    with pytest.raises(FileInflates):
        open_table(many)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
def test_a_broken_workbook_is_damaged(part: str) -> None:
    with pytest.raises(FileDamaged):
        open_table(repacked(workbook([["name"], ["A"]]), {part: b"<broken"}))


def test_more_than_can_be_looked_at_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_ROWS", 3)
    with pytest.raises(TableTooLarge):
        open_table(text("name\n" + "A\n" * 4))
    assert len(open_table(text("name\n" + "A\n" * 3)).rows) == 3
    wide = ",".join("x" * (MAX_COLUMNS + 1))
    with pytest.raises(TableTooLarge):
        open_table(text(f"{wide}\n{wide}\n"))


def test_formats_drawn_down_to_the_last_line_are_no_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_GAP", 5)
    assert open_table(text("name\nA\n" + "\n" * 6 + "B\n")).rows == ((2, ("A",)),)
    assert len(open_table(text("name\nA\n" + "\n" * 5 + "B\n")).rows) == 2


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_a_refusal(content: bytes) -> None:
    try:
        table = open_table(io.BytesIO(content))
    except FileRefused:
        return
    assert table.rows
    assert {len(cells) for _, cells in table.rows} == {len(table.header)}
