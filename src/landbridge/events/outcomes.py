"""What a side may say of a meeting, and what follows from two sides' words. Pure but for the models it reads."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from landbridge.events.models import Outcome, Reply
from landbridge.events.states import NEXT_STEPS, End, Fate, FollowUpKind, Holder, Interest, Missed, OutcomeState, Owner
from landbridge.kernel.refusal import Finding
from landbridge.matchmaking.states import RefusalReason

ANSWERING: Final = timedelta(days=3)
"""How long after its end a meeting's two answers stay hidden from each other, if one of them is missing."""
USUAL_DELAY: Final = timedelta(days=14)
"""When a next step is due if nobody says otherwise."""
LONGEST_NOTE: Final = 500
FURTHEST: Final = timedelta(days=730)
BARRIERS: Final = tuple(reason for reason in RefusalReason if reason is not RefusalReason.CONFLICT)
"""What may stand in the way: the shortlist's reasons. A conflict of interest is the organiser's to note."""


@dataclass(frozen=True, slots=True)
class Said:
    """One side's answer as it was given; codes as text, to be judged by `faults`."""

    met: bool = True
    missed: str = ""
    interest: str = ""
    step: str = ""
    owner: str = ""
    due: date | None = None
    barrier: str = ""
    note: str = ""

    def tidied(self, today: date) -> "Said":
        """Without what does not belong to the answer: a missed meeting has no interest, no step has no owner.

        A step without owner is ours and due in two weeks: three taps are enough.
        """
        note = self.note.replace("\x00", "").strip()
        said = replace(self, note=note, interest="") if not self.met else replace(self, note=note, missed="")
        if not said.step:
            return replace(said, owner="", due=None)
        return replace(said, owner=said.owner or Owner.US, due=said.due or today + USUAL_DELAY)


def faults(said: Said, today: date) -> Iterator[Finding]:
    """Everything wrong with a tidied answer."""
    if said.met and said.interest not in set(Interest):
        yield Finding("interest_needed", field="interest")
    if not said.met and said.missed not in set(Missed):
        yield Finding("missed_needed", field="met")
    if said.step and said.step not in NEXT_STEPS:
        yield Finding("step_unknown", field="step", data={"given": said.step})
    if said.owner and said.owner not in set(Owner):
        yield Finding("owner_unknown", field="owner", data={"given": said.owner})
    if said.barrier and said.barrier not in BARRIERS:
        yield Finding("barrier_unknown", field="barrier", data={"given": said.barrier})
    if said.barrier == RefusalReason.OTHER and not said.note:
        yield Finding("barrier_other_says_what", field="note")
    if len(said.note) > LONGEST_NOTE:
        yield Finding("note_too_long", field="note", data={"length": len(said.note), "most": LONGEST_NOTE})
    if said.due is not None:
        yield from day_faults(said.due, today)


def day_faults(due: date, today: date) -> Iterator[Finding]:
    """A day to come, within two years."""
    if due < today:
        yield Finding("due_is_past", field="due", data={"due": due})
    elif due > today + FURTHEST:
        yield Finding("due_too_far", field="due", data={"due": due})


def settled(outcome: Outcome, at: datetime) -> bool:
    """Whether both sides may see both answers: both are there, or the time for them is up."""
    return outcome.state == OutcomeState.SETTLED or outcome.closes_at <= at


def fate(replies: Sequence[Reply]) -> Fate:
    """What became of a meeting by the words of those who were to be there."""
    said = {reply.met for reply in replies}
    if said == {True}:
        return Fate.HELD
    if said == {False}:
        return Fate.MISSED
    return Fate.DISPUTED if said else Fate.UNKNOWN


@dataclass(frozen=True, slots=True)
class Step:
    """A next step as it follows from the answers: no holder if the two name different ones."""

    kind: FollowUpKind
    holder: Holder | None
    due: date


def steps_of(replies: Sequence[Reply]) -> list[Step]:
    """The follow-ups that two answers make: the same step named twice is one, due on the earlier day."""
    by_kind: dict[FollowUpKind, list[Reply]] = {}
    for reply in replies:
        if reply.step:
            by_kind.setdefault(FollowUpKind(reply.step), []).append(reply)
    found = []
    for kind, named in by_kind.items():
        holders = {holder_of(End(reply.end), Owner(reply.owner)) for reply in named}
        due = min(reply.due for reply in named if reply.due)
        found.append(Step(kind, holders.pop() if len(holders) == 1 else None, due))
    return found


def holder_of(end: End, owner: Owner) -> Holder:
    """Who is meant when that side says "we", "they" or "the hub"."""
    if owner is Owner.HUB:
        return Holder.HUB
    return Holder((end if owner is Owner.US else end.other).value)
