"""An independent judge of placements; shares nothing with encoding and solving but the problem."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from landbridge.engines.agenda.place.problem import PlaceProblem


def place_faults(problem: PlaceProblem, slots: Sequence[int]) -> list[str]:
    """Everything wrong with giving meeting m the slot `slots[m]`, in words for engineers; empty if nothing is."""
    faults = [] if len(slots) == len(problem.meetings) else ["not one slot per meeting"]
    if faults:
        return faults
    busy: dict[int, list[int]] = defaultdict(list)
    for m, s in enumerate(slots):
        if s not in problem.allowed[m]:
            faults.append(f"meeting {m + 1} may not be in slot {s + 1}")
        for p in problem.meetings[m]:
            busy[p].append(s)
    for p, taken in busy.items():
        faults += [f"participant {p + 1} is twice in slot {s + 1}" for s, times in Counter(taken).items() if times > 1]
    for s, times in Counter(slots).items():
        if times > problem.tables:
            faults.append(f"slot {s + 1} holds {times} meetings at {problem.tables} tables")
    for m, before in enumerate(problem.earlier):
        faults += [f"meeting {b + 1} is not before {m + 1}" for b in before if slots[b] >= slots[m]]
    breaks = break_counts(problem, slots)
    if problem.fairness is not None and max(breaks) - min(breaks) > problem.fairness:
        faults.append(f"breaks lie {max(breaks) - min(breaks)} apart")
    return faults


def break_counts(problem: PlaceProblem, slots: Sequence[int]) -> list[int]:
    """Breaks per participant: slots without a meeting that follow one with, while some meeting is still to come."""
    counts = []
    for p in range(problem.participants):
        mine = {slots[m] for m, people in enumerate(problem.meetings) if p in people}
        runs = sum(s + 1 not in mine for s in mine)
        counts.append(max(runs - 1, 0))
    return counts
