"""An event as it would be with demands relaxed: what `Infeasible` proposes, carried out."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from landbridge.engines.agenda.parts import Given, Participant, Table, WishKind
from landbridge.engines.agenda.result import Relaxation

Event = TypeVar("Event", bound=Given)

RELAXED_BY = {
    "pin": "drop_pin",
    "wish": "drop_must",
    "minimum": "lower_minimum",
    "maximum": "raise_maximum",
    "quota": "change_quota",
    "slot": "add_table",
    "resource": "add_resource",
    "interpreter": "add_interpreter",
    "way": "shorten_way",
}
"""Which relaxation gives way to a demand, by the kind of its part."""
COSTS = {
    "lower_minimum": 1,
    "raise_maximum": 1,
    "change_quota": 2,
    "add_table": 2,
    "add_resource": 2,
    "add_interpreter": 2,
    "drop_must": 3,
    "shorten_way": 3,
    "drop_pin": 4,
}
"""What one step of each costs: to change a number is cheap, to give up what was promised is dear."""


def relaxed(problem: Event, *relaxations: Relaxation) -> Event:
    """The event with these relaxations made, one after the other."""
    for relaxation in relaxations:
        problem = replace(problem, **_CHANGES[relaxation.kind](problem, relaxation))
    return problem


def _drop_must(problem: Given, change: Relaxation) -> dict[str, Any]:
    name = change.parts[0][1]
    return {"wishes": tuple(replace(w, kind=WishKind.WANT) if w.id == name else w for w in problem.wishes)}


def _drop_pin(problem: Given, change: Relaxation) -> dict[str, Any]:
    """The pin alone, or with the must it fixes."""
    wishes = _drop_must(problem, change) if change.data.get("must") else {}
    return {"pins": tuple(pin for pin in problem.pins if pin.wish != change.parts[0][1]), **wishes}


def _bounds(problem: Given, change: Relaxation, of: Callable[[Participant, int], dict[str, Any]]) -> dict[str, Any]:
    name, by = change.parts[0][1], _number(change, "by")
    people = problem.participants
    return {"participants": tuple(replace(p, **of(p, by)) if p.id == name else p for p in people)}


def _lower_minimum(problem: Given, change: Relaxation) -> dict[str, Any]:
    return _bounds(problem, change, lambda p, by: {"min_meetings": max(0, p.min_meetings - by)})


def _raise_maximum(problem: Given, change: Relaxation) -> dict[str, Any]:
    return _bounds(
        problem, change, lambda p, by: {"max_meetings": None if p.max_meetings is None else p.max_meetings + by}
    )


def _change_quota(problem: Given, change: Relaxation) -> dict[str, Any]:
    """Lower what it asks for at least by `lower`, raise what it allows at most by `raise`."""
    name, down, up = change.parts[0][1], _number(change, "lower"), _number(change, "raise")
    quotas = tuple(
        replace(
            quota,
            at_least=max(0, quota.at_least - down),
            at_most=None if quota.at_most is None else quota.at_most + up,
        )
        if quota.id == name
        else quota
        for quota in problem.quotas
    )
    return {"quotas": quotas}


def _add_table(problem: Given, change: Relaxation) -> dict[str, Any]:
    """Tables for that slot alone, with the properties that `needs` names."""
    slot = change.parts[0][1]
    needs = change.data.get("needs", ())
    taken = {table.id for table in problem.tables}
    more = tuple(
        Table(id=name, properties=frozenset(map(str, needs if isinstance(needs, tuple | list) else ())), slots=frozenset({slot}))
        for name in _new(f"{slot}+", taken, _number(change, "by"))
    )  # fmt: skip
    return {"tables": (*problem.tables, *more)}


def _add_resource(problem: Given, change: Relaxation) -> dict[str, Any]:
    """More of it when it is there, and in every slot if `always`."""
    name, by = change.parts[0][1], _number(change, "by")
    found = tuple(
        replace(r, capacity=r.capacity + by, slots=None if change.data.get("always") else r.slots)
        if r.id == name
        else r
        for r in problem.resources
    )
    return {"resources": found}


def _add_interpreter(problem: Given, change: Relaxation) -> dict[str, Any]:
    """More people who interpret as this one does, at the same times."""
    name = change.parts[0][1]
    like = next(p for p in problem.participants if p.id == name)
    taken = {p.id for p in problem.participants}
    more = tuple(replace(like, id=new) for new in _new(f"{name}+", taken, _number(change, "by")))
    return {"participants": (*problem.participants, *more)}


def _shorten_way(problem: Given, change: Relaxation) -> dict[str, Any]:
    pair = frozenset(change.parts[0][1].split("|"))
    minutes = _number(change, "minutes")
    ways = problem.travel
    return {"travel": tuple(replace(w, minutes=minutes) if frozenset((w.a, w.b)) == pair else w for w in ways)}


def _number(change: Relaxation, name: str) -> int:
    value = change.data.get(name, 0)
    return value if isinstance(value, int) else 0


def _new(stem: str, taken: set[str], count: int) -> list[str]:
    """So many ids that nothing has yet."""
    names = (f"{stem}{number}" for number in range(1, len(taken) + count + 1))
    return [name for name in names if name not in taken][:count]


_CHANGES: dict[str, Callable[[Given, Relaxation], dict[str, Any]]] = {
    "drop_must": _drop_must,
    "drop_pin": _drop_pin,
    "lower_minimum": _lower_minimum,
    "raise_maximum": _raise_maximum,
    "change_quota": _change_quota,
    "add_table": _add_table,
    "add_resource": _add_resource,
    "add_interpreter": _add_interpreter,
    "shorten_way": _shorten_way,
}
