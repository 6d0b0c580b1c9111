"""What came of one's meetings: three taps a meeting, on a phone, without script."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints.web import refusals
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.limits import limited
from landbridge.entrypoints.web.outcomes import (
    WHY,
    OutcomeForm,
    ShownReply,
    ShownTask,
    names_of,
    shown_reply,
    shown_task,
)
from landbridge.entrypoints.web.personal import session
from landbridge.entrypoints.web.personal.agenda import own
from landbridge.entrypoints.web.personal.pages import surroundings
from landbridge.entrypoints.web.personal.session import PersonalRequest, personal
from landbridge.entrypoints.web.toasts import toast
from landbridge.events.actions import follow_ups
from landbridge.events.actions.outcomes import say_outcome
from landbridge.events.models import Participant
from landbridge.events.queries.outcomes import Story, stories_of
from landbridge.events.states import FollowUpState
from landbridge.kernel.refusal import InputRefused, Missing, Refusal
from landbridge.kernel.zones import to_wall


@dataclass(frozen=True, slots=True)
class ShownStory:
    """One of my meetings with what was said of it. `chosen`: its form stands open."""

    story: Story
    time: str
    mine: ShownReply | None
    theirs: ShownReply | None
    tasks: Sequence[tuple[ShownTask, bool]]
    chosen: bool
    open: bool

    @property
    def anchor(self) -> str:
        """Where on the page it is, to come back to."""
        return f"o-{self.story.other.label}"


@limited(per_minute=240, by=session.holder_or_address)
@personal
def outcomes(request: PersonalRequest) -> HttpResponse:
    """One's meetings that have begun: the first without an answer is asked for, another with `?m=` its pair."""
    return _page(request)


@require_POST
@limited(per_minute=240, by=session.holder_or_address)
@personal
def say(request: PersonalRequest, pair_uid: UUID) -> HttpResponse:
    """Keep one's answer and come back for the next."""
    form = OutcomeForm(request.POST)
    if form.is_valid():
        try:
            say_outcome(
                actor=request.holder,
                event_id=request.link.event_id,
                pair_uid=pair_uid,
                party_id=request.holder.participant_id,
                said=form.said(),
                at=request.at,
            )
        except Missing:
            raise
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("Kept. The other side sees it when it has answered too."))
            return HttpResponseRedirect(reverse("personal:outcomes"))
    return _page(request, form=form, asked=pair_uid)


@require_POST
@limited(per_minute=240, by=session.holder_or_address)
@personal
def task(request: PersonalRequest, follow_up_id: UUID) -> HttpResponse:
    """Say of one's own next step that it is done, or that nothing comes of it."""
    note = request.POST.get("note", "")
    try:
        if "done" in request.POST:
            follow_ups.keep_follow_up(actor=request.holder, follow_up_id=follow_up_id, note=note, at=request.at)
        else:
            reason = request.POST.get("reason", "")
            follow_ups.drop_follow_up(
                actor=request.holder, follow_up_id=follow_up_id, reason=reason, note=note, at=request.at
            )
    except Missing:
        raise
    except Refusal as refusal:
        return _page(request, refusal=refusal)
    toast(request, _("Saved."))
    return HttpResponseRedirect(reverse("personal:outcomes"))


def _page(
    request: PersonalRequest,
    *,
    form: OutcomeForm | None = None,
    asked: UUID | None = None,
    refusal: Refusal | None = None,
) -> HttpResponse:
    party = own(request).participant
    party.event = request.link.event
    stories = stories_of(party, request.at)
    chosen = asked or _asked_for(request.GET.get("m", "")) or _next(stories)
    shown = [_shown(story, party, chosen) for story in stories]
    begun = next((one for one in shown if one.chosen), None)
    if form is None and begun is not None:
        form = OutcomeForm(initial=OutcomeForm.of(begun.story.my_reply))
    context = surroundings(request, "outcomes") | {
        "stories": shown,
        "chosen": begun,
        "form": form,
        "why": WHY,
        "refusal": _words(refusal) or ("" if begun or form is None else " ".join(map(str, form.non_field_errors()))),
        "missing": sum(one.open and one.mine is None for one in shown),
    }
    return render(request, "personal/outcomes.html", context, status=409 if refusal or (form and form.errors) else 200)


def _words(refusal: Refusal | None) -> str:
    if isinstance(refusal, InputRefused):
        return " ".join(refusals.finding_words(finding) for finding in refusal.findings)
    return refusals.words(refusal) if refusal else ""


def _shown(story: Story, party: Participant, chosen: UUID | None) -> ShownStory:
    meeting = story.meeting
    open_ = not story.shown
    tasks = [shown_task(row, meeting.first, meeting.second) for row in story.follow_ups]
    wall = to_wall(meeting.starts_at, party.event.zone)
    several = party.event.first_day != party.event.last_day
    return ShownStory(
        story=story,
        time=f"{wall:%m-%d %H:%M}" if several else f"{wall:%H:%M}",
        mine=shown_reply(story.my_reply, names_of(story, story.mine)),
        theirs=shown_reply(story.their_reply, names_of(story, story.mine.other)),
        tasks=[(one, one.row.state == FollowUpState.OPEN and one.row.holder == story.mine.value) for one in tasks],
        chosen=open_ and meeting.pair_uid == chosen,
        open=open_,
    )


def _next(stories: Sequence[Story]) -> UUID | None:
    """The earliest meeting that still waits for this side's answer."""
    waiting = [story for story in stories if not story.shown and story.my_reply is None]
    return waiting[-1].meeting.pair_uid if waiting else None


def _asked_for(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
