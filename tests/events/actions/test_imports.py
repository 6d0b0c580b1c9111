"""Files become parties: every fault named, all or the good ones taken, everything taken back."""

import io
import time
from uuid import UUID

import pytest
from django.conf import settings
from django.test import override_settings

from landbridge.events.actions import frame, imports
from landbridge.events.models import Attendee, Event, Participant, Wish
from landbridge.events.refusals import EventIsOver, StillUsed
from landbridge.events.sheets import COUNTERPARTIES, DELEGATION
from landbridge.events.states import WishKind
from landbridge.kernel.refusal import InputRefused, NotAllowed
from landbridge.network.actions import imports as network_imports
from landbridge.network.models import Affiliation, Import, Organisation, Person
from landbridge.network.refusals import ImportHasBadRows
from landbridge.projects.models import Project
from tests.events import makers
from tests.events.makers import AT, SYSTEM, Onlooker
from tests.network import makers as network

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


def applied(event: Event, held: Import, *, all_or_nothing: bool = False) -> list[Participant]:
    return imports.apply_people_import(
        actor=SYSTEM, event_id=event.pk, import_id=held.pk, provenance_id=network.provenance(event.hub_id).pk,
        all_or_nothing=all_or_nothing, at=AT,
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
    rows = ["公司,类型,姓名,邮箱"]
    for row in range(2, 5_002):
        address = "nonsense" if row in bad else f"p{row}@example.org"
        rows.append(f"第{row // 2}公司,公司,人{row},{address}")
    began = time.process_time()
    held = upload(in_hub, "\n".join(rows))
    seen = network_imports.preview(actor=SYSTEM, import_id=held.pk)
    applied(event, held)
    seconds = time.process_time() - began
    assert {finding.row for finding in seen.result.findings} == bad
    assert {(finding.field, finding.code) for finding in seen.result.findings} == {("email", "email_malformed")}
    assert (Attendee.objects.count(), Person.objects.count()) == (4_963, 4_963)
    assert seconds < 10, f"{seconds:.1f} s"
