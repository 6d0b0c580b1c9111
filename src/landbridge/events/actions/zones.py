"""What follows when a zone's rules change: wall times stay, the instants they mean are computed again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Model, Q

from landbridge.events import rules
from landbridge.events.models import (
    Absence,
    DayChange,
    Event,
    Gathering,
    Interpreter,
    Meeting,
    Seat,
    Session,
    Slot,
    Ticket,
)
from landbridge.events.states import EventState
from landbridge.events.timetable import wall_to_instant
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor

_ASIDE: Final = timedelta(days=40_000)
"""Rows step this far aside while they move, so that none meets the next one's old place."""
_NEAREST: Final[tuple[type[Model], ...]] = (Absence, DayChange, Gathering, Ticket)
_OVER: Final = (EventState.HELD, EventState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Followed:
    """An event that was brought back to its wall times: by how much each of its sessions moved."""

    event: Event
    moved: Mapping[UUID, timedelta]


def follow_zones(*, actor: Actor, hub_id: UUID, at: datetime) -> list[Followed]:
    """Bring every coming event of the hub back to its wall times; those that are right are left alone."""
    coming = Event.objects.filter(hub_id=hub_id, sessions__starts_at__gt=at).exclude(state__in=_OVER).distinct()
    found = (follow_zone(actor=actor, event_id=event.pk, at=at) for event in coming.order_by("pk"))
    return [followed for followed in found if followed.moved]


@action
def follow_zone(*, actor: Actor, event_id: UUID, at: datetime) -> Followed:
    """Compute the instants of an event again from its wall times and the zone's rules as installed now.

    Every session that has not begun moves with its slots, meetings and seats in all versions, and what is set beside
    them (absences, group sessions, changes of the day, interpreters' times) moves as the session next to it. Published
    meetings count on, so that calendars take the change as an update. Nobody is told: on the wall nothing changed. A
    second call finds nothing to do.
    """
    event = rules.access_changeable(actor, event_id)
    sessions = list(Session.objects.filter(event=event).order_by("starts_at"))
    moved = {session.pk: shift for session in sessions if (shift := _shift(event, session, at))}
    if not moved:
        return Followed(event, {})
    anchors = [(session.starts_at, session.ends_at, moved.get(session.pk, timedelta())) for session in sessions]
    for session_id in moved:
        _aside(session_id)
        Meeting.objects.filter(slot__session=session_id, published=True).update(sequence=F("sequence") + 1)
    beside = [(model, _by_shift(model, event, anchors, at)) for model in _NEAREST]
    for session_id, shift in moved.items():
        _settle(session_id, shift)
    for model, groups in beside:
        _move_beside(model, groups)
    _move_interpreters(event, anchors, at)
    trail.record(
        actor,
        EventsEvent.ZONE_FOLLOWED,
        event,
        hub_id=event.hub_id,
        at=at,
        zone=event.zone,
        minutes=sorted({int(shift.total_seconds() // 60) for shift in moved.values()}),
        sessions=len(moved),
    )
    return Followed(event, moved)


def _shift(event: Event, session: Session, at: datetime) -> timedelta:
    """How far a session's stored start lies from its wall time; none for what has begun by either reckoning."""
    meant = wall_to_instant(datetime.combine(session.day, session.wall_start), event.zone)
    return meant - session.starts_at if min(meant, session.starts_at) > at else timedelta()


def _of(session_id: UUID) -> tuple[tuple[type[Model], Q], ...]:
    return (
        (Session, Q(pk=session_id)),
        (Slot, Q(session=session_id)),
        (Meeting, Q(slot__session=session_id)),
        (Seat, Q(meeting__slot__session=session_id)),
    )


def _aside(session_id: UUID) -> None:
    for model, which in _of(session_id):
        _push(model, which, -_ASIDE)


def _settle(session_id: UUID, shift: timedelta) -> None:
    for model, which in _of(session_id):
        _push(model, which, _ASIDE + shift)


def _push(model: type[Model], which: Q, by: timedelta) -> None:
    rows: Any = model._default_manager  # noqa: SLF001 -- the manager every model has, here of any of them
    rows.filter(which).update(starts_at=F("starts_at") + by, ends_at=F("ends_at") + by)


def _nearest(moment: datetime, anchors: list[tuple[datetime, datetime, timedelta]]) -> timedelta:
    """The shift of the session that the moment lies in or next to."""

    def distance(anchor: tuple[datetime, datetime, timedelta]) -> timedelta:
        return max(anchor[0] - moment, moment - anchor[1], timedelta())

    return min(anchors, key=distance)[2]


def _by_shift(
    model: type[Model], event: Event, anchors: list[tuple[datetime, datetime, timedelta]], at: datetime
) -> dict[timedelta, list[UUID]]:
    rows: Any = model._default_manager  # noqa: SLF001 -- as above
    groups: dict[timedelta, list[UUID]] = {}
    for pk, starts_at in rows.filter(event=event, starts_at__gt=at).values_list("pk", "starts_at"):
        if shift := _nearest(starts_at, anchors):
            groups.setdefault(shift, []).append(pk)
    return groups


def _move_beside(model: type[Model], groups: Mapping[timedelta, list[UUID]]) -> None:
    for identifiers in groups.values():
        _push(model, Q(pk__in=identifiers), -_ASIDE)
    for shift, identifiers in groups.items():
        _push(model, Q(pk__in=identifiers), _ASIDE + shift)


def _move_interpreters(event: Event, anchors: list[tuple[datetime, datetime, timedelta]], at: datetime) -> None:
    for interpreter in Interpreter.objects.filter(event=event):
        for field in ("arrives_at", "leaves_at"):
            moment = getattr(interpreter, field)
            if moment and moment > at:
                setattr(interpreter, field, (moment + _nearest(moment, anchors)).astimezone(UTC))
        interpreter.save(update_fields=["arrives_at", "leaves_at"])
