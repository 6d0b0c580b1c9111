"""Read every row by its schema: the good ones as values, the others as findings."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any

from landbridge.kernel.plain import is_formula
from landbridge.kernel.refusal import Finding
from landbridge.network.imports.mapping import Mapping
from landbridge.network.imports.reading import Cells, Table
from landbridge.network.imports.schema import CellRefused, Column, Said, Schema, Values

Spoken = dict[Hashable, dict[str, tuple[Any, int]]]
"""What rows said so far of each party: by column the value and the first row that gave it."""
SHOWN = 60
"""So much of a cell goes into a finding."""


@dataclass(frozen=True, slots=True)
class GoodRow:
    """A row that can be taken: its number in the file and its values by column key."""

    row: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Checked:
    """What a table holds: the good rows, and every fault of the others by row and column."""

    good: tuple[GoodRow, ...]
    findings: tuple[Finding, ...]

    @property
    def bad_rows(self) -> tuple[int, ...]:
        """The numbers of the rows that cannot be taken, in order."""
        return tuple(dict.fromkeys(finding.row for finding in self.findings if finding.row is not None))


def checked(schema: Schema, table: Table, mapping: Mapping) -> Checked:
    """Every row, read and judged. A row with several faults has several findings; one fault makes a row bad."""
    good: list[GoodRow] = []
    findings: list[Finding] = []
    first_seen: dict[Hashable, int] = {}
    spoken: Spoken = {}
    for row, cells in table.rows:
        values, unread = _read(schema, cells, mapping)
        faults = [*unread, *_judged(schema, values, {fault.field for fault in unread})]
        if _names_somebody(schema, unread):
            faults += list(_contradictions(schema.said(values), spoken)) or list(_repeats(schema, values, first_seen))
        if not faults:
            first_seen.setdefault(schema.identity(values), row)
            _remember(schema.said(values), spoken, row)
        if faults:
            findings += [_placed(fault, row, table.header, cells, mapping) for fault in faults]
        else:
            good.append(GoodRow(row, dict(values)))
    return Checked(tuple(good), tuple(findings))


def _read(schema: Schema, cells: Cells, mapping: Mapping) -> tuple[Values, list[Finding]]:
    values: dict[str, Any] = {column.key: column.empty for column in schema.columns}
    faults: list[Finding] = []
    for column in schema.columns:
        place = mapping.get(column.key)
        if place is None and not column.required:
            continue
        text = cells[place] if place is not None else ""
        try:
            values[column.key] = _cell(column, text)
        except CellRefused as refused:
            faults.append(Finding(refused.code, field=column.key, data={"expected": refused.expected}))
    unread = {fault.field for fault in faults}
    return values, [*faults, *_unfilled(schema, values, unread)]


def _judged(schema: Schema, values: Values, unread: set[str]) -> Iterator[Finding]:
    """What the row as a whole has against it, except where it speaks of a cell that could not be read."""
    silent = unread.union(*(set(keys) for keys in (*schema.joint, *schema.one_of) if unread & set(keys)))
    return (fault for fault in schema.check(values) if fault.field not in silent)


def _names_somebody(schema: Schema, unread: list[Finding]) -> bool:
    """Whether the row's own words were read, so that it can be compared with rows about the same party."""
    return all(schema.column(fault.field).parse is not str for fault in unread)


def _cell(column: Column, text: str) -> Any:
    if text[:1] == "'" and is_formula(text[1:]):
        text = text[1:]  # a formula made harmless on its way out of here
    if not text:
        if column.required:
            raise CellRefused("cell_empty")
        return column.empty
    if len(text) > column.limit:
        raise CellRefused("too_long", expected=str(column.limit))
    return column.parse(text)


def _unfilled(schema: Schema, values: Values, unread: set[str]) -> Iterator[Finding]:
    for keys in schema.one_of:
        if not unread & set(keys) and not any(values[key] for key in keys):
            yield Finding("cell_empty", field=keys[0])


def _repeats(schema: Schema, values: Values, first_seen: dict[Hashable, int]) -> Iterator[Finding]:
    identity = schema.identity(values)
    if identity is not None and identity in first_seen:
        yield Finding("row_repeats", data={"first": first_seen[identity]})


def _contradictions(said: Said | None, spoken: Spoken) -> Iterator[Finding]:
    """Where a row says something else of its party than a row before it did."""
    party, cells = said or (None, {})
    before = spoken.get(party, {})
    for key, value in cells.items():
        if key in before and before[key][0] != value:
            yield Finding("row_contradicts", field=key, data={"first": before[key][1]})


def _remember(said: Said | None, spoken: Spoken, row: int) -> None:
    if said is not None:
        party, cells = said
        before = spoken.setdefault(party, {})
        for key, value in cells.items():
            before.setdefault(key, (value, row))


def _placed(fault: Finding, row: int, header: Cells, cells: Cells, mapping: Mapping) -> Finding:
    """The fault with its row, the file's own word for the column, and what was found there."""
    place = mapping.get(fault.field)
    column = header[place] if place is not None else fault.field
    found = cells[place][:SHOWN] if place is not None else ""
    data = {"expected": "", **fault.data, "column": column, "found": found}
    return Finding(fault.code, row=row, field=fault.field, data=data)
