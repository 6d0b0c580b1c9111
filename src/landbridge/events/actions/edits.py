"""Changes by hand: to drafts, with undo, and one straight into the published agenda for the desk."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from landbridge.engines import agenda
from landbridge.events import rules
from landbridge.events.actions.versions import Origin, new_version, replace_meetings, write_meetings, write_unmet
from landbridge.events.models import AgendaEdit, AgendaVersion
from landbridge.events.queries import moves
from landbridge.events.queries.agendas import (
    Material,
    Placed,
    material_of,
    placed_in,
    started,
)
from landbridge.events.queries.problem import as_engine_agenda, problem_of
from landbridge.events.refusals import CannotBeThere, MeetAlready, NeedsConsent, NoSuchMeeting, NothingToUndo
from landbridge.events.states import AGENDA, AgendaState, MeetingOrigin
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.ids import uuid7
from landbridge.kernel.refusal import Missing

Change = Callable[[Material, moves.Agenda], moves.Agenda]


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit did: the version it is in (a copy, if the one named was published), its number, what it broke."""

    version: AgendaVersion
    number: int
    breaks: tuple[moves.Break, ...]


@action
def move_meeting(
    *,
    actor: Actor,
    version_id: UUID,
    pair_uid: UUID,
    slot_id: UUID,
    table_id: UUID | None = None,
    consent: bool = False,
    at: datetime,
) -> Edited:
    """Move a pair's meeting to another slot or table.

    Without `table_id` it keeps its table if that is free then, else takes the first that is; at the same time it
    takes another. Impossible places are
    refused with the possible ones; what else it breaks is refused until `consent`.
    """

    def change(material: Material, placed: moves.Agenda) -> moves.Agenda:
        table = table_id or _table_for(material, placed, pair_uid, slot_id)
        return moves.moved(material, placed, pair_uid, slot_id, table)

    return _edit(actor, version_id, "move", change, touched=(pair_uid,), consent=consent, at=at)


@action
def swap_meetings(
    *, actor: Actor, version_id: UUID, pair_uid: UUID, other_uid: UUID, consent: bool = False, at: datetime
) -> Edited:
    """Let two meetings take each other's time and table."""

    def change(material: Material, placed: moves.Agenda) -> moves.Agenda:
        return moves.swapped(material, placed, pair_uid, other_uid)

    return _edit(actor, version_id, "swap", change, touched=(pair_uid, other_uid), consent=consent, at=at)


@action
def set_interpreter(
    *,
    actor: Actor,
    version_id: UUID,
    pair_uid: UUID,
    interpreter_id: UUID | None,
    consent: bool = False,
    at: datetime,
) -> Edited:
    """Let somebody else interpret at a meeting, or nobody; whoever is busy or away then is refused."""

    def change(_: Material, placed: moves.Agenda) -> moves.Agenda:
        return moves.interpreted(placed, pair_uid, interpreter_id)

    return _edit(actor, version_id, "interpret", change, touched=(pair_uid,), consent=consent, at=at)


@action
def pin_meeting(*, actor: Actor, version_id: UUID, pair_uid: UUID, pinned: bool, at: datetime) -> Edited:
    """Hold a meeting where it is when the agenda is planned again, or let it go."""

    def change(_: Material, placed: moves.Agenda) -> moves.Agenda:
        return moves.pinned(placed, pair_uid, pinned=pinned)

    kind = "pin" if pinned else "unpin"
    return _edit(actor, version_id, kind, change, touched=(pair_uid,), consent=True, at=at)


@action
def add_meeting(
    *,
    actor: Actor,
    version_id: UUID,
    first_id: UUID,
    second_id: UUID,
    slot_id: UUID,
    table_id: UUID | None = None,
    consent: bool = False,
    at: datetime,
) -> Edited:
    """Put a meeting of two parties into a draft; whoever of them is free then sits at the table."""

    def change(material: Material, placed: moves.Agenda) -> moves.Agenda:
        return (*placed, new_meeting(material, placed, (first_id, second_id), slot_id, table_id))

    return _edit(actor, version_id, "add", change, touched=(), consent=consent, at=at)


@action
def drop_meeting(*, actor: Actor, version_id: UUID, pair_uid: UUID, consent: bool = False, at: datetime) -> Edited:
    """Take a meeting out of a draft."""

    def change(_: Material, placed: moves.Agenda) -> moves.Agenda:
        return moves.dropped(placed, pair_uid)

    return _edit(actor, version_id, "drop", change, touched=(pair_uid,), consent=consent, at=at)


@action
def undo_edit(*, actor: Actor, version_id: UUID, number: int | None = None, at: datetime) -> AgendaVersion:
    """Take back the last change by hand, exactly: the meetings are what they were, down to their identifiers.

    With `number` only if that is the last one: somebody else's later change is not taken back unseen.
    """
    version = rules.access_version(actor, version_id, to="plan", lock=True)
    last = AgendaEdit.objects.filter(version=version, undone_at__isnull=True).order_by("-number").first()
    if version.state != AgendaState.DRAFT or last is None or (number is not None and last.number != number):
        raise NothingToUndo(number=number)
    material = material_of(version.event)
    before, after = [from_json(m) for m in last.before], [from_json(m) for m in last.after]
    replace_meetings(version, material, before=after, after=before)
    last.undone_at = at
    last.save(update_fields=["undone_at"])
    _revalue(version, material)
    trail.record(actor, EventsEvent.AGENDA_UNDONE, version, hub_id=version.hub_id, at=at, number=last.number)
    return version


@action
def draft_from(*, actor: Actor, version_id: UUID, at: datetime) -> AgendaVersion:
    """A new draft with the same meetings, to change what must not change under people's eyes."""
    version = rules.access_version(actor, version_id, to="plan", lock=True)
    return copy_of(version, material_of(version.event), actor=actor, at=at)


@action
def discard_version(*, actor: Actor, version_id: UUID, at: datetime) -> AgendaVersion:
    """Put a draft away. It is kept, and can be taken up again."""
    return _move_version(actor, version_id, AgendaState.DISCARDED, EventsEvent.AGENDA_DISCARDED, at)


@action
def restore_version(*, actor: Actor, version_id: UUID, at: datetime) -> AgendaVersion:
    """Take a discarded draft up again."""
    return _move_version(actor, version_id, AgendaState.DRAFT, EventsEvent.AGENDA_RESTORED, at)


def _move_version(actor: Actor, version_id: UUID, to: AgendaState, event: EventsEvent, at: datetime) -> AgendaVersion:
    version = rules.access_version(actor, version_id, to="plan", lock=True)
    AGENDA.require(AgendaState(version.state), to)
    version.state = to
    version.save(update_fields=["state"])
    trail.record(actor, event, version, hub_id=version.hub_id, at=at, number=version.number)
    return version


def new_meeting(
    material: Material, placed: moves.Agenda, parties: tuple[UUID, UUID], slot_id: UUID, table_id: UUID | None
) -> Placed:
    """A meeting of the two parties at that time, with people who are free if any are; `MeetAlready` if they have one.

    Where nobody is free it names those who would come, so that the check says why they cannot.
    """
    known = material.pair(*parties)
    interest = material.interests.get(known.pair_uid) or known
    existing = next((m for m in placed if m.pair_uid == known.pair_uid), None)
    if existing is not None:
        raise MeetAlready(pair=str(known.pair_uid), slot=str(existing.slot), table=str(existing.table))
    if not interest.first_people or not interest.second_people:
        nobody = known.first if not interest.first_people else known.second
        raise CannotBeThere(breaks=[{"code": "no_person", "hard": True, "data": {"party": str(nobody)}}], openings=[])
    taken = {m.table for m in placed if m.slot == slot_id}
    open_now = [t.id for t in material.tables if t.id not in taken and material.usable(t.id, slot_id)]
    people = moves.people_for(material, placed, interest, slot_id)
    fitting = moves.fitting_first(material, placed, interest, people, slot_id, open_now)
    free = next(iter(fitting), material.tables[0].id)
    return Placed(
        id=uuid7(),
        pair_uid=known.pair_uid,
        first=known.first,
        second=known.second,
        slot=slot_id,
        table=table_id or free,
        people=people,
        origin=MeetingOrigin.HAND,
        interpreter=moves.interpreter_for(material, placed, people, slot_id, table_id or free),
    )


def _table_for(material: Material, placed: moves.Agenda, pair_uid: UUID, slot_id: UUID) -> UUID:
    meeting = moves.of_pair(placed, pair_uid)
    taken = {m.table for m in placed if m.slot == slot_id and m.pair_uid != pair_uid}
    free = [t.id for t in material.tables if t.id not in taken and material.usable(t.id, slot_id)]
    if meeting.slot == slot_id:  # at the same time, a move means another table
        free = [table for table in free if table != meeting.table]
    rest = [m for m in placed if m.pair_uid != pair_uid]
    known = material.known(meeting.first, meeting.second)
    best = moves.fitting_first(material, rest, known, meeting.people, slot_id, free, stay=meeting.table)
    return best[0] if best else meeting.table


def weigh(material: Material, before: moves.Agenda, change: Change, *, now: datetime | None = None) -> moves.Outcome:
    """What a change would make of an agenda; `NoSuchMeeting` if it speaks of one that is not there.

    A slot or table of another event is `Missing`.
    """
    try:
        after = change(material, before)
    except KeyError as missing:
        raise NoSuchMeeting(pair=str(missing.args[0])) from None
    strange = {m.slot for m in after} - material.slot_by_id.keys()
    strange |= {m.table for m in after} - material.table_by_id.keys()
    strange |= {m.interpreter for m in after if m not in before and m.interpreter} - material.interpreters.keys()
    if strange:
        raise Missing(identifiers=sorted(str(identifier) for identifier in strange))
    return moves.outcome(material, before, after, now=now)


def require_possible(
    material: Material, found: moves.Outcome, before: moves.Agenda, *, consent: bool, now: datetime | None = None
) -> None:
    """Refuse what cannot be, with the places that are free, and what needs a yes that was not given."""
    if found.hard:
        changed = [m for m in found.after if m not in before]
        free = moves.openings(material, before, changed[0].first, changed[0].second, now=now) if changed else ()
        raise CannotBeThere(breaks=breaks_as_data(found.hard), openings=openings_as_data(free))
    if found.soft and not consent:
        raise NeedsConsent(breaks=breaks_as_data(found.breaks))


def _edit(
    actor: Actor,
    version_id: UUID,
    kind: str,
    change: Change,
    *,
    touched: tuple[UUID, ...],
    consent: bool,
    at: datetime,
) -> Edited:
    named = rules.access_version(actor, version_id, to="plan", lock=True)
    material = material_of(named.event)
    version = named if named.state == AgendaState.DRAFT else copy_of(named, material, actor=actor, at=at)
    before = placed_in(version)
    now = started(named.event, at)
    found = weigh(material, before, change, now=now)
    require_possible(material, found, before, consent=consent, now=now)
    old = [m for m in before if m not in found.after]
    new = [_by_hand(m, kind) for m in found.after if m not in before]
    replace_meetings(version, material, before=old, after=new)
    number = AgendaEdit.objects.filter(version=version).count() + 1
    codes = [b.code for b in found.breaks]
    AgendaEdit.objects.create(
        hub_id=version.hub_id,
        version=version,
        number=number,
        kind=kind,
        before=[as_json(m) for m in old],
        after=[as_json(m) for m in new],
        breaks=codes,
        actor_id=actor.actor_id,
        made_at=at,
    )
    _revalue(version, material)
    pairs = [str(pair) for pair in touched] or [str(m.pair_uid) for m in new]
    trail.record(
        actor, EventsEvent.AGENDA_EDITED, version, hub_id=version.hub_id, at=at, kind=kind, pairs=pairs, breaks=codes
    )
    return Edited(version, number, found.breaks)


def _by_hand(meeting: Placed, kind: str) -> Placed:
    return meeting if kind in {"pin", "unpin"} else replace(meeting, origin=MeetingOrigin.HAND)


def copy_of(version: AgendaVersion, material: Material, *, actor: Actor, at: datetime) -> AgendaVersion:
    """A draft with the meetings of a version that may not change any more. The caller holds the event's lock."""
    origin = Origin(
        made_by=actor.actor_id,
        made_at=at,
        origin=MeetingOrigin.HAND,
        based_on=version,
        problem_digest=version.problem_digest,
        seconds=version.seconds,
        seed=version.seed,
    )
    draft = new_version(version.event, origin, levels=version.levels)
    placed = tuple(replace(m, id=uuid7()) for m in placed_in(version))
    write_meetings(draft, material, placed, published=False)
    _revalue(draft, material)
    trail.record(
        actor, EventsEvent.AGENDA_COPIED, draft, hub_id=draft.hub_id, at=at, number=draft.number, of=version.number
    )
    return draft


def _revalue(version: AgendaVersion, material: Material) -> None:
    """Count the version's values again, and why wishes are unmet. Bounds stay what the engine proved for its input.

    Those of gaps and table changes were proven for the value of that agenda: one that gives some of it up may be lower.
    """
    placed = placed_in(version)
    problem = problem_of(material, placed=placed, minimums=False)
    stated = as_engine_agenda(material, placed)
    values = agenda.values(problem, stated.meetings)
    known = {level["name"]: level["bound"] for level in version.levels}
    bounds = {name: known.get(name.value, value) for name, value in values.items()}
    bounds |= {name: min(value, bounds[name]) for name, value in values.items() if name not in agenda.MAXIMISED}
    version.levels = [{"name": name.value, "value": value, "bound": bounds[name]} for name, value in values.items()]
    changes = AgendaEdit.objects.filter(version=version, undone_at__isnull=True).exclude(kind__in=["pin", "unpin"])
    version.edited = changes.exists()
    version.save(update_fields=["levels", "edited"])
    write_unmet(version, material, problem, stated)


def breaks_as_data(breaks: tuple[moves.Break, ...]) -> list[dict[str, Any]]:
    """Breaks as a refusal carries them; phrases turn them into words."""
    return [{"code": b.code, "hard": b.hard, "data": dict(b.data)} for b in breaks]


def openings_as_data(openings: tuple[moves.Opening, ...]) -> list[dict[str, Any]]:
    """Openings as a refusal carries them."""
    return [{"slot": str(o.slot), "tables": [str(t) for t in o.tables]} for o in openings]


def as_json(meeting: Placed) -> dict[str, Any]:
    """A meeting as an edit keeps it."""
    return {
        "id": str(meeting.id),
        "pair_uid": str(meeting.pair_uid),
        "first": str(meeting.first),
        "second": str(meeting.second),
        "slot": str(meeting.slot),
        "table": str(meeting.table),
        "people": [str(person) for person in meeting.people],
        "pinned": meeting.pinned,
        "origin": meeting.origin.value,
        "sequence": meeting.sequence,
        "interpreter": str(meeting.interpreter) if meeting.interpreter else None,
    }


def from_json(data: dict[str, Any]) -> Placed:
    """What `as_json` wrote."""
    return Placed(
        id=UUID(data["id"]),
        pair_uid=UUID(data["pair_uid"]),
        first=UUID(data["first"]),
        second=UUID(data["second"]),
        slot=UUID(data["slot"]),
        table=UUID(data["table"]),
        people=tuple(UUID(person) for person in data["people"]),
        pinned=data["pinned"],
        origin=MeetingOrigin(data["origin"]),
        sequence=data["sequence"],
        interpreter=UUID(data["interpreter"]) if data.get("interpreter") else None,
    )
