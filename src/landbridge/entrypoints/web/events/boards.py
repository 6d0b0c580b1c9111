"""The board's cells and the panel beside it, ready for the template: words, marks, addresses."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from landbridge.events.queries.agendas import Placed
from landbridge.events.queries.board import Asked, Board, Cell, Pause, Row, Sheet
from landbridge.events.queries.names import Names

MARK = '<svg class="mk" width="20" height="8" aria-hidden="true"><use href="#mk-{}"/></svg>'
PAUSE = '<td class="lunch" rowspan="{}">{}</td>'
CURRENT = ' aria-current="true"'


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
    """Turns a board into rows of finished cells.

    A board has hundreds of cells and each of its words stands in many of them: every word is escaped once, and a cell is
    put together from escaped words and identifiers.
    """

    def __init__(self, sheet: Sheet, board: Board, names: Names, choice: Choice) -> None:
        self.sheet, self.board, self.names, self.choice = sheet, board, names, choice
        self.day = f"&amp;day={board.day.isoformat()}"
        parties = sheet.material.participants
        self._short = {party: escape(names.party_name(row)) for party, row in parties.items()}
        self._label = {party: escape(row.label) for party, row in parties.items()}
        self._hidden = {
            (asked, new, pinned): escape(_hidden_words(asked, new=new, pinned=pinned))
            for asked in Asked
            for new in (False, True)
            for pinned in (False, True)
        }
        self._marks = {asked: MARK.format(asked.value) for asked in Asked}
        self._free, self._away = escape(pgettext("place", "free")), escape(_("away"))

    def rows(self) -> list[ShownRow]:
        """All rows; within one, a cell for each column."""
        return [self._row(row, first=place == 0) for place, row in enumerate(self.board.rows)]

    def _row(self, row: Row, *, first: bool) -> ShownRow:
        host, cells = row.host, list[str]()
        for column, cell in zip(self.board.columns, row.cells, strict=True):
            if column.pause and first:
                words = escape(pause_words(column.pause, self.names))
                cells.append(PAUSE.format(len(self.board.rows), words))
            filled = self._filled(cell, cell.placed, host) if cell.placed else self._empty(cell)
            cells.append(f"<td>{filled}</td>")
        label, name = (self._label[host], self._short[host]) if host else ("", "")
        return ShownRow(row.table.label, label, name, row.again, mark_safe("".join(cells)))  # noqa: S308 -- see the class

    def _filled(self, cell: Cell, placed: Placed, host: UUID | None) -> str:
        first, second = self._label[placed.first], self._label[placed.second]
        guest, pair, asked = self._short[placed.second], placed.pair_uid, cell.asked
        classes = (
            f"{' is-mutual' if asked is Asked.BOTH else ''}{' is-new' if cell.new else ''}"
            f"{' is-pinned' if placed.pinned else ''}"
        )
        shown = guest if host == placed.first else f"{first} · {guest}"
        return (
            f'<a class="cell{classes}" id="c-{pair}" href="?m={pair}{self.day}"'
            f"{CURRENT if self.choice.pair == pair else ''}"
            f' title="{first} {self._short[placed.first]} – {second} {guest}"><b>{second}</b>{self._marks[asked]}'
            f'<span>{shown}<span class="vh">{self._hidden[asked, cell.new, placed.pinned]}</span></span></a>'
        )

    def _empty(self, cell: Cell) -> str:
        was = f" <s>{self._label[cell.was.second]}</s>" if cell.was else ""
        chosen = self.choice.slot == cell.slot and self.choice.table == cell.table
        name, words = ("away", self._away) if cell.host_away else ("gap", self._free)
        return (
            f'<a class="{name}" href="?slot={cell.slot}&amp;table={cell.table}{self.day}"'
            f"{CURRENT if chosen else ''}>{words}{was}</a>"
        )


def _hidden_words(asked: Asked, *, new: bool, pinned: bool) -> str:
    """What a cell says to who cannot see its marks."""
    words = f", {asked_words(asked)}"
    if new:
        words += f", {_('new in this version')}"
    return words + (f", {_('pinned')}" if pinned else "")


def pause_words(pause: Pause, names: Names) -> str:
    """A break with its times: break 11:30 – 13:00."""
    start, end = (moment.astimezone(names.material.zone) for moment in (pause.starts_at, pause.ends_at))
    return _("break %(start)s – %(end)s") % {"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"}
