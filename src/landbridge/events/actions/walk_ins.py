"""Walk-ins: from nothing to a badge and a place in the hall by one short form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from landbridge.events import rules
from landbridge.events.actions import attendees, badges, desk, people, standby, wishes
from landbridge.events.actions.people import Party
from landbridge.events.models import Attendee, Badge, Event, Participant
from landbridge.events.queries import desk as desk_queries
from landbridge.events.refusals import LooksKnown
from landbridge.events.states import Deed, WishKind
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.locks import advisory_lock
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor, SystemActor
from landbridge.kernel.names import has_han
from landbridge.kernel.refusal import Finding, InputRefused
from landbridge.network import duplicates
from landbridge.network.actions.affiliations import affiliate
from landbridge.network.actions.organisations import create_organisation
from landbridge.network.actions.people import create_person
from landbridge.network.drafts import OrganisationDraft, PersonDraft
from landbridge.network.models import Organisation
from landbridge.network.models import Person as NetworkPerson


@dataclass(frozen=True, slots=True)
class WalkIn:
    """What the form at the desk asks: a name, a company, a way to reach them, whom they want to meet.

    `organisation_id` says that the company is that one; `sure` that the person is new although somebody looks alike.
    """

    group_id: UUID
    name: str
    company: str
    contact: str = ""
    wants: Sequence[str] = ()
    stands_by: bool = False
    organisation_id: UUID | None = None
    sure: bool = False


@dataclass(frozen=True, slots=True)
class Arrived:
    """The new attendee with the badge to print."""

    attendee: Attendee
    badge: Badge


@action
def walk_in(*, actor: Actor, event_id: UUID, guest: WalkIn, device: UUID, at: datetime) -> Arrived:
    """Record somebody who came uninvited, put them on the list, make a badge, check them in: all of it, or nothing.

    Who looks like somebody known is refused with `LooksKnown` until `sure` is said. The desk may do this without the
    right to plan; the trail names who did it.
    """
    event = rules.access_event(actor, event_id, to="desk", lock=True)
    _require_said(guest)
    if not guest.sure:
        _require_new(event, guest)
    clerk = SystemActor(actor.actor_id)
    targets = standby.labelled(event, guest.wants)
    attendee = _listed(clerk, event, guest, at)
    advisory_lock(space="events.badges", identifier=event.pk)
    (badge,) = badges.give_badges(event, [attendee], at)
    trail.record(actor, EventsEvent.WALKED_IN, attendee, hub_id=event.hub_id, at=at)
    desk.check(actor=actor, attendee_id=attendee.pk, deed=Deed.ARRIVED, device=device, at=at)
    party = attendee.participant_id
    for target in targets:
        wishes.say_wish(
            actor=clerk, wisher_id=party, target_id=target.pk, kind=WishKind.WANT, after_deadline=True, at=at
        )
    if guest.stands_by:
        standby.stand_by(actor=actor, participant_id=party, at=at)
    return Arrived(attendee, badge)


def drafts(guest: WalkIn) -> tuple[PersonDraft, OrganisationDraft]:
    """What was typed as records: a name in Chinese characters is the Chinese form, a contact with @ an address."""
    contact = guest.contact.strip()
    reached = {"email": contact} if "@" in contact else {"phone": contact}
    return PersonDraft(**_name(guest.name), **reached), OrganisationDraft(**_name(guest.company), kind="company")


def _name(text: str) -> dict[str, str]:
    return {"name_chinese": text.strip()} if has_han(text) else {"name_latin": text.strip()}


def _require_said(guest: WalkIn) -> None:
    lacking = [("name", "name_needed", guest.name), ("company", "company_needed", guest.company)]
    found = [Finding(code, field=field) for field, code, text in lacking if not text.strip()]
    if found:
        raise InputRefused(*found)


def _require_new(event: Event, guest: WalkIn) -> None:
    """Refuse somebody who looks like a person on the list, or like a person or company the hub knows."""
    person, organisation = drafts(guest)
    people_known = duplicates.of_person(NetworkPerson.objects.filter(hub_id=event.hub_id), person)
    ids = [candidate.record_id for candidate in people_known]
    listed = desk_queries.expected(event).filter(person__in=ids).values_list("pk", flat=True)
    companies = []
    if guest.organisation_id is None:
        companies = duplicates.of_organisation(Organisation.objects.filter(hub_id=event.hub_id), organisation)
    if ids or companies:
        raise LooksKnown(
            listed=[str(pk) for pk in listed],
            people=[str(pk) for pk in ids],
            organisations=[str(candidate.record_id) for candidate in companies],
        )


def _listed(clerk: Actor, event: Event, guest: WalkIn, at: datetime) -> Attendee:
    """The person as an attendee: of their company's party if it is on the list, else of a new one."""
    person, organisation = drafts(guest)
    company = guest.organisation_id
    if company is None:
        company = create_organisation(actor=clerk, hub_id=event.hub_id, draft=organisation, at=at).pk
    else:
        rules.require_of_hub(Organisation.objects.all(), [company], hub_id=event.hub_id)
    known = create_person(actor=clerk, hub_id=event.hub_id, draft=person, at=at)
    affiliate(actor=clerk, person_id=known.pk, organisation_id=company, at=at)
    comes = attendees.Person(known.pk)
    party = Participant.objects.filter(event=event, organisation=company, project=None).first()
    if party is not None:
        return attendees.add_attendee(actor=clerk, participant_id=party.pk, at=at, person=comes)
    wanted = Party(guest.group_id, organisation_id=company, people=(attendees.Person(known.pk, leads=True),))
    party = people.add_participant(actor=clerk, event_id=event.pk, at=at, party=wanted)
    return Attendee.objects.select_related("event", "person", "participant").get(participant=party)
