"""What changed since an agenda was published, as data and as a file, and the event as it stands then."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from landbridge.engines.agenda.jsonform import read_document, read_rows, read_value
from landbridge.engines.agenda.parts import Given, Participant, Pin, Wish, WishKind
from landbridge.engines.agenda.problem import Problem
from landbridge.engines.agenda.result import Agenda
from landbridge.kernel.refusal import Finding, InputRefused

CHANGES_FORMAT = "landbridge-agenda-changes/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A participant is not there in these slots (None: in none that is left)."""

    participant: str
    slots: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LostTable:
    """A table cannot be used in these slots (None: in none that is left)."""

    table: str
    slots: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """The moment and what is different from then on; `rate` is the weight that one changed meeting costs."""

    now: datetime
    rate: int = 10
    absent: tuple[Absence, ...] = ()
    lost_tables: tuple[LostTable, ...] = ()
    participants: tuple[Participant, ...] = ()
    wishes: tuple[Wish, ...] = ()
    withdrawn: tuple[str, ...] = ()
    pins: tuple[Pin, ...] = ()


_LISTS = {
    "absent": Absence,
    "lost_tables": LostTable,
    "participants": Participant,
    "wishes": Wish,
    "pins": Pin,
}


def changes_from_json(text: str | bytes) -> Changes:
    """The changes written in `text`; every unreadable field is a finding."""
    document = read_document(text, CHANGES_FORMAT)
    findings: list[Finding] = []
    values: dict[str, object] = {}
    kinds = {"now": datetime, "rate": int, "withdrawn": tuple[str, ...]}
    for name, value in document.items():
        if name in _LISTS:
            values[name] = read_rows(name, value, _LISTS[name], findings)
        elif name in kinds:
            values[name] = read_value(kinds[name], value, None, name, findings)
        elif name != "format":
            findings.append(Finding("unknown_field", field=name))
    now = values.get("now")
    if now is None:
        findings.append(Finding("missing_field", field="now"))
    elif isinstance(now, datetime) and now.utcoffset() is None:
        findings.append(Finding("time_without_zone", field="now"))
    rate = values.get("rate")
    if isinstance(rate, int) and rate < 0:
        findings.append(Finding("negative", field="rate", data={"value": rate}))
    if findings:
        raise InputRefused(*findings)
    return Changes(**values)  # type: ignore[arg-type]  # each value was read by its field's type


def changed(problem: Problem, changes: Changes) -> Given:
    """The event with the changes made; `replan` takes it as it is. `InputRefused` for what does not exist in it."""
    findings = list(_faults(problem, changes))
    if findings:
        raise InputRefused(*findings)
    everything = frozenset(slot.id for slot in problem.slots)
    gone = {a.participant: everything if a.slots is None else a.slots for a in changes.absent}
    lost = {t.table: everything if t.slots is None else t.slots for t in changes.lost_tables}
    people = [replace(p, forbidden=p.forbidden | gone.get(p.id, frozenset())) for p in problem.participants]
    tables = [
        replace(t, slots=(everything if t.slots is None else t.slots) - lost[t.id]) if t.id in lost else t
        for t in problem.tables
    ]
    wishes = [w for w in problem.wishes if w.id not in changes.withdrawn]
    pins = {pin.wish: pin for pin in problem.pins if pin.wish not in changes.withdrawn}
    pins |= {pin.wish: pin for pin in changes.pins}
    names = {name: getattr(problem, name) for name in Given.__dataclass_fields__}
    new = {
        "participants": (*people, *changes.participants),
        "tables": tuple(tables),
        "wishes": (*wishes, *changes.wishes),
        "pins": tuple(pins.values()),
    }
    return Given(**{**names, **new})


def as_of(problem: Given, agenda: Agenda, now: datetime) -> Problem:
    """The problem from `now` on: past meetings pinned and kept, the past closed, minimums and musts made soft."""
    past = {slot.id for slot in problem.slots if slot.start < now}
    wishes = {w.id for w in problem.wishes if w.kind is not WishKind.NEVER}
    people = {p.id for p in problem.participants}
    tables = {t.id for t in problem.tables}
    happened = [
        m for m in agenda.meetings
        if m.slot in past and m.wish in wishes and people.issuperset(m.people) and m.table in tables
    ]  # fmt: skip
    done = {m.wish for m in happened}
    pins = [
        Pin(wish=m.wish, slot=m.slot, table=m.table, a=m.a, b=m.b, interpreter=m.interpreter or None, keep=True)
        for m in happened
    ]
    pins += [pin for pin in problem.pins if pin.wish not in done and pin.slot not in past]
    names = {f: getattr(problem, f) for f in Given.__dataclass_fields__}
    closed = tuple(replace(p, forbidden=p.forbidden | past, min_meetings=0) for p in problem.participants)
    used = {(m.table, m.slot) for m in happened}
    open_tables = tuple(
        t if t.slots is None else replace(t, slots=t.slots | {slot for table, slot in used if table == t.id})
        for t in problem.tables
    )
    quotas = tuple(replace(q, at_least=0) for q in problem.quotas)
    changed = {
        "participants": closed,
        "pins": tuple(pins),
        "musts_hard": False,
        "quotas": quotas,
        "tables": open_tables,
    }
    return Problem(**{**names, **changed})


def _faults(problem: Problem, changes: Changes) -> Iterator[Finding]:
    known = {
        "participant": ({p.id for p in problem.participants}, [a.participant for a in changes.absent], "absent"),
        "table": ({t.id for t in problem.tables}, [t.table for t in changes.lost_tables], "lost_tables"),
        "wish": ({w.id for w in problem.wishes}, list(changes.withdrawn), "withdrawn"),
    }
    for kind, (ids, named, field) in known.items():
        for row, name in enumerate(named, 1):
            if name not in ids:
                yield Finding(f"unknown_{kind}", row, field, {"id": name})
