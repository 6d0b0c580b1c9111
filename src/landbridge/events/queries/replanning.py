"""Which meetings stay where they are when an agenda is planned again: the organiser's choice as pins of the engine."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from landbridge.engines import agenda
from landbridge.events.queries.agendas import Material, Placed
from landbridge.events.queries.moves import faults_of
from landbridge.events.queries.problem import engine_slot, problem_of
from landbridge.events.states import MeetingOrigin


class Keep(StrEnum):
    """How much of the version that stands may change."""

    PINNED = "pinned"  # everything but what is pinned may move
    ALL = "all"  # nobody moves, gaps are filled
    MOST = "most"  # only parties with a must or mutual wish unmet may move
    EARLIER = "earlier"  # what is before a slot stays, the rest is planned anew


@dataclass(frozen=True, slots=True)
class Choice:
    """What to plan anew, and from where. `from_slot` goes with `EARLIER`."""

    keep: Keep = Keep.PINNED
    from_slot: UUID | None = None


def stays(material: Material, base: tuple[Placed, ...], choice: Choice) -> tuple[Placed, ...]:
    """The meetings of `base` that keep their time, table and people. A pinned one always does.

    A meeting that has become impossible (somebody is away now, or said never) stays only if it is pinned: then the
    engine says that it cannot.
    """
    broken = _impossible(material, base)
    unhappy = _with_unmet(material, base) if choice.keep is Keep.MOST else frozenset()
    start = next((s.starts_at for s in material.slots if s.id == choice.from_slot), None)

    def kept(meeting: Placed) -> bool:
        if meeting.pinned:
            return True
        if meeting.pair_uid in broken:
            return False
        match choice.keep:
            case Keep.PINNED:
                return False
            case Keep.ALL:
                return True
            case Keep.MOST:
                return not {meeting.first, meeting.second} & unhappy
            case Keep.EARLIER:
                return start is not None and material.slot_by_id[meeting.slot].starts_at < start

    return tuple(m for m in base if kept(m))


def pins_for(material: Material, staying: Iterable[Placed]) -> tuple[agenda.Pin, ...]:
    """The engine's pins. One placed by hand over a quota or group's limit was agreed to, and is not held against it."""
    return tuple(_pin(material, meeting) for meeting in staying)


def holding(material: Material, base: tuple[Placed, ...]) -> tuple[Placed, ...]:
    """The pinned meetings that can still be where they are; the others have lost their hold by what changed."""
    if not any(m.pinned for m in base):
        return ()
    broken = _impossible(material, base)
    return tuple(m for m in base if m.pinned and m.pair_uid not in broken)


def _pin(material: Material, meeting: Placed) -> agenda.Pin:
    a, b = (str(person) for person in meeting.people)
    here = not any(meeting.slot in material.away[person] for person in meeting.people)
    by_hand = meeting.origin is MeetingOrigin.HAND and here
    slot = engine_slot(meeting.slot, material.place_of(meeting.table))
    interpreter = str(meeting.interpreter) if meeting.interpreter in material.interpreters else None
    return agenda.Pin(
        wish=str(meeting.pair_uid), slot=slot, table=str(meeting.table), a=a, b=b, interpreter=interpreter,
        keep=by_hand,
    )  # fmt: skip


def _impossible(material: Material, base: tuple[Placed, ...]) -> frozenset[UUID]:
    faults = faults_of(material, problem_of(material, placed=base, minimums=False), base)
    return frozenset(UUID(pair) for fault in faults for pair in fault.wishes)


def _with_unmet(material: Material, base: tuple[Placed, ...]) -> frozenset[UUID]:
    met = {m.pair_uid for m in base}
    missing = [i for i in material.interests.values() if (i.must or i.mutual) and i.pair_uid not in met]
    return frozenset(party for interest in missing for party in (interest.first, interest.second))
