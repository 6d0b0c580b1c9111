"""Recording what changed since the agenda was made, and taking it back.

Stable names, for the organiser's pages, the desk's check-in and the API alike:

    record_absence(actor=, event_id=, attendee_ids=, interpreter_ids=, kind=, since=, until=, note=, at=)   -> rows
    record_closure(actor=, event_id=, table_ids= or room_id=, since=, until=, note=, at=)  -> rows
    end_day_change(actor=, change_id=, at=)     -> the row: it is over now (somebody came after all)
    undo_day_change(actor=, change_id=, at=)    -> the row: it was never so

Recording moves no meeting. It tells the board and the next plan; `actions.replanning` makes the new agenda.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from landbridge.events import rules
from landbridge.events.models import Attendee, DayChange, Event, Interpreter, Room, Table
from landbridge.events.models.day_changes import STANDS
from landbridge.events.refusals import ChangedSince, DayChangeIsOver
from landbridge.events.states import ABOUT_PEOPLE, DayChangeKind
from landbridge.events.timetable import Frame, day_start, whole_days
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.locks import locked
from landbridge.ground.transactions import action
from landbridge.kernel import zones
from landbridge.kernel.actor import Actor
from landbridge.kernel.interval import Interval
from landbridge.kernel.refusal import Finding, InputRefused, Missing

LONGEST_NOTE: Final = 200


@action
def record_absence(
    *,
    actor: Actor,
    event_id: UUID,
    attendee_ids: Collection[UUID] = (),
    interpreter_ids: Collection[UUID] = (),
    kind: DayChangeKind,
    since: datetime | None = None,
    until: datetime | None = None,
    note: str = "",
    at: datetime,
) -> list[DayChange]:
    """Say that people or interpreters are absent, come late or leave: one row each, in the order given.

    `ABSENT` lasts from `since` (else from the first day on) to `until` (else to the last day's end); `LATE` from the
    start of that day to `until`, `LEAVES` from `since` on. Saying the same again changes nothing and gives the row
    that stands; another word about an overlapping time takes the older one's place.
    """
    event = rules.access_at_the_desk(actor, event_id)
    if kind not in ABOUT_PEOPLE:
        raise InputRefused(Finding("unknown_kind_of_change", field="kind", data={"kind": kind}))
    span = _judged(event, kind, since, until, note, named=len(attendee_ids) + len(interpreter_ids))
    rules.require_of_hub(Attendee.objects.filter(event=event), attendee_ids, hub_id=event.hub_id)
    rules.require_of_hub(Interpreter.objects.filter(event=event), interpreter_ids, hub_id=event.hub_id)
    about = [{"attendee_id": key} for key in dict.fromkeys(attendee_ids)]
    about += [{"interpreter_id": key} for key in dict.fromkeys(interpreter_ids)]
    return _recorded(actor, event, kind, about, span, note, at)


@action
def record_closure(
    *,
    actor: Actor,
    event_id: UUID,
    table_ids: Collection[UUID] = (),
    room_id: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    note: str = "",
    at: datetime,
) -> list[DayChange]:
    """Say that tables, or a room with all its tables, cannot be used from `since` (else now) to `until` (else the end)."""
    event = rules.access_at_the_desk(actor, event_id)
    kind = DayChangeKind.ROOM_LOST if room_id else DayChangeKind.TABLE_LOST
    named = 1 if room_id else len(table_ids)
    span = _judged(event, kind, since or max(at, _days(event).start), until, note, named=named)
    if room_id:
        rules.require_of_hub(Room.objects.filter(event=event), [room_id], hub_id=event.hub_id)
        return _recorded(actor, event, kind, [{"room_id": room_id}], span, note, at)
    rules.require_of_hub(Table.objects.filter(event=event), table_ids, hub_id=event.hub_id)
    return _recorded(actor, event, kind, [{"table_id": key} for key in dict.fromkeys(table_ids)], span, note, at)


@action
def end_day_change(*, actor: Actor, change_id: UUID, at: datetime) -> DayChange:
    """It is over as of `at`: the person is here after all, the table can be used. What was so before stays recorded.

    Where it would only have begun later it is taken back as a whole.
    """
    change = _standing(actor, change_id)
    if change.ends_at <= at:
        raise DayChangeIsOver(kind=change.kind)
    if at <= change.starts_at:
        return undo_day_change(actor=actor, change_id=change_id, at=at)
    change.ends_at = at
    change.save(update_fields=["ends_at"])
    trail.record(actor, EventsEvent.DAY_CHANGE_ENDED, change, hub_id=change.hub_id, at=at, kind=change.kind)
    return change


@action
def undo_day_change(*, actor: Actor, change_id: UUID, at: datetime) -> DayChange:
    """Take it back: it was never so. What it had taken the place of stands again.

    Refused as `ChangedSince` if something newer stands where the older word would come back.
    """
    change = _standing(actor, change_id)
    change.undone_at, change.undone_by = at, actor.actor_id
    change.save(update_fields=["undone_at", "undone_by"])
    former = list(DayChange.objects.filter(replaced_by=change))
    for row in former:
        if _overlapping(row, Interval(row.starts_at, row.ends_at)):
            raise ChangedSince(kind=row.kind)
    DayChange.objects.filter(pk__in=[row.pk for row in former]).update(undone_at=None, undone_by=None, replaced_by=None)
    trail.record(
        actor,
        EventsEvent.DAY_CHANGE_UNDONE,
        change,
        hub_id=change.hub_id,
        at=at,
        kind=change.kind,
        back=[str(row.pk) for row in former],
    )
    return change


def _standing(actor: Actor, change_id: UUID) -> DayChange:
    """The change, locked with its event, if it was not taken back."""
    event_id = DayChange.objects.filter(pk=change_id).values_list("event_id", flat=True).first()
    if event_id is None:
        raise Missing(identifier=str(change_id))
    event = rules.access_at_the_desk(actor, event_id)
    change = locked(DayChange.objects.filter(event=event), change_id)
    if change.undone_at is not None:
        raise DayChangeIsOver(kind=change.kind)
    change.event = event
    return change


def _days(event: Event) -> Interval:
    return whole_days(Frame(event.zone, event.first_day, event.last_day, event.slot_minutes))


def _judged(
    event: Event, kind: DayChangeKind, since: datetime | None, until: datetime | None, note: str, *, named: int
) -> Interval:
    """The span that was meant, inside the event's days, or every fault of what was said."""
    days = _days(event)
    faults = []
    if not named:
        faults.append(Finding("nobody_named", field="who"))
    if len(note) > LONGEST_NOTE:
        faults.append(Finding("note_too_long", field="note", data={"found": len(note), "most": LONGEST_NOTE}))
    needed = {DayChangeKind.LATE: ("until", until), DayChangeKind.LEAVES: ("since", since)}.get(kind)
    if needed and needed[1] is None:
        faults.append(Finding("time_needed", field=needed[0]))
    for field, moment in (("since", since), ("until", until)):
        if moment is not None and not days.start <= moment <= days.end:
            data = {"given": moment, "first_day": event.first_day, "last_day": event.last_day}
            faults.append(Finding("outside_the_event", field=field, data=data))
    if faults:
        raise InputRefused(*faults)
    start = since or (day_start(_day(event, until), event.zone) if kind is DayChangeKind.LATE and until else days.start)
    end = until or days.end
    if end <= start:
        raise InputRefused(Finding("ends_before_it_begins", field="until"))
    return Interval(start, end)


def _day(event: Event, moment: datetime) -> date:
    """The wall day of a moment; the very end of a day still belongs to it."""
    return zones.to_wall(moment - timedelta(microseconds=1), event.zone).date()


def _recorded(
    actor: Actor,
    event: Event,
    kind: DayChangeKind,
    about: Sequence[Mapping[str, UUID]],
    span: Interval,
    note: str,
    at: datetime,
) -> list[DayChange]:
    return [_record(actor, event, kind, one, span, note, at) for one in about]


def _record(
    actor: Actor, event: Event, kind: DayChangeKind, about: Mapping[str, UUID], span: Interval, note: str, at: datetime
) -> DayChange:
    row = DayChange(
        hub_id=event.hub_id,
        event=event,
        kind=kind,
        starts_at=span.start,
        ends_at=span.end,
        note=note,
        recorded_by=actor.actor_id,
        recorded_at=at,
        **about,
    )
    former = _overlapping(row, span)
    same = next((f for f in former if (f.kind, f.starts_at, f.ends_at) == (kind, span.start, span.end)), None)
    if same is not None and same.note == note:
        return same
    earlier = [f.pk for f in former]
    DayChange.objects.filter(pk__in=earlier).update(undone_at=at, undone_by=actor.actor_id)
    row.save(force_insert=True)
    DayChange.objects.filter(pk__in=earlier).update(replaced_by=row)
    trail.record(
        actor,
        EventsEvent.DAY_CHANGE_RECORDED,
        row,
        hub_id=event.hub_id,
        at=at,
        kind=kind.value,
        starts=span.start.isoformat(),
        ends=span.end.isoformat(),
        replaces=[str(key) for key in earlier],
        about={name: str(value) for name, value in about.items()},
    )
    return row


def _overlapping(row: DayChange, span: Interval) -> list[DayChange]:
    """What stands about the same person, interpreter, table or room and touches the span."""
    about = Q(
        attendee_id=row.attendee_id, interpreter_id=row.interpreter_id, table_id=row.table_id, room_id=row.room_id
    )
    rows = DayChange.objects.filter(STANDS, about, event_id=row.event_id).exclude(pk=row.pk)
    return list(rows.filter(starts_at__lt=span.end, ends_at__gt=span.start))
