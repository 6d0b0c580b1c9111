"""A draft under change: which candidate meets in which slot, kept consistent move by move and undone at will."""

from collections.abc import Mapping
from dataclasses import dataclass

from landbridge.engines.agenda.compiled import Compiled

FREE = -1


@dataclass(slots=True)
class Worth:
    """What a draft is worth, as one number that respects the order of the levels.

    A demand met (a pin, a must, a missing meeting of a minimum) outweighs all shares and all weights together; a
    point of a share below `target` outweighs all weights.
    """

    demand: int
    share: int
    target: int = 0


class Draft:
    """Candidates placed in slots. Every upper bound holds at all times; lower ones are counted as missing.

    `scale` multiplies the weights in the objective, to leave room for finer matters: `fee` is what every meeting
    costs, `stay` what a candidate brings in addition for being held in the slot named.
    """

    def __init__(
        self,
        model: Compiled,
        *,
        target: int = 0,
        scale: int = 1,
        fee: int = 0,
        stay: Mapping[int, tuple[int, int]] = {},
    ) -> None:
        self.model = model
        self.stay = stay
        self.scale = scale
        weights = sum(max((model.candidates[i].weight for i in w), default=0) for w in model.of_wish) + 1
        weights = weights * scale + sum(bonus for _, bonus in stay.values()) + fee * len(model.of_wish)
        share = weights if model.sharers else 0
        shares = share * (len(model.sharers) + 1) * max(target, 1) if share else 0
        self.worth = Worth(demand=weights + shares, share=share, target=target)
        self.value = [c.weight * scale - fee + self.worth.demand * (c.must + 4 * c.forced) for c in model.candidates]
        self.slot_of = [FREE] * len(model.candidates)
        self.held: list[set[int]] = [set() for _ in model.slots]
        self.at = [[FREE] * len(model.slots) for _ in model.people]
        self.wish_met = [FREE] * len(model.of_wish)
        self.count = [0] * len(model.limits)
        self.load = [[0] * len(model.slots) for _ in model.pool_room]
        self.share = [0] * len(model.people)
        self.shares = set(model.sharers)
        self.objective = -self.worth.demand * sum(limit.low for limit in model.limits)
        self.objective -= share * target * len(model.sharers)

    def aim(self, target: int) -> None:
        """Lower the share that everybody is to reach; the objective follows."""
        before, self.worth.target = self.worth.target, target
        for p in self.model.sharers:
            old, new = max(0, before - self.share[p]), max(0, target - self.share[p])
            self.objective += self.worth.share * (old - new)

    def worth_of(self, c: int, s: int) -> int:
        """What holding `c` in `s` adds, demands and shares aside."""
        stay = self.stay.get(c) if self.stay else None
        return self.value[c] if stay is None or stay[0] != s else self.value[c] + stay[1]

    def place(self, c: int, s: int) -> None:
        """Hold candidate `c` in slot `s`; nothing may stand in its way."""
        model = self.model
        candidate = model.candidates[c]
        self.slot_of[c] = s
        self.held[s].add(c)
        self.wish_met[candidate.wish] = c
        self.objective += self.worth_of(c, s)
        for p in candidate.people:
            self.at[p][s] = c
            if p in self.shares:
                self._share(p, candidate.weight)
        for q in candidate.pools:
            for t in model.shared[q][s]:
                self.load[q][t] += 1
        for k in model.limits_of[c]:
            limit = model.limits[k]
            if limit.slots >> s & 1:
                if self.count[k] < limit.low:
                    self.objective += self.worth.demand
                self.count[k] += 1

    def remove(self, c: int) -> int:
        """Take candidate `c` out of its slot, which is answered."""
        model = self.model
        candidate = model.candidates[c]
        s = self.slot_of[c]
        self.slot_of[c] = FREE
        self.held[s].discard(c)
        self.wish_met[candidate.wish] = FREE
        self.objective -= self.worth_of(c, s)
        for p in candidate.people:
            self.at[p][s] = FREE
            if p in self.shares:
                self._share(p, -candidate.weight)
        for q in candidate.pools:
            for t in model.shared[q][s]:
                self.load[q][t] -= 1
        for k in model.limits_of[c]:
            limit = model.limits[k]
            if limit.slots >> s & 1:
                self.count[k] -= 1
                if self.count[k] < limit.low:
                    self.objective -= self.worth.demand
        return s

    def _share(self, p: int, change: int) -> None:
        target = self.worth.target
        before, after = self.share[p], self.share[p] + change
        self.share[p] = after
        self.objective += self.worth.share * (min(after, target) - min(before, target))

    def fits(self, c: int, s: int) -> bool:
        """Whether `c` can be held in `s` without moving anything."""
        model = self.model
        candidate = model.candidates[c]
        if self.wish_met[candidate.wish] != FREE or not self.lets(c, s):
            return False
        at = self.at
        if model.plain:
            for p in candidate.people:
                if at[p][s] != FREE:
                    return False
        else:
            for p in candidate.people:
                if any(at[p][t] != FREE for t in model.exclusive[s]):
                    return False
        return all(self.slot_of[t] == FREE for t in model.twins[c])

    def lets(self, c: int, s: int) -> bool:
        """Whether tables, resources and limits leave room for `c` in `s`."""
        model = self.model
        for q in model.candidates[c].pools:
            load, room = self.load[q], model.pool_room[q]
            for t in model.shared[q][s]:
                if load[t] >= room[t]:
                    return False
        for k in model.limits_of[c]:
            limit = model.limits[k]
            if self.count[k] >= limit.high and limit.slots >> s & 1:
                return False
        return True

    def in_the_way(self, c: int, s: int) -> list[int] | None:
        """What must go before `c` is held in `s` (never a forced meeting), cheapest choice; None if it cannot be."""
        model = self.model
        candidate = model.candidates[c]
        found: list[int] = []
        met = self.wish_met[candidate.wish]
        if met not in {FREE, c}:
            found.append(met)
        for p in candidate.people:
            at = self.at[p]
            found += [at[t] for t in model.exclusive[s] if at[t] != FREE]
        found += [t for t in model.twins[c] if self.slot_of[t] != FREE]
        gone = set(found) - {c}
        for k in model.limits_of[c]:
            limit = model.limits[k]
            if limit.slots >> s & 1 and self.count[k] >= limit.high:
                within = [m for m in limit.members if self._within(m, limit.slots)]
                if not self._make_room(gone, c, within, limit.high):
                    return None
        for q in candidate.pools:
            for t in model.shared[q][s]:
                room = model.pool_room[q][t]
                if self.load[q][t] >= room and not self._make_room(gone, c, self._users(q, t), room):
                    return None
        return None if any(model.candidates[g].forced for g in gone) else sorted(gone)

    def _within(self, m: int, mask: int) -> bool:
        s = self.slot_of[m]
        return s != FREE and bool(mask >> s & 1)

    def _users(self, q: int, t: int) -> list[int]:
        model = self.model
        candidates = model.candidates
        slots = [u for u in model.overlap[t] if t in model.shared[q][u]]
        return [m for u in slots for m in self.held[u] if q in candidates[m].pools]

    def _make_room(self, gone: set[int], c: int, members: list[int], high: int) -> bool:
        """Add to `gone` the cheapest members until one more fits; False where none ever does."""
        staying = [m for m in members if m not in gone and m != c]
        excess = len(staying) + 1 - high
        if excess == 1 and staying:
            gone.add(min(staying, key=lambda m: (self.value[m], m)))
        elif excess > 1:
            staying.sort(key=lambda m: (self.value[m], m))
            gone.update(staying[:excess])
        return high > 0

    def restore(self, placed: list[tuple[int, int]]) -> None:
        """Hold exactly these meetings again."""
        for c, _ in self.placed():
            self.remove(c)
        for c, s in placed:
            self.place(c, s)

    def placed(self) -> list[tuple[int, int]]:
        """Candidate and slot of each meeting, by candidate."""
        return [(c, s) for c, s in enumerate(self.slot_of) if s != FREE]

    def demands_met(self) -> bool:
        """Whether every pin is held, every hard must met and every minimum reached."""
        model = self.model
        if any(self.count[k] < limit.low for k, limit in enumerate(model.limits)):
            return False
        pinned = {p.wish for p in model.given.pins}
        hard = model.given.musts_hard
        return all(
            self.wish_met[w] != FREE
            for w, wish in enumerate(model.given.wishes)
            if wish.id in pinned or (hard and wish.kind == "must")
        )

    def satisfied(self) -> bool:
        """Whether every minimum is reached and everybody has the target share."""
        short = any(self.count[k] < limit.low for k, limit in enumerate(self.model.limits))
        return not short and all(self.share[p] >= self.worth.target for p in self.model.sharers)

    def smallest_share(self) -> int:
        """The smallest share of the group that has shares; 0 if there is none."""
        return min((self.share[p] for p in self.model.sharers), default=0)

    def goal(self, musts: int, total: int) -> int:
        """The objective of a draft that meets every demand, the target share, and these bounds."""
        return self.worth.demand * (musts + 4 * len(self.model.given.pins)) + total * self.scale

    def total(self) -> int:
        """The weights of the meetings held."""
        return sum(self.model.candidates[c].weight for c, _ in self.placed())
