"""Sound agendas by construction, with an event drawn as tightly around each as it can be.

The agenda comes first, at random and without a solver; then every limit of the event is set to what the agenda just
keeps. So one step beyond any limit is a fault, and its finding can be said beforehand.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from itertools import pairwise
from typing import TypeVar

from landbridge.engines import agenda
from landbridge.engines.agenda import Agenda, Level, LevelName, Meeting
from tests.engines.agenda.conftest import START

GUESTS, HOSTS, DAYS, SLOTS_A_DAY, TABLES = 4, 4, 2, 5, 4
SLOTS = [f"d{day}s{number}" for day in range(DAYS) for number in range(SLOTS_A_DAY)]
Row = TypeVar("Row", agenda.Slot, agenda.Table, agenda.Participant, agenda.Wish)
Place = tuple[str, str]
"""A slot and a table."""


@dataclass(frozen=True)
class Tight:
    """An event and an agenda that just keeps all of its limits."""

    event: agenda.Problem
    meetings: tuple[Meeting, ...]

    @cached_property
    def held(self) -> Counter[str]:
        """How many meetings each person has."""
        return Counter(name for m in self.meetings for name in m.people)

    def wish(self, name: str) -> agenda.Wish:
        return next(wish for wish in self.event.wishes if wish.id == name)

    def person(self, name: str) -> agenda.Participant:
        return next(person for person in self.event.participants if person.id == name)

    def change(self, name: str, /, **facts: str) -> "Tight":
        """With that wish's meeting changed."""
        return replace(
            self,
            meetings=tuple(replace(m, **facts) if m.wish == name else m for m in self.meetings),  # type: ignore[arg-type]  # fields of text
        )

    def with_meetings(self, *more: Meeting) -> "Tight":
        return replace(self, meetings=(*self.meetings, *more))

    def without(self, name: str) -> "Tight":
        return replace(self, meetings=tuple(m for m in self.meetings if m.wish != name))

    def with_event(self, **lists: object) -> "Tight":
        return replace(self, event=replace(self.event, **lists))  # type: ignore[arg-type]  # fields of the event

    def with_wish(self, name: str, **facts: object) -> "Tight":
        return self.with_event(wishes=_changed(self.event.wishes, name, facts))

    def with_person(self, name: str, **facts: object) -> "Tight":
        return self.with_event(participants=_changed(self.event.participants, name, facts))

    def with_table(self, name: str, **facts: object) -> "Tight":
        return self.with_event(tables=_changed(self.event.tables, name, facts))

    def with_slot(self, name: str, **facts: object) -> "Tight":
        return self.with_event(slots=_changed(self.event.slots, name, facts))

    def free(self, people: Iterable[str]) -> list[Place]:
        """Slots in which none of the people meets, each with a table nobody has."""
        busy = {m.slot for m in self.meetings if set(m.people) & set(people)}
        taken = {(m.slot, m.table) for m in self.meetings}
        tables = [table.id for table in self.event.tables]
        return [(slot, table) for slot in SLOTS if slot not in busy for table in tables if (slot, table) not in taken]

    def stated(self) -> Agenda:
        """The agenda with its values, counted here from the numbers in the slots' names."""
        values = counted(self)
        return Agenda(tuple(self.meetings), tuple(Level(name, value, value) for name, value in values.items()))


def _changed(rows: tuple[Row, ...], name: str, facts: dict[str, object]) -> tuple[Row, ...]:
    return tuple(replace(row, **facts) if row.id == name else row for row in rows)  # type: ignore[arg-type]  # fields of the row


def counted(tight: Tight) -> dict[LevelName, int]:
    """The value of each level, told without times: a slot's name carries its day and number."""
    worth: Counter[str] = Counter({p.id: 0 for p in tight.event.participants if p.group == "guest"})
    diaries: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for m in tight.meetings:
        for name in m.people:
            worth[name] += tight.wish(m.wish).weight
            diaries.setdefault((name, m.slot[:2]), []).append((int(m.slot[3:]), m.table))
    gaps = changes = 0
    for diary in map(sorted, diaries.values()):
        for (one, here), (two, there) in pairwise(diary):
            gaps += two - one > 1
            changes += here != there
    return {
        LevelName.MUSTS: sum(tight.wish(m.wish).kind is agenda.WishKind.MUST for m in tight.meetings),
        LevelName.SMALLEST_SHARE: min(worth[p.id] for p in tight.event.participants if p.group == "guest"),
        LevelName.TOTAL: sum(tight.wish(m.wish).weight for m in tight.meetings),
        LevelName.GAPS: gaps,
        LevelName.TABLE_CHANGES: changes,
    }


def tight(rng: random.Random) -> Tight:
    """A sound agenda of five to ten meetings, and the strictest event in which it is one."""
    meetings = _meetings(rng)
    people = _people(meetings)
    groups = {p.id: p.group for p in people}
    use = Counter(m.slot for m in meetings)
    event = agenda.Problem(
        slots=_slots(),
        tables=tuple(
            agenda.Table(id=f"t{n}", slots=frozenset(m.slot for m in meetings if m.table == f"t{n}") | {SLOTS[-1]})
            for n in range(TABLES)
        ),
        participants=people,
        wishes=tuple(_wish(rng, m) for m in meetings),
        group_rules=tuple(
            agenda.GroupRule(a=a, b=b) for a, b in sorted({(groups[m.a], groups[m.b]) for m in meetings})
        ),
        quotas=_quotas(meetings, people),
        resources=(agenda.Resource(id="interpreter", capacity=max(use.values()), slots=frozenset(use)),),
        pins=tuple(agenda.Pin(wish=m.wish, slot=m.slot, table=m.table) for m in meetings if rng.random() < 0.3),
        share_over="guest",
    )
    return Tight(event, meetings)


def _slots() -> tuple[agenda.Slot, ...]:
    half, day = timedelta(minutes=30), timedelta(days=1)
    return tuple(
        agenda.Slot(
            id=name,
            start=START + int(name[1]) * day + int(name[3:]) * half,
            end=START + int(name[1]) * day + (int(name[3:]) + 1) * half,
            day=name[:2],
        )
        for name in SLOTS
    )


def _meetings(rng: random.Random) -> tuple[Meeting, ...]:
    """Meetings that share neither person nor table in a slot, each pair once; the last slot stays empty."""
    pairs = [(f"g{g}", f"h{h}") for g in range(GUESTS) for h in range(HOSTS)]
    rng.shuffle(pairs)
    found: list[Meeting] = []
    for a, b in pairs:
        busy = {m.slot for m in found if {a, b} & set(m.people)}
        taken = {(m.slot, m.table) for m in found}
        places = [
            (s, f"t{t}") for s in SLOTS[:-1] for t in range(TABLES) if s not in busy and (s, f"t{t}") not in taken
        ]
        if places and len(found) < 10:
            slot, table = rng.choice(places)
            found.append(Meeting(f"w{len(found)}", a, b, slot, table))
    return tuple(found)


def _wish(rng: random.Random, m: Meeting) -> agenda.Wish:
    kind = rng.choice([agenda.WishKind.MUST, agenda.WishKind.WANT])
    return agenda.Wish(
        id=m.wish, a=(m.a,), b=(m.b,), kind=kind, weight_a=rng.randint(0, 9), weight_b=rng.randint(0, 9),
        resources=frozenset({"interpreter"}), slots=frozenset({m.slot}),
    )  # fmt: skip


def _people(meetings: tuple[Meeting, ...]) -> tuple[agenda.Participant, ...]:
    """Everybody who meets, there for their own meetings only and with as many as they have."""
    slots: dict[str, set[str]] = {}
    for m in meetings:
        for name in m.people:
            slots.setdefault(name, set()).add(m.slot)
    return tuple(
        agenda.Participant(
            id=name,
            group="guest" if name[0] == "g" else f"host{int(name[1]) % 2}",
            party="" if name[0] == "g" else f"firm{int(name[1]) // 2}",
            slots=frozenset(there),
            min_meetings=len(there),
            max_meetings=len(there),
        )
        for name, there in sorted(slots.items())
    )


def _quotas(meetings: tuple[Meeting, ...], people: tuple[agenda.Participant, ...]) -> tuple[agenda.Quota, ...]:
    """One quota of each scope, with both bounds at what the agenda has; one for a day and another group."""
    scope = agenda.QuotaScope
    first = people[0].id
    firm = next(p for p in people if p.party)
    members = {p.id for p in people if p.party == firm.party}
    everyone = {p.id: p for p in people}
    guests = Counter(m.a for m in meetings)

    def number(counts: Callable[[Meeting], bool]) -> int:
        return sum(map(counts, meetings))

    found = {
        agenda.Quota(id="one", scope=scope.PARTICIPANT, of=first): number(lambda m: first in m.people),
        agenda.Quota(id="firm", scope=scope.PARTY, of=firm.party): number(lambda m: bool(members & set(m.people))),
        agenda.Quota(id="group", scope=scope.GROUP, of="guest"): len(meetings),
        agenda.Quota(id="day", scope=scope.GROUP, of="guest", with_group=firm.group, day="d0"): number(
            lambda m: m.slot.startswith("d0") and everyone[m.b].group == firm.group
        ),
    }
    each = agenda.Quota(
        id="each", scope=scope.EACH, of="guest", at_least=min(guests.values()), at_most=max(guests.values())
    )
    return (*(replace(quota, at_least=count, at_most=count) for quota, count in found.items()), each)
