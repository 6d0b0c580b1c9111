"""Sessions and the slots made of them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from landbridge.events import rules
from landbridge.events.models import Event, Meeting, Session, Slot
from landbridge.events.refusals import AgendaStands
from landbridge.events.states import AgendaState
from landbridge.events.timetable import Frame, LaidSession, WallSession, laid_out, slot_length_faults
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import InputRefused, Missing

_RENUMBERING = 20_000
"""Above any slot's number and inside a small integer: slots step aside here while they are numbered anew."""


@action
def set_sessions(
    *, actor: Actor, event_id: UUID, at: datetime, sessions: Sequence[WallSession], slot_minutes: int | None = None
) -> list[Session]:
    """Replace all sessions of a road show and cut them into slots.

    A session whose day and times stay keeps its slots, so that sessions may be added while an agenda stands; one that
    changes or goes while an agenda has meetings in it is refused with the agenda's versions.
    """
    event = rules.access_changeable(actor, event_id)
    before, length = [_recorded(session) for session in _in_order(event)], event.slot_minutes
    if slot_minutes is not None and slot_minutes != event.slot_minutes:
        if faults := list(slot_length_faults(slot_minutes)):
            raise InputRefused(*faults)
        event.slot_minutes = slot_minutes
        event.save(update_fields=["slot_minutes"])
    rows = _lay(event, sessions)
    trail.record(
        actor,
        EventsEvent.SESSIONS_SET,
        event,
        hub_id=event.hub_id,
        at=at,
        before=before,
        after=[_recorded(session) for session in rows],
        slot_minutes_before=length,
        slot_minutes=event.slot_minutes,
    )
    return rows


@action
def add_sessions(*, actor: Actor, event_id: UUID, at: datetime, sessions: Sequence[WallSession]) -> list[Session]:
    """Add sessions to those there are. A fault's row counts the new sessions after the present ones."""
    event = rules.access_changeable(actor, event_id)
    present = [_typed(session) for session in _in_order(event)]
    return set_sessions(actor=actor, event_id=event.pk, at=at, sessions=[*present, *sessions])


@action
def remove_session(*, actor: Actor, event_id: UUID, session_id: UUID, at: datetime) -> list[Session]:
    """Take one session away, with its slots; refused while an agenda has meetings in it."""
    event = rules.access_changeable(actor, event_id)
    present = _in_order(event)
    if session_id not in {session.pk for session in present}:
        raise Missing(identifier=str(session_id))
    kept = [_typed(session) for session in present if session.pk != session_id]
    return set_sessions(actor=actor, event_id=event.pk, at=at, sessions=kept)


def lay_again(*, event: Event, shift: timedelta) -> list[Session]:
    """Compute instants and slots anew after the event's days, zone or slot length changed; `shift` moves the days."""
    moved = [replace(_typed(session), day=session.day + shift) for session in _in_order(event)]
    return _lay(event, moved)


def _lay(event: Event, wanted: Sequence[WallSession]) -> list[Session]:
    laid = laid_out(wanted, _frame(event))
    wanted_spans = {_laid_key(session) for session in laid}
    lengths = _slot_lengths(event)
    kept = {
        _key(session): session
        for session in _in_order(event)
        if _key(session) in wanted_spans and lengths.get(session.pk) == timedelta(minutes=event.slot_minutes)
    }
    going = Session.objects.filter(event=event).exclude(pk__in=[session.pk for session in kept.values()])
    _require_no_agenda(going)
    Meeting.objects.filter(slot__session__in=going, version__state=AgendaState.DISCARDED).delete()
    going.delete()
    rows = [_kept_or_made(event, session, kept.get(_laid_key(session))) for session in laid]
    _number(event, zip(rows, laid, strict=True), {session.pk for session in kept.values()})
    return rows


def _slot_lengths(event: Event) -> dict[UUID, timedelta]:
    """How long the slots of each session are now."""
    return {slot.session_id: slot.ends_at - slot.starts_at for slot in Slot.objects.filter(event=event)}


def _kept_or_made(event: Event, laid: LaidSession, kept: Session | None) -> Session:
    if kept is None:
        return Session.objects.create(
            hub_id=event.hub_id,
            event=event,
            day=laid.wall.day,
            wall_start=laid.wall.start,
            wall_end=laid.wall.end,
            label=laid.wall.label,
            starts_at=laid.span.start,
            ends_at=laid.span.end,
        )
    if kept.label != laid.wall.label:
        kept.label = laid.wall.label
        kept.save(update_fields=["label"])
    return kept


def _number(event: Event, sessions: Iterable[tuple[Session, LaidSession]], kept: set[UUID]) -> None:
    """Make the slots of new sessions and number all slots of the event in order of time."""
    stepped_aside = list(Slot.objects.filter(event=event))
    for slot in stepped_aside:
        slot.number += _RENUMBERING
    Slot.objects.bulk_update(stepped_aside, ["number"])
    present = {slot.starts_at: slot for slot in stepped_aside}
    made: list[Slot] = []
    number = 0
    for session, laid in sessions:
        for span in laid.slots:
            number += 1
            if session.pk in kept:
                present[span.start].number = number
            else:
                made.append(
                    Slot(
                        hub_id=event.hub_id,
                        event=event,
                        session=session,
                        number=number,
                        starts_at=span.start,
                        ends_at=span.end,
                    )
                )
    Slot.objects.bulk_update(stepped_aside, ["number"])
    Slot.objects.bulk_create(made)


def _require_no_agenda(sessions: Iterable[Session]) -> None:
    """Refuse if a draft, the published agenda or one that was published has meetings in these sessions."""
    standing = (
        Meeting.objects.filter(slot__session__in=sessions)
        .exclude(version__state=AgendaState.DISCARDED)
        .values_list("version__number", "version__state")
        .distinct()
    )
    found = sorted(standing)
    if found:
        published = any(state != AgendaState.DRAFT for _number, state in found)
        raise AgendaStands(versions=tuple(number for number, _state in found), published=published)


def _frame(event: Event) -> Frame:
    return Frame(event.zone, event.first_day, event.last_day, event.slot_minutes)


def _in_order(event: Event) -> list[Session]:
    return list(Session.objects.filter(event=event).order_by("starts_at"))


def _typed(session: Session) -> WallSession:
    return WallSession(session.day, session.wall_start, session.wall_end, session.label)


def _key(session: Session) -> tuple[datetime, datetime]:
    return session.starts_at, session.ends_at


def _laid_key(session: LaidSession) -> tuple[datetime, datetime]:
    return session.span.start, session.span.end


def _recorded(session: Session) -> list[str]:
    """A session in the trail: enough to lay it again."""
    return [session.day.isoformat(), f"{session.wall_start:%H:%M}", f"{session.wall_end:%H:%M}", session.label]
