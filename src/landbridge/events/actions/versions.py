"""Writing versions of an agenda: rows of meetings, seats and unmet wishes from plain data. Called by other actions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max

from landbridge.engines import agenda
from landbridge.events.models import AgendaVersion, Event, Meeting, Seat, UnmetWish
from landbridge.events.queries.agendas import Interest, Material, Placed
from landbridge.events.queries.problem import slot_id_of
from landbridge.events.states import AgendaState, MeetingOrigin
from landbridge.kernel.ids import uuid7

NO_PERSON = "no_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a version comes from: who made it when, from which version, by which job, how long it took."""

    made_by: UUID
    made_at: datetime
    origin: MeetingOrigin
    based_on: AgendaVersion | None = None
    job_id: UUID | None = None
    problem_digest: str = ""
    seconds: float | None = None
    seed: int | None = None
    note: str = ""


def new_version(event: Event, origin: Origin, *, levels: list[dict[str, Any]]) -> AgendaVersion:
    """An empty draft with the next number. The caller holds the event's lock."""
    last = AgendaVersion.objects.filter(event=event).aggregate(last=Max("number"))["last"] or 0
    return AgendaVersion.objects.create(
        hub_id=event.hub_id,
        event=event,
        number=last + 1,
        based_on=origin.based_on,
        state=AgendaState.DRAFT,
        origin=origin.origin,
        job_id=origin.job_id,
        problem_digest=origin.problem_digest,
        levels=levels,
        seconds=origin.seconds,
        seed=origin.seed,
        note=origin.note,
        made_by=origin.made_by,
        made_at=origin.made_at,
    )


def write_meetings(version: AgendaVersion, material: Material, placed: Iterable[Placed], *, published: bool) -> None:
    """Add rows for these meetings and the people at them."""
    meetings, seats = [], []
    for one in placed:
        slot = material.slot_by_id[one.slot]
        shared = {
            "hub_id": version.hub_id,
            "event_id": version.event_id,
            "starts_at": slot.starts_at,
            "ends_at": slot.ends_at,
            "published": published,
        }
        meetings.append(
            Meeting(
                id=one.id,
                version=version,
                pair_uid=one.pair_uid,
                first_id=one.first,
                second_id=one.second,
                slot_id=one.slot,
                table_id=one.table,
                interpreter_id=one.interpreter,
                pinned=one.pinned,
                origin=one.origin,
                sequence=one.sequence,
                **shared,
            )
        )
        for person in one.people:
            attendee = material.attendees[person]
            seats.append(Seat(meeting_id=one.id, attendee=attendee, person_id=attendee.person_id, **shared))
    Meeting.objects.bulk_create(meetings)
    Seat.objects.bulk_create(seats)


def replace_meetings(
    version: AgendaVersion, material: Material, *, before: Iterable[Placed], after: Iterable[Placed]
) -> None:
    """Make the rows of these pairs what they are in `after`; meetings keep their identifiers."""
    gone = [m.id for m in before]
    Seat.objects.filter(meeting_id__in=gone).delete()
    Meeting.objects.filter(id__in=gone).delete()
    write_meetings(version, material, after, published=version.state == AgendaState.PUBLISHED)


def from_engine(
    answer: agenda.Agenda, problem_pairs: Mapping[UUID, Interest], base: Iterable[Placed] = ()
) -> tuple[Placed, ...]:
    """The engine's meetings as ours. One that stayed where it was in `base` keeps its pin and its origin."""
    former = {m.pair_uid: m for m in base}
    return tuple(_from_engine(meeting, problem_pairs, former) for meeting in answer.meetings)


def _from_engine(meeting: agenda.Meeting, pairs: Mapping[UUID, Interest], former: Mapping[UUID, Placed]) -> Placed:
    pair = UUID(meeting.wish)
    old = former.get(pair)
    known = pairs.get(pair) or former[pair]
    placed = Placed(
        id=uuid7(),
        pair_uid=pair,
        first=known.first,
        second=known.second,
        slot=slot_id_of(meeting.slot),
        table=UUID(meeting.table),
        people=(UUID(meeting.a), UUID(meeting.b)),
        interpreter=UUID(meeting.interpreter) if meeting.interpreter else None,
    )
    if old is None or old.place != placed.place:
        return placed
    return replace(placed, pinned=old.pinned, origin=old.origin)


def write_unmet(version: AgendaVersion, material: Material, problem: agenda.Problem, answer: agenda.Agenda) -> None:
    """Say of every wish that the version leaves unmet why it does; replaces what was said before."""
    UnmetWish.objects.filter(version=version).delete()
    met = {meeting.wish for meeting in answer.meetings}
    reasons = {unmet.wish: unmet for unmet in agenda.explain(problem, answer)}
    rows = [
        _unmet(version, material, interest, reasons.get(str(uid)))
        for uid, interest in sorted(material.interests.items())
        if not interest.never and str(uid) not in met
    ]
    UnmetWish.objects.bulk_create(rows)


def _unmet(version: AgendaVersion, material: Material, interest: Interest, unmet: agenda.Unmet | None) -> UnmetWish:
    """The reason of the pair of people that came nearest to meeting; the engine lists them from far to near."""
    order = list(agenda.ReasonCode)
    nearest = max(unmet.reasons, key=lambda r: order.index(r.code)) if unmet and unmet.reasons else None
    data: dict[str, Any] = {}
    if nearest is not None and unmet is not None:
        data = {
            "people": list(nearest.participants),
            "slots": list(dict.fromkeys(str(slot_id_of(slot)) for slot in nearest.slots)),
            "needs": sorted(interest.needs),
            "languages": [sorted(material.attendees[UUID(name)].spoken) for name in (nearest.a, nearest.b)],
            "quota": nearest.quota,
            "outranked_by": list(nearest.outranked_by),
            "proven": unmet.proven,
        }
    return UnmetWish(
        hub_id=version.hub_id,
        event_id=version.event_id,
        version=version,
        first_id=interest.first,
        second_id=interest.second,
        weight=sum(interest.weights),
        mutual=interest.mutual,
        must=interest.must,
        reason=nearest.code.value if nearest is not None else NO_PERSON,
        data=data,
    )


def levels_as_data(levels: Iterable[agenda.Level]) -> list[dict[str, Any]]:
    """Levels as they are stored with a version and shown in a running job's note."""
    return [{"name": level.name.value, "value": level.value, "bound": level.bound} for level in levels]
