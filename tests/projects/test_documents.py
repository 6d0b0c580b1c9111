"""Papers in a project's record: kept whole or refused at the field, and alone or with the step that they prove."""

import io
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import pytest
from pytest_django import Settings

from landbridge.evidence.models import Document, Trail
from landbridge.kernel.refusal import InputRefused
from landbridge.projects import actions, queries
from landbridge.projects.actions import LARGEST_DOCUMENT, LONGEST_TITLE, DocumentGiven
from landbridge.projects.models import Project, ProjectDocument
from landbridge.projects.states import Stage
from landbridge.projects.trail_events import ProjectEvent
from tests.projects.test_actions import AT, SYSTEM, register


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_DIR = tmp_path


def given(title: str = "Letter of intent", file: BinaryIO | None = None) -> DocumentGiven:
    return DocumentGiven(file=file or io.BytesIO(b"%PDF-1.7 signed"), original_name="loi.pdf", title=title)


def test_a_document_is_kept_with_the_projects_record(in_hub: UUID) -> None:
    project = register(in_hub)
    kept = actions.add_document(actor=SYSTEM, project_id=project.pk, given=given(" Letter of intent "), at=AT)
    assert (kept.title, kept.project_id, kept.document) == ("Letter of intent", project.pk, Document.objects.get())
    assert kept.document.purpose == f"{project.code}: Letter of intent"
    told = Trail.objects.get(event=ProjectEvent.DOCUMENT_ADDED)
    assert (told.subject_id, told.data["document"]) == (project.pk, str(kept.document_id))


def test_a_document_given_with_a_step_is_its_evidence(in_hub: UUID) -> None:
    project = register(in_hub)
    step = actions.advance(actor=SYSTEM, project_id=project.pk, to=Stage.INTENT, at=AT, document=given())
    assert step.evidence_id == ProjectDocument.objects.get(project=project).document_id


def long_file(tmp_path: Path) -> BinaryIO:
    """A file of one byte too many that takes no room on the disk."""
    path = tmp_path / "long.pdf"
    with path.open("wb") as file:
        file.truncate(LARGEST_DOCUMENT + 1)
    return path.open("rb")


@pytest.mark.parametrize(
    ("title", "empty", "field", "code"),
    [
        (" ", False, "title", "document_without_title"),
        ("x" * (LONGEST_TITLE + 1), False, "title", "document_title_too_long"),
        ("Letter", True, "file", "document_empty"),
    ],
)
def test_a_faulty_document_is_refused_and_no_step_taken(
    in_hub: UUID, title: str, empty: bool, field: str, code: str
) -> None:
    project = register(in_hub)
    bad = given(title, io.BytesIO(b"") if empty else None)
    with pytest.raises(InputRefused) as refused:
        actions.advance(actor=SYSTEM, project_id=project.pk, to=Stage.INTENT, at=AT, document=bad)
    assert [(finding.code, finding.field) for finding in refused.value.findings] == [(code, field)]
    assert Project.objects.get().stage == Stage.CONTACT
    assert (Document.objects.count(), len(queries.journey(project))) == (0, 1)


def test_a_file_too_large_is_refused(in_hub: UUID, tmp_path: Path) -> None:
    project = register(in_hub)
    with long_file(tmp_path) as file, pytest.raises(InputRefused) as refused:
        actions.add_document(actor=SYSTEM, project_id=project.pk, given=given(file=file), at=AT)
    assert [(f.code, f.data["most"]) for f in refused.value.findings] == [("document_too_large", 20)]
    assert ProjectDocument.objects.count() == 0
