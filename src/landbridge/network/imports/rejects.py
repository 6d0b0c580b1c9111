"""The rows that were not taken, as a file to correct and send again."""

import csv
import io
from collections.abc import Callable

from landbridge.kernel.plain import is_formula
from landbridge.kernel.refusal import Finding
from landbridge.network.imports.checking import Checked
from landbridge.network.imports.reading import Table


def rejected_csv(
    table: Table, result: Checked, *, row_word: str, fault_word: str, words: Callable[[Finding], str]
) -> bytes:
    """The bad rows as CSV that spreadsheet programs open rightly (UTF-8 with BOM), unchanged, with number and reasons.

    The first two columns are added; whoever corrects the rows may leave them in, for no schema knows them. Cells that a
    spreadsheet would run as a formula begin with an apostrophe.
    """
    reasons: dict[int, list[str]] = {}
    for finding in result.findings:
        if finding.row is not None:
            reasons.setdefault(finding.row, []).append(words(finding))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([row_word, fault_word, *map(harmless, table.header)])
    for row, cells in table.rows:
        if row in reasons:
            writer.writerow([row, harmless("; ".join(reasons[row])), *map(harmless, cells)])
    return text.getvalue().encode("utf-8-sig")


def harmless(cell: str) -> str:
    """The cell as text that no spreadsheet runs. A number with a sign stays a number."""
    if not is_formula(cell):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell
