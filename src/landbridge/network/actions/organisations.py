"""Organisations: create and change."""

from datetime import datetime
from uuid import UUID

from landbridge.evidence import trail
from landbridge.ground.locks import advisory_lock
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.network import rules
from landbridge.network.actions import records
from landbridge.network.drafts import OrganisationDraft, checked
from landbridge.network.models import Organisation
from landbridge.network.permissions import Permission
from landbridge.network.refusals import CodeTaken
from landbridge.network.states import RecordState
from landbridge.network.trail_events import NetworkEvent

UNIQUE_CODES = ("uscc", "lei", "ror")


@action
def create_organisation(
    *, actor: Actor, hub_id: UUID, draft: OrganisationDraft, at: datetime, provenance_id: UUID | None = None
) -> Organisation:
    """Record an organisation the hub has come to know.

    A likely duplicate is no refusal: names repeat. Ask `duplicates.of_organisation` first and show what it finds. Only
    the same official code twice is refused, because it names one organisation. The same words again within a moment
    are the same press: they give the record that is there.
    """
    rules.require(actor, Permission.EDIT_PEOPLE, hub_id)
    draft = checked(draft)
    there = records.just_recorded(Organisation, draft, hub_id=hub_id, at=at)
    if there is not None:
        return there
    _require_free_codes(draft, hub_id=hub_id)
    organisation = records.made(Organisation, draft, hub_id=hub_id, at=at, provenance_id=provenance_id)
    records.with_free_codes(Organisation, [organisation], hub_id=hub_id)
    organisation.save(force_insert=True)
    records.make_findable([organisation])
    trail.record(actor, NetworkEvent.ORGANISATION_CREATED, organisation, hub_id=hub_id, at=at)
    return organisation


@action
def change_organisation(*, actor: Actor, organisation_id: UUID, draft: OrganisationDraft, at: datetime) -> Organisation:
    """Replace what is said about an organisation. Saying the same again changes and records nothing."""
    organisation = rules.access_organisation(actor, organisation_id, to="change")
    draft = checked(draft)
    advisory_lock(space="network.organisation", identifier=organisation.hub_id)
    organisation = rules.access_organisation(actor, organisation_id, to="change", lock=True)
    _require_free_codes(draft, hub_id=organisation.hub_id, besides=organisation_id)
    differing = records.changed(organisation, draft, at=at)
    if differing:
        trail.record(
            actor, NetworkEvent.ORGANISATION_CHANGED, organisation, hub_id=organisation.hub_id, at=at, fields=differing
        )
    return organisation


def _require_free_codes(draft: OrganisationDraft, *, hub_id: UUID, besides: UUID | None = None) -> None:
    for name in UNIQUE_CODES:
        code = getattr(draft, name)
        if not code:
            continue
        other = Organisation.objects.filter(hub_id=hub_id, state=RecordState.ACTIVE, **{name: code}).first()
        if other is not None and other.pk != besides:
            raise CodeTaken(field=name, found=code, organisation=other.code)
