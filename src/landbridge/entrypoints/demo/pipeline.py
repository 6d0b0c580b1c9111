"""The demonstration's other projects: each somewhere along the line, entered later, with what proves its steps."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from landbridge.kernel.actor import Actor
from landbridge.projects.actions import DocumentGiven, advance, register_project
from landbridge.projects.models import Project
from landbridge.projects.states import Stage

PAPERS: Final = {
    Stage.INTENT: ("Letter of intent 意向书", "letter-of-intent.txt"),
    Stage.SIGNED: ("Agreement 协议", "agreement.txt"),
    Stage.LANDED: ("Business licence 营业执照", "business-licence.txt"),
}
DELEGATION: Final = ((Stage.SCREENED, 60), (Stage.MATCHED, 4))
"""How many days before its road show each project of the delegation reached what it has reached."""
FIRST_HEARD: Final = 120
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Who registers, where and when."""

    actor: Actor
    hub_id: UUID
    at: datetime

    def register_all(self, rows: Iterator[Row], listed: Callable[[str], tuple[str, ...]]) -> list[Project]:
        """Register each project at its first contact and bring it along the line to where it stands."""
        return [self._register(row, listed) for row in rows]

    def _register(self, row: Row, listed: Callable[[str], tuple[str, ...]]) -> Project:
        steps = [(Stage(stage), int(days)) for stage, _, days in (step.partition(":") for step in listed(row["steps"]))]
        (_contact, first), *later = steps
        project = register_project(
            actor=self.actor, hub_id=self.hub_id, at=self.at, contacted_at=self.at - timedelta(days=first),
            entered_later=True, fictional=True,
            name_latin=row["name_latin"], name_chinese=row["name_chinese"],
            summary_latin=f"{row['summary_latin']}.", summary_chinese=f"{row['summary_chinese']}。",
            country=row["country"], city=row["city"], fields=listed(row["fields"]), trl=int(row["trl"]),
            seeks=listed(row["seeks"]), ask_amount=Decimal(row["ask_amount"]), ask_currency=row["ask_currency"],
            languages=listed(row["languages"]),
        )  # fmt: skip
        for stage, days in later:
            self.bring(project, stage, days)
        return project

    def bring(self, project: Project, stage: Stage, days: int) -> None:
        """Bring a project to a station that it reached that many days ago."""
        advance(
            actor=self.actor, project_id=project.pk, to=stage, at=self.at,
            effective_at=self.at - timedelta(days=days), entered_later=True, document=_paper(project, stage),
        )  # fmt: skip


def _paper(project: Project, stage: Stage) -> DocumentGiven | None:
    if stage not in PAPERS:
        return None
    title, name = PAPERS[stage]
    text = f"{title}: {project.name_latin} ({project.code})\nInvented for the demonstration. 为演示虚构。\n"
    return DocumentGiven(
        file=io.BytesIO(text.encode()),
        original_name=name,
        title=title,
        source="Invented for the demonstration 为演示虚构",
    )
