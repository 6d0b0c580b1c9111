"""Who comes by a personal link: one person, one event, one party they may speak for."""

from dataclasses import dataclass
from uuid import UUID

from landbridge.events import rules
from landbridge.events.models import Attendee, Participant
from landbridge.ground.locks import locked
from landbridge.kernel.actor import Actor, SystemActor
from landbridge.kernel.refusal import Missing


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


def carried_out_for(actor: Actor) -> Actor:
    """The actor for an action that asks for the right to plan, after the rule above has said that the thing is theirs.

    The trail names the same person.
    """
    return SystemActor(actor.actor_id) if isinstance(actor, LinkHolder) else actor
