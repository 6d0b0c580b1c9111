"""A file of people goes through the browser: chosen, mapped, looked at, taken, taken back."""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from landbridge.entrypoints.web.imports import column_words, heading_of
from landbridge.events.models import Participant
from landbridge.events.sheets import SHEETS
from landbridge.ground.hubs import hub_context
from landbridge.matchmaking.models import Need
from landbridge.matchmaking.phrases import PROFILES
from landbridge.network.imports.mapping import guessed
from landbridge.network.imports.reading import open_table
from landbridge.network.imports.refusals import TableEmpty
from landbridge.network.imports.tables import ORGANISATIONS, PEOPLE
from landbridge.network.models import Person, Provenance
from landbridge.network.phrases import ORGANISATION_KINDS
from landbridge.projects.phrases import SEEKING
from tests.events import makers

Counting = Callable[[], AbstractContextManager[CaptureQueriesContext]]
PAGES: dict[str, Sequence[tuple[Mapping[str, object], Callable[[str], object]]]] = {
    "seeks": [(SEEKING, lambda code: (code,))],
    "offers": [(SEEKING, lambda code: (code,))],
    "profile": [(PROFILES, str)],
    "kind": [(ORGANISATION_KINDS, str)],
    "organisation_kind": [(ORGANISATION_KINDS, str)],
}
"""Columns with a closed list, and what our pages call its members."""
GUESTS = "单位名字,类型,姓名,邮箱\n江畔机器人,公司,李静,li@example.org\n北岸基金,基金,陈晨,nonsense\n=Harbour,bank,Ann,ann@example.org\n"
TAKE = {
    "source": "the park's list",
    "purpose": "Meetings",
    "legal_basis": "consent",
    "crosses_to": "",
    "keep_until": "",
}


@pytest.fixture(autouse=True)
def files_of_their_own(tmp_path: Path, static_sources: None) -> object:
    with override_settings(DATA_DIR=tmp_path, STORAGES=settings.STORAGES):
        yield


def sent(text: str = GUESTS, name: str = "guests.csv") -> dict[str, object]:
    return {"sheet": "counterparties", "file": SimpleUploadedFile(name, text.encode())}


def test_from_file_to_list_and_back(manager: Client, hub_id: UUID) -> None:
    with hub_context(hub_id):
        event = makers.event(hub_id)
    base = f"/events/{event.pk}/people/import/"
    address = manager.post(base, sent())["Location"]
    page = manager.get(address).content.decode()
    assert "A column is needed" in page
    manager.post(f"{address}columns/", {"organisation": "0", "kind": "1", "person": "2", "email": "3"})
    page = manager.get(address).content.decode()
    assert "2 good rows" in page
    assert "“nonsense” is no e-mail address." in page
    rejected = manager.get(f"{address}rejected/").content.decode("utf-8-sig")
    assert rejected.splitlines()[1].startswith("3,")
    answer = manager.post(f"{address}take/", TAKE | {"what": "all"})
    assert (answer.status_code, "Rows with faults: 1" in answer.content.decode()) == (422, True)
    assert manager.post(f"{address}take/", TAKE | {"what": "good", "source": ""}).status_code == 422
    with hub_context(hub_id):
        assert (Participant.objects.count(), Provenance.objects.count()) == (0, 0)
    page = manager.post(f"{address}take/", TAKE | {"what": "good"}, follow=True).content.decode()
    assert "2 parties are on the list." in page
    with hub_context(hub_id):
        assert sorted(Participant.objects.values_list("label", flat=True)) == ["B01", "K01"]
        assert Provenance.objects.get().source == "the park's list"
    assert "1 row with faults was left" in page
    later = manager.get(base).content.decode()
    assert (f'href="{address}rejected/"' in later, "guests.csv" in later) == (True, True)
    assert manager.get(f"{address}rejected/").content.decode("utf-8-sig") == rejected
    looked = manager.get(address).content.decode()
    assert ("2 rows were taken" in looked, "“nonsense” is no e-mail" in looked, f"{address}take/" in looked) == (
        True, True, False,
    )  # fmt: skip
    manager.post(f"{address}undo/")
    with hub_context(hub_id):
        assert (Participant.objects.count(), Person.objects.count()) == (0, 0)


def test_files_of_another_road_show_are_not_listed(manager: Client, hub_id: UUID, queries: Counting) -> None:
    with hub_context(hub_id):
        here, there = makers.event(hub_id), makers.event(hub_id)
    base = f"/events/{here.pk}/people/import/"
    taken = manager.post(base, sent("公司,姓名\n江畔,李静\n", "ours.csv"))["Location"]
    manager.post(f"{taken}take/", TAKE | {"what": "good"})
    assert "ours.csv" not in manager.get(f"/events/{there.pk}/people/import/").content.decode()
    with queries() as one:
        assert "ours.csv" in manager.get(base).content.decode()
    for number in range(2):
        manager.post(base, sent(f"公司,姓名\n江畔{number},李静\n"))
    with queries() as three:
        assert manager.get(base).content.decode().count("guests.csv") == 2
    assert len(three) == len(one)


def test_an_address_for_two_is_told_by_row_and_left_out_if_ticked(manager: Client, hub_id: UUID) -> None:
    with hub_context(hub_id):
        event = makers.event(hub_id)
    text = "公司,姓名,邮箱\n江畔,李静,office@example.org\n北岸,王明,office@example.org\n南山,陈晨,office@example.org\n"
    address = manager.post(f"/events/{event.pk}/people/import/", sent(text))["Location"]
    page = manager.get(address).content.decode()
    assert ("2 rows give an address" in page, "take row 3 without office@example.org" in page) == (True, True)
    kept = manager.post(f"{address}take/", TAKE | {"source": "", "unaddressed": "3"}).content.decode()
    assert re.search(r'name="unaddressed"\s+value="3" checked', kept)
    manager.post(f"{address}take/", TAKE | {"what": "good", "unaddressed": "3"})
    with hub_context(hub_id):
        assert dict(Person.objects.values_list("name_chinese", "email")) == {
            "李静": "office@example.org", "王明": "", "陈晨": "office@example.org",
        }  # fmt: skip


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_column_has_words_and_takes_the_words_of_our_pages(language: str) -> None:
    columns = [column for schema in (*SHEETS.values(), PEOPLE, ORGANISATIONS) for column in schema.columns]
    assert [column.key for column in columns if column_words(column) == column.key] == []
    with override(language):
        for column in columns:
            for words, meant in PAGES.get(column.key, ()):
                for code, word in words.items():
                    assert column.parse(str(word).partition(" · ")[2] or str(word)) == meant(code), (column.key, word)


def test_what_is_no_table_is_refused_with_the_reason(manager: Client, hub_id: UUID) -> None:
    with hub_context(hub_id):
        event = makers.event(hub_id)
    answer = manager.post(f"/events/{event.pk}/people/import/", sent("%PDF-1.7 nothing", "list.csv"))
    assert answer.status_code == 422
    assert "This is no CSV or XLSX file" in answer.content.decode()


def test_others_import_nobody(founder: Client, stranger: Client, hub_id: UUID) -> None:
    with hub_context(hub_id):
        event = makers.event(hub_id)
    for client in (founder, stranger):
        assert client.post(f"/events/{event.pk}/people/import/", sent()).status_code == 404


def test_the_file_we_offer_is_read_again_column_by_column(manager: Client, hub_id: UUID) -> None:
    with hub_context(hub_id):
        event = makers.event(hub_id)
    for sheet, schema in SHEETS.items():
        for language in ("en", "zh-hans"):
            headings = [heading_of(column, language) for column in schema.columns]
            assert guessed(schema, tuple(headings)) == {c.key: n for n, c in enumerate(schema.columns)}, language
        for form in ("csv", "xlsx"):
            answer = manager.get(f"/events/{event.pk}/people/import/{sheet}.{form}")
            content = b"".join(answer) if answer.streaming else answer.content
            with pytest.raises(TableEmpty):
                open_table(io.BytesIO(content))
    assert manager.get(f"/events/{event.pk}/people/import/others.csv").status_code == 404
    assert manager.get(f"/events/{event.pk}/people/import/delegation.pdf").status_code == 404


NEEDS = '公司,类型,领域,投资额,提供,阶段,姓名\n北岸基金,基金,"AI、C3841",500-2000万元,资金,中试,陈晨\n'


def test_needs_and_people_known_are_shown_before_they_are_taken(manager: Client, hub_id: UUID) -> None:
    with hub_context(hub_id):
        event = makers.event(hub_id)
    base = f"/events/{event.pk}/people/import/"
    address = manager.post(base, sent(NEEDS))["Location"]
    page = manager.get(address).content.decode()
    for words in ("1 partner says what it looks for", "artificial intelligence, GB/T 4754 C3841", "CNY 5,000,000–20,000,000", "TRL 6–7"):  # fmt: skip
        assert words in page
    assert "People we seem to know" not in page
    manager.post(f"{address}take/", TAKE | {"what": "good"})
    again = manager.post(base, sent(NEEDS))["Location"]
    page = manager.get(again).content.decode()
    assert "People we seem to know" in page
    assert "Partners who have said already what they look for" in page
    manager.post(f"{again}take/", TAKE | {"what": "good", "needs": "keep"})
    with hub_context(hub_id):
        assert Person.objects.count() == 1
    third = manager.post(base, sent(NEEDS))["Location"]
    manager.post(f"{third}take/", TAKE | {"what": "good", "anew": "2"})
    with hub_context(hub_id):
        assert Person.objects.count() == 2
        assert Need.objects.count() == 1
