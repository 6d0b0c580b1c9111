"""Somebody the network does not know yet is recorded and listed in one go, or not at all."""

from uuid import UUID

import pytest

from landbridge.events.actions import adding
from landbridge.events.models import Participant
from landbridge.kernel.refusal import InputRefused
from landbridge.network.drafts import OrganisationDraft, PersonDraft
from landbridge.network.models import Affiliation, Organisation, Person
from landbridge.projects.models import Project
from tests.events import makers
from tests.events.makers import AT, SYSTEM


def test_a_fault_of_the_person_is_told_at_the_person_and_leaves_nothing(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    wrong = PersonDraft(name_latin="Ann", email="nonsense")
    with pytest.raises(InputRefused) as refused:
        adding.add_new_organisation(
            actor=SYSTEM, event_id=event.pk, at=AT, group_id=makers.group(event, "K").pk, person=wrong,
            organisation=OrganisationDraft(name_latin="Acme"),
        )  # fmt: skip
    assert [(finding.code, finding.field) for finding in refused.value.findings] == [("email_malformed", "email")]
    with pytest.raises(InputRefused):
        adding.add_new_project(
            actor=SYSTEM, event_id=event.pk, at=AT, group_id=makers.group(event, "P").pk, person=wrong,
            project={"name_latin": "Rover"},
        )  # fmt: skip
    assert (Organisation.objects.count(), Project.objects.count(), Participant.objects.count()) == (0, 0, 0)


def test_without_a_person_the_party_waits_for_one(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    row = adding.add_new_project(
        actor=SYSTEM, event_id=event.pk, at=AT, group_id=makers.group(event, "P").pk, project={"name_chinese": "小车"}
    )
    assert (row.label, row.attendees.count()) == ("P01", 0)


def test_who_comes_for_an_organisation_belongs_to_it(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    row = adding.add_new_organisation(
        actor=SYSTEM, event_id=event.pk, at=AT, group_id=makers.group(event, "F").pk,
        organisation=OrganisationDraft(name_chinese="北岸基金"), person=PersonDraft(name_chinese="陈晨", language="zh"),
    )  # fmt: skip
    attendee = row.attendees.get()
    assert (attendee.person_id, attendee.leads, attendee.language) == (Person.objects.get().pk, True, "zh")
    assert Affiliation.objects.get().organisation_id == row.organisation_id
