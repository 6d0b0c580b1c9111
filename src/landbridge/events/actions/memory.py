"""What a road show leaves behind for the next one: who met, and who said no and why."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from landbridge.events.models import Event, Outcome, Participant, Reply
from landbridge.events.outcomes import fate
from landbridge.events.states import End, Fate, Interest
from landbridge.evidence.actions import keep_document
from landbridge.evidence.models import Document
from landbridge.kernel import zones
from landbridge.kernel.actor import Actor
from landbridge.matchmaking.actions import AlreadyRefused, refuse_pair, remember_meeting
from landbridge.projects.actions import advance
from landbridge.projects.models import Project
from landbridge.projects.states import JOURNEY, Stage

PARTIES = ("first__project", "first__organisation", "second__project", "second__organisation")


def outcomes_of(event: Event) -> list[Outcome]:
    """All outcomes of a road show with their parties and answers, in order of time."""
    rows = Outcome.objects.filter(event=event).select_related(*PARTIES).prefetch_related("replies")
    return list(rows.order_by("starts_at", "pk"))


def remember_met(actor: Actor, event: Event, outcomes: Iterable[Outcome], at: datetime) -> int:
    """Remember the pairs that met, by the word of those who were there, and bring their projects to "met".

    The answers are kept as a document, which is the evidence of each project's step. Told twice it is remembered once;
    a project that is further on already stays there. Part of an action. Gives the number of meetings that were held.
    """
    held = [outcome for outcome in outcomes if fate(list(outcome.replies.all())) is Fate.HELD]
    for outcome in held:
        pair = pair_of(outcome)
        if pair is not None:
            remember_meeting(
                actor=actor, hub_id=event.hub_id, project_id=pair[0], organisation_id=pair[1], event_id=event.pk,
                met_at=outcome.starts_at, at=at,
            )  # fmt: skip
    news = {project: since for project, since in _first_met(held).items() if _may_advance(project, Stage.MET)}
    if news:
        proof = _protocol(actor, event, held, at)
        for project_id, since in sorted(news.items()):
            bring_to(actor, project_id, Stage.MET, since, at, evidence_id=proof.pk, note=event.code)
    return len(held)


def _first_met(held: Iterable[Outcome]) -> dict[UUID, datetime]:
    """When each project first sat at a table."""
    found: dict[UUID, datetime] = {}
    for outcome in held:
        for party in (outcome.first, outcome.second):
            if party.project_id:
                found[party.project_id] = min(outcome.starts_at, found.get(party.project_id, outcome.starts_at))
    return found


def _protocol(actor: Actor, event: Event, held: Iterable[Outcome], at: datetime) -> Document:
    """Keep what both sides said of the meetings that were held: labels and answers, nobody's name."""
    lines = ["starts_at,first,second,first_said,second_said"]
    for outcome in held:
        said = {reply.end: reply for reply in outcome.replies.all()}
        words = [f"met {said[end].interest}" if end in said else "" for end in End]
        starts = zones.to_wall(outcome.starts_at, event.zone).isoformat(timespec="minutes")
        lines.append(",".join([starts, outcome.first.label, outcome.second.label, *words]))
    return keep_document(
        actor=actor, hub_id=event.hub_id, file=io.BytesIO("\n".join(lines).encode()),
        original_name=f"meetings-{event.code}.csv", source=f"Answers of the participants of {event.code}",
        purpose="Meetings held", at=at,
    )  # fmt: skip


def _may_advance(project_id: UUID, stage: Stage) -> bool:
    return JOURNEY.allows(Stage(Project.objects.get(pk=project_id).stage), stage)


def bring_to(
    actor: Actor,
    project_id: UUID,
    stage: Stage,
    since: datetime,
    at: datetime,
    *,
    evidence_id: UUID | None = None,
    note: str = "",
) -> bool:
    """Bring a project to a station unless it is there or further on. Part of an action."""
    if not _may_advance(project_id, stage):
        return False
    advance(
        actor=actor, project_id=project_id, to=stage, at=at, effective_at=since, entered_later=True,
        evidence_id=evidence_id, note=note,
    )  # fmt: skip
    return True


def remember_refusals(actor: Actor, outcome: Outcome, replies: Sequence[Reply], at: datetime) -> None:
    """Keep a pair off the next shortlists if a side wants no more of it and says why. Part of an action.

    Two sides that say no are one refusal, with the first one's reason.
    """
    pair = pair_of(outcome)
    said = [reply for reply in replies if reply.interest == Interest.NONE and reply.barrier]
    if pair is None or not said:
        return
    project_id, organisation_id = pair
    first = min(said, key=lambda reply: reply.said_at)
    try:
        refuse_pair(
            actor=actor, hub_id=outcome.hub_id, project_id=project_id, organisation_id=organisation_id,
            reason=first.barrier, note=first.note, at=at,
        )  # fmt: skip
    except AlreadyRefused:
        return


def pair_of(outcome: Outcome) -> tuple[UUID, UUID] | None:
    """The project and the organisation that met, as matchmaking knows them; None for two of one kind."""
    return _pair(outcome.first, outcome.second) or _pair(outcome.second, outcome.first)


def _pair(one: Participant, other: Participant) -> tuple[UUID, UUID] | None:
    if one.project_id and not other.project_id and other.organisation_id:
        return one.project_id, other.organisation_id
    return None
