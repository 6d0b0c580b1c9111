"""After the meetings: what both sides say, follow-ups, the report in figures."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status

from landbridge.entrypoints import clock
from landbridge.entrypoints.api.pages import Turned, one_page
from landbridge.entrypoints.gate import Table, actor_of
from landbridge.events import rules
from landbridge.events.actions import follow_ups as acting
from landbridge.events.actions.follow_ups import Task
from landbridge.events.actions.outcomes import say_outcome
from landbridge.events.models import FollowUp, Meeting, Reply
from landbridge.events.outcomes import Said
from landbridge.events.queries import follow_ups
from landbridge.events.queries.outcomes import agreements, meetings_of, story_of
from landbridge.events.queries.report import Figure, Report, report_of
from landbridge.kernel.refusal import Missing
from landbridge.network.permissions import Permission

router = Router()


class SaidOut(Schema):
    """What one side says of a meeting."""

    end: str
    met: bool
    missed: str
    interest: str
    step: str
    owner: str
    due: date | None
    barrier: str
    note: str
    by_staff: bool
    said_at: datetime


class OutcomeOut(Schema):
    """A meeting with what became of it and both answers."""

    pair: UUID
    first: UUID
    second: UUID
    starts_at: datetime
    fate: str
    first_says: SaidOut | None
    second_says: SaidOut | None
    settled: bool


class MeetingFateOut(Schema):
    """A meeting in a list: who, when, what became of it."""

    pair: UUID
    first: UUID
    second: UUID
    starts_at: datetime
    fate: str
    first_interest: str | None
    second_interest: str | None


class MeetingFates(Schema):
    """One page; `next` asks for the following one."""

    items: list[MeetingFateOut]
    next: str | None


class SaidIn(Schema):
    """What a party says; staff say it for them."""

    party: UUID
    met: bool = True
    missed: str = ""
    interest: str = ""
    step: str = ""
    owner: str = ""
    due: date | None = None
    barrier: str = ""
    note: str = ""


class TaskIn(Schema):
    """A follow-up: what, in whose hand (first, second, hub), until when; a title where no meeting is named by `pair`."""

    kind: str
    holder: str = ""
    due: date | None = None
    title: str = ""
    pair: UUID | None = None


class TaskOut(Schema):
    """A follow-up and what became of it."""

    id: UUID
    pair: UUID | None
    kind: str
    holder: str
    due: date | None
    title: str
    state: str
    note: str
    reason: str
    came_from: UUID | None


class Tasks(Schema):
    """One page; `next` asks for the following one."""

    items: list[TaskOut]
    next: str | None


class EndIn(Schema):
    """What became of a follow-up: kept with a note (and what it leads to), dropped with a reason, or open again."""

    state: str
    note: str = ""
    reason: str = ""
    becomes: TaskIn | None = None


class AgreementOut(Schema):
    """How far two sides that answered unseen by each other agree."""

    pairs: int
    equal: int
    share: float | None
    kappa: float | None


class ReportOut(Schema):
    """A road show in figures, by group and by field."""

    figures: dict[str, int]
    missed: dict[str, int]
    by_group: dict[str, dict[str, int]]
    by_field: dict[str, dict[str, int]]
    on_meeting: AgreementOut
    on_interest: AgreementOut


def _said(reply: Reply | None) -> SaidOut | None:
    return SaidOut.from_orm(reply) if reply else None


def _task(row: FollowUp) -> TaskOut:
    return TaskOut(
        id=row.pk, pair=row.outcome.pair_uid if row.outcome else None, kind=row.kind, holder=row.holder, due=row.due,
        title=row.title, state=row.state, note=row.note, reason=row.reason, came_from=row.came_from_id,
    )  # fmt: skip


def _given(given: TaskIn) -> Task:
    return Task(given.kind, given.holder, given.due, given.title)


def _fate(row: Meeting) -> MeetingFateOut:
    said = vars(row)
    return MeetingFateOut(
        pair=row.pair_uid, first=row.first_id, second=row.second_id, starts_at=row.starts_at, fate=said["fate"],
        first_interest=said["first_interest"], second_interest=said["second_interest"],
    )  # fmt: skip


@router.get("/{event_id}/outcomes", response=MeetingFates, url_name="outcomes")
def list_outcomes(request: HttpRequest, event_id: UUID, asked: Query[Turned]) -> dict[str, Any]:
    """The meetings of the agenda that stands in order of time, with what became of each."""
    event = rules.access_event(actor_of(request), event_id, to="look")
    return one_page(meetings_of(event), asked, keys=("starts_at",), told=_fate)


@router.get("/{event_id}/outcomes/{pair_uid}", response=OutcomeOut, url_name="outcome")
def read_outcome(request: HttpRequest, event_id: UUID, pair_uid: UUID) -> OutcomeOut:
    """One meeting with both answers."""
    return _outcome(request, event_id, pair_uid)


@router.put("/{event_id}/outcomes/{pair_uid}", response=OutcomeOut, url_name="outcome")
def say(request: HttpRequest, event_id: UUID, pair_uid: UUID, said: SaidIn) -> OutcomeOut:
    """Note what a party says of a meeting that has begun."""
    given = said.model_dump(exclude={"party"})
    say_outcome(
        actor=actor_of(request), event_id=event_id, pair_uid=pair_uid, party_id=said.party, said=Said(**given),
        at=clock.current().now(),
    )  # fmt: skip
    return _outcome(request, event_id, pair_uid)


def _outcome(request: HttpRequest, event_id: UUID, pair_uid: UUID) -> OutcomeOut:
    event = rules.access_event(actor_of(request), event_id, to="look")
    story = story_of(event, pair_uid, clock.current().now())
    if story is None:
        raise Missing(identifier=str(pair_uid))
    first, second = (story.replies.get(end) for end in story.ends)
    meeting = story.meeting
    return OutcomeOut(
        pair=pair_uid, first=meeting.first_id, second=meeting.second_id, starts_at=meeting.starts_at,
        fate=story.fate, first_says=_said(first), second_says=_said(second), settled=story.shown,
    )  # fmt: skip


@router.get("/{event_id}/follow-ups", response=Tasks, url_name="follow_ups")
def list_follow_ups(request: HttpRequest, event_id: UUID, asked: Query[Turned]) -> dict[str, Any]:
    """The follow-ups of a road show, the next one due first."""
    event = rules.access_event(actor_of(request), event_id, to="look")
    return one_page(follow_ups.of_event(event), asked, keys=("due",), told=_task)


@router.post("/{event_id}/follow-ups", response={201: TaskOut}, url_name="follow_ups")
def add(request: HttpRequest, event_id: UUID, task: TaskIn) -> Status[TaskOut]:
    """Add a follow-up of a meeting, or of the road show as a whole."""
    outcome_id = None
    if task.pair is not None:
        event = rules.access_event(actor_of(request), event_id, to="look")
        story = story_of(event, task.pair, clock.current().now())
        if story is None or story.outcome is None:
            raise Missing(identifier=str(task.pair))
        outcome_id = story.outcome.pk
    made = acting.add_follow_up(
        actor=actor_of(request), event_id=event_id, outcome_id=outcome_id, task=_given(task), at=clock.current().now()
    )
    return Status(201, _task(made))


@router.patch("/follow-ups/{follow_up_id}", response=TaskOut, url_name="follow_up")
def change(request: HttpRequest, follow_up_id: UUID, task: TaskIn) -> TaskOut:
    """Another hand, day or kind."""
    changed = acting.change_follow_up(
        actor=actor_of(request), follow_up_id=follow_up_id, task=_given(task), at=clock.current().now()
    )
    return _task(changed)


@router.post("/follow-ups/{follow_up_id}/state", response=TaskOut, url_name="follow_up_state")
def end(request: HttpRequest, follow_up_id: UUID, ended: EndIn) -> TaskOut:
    """Say what became of it; gives the follow-up it leads to, if it leads to one."""
    actor, at = actor_of(request), clock.current().now()
    if ended.state == "kept":
        becomes = _given(ended.becomes) if ended.becomes else None
        return _task(
            acting.keep_follow_up(actor=actor, follow_up_id=follow_up_id, note=ended.note, becomes=becomes, at=at)
        )
    if ended.state == "dropped":
        dropped = acting.drop_follow_up(
            actor=actor, follow_up_id=follow_up_id, reason=ended.reason, note=ended.note, at=at
        )
        return _task(dropped)
    return _task(acting.reopen_follow_up(actor=actor, follow_up_id=follow_up_id, at=at))


@router.get("/{event_id}/report", response=ReportOut, url_name="report")
def report(request: HttpRequest, event_id: UUID) -> ReportOut:
    """The report's figures."""
    event = rules.access_event(actor_of(request), event_id, to="look")
    found = report_of(event)
    met, interest = (
        AgreementOut(pairs=one.pairs, equal=one.equal, share=one.share, kappa=one.kappa) for one in agreements(event)
    )
    return ReportOut(
        figures={figure.value: found.count(figure) for figure in Figure},
        missed={reason.value: count for reason, count in found.missed.items()},
        by_group=_lines(found, "by_group"), by_field=_lines(found, "by_field"), on_meeting=met, on_interest=interest,
    )  # fmt: skip


def _lines(found: Report, which: str) -> dict[str, dict[str, int]]:
    lines = found.by_group if which == "by_group" else found.by_field
    return {line.key: {figure.value: count for figure, count in line.counts.items()} for line in lines}


# Operations on one address share its name and so its row; the actions ask for the right each needs.
PERMISSIONS: Table = {
    f"api:{name}": Permission.SEE_PEOPLE
    for name in ("outcomes", "outcome", "follow_ups", "follow_up", "follow_up_state", "report")
}
