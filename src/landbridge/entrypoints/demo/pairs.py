"""The demonstration's matches: lists asked for, offers and requests on the public board, a search that keeps looking."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from landbridge.kernel.actor import SystemActor
from landbridge.matchmaking import queries
from landbridge.matchmaking.actions.board import NoticeGiven, publish_notice, write_notice
from landbridge.matchmaking.actions.searches import begin_search
from landbridge.matchmaking.actions.shortlists import ask_for_shortlist
from landbridge.matchmaking.models import Need
from landbridge.matchmaking.rules import visible_needs
from landbridge.network.states import OrganisationKind
from landbridge.projects.models import Project
from landbridge.projects.rules import visible_projects

LISTED: Final = ("Quiet Battery", "Port Logistics")
OFFERED: Final = ("Quiet Battery", "Lane Memory", "Grain Radar", "Warm Circuit", "Ash Brick", "Soft Gripper")
REQUESTS: Final = 4
STANDS: Final = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class PairsDemo:
    """Where and when."""

    hub_id: UUID
    at: datetime

    def prepare(self) -> None:
        """Ask for lists (the first worker that serves reads the texts), publish, and let one need keep looking."""
        actor = SystemActor()
        projects = visible_projects(actor, hub_id=self.hub_id)
        needs = visible_needs(actor, self.hub_id).select_related("organisation").order_by("pk")
        funds = needs.filter(organisation__kind=OrganisationKind.FUND)
        subjects: list[Project | Need] = [*projects.filter(name_latin__in=LISTED), *funds[:2]]
        for subject in subjects:
            ask_for_shortlist(actor=actor, subject=subject, at=self.at)
        for project in projects.filter(name_latin__in=OFFERED).order_by("pk"):
            self._publish(project, _offer(project))
        for need in needs.filter(organisation__kind=OrganisationKind.COMPANY)[:REQUESTS]:
            self._publish(need, _request(need))
        self._keep_looking(funds[0])

    def _publish(self, subject: Project | Need, given: NoticeGiven) -> None:
        actor, today = SystemActor(), self.at.date()
        written = write_notice(actor=actor, subject=subject, given=given, fictional=True, at=self.at)
        publish_notice(actor=actor, notice_id=written.pk, expires_on=today + STANDS, today=today, at=self.at)

    def _keep_looking(self, need: Need) -> None:
        for person in queries.reachable_people(need)[:1]:
            begin_search(actor=SystemActor(), need_id=need.pk, person_id=person.pk, at=self.at)


def _offer(project: Project) -> NoticeGiven:
    return NoticeGiven(
        profile="TO", title_latin=project.name_latin, title_chinese=project.name_chinese,
        text_latin=project.summary_latin, text_chinese=project.summary_chinese, fields=tuple(project.fields),
        country=project.country, trl=project.trl,
    )  # fmt: skip


def _request(need: Need) -> NoticeGiven:
    """A request says what is looked for, not by whom."""
    return NoticeGiven(
        profile="TR",
        title_latin=need.text_latin.split(",")[0].rstrip(".")[:120],
        title_chinese=need.text_chinese.split("，")[0].rstrip("。")[:60],
        text_latin=need.text_latin,
        text_chinese=need.text_chinese,
        fields=tuple(need.fields),
        country=need.organisation.country,
    )
