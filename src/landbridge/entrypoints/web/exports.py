"""Tables as files that a spreadsheet opens without surprises: CSV and XLSX.

A cell that a spreadsheet would run as a formula, by a sign of plain or of full width, is neutralised: in CSV by a leading apostrophe, in XLSX by its type.
The rows are written to a file that stays small in memory, inside the view: a stream that reads the database after the
view would run outside the hub's context, and an error would cut the file short without a word.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.http import FileResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import save_workbook

from landbridge.kernel.money import Money
from landbridge.kernel.names import Name
from landbridge.kernel.plain import is_formula

IN_MEMORY = 2 * 2**20
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
NOT_IN_TITLES = re.compile(r"[\\/*?:\[\]]")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Row = Sequence[object]


def plain(value: object) -> str | int | float | Decimal | date | None:
    """A value as a cell holds it: numbers stay numbers, a moment is ISO 8601 with its offset, a name has both forms."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if value is None or (isinstance(value, int | float | Decimal | date) and not isinstance(value, bool)):
        return value
    if isinstance(value, Money):
        return f"{value.amount} {value.currency}"
    if isinstance(value, Name):
        return value.both("en")
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(str(part) for part in value)
    return CONTROL.sub("", str(int(value) if isinstance(value, bool) else value))


def neutral(value: object) -> object:
    """A CSV cell that no spreadsheet takes for a formula."""
    cell = plain(value)
    return f"'{cell}" if isinstance(cell, str) and is_formula(cell) else cell


def write_csv(file: IO[bytes], headings: Row, rows: Iterable[Row]) -> None:
    """Write a CSV in UTF-8 with the byte order mark that Excel needs to read Chinese."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([neutral(heading) for heading in headings])
    writer.writerows([neutral(value) for value in row] for row in rows)
    text.flush()
    text.detach()


Notes = tuple[str, Row, Iterable[Row]]
"""A second sheet that explains the first: its title, headings and rows. CSV has no place for it."""


def write_xlsx(file: IO[bytes], headings: Row, rows: Iterable[Row], notes: Notes | None = None) -> None:
    """Write an XLSX, row by row; text cells are typed as text, so that none is a formula."""
    book = Workbook(write_only=True)
    _fill(book.create_sheet(), headings, rows)
    if notes is not None:
        title, headings, rows = notes
        _fill(book.create_sheet(title), headings, rows)
    save_workbook(book, file)


def _fill(sheet: Any, headings: Row, rows: Iterable[Row]) -> None:
    sheet.freeze_panes = "A2"
    for place in range(1, len(headings) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = 20

    def cell(value: object, *, bold: bool = False) -> Any:
        held = WriteOnlyCell(sheet, value=None)
        held.value = None if (content := plain(value)) == "" else content
        if isinstance(held.value, str):
            held.data_type = "s"
        if bold:
            held.font = Font(bold=True)
        return held

    sheet.append([cell(str(heading), bold=True) for heading in headings])
    for row in rows:
        sheet.append([cell(value) for value in row])


FORMATS: dict[str, str] = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}


def file_response(
    form: str, name: str, headings: Row, rows: Iterable[Row], *, notes: Notes | None = None
) -> FileResponse:
    """The rows as a download called `name` in the form "csv" or "xlsx"; `notes` come as a second sheet of the latter."""
    content_type = FORMATS[form]
    held = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- the response closes it
    if form == "csv":
        write_csv(held, headings, rows)
    else:
        write_xlsx(held, headings, rows, notes)
    held.seek(0)
    return FileResponse(held, as_attachment=True, filename=f"{name}.{form}", content_type=content_type)


def workbook_response(name: str, sheets: Iterable[Notes]) -> FileResponse:
    """Several tables as one XLSX called `name`: a sheet each, with its title, headings and rows."""
    book = Workbook(write_only=True)
    for title, headings, rows in sheets:
        _fill(book.create_sheet(NOT_IN_TITLES.sub(" ", title)[:31]), headings, rows)
    held = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 -- the response closes it
    save_workbook(book, held)
    held.seek(0)
    return FileResponse(held, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
