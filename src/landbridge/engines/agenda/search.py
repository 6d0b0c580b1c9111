"""Local search over drafts: insert a meeting, eject what stands in its way, find the ejected another place."""

import random
from collections.abc import Sequence

from landbridge.engines.agenda.meter import MOVES_PER_UNIT, Meter
from landbridge.engines.agenda.state import FREE, Draft, Snapshot


def fill(draft: Draft, order: Sequence[int]) -> None:
    """Hold each candidate in the slot that is scarcest for others but open to it; skip those without one."""
    model = draft.model
    demand = [0] * len(model.slots)
    for c in order:
        for s in model.candidates[c].slots:
            demand[s] += 1
    for c in order:
        if draft.slot_of[c] != FREE:
            continue
        open_slots = [s for s in model.candidates[c].slots if draft.fits(c, s)]
        for s in model.candidates[c].slots:
            demand[s] -= 1
        if open_slots:
            draft.place(c, min(open_slots, key=lambda s: (demand[s], s)))


def refill(draft: Draft) -> None:
    """Hold whatever still fits, dearest first."""
    by_value = sorted(range(len(draft.value)), key=lambda c: (-draft.value[c], c))
    met = draft.wish_met
    fill(draft, [c for c in by_value if met[draft.model.candidates[c].wish] == FREE])


def improve(draft: Draft, meter: Meter, rng: random.Random, *, until: float, moves: int, goal: int) -> int:
    """Try `moves` insertions, keeping those that lose nothing.

    Ends early at objective `goal` or when `until` of the budget is gone. Answers the number of moves tried. The best draft met is the one left behind.
    """
    model = draft.model
    if not model.candidates:
        return 0
    best = Snapshot.of(draft)
    done = 0
    pool = [c for c in range(len(model.candidates)) if draft.slot_of[c] == FREE]
    while done < moves and pool and draft.objective < goal and (done % 256 or meter.fraction() < until):
        done += 1
        k = rng.randrange(len(pool))
        if len(pool) > 3:
            other = rng.randrange(len(pool))
            k = k if draft.value[pool[k]] >= draft.value[pool[other]] else other
        c = pool[k]
        if draft.slot_of[c] != FREE:
            pool[k] = pool[-1]
            pool.pop()
            continue
        pool.extend(_insert(draft, c, rng))
        if draft.objective > best.objective and done % 64 == 0:
            best = Snapshot.of(draft)
    if draft.objective < best.objective:
        best.restore(draft)
    meter.spend(done / MOVES_PER_UNIT)
    return done


def _insert(draft: Draft, c: int, rng: random.Random) -> list[int]:
    """Try to hold `c` somewhere; answers what lost its place for it."""
    slots = draft.model.candidates[c].slots
    s = slots[rng.randrange(len(slots))]
    gone = draft.in_the_way(c, s)
    if gone is None or (len(gone) > 1 and sum(draft.value[g] for g in gone) > 3 * draft.value[c] + 1):
        return []
    before = draft.objective
    came_from = [(g, draft.remove(g)) for g in gone]
    if not draft.fits(c, s):
        for g, t in came_from:
            draft.place(g, t)
        return []
    draft.place(c, s)
    rehoused: list[int] = []
    for g, _ in sorted(came_from, key=lambda pair: -draft.value[pair[0]]):
        home = _home(draft, g, rng)
        if home is not None:
            draft.place(g, home)
            rehoused.append(g)
    if draft.objective >= before:
        return [g for g in gone if draft.slot_of[g] == FREE]
    for g in rehoused:
        draft.remove(g)
    draft.remove(c)
    for g, t in came_from:
        draft.place(g, t)
    return []


def _home(draft: Draft, c: int, rng: random.Random) -> int | None:
    slots = draft.model.candidates[c].slots
    start = rng.randrange(len(slots))
    for k in range(len(slots)):
        s = slots[(start + k) % len(slots)]
        if draft.fits(c, s):
            return s
    return None
