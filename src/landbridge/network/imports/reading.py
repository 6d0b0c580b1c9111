"""Open a CSV or XLSX file, whatever it says it is, within limits, and give its header and its rows as text."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from landbridge.evidence.media import TEXT, XLSX, sniff
from landbridge.network.imports.refusals import (
    EncodingUnknown,
    FileDamaged,
    FileInflates,
    FileNotTable,
    FileTooLarge,
    TableEmpty,
    TableTooLarge,
)

MEGABYTE = 1 << 20
MAX_BYTES = 20 * MEGABYTE
MAX_UNPACKED = 150 * MEGABYTE
MAX_RATIO = 150
MAX_PARTS = 1_000
MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_GAP = 5_000
"""So many empty rows in a row end a sheet: formats drawn down to the last line are no data."""
_DELIMITERS = ",\t;|，"

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A header and the rows below it, each with its number in the file (the first row of the file is 1)."""

    header: Cells
    rows: tuple[tuple[int, Cells], ...]


def open_table(file: BinaryIO) -> Table:
    """Read the first sheet of a workbook, or a CSV in UTF-8, UTF-16 or GB18030 with any common delimiter.

    What the file is, its content decides. Empty rows are left out and counted; columns without header and content are
    dropped. Refused with a `FileRefused` before anything large is unpacked.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    if size > MAX_BYTES:
        raise FileTooLarge(size=round(size / MEGABYTE, 1), limit=MAX_BYTES // MEGABYTE)
    kind = sniff(file)
    if kind == XLSX:
        return _table(_sheet(file))
    encoding = _utf_16(file)
    if kind != TEXT and not encoding:
        raise FileNotTable(found=kind)
    return _table(_lines(_decoded(file.read(), encoding)))


def _table(lines: Iterable[Cells]) -> Table:
    header: Cells = ()
    rows: list[tuple[int, Cells]] = []
    empty = 0
    for number, cells in enumerate(lines, start=1):
        if not any(cells):
            empty += 1
            if empty > MAX_GAP:
                break
            continue
        empty = 0
        if len(cells) > MAX_COLUMNS and any(cells[MAX_COLUMNS:]):
            raise TableTooLarge(rows=MAX_ROWS, columns=MAX_COLUMNS)
        if not header:
            header = cells[:MAX_COLUMNS]
        else:
            rows.append((number, cells[:MAX_COLUMNS]))
        if len(rows) > MAX_ROWS:
            raise TableTooLarge(rows=MAX_ROWS, columns=MAX_COLUMNS)
    if not rows:
        raise TableEmpty
    width = max(_width(cells) for cells in (header, *(cells for _, cells in rows)))
    return Table(_padded(header, width), tuple((number, _padded(cells, width)) for number, cells in rows))


def _width(cells: Cells) -> int:
    return max((place for place, cell in enumerate(cells, start=1) if cell), default=0)


def _padded(cells: Cells, width: int) -> Cells:
    return (*cells[:width], *[""] * (width - len(cells)))


def _utf_16(file: BinaryIO) -> str:
    head = file.read(2)
    file.seek(0)
    return "utf-16" if head in {b"\xff\xfe", b"\xfe\xff"} else ""


def _decoded(content: bytes, encoding: str) -> str:
    for candidate in [encoding] if encoding else ["utf-8-sig", "gb18030"]:
        try:
            return content.decode(candidate)
        except UnicodeDecodeError:
            continue
    raise EncodingUnknown


def _lines(text: str) -> Iterator[Cells]:
    head = text.lstrip().split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=lambda character: (head.count(character), -_DELIMITERS.index(character)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for record in reader:
            yield tuple(cell.strip() for cell in record)
    except csv.Error as error:
        raise FileDamaged(reason=str(error)) from None


def _sheet(file: BinaryIO) -> Iterator[Cells]:
    _require_honest_archive(file)
    try:
        workbook = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        sheet = next((sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"), None)
        if sheet is None:
            raise TableEmpty
        sheet.reset_dimensions()
        for values in sheet.iter_rows(values_only=True):
            yield tuple(_text(value) for value in values)
    except (InvalidFileException, BadZipFile, KeyError, ValueError, SyntaxError, OSError, EOFError) as error:
        raise FileDamaged(reason=type(error).__name__) from None


def _require_honest_archive(file: BinaryIO) -> None:
    """Refuse an archive that would unpack to far more than it is, judged before anything is unpacked.

    The sizes are the archive's own claims; reading stops where a claim ends, so a lie only damages the file.
    """
    with ZipFile(file) as archive:
        parts = archive.infolist()
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    inflates = unpacked > MAX_UNPACKED or (unpacked > MEGABYTE and unpacked > MAX_RATIO * max(packed, 1))
    if inflates or len(parts) > MAX_PARTS:
        raise FileInflates(size=unpacked // MEGABYTE, limit=MAX_UNPACKED // MEGABYTE)
    file.seek(0)


def _text(value: object) -> str:
    """A cell as people see it: whole numbers without `.0`, dates without midnight."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    return str(value).strip()
