"""People: create and change."""

from datetime import datetime
from uuid import UUID

from landbridge.evidence import trail
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.network import rules
from landbridge.network.actions import records
from landbridge.network.drafts import PersonDraft, checked
from landbridge.network.models import Person
from landbridge.network.permissions import Permission
from landbridge.network.trail_events import NetworkEvent


@action
def create_person(
    *, actor: Actor, hub_id: UUID, draft: PersonDraft, at: datetime, provenance_id: UUID | None = None
) -> Person:
    """Record somebody the hub has come to know.

    `provenance_id` says where the data came from; without it the page shows that it is not known. A likely duplicate
    is no refusal: ask `duplicates.of_person` first. The same words again within a moment are the same press: they give
    the record that is there.
    """
    rules.require(actor, Permission.EDIT_PEOPLE, hub_id)
    draft = checked(draft)
    there = records.just_recorded(Person, draft, hub_id=hub_id, at=at)
    if there is not None:
        return there
    person = records.made(Person, draft, hub_id=hub_id, at=at, provenance_id=provenance_id)
    records.with_free_codes(Person, [person], hub_id=hub_id)
    person.save(force_insert=True)
    records.make_findable([person])
    trail.record(actor, NetworkEvent.PERSON_CREATED, person, hub_id=hub_id, at=at)
    return person


@action
def change_person(*, actor: Actor, person_id: UUID, draft: PersonDraft, at: datetime) -> Person:
    """Replace what is said about a person. The trail keeps which columns changed, never what they held."""
    person = rules.access_person(actor, person_id, to="change", lock=True)
    differing = records.changed(person, checked(draft), at=at)
    if differing:
        trail.record(actor, NetworkEvent.PERSON_CHANGED, person, hub_id=person.hub_id, at=at, fields=differing)
    return person
