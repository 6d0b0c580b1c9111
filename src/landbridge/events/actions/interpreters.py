"""Interpreters of a road show: whether they are needed, who they are, what they speak and when they are there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from landbridge.events import rules
from landbridge.events.actions import links, messages
from landbridge.events.actions.attendees import instant_of, language_faults
from landbridge.events.actions.invitations import Copied, SaidNo
from landbridge.events.letters import language_of
from landbridge.events.models import Attendee, Event, Interpreter, Meeting
from landbridge.events.refusals import AlreadyAttends, StillUsed
from landbridge.events.states import AgendaState, LinkWay
from landbridge.events.timetable import Frame, whole_days
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.locks import locked
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Finding, InputRefused, Missing
from landbridge.network.models import Person


@dataclass(frozen=True, slots=True)
class Service:
    """What an interpreter offers: languages, and wall times of the event's zone between which they are there."""

    languages: tuple[str, ...]
    arrives: datetime | None = None
    leaves: datetime | None = None


@action
def set_interpreting(*, actor: Actor, event_id: UUID, on: bool, at: datetime) -> Event:
    """Say whether people who share no language need an interpreter. Off: languages and interpreters count for nothing."""
    event = rules.access_changeable(actor, event_id)
    if event.interpreting != on:
        event.interpreting = on
        event.save(update_fields=["interpreting"])
        trail.record(actor, EventsEvent.INTERPRETING_SET, event, hub_id=event.hub_id, at=at, on=on)
    return event


@action
def add_interpreter(*, actor: Actor, event_id: UUID, person_id: UUID, service: Service, at: datetime) -> Interpreter:
    """Let somebody of the network interpret; the first one says that interpreters are needed at all.

    Who sits at a table for a party does not interpret: `AlreadyAttends`.
    """
    event = rules.access_changeable(actor, event_id)
    rules.require_of_hub(Person.objects.all(), [person_id], hub_id=event.hub_id)
    taken = Attendee.objects.filter(event=event, person=person_id).select_related("participant").first()
    if taken is not None:
        raise AlreadyAttends(person_id=str(person_id), label=taken.participant.label)
    present = Interpreter.objects.filter(event=event)
    if present.filter(person=person_id).exists():
        raise InputRefused(Finding("interprets_already", field="person"))
    first = not present.exists()
    languages, came, went = _judged(event, service)
    made = Interpreter.objects.create(
        hub_id=event.hub_id,
        event=event,
        person_id=person_id,
        languages=languages,
        arrives_at=came,
        leaves_at=went,
    )
    trail.record(
        actor, EventsEvent.INTERPRETER_ADDED, event, hub_id=event.hub_id, at=at, person=person_id, languages=languages
    )
    if first:
        set_interpreting(actor=actor, event_id=event.pk, on=True, at=at)
    return made


@action
def change_interpreter(*, actor: Actor, interpreter_id: UUID, service: Service, at: datetime) -> Interpreter:
    """Correct what an interpreter speaks and when they are there. Agendas that stand are checked when next changed."""
    interpreter = access_interpreter(actor, interpreter_id, to="plan")
    event = interpreter.event
    interpreter.languages, interpreter.arrives_at, interpreter.leaves_at = _judged(event, service)
    interpreter.save(update_fields=["languages", "arrives_at", "leaves_at"])
    trail.record(
        actor,
        EventsEvent.INTERPRETER_CHANGED,
        event,
        hub_id=event.hub_id,
        at=at,
        person=interpreter.person_id,
        languages=interpreter.languages,
    )
    return interpreter


@action
def remove_interpreter(*, actor: Actor, interpreter_id: UUID, at: datetime) -> Event:
    """Take an interpreter off; refused while an agenda has meetings for them. Adding them again undoes it."""
    interpreter = access_interpreter(actor, interpreter_id, to="plan")
    event = interpreter.event
    theirs = Meeting.objects.filter(interpreter=interpreter)
    standing = theirs.exclude(version__state=AgendaState.DISCARDED).count()
    if standing:
        raise StillUsed(what="interpreter", label=interpreter.person.name.shown("en"), count=standing)
    theirs.update(interpreter=None)
    trail.record(
        actor, EventsEvent.INTERPRETER_REMOVED, event, hub_id=event.hub_id, at=at, person=interpreter.person_id
    )
    interpreter.delete()
    return event


@action
def copy_link(*, actor: Actor, interpreter_id: UUID, at: datetime) -> Copied:
    """Write the text that somebody pastes for an interpreter, with one more link of theirs. Links they have go on opening.

    Somebody who wants no messages is refused, whatever the way.
    """
    event = access_interpreter(actor, interpreter_id, to="plan").event
    interpreter = locked(Interpreter.objects.select_related("person__provenance"), interpreter_id)
    interpreter.event = event
    if messages.has_said_no(interpreter):
        raise SaidNo(name=interpreter.person.name.shown("en"))
    issued = links.issue(actor, interpreter, at, way=LinkWay.HANDED)
    text, address = messages.text_to_copy(actor, interpreter, issued.token, at)
    return Copied(text, address, language_of(interpreter))


def access_interpreter(actor: Actor, interpreter_id: UUID, *, to: rules.To = "view") -> Interpreter:
    """The interpreter with the event; for a change the event is locked first."""
    row = Interpreter.objects.filter(pk=interpreter_id).values_list("event_id", flat=True).first()
    if row is None:
        raise Missing(identifier=str(interpreter_id))
    event = rules.access_changeable(actor, row) if to == "plan" else rules.access_event(actor, row, to=to)
    interpreter = Interpreter.objects.select_related("person").get(pk=interpreter_id)
    interpreter.event = event
    return interpreter


def _judged(event: Event, service: Service) -> tuple[list[str], datetime | None, datetime | None]:
    """The languages in order and the instants, or every fault of them."""
    languages = sorted(set(filter(None, service.languages)))
    found: list[Finding] = language_faults(languages)
    if len(languages) < 2:
        found.append(Finding("interpreter_speaks_too_little", field="languages"))
    days = whole_days(Frame(event.zone, event.first_day, event.last_day, event.slot_minutes))
    came = instant_of(event, service.arrives, "arrives", days, found)
    went = instant_of(event, service.leaves, "leaves", days, found)
    if came and went and went <= came:
        data = {"arrives": service.arrives, "leaves": service.leaves}
        found.append(Finding("leaves_before_arriving", field="leaves", data=data))
    if found:
        raise InputRefused(*found)
    return languages, came, went
