"""The board: tables by slots of one day, with what every cell says."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from uuid import UUID

from landbridge.events.models import AgendaVersion, Slot, Table
from landbridge.events.queries.agendas import Interest, Material, Placed, material_of, placed_in, published_of
from landbridge.events.queries.changes import Change, ChangeKind, changes_between
from landbridge.events.states import AgendaState


class Asked(StrEnum):
    """Who asked for a meeting: the mark in the cell."""

    BOTH = "both"
    FIRST = "left"
    SECOND = "right"
    NOBODY = "none"


@dataclass(frozen=True, slots=True)
class Cell:
    """One table in one slot: a meeting, or nothing, with what stood there in the version before."""

    slot: UUID
    table: UUID
    placed: Placed | None = None
    asked: Asked = Asked.NOBODY
    new: bool = False
    was: Placed | None = None
    host_away: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A table, and the party of the delegation that sits there most; `again` if the row above has the same one."""

    table: Table
    host: UUID | None
    again: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Pause:
    """Time without slots before a column: a break of that day."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Column:
    """A slot, how many meetings it holds, and the break before it if there is one."""

    slot: Slot
    meetings: int
    pause: Pause | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """One day of a version."""

    day: date
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Sheet:
    """A version with everything its pages show: read once, at a constant number of queries."""

    version: AgendaVersion
    material: Material
    placed: tuple[Placed, ...]
    since: AgendaVersion | None
    changes: tuple[Change, ...]

    @property
    def days(self) -> tuple[date, ...]:
        """The event's days that have slots."""
        return tuple(dict.fromkeys(day_of(self.material, slot) for slot in self.material.slots))

    @property
    def mutual_met(self) -> tuple[int, int]:
        """How many of the pairs that both asked for each other meet, and how many there are."""
        mutual = {uid for uid, interest in self.material.interests.items() if interest.mutual}
        return len(mutual & {m.pair_uid for m in self.placed}), len(mutual)

    def at(self, pair_uid: UUID) -> Placed | None:
        """The pair's meeting, if it has one."""
        return next((m for m in self.placed if m.pair_uid == pair_uid), None)


def sheet_of(version: AgendaVersion) -> Sheet:
    """Read a version, and the one it is compared with: the one it was made from, else the published one."""
    since = version.based_on
    if since is None and version.state != AgendaState.PUBLISHED:
        since = published_of(version.event)
    placed = placed_in(version)
    before = placed_in(since) if since is not None else ()
    changes = changes_between(before, placed) if since is not None else ()
    return Sheet(version, material_of(version.event), placed, since, changes)


def board_of(sheet: Sheet, day: date) -> Board:
    """The day's slots across, all tables down."""
    material = sheet.material
    slots = [slot for slot in material.slots if day_of(material, slot) == day]
    held = Counter(m.slot for m in sheet.placed)
    columns = [Column(slot, held[slot.id], pause) for slot, pause in zip(slots, _pauses(slots), strict=True)]
    changed = {c.after.pair_uid for c in sheet.changes if c.after is not None}
    gone = {
        (c.before.slot, c.before.table): c.before
        for c in sheet.changes
        if c.before is not None and c.kind is not ChangeKind.ADDED
    }
    places = {(m.slot, m.table): m for m in sheet.placed}
    hosts = _hosts(material, sheet.placed)
    rows: list[Row] = []
    for table in material.tables:
        host = hosts.get(table.id)
        away = _away(material, host)
        cells = tuple(
            _cell(material, slot.id, table.id, places.get((slot.id, table.id)), changed, gone, slot.id in away)
            for slot in slots
        )
        rows.append(Row(table, host, bool(rows) and host is not None and rows[-1].host == host, cells))
    return Board(day, tuple(columns), tuple(rows))


def _cell(
    material: Material,
    slot: UUID,
    table: UUID,
    placed: Placed | None,
    changed: set[UUID],
    gone: Mapping[tuple[UUID, UUID], Placed],
    host_away: bool,  # noqa: FBT001 -- all of it is one row of a table
) -> Cell:
    if placed is None:
        return Cell(slot, table, was=gone.get((slot, table)), host_away=host_away)
    asked = asked_by(material.interests.get(placed.pair_uid))
    return Cell(slot, table, placed, asked, new=placed.pair_uid in changed)


def asked_by(interest: Interest | None) -> Asked:
    """The mark for what the two sides said."""
    if interest is None or interest.never:
        return Asked.NOBODY
    if interest.by_first is None:
        return Asked.SECOND
    return Asked.FIRST if interest.by_second is None else Asked.BOTH


def day_of(material: Material, slot: Slot) -> date:
    """The slot's day on the wall of the event's zone."""
    return slot.starts_at.astimezone(material.zone).date()


def _pauses(slots: Iterable[Slot]) -> list[Pause | None]:
    """For each slot the break before it; a moment between two slots is none."""
    ordered = list(slots)
    found: list[Pause | None] = [None] if ordered else []
    for one, two in pairwise(ordered):
        longer = two.starts_at - one.ends_at >= (one.ends_at - one.starts_at)
        found.append(Pause(one.ends_at, two.starts_at) if longer else None)
    return found


def _hosts(material: Material, placed: Iterable[Placed]) -> Mapping[UUID, UUID]:
    """The delegation's party that sits at each table for at least half of its meetings."""
    counts: dict[UUID, Counter[UUID]] = {}
    for meeting in placed:
        counts.setdefault(meeting.table, Counter())[meeting.first] += 1
    found = {}
    for table, parties in counts.items():
        party, times = min(parties.items(), key=lambda item: (-item[1], material.participants[item[0]].label))
        if 2 * times >= parties.total():
            found[table] = party
    return found


def _away(material: Material, party: UUID | None) -> frozenset[UUID]:
    """The slots in which nobody of the party can be met."""
    people = material.people_of.get(party, ()) if party else ()
    if not people:
        return frozenset()
    return frozenset.intersection(*(material.away[person] for person in people))
