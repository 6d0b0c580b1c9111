"""Files as people send them."""

import io
import zipfile
from collections.abc import Sequence
from typing import BinaryIO

from openpyxl import Workbook


def text(content: str, encoding: str = "utf-8") -> BinaryIO:
    return io.BytesIO(content.encode(encoding))


def workbook(rows: Sequence[Sequence[object]], *, hidden: bool = False) -> BinaryIO:
    book, file = Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    if hidden:
        sheet.sheet_state = "hidden"
        book.create_sheet("empty")
    book.save(file)
    file.seek(0)
    return file


def repacked(file: BinaryIO, changes: dict[str, bytes]) -> BinaryIO:
    """The same archive with some parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, content in changes.items():
            new.writestr(name, content)
    out.seek(0)
    return out
