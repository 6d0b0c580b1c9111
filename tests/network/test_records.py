"""People and organisations: created, changed, found; denied without a trace."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.test.utils import CaptureQueriesContext

from landbridge.evidence.models import Trail
from landbridge.evidence.queries import history_of
from landbridge.ground.hubs import hub_context
from landbridge.kernel.clock import FixedClock
from landbridge.kernel.ids import is_short_code
from landbridge.kernel.refusal import InputRefused, Missing, NotAllowed
from landbridge.network import actions, queries, rules
from landbridge.network.actions import records
from landbridge.network.drafts import OrganisationDraft, PersonDraft
from landbridge.network.models import Affiliation, Import, Organisation, Person
from landbridge.network.refusals import AlreadyAffiliated, CodeTaken, PeriodBackwards, RecordNotActive
from landbridge.network.states import Role
from tests.network.actors import member
from tests.network.makers import LONG_AGO

pytestmark = pytest.mark.django_db
Counting = Callable[[], AbstractContextManager[CaptureQueriesContext]]
USCC = "9144030071526726XG"


def events(subject_id: UUID) -> list[str]:
    return [row.event for row in history_of(Trail.objects.all(), subject_id)]


def a_firm(hub_id: UUID, clock: FixedClock, name: str = "Acme", **fields: str) -> Organisation:
    draft = OrganisationDraft(name_latin=name, **fields)
    return actions.create_organisation(actor=member(hub_id), hub_id=hub_id, draft=draft, at=clock.now())


def a_person(hub_id: UUID, clock: FixedClock, name: str = "Ada Lovelace", **fields: str) -> Person:
    draft = PersonDraft(name_latin=name, **fields)
    return actions.create_person(actor=member(hub_id), hub_id=hub_id, draft=draft, at=clock.now())


def test_an_organisation_is_recorded_and_found_by_name_pinyin_and_codes(in_hub: UUID, clock: FixedClock) -> None:
    firm = a_firm(in_hub, clock, name_chinese="漕河泾开发区", uscc=USCC)
    assert is_short_code(firm.code)
    assert (firm.sort_key, firm.recorded_at, events(firm.pk)) == (
        "cao he jing kai fa qu",
        clock.now(),
        ["network.organisation_created"],
    )
    rows = rules.visible_organisations(member(in_hub), hub_id=in_hub)
    for text in ("acme", "漕河泾", "chj", "caohejing", firm.code, USCC, ""):
        assert list(queries.found(rows, text)) == [firm]
    assert list(queries.found(rows, "zizhu")) == []


def test_changing_replaces_and_saying_the_same_again_records_nothing(in_hub: UUID, clock: FixedClock) -> None:
    firm, manager = a_firm(in_hub, clock, uscc=USCC), member(in_hub)
    clock.advance(timedelta(hours=1))
    draft = OrganisationDraft(name_latin="Zenith", uscc=USCC)
    actions.change_organisation(actor=manager, organisation_id=firm.pk, draft=draft, at=clock.now())
    clock.advance(timedelta(hours=1))
    actions.change_organisation(actor=manager, organisation_id=firm.pk, draft=draft, at=clock.now())
    firm.refresh_from_db()
    assert (firm.name_latin, firm.sort_key, firm.changed_at) == ("Zenith", "zenith", clock.now() - timedelta(hours=1))
    assert events(firm.pk) == ["network.organisation_changed", "network.organisation_created"]
    assert Trail.objects.filter(event="network.organisation_changed").get().data == {"fields": ["name_latin"]}
    rows = Organisation.objects.all()
    assert (list(queries.found(rows, "zenith")), list(queries.found(rows, "acme"))) == ([firm], [])


def test_an_official_code_names_one_organisation(in_hub: UUID, clock: FixedClock) -> None:
    firm, other = a_firm(in_hub, clock, uscc=USCC), a_firm(in_hub, clock)
    with pytest.raises(CodeTaken) as refused:
        a_firm(in_hub, clock, uscc=USCC, place="Shanghai")
    assert dict(refused.value.data) == {"field": "uscc", "found": USCC, "organisation": firm.code}
    with pytest.raises(CodeTaken):
        actions.change_organisation(
            actor=member(in_hub),
            organisation_id=other.pk,
            draft=OrganisationDraft(name_latin="B", uscc=USCC),
            at=clock.now(),
        )
    other.refresh_from_db()
    assert (other.name_latin, other.uscc) == ("Acme", "")


def test_a_person_is_recorded_changed_and_found(in_hub: UUID, clock: FixedClock) -> None:
    person, scout = a_person(in_hub, clock, name_chinese="曾庆红"), member(in_hub, Role.SCOUT)
    draft = PersonDraft(name_chinese="曾庆红", email="z@example.org")
    actions.change_person(actor=scout, person_id=person.pk, draft=draft, at=clock.now())
    actions.change_person(actor=scout, person_id=person.pk, draft=draft, at=clock.now())
    assert sorted(events(person.pk)) == ["network.person_changed", "network.person_created"]
    assert Trail.objects.filter(event="network.person_changed").get().data == {"fields": ["name_latin", "email"]}
    assert list(queries.found(Person.objects.all(), "zengqinghong")) == [person]
    assert list(queries.found(Person.objects.all(), "lovelace")) == []


def test_faulty_input_changes_nothing(in_hub: UUID, clock: FixedClock) -> None:
    person = a_person(in_hub, clock)
    for change in (
        lambda: actions.change_person(actor=member(in_hub), person_id=person.pk, draft=PersonDraft(), at=clock.now()),
        lambda: actions.create_person(actor=member(in_hub), hub_id=in_hub, draft=PersonDraft(), at=clock.now()),
        lambda: actions.create_organisation(
            actor=member(in_hub), hub_id=in_hub, draft=OrganisationDraft(), at=clock.now()
        ),
    ):
        with pytest.raises(InputRefused):
            change()
    assert (Person.objects.get().name_latin, Organisation.objects.count()) == ("Ada Lovelace", 0)


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in {Role.NETWORK_ADMINISTRATOR, Role.HUB_MANAGER, Role.SCOUT}]
)
def test_who_may_not_edit_leaves_everything_as_it_was(in_hub: UUID, clock: FixedClock, role: Role) -> None:
    firm, person, actor = a_firm(in_hub, clock), a_person(in_hub, clock), member(in_hub, role)
    before = Trail.objects.count()
    for change in (
        lambda: actions.create_organisation(
            actor=actor, hub_id=in_hub, draft=OrganisationDraft(name_latin="B"), at=clock.now()
        ),
        lambda: actions.create_person(actor=actor, hub_id=in_hub, draft=PersonDraft(name_latin="B"), at=clock.now()),
    ):
        with pytest.raises(NotAllowed):
            change()
    for hidden in (
        lambda: actions.change_organisation(
            actor=actor, organisation_id=firm.pk, draft=OrganisationDraft(name_latin="B"), at=clock.now()
        ),
        lambda: actions.change_person(
            actor=actor, person_id=person.pk, draft=PersonDraft(name_latin="B"), at=clock.now()
        ),
        lambda: actions.affiliate(actor=actor, person_id=person.pk, organisation_id=firm.pk, at=clock.now()),
        lambda: rules.access_organisation(actor, firm.pk, to="see"),
    ):
        with pytest.raises(Missing):
            hidden()
    assert (Organisation.objects.get().name_latin, Person.objects.get().name_latin) == ("Acme", "Ada Lovelace")
    assert (Affiliation.objects.count(), Trail.objects.count()) == (0, before)
    assert [*rules.visible_people(actor, hub_id=in_hub), *rules.visible_organisations(actor, hub_id=in_hub)] == []


def test_missing_walled_off_and_forbidden_give_the_same_answer(in_hub: UUID, clock: FixedClock) -> None:
    firm, manager = a_firm(in_hub, clock), member(in_hub)
    answers = []
    for actor, context in ((member(uuid4()), in_hub), (manager, uuid4())):
        with hub_context(context), pytest.raises(Missing) as refused:
            rules.access_organisation(actor, firm.pk, to="see")
        answers.append(dict(refused.value.data))
    assert answers == [{"identifier": str(firm.pk)}] * 2
    with pytest.raises(Missing):
        rules.access_person(manager, uuid4(), to="see")


def test_imports_are_seen_by_who_may_import(in_hub: UUID) -> None:
    made = Import.objects.create(
        hub_id=in_hub, schema="people", document_id=uuid4(), uploaded_by=uuid4(), uploaded_at=LONG_AGO
    )
    assert list(rules.visible_imports(member(in_hub, Role.SCOUT), hub_id=in_hub)) == [made]
    assert list(rules.visible_imports(member(in_hub, Role.JUDGE), hub_id=in_hub)) == []
    assert rules.access_import(member(in_hub, Role.SCOUT), made.pk) == made
    with pytest.raises(Missing):
        rules.access_import(member(in_hub, Role.JUDGE), made.pk)


def test_a_scout_sees_and_changes_but_does_not_erase(in_hub: UUID, clock: FixedClock) -> None:
    person, scout = a_person(in_hub, clock), member(in_hub, Role.SCOUT)
    assert rules.access_person(scout, person.pk, to="change", lock=True) == person
    with pytest.raises(NotAllowed) as refused:
        rules.access_person(scout, person.pk, to="erase")
    assert refused.value.data["role"] == "network_administrator, hub_manager"


def test_affiliations_have_periods_that_do_not_overlap(in_hub: UUID, clock: FixedClock) -> None:
    firm, person, manager = a_firm(in_hub, clock), a_person(in_hub, clock), member(in_hub)
    spring = date(2026, 4, 1)
    first = actions.affiliate(
        actor=manager,
        person_id=person.pk,
        organisation_id=firm.pk,
        title_latin=" President ",
        until=date(2027, 1, 1),
        at=clock.now(),
    )
    with pytest.raises(AlreadyAffiliated):
        actions.affiliate(actor=manager, person_id=person.pk, organisation_id=firm.pk, since=spring, at=clock.now())
    actions.end_affiliation(actor=manager, affiliation_id=first.pk, on=spring, at=clock.now())
    second = actions.affiliate(
        actor=manager, person_id=person.pk, organisation_id=firm.pk, since=spring, at=clock.now()
    )
    assert [first.title("en"), *queries.affiliations_on(Affiliation.objects.all(), on=spring)] == ["President", second]
    with pytest.raises(PeriodBackwards):
        actions.end_affiliation(actor=manager, affiliation_id=second.pk, on=spring, at=clock.now())
    assert events(person.pk).count("network.affiliation_created") == 2
    assert "network.affiliation_ended" in events(person.pk)


def test_an_affiliation_stays_inside_a_hub(in_hub: UUID, clock: FixedClock) -> None:
    person, other = a_person(in_hub, clock), uuid4()
    with hub_context(in_hub, other):
        theirs = a_firm(other, clock)
        administrator = member(in_hub, Role.NETWORK_ADMINISTRATOR)
        with pytest.raises(Missing):
            actions.affiliate(actor=administrator, person_id=person.pk, organisation_id=theirs.pk, at=clock.now())
        assert Affiliation.objects.count() == 0


def test_a_record_that_is_not_active_is_not_changed(in_hub: UUID, clock: FixedClock) -> None:
    person, firm = a_person(in_hub, clock), a_firm(in_hub, clock)
    actions.erase_person(actor=member(in_hub), person_id=person.pk, at=clock.now())
    for change in (
        lambda: actions.change_person(
            actor=member(in_hub), person_id=person.pk, draft=PersonDraft(name_latin="B"), at=clock.now()
        ),
        lambda: actions.affiliate(actor=member(in_hub), person_id=person.pk, organisation_id=firm.pk, at=clock.now()),
    ):
        with pytest.raises(RecordNotActive) as refused:
            change()
        assert dict(refused.value.data) == {"state": "erased", "merged_into": None}
    assert Person.objects.get().name_latin == ""


def test_two_records_never_share_a_code(in_hub: UUID, clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    made = iter([UUID(int=(n << 64) + 7) for n in range(4)] + [UUID(int=(9 << 64) + 8), UUID(int=(10 << 64) + 9)])
    monkeypatch.setattr(records, "uuid7", lambda: next(made))
    draft = PersonDraft(name_latin="A")
    saved = records.made(Person, draft, hub_id=in_hub, at=clock.now(), provenance_id=None)
    saved.save()
    batch = [records.made(Person, draft, hub_id=in_hub, at=clock.now(), provenance_id=None) for _ in range(2)]
    assert len({person.code for person in [saved, *records.with_free_codes(Person, batch, hub_id=in_hub)]}) == 3


@pytest.mark.parametrize("count", [1, 3])
def test_lists_ask_a_constant_number_of_queries(
    in_hub: UUID, clock: FixedClock, counting: Counting, count: int
) -> None:
    for number in range(count):
        firm, person = a_firm(in_hub, clock, f"Acme {number}"), a_person(in_hub, clock, f"Ada {number}")
        actions.affiliate(actor=member(in_hub), person_id=person.pk, organisation_id=firm.pk, at=clock.now())
    with counting() as asked:
        people = list(queries.with_affiliations(queries.found(Person.objects.all(), "ada"), on=clock.now().date()))
        assert [vars(p)["current_affiliations"][0].organisation.name_latin for p in people] == [
            f"Acme {n}" for n in range(count)
        ]
    assert len(asked) == 2
    with counting() as asked:
        firms = list(queries.with_people(queries.found(Organisation.objects.all(), "acme"), on=clock.now().date()))
        assert [vars(f)["current_affiliations"][0].person.name_latin for f in firms] == [
            f"Ada {n}" for n in range(count)
        ]
    assert len(asked) == 2
