"""Who comes by a personal link: one person, one event, one party they may speak for."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet

from landbridge.events import rules
from landbridge.events.models import Attendee, Interpreter, Participant
from landbridge.ground.locks import locked, present
from landbridge.kernel.actor import Actor, SystemActor
from landbridge.kernel.refusal import Missing
from landbridge.network.actors import MembershipActor
from landbridge.network.permissions import Permission


@dataclass(frozen=True, slots=True)
class LinkHolder:
    """The actor behind a personal link. Has no permission in the hub: rules ask whether a thing is their own."""

    actor_id: UUID
    hub_id: UUID
    event_id: UUID
    attendee_id: UUID
    participant_id: UUID

    def may(self, permission: str, hub_id: UUID) -> bool:
        """False: a link opens what is one's own, never a hub."""
        return False


@dataclass(frozen=True, slots=True)
class InterpreterHolder:
    """The actor behind an interpreter's link. Has no permission in the hub, and speaks for no party."""

    actor_id: UUID
    hub_id: UUID
    event_id: UUID
    interpreter_id: UUID

    def may(self, permission: str, hub_id: UUID) -> bool:
        """False: a link opens what is one's own, never a hub."""
        return False


Holder = LinkHolder | InterpreterHolder


def access_own_interpreting(actor: Actor, interpreter_id: UUID) -> Interpreter:
    """The interpreter the actor is by personal link, or any of an event one plans."""
    found = present(Interpreter.objects.select_related("event", "person"), interpreter_id)
    if isinstance(actor, InterpreterHolder):
        if actor.interpreter_id != interpreter_id:
            raise Missing(identifier=str(interpreter_id))
        return found
    rules.access_event(actor, found.event_id, to="plan")
    return found


def access_party(actor: Actor, participant_id: UUID, *, lock: bool = False) -> Participant:
    """The party the actor may speak for: one's own by personal link, any of an event one plans; locked on request."""
    parties = Participant.objects.select_related("event", "group", "project", "organisation")
    found = locked(parties, participant_id) if lock else parties.filter(pk=participant_id).first()
    if found is None:
        raise Missing(identifier=str(participant_id))
    if isinstance(actor, LinkHolder):
        if actor.participant_id != participant_id:
            raise Missing(identifier=str(participant_id))
        return found
    rules.access_event(actor, found.event_id, to="plan")
    return found


def access_own_attendance(actor: Actor, attendee_id: UUID) -> Attendee:
    """The person at the table whose details the actor may change: oneself by personal link, any of an event one plans."""
    attendees = Attendee.objects.select_related("event", "person", "participant__group", "participant__event")
    found = attendees.filter(pk=attendee_id).first()
    if found is None:
        raise Missing(identifier=str(attendee_id))
    if isinstance(actor, LinkHolder):
        if actor.attendee_id != attendee_id:
            raise Missing(identifier=str(attendee_id))
        return found
    rules.access_event(actor, found.event_id, to="plan")
    return found


def own_attendances(actor: MembershipActor) -> QuerySet[Attendee]:
    """Where the person an account is bound to takes part, as founder or partner; of an account bound to nobody, none."""
    bound = {
        (standing.hub_id, standing.person_id)
        for standing in actor.standings
        if standing.person_id and actor.may(Permission.TAKE_PART, standing.hub_id)
    }
    mine = reduce(or_, (Q(hub_id=hub_id, person_id=person_id) for hub_id, person_id in bound), Q(pk__in=()))
    return Attendee.objects.filter(mine).select_related(
        "event", "person", "participant__group", "participant__project", "participant__organisation"
    )


def access_own_agenda(actor: MembershipActor, attendee_id: UUID) -> Attendee:
    """One's own place at a road show, under one's account; anybody else's is `Missing`."""
    return present(own_attendances(actor), attendee_id)


def carried_out_for(actor: Actor) -> Actor:
    """The actor for an action that asks for the right to plan, after the rule above has said that the thing is theirs.

    The trail names the same person.
    """
    return SystemActor(actor.actor_id) if isinstance(actor, LinkHolder) else actor
