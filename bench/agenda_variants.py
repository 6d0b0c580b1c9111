"""Variants of a placing problem that nobody has seen: slots forbidden to people, and meetings fixed."""

import random
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from landbridge.engines.agenda.place.problem import PlaceProblem

AWAY: Final = 0.1
"""Share of the free slots of the people in which they are away."""
FIXED: Final = 0.1
"""Share of the meetings that are fixed."""
MOVED: Final = 0.1
"""Share of those that are fixed a slot later than in the placement they are taken from."""


def forbidden(problem: PlaceProblem, slots: Sequence[int], rng: random.Random) -> PlaceProblem:
    """People are away in slots that a valid placement, `slots` of each meeting, leaves free: one stays possible."""
    used = {(p, s) for pair, s in zip(problem.meetings, slots, strict=True) for p in pair}
    cells = ((p, s) for p in range(problem.participants) for s in range(problem.slots))
    away = {cell for cell in cells if cell not in used and rng.random() < AWAY}
    left = (
        frozenset(s for s in allowed if away.isdisjoint((p, s) for p in pair))
        for pair, allowed in zip(problem.meetings, problem.allowed, strict=True)
    )
    return replace(problem, allowed=tuple(left))


def fixed(problem: PlaceProblem, slots: Sequence[int], rng: random.Random) -> PlaceProblem:
    """Some meetings are fixed where a placement has them or a slot later, so that perhaps none is possible."""
    allowed = list(problem.allowed)
    for m in rng.sample(range(len(allowed)), round(FIXED * len(allowed))):
        later = slots[m] + (rng.random() < MOVED)
        allowed[m] = frozenset({later if later in allowed[m] else slots[m]})
    return replace(problem, allowed=tuple(allowed))
