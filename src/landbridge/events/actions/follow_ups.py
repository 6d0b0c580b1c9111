"""What is to be done after a meeting: taken in hand, kept with a proof, or dropped with a reason."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO, Final
from uuid import UUID

from landbridge.events import holders, rules
from landbridge.events.actions import memory
from landbridge.events.holders import LinkHolder
from landbridge.events.models import Event, FollowUp, Outcome, Reply
from landbridge.events.outcomes import BARRIERS, LONGEST_NOTE, day_faults, settled, steps_of
from landbridge.events.refusals import FollowUpEnded, OneOfAKind
from landbridge.events.states import FOLLOW_UP, FollowUpKind, FollowUpState, Holder
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.evidence.actions import keep_document
from landbridge.evidence.models import Document
from landbridge.evidence.queries import living
from landbridge.ground.locks import advisory_lock, locked
from landbridge.ground.transactions import action
from landbridge.kernel import zones
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Finding, InputRefused, Missing
from landbridge.matchmaking.states import RefusalReason
from landbridge.projects.states import Stage

LEADS_TO: Final = {FollowUpKind.INTENT: Stage.INTENT}
"""The station a project reaches when a follow-up of that kind is kept."""
LONGEST_TITLE: Final = 200


@dataclass(frozen=True, slots=True)
class Task:
    """A follow-up as it is given: what, who, until when; a title where no meeting stands behind it."""

    kind: str
    holder: str = ""
    due: date | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that proves something, with the name it came under."""

    file: BinaryIO
    name: str


def make_from(actor: Actor, outcome: Outcome, replies: Sequence[Reply], at: datetime) -> list[FollowUp]:
    """Make the follow-ups that the answers to a meeting name. Part of an action."""
    made = []
    for step in steps_of(replies):
        row = FollowUp.objects.create(
            hub_id=outcome.hub_id, event=outcome.event, outcome=outcome, kind=step.kind, holder=step.holder or "",
            due=step.due, made_by=actor.actor_id, made_at=at,
        )  # fmt: skip
        trail.record(actor, EventsEvent.FOLLOW_UP_MADE, row, hub_id=row.hub_id, at=at, kind=row.kind)
        made.append(row)
    return made


@action
def add_follow_up(*, actor: Actor, event_id: UUID, outcome_id: UUID | None, task: Task, at: datetime) -> FollowUp:
    """Note something to be done after a meeting, or something that came of the road show without one."""
    event = rules.access_event(actor, event_id, to="plan")
    outcome = _outcome(event, outcome_id)
    found = [*_faults(task, _today(event, at)), *_title_faults(task, outcome)]
    if found:
        raise InputRefused(*found)
    return _made(actor, event, outcome, task, at)


@action
def change_follow_up(*, actor: Actor, follow_up_id: UUID, task: Task, at: datetime) -> FollowUp:
    """Give a follow-up to somebody else, another day or another kind, while it is open."""
    row = _access(actor, follow_up_id, at)
    _require_open(row)
    found = [*_faults(task, _today(row.event, at)), *_title_faults(task, row.outcome)]
    if found:
        raise InputRefused(*found)
    if task.kind != row.kind and row.outcome_id:
        _require_one_of_a_kind(row.outcome_id, task.kind)
    before = row.holder
    row.kind, row.holder, row.due, row.title = task.kind, task.holder, task.due, task.title.strip()
    row.save(update_fields=["kind", "holder", "due", "title"])
    trail.record(
        actor, EventsEvent.FOLLOW_UP_CHANGED, row, hub_id=row.hub_id, at=at, kind=row.kind, frm=before, to=row.holder
    )
    return row


@action
def keep_follow_up(
    *,
    actor: Actor,
    follow_up_id: UUID,
    note: str,
    at: datetime,
    evidence_id: UUID | None = None,
    paper: Paper | None = None,
    becomes: Task | None = None,
) -> FollowUp:
    """Say that it was done, with a document or a note that shows it; it may become the next thing to do.

    A letter of intent that was signed brings its project to that station. Gives the follow-up it became, else itself.
    """
    row = _access(actor, follow_up_id, at)
    _require_open(row)
    note = note.replace("\x00", "").strip()
    today = _today(row.event, at)
    found = [
        *_proof_faults(row, note, evidence_id, proven=paper is not None),
        *(_faults(becomes, today) if becomes else ()),
    ]
    if found:
        raise InputRefused(*found)
    if paper is not None:
        evidence_id = _kept_paper(actor, row, paper, at)
    row.evidence_id = evidence_id
    _move(row, FollowUpState.KEPT, ended_at=at, note=note, evidence_id=evidence_id)
    trail.record(actor, EventsEvent.FOLLOW_UP_KEPT, row, hub_id=row.hub_id, at=at, kind=row.kind)
    _advance(holders.carried_out_for(actor), row, at)
    return _made(actor, row.event, row.outcome, becomes, at, came_from=row) if becomes else row


@action
def drop_follow_up(*, actor: Actor, follow_up_id: UUID, reason: str, note: str = "", at: datetime) -> FollowUp:
    """Say that nothing will come of it, with a reason of the fixed list."""
    row = _access(actor, follow_up_id, at)
    _require_open(row)
    note = note.replace("\x00", "").strip()
    found = list(_drop_faults(reason, note))
    if found:
        raise InputRefused(*found)
    _move(row, FollowUpState.DROPPED, ended_at=at, note=note, reason=reason)
    trail.record(actor, EventsEvent.FOLLOW_UP_DROPPED, row, hub_id=row.hub_id, at=at, reason=reason)
    return row


@action
def reopen_follow_up(*, actor: Actor, follow_up_id: UUID, at: datetime) -> FollowUp:
    """Take up again what was dropped; what was kept stays kept."""
    row = _access(actor, follow_up_id, at)
    FOLLOW_UP.require(FollowUpState(row.state), FollowUpState.OPEN)
    if row.outcome_id:
        _require_one_of_a_kind(row.outcome_id, row.kind)
    _move(row, FollowUpState.OPEN, ended_at=None, reason="")
    trail.record(actor, EventsEvent.FOLLOW_UP_REOPENED, row, hub_id=row.hub_id, at=at)
    return row


def _access(actor: Actor, follow_up_id: UUID, at: datetime) -> FollowUp:
    """The follow-up, locked: for who plans the road show, and by personal link for the party that has it in hand."""
    row = locked(FollowUp.objects.select_related("event"), follow_up_id)
    if row.outcome_id:
        row.outcome = Outcome.objects.select_related(*memory.PARTIES).get(pk=row.outcome_id)
        row.outcome.event = row.event
        advisory_lock(space="events.outcome", identifier=row.outcome.pair_uid)
    if not isinstance(actor, LinkHolder):
        rules.access_event(actor, row.event_id, to="plan")
        return row
    outcome = row.outcome
    if outcome is None or not settled(outcome, at):
        raise Missing(identifier=str(follow_up_id))
    mine = {Holder.FIRST: outcome.first_id, Holder.SECOND: outcome.second_id}
    if row.holder not in mine or mine[Holder(row.holder)] != actor.participant_id:
        raise Missing(identifier=str(follow_up_id))
    return row


def _outcome(event: Event, outcome_id: UUID | None) -> Outcome | None:
    if outcome_id is None:
        return None
    outcome = Outcome.objects.filter(event=event, pk=outcome_id).first()
    if outcome is None:
        raise Missing(identifier=str(outcome_id))
    outcome.event = event
    advisory_lock(space="events.outcome", identifier=outcome.pair_uid)
    return outcome


def _made(
    actor: Actor, event: Event, outcome: Outcome | None, task: Task, at: datetime, *, came_from: FollowUp | None = None
) -> FollowUp:
    if outcome is not None:
        _require_one_of_a_kind(outcome.pk, task.kind)
    row = FollowUp.objects.create(
        hub_id=event.hub_id, event=event, outcome=outcome, came_from=came_from, kind=task.kind, holder=task.holder,
        due=task.due, title=task.title.strip() or (came_from.title if came_from else ""), made_by=actor.actor_id,
        made_at=at,
    )  # fmt: skip
    trail.record(actor, EventsEvent.FOLLOW_UP_MADE, row, hub_id=event.hub_id, at=at, kind=row.kind)
    return row


def _require_open(row: FollowUp) -> None:
    if row.state != FollowUpState.OPEN:
        raise FollowUpEnded(state=row.state)


def _require_one_of_a_kind(outcome_id: UUID, kind: str) -> None:
    if FollowUp.objects.filter(outcome_id=outcome_id, kind=kind, state=FollowUpState.OPEN).exists():
        raise OneOfAKind(kind=kind)


def _move(row: FollowUp, to: FollowUpState, **columns: object) -> None:
    FOLLOW_UP.require(FollowUpState(row.state), to)
    row.state = to
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=["state", *columns])


def _advance(actor: Actor, row: FollowUp, at: datetime) -> None:
    """Bring the project of the meeting to the station that a kept follow-up of this kind stands for."""
    stage = LEADS_TO.get(FollowUpKind(row.kind))
    pair = memory.pair_of(row.outcome) if row.outcome else None
    if stage is not None and pair is not None:
        memory.bring_to(actor, pair[0], stage, at, at, evidence_id=row.evidence_id, note=row.note)


def _today(event: Event, at: datetime) -> date:
    return zones.to_wall(at, event.zone).date()


def _faults(task: Task, today: date) -> Iterator[Finding]:
    if task.kind not in set(FollowUpKind):
        yield Finding("step_unknown", field="kind", data={"given": task.kind})
    if task.holder and task.holder not in set(Holder):
        yield Finding("owner_unknown", field="holder", data={"given": task.holder})
    if task.due is not None:
        yield from day_faults(task.due, today)


def _title_faults(task: Task, outcome: Outcome | None) -> Iterator[Finding]:
    title = task.title.strip()
    if outcome is None and not title:
        yield Finding("title_needed", field="title")
    if outcome is None and task.holder in {Holder.FIRST, Holder.SECOND}:
        yield Finding("owner_unknown", field="holder", data={"given": task.holder})
    if len(title) > LONGEST_TITLE:
        yield Finding("title_too_long", field="title", data={"length": len(title), "most": LONGEST_TITLE})


def _kept_paper(actor: Actor, row: FollowUp, paper: Paper, at: datetime) -> UUID:
    kept = keep_document(
        actor=actor, hub_id=row.hub_id, file=paper.file, original_name=paper.name, source=row.event.code,
        purpose=f"Follow-up: {row.kind}", at=at,
    )  # fmt: skip
    return kept.pk


def _proof_faults(row: FollowUp, note: str, evidence_id: UUID | None, *, proven: bool) -> Iterator[Finding]:
    if not note and evidence_id is None and not proven:
        yield Finding("proof_needed", field="note")
    if len(note) > LONGEST_NOTE:
        yield Finding("note_too_long", field="note", data={"length": len(note), "most": LONGEST_NOTE})
    if evidence_id is not None and not living(Document.objects.filter(hub_id=row.hub_id, pk=evidence_id)).exists():
        raise Missing(identifier=str(evidence_id))


def _drop_faults(reason: str, note: str) -> Iterator[Finding]:
    if not reason:
        yield Finding("reason_needed", field="reason")
    elif reason not in BARRIERS:
        yield Finding("barrier_unknown", field="reason", data={"given": reason})
    if reason == RefusalReason.OTHER and not note:
        yield Finding("barrier_other_says_what", field="note")
    if len(note) > LONGEST_NOTE:
        yield Finding("note_too_long", field="note", data={"length": len(note), "most": LONGEST_NOTE})
