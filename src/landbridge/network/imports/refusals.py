"""Why a file is not read at all."""

from landbridge.kernel.refusal import Refusal


class FileRefused(Refusal):
    """The file cannot be taken as a table; nothing was kept. Each reason has a class of its own."""

    code = "file_refused"


class FileTooLarge(FileRefused):
    """More bytes than a table needs. `data`: `size`, `limit` (MB)."""

    code = "file_too_large"


class FileNotTable(FileRefused):
    """By its content the file is something else. `data`: `found` (its media type)."""

    code = "file_not_table"


class FileInflates(FileRefused):
    """Unpacked, the file would be far larger than a table needs: a zip bomb, or a mistake. `data`: `size` (MB), `limit`."""

    code = "file_inflates"


class FileDamaged(FileRefused):
    """It begins like a workbook or a text, and cannot be read to the end. `data`: `reason`."""

    code = "file_damaged"


class EncodingUnknown(FileRefused):
    """The text is neither UTF-8, UTF-16 nor GB18030."""

    code = "encoding_unknown"


class TableEmpty(FileRefused):
    """There is no header row, or nothing below it."""

    code = "table_empty"


class TableTooLarge(FileRefused):
    """More rows or columns than can be looked at. `data`: `rows`, `columns` (the limits)."""

    code = "table_too_large"
