"""The problem as the solvers see it: numbers for ids, bit masks for slots, one candidate per pair that may meet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain, combinations

from landbridge.engines.agenda.parts import Given, Pin, Quota, QuotaScope, Slot, Wish, WishKind

MOST_KINDS = 6
"""Up to so many kinds of table needs, all their unions are counted (Hall's condition); beyond, each and the whole."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to satisfy a wish: these people, in one of these slots, at a table of this kind.

    `fixed_table` is set when slot and table are both pinned: such a meeting draws on no pool of tables.
    """

    wish: int
    people: tuple[int, ...]
    weight: int
    must: bool
    forced: bool
    kept: bool
    slots: tuple[int, ...]
    kind: int
    pools: tuple[int, ...]
    fixed_table: int | None = None


@dataclass(frozen=True, slots=True)
class Limit:
    """At least `low` and at most `high` of the candidates, counting only meetings in `slots` (a bit mask)."""

    members: tuple[int, ...]
    low: int
    high: int
    slots: int
    source: tuple[str, str]


@dataclass(slots=True)
class Compiled:
    """All of it. `pool_room[q][s]` is how many meetings of pool q fit into slot s (tables and resources).

    `shared[q][s]` are the slots whose room a meeting in s takes: s, and those that begin during it, if some table of
    the pool (or the resource) is there in both: the use of slots that overlap peaks where one of them begins
    (`begun[s]`).
    """

    given: Given
    slots: list[Slot]
    people: list[str]
    candidates: list[Candidate]
    of_wish: list[list[int]]
    of_person: list[list[int]]
    twins: list[tuple[int, ...]]
    limits: list[Limit]
    limits_of: list[list[int]]
    pool_room: list[list[int]]
    pool_source: list[tuple[str, str]]
    shared: list[list[tuple[int, ...]]]
    exclusive: list[tuple[int, ...]]
    overlap: list[tuple[int, ...]]
    begun: list[tuple[int, ...]]
    kinds: list[frozenset[int]]
    day: list[int]
    gap: list[list[bool]]
    sharers: list[int]
    everything: int = 0
    plain: bool = field(default=True)
    """No slot excludes another and no two overlap: every rule concerns one slot alone."""


def compiled(given: Given) -> Compiled:
    """Compile the problem. Wishes without any possible meeting simply have no candidates."""
    slots = sorted(given.slots, key=lambda s: (s.start, s.id))
    index = {s.id: i for i, s in enumerate(slots)}
    overlap = _relation(slots, {})
    exclusive = _relation(slots, {frozenset((w.a, w.b)): w.minutes for w in given.travel})
    begun = _begun_during(slots)
    kinds = _Kinds(given, index, begun)
    candidates = _candidates(given, index, kinds)
    pool_room, pool_source = kinds.close(candidates)
    people = [p.id for p in given.participants]
    model = Compiled(
        given=given, slots=slots, people=people,
        candidates=[_with_pools(c, kinds, given) for c in candidates],
        of_wish=[[] for _ in given.wishes], of_person=[[] for _ in people],
        twins=[], limits=[], limits_of=[[] for _ in candidates],
        pool_room=pool_room, pool_source=pool_source, shared=kinds.shared(pool_room, begun), exclusive=exclusive, overlap=overlap, begun=begun,
        kinds=kinds.kinds, day=_days(slots), gap=_gaps(slots), sharers=[],
        everything=(1 << len(slots)) - 1,
        plain=all(len(x) == 1 for x in chain(exclusive, overlap)),
    )  # fmt: skip
    _index(model)
    _limit(model)
    if given.share_over is not None:
        group = [p.group == given.share_over for p in given.participants]
        free = _free_to_meet(model, index)
        model.sharers = [p for p in range(len(people)) if group[p] and p in free]
    return model


def _relation(slots: list[Slot], minutes: Mapping[frozenset[str], int]) -> list[tuple[int, ...]]:
    """For each slot those that one person cannot also use: overlapping ones, and those too far to travel to."""
    found: list[list[int]] = [[] for _ in slots]
    for i, one in enumerate(slots):
        found[i].append(i)
        for j in range(i + 1, len(slots)):
            two = slots[j]
            way = minutes.get(frozenset((one.place, two.place)), 0) if one.place != two.place else 0
            if two.start < one.end or two.start - one.end < timedelta(minutes=way):
                found[i].append(j)
                found[j].append(i)
    return [tuple(sorted(x)) for x in found]


def _begun_during(slots: list[Slot]) -> list[tuple[int, ...]]:
    """For each slot itself and those that begin while it lasts."""
    return [
        tuple(j for j, two in enumerate(slots) if j == i or one.start <= two.start < one.end)
        for i, one in enumerate(slots)
    ]


def _days(slots: list[Slot]) -> list[int]:
    names: dict[str, int] = {}
    return [names.setdefault(s.day, len(names)) for s in slots]


def _gaps(slots: list[Slot]) -> list[list[bool]]:
    """`[i][j]`: both on one day and a whole slot of that day fits between them."""
    return [
        [
            one.day == two.day and any(s.day == one.day and s.start >= one.end and s.end <= two.start for s in slots)
            for two in slots
        ]
        for one in slots
    ]


class _Kinds:
    """The kinds of tables that meetings need, and the pools whose room limits them per slot."""

    def __init__(self, given: Given, index: Mapping[str, int], begun: list[tuple[int, ...]]) -> None:
        self.given = given
        self.kinds: list[frozenset[int]] = []
        self._number: dict[frozenset[int], int] = {}
        self._suiting: dict[frozenset[str], int] = {}
        self._masks: dict[int, int] = {}
        self.tables = {t.id: i for i, t in enumerate(given.tables)}
        full = range(len(index))
        self.stands = [{index[s] for s in t.slots} if t.slots is not None else set(full) for t in given.tables]
        fixed = [(index[p.slot], self.tables[p.table]) for p in given.pins if p.slot and p.table]
        self.taken = {(t, table) for s, table in fixed for t in begun[s]}
        self.size = len(index)
        self.pools_of: list[list[int]] = []
        self.pool_tables: list[frozenset[int]] = []
        self.resource_pool: dict[str, int] = {}
        self.resource_room = [
            [r.capacity if r.slots is None or s in r.slots else 0 for s in index] for r in given.resources
        ]

    def number(self, tables: Iterable[int]) -> int:
        key = frozenset(tables)
        if key not in self._number:
            self._number[key] = len(self.kinds)
            self.kinds.append(key)
        return self._number[key]

    def of(self, wish: Wish, pin: Pin | None) -> int:
        needs = frozenset() if pin is not None and pin.keep else wish.needs
        if pin and pin.table:
            table = self.tables[pin.table]
            return self.number([table] if needs <= self.given.tables[table].properties else [])
        if needs not in self._suiting:
            fitting = (i for i, t in enumerate(self.given.tables) if needs <= t.properties)
            self._suiting[needs] = self.number(fitting)
        return self._suiting[needs]

    def mask(self, kind: int) -> int:
        if kind not in self._masks:
            self._masks[kind] = self._mask(kind)
        return self._masks[kind]

    def _mask(self, kind: int) -> int:
        return sum(1 << s for s in range(self.size) if any(s in self.stands[t] for t in self.kinds[kind]))

    def close(self, candidates: list[Candidate]) -> tuple[list[list[int]], list[tuple[str, str]]]:
        """Fix the pools once all kinds are known; answers room per pool and slot, and what each pool is."""
        used = sorted({c.kind for c in candidates if c.fixed_table is None})
        families: list[tuple[int, ...]] = [(k,) for k in used]
        if len(used) > MOST_KINDS:
            families.append(tuple(used))
        else:
            families += [f for size in range(2, len(used) + 1) for f in combinations(used, size)]
        room: list[list[int]] = []
        self.pools_of = [[] for _ in self.kinds]
        for family in families:
            tables = frozenset(chain.from_iterable(self.kinds[k] for k in family))
            for k in used:
                if self.kinds[k] <= tables:
                    self.pools_of[k].append(len(room))
            self.pool_tables.append(tables)
            room.append(
                [sum(s in self.stands[t] and (s, t) not in self.taken for t in tables) for s in range(self.size)]
            )
        source = [("tables", "")] * len(room)
        for resource, free in zip(self.given.resources, self.resource_room, strict=True):
            self.resource_pool[resource.id] = len(room)
            room.append(free)
            source.append(("resource", resource.id))
        return room, source

    def shared(self, room: list[list[int]], begun: list[tuple[int, ...]]) -> list[list[tuple[int, ...]]]:
        """For each pool and slot the slots beginning meanwhile that draw on the same tables or resource."""
        found: list[list[tuple[int, ...]]] = []
        for q, free in enumerate(room):
            tables = self.pool_tables[q] if q < len(self.pool_tables) else None

            def both(s: int, t: int, tables: frozenset[int] | None = tables, free: list[int] = free) -> bool:
                if tables is None:
                    return free[s] > 0 and free[t] > 0
                return any(s in self.stands[k] and t in self.stands[k] for k in tables)

            found.append([tuple(t for t in others if t == s or both(s, t)) for s, others in enumerate(begun)])
        return found


def _candidates(given: Given, index: Mapping[str, int], kinds: _Kinds) -> list[Candidate]:
    number = {p.id: i for i, p in enumerate(given.participants)}
    group = [p.group for p in given.participants]
    never = {
        frozenset((number[a], number[b])) for w in given.wishes if w.kind is WishKind.NEVER for a in w.a for b in w.b
    }
    rules = None if given.group_rules is None else {frozenset((r.a, r.b)) for r in given.group_rules}
    there = [_mask_of(index, p.slots) & ~_mask_of(index, p.forbidden) for p in given.participants]
    pins = {p.wish: p for p in given.pins}
    found: list[Candidate] = []
    for w, wish in enumerate(given.wishes):
        if wish.kind is WishKind.NEVER:
            continue
        pin = pins.get(wish.id)
        kept = pin is not None and pin.keep
        kind = kinds.of(wish, pin)
        fixed = kinds.tables[pin.table] if pin and pin.table and pin.slot else None
        base = _mask_of(index, None if kept else wish.slots) & kinds.mask(kind)
        base &= _mask_of(index, [pin.slot] if pin and pin.slot else None)
        for a in [pin.a] if pin and pin.a else wish.a:
            for b in [pin.b] if pin and pin.b else wish.b:
                pair = frozenset((number[a], number[b]))
                barred = pair in never or (rules is not None and frozenset(group[p] for p in pair) not in rules)
                if barred and not kept:
                    continue
                for helper in _helpers(given, number[a], number[b], pin):
                    people = (number[a], number[b], *(number[name] for name in wish.others), *helper)
                    mask = base
                    for p in () if kept else people:
                        mask &= there[p]
                    if mask:
                        found.append(
                            Candidate(
                                wish=w,
                                people=people,
                                weight=wish.weight,
                                must=wish.kind is WishKind.MUST,
                                forced=pin is not None,
                                kept=kept,
                                slots=_bits(mask),
                                kind=kind,
                                pools=(),
                                fixed_table=fixed,
                            )
                        )
    return found


def _helpers(given: Given, a: int, b: int, pin: Pin | None) -> list[tuple[int, ...]]:
    """Whom the two may have as their interpreter: one each, `()` for none, nothing at all if they need one in vain."""
    people = given.participants
    one, other = people[a].languages, people[b].languages
    named = pin.interpreter if pin is not None else None
    if pin is not None and pin.keep:
        return [(i,) for i, p in enumerate(people) if p.id == named] if named else [()]
    if not one or not other or one & other:
        return [()]
    able = [i for i, p in enumerate(people) if p.interprets and p.languages & one and p.languages & other]
    return [(i,) for i in able if named is None or people[i].id == named]


def _free_to_meet(model: Compiled, index: Mapping[str, int]) -> set[int]:
    """People who have a possible meeting other than those kept against absence: only their shares can be raised."""
    given = model.given
    there = [_mask_of(index, p.slots) & ~_mask_of(index, p.forbidden) for p in given.participants]
    found: set[int] = set()
    for c in model.candidates:
        mask = _mask_of(index, given.wishes[c.wish].slots) if c.kept else 0
        for p in c.people:
            mask &= there[p]
        if mask or not c.kept:
            found.update(c.people)
    return found


def _mask_of(index: Mapping[str, int], ids: Iterable[str] | None) -> int:
    if ids is None:
        return (1 << len(index)) - 1
    return sum(1 << index[s] for s in set(ids))


def _bits(mask: int) -> tuple[int, ...]:
    return tuple(i for i in range(mask.bit_length()) if mask >> i & 1)


def _with_pools(c: Candidate, kinds: _Kinds, given: Given) -> Candidate:
    tables = [] if c.fixed_table is not None else kinds.pools_of[c.kind]
    resources = [kinds.resource_pool[r] for r in sorted(given.wishes[c.wish].resources)]
    return Candidate(
        c.wish, c.people, c.weight, c.must, c.forced, c.kept, c.slots, c.kind, (*tables, *resources), c.fixed_table
    )


def _index(model: Compiled) -> None:
    pairs: dict[frozenset[int], list[int]] = defaultdict(list)
    for i, c in enumerate(model.candidates):
        model.of_wish[c.wish].append(i)
        for p in c.people:
            model.of_person[p].append(i)
        pairs[frozenset(c.people[:2])].append(i)
    model.twins = [tuple(j for j in pairs[frozenset(c.people[:2])] if j != i) for i, c in enumerate(model.candidates)]


def _limit(model: Compiled) -> None:
    """Personal minimum and maximum and every quota, as rows over candidates."""
    for p, person in enumerate(model.given.participants):
        room = min(most_at_once(model, model.of_person[p]), len(model.of_person[p]))
        high = room if person.max_meetings is None else min(person.max_meetings, room)
        _add(model, model.of_person[p], person.min_meetings, high, model.everything, ("participant", person.id))
    parties: dict[str, set[int]] = defaultdict(set)
    for p, person in enumerate(model.given.participants):
        parties[person.party].add(p)
    for quota in model.given.quotas:
        for members in _owners(model, quota, parties):
            theirs = sorted({i for p in members for i in model.of_person[p]})
            inside = [i for i in theirs if _counts(model, quota, members, i)]
            mask = model.everything
            if quota.day is not None:
                mask = sum(1 << s for s, slot in enumerate(model.slots) if slot.day == quota.day)
            high = len(inside) if quota.at_most is None else quota.at_most
            _add(model, inside, quota.at_least, high, mask, ("quota", quota.id))


def most_at_once(model: Compiled, members: Sequence[int]) -> int:
    """How many slots the candidates reach together, those that exclude each other counted greedily."""
    reach = {s for i in members for s in model.candidates[i].slots}
    if model.plain:
        return len(reach)
    count, until = 0, None
    for slot in sorted((model.slots[s] for s in reach), key=lambda s: s.end):
        if until is None or slot.start >= until:
            count, until = count + 1, slot.end
    return count


def _add(model: Compiled, members: list[int], low: int, high: int, mask: int, source: tuple[str, str]) -> None:
    kept = len({model.candidates[i].wish for i in members if model.candidates[i].kept})
    limit = Limit(tuple(members), low, max(high, kept), mask, source)
    if not low and limit.high >= len(members):
        return
    for i in members:
        model.limits_of[i].append(len(model.limits))
    model.limits.append(limit)


def _owners(model: Compiled, quota: Quota, parties: Mapping[str, set[int]]) -> list[frozenset[int]]:
    people = model.given.participants
    if quota.scope is QuotaScope.PARTICIPANT:
        return [frozenset(i for i, p in enumerate(people) if p.id == quota.of)]
    if quota.scope is QuotaScope.PARTY:
        return [frozenset(parties[quota.of])]
    if quota.scope is QuotaScope.GROUP:
        return [frozenset(i for i, p in enumerate(people) if p.group == quota.of)]
    return [frozenset((i,)) for i, p in enumerate(people) if p.group == quota.of]


def _counts(model: Compiled, quota: Quota, members: frozenset[int], candidate: int) -> bool:
    people = model.candidates[candidate].people
    group = quota.with_group
    return any(
        p in members and (group is None or any(model.given.participants[o].group == group for o in people if o != p))
        for p in people
    )
