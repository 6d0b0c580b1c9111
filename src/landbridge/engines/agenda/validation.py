"""Every fault of a given problem, each with its list, row and field, all at once."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import product
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from landbridge.engines.agenda.parts import Given, Participant, Pin, QuotaScope, Slot, Wish, WishKind
from landbridge.kernel.refusal import Finding

MOST = 1_000_000_000
"""Upper limit of a weight or count, so that no total leaves 64 bits."""


@dataclass(frozen=True)
class Known:
    """The ids that exist, by kind."""

    slots: Mapping[str, Slot]
    tables: frozenset[str]
    people: Mapping[str, Participant]
    groups: frozenset[str]
    parties: frozenset[str]
    days: frozenset[str]
    places: frozenset[str]
    properties: frozenset[str]
    resources: frozenset[str]
    wishes: Mapping[str, Wish]


def faults_of(given: Given) -> list[Finding]:
    """All faults, in the order of the input. Rows count from 1 within each list."""
    known = Known(
        slots={s.id: s for s in given.slots},
        tables=frozenset(t.id for t in given.tables),
        people={p.id: p for p in given.participants},
        groups=frozenset(p.group for p in given.participants),
        parties=frozenset(p.party for p in given.participants if p.party),
        days=frozenset(s.day for s in given.slots),
        places=frozenset(s.place for s in given.slots),
        properties=frozenset(name for t in given.tables for name in t.properties),
        resources=frozenset(r.id for r in given.resources),
        wishes={w.id: w for w in given.wishes},
    )
    judges: tuple[Callable[[Given, Known], Iterator[Finding]], ...] = (
        _whole, _ids, _slots, _tables, _participants, _rules, _quotas, _resources, _wishes, _repeated, _pins, _clashes,
    )  # fmt: skip
    return [finding for judge in judges for finding in judge(given, known)]


def _whole(given: Given, known: Known) -> Iterator[Finding]:
    for name in ("slots", "tables", "participants", "wishes"):
        if not getattr(given, name):
            yield Finding(f"no_{name}", field=name)
    if given.share_over is not None and given.share_over not in known.groups:
        yield Finding("unknown_group", field="share_over", data={"id": given.share_over})
    try:
        ZoneInfo(given.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield Finding("unknown_zone", field="zone", data={"zone": given.zone})


def _ids(given: Given, _: Known) -> Iterator[Finding]:
    for name in ("slots", "tables", "participants", "quotas", "resources", "wishes"):
        seen: dict[str, int] = {}
        for row, item in enumerate(getattr(given, name), 1):
            if not isinstance(item.id, str) or not item.id.strip():
                yield Finding("empty_id", row, f"{name}.id")
            elif item.id in seen:
                yield Finding("duplicate_id", row, f"{name}.id", {"id": item.id, "first_row": seen[item.id]})
            else:
                seen[item.id] = row


def _count(value: object, row: int, field: str) -> Iterator[Finding]:
    if isinstance(value, bool) or not isinstance(value, int):
        yield Finding("not_a_whole_number", row, field, {"value": repr(value)})
    elif value < 0:
        yield Finding("negative", row, field, {"value": value})
    elif value > MOST:
        yield Finding("too_large", row, field, {"value": value, "at_most": MOST})


def _unknown(ids: Iterable[str] | None, known: Iterable[str], kind: str, row: int, field: str) -> Iterator[Finding]:
    for name in sorted(set(ids or ()).difference(known)):
        yield Finding(f"unknown_{kind}", row, field, {"id": name})


def _slots(given: Given, _: Known) -> Iterator[Finding]:
    for row, slot in enumerate(given.slots, 1):
        naive = [end for end in ("start", "end") if _naive(getattr(slot, end))]
        yield from (Finding("time_without_zone", row, f"slots.{end}") for end in naive)
        if not naive and slot.end <= slot.start:
            yield Finding("slot_ends_before_start", row, "slots.end", {"id": slot.id})


def _naive(moment: object) -> bool:
    return not isinstance(moment, datetime) or moment.utcoffset() is None


def _tables(given: Given, known: Known) -> Iterator[Finding]:
    for row, table in enumerate(given.tables, 1):
        yield from _unknown(table.slots, known.slots, "slot", row, "tables.slots")


def _participants(given: Given, known: Known) -> Iterator[Finding]:
    mentioned = {name for w in given.wishes for name in (*w.a, *w.b, *w.others)}
    for row, person in enumerate(given.participants, 1):
        if not person.group and not person.interprets:
            yield Finding("empty_group", row, "participants.group", {"id": person.id})
        if person.id not in mentioned and not person.interprets:
            yield Finding("participant_unmentioned", row, "participants.id", {"id": person.id})
        yield from _unknown(person.slots, known.slots, "slot", row, "participants.slots")
        yield from _unknown(person.forbidden, known.slots, "slot", row, "participants.forbidden")
        yield from _bounds(person.min_meetings, person.max_meetings, row, "participants.min_meetings", person.id)


def _bounds(low: int, high: int | None, row: int, field: str, name: str) -> Iterator[Finding]:
    bad = [*_count(low, row, field), *(_count(high, row, field.replace("min", "max")) if high is not None else ())]
    yield from bad
    if not bad and high is not None and low > high:
        yield Finding("minimum_above_maximum", row, field, {"id": name, "min": low, "max": high})


def _rules(given: Given, known: Known) -> Iterator[Finding]:
    for row, rule in enumerate(given.group_rules or (), 1):
        yield from _unknown((rule.a, rule.b), known.groups, "group", row, "group_rules")
    for row, way in enumerate(given.travel, 1):
        yield from _unknown((way.a, way.b), known.places, "place", row, "travel")
        yield from _count(way.minutes, row, "travel.minutes")


def _quotas(given: Given, known: Known) -> Iterator[Finding]:
    owners: dict[QuotaScope, tuple[str, Iterable[str]]] = {
        QuotaScope.PARTICIPANT: ("participant", known.people),
        QuotaScope.PARTY: ("party", known.parties),
        QuotaScope.EACH: ("group", known.groups),
        QuotaScope.GROUP: ("group", known.groups),
    }
    for row, quota in enumerate(given.quotas, 1):
        kind, ids = owners[quota.scope]
        yield from _unknown((quota.of,), ids, kind, row, "quotas.of")
        yield from _unknown([quota.with_group] if quota.with_group else (), known.groups, "group", row, "quotas")
        yield from _unknown([quota.day] if quota.day else (), known.days, "day", row, "quotas.day")
        yield from _bounds(quota.at_least, quota.at_most, row, "quotas.at_least", quota.id)


def _resources(given: Given, known: Known) -> Iterator[Finding]:
    for row, resource in enumerate(given.resources, 1):
        yield from _count(resource.capacity, row, "resources.capacity")
        yield from _unknown(resource.slots, known.slots, "slot", row, "resources.slots")


def _wishes(given: Given, known: Known) -> Iterator[Finding]:
    for row, wish in enumerate(given.wishes, 1):
        for side in ("a", "b"):
            ids: tuple[str, ...] = getattr(wish, side)
            if not ids:
                yield Finding("empty_side", row, f"wishes.{side}", {"id": wish.id})
            yield from _unknown(ids, known.people, "participant", row, f"wishes.{side}")
            yield from _count(getattr(wish, f"weight_{side}"), row, f"wishes.weight_{side}")
        yield from _unknown(wish.others, known.people, "participant", row, "wishes.others")
        for name in sorted(
            n for n in {*wish.a, *wish.b, *wish.others} if n in known.people and known.people[n].interprets
        ):
            yield Finding("wish_for_interpreter", row, "wishes", {"id": wish.id, "participant": name})
        yield from _unknown(wish.slots, known.slots, "slot", row, "wishes.slots")
        yield from _unknown(wish.needs, known.properties, "property", row, "wishes.needs")
        yield from _unknown(wish.resources, known.resources, "resource", row, "wishes.resources")
        people = [*set(wish.a), *set(wish.b), *wish.others]
        for name in sorted(name for name, times in Counter(people).items() if times > 1):
            yield Finding("wish_for_oneself", row, "wishes", {"id": wish.id, "participant": name})


def _repeated(given: Given, _: Known) -> Iterator[Finding]:
    seen: dict[tuple[frozenset[frozenset[str]], frozenset[str], bool], int] = {}
    for row, wish in enumerate(given.wishes, 1):
        sides = frozenset((frozenset(wish.a), frozenset(wish.b)))
        key = (sides, frozenset(wish.others), wish.kind is WishKind.NEVER)
        if key in seen:
            yield Finding("wish_twice", row, "wishes", {"id": wish.id, "first_row": seen[key]})
        seen.setdefault(key, row)


def _pins(given: Given, known: Known) -> Iterator[Finding]:
    tables = {table.id: table for table in given.tables}
    seen: dict[str, int] = {}
    for row, pin in enumerate(given.pins, 1):
        if pin.wish in seen:
            yield Finding("pin_twice", row, "pins.wish", {"id": pin.wish, "first_row": seen[pin.wish]})
        seen.setdefault(pin.wish, row)
        yield from _unknown([pin.slot] if pin.slot else (), known.slots, "slot", row, "pins.slot")
        yield from _unknown([pin.table] if pin.table else (), known.tables, "table", row, "pins.table")
        wish = known.wishes.get(pin.wish)
        if wish is None:
            yield Finding("unknown_wish", row, "pins.wish", {"id": pin.wish})
            continue
        yield from _pin_of(pin, wish, row, known)
        table = tables.get(pin.table or "")
        if table and pin.slot and table.slots is not None and pin.slot not in table.slots:
            yield Finding("pin_table_absent", row, "pins.table", {"table": table.id, "slot": pin.slot})


def _pin_of(pin: Pin, wish: Wish, row: int, known: Known) -> Iterator[Finding]:
    if wish.kind is WishKind.NEVER:
        yield Finding("pin_of_never", row, "pins.wish", {"id": wish.id})
    if pin.interpreter is not None:
        person = known.people.get(pin.interpreter)
        if person is None or not person.interprets:
            yield Finding("unknown_interpreter", row, "pins.interpreter", {"id": pin.interpreter})
    if pin.keep and not pin.slot:
        yield Finding("kept_pin_without_slot", row, "pins.slot", {"id": wish.id})
    for side in ("a", "b"):
        name = getattr(pin, side)
        if name is not None and name not in getattr(wish, side):
            yield Finding("pin_outside_alternatives", row, f"pins.{side}", {"id": wish.id, "participant": name})
    if pin.keep or pin.slot is None:
        return
    for name in sorted(_surely(pin, wish)):
        person = known.people.get(name)
        if person and (pin.slot in person.forbidden or (person.slots is not None and pin.slot not in person.slots)):
            yield Finding("pin_person_absent", row, "pins.slot", {"participant": name, "slot": pin.slot})


def _surely(pin: Pin, wish: Wish) -> set[str]:
    """The people who attend the pinned meeting whichever alternative is taken."""
    sides = [(pin.a,) if pin.a else wish.a, (pin.b,) if pin.b else wish.b]
    return {side[0] for side in sides if len(set(side)) == 1} | set(wish.others)


def _clashes(given: Given, known: Known) -> Iterator[Finding]:
    taken: dict[tuple[str, str, str], int] = {}
    for row, pin in enumerate(given.pins, 1):
        wish = known.wishes.get(pin.wish)
        if wish is None or pin.slot is None:
            continue
        things = [("participant", name) for name in sorted(_surely(pin, wish))]
        things += [("table", pin.table)] if pin.table else []
        for (kind, name), slot in product(things, [pin.slot]):
            first = taken.setdefault((kind, name, slot), row)
            if first != row:
                yield Finding("pins_clash", row, "pins", {kind: name, "slot": slot, "first_row": first})
