"""Local search over drafts: insert a meeting, eject what stands in its way, find the ejected another place."""

import random
from collections.abc import Sequence

from landbridge.engines.agenda.meter import MOVES_PER_UNIT, Meter
from landbridge.engines.agenda.state import FREE, Draft


def fill(draft: Draft, chosen: Sequence[int]) -> None:
    """Give the chosen candidates slots, scarcest slot first and in each the most urgent meetings first.

    A meeting grows urgent as its people's remaining meetings come close to their remaining slots: each person
    counts 2 to the power of minus the slack. Choosing so, nearly all of a slot-free selection finds a place.
    """
    model = draft.model
    masks = {c: sum(1 << s for s in model.candidates[c].slots) for c in chosen}
    need, reach = [0] * len(model.people), [0] * len(model.people)
    for c in chosen:
        for p in model.candidates[c].people:
            need[p] += 1
            reach[p] |= masks[c]
    supply = [sum(mask >> s & 1 for mask in masks.values()) for s in range(len(model.slots))]
    left = model.everything

    def urgency(c: int) -> tuple[float, int]:
        candidate = model.candidates[c]
        slack = [(reach[p] & left).bit_count() - need[p] for p in candidate.people]
        alone = (masks[c] & left).bit_count() <= 1
        demand = 4.0 * candidate.forced + 2.0 * candidate.must + 2.0 * alone
        return (-sum(2.0 ** -max(min(x, 60), -8) for x in slack) - demand, c)

    rest = {c for c in chosen if draft.slot_of[c] == FREE}
    for s in sorted(range(len(model.slots)), key=lambda s: (supply[s], s)):
        for c in sorted((c for c in rest if masks[c] >> s & 1), key=urgency):
            if draft.fits(c, s):
                draft.place(c, s)
                rest.discard(c)
                for p in model.candidates[c].people:
                    need[p] -= 1
        left &= ~(1 << s)


def refill(draft: Draft) -> None:
    """Hold whatever still fits, dearest first, each in the slot with most room."""
    by_value = sorted(range(len(draft.value)), key=lambda c: (-draft.value[c], c))
    for c in by_value:
        candidate = draft.model.candidates[c]
        if draft.wish_met[candidate.wish] == FREE and draft.value[c] >= 0:
            open_slots = [s for s in candidate.slots if draft.fits(c, s)]
            if open_slots:
                draft.place(c, min(open_slots, key=lambda s: (len(draft.held[s]), s)))


def improve(draft: Draft, meter: Meter, rng: random.Random, *, until: float, moves: int, goal: int) -> int:
    """Try `moves` insertions, keeping those that lose nothing.

    Ends early at objective `goal` or when `until` of the budget is gone. Answers the number of moves tried.
    """
    value, slot_of = draft.value, draft.slot_of
    pool = [c for c in range(len(value)) if slot_of[c] == FREE and value[c] >= 0]
    done = 0
    while done < moves and pool and draft.objective < goal and (done % 64 or meter.fraction() < until):
        done += 1
        k, other = rng.randrange(len(pool)), rng.randrange(len(pool))
        k = k if value[pool[k]] >= value[pool[other]] else other
        c = pool[k]
        if slot_of[c] != FREE:
            pool[k] = pool[-1]
            pool.pop()
            continue
        pool.extend(_insert(draft, c, rng))
        if slot_of[c] != FREE:
            pool[k] = pool[-1]
            pool.pop()
    meter.spend(done / MOVES_PER_UNIT)
    return done


def _insert(draft: Draft, c: int, rng: random.Random) -> list[int]:
    """Try to hold `c` somewhere; answers what lost its place for it."""
    slots = draft.model.candidates[c].slots
    s = slots[rng.randrange(len(slots))]
    gone = draft.in_the_way(c, s)
    if gone is None:
        return []
    before = draft.objective
    came_from = [(g, draft.remove(g)) for g in gone]
    if not draft.fits(c, s):
        for g, t in came_from:
            draft.place(g, t)
        return []
    draft.place(c, s)
    rehoused: list[int] = []
    for g, _ in sorted(came_from, key=lambda pair: (-draft.value[pair[0]], pair[0])):
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
