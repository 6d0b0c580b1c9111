"""Demands of the organiser that cannot hold, found by counting, each told in the organiser's own terms."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from landbridge.engines.agenda.compiled import Compiled, Limit, most_at_once
from landbridge.engines.agenda.demands import Part, part_of
from landbridge.engines.agenda.explaining import ReasonCode, ruled_out
from landbridge.engines.agenda.result import Conflict, ConflictCode
from landbridge.engines.agenda.selection import demanded_wishes

_NAMED: dict[ReasonCode | None, ConflictCode] = {
    ReasonCode.REFUSED: ConflictCode.REFUSED,
    ReasonCode.GROUP_RULE: ConflictCode.GROUP_RULE,
    ReasonCode.NO_INTERPRETER: ConflictCode.NO_INTERPRETER,
    ReasonCode.NO_FITTING_TABLE: ConflictCode.NO_FITTING_TABLE,
}


def conflicts_of(model: Compiled) -> list[Conflict]:
    """Every conflict that a count shows, not made minimal yet; an empty list proves nothing."""
    demanded = sorted(demanded_wishes(model))
    sets = [*_impossible(model, demanded), *_crowded_people(model, demanded), *_limits(model), *_pools(model, demanded)]
    return [named(model, parts) for parts in sets]


def _impossible(model: Compiled, demanded: Iterable[int]) -> Iterator[list[Part]]:
    for w in demanded:
        if not model.of_wish[w]:
            yield [part_of(model, w)]


def _crowded_people(model: Compiled, demanded: Collection[int]) -> Iterator[list[Part]]:
    """People with more demanded meetings than slots in which these could be, or than their maximum."""
    for p, wishes in _required(model, demanded).items():
        person = model.given.participants[p]
        parts = [part_of(model, w) for w in wishes]
        if len(wishes) > _reach(model, wishes):
            yield parts
        elif person.max_meetings is not None and len(wishes) > person.max_meetings:
            yield [*parts, ("maximum", person.id)]


def _limits(model: Compiled) -> Iterator[list[Part]]:
    """Minimums above what the wishes could ever give."""
    for limit in model.limits:
        if limit.low > _possible(model, limit):
            yield [_minimum(limit.source)]


def _pools(model: Compiled, demanded: Iterable[int]) -> Iterator[list[Part]]:
    """More demanded meetings than room, over all slots they could be in and in each slot alone."""
    for q, room in enumerate(model.pool_room):
        users = [w for w in demanded if all(q in model.candidates[c].pools for c in model.of_wish[w])]
        everywhere = sorted(_slots(model, users))
        sets = [(users, everywhere), *(([w for w in users if _slots(model, [w]) == {s}], [s]) for s in everywhere)]
        for wishes, slots in sets:
            if len(wishes) > sum(room[s] for s in slots):
                yield [*(part_of(model, w) for w in wishes), *_pool_parts(model, q, slots)]
                break


def _pool_parts(model: Compiled, q: int, slots: Iterable[int]) -> Iterator[Part]:
    kind, name = model.pool_source[q]
    if kind == "tables":
        yield from (("slot", model.slots[s].id) for s in slots)
    else:
        yield ("resource", name)


def named(model: Compiled, parts: Sequence[Part], *, minimal: bool = False) -> Conflict:
    """These demands as a conflict: the code of what a count shows, with its numbers."""
    told: dict[str, list[str]] = defaultdict(list)
    for kind, name in parts:
        told[kind].append(name)
    meetings = {*told.pop("wish", ()), *told.pop("pin", ())}
    wishes = [w for w, wish in enumerate(model.given.wishes) if wish.id in meetings]
    kinds = set(told)
    found: tuple[ConflictCode, Mapping[str, object]] | None = None
    if wishes and not kinds:
        found = _without_room(model, wishes)
    elif wishes and len(kinds) == 1:
        kind = kinds.pop()
        found = _NUMBERS[kind](model, wishes, told[kind]) if kind in _NUMBERS else None
    elif len(parts) == 1:
        found = _too_low(model, parts[0])
    code, data = found or (ConflictCode.TOGETHER, {"required": len(wishes)})
    return Conflict(code, tuple(parts), data, minimal=minimal)


Found = tuple[ConflictCode, Mapping[str, object]]


def _without_room(model: Compiled, wishes: Sequence[int]) -> Found:
    """Meetings that cannot take place side by side in the slots open to them."""
    if len(wishes) == 1:
        wish = model.given.wishes[wishes[0]]
        return _NAMED.get(ruled_out(model.given, wish), ConflictCode.NO_POSSIBLE_SLOT), {}
    shared = [p for p, theirs in _required(model, wishes).items() if len(theirs) == len(wishes)]
    for p in shared:
        within = _slots(model, wishes)
        required = [w for w in _required(model, sorted(demanded_wishes(model)))[p] if _slots(model, [w]) <= within]
        slots = _reach(model, wishes)
        if len(required) > slots:
            data = {"participant": model.people[p], "slots": slots, **_counting(model, required)}
            return ConflictCode.MORE_REQUIRED_THAN_SLOTS, data
    one_table = _beyond_tables(model, wishes, ())
    return one_table or (ConflictCode.SLOTS_SHORT, {"required": len(wishes), "slots": len(_slots(model, wishes))})


def _counting(model: Compiled, wishes: Sequence[int]) -> dict[str, object]:
    """The number of demanded meetings, and all of them: the parts of a minimal conflict are only as many as it takes."""
    return {"required": len(wishes), "meetings": tuple(model.given.wishes[w].id for w in wishes)}


def _beyond_maximum(model: Compiled, wishes: Sequence[int], names: Sequence[str]) -> Found | None:
    """Somebody's demanded meetings and their maximum."""
    p = model.people.index(names[0])
    if len(names) > 1 or len(_required(model, wishes).get(p, ())) < len(wishes):
        return None
    required = _required(model, sorted(demanded_wishes(model)))[p]
    at_most = model.given.participants[p].max_meetings
    data = {"participant": names[0], "at_most": at_most, **_counting(model, required)}
    return ConflictCode.MORE_REQUIRED_THAN_QUOTA, data


def _beyond_pool(model: Compiled, wishes: Sequence[int], names: Sequence[str], kind: str) -> Found | None:
    """Meetings and the tables of the slots, or the resource, that they need."""
    reach = _slots(model, wishes)
    for q, room in enumerate(model.pool_room):
        of, resource = model.pool_source[q]
        if of != kind or (resource and resource not in names):
            continue
        users = [w for w in wishes if all(q in model.candidates[c].pools for c in model.of_wish[w])]
        places = sum(room[s] for s in reach)
        if users == list(wishes) and len(users) > places:
            needs = frozenset.intersection(*(model.given.wishes[w].needs for w in users))
            data = {"required": len(users), "room": places, "slots": tuple(model.slots[s].id for s in sorted(reach))}
            code = ConflictCode.TABLES_SHORT if kind == "tables" else ConflictCode.RESOURCE_SHORT
            return code, {**data, "resource": resource, "needs": tuple(sorted(needs))}
    return None


def _beyond_tables(model: Compiled, wishes: Sequence[int], names: Sequence[str]) -> Found | None:
    return _beyond_pool(model, wishes, names, "tables")


def _beyond_resource(model: Compiled, wishes: Sequence[int], names: Sequence[str]) -> Found | None:
    return _beyond_pool(model, wishes, names, "resource")


def _beyond_interpreters(model: Compiled, wishes: Sequence[int], names: Sequence[str]) -> Found | None:
    """Meetings and the people who could interpret in them."""
    members = [c for w in wishes for c in model.of_wish[w]]
    theirs = ([c for c in members if model.people.index(name) in model.candidates[c].people] for name in names)
    room = sum(most_at_once(model, mine) for mine in theirs)
    data = {"required": len(wishes), "room": room, "people": tuple(names)}
    return (ConflictCode.INTERPRETERS_SHORT, data) if len(wishes) > room else None


def _beyond_quota(model: Compiled, wishes: Sequence[int], names: Sequence[str]) -> Found | None:
    """Meetings that a quota counts, and its upper bound."""
    for limit in model.limits:
        if limit.source != ("quota", names[0]):
            continue
        members = {c for c in limit.members if all(limit.slots >> s & 1 for s in model.candidates[c].slots)}
        counted = [
            w for w in sorted(demanded_wishes(model)) if model.of_wish[w] and members.issuperset(model.of_wish[w])
        ]
        if len(counted) > limit.high and set(wishes) <= set(counted):
            data = {"quota": names[0], "at_most": limit.high, **_counting(model, counted)}
            return ConflictCode.MORE_REQUIRED_THAN_QUOTA, data
    return None


_NUMBERS = {
    "quota": _beyond_quota,
    "maximum": _beyond_maximum,
    "slot": _beyond_tables,
    "resource": _beyond_resource,
    "interpreter": _beyond_interpreters,
}


def _too_low(model: Compiled, part: Part) -> Found | None:
    """A minimum that no agenda reaches."""
    for limit in model.limits:
        possible = _possible(model, limit)
        if _minimum(limit.source) == part and limit.low > possible:
            return ConflictCode.FEWER_POSSIBLE_THAN_MINIMUM, {"at_least": limit.low, "possible": possible}
    return None


def _minimum(source: tuple[str, str]) -> Part:
    kind, name = source
    return ("minimum" if kind == "participant" else kind, name)


def _possible(model: Compiled, limit: Limit) -> int:
    """How many meetings the candidates of a limit could give, by counting wishes and slots."""
    most = min(limit.high, len({model.candidates[c].wish for c in limit.members}))
    if limit.source[0] == "participant":
        most = min(most, len({s for c in limit.members for s in model.candidates[c].slots if limit.slots >> s & 1}))
    return most


def _required(model: Compiled, wishes: Iterable[int]) -> dict[int, list[int]]:
    """For each person those of the wishes whose meetings they attend in any case."""
    found: dict[int, list[int]] = defaultdict(list)
    for w in wishes:
        sides = [set(model.candidates[c].people) for c in model.of_wish[w]]
        for p in sorted(set.intersection(*sides)) if sides else ():
            found[p].append(w)
    return found


def _slots(model: Compiled, wishes: Iterable[int]) -> set[int]:
    return {s for w in wishes for c in model.of_wish[w] for s in model.candidates[c].slots}


def _reach(model: Compiled, wishes: Iterable[int]) -> int:
    """How many of the meetings' slots one person could use."""
    return most_at_once(model, [c for w in wishes for c in model.of_wish[w]])
