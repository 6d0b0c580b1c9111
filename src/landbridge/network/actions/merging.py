"""Two records of the same thing: inside a hub one is merged into the other, across hubs both carry one identifier."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet

from landbridge.evidence import trail
from landbridge.ground import search
from landbridge.ground.locks import locked_all
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.ids import uuid7
from landbridge.kernel.refusal import Missing
from landbridge.network import rules
from landbridge.network.actions.records import Record, make_findable, require_active
from landbridge.network.models import Affiliation, ContactPreference, Membership, Organisation, Person
from landbridge.network.refusals import SameRecord
from landbridge.network.states import RECORD_LIFECYCLE, RecordState
from landbridge.network.trail_events import NetworkEvent


@action
def merge_organisations(*, actor: Actor, keep_id: UUID, duplicate_id: UUID, at: datetime) -> Organisation:
    """Merge a duplicate into the organisation that is kept.

    Its people and members move over; the duplicate stays, pointing to what it became, for whoever holds its identifier.
    Codes the kept one lacks are taken over. It cannot be undone by one click: look at the two side by side before.
    """
    rules.access_organisation(actor, keep_id, to="change")
    rules.access_organisation(actor, duplicate_id, to="change")
    keep, duplicate = _pair(Organisation.objects.all(), keep_id, duplicate_id)
    _move_affiliations(Affiliation.objects.filter(organisation=duplicate), "organisation", keep)
    Membership.objects.filter(organisation=duplicate).update(organisation=keep)
    _retire(duplicate, keep, at)
    taken_over = [
        name
        for name in (
            "uscc",
            "lei",
            "ror",
            "gbt_4754",
            "nace_2_1",
            "website",
            "country",
            "place",
            "name_latin",
            "name_chinese",
        )
        if not getattr(keep, name) and getattr(duplicate, name)
    ]
    _take_over(keep, duplicate, taken_over, at)
    trail.record(
        actor, NetworkEvent.ORGANISATION_MERGED, keep, hub_id=keep.hub_id, at=at, merged=duplicate.pk, fields=taken_over
    )
    return keep


@action
def merge_people(*, actor: Actor, keep_id: UUID, duplicate_id: UUID, at: datetime) -> Person:
    """Merge a duplicate into the person who is kept. Who said no to messages under either record has said no."""
    rules.access_person(actor, keep_id, to="change")
    rules.access_person(actor, duplicate_id, to="change")
    keep, duplicate = _pair(Person.objects.all(), keep_id, duplicate_id)
    _move_affiliations(Affiliation.objects.filter(person=duplicate), "person", keep)
    Membership.objects.filter(person=duplicate).update(person=keep)
    _carry_over_no(keep, duplicate)
    _retire(duplicate, keep, at)
    taken_over = [
        name
        for name in ("email", "phone", "wechat", "language", "country", "place", "name_latin", "name_chinese")
        if not getattr(keep, name) and getattr(duplicate, name)
    ]
    _take_over(keep, duplicate, taken_over, at)
    trail.record(
        actor, NetworkEvent.PERSON_MERGED, keep, hub_id=keep.hub_id, at=at, merged=duplicate.pk, fields=taken_over
    )
    return keep


@action
def link_across_hubs(*, actor: Actor, one_id: UUID, other_id: UUID, at: datetime) -> UUID:
    """Say that organisations of two hubs are the same. Needs the right to change both, and a context with both hubs."""
    rules.access_organisation(actor, one_id, to="change")
    rules.access_organisation(actor, other_id, to="change")
    one, other = locked_all(Organisation.objects.all(), [one_id, other_id])
    if one.hub_id == other.hub_id:
        raise SameRecord
    cluster = one.same_as or other.same_as or uuid7()
    for organisation, counterpart in ((one, other), (other, one)):
        if organisation.same_as != cluster:
            organisation.same_as = cluster
            organisation.save(update_fields=["same_as"])
            trail.record(
                actor, NetworkEvent.ORGANISATION_CHANGED, organisation, hub_id=organisation.hub_id, at=at,
                fields=["same_as"], same_as=counterpart.pk,
            )  # fmt: skip
    return cluster


def _pair(rows: QuerySet[Record], keep_id: UUID, duplicate_id: UUID) -> tuple[Record, Record]:
    if keep_id == duplicate_id:
        raise SameRecord
    found = {row.pk: row for row in locked_all(rows, [keep_id, duplicate_id])}
    keep, duplicate = found[keep_id], found[duplicate_id]
    if keep.hub_id != duplicate.hub_id:
        raise Missing(identifier=str(duplicate_id))
    require_active(keep)
    require_active(duplicate)
    return keep, duplicate


def _move_affiliations(
    rows: QuerySet[Affiliation], end: Literal["person", "organisation"], keep: Organisation | Person
) -> None:
    """Affiliations of the duplicate become the kept one's; one the kept one has already, at that time, stays behind."""
    other = "organisation" if end == "person" else "person"
    for affiliation in list(rows):
        same = {end: keep, other: getattr(affiliation, other), "period__overlap": affiliation.period}
        if not Affiliation.objects.filter(**same).exists():
            setattr(affiliation, end, keep)
            affiliation.save(update_fields=[end])


def _retire(duplicate: Organisation | Person, keep: Organisation | Person, at: datetime) -> None:
    RECORD_LIFECYCLE.require(RecordState(duplicate.state), RecordState.MERGED)
    duplicate.state, duplicate.merged_into, duplicate.changed_at = RecordState.MERGED, keep, at
    duplicate.save(update_fields=["state", "merged_into", "changed_at"])
    type(duplicate).objects.filter(merged_into_id=duplicate.pk).update(merged_into_id=keep.pk)
    search.forget([duplicate.pk])


def _take_over(keep: Organisation | Person, duplicate: Organisation | Person, names: list[str], at: datetime) -> None:
    for name in names:
        setattr(keep, name, getattr(duplicate, name))
    keep.sort_key = search.sort_key(latin=keep.name_latin, chinese=keep.name_chinese)
    keep.changed_at = at
    keep.save(update_fields=[*names, "sort_key", "changed_at"])
    make_findable([keep])


def _carry_over_no(keep: Person, duplicate: Person) -> None:
    """The duplicate's no, and its link, become the kept one's; where both have a link, the earlier no counts."""
    theirs = ContactPreference.objects.filter(person=duplicate).first()
    if theirs is None:
        return
    ours = ContactPreference.objects.filter(person=keep).first()
    if ours is None:
        theirs.person = keep
        theirs.save(update_fields=["person"])
    elif theirs.opted_out_at is not None and ours.opted_out_at is None:
        ours.opted_out_at = theirs.opted_out_at
        ours.save(update_fields=["opted_out_at"])
