"""The same press by two at once on the actions of projects, each with a connection of their own."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeAlias
from uuid import UUID

import pytest

from landbridge.evidence.models import Trail
from landbridge.kernel.actor import SystemActor
from landbridge.projects import actions
from landbridge.projects.actions import DocumentGiven
from landbridge.projects.models import JourneyStep, Project, ProjectDocument
from landbridge.projects.states import Stage
from tests.together import REFUSED, SAME, Act, Effects, assert_one_effect, count

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
SYSTEM = SystemActor()
Case: TypeAlias = tuple[Callable[[UUID], Act], str, Effects, int]


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
    "register a project": (register, SAME, count(Project), 1),
    "change a project": (
        change, SAME, count(Trail, event="projects.changed"), 1,
    ),
    "reach a station": (advance, REFUSED, count(JourneyStep), 2),
    "reach it with a document": (advance, REFUSED, count(ProjectDocument), 1),
    "add a document": (add_document, SAME, count(ProjectDocument), 1),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_two_at_once_have_one_effect(lasting: Path, name: str) -> None:
    prepare, expected, effects, number = CASES[name]
    assert_one_effect(lambda hub_id: (prepare(hub_id),) * 2, expected, effects, number)
