"""What came of a meeting, asked and shown: the one form of phones and of the desk, and an answer in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from landbridge.entrypoints.web import wording
from landbridge.entrypoints.web.forms import DateInput
from landbridge.events.models import FollowUp, Participant, Reply
from landbridge.events.outcomes import BARRIERS, Said
from landbridge.events.phrases.outcomes import INTERESTS, KINDS, MISSED, OWNERS, STATES
from landbridge.events.queries.outcomes import Story
from landbridge.events.states import NEXT_STEPS, End, FollowUpState, Holder, Missed, Owner
from landbridge.matchmaking.phrases import REASONS

Choices = Sequence[tuple[str, str | Promise]]
MET: Choices = [
    ("met", gettext_lazy("We met")),
    *((missed.value, MISSED[missed.value]) for missed in Missed),
]
STEPS: Choices = [
    ("", pgettext_lazy("next step", "None")),
    *((kind.value, KINDS[kind.value]) for kind in NEXT_STEPS),
]
WHO: Choices = [(owner.value, OWNERS[owner.value]) for owner in Owner]
WHY: Choices = [("", "–"), *((barrier.value, REASONS[barrier.value]) for barrier in BARRIERS)]
MEANINGS = {FollowUpState.OPEN: "info", FollowUpState.KEPT: "good", FollowUpState.DROPPED: ""}


class OutcomeForm(forms.Form):
    """Met, going on, next step: three taps; who, until when and what stands in the way only if one likes."""

    met = forms.ChoiceField(
        label=gettext_lazy("Did you meet?"), choices=MET, initial="met", widget=forms.RadioSelect, required=False
    )
    interest = forms.ChoiceField(
        label=gettext_lazy("Do you want to go on?"),
        choices=list(INTERESTS.items()),
        widget=forms.RadioSelect,
        required=False,
    )
    step = forms.ChoiceField(
        label=gettext_lazy("Next step"), choices=STEPS, initial="", widget=forms.RadioSelect, required=False
    )
    owner = forms.ChoiceField(
        label=gettext_lazy("Who takes it"), choices=WHO, initial="us", widget=forms.RadioSelect, required=False
    )
    due = forms.DateField(
        label=gettext_lazy("Due"),
        help_text=gettext_lazy("In two weeks, if you choose no day."),
        widget=DateInput,
        required=False,
    )
    barrier = forms.ChoiceField(label=gettext_lazy("What stands in the way"), choices=WHY, required=False)
    note = forms.CharField(
        label=gettext_lazy("Note for both sides and the organiser"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    def said(self) -> Said:
        """The answer as the action takes it."""
        given = self.cleaned_data
        met = given["met"] in {"", "met"}
        return Said(
            met=met,
            missed="" if met else given["met"],
            interest=given["interest"],
            step=given["step"],
            owner=given["owner"] if given["step"] else "",
            due=given["due"],
            barrier=given["barrier"],
            note=given["note"],
        )

    @staticmethod
    def of(reply: Reply | None) -> dict[str, Any]:
        """What was said before, to begin with."""
        if reply is None:
            return {}
        return {
            "met": "met" if reply.met else reply.missed,
            "interest": reply.interest,
            "step": reply.step,
            "owner": reply.owner or "us",
            "due": reply.due,
            "barrier": reply.barrier,
            "note": reply.note,
        }


@dataclass(frozen=True, slots=True)
class ShownReply:
    """One side's answer in words."""

    words: str
    meaning: str
    step: str
    barrier: str
    note: str
    by_staff: bool


def shown_reply(reply: Reply | None, names: dict[str, str]) -> ShownReply | None:
    """An answer for a page; `names` says who "we", "they" and "the organiser" are."""
    if reply is None:
        return None
    if reply.met:
        words, meaning = str(INTERESTS[reply.interest]), {"yes": "good", "maybe": "warn"}.get(reply.interest, "")
    else:
        words, meaning = str(MISSED[reply.missed]), "bad"
    step = ""
    if reply.step and reply.due:
        step = _("%(step)s: %(who)s, until %(day)s") % {
            "step": KINDS[reply.step],
            "who": names[reply.owner],
            "day": wording.day(reply.due),
        }
    barrier = str(REASONS[reply.barrier]) if reply.barrier else ""
    return ShownReply(words, meaning, step, barrier, reply.note, reply.by_staff)


def names_of(story: Story, end: End) -> dict[str, str]:
    """Who that side means by "we", "they" and "the organiser", by label."""
    labels = {End.FIRST: story.meeting.first.label, End.SECOND: story.meeting.second.label}
    return {Owner.US: labels[end], Owner.THEM: labels[end.other], Owner.HUB: str(OWNERS["hub"])}


@dataclass(frozen=True, slots=True)
class ShownTask:
    """A follow-up in words."""

    row: FollowUp
    kind: str
    who: str
    state: str
    meaning: str
    reason: str


def shown_task(row: FollowUp, first: Participant | None, second: Participant | None) -> ShownTask:
    """A follow-up for a page."""
    parties = {Holder.FIRST: first, Holder.SECOND: second}
    party = parties.get(Holder(row.holder)) if row.holder else None
    who = party.label if party else str(OWNERS["hub"]) if row.holder == Holder.HUB else ""
    return ShownTask(
        row=row,
        kind=str(KINDS[row.kind]),
        who=who,
        state=str(STATES[row.state]),
        meaning=MEANINGS[FollowUpState(row.state)],
        reason=str(REASONS[row.reason]) if row.reason else "",
    )
