"""Random tiny events in which much is demanded and every rule occurs, so that many of them are impossible."""

import random
from datetime import timedelta
from typing import Any

from landbridge.engines import agenda
from landbridge.engines.agenda import Participant, QuotaScope, Wish, WishKind
from landbridge.kernel.refusal import InputRefused
from tests.engines.agenda.conftest import START


def wild_event(seed: int) -> agenda.Problem:
    """Up to six wishes of up to seven people, three or four slots, two tables; pins are left out where they clash."""
    rng = random.Random(seed)
    slots = _slots(rng)
    names = [slot.id for slot in slots]
    guests, hosts = ["g0", "g1", "g2"], ["h0", "h1", "h2"]
    drawn = [_wish(rng, k, a, b, names) for k, (a, b) in enumerate(_pairs(rng, guests, hosts))]
    mentioned = {name for w in drawn for name in (*w.a, *w.b, *w.others)}
    people = [_person(rng, name, names) for name in (*guests, *hosts) if name in mentioned]
    people += [
        Participant(id=f"z{n}", group="", interprets=True, languages=frozenset({"da", "zh"})) for n in range(rng.randint(0, 1))
    ]  # fmt: skip
    places = sorted({slot.place for slot in slots})
    facts: dict[str, Any] = {
        "slots": slots,
        "tables": (
            agenda.Table(id="t0", properties=frozenset({"screen"})),
            agenda.Table(id="t1"),
        ),
        "participants": tuple(people),
        "wishes": tuple(drawn),
        "quotas": tuple(_quotas(rng, sorted({p.group for p in people} - {""}))),
        "resources": (agenda.Resource(id="demo", capacity=1, slots=_some(rng, names) if rng.random() < 0.3 else None),),
        "travel": (agenda.Travel(a=places[0], b=places[1], minutes=20),) if len(places) > 1 else (),
        "share_over": "g" if "g0" in mentioned else None,
    }
    try:
        return agenda.Problem(**facts, pins=tuple(_pins(rng, drawn, names)))
    except InputRefused:
        return agenda.Problem(**facts)


def _slots(rng: random.Random) -> tuple[agenda.Slot, ...]:
    """In a row; or a long one beside two short ones; or at two places."""
    shape = rng.choice(["row", "row", "long", "places"])
    half = timedelta(minutes=30)
    spans = [(0, 1), (1, 2), (2, 3)] if shape != "long" else [(0, 2), (0, 1), (1, 2), (2, 3)]
    return tuple(
        agenda.Slot(
            id=f"s{n}", start=START + begins * half, end=START + ends * half, day="tue" if begins == 2 else "mon",
            place=rng.choice(["near", "far"]) if shape == "places" else "near",
        )
        for n, (begins, ends) in enumerate(spans)
    )  # fmt: skip


def _pairs(rng: random.Random, guests: list[str], hosts: list[str]) -> list[tuple[str, str]]:
    return rng.sample([(a, b) for a in guests for b in hosts], rng.randint(3, 6))


def _some(rng: random.Random, names: list[str]) -> frozenset[str]:
    return frozenset(rng.sample(names, rng.randint(1, len(names))))


def _wish(rng: random.Random, k: int, a: str, b: str, slots: list[str]) -> Wish:
    other = f"h{(int(b[1]) + 1) % 3}"
    third = rng.random() < 0.1
    return Wish(
        id=f"w{k}",
        a=(a,),
        b=(b, other) if not third and rng.random() < 0.2 else (b,),
        others=(other,) if third else (),
        kind=rng.choice([WishKind.MUST] * 3 + [WishKind.WANT] * 2 + [WishKind.NEVER] * (k > 2)),
        needs=frozenset({"screen"}) if rng.random() < 0.3 else frozenset(),
        resources=frozenset({"demo"}) if rng.random() < 0.3 else frozenset(),
        slots=_some(rng, slots) if rng.random() < 0.2 else None,
    )


def _person(rng: random.Random, name: str, slots: list[str]) -> Participant:
    low = rng.choice([0] * 10 + [1, 1, 2])
    speaks = {"g": "da", "h": "zh"}[name[0]]
    return Participant(
        id=name,
        group=name[0],
        party=f"firm{int(name[1]) % 2}",
        slots=_some(rng, slots) if rng.random() < 0.2 else None,
        min_meetings=low,
        max_meetings=rng.choice([None, None, None, max(low, 1), 2]),
        languages=frozenset({speaks}) if rng.random() < 0.25 else frozenset(),
    )


def _quotas(rng: random.Random, groups: list[str]) -> list[agenda.Quota]:
    if rng.random() < 0.6:
        return []
    scope = rng.choice([QuotaScope.GROUP, QuotaScope.EACH])
    low = rng.choice([0, 0, 1, 2])
    return [
        agenda.Quota(
            id="q", scope=scope, of=rng.choice(groups), at_least=low, at_most=rng.choice([None, low, low + 1]),
            day=rng.choice([None, "mon"]), with_group=rng.choice([None, None, groups[0]]),
        )
    ]  # fmt: skip


def _pins(rng: random.Random, wishes: list[Wish], slots: list[str]) -> list[agenda.Pin]:
    return [
        agenda.Pin(
            wish=w.id,
            slot=rng.choice(slots) if rng.random() < 0.5 else None,
            table=rng.choice(["t0", "t1"]) if rng.random() < 0.5 else None,
        )
        for w in wishes
        if w.kind is not WishKind.NEVER and rng.random() < 0.15
    ]
