"""Given meetings to be placed: participants and slots are numbers from 0, as in the published files less one."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

from landbridge.kernel.refusal import Finding, InputRefused


@dataclass(frozen=True, slots=True)
class PlaceProblem:
    """Every meeting takes a slot; a break is a maximal idle group between two meetings of one participant.

    `meetings`: the two participants of each. `allowed`: per meeting the slots it may take, forbidden slots of its
    people already left out. `earlier`: per meeting those that come strictly before it. `fairness`: how far the
    numbers of breaks of any two participants may lie apart; None: any distance.
    """

    participants: int
    slots: int
    tables: int
    meetings: tuple[tuple[int, int], ...]
    allowed: tuple[frozenset[int], ...]
    earlier: tuple[frozenset[int], ...] = ()
    fairness: int | None = None

    def __post_init__(self) -> None:
        findings = list(_faults(self))
        if findings:
            raise InputRefused(*findings)

    def of_participant(self) -> list[list[int]]:
        """The meetings of each participant."""
        found: list[list[int]] = [[] for _ in range(self.participants)]
        for m, people in enumerate(self.meetings):
            for p in people:
                found[p].append(m)
        return found


def breaks_of(slots: list[int]) -> int:
    """Idle groups between the first and the last of one participant's slots."""
    ordered = sorted(slots)
    return sum(later - earlier > 1 for earlier, later in pairwise(ordered))


def _faults(problem: PlaceProblem) -> Iterator[Finding]:
    for name in ("participants", "slots", "tables"):
        if getattr(problem, name) < 1:
            yield Finding("not_positive", field=name, data={"value": getattr(problem, name)})
    if problem.fairness is not None and problem.fairness < 0:
        yield Finding("negative", field="fairness", data={"value": problem.fairness})
    count = len(problem.meetings)
    if not count:
        yield Finding("no_meetings", field="meetings")
    for name, lengths in (("allowed", {count}), ("earlier", {count, 0})):
        rows = len(getattr(problem, name))
        if rows not in lengths:
            yield Finding("wrong_length", field=name, data={"rows": rows, "expected": count})
    yield from _meeting_faults(problem)
    yield from _order_faults(problem)


def _meeting_faults(problem: PlaceProblem) -> Iterator[Finding]:
    for row, (a, b) in enumerate(problem.meetings, 1):
        if a == b:
            yield Finding("wish_for_oneself", row, "meetings", {"participant": a + 1})
        unknown = [p for p in (a, b) if not 0 <= p < problem.participants]
        yield from (Finding("unknown_participant", row, "meetings", {"participant": p + 1}) for p in unknown)
    for row, slots in enumerate(problem.allowed, 1):
        yield from (Finding("unknown_slot", row, "allowed", {"slot": s + 1}) for s in slots if s >= problem.slots)


def _order_faults(problem: PlaceProblem) -> Iterator[Finding]:
    """Unknown meetings in precedences, and one finding per meeting that waits for itself."""
    later: dict[int, list[int]] = defaultdict(list)
    waiting = [0] * len(problem.meetings)
    for row, before in enumerate(problem.earlier, 1):
        for m in before:
            if not 0 <= m < len(problem.meetings) or row > len(problem.meetings):
                yield Finding("unknown_meeting", row, "precedences", {"meeting": m + 1})
                return
            later[m].append(row - 1)
            waiting[row - 1] += 1
    ready = [m for m, count in enumerate(waiting) if not count]
    for m in ready:
        for other in later[m]:
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    for m, count in enumerate(waiting):
        if count:
            yield Finding("precedence_cycle", m + 1, "precedences", {"meeting": m + 1})


def sessions(allowed: Sequence[frozenset[int]]) -> list[tuple[frozenset[int], int]]:
    """Each set of slots some meeting is confined to, with the number of meetings confined to it."""
    return [(slots, sum(other <= slots for other in allowed)) for slots in set(allowed)]


def room_for(run: AbstractSet[int], allowed: Sequence[frozenset[int]]) -> bool:
    """Whether the slots of a run have room for the meetings confined to each session."""
    return all(len(run & slots) >= needed for slots, needed in sessions(allowed))
