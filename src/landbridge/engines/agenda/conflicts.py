"""Demands of the organiser that cannot hold, found by counting, each told in the organiser's own terms."""

from collections import defaultdict
from collections.abc import Iterator

from landbridge.engines.agenda.compiled import Compiled
from landbridge.engines.agenda.explaining import ReasonCode, ruled_out
from landbridge.engines.agenda.result import Conflict, ConflictCode
from landbridge.engines.agenda.selection import demanded_wishes

_NAMED: dict[ReasonCode | None, ConflictCode] = {
    ReasonCode.NO_INTERPRETER: ConflictCode.NO_INTERPRETER,
    ReasonCode.NO_FITTING_TABLE: ConflictCode.NO_FITTING_TABLE,
}


def conflicts_of(model: Compiled) -> list[Conflict]:
    """Every conflict that a count shows; an empty list proves nothing."""
    demanded = demanded_wishes(model)
    return [*_impossible(model, demanded), *_crowded_people(model, demanded), *_limits(model), *_pools(model, demanded)]


def _impossible(model: Compiled, demanded: frozenset[int]) -> Iterator[Conflict]:
    for w in sorted(demanded):
        if not model.of_wish[w]:
            wish = model.given.wishes[w]
            code = _NAMED.get(ruled_out(model.given, wish), ConflictCode.NO_POSSIBLE_SLOT)
            yield Conflict(code, (("wish", wish.id),), minimal=True)


def _crowded_people(model: Compiled, demanded: frozenset[int]) -> Iterator[Conflict]:
    """People with more demanded meetings than slots in which these could be, or than their maximum."""
    required: dict[int, list[int]] = defaultdict(list)
    for w in sorted(demanded):
        sides = [set(model.candidates[c].people) for c in model.of_wish[w]]
        for p in sorted(set.intersection(*sides)) if sides else ():
            required[p].append(w)
    for p, wishes in required.items():
        slots = {s for w in wishes for c in model.of_wish[w] for s in model.candidates[c].slots}
        person = model.given.participants[p]
        parts = (("participant", person.id), *(("wish", model.given.wishes[w].id) for w in wishes))
        data = {"participant": person.id, "required": len(wishes), "slots": len(slots)}
        if len(wishes) > len(slots):
            yield Conflict(ConflictCode.MORE_REQUIRED_THAN_SLOTS, parts, data)
        elif person.max_meetings is not None and len(wishes) > person.max_meetings:
            kept = all(model.candidates[c].kept for w in wishes for c in model.of_wish[w])
            if not kept:
                yield Conflict(ConflictCode.MORE_REQUIRED_THAN_QUOTA, parts, {**data, "at_most": person.max_meetings})


def _limits(model: Compiled) -> Iterator[Conflict]:
    """Minimums above what the wishes could ever give."""
    for limit in model.limits:
        possible = {model.candidates[c].wish for c in limit.members}
        slots = {s for c in limit.members for s in model.candidates[c].slots if limit.slots >> s & 1}
        most = min(limit.high, len(possible))
        if limit.source[0] == "participant":
            most = min(most, len(slots))
        if limit.low > most:
            data = {"at_least": limit.low, "possible": most}
            kind, name = limit.source
            parts = (("minimum" if kind == "participant" else kind, name),)
            yield Conflict(ConflictCode.FEWER_POSSIBLE_THAN_MINIMUM, parts, data, minimal=True)


def _pools(model: Compiled, demanded: frozenset[int]) -> Iterator[Conflict]:
    """More demanded meetings than room, over all slots and in each slot alone."""
    for q, room in enumerate(model.pool_room):
        kind, name = model.pool_source[q]
        code = ConflictCode.TABLES_SHORT if kind == "tables" else ConflictCode.RESOURCE_SHORT
        users = [w for w in sorted(demanded) if all(q in model.candidates[c].pools for c in model.of_wish[w])]
        if len(users) > sum(room):
            parts = tuple(("wish", model.given.wishes[w].id) for w in users)
            yield Conflict(code, parts, {"required": len(users), "room": sum(room), "resource": name})
            continue
        at: dict[int, list[int]] = defaultdict(list)
        for w in users:
            slots = {s for c in model.of_wish[w] for s in model.candidates[c].slots}
            if len(slots) == 1:
                at[slots.pop()].append(w)
        for s, wishes in sorted(at.items()):
            if len(wishes) > room[s]:
                parts = (("slot", model.slots[s].id), *(("wish", model.given.wishes[w].id) for w in wishes))
                yield Conflict(code, parts, {"required": len(wishes), "room": room[s], "resource": name})
