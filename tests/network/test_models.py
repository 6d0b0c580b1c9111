"""What the database refuses, whoever asks."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange, DateTimeTZRange
from django.db.models import Model

from landbridge.ground.hubs import account_context, forget_context, holder_context, hub_context
from landbridge.kernel.names import Name
from landbridge.network.models import (
    Account,
    Affiliation,
    ContactPreference,
    Import,
    ImportedRecord,
    Membership,
    Organisation,
    Person,
)
from tests.network.makers import LONG_AGO, account, hub, organisation, person, provenance

pytestmark = pytest.mark.django_db
ALWAYS = DateRange(None, None)


def refused(constraint: str, make: Callable[[], object]) -> None:
    def make_now() -> None:
        make()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_now()


def membership(hub_id: UUID, **fields: Any) -> Membership:
    fields = {
        "role": "scout",
        "period": DateTimeTZRange(LONG_AGO, None),
        "granted_by": uuid4(),
        "recorded_at": LONG_AGO,
    } | fields
    return Membership.objects.create(hub_id=hub_id, **fields)


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("has_a_name", {"name_latin": ""}),
        ("country_is_a_code", {"country": "cn"}),
        ("merged_says_into_what", {"state": "merged"}),
        ("is_not_erased", {"state": "erased"}),
    ],
)
def test_an_organisation_is_whole(in_hub: UUID, constraint: str, fields: dict[str, Any]) -> None:
    refused(constraint, lambda: organisation(in_hub, **fields))


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("has_a_name_unless_erased", {"name_latin": ""}),
        ("has_a_name_unless_erased", {"state": "erased", "erased_at": LONG_AGO}),
        ("erased_keeps_nothing", {"state": "erased", "name_latin": ""}),
        (
            "erased_keeps_nothing",
            {"state": "erased", "name_latin": "", "erased_at": LONG_AGO, "email": "a@example.org"},
        ),
        ("erased_keeps_nothing", {"erased_at": LONG_AGO}),
        ("merged_says_into_what", {"state": "merged"}),
    ],
)
def test_a_person_is_whole_or_erased(in_hub: UUID, constraint: str, fields: dict[str, Any]) -> None:
    refused(constraint, lambda: person(in_hub, **fields))


def test_a_record_is_not_merged_into_itself_nor_twice_under_one_code(in_hub: UUID) -> None:
    one = organisation(in_hub)
    refused(
        "merged_into_itself", lambda: Organisation.objects.filter(pk=one.pk).update(state="merged", merged_into=one)
    )
    other = organisation(in_hub)
    refused("code_is_its_own", lambda: Organisation.objects.filter(pk=other.pk).update(code=one.code))


@pytest.mark.parametrize("scheme", ["uscc", "lei", "ror"])
def test_one_active_organisation_per_code(in_hub: UUID, scheme: str) -> None:
    kept = organisation(in_hub, **{scheme: "X"})
    refused(f"one_active_per_{scheme}", lambda: organisation(in_hub, **{scheme: "X"}))
    organisation(in_hub, state="merged", merged_into=kept, **{scheme: "X"})
    organisation(in_hub)
    organisation(in_hub)
    other = uuid4()
    with hub_context(other):
        organisation(other, **{scheme: "X"})


def test_an_affiliation_lasts_and_is_held_once_at_a_time(in_hub: UUID) -> None:
    who, where = person(in_hub), organisation(in_hub)

    def held(start: date | None, end: date | None) -> Affiliation:
        return Affiliation.objects.create(
            hub_id=in_hub, person=who, organisation=where, period=DateRange(start, end), recorded_at=LONG_AGO
        )

    held(None, date(2026, 1, 1))
    held(date(2026, 1, 1), None)
    refused("once_at_a_time", lambda: held(date(2027, 1, 1), None))
    refused("affiliation_lasts", lambda: held(date(2025, 1, 1), date(2025, 1, 1)))


def test_a_title_is_shown_in_the_readers_language() -> None:
    both, one = Affiliation(title_latin="President", title_chinese="总裁"), Affiliation(title_chinese="总裁")
    assert [both.title("en"), both.title("zh-hans"), one.title("en"), Affiliation().title("en")] == [
        "President",
        "总裁",
        "总裁",
        "",
    ]


def test_a_membership_begins_and_is_held_once_at_a_time(in_hub: UUID) -> None:
    who = account()
    membership(in_hub, account=who)
    membership(in_hub, account=who, role="judge")
    refused("once_at_a_time", lambda: membership(in_hub, account=who))
    refused("membership_begins", lambda: membership(in_hub, account=who, period=DateTimeTZRange(None, LONG_AGO)))


def test_children_belong_to_their_parents_hub(in_hub: UUID) -> None:
    who, where, ground = person(in_hub), organisation(in_hub), provenance(in_hub)
    other = uuid4()
    with hub_context(in_hub, other):
        theirs = organisation(other)
        made = Import.objects.create(
            hub_id=in_hub,
            schema="people",
            document_id=uuid4(),
            uploaded_by=uuid4(),
            uploaded_at=LONG_AGO,
            provenance=ground,
        )
        makes: list[Callable[[], Model | int]] = [
            lambda: Affiliation.objects.create(
                hub_id=other, person=who, organisation=theirs, period=ALWAYS, recorded_at=LONG_AGO
            ),
            lambda: membership(other, account=account("b@example.org"), person=who),
            lambda: membership(other, account=account("c@example.org"), organisation=where),
            lambda: organisation(other, provenance=ground),
            lambda: person(other, provenance=ground),
            lambda: Organisation.objects.filter(pk=theirs.pk).update(state="merged", merged_into=where),
            lambda: ContactPreference.objects.create(hub_id=other, person=who, secret_digest="0" * 64),
            lambda: ImportedRecord.objects.create(hub_id=other, made_by=made, row=2, kind="x", record_id=uuid4()),
        ]
        for make in makes:
            refused("_hub", make)
        assert Organisation.objects.get(pk=theirs.pk).merged_into_id is None


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("says_source_and_purpose", {"source": ""}),
        ("says_source_and_purpose", {"purpose": ""}),
        ("names_the_border", {"crosses_border": True}),
        ("names_the_border", {"crosses_to": ["DE"]}),
    ],
)
def test_provenance_is_whole(in_hub: UUID, constraint: str, fields: dict[str, Any]) -> None:
    provenance(in_hub, crosses_border=True, crosses_to=["DE"])
    refused(constraint, lambda: provenance(in_hub, **fields))


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("applied_has_a_time_and_a_ground", {"state": "applied"}),
        ("applied_has_a_time_and_a_ground", {"state": "applied", "applied_at": LONG_AGO}),
        ("applied_has_a_time_and_a_ground", {"applied_at": LONG_AGO}),
        ("undone_has_a_time", {"undone_at": LONG_AGO}),
    ],
)
def test_an_import_is_whole(in_hub: UUID, constraint: str, fields: dict[str, Any]) -> None:
    whole = {
        "hub_id": in_hub,
        "schema": "people",
        "document_id": uuid4(),
        "uploaded_by": uuid4(),
        "uploaded_at": LONG_AGO,
    }
    Import.objects.create(**whole)
    refused(constraint, lambda: Import.objects.create(**whole | fields))


def test_an_account_sees_its_own_memberships_without_a_hub_and_cannot_change_them(hub_id: UUID) -> None:
    mine, yours = account(), account("b@example.org")
    with hub_context(hub_id):
        held = membership(hub_id, account=mine)
        membership(hub_id, account=yours)
    with account_context(mine.pk):
        assert list(Membership.objects.all()) == [held]
        assert Membership.objects.update(role="hub_manager") == 0
    forget_context()
    assert Membership.objects.count() == 0


def test_the_holder_of_a_secret_sees_the_one_row_it_opens(hub_id: UUID) -> None:
    with hub_context(hub_id):
        mine = ContactPreference.objects.create(hub_id=hub_id, person=person(hub_id), secret_digest="a" * 64)
        ContactPreference.objects.create(hub_id=hub_id, person=person(hub_id), secret_digest="b" * 64)
    with holder_context("a" * 64):
        assert list(ContactPreference.objects.all()) == [mine]
        assert list(Person.objects.all()) == []


def test_hubs_and_accounts_are_whole() -> None:
    shanghai = hub(name_chinese="漕河泾")
    assert (shanghai.name, shanghai.hub_id) == (Name(latin="Park", chinese="漕河泾"), shanghai.pk)
    refused("hub_has_a_name", lambda: hub(name_latin=""))
    refused("hub_country_is_a_code", lambda: hub(country="cn"))
    account("ada@example.org")
    refused("account_one_per_address", lambda: account("ADA@example.org"))


def test_a_new_account_has_a_lower_case_address_and_a_password_or_none() -> None:
    ada = Account.objects.create_user("Ada@Example.ORG", "correct horse battery")
    assert (ada.email, ada.check_password("correct horse battery")) == ("ada@example.org", True)
    assert not Account.objects.create_user("b@example.org").has_usable_password()


def test_names_of_records(in_hub: UUID) -> None:
    assert organisation(in_hub, name_chinese="某某").name == Name(latin="Acme", chinese="某某")
    assert person(in_hub, recorded_at=datetime(2026, 1, 1, tzinfo=UTC)).name == Name(latin="Ada")
