"""A document keeps its bytes, its digest, its source; what it is, its content says."""

import hashlib
import io
from pathlib import Path
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from landbridge.evidence import actions, media, queries, rules, store
from landbridge.evidence.models import Document, Trail
from landbridge.kernel.actor import SystemActor
from landbridge.kernel.clock import FixedClock
from landbridge.kernel.refusal import Missing


class Nobody(SystemActor):
    def may(self, permission: str, hub_id: UUID) -> bool:
        return False


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, settings: Settings) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def kept(hub_id: UUID, clock: FixedClock, content: bytes = b"a,b\n1,2\n") -> Document:
    return actions.keep_document(
        actor=SystemActor(), hub_id=hub_id, file=io.BytesIO(content), original_name="list.csv", source="the consulate",
        purpose="delegation", at=clock.now(),
    )  # fmt: skip


def zipped(*names: str) -> bytes:
    file = io.BytesIO()
    with ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


@pytest.mark.django_db
def test_a_document_is_kept_under_its_digest(in_hub: UUID, clock: FixedClock, data_folder: Path) -> None:
    content = b"x" * 3_000_000
    document = kept(in_hub, clock, content)
    assert (document.digest, document.size) == (hashlib.sha256(content).hexdigest(), 3_000_000)
    assert store.path_of(in_hub, document.digest).read_bytes() == content
    assert [path.name for path in data_folder.rglob("*") if path.is_file()] == [document.digest]
    assert Trail.objects.get(subject_id=document.pk).data == {"digest": document.digest, "size": 3_000_000}


@pytest.mark.django_db
def test_bytes_go_with_the_last_document_that_has_them(
    in_hub: UUID, clock: FixedClock, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    first, second = kept(in_hub, clock), kept(in_hub, clock)
    path = store.path_of(in_hub, first.digest)
    for document, left in ((first, True), (second, False)):
        with django_capture_on_commit_callbacks(execute=True):
            actions.erase_document(actor=SystemActor(), hub_id=in_hub, document_id=document.pk, at=clock.now())
        assert path.exists() is left
    first.refresh_from_db()
    assert (first.original_name, first.source, first.erased_at) == ("", "", clock.now())
    assert list(queries.living(Document.objects.all())) == []
    with pytest.raises(Missing):
        actions.erase_document(actor=SystemActor(), hub_id=in_hub, document_id=first.pk, at=clock.now())


@pytest.mark.django_db
def test_an_erased_document_keeps_no_name_and_a_digest_is_a_digest(in_hub: UUID, clock: FixedClock) -> None:
    document = kept(in_hub, clock)
    with pytest.raises(IntegrityError, match="erased_has_no_name"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(erased_at=clock.now())
    with pytest.raises(IntegrityError, match="digest_is_sha256"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(digest="X" * 64)


@pytest.mark.django_db
def test_missing_and_forbidden_documents_give_the_same_answer(in_hub: UUID, clock: FixedClock) -> None:
    document = kept(in_hub, clock)
    assert rules.access_document(SystemActor(), document.pk, permission="see") == document
    for actor, key in ((Nobody(), document.pk), (SystemActor(), uuid4())):
        with pytest.raises(Missing) as refused:
            rules.access_document(actor, key, permission="see")
        assert dict(refused.value.data) == {"identifier": str(key)}


def test_a_failed_copy_leaves_nothing(data_folder: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError("unplugged")

    with pytest.raises(OSError, match="unplugged"):
        store.keep(uuid4(), Broken())
    assert [path for path in data_folder.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n...", "image/png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVE", media.OCTETS),
        (zipped("xl/workbook.xml"), media.XLSX),
        (zipped("readme"), "application/zip"),
        (b"PK\x03\x04broken", media.OCTETS),
        ("姓名,公司\n".encode("gb18030"), media.TEXT),
        ("\ufeff姓名,公司\n".encode(), media.TEXT),
        (b"", media.TEXT),
        (b"MZ\x00\x01", media.OCTETS),
    ],
)
def test_content_says_what_a_file_is(content: bytes, expected: str) -> None:
    file = io.BytesIO(content)
    assert (media.sniff(file), file.tell()) == (expected, 0)
