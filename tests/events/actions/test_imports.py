"""Files become parties: every fault named, all or the good ones taken, everything taken back."""

import io
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.conf import settings
from django.test import override_settings

from landbridge.entrypoints.web.refusals import finding_words
from landbridge.events.actions import frame, imports, people
from landbridge.events.actions.people import Party
from landbridge.events.models import Attendee, Event, Group, Participant, Wish
from landbridge.events.queries.arriving import arriving
from landbridge.events.refusals import CannotBeUndone, EventIsOver, StillUsed
from landbridge.events.sheets import COUNTERPARTIES, DELEGATION
from landbridge.events.states import WishKind
from landbridge.kernel.refusal import InputRefused, NotAllowed
from landbridge.matchmaking.actions import set_need
from landbridge.matchmaking.bulk import NeedsChangedSince
from landbridge.matchmaking.models import ImportedNeed, Need
from landbridge.matchmaking.needs import NeedGiven
from landbridge.network.actions import imports as network_imports
from landbridge.network.models import Affiliation, Import, Organisation, Person, Provenance
from landbridge.network.refusals import ImportHasBadRows
from landbridge.network.states import LegalBasis
from landbridge.projects.models import JourneyStep, Project
from tests.events import makers
from tests.events.makers import AT, SYSTEM, Onlooker
from tests.network import makers as network
from tests.timing import processor_time

GUESTS = """公司,类型,组别,姓名,邮箱,职务
江畔机器人有限公司,公司,,李静,li@example.org,总经理
江畔机器人有限公司,公司,,王明,wang@example.org,CTO
北岸基金,基金,,陈晨,chen@example.org,合伙人
Harbour Bank,银行,,Ann Lee,ann@example.org,Director
Harbour Bank,银行,,Bob,no-address,Director
"""
DELEGATES = """Project,Country,Fields,TRL,Ask,Currency,Company,President,Email
Battery passport,Germany,"AI, batteries",7,2000000,EUR,Rhein Akku GmbH,Anna Weiss,anna@example.org
自动驾驶小车,DE,robotics,,,,Rhein Akku GmbH,Max Roth,max@example.org
"""


@pytest.fixture(autouse=True)
def files_of_their_own(tmp_path: object) -> object:
    """Uploaded files land in a folder of this test."""
    with override_settings(DATA_DIR=tmp_path, STORAGES=settings.STORAGES):
        yield


def upload(hub_id: UUID, text: str, schema: str = COUNTERPARTIES.key) -> Import:
    return network_imports.upload_import(
        actor=SYSTEM, hub_id=hub_id, schema_key=schema, file=io.BytesIO(text.encode()), original_name="list.csv", at=AT
    )


def applied(
    event: Event, held: Import, *, all_or_nothing: bool = False, choices: imports.Choices = imports.DEFAULT
) -> list[Participant]:
    return imports.apply_people_import(
        actor=SYSTEM, event_id=event.pk, import_id=held.pk, provenance_id=network.provenance(event.hub_id).pk,
        all_or_nothing=all_or_nothing, choices=choices, at=AT,
    )  # fmt: skip


def test_good_rows_become_parties_with_their_people(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    held = upload(in_hub, GUESTS)
    seen = network_imports.preview(actor=SYSTEM, import_id=held.pk)
    assert [(finding.row, finding.field, finding.code) for finding in seen.result.findings] == [
        (6, "email", "email_malformed")
    ]
    made = applied(event, held)
    assert [row.label for row in made] == ["B01", "F01", "K01"]
    robots = Participant.objects.get(label="K01")
    assert [(a.person.name_chinese, a.leads) for a in robots.attendees.order_by("-leads")] == [
        ("李静", True),
        ("王明", False),
    ]
    assert (Organisation.objects.count(), Person.objects.count(), Affiliation.objects.count()) == (3, 4, 4)
    assert {row.import_id for row in made} == {held.pk}


def test_all_or_nothing_takes_nothing_of_a_file_with_faults(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    with pytest.raises(ImportHasBadRows):
        applied(event, upload(in_hub, GUESTS), all_or_nothing=True)
    assert (Participant.objects.count(), Organisation.objects.count()) == (0, 0)


def test_a_delegation_brings_projects_and_presidents(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    applied(event, upload(in_hub, DELEGATES, DELEGATION.key))
    first, second = Participant.objects.order_by("label")
    assert first.project is not None
    assert (first.label, first.project.country, first.project.fields, first.project.trl, first.project.ask_currency) == (
        "P01", "DE", ["ai", "batteries"], 7, "EUR",
    )  # fmt: skip
    assert second.project is not None
    assert (second.project.name_chinese, second.organisation_id) == ("自动驾驶小车", first.organisation_id)
    assert Attendee.objects.get(participant=first).leads


def test_who_is_known_is_not_made_twice_and_who_is_listed_gets_company(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    applied(event, upload(in_hub, GUESTS))
    more = (
        GUESTS.splitlines()[0]
        + "\n江畔机器人有限公司,公司,,赵宁,zhao@example.org,\n北岸基金,基金,,陈晨,chen@example.org,\n"
    )
    assert applied(event, upload(in_hub, more)) == []
    assert (Participant.objects.count(), Organisation.objects.count(), Person.objects.count()) == (3, 3, 5)
    assert Participant.objects.get(label="K01").attendees.count() == 3


def test_a_group_nobody_has_stops_the_import(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    with pytest.raises(InputRefused) as refused:
        applied(event, upload(in_hub, "公司,组别\n江畔,Z\n北岸,P\n东岸,k\n"))
    assert [(f.code, f.row, f.data["found"]) for f in refused.value.findings] == [
        ("unknown_group", 2, "Z"), ("unknown_group", 3, "P"),
    ]  # fmt: skip
    assert Participant.objects.count() == 0


def test_an_import_is_taken_back_whole(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    guest = makers.guest(event)
    before = (Organisation.objects.count(), Person.objects.count())
    one, two = upload(in_hub, GUESTS), upload(in_hub, DELEGATES, DELEGATION.key)
    applied(event, one)
    applied(event, two)
    imports.undo_people_import(actor=SYSTEM, event_id=event.pk, import_id=one.pk, at=AT)
    imports.undo_people_import(actor=SYSTEM, event_id=event.pk, import_id=two.pk, at=AT)
    assert list(Participant.objects.all()) == [guest]
    assert (Organisation.objects.count(), Person.objects.count(), Project.objects.count()) == (*before, 0)


def test_an_import_with_wishes_stays(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    held = upload(in_hub, GUESTS)
    first, second, *_rest = applied(event, held)
    Wish.objects.create(
        hub_id=in_hub, event=event, wisher=first, target=second, kind=WishKind.WANT, said_by=SYSTEM.actor_id, said_at=AT
    )
    with pytest.raises(StillUsed):
        imports.undo_people_import(actor=SYSTEM, event_id=event.pk, import_id=held.pk, at=AT)
    assert Participant.objects.count() == 3


def test_who_may_not_plan_imports_nobody(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    held = upload(in_hub, GUESTS)
    with pytest.raises(NotAllowed):
        imports.apply_people_import(
            actor=Onlooker(), event_id=event.pk, import_id=held.pk, provenance_id=held.pk, all_or_nothing=False, at=AT
        )
    frame.cancel_event(actor=SYSTEM, event_id=event.pk, at=AT)
    with pytest.raises(EventIsOver):
        applied(event, held)
    assert Participant.objects.count() == 0


def test_a_file_of_something_else_is_no_delegation(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    with pytest.raises(InputRefused):
        applied(event, upload(in_hub, "姓名\n李静\n", "people"))
    assert Person.objects.count() == 0


def test_five_thousand_people_with_37_bad_rows(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    bad = {2 + 131 * n for n in range(37)}
    rows = ["公司,类型,姓名,邮箱,需求,领域,投资额"]
    for row in range(2, 5_002):
        address = "nonsense" if row in bad else f"p{row}@example.org"
        rows.append(
            f"第{row // 2}公司,公司,人{row},{address},寻找第{row // 2}类设备,机器人、AI,100-{row // 2 + 100}万元"
        )
    with processor_time() as spent:
        held = upload(in_hub, "\n".join(rows))
        seen = network_imports.preview(actor=SYSTEM, import_id=held.pk)
        applied(event, held)
    assert {finding.row for finding in seen.result.findings} == bad
    assert {(finding.field, finding.code) for finding in seen.result.findings} == {("email", "email_malformed")}
    assert (Attendee.objects.count(), Person.objects.count()) == (4_963, 4_963)
    assert Need.objects.count() == Organisation.objects.count() == 2_500
    assert spent.seconds < 10, spent


NEEDS = """公司,类型,需求,英文需求,领域,阶段,提供,投资额,币种,目标国家,工作语言,合作类型,姓名,邮箱
北岸基金,基金,寻找电池项目,Battery projects,"电池管理, C3841",中试、样机,资金,500-2000万,人民币,"德国, US",英语、中文,技术需求,陈晨,chen@example.org
Harbour Bank,银行,,,AI,TRL 5-8,loan,up to USD 2m,,,en,,Ann Lee,ann@example.org
Harbour Bank,银行,Robots for the harbour,,,,,,,,,,Bob Low,bob@example.org
"""


def needs_of(hub_id: UUID) -> dict[str, Need]:
    rows = Need.objects.filter(hub_id=hub_id).select_related("organisation")
    return {need.organisation.name_chinese or need.organisation.name_latin: need for need in rows}


def test_what_partners_look_for_comes_with_the_file(in_hub: UUID) -> None:
    applied(makers.event(in_hub), upload(in_hub, NEEDS))
    needs = needs_of(in_hub)
    fund, bank = needs["北岸基金"], needs["Harbour Bank"]
    assert (fund.text_chinese, fund.text_latin) == ("寻找电池项目", "Battery projects")
    assert (fund.fields, fund.trl_min, fund.trl_max) == (["battery-management", "gbt:C3841"], 4, 7)
    assert (fund.offers, fund.ticket_min, fund.ticket_max, fund.ticket_currency) == (
        ["money"], Decimal(5_000_000), Decimal(20_000_000), "CNY",
    )  # fmt: skip
    assert (fund.countries, fund.languages, fund.profile) == (["DE", "US"], ["en", "zh"], "TR")
    assert (bank.ticket_min, bank.ticket_max, bank.ticket_currency) == (None, Decimal(2_000_000), "USD")
    assert (bank.text_latin, bank.trl_min, bank.trl_max, bank.offers) == ("Robots for the harbour", 5, 8, ["money"])


FAULTY = """Company,Fields,Stage,Offers,Ticket,Currency,Looks in,Languages,Profile
One,C9999,,,,,,,
Two,,later,,,,,,
Three,,,fame,,,,,
Four,,,,many,,,,
Five,,,,5m,,,,
Six,,,,USD 5m,EUR,,,
Seven,,,,2m - 1m,USD,,,
Eight,,,,,,Atlantis,,
Nine,,,,,,,Martian,
Ten,,,,,,,,XX
Eleven,ai,,,1m,USD,,,
Eleven,robotics,,,,,,,
"""


def test_every_fault_of_a_need_has_its_row_column_and_reason(in_hub: UUID) -> None:
    seen = network_imports.preview(actor=SYSTEM, import_id=upload(in_hub, FAULTY).pk)
    assert [(f.row, f.data["column"], f.code) for f in seen.result.findings] == [
        (2, "Fields", "code_malformed"),
        (3, "Stage", "stage_unknown"),
        (4, "Offers", "choice_unknown"),
        (5, "Ticket", "amount_malformed"),
        (6, "Currency", "need_ticket_without_currency"),
        (7, "Currency", "currencies_differ"),
        (8, "Ticket", "need_ticket_reversed"),
        (9, "Looks in", "country_unknown"),
        (10, "Languages", "language_not_known"),
        (11, "Profile", "choice_unknown"),
        (13, "Fields", "row_contradicts"),
    ]
    assert seen.result.findings[-1].data["first"] == 12
    assert all(finding_words(finding) for finding in seen.result.findings)


def test_needs_are_taken_back_as_they_were(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    firm = network.organisation(in_hub, name_latin="Harbour Bank", kind="bank")
    said = NeedGiven(
        text_latin="Ports", fields=("logistics",), ticket_max=Decimal(1), ticket_currency="EUR", offers=("money",)
    )
    set_need(actor=SYSTEM, hub_id=in_hub, organisation_id=firm.pk, given=said, at=AT - timedelta(days=9))
    held = upload(in_hub, NEEDS)
    applied(event, held)
    bank = needs_of(in_hub)["Harbour Bank"]
    assert (bank.text_latin, bank.fields, bank.ticket_currency) == ("Robots for the harbour", ["ai"], "USD")
    imports.undo_people_import(actor=SYSTEM, event_id=event.pk, import_id=held.pk, at=AT)
    bank = Need.objects.get()
    assert (bank.text_latin, bank.fields, bank.ticket_max, bank.ticket_currency, bank.trl_min, bank.updated_at) == (
        "Ports", ["logistics"], Decimal(1), "EUR", None, AT - timedelta(days=9),
    )  # fmt: skip
    assert ImportedNeed.objects.count() == 0


def test_what_was_said_before_may_be_kept(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    firm = network.organisation(in_hub, name_latin="Harbour Bank", kind="bank")
    set_need(actor=SYSTEM, hub_id=in_hub, organisation_id=firm.pk, given=NeedGiven(text_latin="Ports"), at=AT)
    held = upload(in_hub, NEEDS)
    good = network_imports.preview(actor=SYSTEM, import_id=held.pk).result.good
    coming = arriving(event, COUNTERPARTIES.key, good)
    assert (coming.needs, coming.needs_known, coming.known) == (2, 1, {})
    applied(event, held, choices=imports.Choices(keep_needs=True))
    assert {name: need.text_latin for name, need in needs_of(in_hub).items()} == {
        "Harbour Bank": "Ports", "北岸基金": "Battery projects",
    }  # fmt: skip


def test_needs_changed_since_keep_the_import(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    held = upload(in_hub, NEEDS)
    applied(event, held)
    bank = needs_of(in_hub)["Harbour Bank"]
    later = AT + timedelta(hours=1)
    given = NeedGiven(text_latin="Docks")
    set_need(actor=SYSTEM, hub_id=in_hub, organisation_id=bank.organisation_id, given=given, at=later)
    with pytest.raises(NeedsChangedSince):
        imports.undo_people_import(actor=SYSTEM, event_id=event.pk, import_id=held.pk, at=later)
    assert (Participant.objects.count(), Need.objects.count()) == (2, 2)


@pytest.mark.parametrize(
    ("text", "schema"),
    [
        ("公司,姓名\n江畔,李静\n江畔,王明\n", COUNTERPARTIES.key),
        ("Project,President\nRover,Ann Lee\nRover,Bo Low\n", DELEGATION.key),
        ("Project,Company,President\nRover,Rover Ltd,Ann Lee\n", DELEGATION.key),
    ],
)
def test_a_file_without_addresses_twice_makes_nobody_twice(in_hub: UUID, text: str, schema: str) -> None:
    event = makers.event(in_hub)
    applied(event, upload(in_hub, text, schema))
    people = Person.objects.count()
    again = upload(in_hub, text, schema)
    good = network_imports.preview(actor=SYSTEM, import_id=again.pk).result.good
    known = arriving(event, schema, good).known
    assert sorted(known) == [row.row for row in good]
    assert applied(event, again) == []
    assert (Person.objects.count(), Attendee.objects.count()) == (people, people)
    applied(event, upload(in_hub, text, schema), choices=imports.Choices(anew=frozenset({2})))
    assert (Person.objects.count(), Attendee.objects.count()) == (people + 1, people + 1)


def test_source_and_rows_come_together_or_not_at_all(in_hub: UUID) -> None:
    event, held = makers.event(in_hub), upload(in_hub, GUESTS)

    def take(*, all_or_nothing: bool) -> int:
        made = imports.import_people(
            actor=SYSTEM, event_id=event.pk, import_id=held.pk, source="the fair", purpose="road show",
            legal_basis=LegalBasis.CONSENT, all_or_nothing=all_or_nothing, at=AT,
        )  # fmt: skip
        return len(made)

    with pytest.raises(ImportHasBadRows):
        take(all_or_nothing=True)
    assert (Provenance.objects.count(), Participant.objects.count()) == (0, 0)
    assert take(all_or_nothing=False) == 3
    assert Provenance.objects.get().source == "the fair"


def test_what_others_stand_on_is_not_taken_back(in_hub: UUID) -> None:
    """A project of the file was entered for another road show since."""
    event = makers.event(in_hub)
    held = upload(in_hub, DELEGATES, DELEGATION.key)
    applied(event, held)
    other = makers.event(in_hub, name_latin="Another")
    project = Project.objects.earliest("pk")
    party = Party(group_id=makers.group(other, "P").pk, project_id=project.pk)
    people.add_participant(actor=SYSTEM, event_id=other.pk, at=AT, party=party)
    with pytest.raises(CannotBeUndone):
        imports.undo_people_import(actor=SYSTEM, event_id=event.pk, import_id=held.pk, at=AT)
    assert (Participant.objects.count(), Project.objects.count()) == (3, 2)


def test_a_first_contact_to_come_is_named_by_its_row(in_hub: UUID) -> None:
    text = "Project,Country,First contact\nRover,DE,2026-11-21\n"
    with pytest.raises(InputRefused) as refused:
        applied(makers.event(in_hub), upload(in_hub, text, DELEGATION.key))
    assert [(f.code, f.row, f.field) for f in refused.value.findings] == [("step_in_future", 2, "contacted")]
    assert Project.objects.count() == 0


def test_rows_without_a_group_need_one_on_their_side(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    Group.objects.filter(event=event, side="counterparty").delete()
    with pytest.raises(InputRefused) as refused:
        applied(event, upload(in_hub, "公司,姓名\n江畔,李静\n"))
    assert [finding.code for finding in refused.value.findings] == ["no_group_on_side"]
    assert Participant.objects.count() == 0


def test_a_row_without_a_name_brings_its_party_alone_and_an_earlier_contact_its_day(in_hub: UUID) -> None:
    event = makers.event(in_hub)
    applied(event, upload(in_hub, "Project,Country,First contact\nRover,DE,2026-03-01\n", DELEGATION.key))
    assert (Participant.objects.get().label, Attendee.objects.count()) == ("P01", 0)
    step = JourneyStep.objects.get()
    assert (step.effective_at.isoformat(), step.entered_later) == ("2026-03-01T04:00:00+00:00", True)
