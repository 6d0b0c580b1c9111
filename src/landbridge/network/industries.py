"""Industries by their codes: NACE 2.1 from its package, GB/T 4754 from the table that an installation loaded.

A code's form and check digit are judged where it is entered. Whether it names an industry is looked up here, and said
beside it; a code whose table was never loaded is kept, and shown as not checked.
"""

import csv
import io
from enum import StrEnum
from functools import cache
from typing import Final

from naceconverter import NACEConverter

from landbridge.kernel.codes import SCHEMES
from landbridge.kernel.refusal import Finding, InputRefused
from landbridge.network.models import IndustryCode

LOADABLE: Final = ("gbt_4754",)
INDUSTRIES: Final = (*LOADABLE, "nace_2_1")
COLUMNS: Final = ("code", "name")
NAME_LIMIT: Final = 200


class Standing(StrEnum):
    """What the tables say of a code."""

    NAMED = "named"
    NOT_THERE = "not_there"
    NOT_CHECKED = "not_checked"


def read_table(text: str, scheme: str) -> dict[str, str]:
    """Names by code from a CSV file with a header and columns `code` and `name`; others are passed over.

    Refused as a whole, with every faulty row named, if any row has no name, a code of another form, or one said before.
    """
    reader = csv.DictReader(io.StringIO(text))
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise InputRefused(*(Finding("column_missing", row=1, field=name, data={"column": name}) for name in missing))
    names: dict[str, str] = {}
    seen: dict[str, int] = {}
    faults: list[Finding] = []
    for row, cells in enumerate(reader, start=2):
        code, name = SCHEMES[scheme].tidy(cells["code"] or ""), (cells["name"] or "").strip()
        if SCHEMES[scheme].fault(code) is not None:
            faults.append(
                Finding(
                    "code_malformed", row=row, field="code", data={"found": code, "expected": SCHEMES[scheme].example}
                )
            )
        elif code in seen:
            faults.append(Finding("row_repeats", row=row, field="code", data={"first": seen[code]}))
        if not name:
            faults.append(Finding("cell_empty", row=row, field="name"))
        elif len(name) > NAME_LIMIT:
            faults.append(Finding("too_long", row=row, field="name", data={"expected": NAME_LIMIT}))
        seen.setdefault(code, row)
        names[code] = name
    if not names:
        faults.append(Finding("cell_empty", row=2, field="code"))
    if faults:
        raise InputRefused(*faults)
    return names


def standing_of(scheme: str, code: str) -> tuple[Standing, str]:
    """What the table says of an industry's code, and the industry's name if it has one. One statement, none for NACE."""
    bare = code.lstrip("ABCDEFGHIJKLMNOPQRSTUV") or code
    if scheme == "nace_2_1":
        name = nace_names().get(bare, "")
        return (Standing.NAMED if name else Standing.NOT_THERE), name
    table = IndustryCode.objects.filter(scheme=scheme)
    said = table.filter(code=bare).values_list("name", flat=True).first()
    if said is not None:
        return Standing.NAMED, said
    return (Standing.NOT_THERE if table.exists() else Standing.NOT_CHECKED), ""


@cache
def nace_names() -> dict[str, str]:
    """English names of NACE 2.1 by code."""
    return {str(code): str(row["name"]) for code, row in NACEConverter().codes_dict.items()}
