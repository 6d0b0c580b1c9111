"""A file of people or organisations goes through the network's own pages: looked at, taken, taken back."""

import io
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from landbridge.entrypoints.web.imports import heading_of
from landbridge.entrypoints.web.network.pages.imports import SCHEMAS
from landbridge.events.sheets import COUNTERPARTIES
from landbridge.ground.hubs import hub_context
from landbridge.kernel.actor import SystemActor
from landbridge.network.actions.imports import upload_import
from landbridge.network.imports.mapping import guessed
from landbridge.network.models import Organisation, Person, Provenance
from tests.entrypoints.web.network.conftest import NOW

PEOPLE = "姓名,公司,邮箱\n李娜,江畔智能制造,\n王明,北岸基金,nonsense\n"
TAKE = {"source": "the park's list", "purpose": "Contacts", "legal_basis": "consent", "crosses_to": "", "keep_until": "", "what": "good"}  # fmt: skip
BASE = "/network/import/"


@pytest.fixture(autouse=True)
def files_of_their_own(tmp_path: Path, static_sources: None) -> object:
    with override_settings(DATA_DIR=tmp_path, STORAGES=settings.STORAGES):
        yield


def sent(text: str = PEOPLE, sheet: str = "people") -> dict[str, object]:
    return {"sheet": sheet, "file": SimpleUploadedFile("list.csv", text.encode("gb18030"))}


def counted(hub_id: UUID) -> tuple[int, int, int]:
    with hub_context(hub_id):
        return Person.objects.count(), Organisation.objects.count(), Provenance.objects.count()


def test_from_file_to_list_and_back(scout: Client, hub_id: UUID) -> None:
    address = scout.post(BASE, sent())["Location"]
    page = scout.get(address).content.decode()
    assert "1 good row" in page
    assert "“nonsense” is no e-mail address." in page
    assert scout.get(f"{address}rejected/").content.decode("utf-8-sig").splitlines()[1].startswith("3,")
    assert scout.post(f"{address}take/", TAKE | {"source": ""}).status_code == 422
    assert scout.post(f"{address}take/", TAKE | {"what": "all"}).status_code == 422
    assert counted(hub_id) == (0, 0, 0)
    scout.post(f"{address}take/", TAKE)
    assert counted(hub_id) == (1, 1, 1)
    again = scout.post(BASE, sent())["Location"]
    assert "People we seem to know" in scout.get(again).content.decode()
    scout.post(f"{again}take/", TAKE)
    assert counted(hub_id)[:2] == (1, 1)
    scout.post(f"{again}undo/")
    scout.post(f"{address}undo/")
    assert counted(hub_id)[:2] == (0, 0)


def test_organisations_and_columns_named_otherwise(manager: Client, hub_id: UUID) -> None:
    address = manager.post(BASE, sent("wer,what\n江畔,bank\n", "organisations"))["Location"]
    assert "A column is needed" in manager.get(address).content.decode()
    manager.post(f"{address}columns/", {"name": "0", "kind": "1"})
    manager.post(f"{address}take/", TAKE)
    with hub_context(hub_id):
        assert Organisation.objects.get().kind == "bank"


def test_the_files_we_offer_are_read_again_column_by_column(manager: Client) -> None:
    for key, schema in SCHEMAS.items():
        for language in ("en", "zh-hans"):
            headings = [heading_of(column, language) for column in schema.columns]
            assert guessed(schema, tuple(headings)) == {c.key: n for n, c in enumerate(schema.columns)}, (key, language)
        assert b"".join(manager.get(f"{BASE}{key}.xlsx")).startswith(b"PK")
    assert manager.get(f"{BASE}others.csv").status_code == 404


def test_others_import_nobody_and_road_shows_keep_theirs(
    manager: Client, founder: Client, stranger: Client, hub_id: UUID
) -> None:
    address = manager.post(BASE, sent())["Location"]
    for client in (founder, stranger):
        assert client.post(f"{address}take/", TAKE).status_code in {403, 404}
    file = io.BytesIO("公司\n江畔\n".encode())
    with hub_context(hub_id):
        held = upload_import(
            actor=SystemActor(), hub_id=hub_id, schema_key=COUNTERPARTIES.key, file=file, original_name="l", at=NOW
        )
    assert manager.post(f"{BASE}{held.pk}/take/", TAKE).status_code == 404
    assert counted(hub_id)[:2] == (0, 0)
