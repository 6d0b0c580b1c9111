"""How things stand under an agenda: who is where, which tables are free, which quotas are full."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from landbridge.engines.agenda.parts import Given, Participant, Quota, QuotaScope, Slot, Table, Wish, WishKind
from landbridge.engines.agenda.result import Agenda, Meeting


@dataclass(frozen=True)
class Standing:
    """A problem and an agenda's meetings, indexed for questions."""

    problem: Given
    meetings: tuple[Meeting, ...]

    @classmethod
    def of(cls, problem: Given, agenda: Agenda) -> "Standing":
        """How things stand under the agenda."""
        return cls(problem, agenda.meetings)

    @cached_property
    def slot_ids(self) -> tuple[str, ...]:
        """Slot ids in the order of time."""
        return tuple(s.id for s in sorted(self.problem.slots, key=lambda s: (s.start, s.id)))

    @cached_property
    def slots(self) -> Mapping[str, Slot]:
        """Slots by id."""
        return {s.id: s for s in self.problem.slots}

    @cached_property
    def people(self) -> Mapping[str, Participant]:
        """Participants by id."""
        return {p.id: p for p in self.problem.participants}

    @cached_property
    def wishes(self) -> Mapping[str, Wish]:
        """Wishes by id."""
        return {w.id: w for w in self.problem.wishes}

    @cached_property
    def by_person(self) -> Mapping[str, list[Meeting]]:
        """The meetings of each participant who has any."""
        found: dict[str, list[Meeting]] = defaultdict(list)
        for m in self.meetings:
            for name in m.people:
                found[name].append(m)
        return found

    @cached_property
    def by_slot(self) -> Mapping[str, list[Meeting]]:
        """The meetings that take place during any of a slot."""
        found: dict[str, list[Meeting]] = defaultdict(list)
        for m in self.meetings:
            for other in self._overlapping[m.slot]:
                found[other].append(m)
        return found

    @cached_property
    def _overlapping(self) -> Mapping[str, list[str]]:
        slots = self.problem.slots
        return {s.id: [t.id for t in slots if s.start < t.end and t.start < s.end] for s in slots}

    @cached_property
    def _never(self) -> frozenset[frozenset[str]]:
        never = [w for w in self.problem.wishes if w.kind is WishKind.NEVER]
        return frozenset(frozenset((a, b)) for w in never for a in w.a for b in w.b)

    @cached_property
    def _pairs(self) -> Mapping[frozenset[str], str]:
        return {frozenset((m.a, m.b)): m.wish for m in self.meetings}

    def refused(self, a: str, b: str) -> bool:
        """Whether some wish says that the two never meet."""
        return frozenset((a, b)) in self._never

    def groups_may_meet(self, a: str, b: str) -> bool:
        """Whether the rules let members of the two people's groups meet."""
        rules = self.problem.group_rules
        groups = {self.people[a].group, self.people[b].group}
        return rules is None or any({rule.a, rule.b} == groups for rule in rules)

    def open_to(self, wish: Wish, people: Iterable[str], slot: str) -> bool:
        """Whether the wish allows the slot and all the people are there in it."""
        if wish.slots is not None and slot not in wish.slots:
            return False
        everyone = (self.people[name] for name in people)
        return all(slot not in p.forbidden and (p.slots is None or slot in p.slots) for p in everyone)

    def interpreters(self, a: str, b: str) -> list[str] | None:
        """Who could interpret between the two; None if they need nobody."""
        one, other = self.people[a].languages, self.people[b].languages
        if not one or not other or one & other:
            return None
        return [p.id for p in self.problem.participants if p.interprets and p.languages & one and p.languages & other]

    def tables_fitting(self, wish: Wish, slot: str) -> list[Table]:
        """Tables that stand in the slot and have what the wish needs."""
        known = self._fitting.get((wish.needs, slot))
        if known is None:
            tables = self.problem.tables
            known = [t for t in tables if (t.slots is None or slot in t.slots) and wish.needs <= t.properties]
            self._fitting[wish.needs, slot] = known
        return known

    @cached_property
    def _fitting(self) -> dict[tuple[frozenset[str], str], list[Table]]:
        return {}

    def tables_free(self, wish: Wish, slot: str) -> list[Table]:
        """Fitting tables that nobody uses in the slot."""
        used = {m.table for m in self.by_slot.get(slot, ())}
        return [t for t in self.tables_fitting(wish, slot) if t.id not in used]

    def meeting_of(self, a: str, b: str) -> str | None:
        """The wish under which the two meet already."""
        return self._pairs.get(frozenset((a, b)))

    def held_in(self, slot: str) -> list[str]:
        """Wishes whose meetings take place during the slot."""
        return [m.wish for m in self.by_slot.get(slot, ())]

    def ranked(self, wishes: Iterable[str]) -> tuple[str, ...]:
        """The wishes, dearest first: musts, then by weight."""
        return tuple(sorted(set(wishes), key=self._rank.__getitem__))

    @cached_property
    def _rank(self) -> Mapping[str, int]:
        dearest = sorted(self.problem.wishes, key=lambda w: (w.kind is not WishKind.MUST, -w.weight, w.id))
        return {w.id: rank for rank, w in enumerate(dearest)}

    def full(self, people: tuple[str, ...], slots: Iterable[str]) -> tuple[tuple[str, ...], str, list[str]] | None:
        """Who cannot take one more meeting in any of the slots, the quota that says so, and what fills it.

        A personal maximum has the quota "".
        """
        at_limit = [
            name
            for name in people
            if (most := self.people[name].max_meetings) is not None and len(self.by_person.get(name, ())) >= most
        ]
        if at_limit:
            return tuple(at_limit), "", [m.wish for name in at_limit for m in self.by_person.get(name, ())]
        days = {self.slots[s].day for s in slots}
        for quota in self._quotas_about(people):
            if quota.at_most is None or (quota.day is not None and days != {quota.day}):
                continue
            for name in people:
                partners = [other for other in people if other != name]
                if self._counts(quota.with_group, partners) and self._belongs(quota.scope, quota.of, name):
                    filling = self._filling(quota, name)
                    if len(filling) >= quota.at_most:
                        return (name,), quota.id, filling
        return None

    def _quotas_about(self, people: Iterable[str]) -> list[Quota]:
        """The quotas that count meetings of any of these people, in their order."""
        owners = {
            (scope, owner)
            for person in (self.people[name] for name in people)
            for scope, owner in (
                (QuotaScope.PARTICIPANT, person.id),
                (QuotaScope.PARTY, person.party),
                (QuotaScope.EACH, person.group),
                (QuotaScope.GROUP, person.group),
            )
        }
        numbers = sorted(n for owner in owners for n in self._quotas_of.get(owner, ()))
        return [self.problem.quotas[n] for n in numbers]

    @cached_property
    def _quotas_of(self) -> Mapping[tuple[QuotaScope, str], list[int]]:
        found: dict[tuple[QuotaScope, str], list[int]] = defaultdict(list)
        for number, quota in enumerate(self.problem.quotas):
            found[quota.scope, quota.of].append(number)
        return found

    @cached_property
    def _members(self) -> Mapping[tuple[QuotaScope, str], list[str]]:
        found: dict[tuple[QuotaScope, str], list[str]] = defaultdict(list)
        for person in self.problem.participants:
            found[QuotaScope.PARTY, person.party].append(person.id)
            found[QuotaScope.GROUP, person.group].append(person.id)
        return found

    def _counts(self, group: str | None, partners: Iterable[str]) -> bool:
        return group is None or any(self.people[name].group == group for name in partners)

    def _belongs(self, scope: QuotaScope, of: str, name: str) -> bool:
        person = self.people[name]
        owner = {QuotaScope.PARTICIPANT: person.id, QuotaScope.PARTY: person.party}.get(scope, person.group)
        return owner == of

    def _filling(self, quota: Quota, name: str) -> list[str]:
        alone = quota.scope in {QuotaScope.EACH, QuotaScope.PARTICIPANT}
        members = {name} if alone else set(self._members.get((quota.scope, quota.of), ()))
        theirs = {m: None for one in members for m in self.by_person.get(one, ())}
        return [
            m.wish
            for m in theirs
            if (quota.day is None or self.slots[m.slot].day == quota.day)
            and any(
                one in members and self._counts(quota.with_group, [o for o in m.people if o != one]) for one in m.people
            )
        ]

    def open_days(self, people: tuple[str, ...], slots: list[str]) -> list[str]:
        """The slots on days for which no quota of any of the people is full."""
        days = {self.slots[s].day for s in slots}
        full = {day for day in days if self.full(people, [s for s in slots if self.slots[s].day == day]) is not None}
        return [s for s in slots if self.slots[s].day not in full]

    def blocking(self, people: Iterable[str], slot: str) -> dict[str, list[str]]:
        """For each of the people who is busy or on the way in the slot, the wishes met meanwhile."""
        found = {
            name: [m.wish for m in self.by_person.get(name, ()) if m.slot in self._excluded[slot]] for name in people
        }
        return {name: wishes for name, wishes in found.items() if wishes}

    def meeting_then(self, people: Iterable[str], slot: str) -> bool:
        """Whether any of the people is in a meeting during the slot, ways apart."""
        here = self.slots[slot]
        others = (self.slots[m.slot] for name in people for m in self.by_person.get(name, ()))
        return any(other.start < here.end and here.start < other.end for other in others)

    @cached_property
    def _excluded(self) -> Mapping[str, frozenset[str]]:
        return {one: frozenset(two for two in self.slots if self._excludes(two, one)) for one in self.slots}

    def _excludes(self, one: str, two: str) -> bool:
        first, second = sorted((self.slots[one], self.slots[two]), key=lambda s: s.start)
        minutes = self._travel.get(frozenset((first.place, second.place)), 0) if first.place != second.place else 0
        return second.start - first.end < timedelta(minutes=minutes) or second.start < first.end

    @cached_property
    def _travel(self) -> Mapping[frozenset[str], int]:
        return {frozenset((way.a, way.b)): way.minutes for way in self.problem.travel}

    def users_if_short(self, wish: Wish, slot: str) -> list[str]:
        """Wishes that use up a resource this one needs in the slot; empty if there is enough of each."""
        for resource in self.problem.resources:
            if resource.id in wish.resources:
                users = [m for m in self.held_in(slot) if resource.id in self.wishes[m].resources]
                absent = resource.slots is not None and slot not in resource.slots
                if absent or len(users) >= resource.capacity:
                    return users or [wish.id]
        return []
