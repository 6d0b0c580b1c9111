"""The same press by two at once on the actions of projects, each with a connection of their own."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias
from uuid import UUID, uuid4

import pytest

from landbridge.evidence.models import Trail
from landbridge.ground.hubs import hub_context
from landbridge.kernel.actor import SystemActor
from landbridge.projects import actions
from landbridge.projects.actions import DocumentGiven
from landbridge.projects.models import JourneyStep, Project, ProjectDocument
from landbridge.projects.states import Stage
from tests.together import REFUSED, SAME, Act, at_once, judge

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
SYSTEM = SystemActor()
Case: TypeAlias = tuple[Callable[[UUID], Act], str, Callable[[UUID], int], int]


def registered(hub_id: UUID) -> Project:
    return actions.register_project(
        actor=SYSTEM, hub_id=hub_id, at=AT, name_latin="Cell balancing", fields=["energy"], seeks=["site", "money"]
    )


def register(hub_id: UUID) -> Act:
    return lambda: registered(hub_id)


def change(hub_id: UUID) -> Act:
    project = registered(hub_id).pk
    return lambda: actions.change_project(actor=SYSTEM, project_id=project, name_chinese="电芯均衡", at=AT)


def advance(hub_id: UUID) -> Act:
    project = registered(hub_id).pk
    return lambda: actions.advance(
        actor=SYSTEM, project_id=project, to=Stage.SCREENED, at=AT, document=letter("Minutes")
    )


def letter(title: str) -> DocumentGiven:
    return DocumentGiven(file=io.BytesIO(b"We intend to."), original_name="intent.txt", title=title)


def add_document(hub_id: UUID) -> Act:
    project = registered(hub_id).pk
    return lambda: actions.add_document(actor=SYSTEM, project_id=project, given=letter("Letter of intent"), at=AT)


CASES: dict[str, Case] = {
    "register a project": (register, SAME, lambda hub: Project.objects.filter(hub_id=hub).count(), 1),
    "change a project": (
        change, SAME, lambda hub: Trail.objects.filter(hub_id=hub, event="projects.changed").count(), 1,
    ),
    "reach a station": (advance, REFUSED, lambda hub: JourneyStep.objects.filter(hub_id=hub).count(), 2),
    "reach it with a document": (advance, REFUSED, lambda hub: ProjectDocument.objects.filter(hub_id=hub).count(), 1),
    "add a document": (add_document, SAME, lambda hub: ProjectDocument.objects.filter(hub_id=hub).count(), 1),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_two_at_once_have_one_effect(lasting: Path, name: str) -> None:
    prepare, expected, effects, number = CASES[name]
    hub_id = uuid4()
    with hub_context(hub_id):
        act = prepare(hub_id)
    judge(at_once(hub_id, act, act), expected)
    with hub_context(hub_id):
        assert effects(hub_id) == number


def test_another_project_and_another_file_are_not_the_same_press(lasting: Path) -> None:
    hub_id = uuid4()
    with hub_context(hub_id):
        project = registered(hub_id)
        other = actions.register_project(actor=SYSTEM, hub_id=hub_id, at=AT, name_latin="Cell balancing", trl=6)
        add_document = actions.add_document
        first = add_document(actor=SYSTEM, project_id=project.pk, given=letter("Intent"), at=AT)
        longer = DocumentGiven(file=io.BytesIO(b"We do intend to."), original_name="intent.txt", title="Intent")
        second = add_document(actor=SYSTEM, project_id=project.pk, given=longer, at=AT)
    assert other != project
    assert first != second
