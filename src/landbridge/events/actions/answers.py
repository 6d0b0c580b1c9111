"""What people say of themselves on their own page: whether they come, when they can, how to reach them."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from landbridge.events import holders
from landbridge.events.actions import attendees
from landbridge.events.actions.wishes import EventTakesNoWishes
from landbridge.events.models import Absence, Attendee, Participant
from landbridge.events.queries.personal_page import meetings_of
from landbridge.events.refusals import PlacedInAgenda
from landbridge.events.states import PARTICIPANT, ParticipantState
from landbridge.events.trail_events import EventsEvent
from landbridge.events.wishing import OVER
from landbridge.evidence import trail
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.network.actions.people import change_person
from landbridge.network.drafts import PersonDraft
from landbridge.network.models import Person


@action
def answer(*, actor: Actor, participant_id: UUID, coming: bool, at: datetime) -> Participant:
    """Say whether a party comes. The same answer twice changes nothing; a no can become a yes again.

    Who has meetings in the published agenda says no to the organiser, not alone: others are placed with them.
    """
    party = holders.access_party(actor, participant_id, lock=True)
    if party.event.state in OVER:
        raise EventTakesNoWishes(state=party.event.state)
    to = ParticipantState.COMING if coming else ParticipantState.DECLINED
    if party.state == to:
        return party
    placed = 0 if coming or not isinstance(actor, holders.LinkHolder) else meetings_of(party)
    if placed:
        raise PlacedInAgenda(meetings=placed)
    PARTICIPANT.require(ParticipantState(party.state), to)
    party.state = to
    party.save(update_fields=["state"])
    trail.record(actor, EventsEvent.PARTY_ANSWERED, party, hub_id=party.hub_id, at=at, coming=coming)
    return party


@action
def say_when(
    *,
    actor: Actor,
    attendee_id: UUID,
    arrives: datetime | None,
    leaves: datetime | None,
    busy_slot_ids: Collection[UUID],
    at: datetime,
) -> list[Absence]:
    """Say when one can be met, in wall times of the event; what was said before is replaced."""
    attendee = holders.access_own_attendance(actor, attendee_id)
    return attendees.set_availability(
        actor=holders.carried_out_for(actor),
        attendee_id=attendee.pk,
        at=at,
        arrives=arrives,
        leaves=leaves,
        busy_slot_ids=busy_slot_ids,
    )


@action
def change_own_details(
    *, actor: Actor, attendee_id: UUID, email: str, phone: str, wechat: str, language: str, at: datetime
) -> Attendee:
    """Correct how one is reached and which language one speaks at the table. Names are changed by the hub."""
    attendee = holders.access_own_attendance(actor, attendee_id)
    person = attendee.person
    deputy = holders.carried_out_for(actor)
    said = replace(_said_of(person), email=email, phone=phone, wechat=wechat)
    change_person(actor=deputy, person_id=person.pk, draft=said, at=at)
    if attendee.language != language:
        attendees.change_attendee(actor=deputy, attendee_id=attendee.pk, at=at, language=language, leads=attendee.leads)
    return attendee


def _said_of(person: Person) -> PersonDraft:
    return PersonDraft(
        name_latin=person.name_latin,
        name_chinese=person.name_chinese,
        country=person.country,
        place=person.place,
        note=person.note,
        email=person.email,
        phone=person.phone,
        wechat=person.wechat,
        language=person.language,
    )
