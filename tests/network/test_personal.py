"""Provenance, the one-click no, and erasure that leaves nothing but identifiers."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from landbridge.evidence.models import Trail
from landbridge.ground.hubs import forget_context, hub_context
from landbridge.ground.models import SearchEntry
from landbridge.kernel.clock import FixedClock
from landbridge.kernel.refusal import InputRefused, Missing, NotAllowed
from landbridge.network import actions, queries, rules
from landbridge.network.actions.personal import person_erased
from landbridge.network.drafts import PersonDraft
from landbridge.network.models import Affiliation, ContactPreference, Membership, Person, Provenance
from landbridge.network.refusals import RecordNotActive
from landbridge.network.states import LegalBasis, Role
from tests.network.actors import member
from tests.network.makers import LONG_AGO, account, organisation, person, provenance

pytestmark = pytest.mark.django_db


@pytest.fixture
def also_erased() -> Iterator[list[tuple[UUID, UUID]]]:
    called: list[tuple[UUID, UUID]] = []
    person_erased.add("test", lambda hub_id, person_id: called.append((hub_id, person_id)))
    yield called
    person_erased._items.pop("test")


def a_person(hub_id: UUID, clock: FixedClock) -> Person:
    draft = PersonDraft(
        name_latin="Zebedee Quill", name_chinese="章三", email="zq@example.org", phone="+49 30 123456", note="n"
    )
    return actions.create_person(actor=member(hub_id), hub_id=hub_id, draft=draft, at=clock.now())


def test_provenance_says_where_data_came_from_and_where_it_goes(in_hub: UUID, clock: FixedClock) -> None:
    made = actions.record_provenance(
        actor=member(in_hub), hub_id=in_hub, source=" the consulate ", purpose="road show", legal_basis=LegalBasis.CONSENT,
        crosses_to=["de", "CN", "DE", ""], keep_until=date(2027, 1, 1), at=clock.now(),
    )  # fmt: skip
    made.refresh_from_db()
    assert (made.source, made.crosses_border, made.crosses_to, made.recorded_at) == (
        "the consulate",
        True,
        ["CN", "DE"],
        clock.now(),
    )
    assert list(rules.visible_provenance(member(in_hub), hub_id=in_hub)) == [made]
    assert list(rules.visible_provenance(member(in_hub, Role.JUDGE), hub_id=in_hub)) == []


def test_provenance_with_faults_is_refused_with_all_of_them(in_hub: UUID, clock: FixedClock) -> None:
    with pytest.raises(InputRefused) as refused:
        actions.record_provenance(
            actor=member(in_hub), hub_id=in_hub, source=" ", purpose="", legal_basis=LegalBasis.CONSENT, crosses_to=["ZZ"],
            keep_until=clock.now().date(), at=clock.now(),
        )  # fmt: skip
    assert [finding.field for finding in refused.value.findings] == ["source", "purpose", "crosses_to", "keep_until"]
    with pytest.raises(NotAllowed):
        actions.record_provenance(
            actor=member(in_hub, Role.JUDGE),
            hub_id=in_hub,
            source="s",
            purpose="p",
            legal_basis=LegalBasis.CONSENT,
            at=clock.now(),
        )
    assert Provenance.objects.count() == 0


def test_a_person_says_no_with_nothing_but_the_link(in_hub: UUID, clock: FixedClock) -> None:
    who, other, manager = a_person(in_hub, clock), person(in_hub), member(in_hub)
    secret = actions.tell_person(actor=manager, person_id=who.pk, at=clock.now())
    clock.advance(timedelta(days=1))
    assert (
        actions.tell_person(actor=manager, person_id=who.pk, at=clock.now()) == secret == actions.opt_out_secret(who.pk)
    )
    assert queries.wants_no_messages(in_hub, [who.pk, other.pk]) == set()
    forget_context()
    actions.opt_out(secret=secret, at=clock.now())
    actions.opt_out(secret=secret, at=clock.now() + timedelta(days=1))
    with hub_context(in_hub):
        kept = ContactPreference.objects.get(person=who)
        assert (kept.told_at, kept.opted_out_at) == (clock.now() - timedelta(days=1), clock.now())
        assert queries.wants_no_messages(in_hub, [who.pk, other.pk]) == {who.pk}
        said = Trail.objects.get(event="network.person_opted_out")
        assert (said.actor_id, said.subject_id) == (who.pk, who.pk)
        with pytest.raises(Missing):
            actions.tell_person(actor=manager, person_id=who.pk, at=clock.now())


def test_a_wrong_secret_says_nothing(in_hub: UUID, clock: FixedClock) -> None:
    actions.tell_person(actor=member(in_hub), person_id=a_person(in_hub, clock).pk, at=clock.now())
    for wrong in ("", "x", actions.opt_out_secret(uuid4())):
        with pytest.raises(Missing):
            actions.opt_out(secret=wrong, at=clock.now())
    assert ContactPreference.objects.filter(opted_out_at__isnull=False).count() == 0


def test_erasing_leaves_identifiers_and_nothing_else(
    in_hub: UUID, clock: FixedClock, also_erased: list[tuple[UUID, UUID]]
) -> None:
    who, manager, log_in = a_person(in_hub, clock), member(in_hub), account()
    twin = person(in_hub, state="merged", merged_into=who, email="zq@example.org")
    actions.affiliate(
        actor=manager,
        person_id=who.pk,
        organisation_id=organisation(in_hub).pk,
        title_latin="Quill-keeper",
        at=clock.now(),
    )
    actions.tell_person(actor=manager, person_id=who.pk, at=clock.now())
    now, past = DateTimeTZRange(LONG_AGO, None), DateTimeTZRange(LONG_AGO, LONG_AGO + timedelta(days=1))
    for role, period in (("founder", now), ("judge", past)):
        Membership.objects.create(
            hub_id=in_hub,
            account=log_in,
            role=role,
            period=period,
            person=who,
            granted_by=uuid4(),
            recorded_at=LONG_AGO,
        )
    actions.erase_person(actor=manager, person_id=who.pk, at=clock.now())
    with connection.cursor() as cursor:
        for table in (
            "network_person",
            "network_affiliation",
            "ground_searchentry",
            "evidence_trail",
            "network_contactpreference",
        ):
            cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text ~* 'zebedee|quill|章三|zq@|123456'")  # noqa: S608
            assert (table, cursor.fetchone()) == (table, (0,))
    who.refresh_from_db()
    assert (who.state, who.erased_at, who.hub_id) == ("erased", clock.now(), in_hub)
    assert set(also_erased) == {(in_hub, who.pk), (in_hub, twin.pk)}
    assert [(m.period.upper, m.person_id) for m in Membership.objects.order_by("role")] == [
        (clock.now(), None),
        (past.upper, None),
    ]
    assert {row.event for row in Trail.objects.filter(subject_id=who.pk)} >= {
        "network.person_created",
        "network.person_erased",
    }
    assert (SearchEntry.objects.filter(pk=who.pk).count(), Affiliation.objects.count()) == (0, 0)


def test_who_may_not_erase_erases_nothing(in_hub: UUID, clock: FixedClock) -> None:
    who = a_person(in_hub, clock)
    with pytest.raises(NotAllowed):
        actions.erase_person(actor=member(in_hub, Role.SCOUT), person_id=who.pk, at=clock.now())
    who.refresh_from_db()
    assert who.name_latin == "Zebedee Quill"


def test_an_erased_person_is_not_erased_again_nor_told(in_hub: UUID, clock: FixedClock) -> None:
    who, manager = a_person(in_hub, clock), member(in_hub)
    actions.erase_person(actor=manager, person_id=who.pk, at=clock.now())
    with pytest.raises(RecordNotActive):
        actions.erase_person(actor=manager, person_id=who.pk, at=clock.now())
    with pytest.raises(RecordNotActive):
        actions.tell_person(actor=manager, person_id=who.pk, at=clock.now())


def test_people_are_due_when_their_provenance_says_so(in_hub: UUID, clock: FixedClock) -> None:
    until = date(2026, 6, 1)
    due = person(in_hub, provenance=provenance(in_hub, keep_until=until))
    person(in_hub, provenance=provenance(in_hub))
    person(in_hub)
    assert list(queries.due_for_erasure(Person.objects.all(), on=until)) == []
    assert list(queries.due_for_erasure(Person.objects.all(), on=until + timedelta(days=1))) == [due]
