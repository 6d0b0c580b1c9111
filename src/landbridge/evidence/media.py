"""What a file is by its first bytes, whatever its name says."""

from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

OCTETS = "application/octet-stream"
TEXT = "text/plain"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_STARTS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"\x1f\x8b", "application/gzip"),
    (b"{\\rtf", "application/rtf"),
)
_OFFICE = (
    ("xl/workbook.xml", XLSX),
    ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)
_CONTROL = bytes(range(9)) + bytes(range(14, 27)) + bytes(range(28, 32))


def sniff(file: BinaryIO) -> str:
    """The media type of an open file, judged by its content; the file is left at its start.

    Text in any encoding is `text/plain`; what is not recognised is `application/octet-stream`.
    """
    file.seek(0)
    head = file.read(4096)
    file.seek(0)
    for start, media_type in _STARTS:
        if head.startswith(start):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(file)
    return OCTETS if head.translate(None, _CONTROL) != head else TEXT


def _zipped(file: BinaryIO) -> str:
    try:
        with ZipFile(file) as archive:
            names = set(archive.namelist())
    except BadZipFile:
        return OCTETS
    finally:
        file.seek(0)
    return next((media_type for name, media_type in _OFFICE if name in names), "application/zip")
