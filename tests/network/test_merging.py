from datetime import date
from uuid import UUID, uuid4

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from landbridge.evidence.models import Trail
from landbridge.ground.hubs import hub_context
from landbridge.kernel.clock import FixedClock
from landbridge.kernel.refusal import Missing
from landbridge.network import actions, queries
from landbridge.network.models import Affiliation, ContactPreference, Membership, Organisation, Person
from landbridge.network.refusals import RecordNotActive, SameRecord
from landbridge.network.states import Role
from tests.network.actors import member
from tests.network.makers import LONG_AGO, account, organisation, person

pytestmark = pytest.mark.django_db


def membership(hub_id: UUID, **fields: object) -> Membership:
    return Membership.objects.create(
        hub_id=hub_id, account=account(), role="partner", period=DateTimeTZRange(LONG_AGO, None), granted_by=uuid4(),
        recorded_at=LONG_AGO, **fields,
    )  # fmt: skip


def belongs(
    actor_hub: UUID, who: Person, where: Organisation, clock: FixedClock, since: date | None = None
) -> Affiliation:
    return actions.affiliate(
        actor=member(actor_hub), person_id=who.pk, organisation_id=where.pk, since=since, at=clock.now()
    )


def test_a_merged_organisation_points_to_what_it_became(in_hub: UUID, clock: FixedClock) -> None:
    keep, twin = organisation(in_hub, country="CN"), organisation(in_hub, name_latin="Acme Ltd", uscc="X", country="DE")
    before = organisation(in_hub, state="merged", merged_into=twin)
    one, both = person(in_hub), person(in_hub)
    moved, left, kept = (
        belongs(in_hub, one, twin, clock),
        belongs(in_hub, both, twin, clock),
        belongs(in_hub, both, keep, clock),
    )
    partner = membership(in_hub, organisation=twin)
    actions.merge_organisations(actor=member(in_hub), keep_id=keep.pk, duplicate_id=twin.pk, at=clock.now())
    for row in (keep, twin, before, moved, left, kept, partner):
        row.refresh_from_db()
    assert (keep.uscc, keep.country, keep.name_latin, keep.state) == ("X", "CN", "Acme", "active")
    assert (twin.state, twin.merged_into_id, before.merged_into_id) == ("merged", keep.pk, keep.pk)
    assert (moved.organisation_id, left.organisation_id, partner.organisation_id) == (keep.pk, twin.pk, keep.pk)
    assert Trail.objects.get(event="network.organisation_merged").data == {"merged": str(twin.pk), "fields": ["uscc"]}
    assert list(queries.found(Organisation.objects.all(), "acme")) == [keep]


def test_merged_people_keep_their_no(in_hub: UUID, clock: FixedClock) -> None:
    manager = member(in_hub)
    for ours, theirs in ((False, True), (True, True), (False, False), (True, False)):
        keep, twin = person(in_hub), person(in_hub, email="ada@example.org")
        member_as = membership(in_hub, person=twin) if not Membership.objects.exists() else None
        if ours:
            actions.tell_person(actor=manager, person_id=keep.pk, at=clock.now())
        if theirs:
            actions.opt_out(
                secret=actions.tell_person(actor=manager, person_id=twin.pk, at=clock.now()), at=clock.now()
            )
        actions.merge_people(actor=manager, keep_id=keep.pk, duplicate_id=twin.pk, at=clock.now())
        keep.refresh_from_db()
        assert keep.email == "ada@example.org"
        assert queries.wants_no_messages(in_hub, [keep.pk]) == ({keep.pk} if theirs else set())
        if member_as:
            member_as.refresh_from_db()
            assert member_as.person_id == keep.pk
    assert Trail.objects.filter(event="network.person_merged").count() == 4


def test_two_nos_keep_the_earlier(in_hub: UUID, clock: FixedClock) -> None:
    keep, twin, manager = person(in_hub), person(in_hub), member(in_hub)
    for who in (keep, twin):
        actions.opt_out(secret=actions.tell_person(actor=manager, person_id=who.pk, at=clock.now()), at=clock.now())
    actions.merge_people(actor=manager, keep_id=keep.pk, duplicate_id=twin.pk, at=clock.now())
    assert ContactPreference.objects.get(person=keep).opted_out_at == clock.now()


def test_what_cannot_be_merged_stays(in_hub: UUID, clock: FixedClock) -> None:
    keep, gone, manager = person(in_hub), person(in_hub, state="merged", merged_into=person(in_hub)), member(in_hub)
    other = uuid4()
    with hub_context(in_hub, other):
        theirs = person(other)
        everywhere = member(in_hub, Role.NETWORK_ADMINISTRATOR)
        for refusal, duplicate in ((SameRecord, keep), (RecordNotActive, gone), (Missing, theirs)):
            with pytest.raises(refusal):
                actions.merge_people(actor=everywhere, keep_id=keep.pk, duplicate_id=duplicate.pk, at=clock.now())
    with pytest.raises(Missing):
        actions.merge_people(actor=member(in_hub, Role.JUDGE), keep_id=keep.pk, duplicate_id=gone.pk, at=clock.now())
    keep.refresh_from_db()
    assert (keep.state, Trail.objects.count()) == ("active", 0)
    assert manager.may("edit_people", in_hub)


def test_the_same_organisation_in_two_hubs_carries_one_identifier(in_hub: UUID, clock: FixedClock) -> None:
    other, everywhere = uuid4(), member(in_hub, Role.NETWORK_ADMINISTRATOR)
    with hub_context(in_hub, other):
        here, there, near = organisation(in_hub), organisation(other), organisation(in_hub)
        cluster = actions.link_across_hubs(actor=everywhere, one_id=here.pk, other_id=there.pk, at=clock.now())
        again = actions.link_across_hubs(actor=everywhere, one_id=there.pk, other_id=here.pk, at=clock.now())
        assert cluster == again
        assert set(Organisation.objects.filter(same_as=cluster)) == {here, there}
        assert Trail.objects.count() == 2
        with pytest.raises(SameRecord):
            actions.link_across_hubs(actor=everywhere, one_id=here.pk, other_id=near.pk, at=clock.now())
        with pytest.raises(Missing):
            actions.link_across_hubs(actor=member(in_hub), one_id=here.pk, other_id=there.pk, at=clock.now())
