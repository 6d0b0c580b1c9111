"""A project's journey as the bridge line: when each station was reached, how long it took, what proves it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from landbridge.entrypoints.web import wording
from landbridge.entrypoints.web.stations import STATIONS, Station, Stop
from landbridge.kernel.zones import to_wall
from landbridge.projects.models import JourneyStep, Project
from landbridge.projects.states import Stage, number


def strip_of(
    project: Project, steps: Sequence[JourneyStep], *, papers: Collection[UUID], now: datetime, zone: str
) -> list[Stop]:
    """Ten stops: past, the one it stands at, ahead. `papers` are the documents the reader may open."""
    by_stage = {step.stage: step for step in steps}
    here = number(Stage(project.stage))
    order = [step for stage in Stage if (step := by_stage.get(stage.value))]
    until = {step.stage: after.effective_at for step, after in pairwise(order)}
    return [_stop(station, here, by_stage, until, papers, now, zone) for station in STATIONS]


def _stop(
    station: Station,
    here: int,
    by_stage: Mapping[str, JourneyStep],
    until: Mapping[str, datetime],
    papers: Collection[UUID],
    now: datetime,
    zone: str,
) -> Stop:
    step = by_stage.get(station.key)
    state = "past" if station.number < here else "now" if station.number == here else "ahead"
    if step is None:
        return Stop(station, state, notes=[_("passed by")] if state == "past" else ())
    evidence = step.evidence_id if step.evidence_id in papers else None
    left = until.get(station.key)
    days = _days(step.effective_at, left, zone) if left else None
    return Stop(
        station,
        state,
        url=f"#step-{station.key}",
        notes=_notes(step, state, now, zone),
        evidence_url=reverse("projects:document", args=[step.project_id, evidence]) if evidence else "",
        evidence=_("evidence"),
        rate=_("%(n)s d") % {"n": days} if days is not None else "",
        rate_words=_("to the next station"),
    )


def _notes(step: JourneyStep, state: str, now: datetime, zone: str) -> list[object]:
    notes: list[object] = [format_html("<b>{}</b>", wording.day(to_wall(step.effective_at, zone).date()))]
    if state == "now":
        days = _days(step.effective_at, now, zone)
        notes.append(ngettext("%(n)s day so far", "%(n)s days so far", days) % {"n": days})
    if step.entered_later:
        notes.append(_("entered later"))
    return notes


def _days(start: datetime, end: datetime, zone: str) -> int:
    return (to_wall(end, zone).date() - to_wall(start, zone).date()).days
