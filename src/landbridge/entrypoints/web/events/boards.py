"""The board's cells and the panel beside it, ready for the template: words, marks, addresses."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from landbridge.events.queries.board import Asked, Board, Cell, Pause, Row, Sheet
from landbridge.events.queries.names import Names

ICON = '<svg class="mk" width="20" height="8" aria-hidden="true"><use href="#mk-{}"/></svg>'
CELL = (
    '<a class="cell{}" id="c-{}" href="?m={}&amp;day={}"{} title="{}"><b>{}</b>'
    '<svg class="mk" width="20" height="8" aria-hidden="true"><use href="#mk-{}"/></svg>'
    '<span>{}<span class="vh">{}</span></span></a>'
)
PAUSE = '<td class="lunch" rowspan="{}">{}</td>'
TD, END = SafeString("<td>"), SafeString("</td>")
EMPTY = '<a class="{}" href="?slot={}&amp;table={}&amp;day={}"{}>{}{}</a>'


@dataclass(frozen=True, slots=True)
class Choice:
    """What is selected on the board: a pair's meeting, or an empty place."""

    pair: UUID | None = None
    slot: UUID | None = None
    table: UUID | None = None


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the board for the template; `cells` are finished table cells."""

    table: str
    host_label: str
    host_name: str
    again: bool
    cells: SafeString


def asked_words(asked: Asked) -> str:
    """What the mark means."""
    return {
        Asked.BOTH: _("mutual interest"),
        Asked.FIRST: _("asked by the project"),
        Asked.SECOND: _("asked by the partner"),
        Asked.NOBODY: _("nobody asked"),
    }[asked]


class BoardView:
    """Turns a board into rows of finished cells."""

    def __init__(self, sheet: Sheet, board: Board, names: Names, choice: Choice) -> None:
        self.sheet, self.board, self.names, self.choice = sheet, board, names, choice
        self.day = board.day.isoformat()
        self._short = {party: names.party_name(row) for party, row in sheet.material.participants.items()}
        self._label = {party: row.label for party, row in sheet.material.participants.items()}
        self._asked: Mapping[Asked, str] = {asked: f", {asked_words(asked)}" for asked in Asked}
        self._gap, self._away = _("gap"), _("away")
        self._new, self._pinned = _("new in this version"), _("pinned")

    def rows(self) -> list[ShownRow]:
        """All rows; within one, a cell for each column."""
        return [self._row(row, first=place == 0) for place, row in enumerate(self.board.rows)]

    def _row(self, row: Row, *, first: bool) -> ShownRow:
        host, cells = row.host, SafeString()
        for column, cell in zip(self.board.columns, row.cells, strict=True):
            if column.pause and first:
                cells += format_html(PAUSE, len(self.board.rows), pause_words(column.pause, self.names))
            cells += TD + (self._filled(cell, host) if cell.placed else self._empty(cell)) + END
        label, name = (self._label[host], self._short[host]) if host else ("", "")
        return ShownRow(row.table.label, label, name, row.again, cells)

    def _filled(self, cell: Cell, host: UUID | None) -> SafeString:
        placed = cell.placed
        if placed is None:
            return self._empty(cell)
        first, second = self._label[placed.first], self._label[placed.second]
        classes = (
            f"{' is-mutual' if cell.asked is Asked.BOTH else ''}{' is-new' if cell.new else ''}"
            f"{' is-pinned' if placed.pinned else ''}"
        )
        hidden = self._asked[cell.asked]
        if cell.new:
            hidden += f", {self._new}"
        if placed.pinned:
            hidden += f", {self._pinned}"
        return format_html(
            CELL,
            classes,
            placed.pair_uid,
            placed.pair_uid,
            self.day,
            self._current(self.choice.pair == placed.pair_uid),
            f"{first} {self._short[placed.first]} – {second} {self._short[placed.second]}",
            second,
            cell.asked.value,
            self._short[placed.second] if host == placed.first else f"{first} · {self._short[placed.second]}",
            hidden,
        )

    def _empty(self, cell: Cell) -> SafeString:
        was = format_html(" <s>{}</s>", self._label[cell.was.second]) if cell.was else ""
        chosen = self.choice.slot == cell.slot and self.choice.table == cell.table
        name, words = ("away", self._away) if cell.host_away else ("gap", self._gap)
        return format_html(EMPTY, name, cell.slot, cell.table, self.day, self._current(chosen), words, was)

    @staticmethod
    def _current(chosen: bool) -> SafeString | str:  # noqa: FBT001 -- one flag, one attribute
        return format_html(' aria-current="{}"', "true") if chosen else ""


def pause_words(pause: Pause, names: Names) -> str:
    """A break with its times: break 11:30 – 13:00."""
    start, end = (moment.astimezone(names.material.zone) for moment in (pause.starts_at, pause.ends_at))
    return _("break %(start)s – %(end)s") % {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
