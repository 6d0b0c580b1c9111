"""What differs between two versions of an agenda: for the board's marks, the list of changes, and who must be told."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from landbridge.events.queries.agendas import Place, Placed


class ChangeKind(StrEnum):
    """What became of a pair's meeting."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RESEATED = "reseated"


@dataclass(frozen=True, slots=True)
class Change:
    """One pair's meeting before and after; `RESEATED` means another table, person or interpreter at the same time."""

    kind: ChangeKind
    before: Placed | None
    after: Placed | None

    @property
    def either(self) -> Placed:
        """The meeting, as it is or as it was."""
        found = self.after or self.before
        if found is None:
            raise ValueError("a change has a before or an after")
        return found


def changes_between(before: Iterable[Placed], after: Iterable[Placed]) -> tuple[Change, ...]:
    """What changed, in the order of `after`, what was removed last."""
    old = {m.pair_uid: m for m in before}
    found = []
    for meeting in after:
        former = old.pop(meeting.pair_uid, None)
        if former is None:
            found.append(Change(ChangeKind.ADDED, None, meeting))
        elif former.slot != meeting.slot:
            found.append(Change(ChangeKind.MOVED, former, meeting))
        elif former.place != meeting.place:
            found.append(Change(ChangeKind.RESEATED, former, meeting))
    return (*found, *(Change(ChangeKind.REMOVED, former, None) for former in old.values()))


def by_person(placed: Iterable[Placed]) -> Mapping[UUID, tuple[Placed, ...]]:
    """Each attendee's meetings, in the order given."""
    found: dict[UUID, list[Placed]] = defaultdict(list)
    for meeting in placed:
        for person in meeting.people:
            found[person].append(meeting)
    return {person: tuple(meetings) for person, meetings in found.items()}


def people_touched(before: Iterable[Placed], after: Iterable[Placed]) -> frozenset[UUID]:
    """The attendees whose own agenda is not what it was."""
    old, new = by_person(before), by_person(after)
    return frozenset(person for person in {*old, *new} if _places(old.get(person)) != _places(new.get(person)))


def interpreters_touched(before: Iterable[Placed], after: Iterable[Placed]) -> frozenset[UUID]:
    """The interpreters whose own agenda is not what it was."""
    old, new = _by_interpreter(before), _by_interpreter(after)
    return frozenset(one for one in {*old, *new} if _places(old.get(one)) != _places(new.get(one)))


def _by_interpreter(placed: Iterable[Placed]) -> Mapping[UUID, list[Placed]]:
    found: dict[UUID, list[Placed]] = defaultdict(list)
    for meeting in placed:
        if meeting.interpreter is not None:
            found[meeting.interpreter].append(meeting)
    return found


def _places(meetings: Iterable[Placed] | None) -> set[tuple[UUID, Place]]:
    return {(m.pair_uid, m.place) for m in meetings or ()}
