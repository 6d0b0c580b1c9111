"""How few gaps and table changes an agenda can have: counts that no arrangement undercuts.

Gaps: who must have more meetings than the longest stretch of their day holds waits between two stretches. Table
changes: every meeting is followed at its table by at most one other, and two people do not meet twice, so of the two
who leave it at most one can stay where they sit.
"""

from collections import defaultdict
from itertools import accumulate, combinations

from landbridge.engines.agenda.compiled import Compiled
from landbridge.engines.agenda.selection import demanded_wishes


def least_gaps(model: Compiled) -> int:
    """No agenda that meets the hard demands has fewer gaps."""
    return sum(_forced_gaps(model, p, meetings) for p, meetings in enumerate(_demanded(model)) if meetings > 1)


def _demanded(model: Compiled) -> list[int]:
    """Per person how many meetings every agenda gives them at least: their hard musts, pins and their minimum."""
    certain = [0] * len(model.people)
    for w in demanded_wishes(model):
        ways = [set(model.candidates[c].people) for c in model.of_wish[w]]
        for p in set.intersection(*ways) if ways else ():
            certain[p] += 1
    minimums = (person.min_meetings for person in model.given.participants)
    return [max(low, at_least) for low, at_least in zip(certain, minimums, strict=True)]


def _forced_gaps(model: Compiled, p: int, meetings: int) -> int:
    """Gaps of a person with so many meetings: one for each stretch they need beyond the longest of each day."""
    first: dict[int, int] = {}
    more: list[int] = []
    for (day, _), length in sorted(_stretches(model, p).items(), key=lambda item: -item[1]):
        if day in first:
            more.append(length)
        else:
            first[day] = length
    room = list(accumulate(more, initial=sum(first.values())))
    return next((gaps for gaps, held in enumerate(room) if held >= meetings), len(more))


def _stretches(model: Compiled, p: int) -> dict[tuple[int, int], int]:
    """Slots in which the person could meet somebody, counted by day and stretch without a gap."""
    slots = sorted({s for c in model.of_person[p] for s in model.candidates[c].slots})
    lengths: dict[tuple[int, int], int] = defaultdict(int)
    number = 0
    over_last = slots[0] if slots else 0
    for s in slots:
        number += model.gap[over_last][s]
        lengths[model.day[s], number] += 1
        over_last = max(over_last, s, key=lambda one: model.slots[one].end)
    return lengths


def least_changes(model: Compiled, *, total: int, gaps: int) -> int:
    """No agenda with at least this total and at most so many gaps has fewer table changes.

    Of the meetings' people, all but one change table after each meeting, unless it was their last of the day or a gap
    lies between; and one more where a table's day ends.
    """
    leaving, meetings = _least_leaving(model, total)
    days = (len({model.day[s] for c in mine for s in model.candidates[c].slots}) for mine in model.of_person)
    ends = sum(min(most, len(mine)) for most, mine in zip(days, model.of_person, strict=True))
    longest = max((model.day.count(day) for day in set(model.day)), default=1)
    return max(0, leaving - ends + -(-meetings // longest) - gaps)


def _least_leaving(model: Compiled, total: int) -> tuple[int, int]:
    """What an agenda of this total has at least: people who leave a meeting and cannot all stay there, and meetings."""
    together = _together_with_others(model)
    leaving: list[int] = []
    weights: list[int] = []
    for members in model.of_wish:
        ways = [model.candidates[c] for c in members]
        if ways:
            weights.append(max(way.weight for way in ways))
            if all(len(way.people) == 2 and frozenset(way.people) not in together for way in ways):
                leaving.append(weights[-1])
    staying = sum(weights) - sum(leaving)
    return _needed(leaving, total - staying), _needed(weights, total)


def _together_with_others(model: Compiled) -> set[frozenset[int]]:
    """Pairs who could also sit together in a meeting of more than two, and so twice."""
    larger = (c.people for c in model.candidates if len(c.people) > 2)
    return {frozenset(pair) for people in larger for pair in combinations(people, 2)}


def _needed(weights: list[int], amount: int) -> int:
    """How many of the weights it takes to reach the amount; all, if they do not."""
    reached = accumulate(sorted(weights, reverse=True), initial=0)
    return next((number for number, so_far in enumerate(reached) if so_far >= amount), len(weights))
