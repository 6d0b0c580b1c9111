"""The event as the engine's problem.

The engine knows people; wishes belong to parties. A wish between two parties becomes one engine wish whose sides list
the parties' people: any of them may come. Its id is the pair's (`pair_uid`), which stays the same over all versions.

Where there are walks between places, each of our slots becomes one slot of the engine per place (`SLOT@PLACE`): they
overlap, so nobody uses two of them, and the engine's travel times between their places are the walks.
"""

import hashlib
import json
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from landbridge.engines import agenda
from landbridge.events.models import Attendee, Interpreter, Slot, Table
from landbridge.events.queries.agendas import Interest, Material, Placed

INTERPRETERS: Final = "interpreters"
"""The group of all interpreters: no rule lets it meet anybody."""


def problem_of(
    material: Material,
    *,
    placed: Iterable[Placed] = (),
    pins: Iterable[agenda.Pin] = (),
    musts_hard: bool = False,
    minimums: bool = True,
) -> agenda.Problem:
    """The engine's problem; pairs of `placed` that nobody wished for are in it with weight 0.

    `musts_hard` refuses any agenda that leaves a must unmet; `minimums` False leaves out the fewest meetings a party
    must have. `InputRefused` if there is nothing to plan with.
    """
    interests = dict(material.interests)
    for meeting in placed:
        interests.setdefault(meeting.pair_uid, material.pair(meeting.first, meeting.second))
    wishes = tuple(_wish(i) for _, i in sorted(interests.items()) if i.first_people and i.second_people)
    named = {name for wish in wishes for name in (*wish.a, *wish.b)}
    people = [a for a in material.attendees.values() if str(a.id) in named]
    groups = {material.participants[a.participant_id].group_id for a in people}
    parties = sorted({a.participant_id for a in people})
    return agenda.Problem(
        slots=tuple(_slot(material, slot, place) for slot in material.slots for place in _places(material)),
        tables=(*(_table(material, table) for table in material.tables), *_missing(material, wishes)),
        participants=(
            *(_person(material, attendee) for attendee in people),
            *(_interpreter(material, one) for one in material.interpreters.values()),
        ),
        wishes=wishes,
        group_rules=tuple(_rule(pair) for pair in sorted(material.rules, key=sorted) if pair <= groups),
        quotas=tuple(_quota(material, party, minimums=minimums) for party in parties),
        pins=tuple(pins),
        travel=tuple(_travel(material)),
        share_over=_share_group(material, groups),
        musts_hard=musts_hard,
        title=material.event.name_latin or material.event.name_chinese,
        zone=material.event.zone,
    )


def _wish(interest: Interest) -> agenda.Wish:
    kind = agenda.WishKind.MUST if interest.must else agenda.WishKind.WANT
    first, second = interest.weights
    return agenda.Wish(
        id=str(interest.pair_uid),
        a=tuple(str(p) for p in interest.first_people),
        b=tuple(str(p) for p in interest.second_people),
        kind=agenda.WishKind.NEVER if interest.never else kind,
        weight_a=first,
        weight_b=second,
        needs=interest.needs,
    )


def engine_slot(slot_id: UUID, place: UUID | None) -> str:
    """The engine's name of a slot at a place."""
    return f"{slot_id}@{place}" if place else str(slot_id)


def slot_id_of(engine_slot: str) -> UUID:
    """Our slot, by the engine's name of it."""
    return UUID(engine_slot.partition("@")[0])


def _places(material: Material) -> tuple[UUID | None, ...]:
    """The places a slot is repeated for: those with walks, and one for all tables that are near everything."""
    near = any(material.place_of(table.id) is None for table in material.tables)
    return (*((None,) if near or not material.places else ()), *material.places)


def _slot(material: Material, slot: Slot, place: UUID | None) -> agenda.Slot:
    day = slot.starts_at.astimezone(material.zone).date().isoformat()
    where = str(place) if place else ""
    return agenda.Slot(id=engine_slot(slot.id, place), start=slot.starts_at, end=slot.ends_at, day=day, place=where)


def _travel(material: Material) -> Iterable[agenda.Travel]:
    known = frozenset(material.places)
    for pair, minutes in sorted(material.walks.items(), key=lambda walk: sorted(walk[0])):
        if pair <= known:
            first, second = sorted(pair)
            yield agenda.Travel(a=str(first), b=str(second), minutes=minutes)


def _table(material: Material, table: Table) -> agenda.Table:
    closed, place = material.closed.get(table.id), material.place_of(table.id)
    slots = None
    if closed or material.places:
        slots = frozenset(engine_slot(s.id, place) for s in material.slots if s.id not in (closed or ()))
    return agenda.Table(id=str(table.id), room=table.room.name, properties=frozenset(table.properties), slots=slots)


def _missing(material: Material, wishes: Iterable[agenda.Wish]) -> Iterable[agenda.Table]:
    """A table that is never there, with the properties asked for that no table has: so the engine knows of them."""
    needed = {name for wish in wishes for name in wish.needs}
    lacking = needed.difference(*(table.properties for table in material.tables))
    if lacking:
        yield agenda.Table(id="nowhere", properties=frozenset(lacking), slots=frozenset())


def _person(material: Material, attendee: Attendee) -> agenda.Participant:
    party = material.participants[attendee.participant_id]
    return agenda.Participant(
        id=str(attendee.id),
        group=str(party.group_id),
        party=str(party.id),
        forbidden=_everywhere(material, material.away[attendee.id]),
        languages=attendee.spoken if material.event.interpreting else frozenset(),
    )


def _interpreter(material: Material, one: Interpreter) -> agenda.Participant:
    return agenda.Participant(
        id=str(one.pk),
        group=INTERPRETERS,
        forbidden=_everywhere(material, material.gone(one)),
        languages=frozenset(one.languages),
        interprets=True,
    )


def _everywhere(material: Material, slots: Iterable[UUID]) -> frozenset[str]:
    return frozenset(engine_slot(slot, place) for slot in slots for place in _places(material))


def _rule(pair: frozenset[UUID]) -> agenda.GroupRule:
    ordered = sorted(pair)
    return agenda.GroupRule(a=str(ordered[0]), b=str(ordered[-1]))


def _quota(material: Material, party: UUID, *, minimums: bool) -> agenda.Quota:
    return agenda.Quota(
        id=str(party),
        scope=agenda.QuotaScope.PARTY,
        of=str(party),
        at_most=material.most_of(party),
        at_least=material.least_of(party) if minimums and material.comes(party) else 0,
    )


def _share_group(material: Material, groups: set[UUID]) -> str | None:
    """The group whose smallest share comes first: the chosen side's, if it has but one group."""
    side = material.event.share_over
    found = {p.group_id for p in material.participants.values() if p.group.side == side and p.group_id in groups}
    return str(found.pop()) if len(found) == 1 else None


def digest_of(problem: agenda.Problem) -> str:
    """A fingerprint of the whole input: equal if and only if nothing it depends on has changed."""
    text = json.dumps(agenda.problem_to_json(problem), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def as_engine_meeting(material: Material, placed: Placed) -> agenda.Meeting:
    """The meeting as the engine knows it. The first of its people sits for the first party."""
    a, b = (str(person) for person in placed.people)
    slot = engine_slot(placed.slot, material.place_of(placed.table))
    interpreter = str(placed.interpreter) if placed.interpreter in material.interpreters else ""
    return agenda.Meeting(str(placed.pair_uid), a, b, slot, str(placed.table), interpreter=interpreter)


def as_engine_agenda(material: Material, placed: Iterable[Placed]) -> agenda.Agenda:
    """Meetings as an agenda of the engine whose values nobody has counted."""
    return agenda.Agenda(tuple(sorted(as_engine_meeting(material, m) for m in placed)), ())
