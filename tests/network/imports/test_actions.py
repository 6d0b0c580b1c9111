"""A file becomes people and organisations: previewed, applied, undone; by who may, and in time."""

import random
import time
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from landbridge.evidence.actions import erase_document
from landbridge.evidence.models import Document, Trail
from landbridge.ground.models import SearchEntry
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.clock import FixedClock
from landbridge.kernel.refusal import InputRefused, Missing, NotAllowed
from landbridge.kernel.transitions import IllegalMove
from landbridge.network import actions, queries
from landbridge.network.actions import bulk
from landbridge.network.actions.imports import import_with_source
from landbridge.network.drafts import PersonDraft
from landbridge.network.imports.refusals import FileNotTable
from landbridge.network.models import Affiliation, Import, ImportedRecord, Organisation, Person, Provenance
from landbridge.network.refusals import ImportHasBadRows, ImportInUse, ImportNotReady
from landbridge.network.states import LegalBasis, Role
from tests.network.actors import member
from tests.network.imports.files import text, workbook
from tests.network.makers import person, provenance

pytestmark = pytest.mark.django_db
PEOPLE = (
    "姓名,英文名,邮箱,公司,职务,国家\n"
    "张三,Zhang San,zs@example.org,漕河泾科技有限公司,总裁,中国\n"
    "李四,,ls@example.org,漕河泾科技,经理,CN\n"
    "Ada Lovelace,,ada@example.org,Acme GmbH,President,Germany\n"
    "Bad Row,,not an address,Acme,President,Atlantis\n"
    "王五,,,,,\n"
)


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_DIR = tmp_path


def uploaded(hub_id: UUID, clock: FixedClock, file: BinaryIO | None = None, schema: str = "people") -> Import:
    return actions.upload_import(
        actor=member(hub_id),
        hub_id=hub_id,
        schema_key=schema,
        file=file or text(PEOPLE),
        original_name="people.csv",
        at=clock.now(),
    )


def applied(hub_id: UUID, clock: FixedClock, upload: Import, *, all_or_nothing: bool = False) -> Import:
    return actions.apply_import(
        actor=member(hub_id),
        import_id=upload.pk,
        provenance_id=provenance(hub_id).pk,
        all_or_nothing=all_or_nothing,
        at=clock.now(),
    )


def test_good_rows_become_people_with_their_organisations(in_hub: UUID, clock: FixedClock) -> None:
    upload = uploaded(in_hub, clock)
    seen = actions.preview(actor=member(in_hub), import_id=upload.pk)
    assert (len(seen.result.good), seen.result.bad_rows, seen.missing, Person.objects.count()) == (4, (5,), (), 0)
    done = applied(in_hub, clock, upload)
    assert (done.state, done.good_rows, done.bad_rows, done.applied_at) == ("applied", 4, 1, clock.now())
    assert [p.name_chinese or p.name_latin for p in queries.found(Person.objects.all(), "")] == [
        "Ada Lovelace",
        "李四",
        "王五",
        "张三",
    ]
    assert {
        (a.person.email, a.organisation.name_chinese or a.organisation.name_latin, a.title("zh"))
        for a in Affiliation.objects.all()
    } == {
        ("zs@example.org", "漕河泾科技有限公司", "总裁"),
        ("ls@example.org", "漕河泾科技有限公司", "经理"),
        ("ada@example.org", "Acme GmbH", "President"),
    }
    assert [p.email for p in queries.found(Person.objects.all(), "zhangsan")] == ["zs@example.org"]
    assert {p.provenance_id for p in Person.objects.all()} == {done.provenance_id}
    assert [(r.row, r.kind) for r in queries.made_by_import(upload.pk)] == [
        (2, "network.organisation"), (2, "network.person"), (3, "network.person"), (4, "network.organisation"),
        (4, "network.person"), (6, "network.person"),
    ]  # fmt: skip
    counted = {
        event: Trail.objects.filter(event=event).count()
        for event in ("network.person_created", "network.organisation_created")
    }
    assert counted == {"network.person_created": 4, "network.organisation_created": 2}
    assert Trail.objects.get(event="network.import_applied").data["made"] == 6


def test_all_or_nothing_takes_nothing_if_a_row_is_bad(in_hub: UUID, clock: FixedClock) -> None:
    upload = uploaded(in_hub, clock)
    with pytest.raises(ImportHasBadRows) as refused:
        applied(in_hub, clock, upload, all_or_nothing=True)
    assert dict(refused.value.data) == {"bad": 1, "good": 4}
    upload.refresh_from_db()
    assert (upload.state, Person.objects.count(), Organisation.objects.count()) == ("uploaded", 0, 0)
    clean = uploaded(in_hub, clock, text("name\nA\nB\n"))
    assert applied(in_hub, clock, clean, all_or_nothing=True).good_rows == 2


def test_the_same_file_twice_makes_nobody_twice(in_hub: UUID, clock: FixedClock) -> None:
    for _ in range(2):
        applied(in_hub, clock, uploaded(in_hub, clock))
    assert (Person.objects.count(), Person.objects.filter(name_chinese="王五").count()) == (4, 1)
    assert (Organisation.objects.count(), Affiliation.objects.count()) == (2, 3)


AGAIN = (
    "name,company,phone\nAda Lovelace,Acme,\nAda Lovelace,Other Ltd,\nLi Si,Acme,\nAda Lovelace,Acme GmbH,+49 30 999\n"
)


def test_a_row_without_an_address_means_the_one_of_that_name_in_that_house(in_hub: UUID, clock: FixedClock) -> None:
    applied(in_hub, clock, uploaded(in_hub, clock))
    ada = Person.objects.get(email="ada@example.org")
    Person.objects.filter(pk=ada.pk).update(phone="+49 30 1234")
    upload = uploaded(in_hub, clock, text(AGAIN))
    good = actions.preview(actor=member(in_hub), import_id=upload.pk).result.good
    assert {row: person.pk for row, person in bulk.recognised(in_hub, good).items()} == {2: ada.pk}
    applied(in_hub, clock, upload)
    assert Person.objects.filter(name_latin="Ada Lovelace").count() == 3
    assert Person.objects.filter(name_latin="Li Si").count() == 1


def test_somebody_may_decide_that_it_is_another_of_the_same_name(in_hub: UUID, clock: FixedClock) -> None:
    applied(in_hub, clock, uploaded(in_hub, clock))
    upload = uploaded(in_hub, clock, text("name,company\nAda Lovelace,Acme\n"))
    actions.apply_import(
        actor=member(in_hub), import_id=upload.pk, provenance_id=provenance(in_hub).pk, all_or_nothing=False,
        at=clock.now(), anew={2},
    )  # fmt: skip
    assert Person.objects.filter(name_latin="Ada Lovelace").count() == 2


def test_organisations_come_from_a_workbook(in_hub: UUID, clock: FixedClock) -> None:
    rows: list[list[object]] = [
        ["公司名称", "类型", "信用代码"],
        ["腾讯", "公司", "9144030071526726XG"],
        ["浦东银行", "银行", None],
        ["腾讯公司", None, None],
    ]
    applied(in_hub, clock, uploaded(in_hub, clock, workbook(rows), schema="organisations"))
    assert [(o.name_chinese, o.kind, o.uscc) for o in Organisation.objects.order_by("sort_key")] == [
        ("浦东银行", "bank", ""),
        ("腾讯", "company", "9144030071526726XG"),
    ]


def test_columns_are_mapped_by_hand_and_a_missing_one_is_said(in_hub: UUID, clock: FixedClock) -> None:
    upload = uploaded(in_hub, clock, text("wer,wo\nAda,Acme\n"))
    with pytest.raises(ImportNotReady) as refused:
        applied(in_hub, clock, upload)
    assert refused.value.data["missing"] == ("name",)
    actions.map_columns(
        actor=member(in_hub), import_id=upload.pk, mapping={"name": 0, "organisation": 1, "shoe_size": 0}
    )
    upload.refresh_from_db()
    assert upload.mapping == {"name": 0, "organisation": 1}
    applied(in_hub, clock, upload)
    assert (Person.objects.get().name_latin, Organisation.objects.get().name_latin) == ("Ada", "Acme")
    with pytest.raises(IllegalMove):
        actions.map_columns(actor=member(in_hub), import_id=upload.pk, mapping={})


def test_an_import_is_undone_whole(in_hub: UUID, clock: FixedClock) -> None:
    before = person(in_hub)
    upload = uploaded(in_hub, clock)
    applied(in_hub, clock, upload)
    undone = actions.undo_import(actor=member(in_hub), import_id=upload.pk, at=clock.now())
    assert (undone.state, undone.undone_at) == ("undone", clock.now())
    assert list(Person.objects.all()) == [before]
    assert (Organisation.objects.count(), Affiliation.objects.count(), SearchEntry.objects.count()) == (0, 0, 0)
    assert Trail.objects.filter(event="network.person_created").count() == 4
    with pytest.raises(IllegalMove):
        actions.undo_import(actor=member(in_hub), import_id=upload.pk, at=clock.now())


@pytest.mark.parametrize("work", ["changed", "told", "affiliated"])
def test_what_somebody_has_worked_on_is_not_undone(in_hub: UUID, clock: FixedClock, work: str) -> None:
    upload, manager = uploaded(in_hub, clock), member(in_hub)
    applied(in_hub, clock, upload)
    ada = Person.objects.get(email="ada@example.org")
    clock.advance(timedelta(hours=1))
    if work == "changed":
        actions.change_person(actor=manager, person_id=ada.pk, draft=PersonDraft(name_latin="Ada"), at=clock.now())
    elif work == "told":
        actions.tell_person(actor=manager, person_id=ada.pk, at=clock.now())
    else:
        firm = Organisation.objects.get(name_latin="Acme GmbH")
        actions.affiliate(actor=manager, person_id=person(in_hub).pk, organisation_id=firm.pk, at=clock.now())
    count = Person.objects.count()
    with pytest.raises(ImportInUse):
        actions.undo_import(actor=manager, import_id=upload.pk, at=clock.now())
    upload.refresh_from_db()
    assert (upload.state, Person.objects.count(), Affiliation.objects.count()) == (
        "applied",
        count,
        3 + (work == "affiliated"),
    )


def test_an_upload_can_be_put_aside(in_hub: UUID, clock: FixedClock) -> None:
    upload = uploaded(in_hub, clock)
    actions.discard_import(actor=member(in_hub), import_id=upload.pk, at=clock.now())
    with pytest.raises(IllegalMove):
        applied(in_hub, clock, upload)
    assert (Person.objects.count(), Import.objects.get().state) == (0, "discarded")


def test_a_file_that_is_no_table_is_not_kept(in_hub: UUID, clock: FixedClock, tmp_path: Path) -> None:
    with pytest.raises(FileNotTable):
        uploaded(in_hub, clock, text("%PDF-1.7"))
    with pytest.raises(InputRefused):
        uploaded(in_hub, clock, schema="shoes")
    assert (Import.objects.count(), Document.objects.count(), [p for p in tmp_path.rglob("*") if p.is_file()]) == (
        0,
        0,
        [],
    )


def test_an_import_needs_its_file_and_its_ground(in_hub: UUID, clock: FixedClock) -> None:
    upload = uploaded(in_hub, clock)
    with pytest.raises(Missing):
        actions.apply_import(
            actor=member(in_hub), import_id=upload.pk, provenance_id=uuid4(), all_or_nothing=False, at=clock.now()
        )
    erase_document(actor=SystemActor(), hub_id=in_hub, document_id=upload.document_id, at=clock.now())
    with pytest.raises(Missing):
        actions.preview(actor=member(in_hub), import_id=upload.pk)


def test_who_may_not_import_imports_nothing(in_hub: UUID, clock: FixedClock) -> None:
    upload, judge = uploaded(in_hub, clock), member(in_hub, Role.JUDGE)
    with pytest.raises(NotAllowed):
        actions.upload_import(
            actor=judge, hub_id=in_hub, schema_key="people", file=text(PEOPLE), original_name="p.csv", at=clock.now()
        )
    for attempt in (
        lambda: actions.preview(actor=judge, import_id=upload.pk),
        lambda: actions.map_columns(actor=judge, import_id=upload.pk, mapping={}),
        lambda: actions.apply_import(
            actor=judge, import_id=upload.pk, provenance_id=uuid4(), all_or_nothing=False, at=clock.now()
        ),
        lambda: actions.undo_import(actor=judge, import_id=upload.pk, at=clock.now()),
        lambda: actions.discard_import(actor=judge, import_id=upload.pk, at=clock.now()),
    ):
        with pytest.raises(Missing):
            attempt()
    assert (Import.objects.get().state, Person.objects.count(), ImportedRecord.objects.count()) == ("uploaded", 0, 0)


def test_five_thousand_people_with_thirty_seven_bad_rows_take_less_than_ten_seconds(
    in_hub: UUID, clock: FixedClock
) -> None:
    chance = random.Random(7)
    bad = sorted(chance.sample(range(2, 5_002), 37))
    lines = [
        f"张{chr(0x4E00 + n % 5000)}{chr(0x4E00 + n * 7 % 5000)},Person {n},{'no address' if n in bad else f'p{n}@example.org'},第{n % 400}科技有限公司,总裁,中国"
        for n in range(2, 5_002)
    ]
    started = time.process_time()
    upload = uploaded(in_hub, clock, text("姓名,英文名,邮箱,公司,职务,国家\n" + "\n".join(lines)))
    seen = actions.preview(actor=member(in_hub), import_id=upload.pk)
    done = applied(in_hub, clock, upload)
    took = time.process_time() - started
    assert [(f.row, f.field, f.code) for f in seen.result.findings] == [(n, "email", "email_malformed") for n in bad]
    assert (done.good_rows, done.bad_rows, Person.objects.count(), Organisation.objects.count()) == (
        4_963,
        37,
        4_963,
        400,
    )
    assert took < 10  # of our own time: the clock on the wall also counts what else the machine does


def test_the_source_is_written_down_with_the_rows_or_not_at_all(in_hub: UUID, clock: FixedClock) -> None:
    upload = uploaded(in_hub, clock)
    said: dict[str, Any] = {
        "source": "the consulate's list", "purpose": "road show", "legal_basis": LegalBasis.CONSENT,
        "crosses_to": ["DE"], "at": clock.now(),
    }  # fmt: skip
    with pytest.raises(ImportHasBadRows):
        import_with_source(actor=member(in_hub), import_id=upload.pk, all_or_nothing=True, **said)
    assert (Provenance.objects.count(), Person.objects.count()) == (0, 0)
    done = import_with_source(actor=member(in_hub), import_id=upload.pk, all_or_nothing=False, **said)
    assert (done.state, Person.objects.count()) == ("applied", 4)
    assert done.provenance == Provenance.objects.get(source="the consulate's list", crosses_border=True)
