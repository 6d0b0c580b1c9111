"""Seeded events like real ones, for tests, benchmarks and demonstrations.

Popularity of hosts falls off as 1 / rank ** 0.7, so that a few are asked for by everybody; three in five people are
there all the time, one in five for half of a day's slots in a row, one in five with single slots missing; weights of
the two sides share half of their variance; one wish in twenty is a must, one in a hundred a refusal.
"""

import random
from bisect import bisect_left
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from landbridge.engines.agenda.parts import Participant, Slot, Table, Wish, WishKind
from landbridge.engines.agenda.problem import Problem

_FIRST_DAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def road_show(
    *,
    guests: int = 16,
    hosts: int = 64,
    days: int = 2,
    slots_a_day: int = 12,
    tables: int = 20,
    wishes: int = 400,
    minimum: int = 2,
    seed: int = 0,
) -> Problem:
    """A delegation of `guests` meets `hosts`; the smallest share of a guest is maximised first.

    ValueError if there are fewer pairs than wishes.
    """
    if wishes > guests * hosts:
        raise ValueError("more wishes than pairs of a guest and a host")
    rng = random.Random(seed)  # noqa: S311 -- reproducible events, not secrecy
    slots = _slots(days, slots_a_day)
    cumulated = list(accumulate((rank + 1) ** -0.7 for rank in range(hosts)))
    pairs: dict[tuple[int, int], None] = {}
    while len(pairs) < wishes:
        crowded = len(pairs) > 0.8 * guests * hosts
        h = rng.randrange(hosts) if crowded else bisect_left(cumulated, rng.random() * cumulated[-1])
        pairs[rng.randrange(guests), h] = None
    wanted = tuple(_wish(rng, f"w{k}", f"g{g}", f"h{h}") for k, (g, h) in enumerate(pairs))
    asked = {name for w in wanted for name in (*w.a, *w.b)}
    sides = [("g", "guest", guests), ("h", "host", hosts)]
    people = [
        Participant(
            id=f"{side}{i}",
            group=group,
            party=f"company {i // 2}" if side == "h" else "",
            slots=_presence(rng, slots, always=side == "g"),
            max_meetings=None if side == "g" else max(4, slots_a_day // 2),
        )
        for side, group, count in sides
        for i in range(count)
        if f"{side}{i}" in asked
    ]
    soft = _few_musts(wanted)
    able = {p.id for p in people if p.group == "guest" and sum(p.id in w.a for w in soft) >= 2 * minimum}
    return Problem(
        slots=slots,
        tables=tuple(Table(id=f"t{i}") for i in range(tables)),
        participants=tuple(_with_minimum(p, minimum) if p.id in able else p for p in people),
        wishes=soft,
        share_over="guest",
        title=f"Road show {seed}",
    )


def fair(
    *, people: int = 1_000, slots: int = 24, tables: int = 200, wishes: int = 8_000, most: int = 14, seed: int = 0
) -> Problem:
    """A fair at which anybody may meet anybody: everyone at most `most` meetings, all in one group and one day."""
    rng = random.Random(seed)  # noqa: S311 -- reproducible events, not secrecy
    times = _slots(1, slots)
    pairs: dict[tuple[int, int], None] = {}
    while len(pairs) < wishes:
        a, b = sorted((rng.randrange(people), int(people * rng.random() ** 1.3)))
        if a != b:
            pairs[a, b] = None
    wanted = tuple(
        Wish(id=f"w{k}", a=(f"p{a}",), b=(f"p{b}",), weight_a=rng.randint(1, 50), weight_b=rng.randint(0, 50))
        for k, (a, b) in enumerate(pairs)
    )
    asked = sorted({p for pair in pairs for p in pair})
    return Problem(
        slots=times,
        tables=tuple(Table(id=f"t{i}") for i in range(tables)),
        participants=tuple(
            Participant(id=f"p{i}", group="all", slots=_presence(rng, times, always=False), max_meetings=most)
            for i in asked
        ),
        wishes=wanted,
        title=f"Fair {seed}",
    )


def _slots(days: int, slots_a_day: int) -> tuple[Slot, ...]:
    """Half-hour slots from nine in the morning in Shanghai, with an hour's break in the middle of a day."""
    half = timedelta(minutes=30)
    found = []
    for day in range(days):
        for k in range(slots_a_day):
            start = _FIRST_DAY + timedelta(days=day) + k * half + (2 * half if k >= slots_a_day // 2 else timedelta())
            found.append(Slot(id=f"d{day + 1}s{k + 1}", start=start, end=start + half, day=f"day {day + 1}"))
    return tuple(found)


def _presence(rng: random.Random, slots: tuple[Slot, ...], *, always: bool) -> frozenset[str] | None:
    kind = rng.random()
    if always or kind < 0.6:
        return None
    if kind < 0.8:
        half = max(1, len(slots) // 2)
        first = rng.randrange(len(slots) - half + 1)
        return frozenset(slot.id for slot in slots[first : first + half])
    return frozenset(slot.id for slot in slots if rng.random() < 0.75) or None


def _wish(rng: random.Random, name: str, guest: str, host: str) -> Wish:
    common = rng.random()
    weights = [round(1 + 4.5 * common + 4.5 * rng.random()) for _ in "ab"]
    dice = rng.random()
    kind = WishKind.MUST if dice < 0.05 else WishKind.NEVER if dice < 0.06 else WishKind.WANT
    return Wish(id=name, a=(guest,), b=(host,), kind=kind, weight_a=weights[0], weight_b=weights[1])


def _few_musts(wishes: tuple[Wish, ...]) -> tuple[Wish, ...]:
    """At most two musts a person, so that an agenda exists; the others become wants."""
    count: dict[str, int] = {}
    found = []
    for w in wishes:
        if w.kind is WishKind.MUST:
            if max(count.get(name, 0) for name in (*w.a, *w.b)) >= 2:
                w = Wish(id=w.id, a=w.a, b=w.b, weight_a=w.weight_a, weight_b=w.weight_b)  # noqa: PLW2901 -- eased
            else:
                for name in (*w.a, *w.b):
                    count[name] = count.get(name, 0) + 1
        found.append(w)
    return tuple(found)


def _with_minimum(person: Participant, minimum: int) -> Participant:
    return Participant(
        id=person.id, group=person.group, party=person.party, slots=person.slots,
        min_meetings=minimum, max_meetings=person.max_meetings,
    )  # fmt: skip
