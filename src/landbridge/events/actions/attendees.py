"""The people who sit at the table, and when they cannot."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from landbridge.events import rules
from landbridge.events.models import Absence, Attendee, DeskAct, Event, Participant, Seat, Slot
from landbridge.events.refusals import AlreadyAttends, StillUsed
from landbridge.events.states import AbsenceReason, AgendaState
from landbridge.events.timetable import Frame, whole_days
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.transactions import action
from landbridge.kernel import zones
from landbridge.kernel.actor import Actor
from landbridge.kernel.interval import Interval, merged
from landbridge.kernel.refusal import Finding, InputRefused, Missing
from landbridge.network.models import Person as NetworkPerson
from landbridge.network.tables import is_language


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the network who comes for a party; `leads`: its president or first representative.

    `languages` are all they speak at a table; none: that is not known.
    """

    person_id: UUID
    language: str = ""
    leads: bool = False
    languages: tuple[str, ...] = ()


@action
def add_attendee(*, actor: Actor, participant_id: UUID, at: datetime, person: Person) -> Attendee:
    """Let one more person come for a party. Somebody who comes for another party of the road show is refused."""
    participant = rules.access_participant(actor, participant_id, to="plan")
    (attendee,) = seat(participant.event, [(participant, [person])])
    if person.leads:
        _lead_alone(attendee)
    trail.record(
        actor, EventsEvent.ATTENDEE_ADDED, participant, hub_id=participant.hub_id, at=at, person=person.person_id
    )
    return attendee


@action
def change_attendee(
    *,
    actor: Actor,
    attendee_id: UUID,
    at: datetime,
    language: str,
    leads: bool,
    languages: Collection[str] | None = None,
) -> Attendee:
    """Say which language a person prefers at the table and whether they lead; a party has one who leads.

    `languages` are all they speak there; None leaves them.
    """
    attendee = rules.access_attendee(actor, attendee_id, to="plan")
    _require_languages([language, *(languages or ())])
    attendee.language, attendee.leads = language, leads
    if languages is not None:
        attendee.languages = sorted(set(languages))
    attendee.save(update_fields=["language", "languages", "leads"])
    if leads:
        _lead_alone(attendee)
    trail.record(
        actor,
        EventsEvent.ATTENDEE_CHANGED,
        attendee,
        hub_id=attendee.hub_id,
        at=at,
        language=language,
        leads=leads,
        languages=attendee.languages,
    )
    return attendee


@action
def remove_attendee(*, actor: Actor, attendee_id: UUID, at: datetime) -> Participant:
    """Take a person off the list with their absences; refused while an agenda seats them or a desk has seen them.

    Adding them again undoes it.
    """
    attendee = rules.access_attendee(actor, attendee_id, to="plan")
    seats = Seat.objects.filter(attendee=attendee)
    standing = seats.exclude(meeting__version__state=AgendaState.DISCARDED).count()
    standing += DeskAct.objects.filter(attendee=attendee).count()
    if standing:
        raise StillUsed(what="attendee", label=attendee.participant.label, count=standing)
    seats.delete()
    trail.record(
        actor,
        EventsEvent.ATTENDEE_REMOVED,
        attendee.participant,
        hub_id=attendee.hub_id,
        at=at,
        person=attendee.person_id,
        language=attendee.language,
        leads=attendee.leads,
    )
    attendee.delete()
    return attendee.participant


@action
def set_availability(
    *,
    actor: Actor,
    attendee_id: UUID,
    at: datetime,
    arrives: datetime | None = None,
    leaves: datetime | None = None,
    busy_slot_ids: Collection[UUID] = (),
) -> list[Absence]:
    """Say when a person can be met; what was said before is replaced.

    `arrives` and `leaves` are wall times in the event's zone; `busy_slot_ids` are slots in which they cannot be met
    for another reason. Neighbouring busy slots become one absence.
    """
    attendee = rules.access_attendee(actor, attendee_id, to="plan")
    event = attendee.event
    spans = [
        *_around(event, arrives, leaves),
        *((span, AbsenceReason.BUSY) for span in merged(_slot_spans(event, busy_slot_ids))),
    ]
    Absence.objects.filter(attendee=attendee, ticket_id=None).delete()
    rows = Absence.objects.bulk_create(
        Absence(
            hub_id=event.hub_id, event=event, attendee=attendee, reason=reason, starts_at=span.start, ends_at=span.end
        )
        for span, reason in spans
    )
    trail.record(
        actor,
        EventsEvent.AVAILABILITY_SET,
        attendee,
        hub_id=event.hub_id,
        at=at,
        absences=[[row.reason, row.starts_at.isoformat(), row.ends_at.isoformat()] for row in rows],
    )
    return rows


@action
def set_free_slots(
    *,
    actor: Actor,
    attendee_id: UUID,
    at: datetime,
    free_slot_ids: Collection[UUID],
    arrives: datetime | None = None,
    leaves: datetime | None = None,
) -> list[Absence]:
    """Say in which slots a person can be met, as the grid on the page does: they are busy in all others.

    Slots before they arrive and after they leave count as that, not as busy, so a later change of these times frees
    them again.
    """
    attendee = rules.access_attendee(actor, attendee_id, to="plan")
    event = attendee.event
    around = [span for span, _reason in _around(event, arrives, leaves)]
    free, slots = set(free_slot_ids), list(Slot.objects.filter(event=event))
    if unknown := free - {slot.pk for slot in slots}:
        raise Missing(identifiers=sorted(str(slot_id) for slot_id in unknown))
    busy = [slot.pk for slot in slots if slot.pk not in free and not any(_touches(span, slot) for span in around)]
    return set_availability(
        actor=actor, attendee_id=attendee_id, at=at, arrives=arrives, leaves=leaves, busy_slot_ids=busy
    )


def _touches(span: Interval, slot: Slot) -> bool:
    return span.start < slot.ends_at and slot.starts_at < span.end


def seat(event: Event, wanted: Sequence[tuple[Participant, Sequence[Person]]]) -> list[Attendee]:
    """Make attendees of these people; part of an action that holds the event's lock."""
    given = [person.person_id for _participant, people in wanted for person in people]
    if not given:
        return []
    _require_languages({code for _party, people in wanted for one in people for code in (one.language, *one.languages)})
    rules.require_of_hub(NetworkPerson.objects.all(), given, hub_id=event.hub_id)
    taken = (
        Attendee.objects.filter(event=event, person__in=given).values_list("person_id", "participant__label").first()
    )
    if taken is not None:
        raise AlreadyAttends(person_id=str(taken[0]), label=taken[1])
    rows: dict[UUID, Attendee] = {}
    for participant, people in wanted:
        for person in people:
            if person.person_id in rows:
                other = rows[person.person_id].participant
                raise AlreadyAttends(person_id=str(person.person_id), label=other.label)
            rows[person.person_id] = Attendee(
                hub_id=event.hub_id,
                event=event,
                participant=participant,
                person_id=person.person_id,
                language=person.language,
                languages=sorted(set(person.languages)),
                leads=person.leads,
            )
    return Attendee.objects.bulk_create(list(rows.values()), batch_size=1_000)


def language_faults(languages: Collection[str]) -> list[Finding]:
    """Codes that are no language."""
    wrong = sorted(code for code in set(languages) if not is_language(code))
    return [Finding("unknown_language", field="languages", data={"languages": ", ".join(wrong)})] if wrong else []


def _require_languages(languages: Collection[str]) -> None:
    found = language_faults([code for code in languages if code])
    if found:
        raise InputRefused(*found)


def _lead_alone(attendee: Attendee) -> None:
    others = Attendee.objects.filter(participant_id=attendee.participant_id, leads=True).exclude(pk=attendee.pk)
    others.update(leads=False)


def _around(event: Event, arrives: datetime | None, leaves: datetime | None) -> list[tuple[Interval, AbsenceReason]]:
    """The absences before somebody arrives and after they leave, inside the event's days."""
    days = whole_days(Frame(event.zone, event.first_day, event.last_day, event.slot_minutes))
    found: list[Finding] = []
    came, went = (
        instant_of(event, wall, field, days, found) for wall, field in ((arrives, "arrives"), (leaves, "leaves"))
    )
    if came and went and went <= came:
        found.append(Finding("leaves_before_arriving", field="leaves", data={"arrives": arrives, "leaves": leaves}))
    if found:
        raise InputRefused(*found)
    spans = []
    if came and came > days.start:
        spans.append((Interval(days.start, came), AbsenceReason.ARRIVES_LATE))
    if went and went < days.end:
        spans.append((Interval(went, days.end), AbsenceReason.LEAVES_EARLY))
    return spans


def instant_of(
    event: Event, wall: datetime | None, field: str, days: Interval, found: list[Finding]
) -> datetime | None:
    """The instant of a wall time inside the event's days; what is wrong with it is added to `found`."""
    if wall is None:
        return None
    try:
        instant = zones.to_instant(wall, event.zone)
    except (zones.TimeDoesNotExist, zones.TimeIsAmbiguous, zones.TimeTooFar) as refusal:
        found.append(Finding(refusal.code, field=field, data=dict(refusal.data)))
        return None
    if not days.start <= instant <= days.end:
        data = {"given": wall, "first_day": event.first_day, "last_day": event.last_day}
        found.append(Finding("outside_the_event", field=field, data=data))
        return None
    return instant


def _slot_spans(event: Event, slot_ids: Collection[UUID]) -> list[Interval]:
    wanted = set(slot_ids)
    slots = list(Slot.objects.filter(event=event, pk__in=wanted))
    if len(slots) != len(wanted):
        raise Missing(identifiers=sorted(str(identifier) for identifier in wanted))
    return [Interval(slot.starts_at, slot.ends_at) for slot in slots]
