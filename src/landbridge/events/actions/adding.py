"""Adding by hand somebody the network does not know yet: record, then put on the list, in one go."""

from datetime import datetime
from uuid import UUID

from landbridge.events import rules
from landbridge.events.actions import people
from landbridge.events.actions.attendees import Person
from landbridge.events.actions.people import Party
from landbridge.events.models import Participant
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Finding, InputRefused
from landbridge.network.actions.affiliations import affiliate
from landbridge.network.actions.organisations import create_organisation
from landbridge.network.actions.people import create_person
from landbridge.network.drafts import OrganisationDraft, PersonDraft
from landbridge.projects.actions import ProjectFacts, register_project

PERSON_FIELDS = {"name_latin": "person_latin", "name_chinese": "person_chinese"}
"""Beside a project or an organisation a form asks for two names: a fault of the person's is told at the person's."""


@action
def add_new_project(
    *,
    actor: Actor,
    event_id: UUID,
    at: datetime,
    group_id: UUID,
    project: ProjectFacts,
    person: PersonDraft | None = None,
) -> Participant:
    """Register a project, record its president, and put both on the list: all of it, or nothing."""
    event = rules.access_changeable(actor, event_id)
    made = register_project(actor=actor, hub_id=event.hub_id, at=at, **project)
    comes = _person(actor, event.hub_id, person, at)
    party = Party(group_id, project_id=made.pk, people=comes)
    return people.add_participant(actor=actor, event_id=event_id, at=at, party=party)


@action
def add_new_organisation(
    *,
    actor: Actor,
    event_id: UUID,
    at: datetime,
    group_id: UUID,
    organisation: OrganisationDraft,
    person: PersonDraft | None = None,
) -> Participant:
    """Record an organisation and who comes for it, and put both on the list: all of it, or nothing."""
    event = rules.access_changeable(actor, event_id)
    made = create_organisation(actor=actor, hub_id=event.hub_id, draft=organisation, at=at)
    comes = _person(actor, event.hub_id, person, at)
    for somebody in comes:
        affiliate(actor=actor, person_id=somebody.person_id, organisation_id=made.pk, at=at)
    party = Party(group_id, organisation_id=made.pk, people=comes)
    return people.add_participant(actor=actor, event_id=event_id, at=at, party=party)


def _person(actor: Actor, hub_id: UUID, draft: PersonDraft | None, at: datetime) -> tuple[Person, ...]:
    if draft is None:
        return ()
    try:
        made = create_person(actor=actor, hub_id=hub_id, draft=draft, at=at)
    except InputRefused as refusal:
        raise InputRefused(
            *(Finding(f.code, f.row, PERSON_FIELDS.get(f.field, f.field), f.data) for f in refusal.findings)
        ) from refusal
    return (Person(made.pk, draft.language, leads=True),)
