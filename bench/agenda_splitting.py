"""What an event loses when it is split into blocks of slots (days, halls) that are solved apart."""

from dataclasses import replace

from landbridge.engines import agenda
from landbridge.engines.agenda.compiled import compiled
from landbridge.engines.agenda.selection import select


def blocks(problem: agenda.Problem, parts: int) -> tuple[list[agenda.Problem], int]:
    """One problem per block of slots, and the bound of the whole.

    The whole is selected without slots; each chosen meeting, dearest first, goes to the block in which its people have
    most slots left. Blocks share nothing, so that they may be solved anywhere at once.
    """
    model = compiled(problem)
    chosen = select(model, seconds=120)
    size = -(-len(model.slots) // parts)
    spans = [range(b * size, min((b + 1) * size, len(model.slots))) for b in range(parts)]
    left = [[len(span) for span in spans] for _ in model.people]
    for p, person in enumerate(problem.participants):
        there = {s.id for s in problem.slots} if person.slots is None else person.slots - person.forbidden
        left[p] = [sum(model.slots[s].id in there for s in span) for span in spans]
    room = [len(problem.tables) * len(span) for span in spans]
    wishes: list[list[agenda.Wish]] = [[] for _ in spans]
    for c in sorted(chosen.chosen, key=lambda c: (-model.candidates[c].weight, c)):
        candidate = model.candidates[c]
        open_blocks = [b for b in range(parts) if room[b] > 0 and any(s in spans[b] for s in candidate.slots)]
        if not open_blocks:
            continue
        best = max(open_blocks, key=lambda b: (min(left[p][b] for p in candidate.people), room[b]))
        room[best] -= 1
        for p in candidate.people:
            left[p][best] -= 1
        wishes[best].append(problem.wishes[candidate.wish])
    return [
        _block(problem, {model.slots[s].id for s in span}, ws) for span, ws in zip(spans, wishes, strict=True)
    ], chosen.total


def _block(problem: agenda.Problem, ids: set[str], wishes: list[agenda.Wish]) -> agenda.Problem:
    named = {name for w in wishes for name in (*w.a, *w.b)}
    people = tuple(
        replace(p, slots=p.slots & ids if p.slots is not None else None, min_meetings=0)
        for p in problem.participants
        if p.id in named
    )
    slots = tuple(s for s in problem.slots if s.id in ids)
    return replace(problem, slots=slots, participants=people, wishes=tuple(wishes))
