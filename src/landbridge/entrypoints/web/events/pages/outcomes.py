"""What came of the meetings, for the organiser: all of them, one of them, an answer noted for a side."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web.events.steps import event_context
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.lists import Column, Empty, Filter, List
from landbridge.entrypoints.web.outcomes import OutcomeForm, ShownReply, names_of, shown_reply, shown_task
from landbridge.entrypoints.web.templatetags.landbridge import badge, name
from landbridge.entrypoints.web.toasts import toast
from landbridge.events import rules
from landbridge.events.actions.outcomes import say_outcome
from landbridge.events.models import Event, Meeting, Participant
from landbridge.events.phrases.outcomes import FATES, INTERESTS, MISSED
from landbridge.events.queries.outcomes import Story, agreements, meetings_of, story_of
from landbridge.events.states import End, Fate
from landbridge.kernel.refusal import Missing, Refusal
from landbridge.kernel.zones import to_wall

MEANINGS = {Fate.HELD: "good", Fate.MISSED: "bad", Fate.DISPUTED: "warn", Fate.UNKNOWN: ""}


def address(meeting: Meeting) -> str:
    """Where one meeting is told."""
    return reverse("events:outcome", args=[meeting.event_id, meeting.pair_uid])


def party(participant: Participant) -> object:
    """A party by label and name."""
    return format_html('<span class="soft">{}</span> {}', participant.label, name(participant.name))


def said_words(*, met: bool | None, interest: str, missed: str) -> str:
    """A side's answer in a word or two; nothing without one."""
    if met is None:
        return ""
    return str(INTERESTS[interest]) if met else str(MISSED[missed])


def _time(row: Meeting) -> str:
    return f"{to_wall(row.starts_at, row.event.zone):%m-%d %H:%M}"


def _said(row: Meeting, end: End) -> str:
    told = vars(row)
    return said_words(met=told[f"{end}_met"], interest=told[f"{end}_interest"], missed=told[f"{end}_missed"])


def _fate(row: Meeting) -> str:
    return str(FATES[vars(row)["fate"]])


def _of_fate(rows: QuerySet[Meeting], value: str) -> QuerySet[Meeting]:
    return rows.filter(fate=value)  # type: ignore[misc]


MEETINGS = List(
    key="outcomes",
    columns=(
        Column("time", gettext_lazy("Time"), _time, sort="starts_at", link=address),
        Column("table", gettext_lazy("Table"), "table.label"),
        Column(
            "first",
            gettext_lazy("Party"),
            lambda row: f"{row.first.label} {row.first.name.shown('en')}",
            sort="first__label",
            shown=lambda row: party(row.first),
        ),
        Column(
            "second",
            gettext_lazy("Party"),
            lambda row: f"{row.second.label} {row.second.name.shown('en')}",
            sort="second__label",
            shown=lambda row: party(row.second),
        ),
        Column(
            "fate",
            gettext_lazy("What became of it"),
            _fate,
            sort="fate",
            shown=lambda row: badge(_fate(row), MEANINGS[Fate(row.fate)]),
        ),
        Column("said_first", gettext_lazy("The first says"), lambda row: _said(row, End.FIRST)),
        Column("said_second", gettext_lazy("The second says"), lambda row: _said(row, End.SECOND)),
    ),
    filters=(Filter("fate", gettext_lazy("What became of it"), list(FATES.items()), _of_fate),),
    default_sort="time",
    size=50,
    empty=Empty(
        gettext_lazy("No meeting is on the agenda"),
        gettext_lazy("Publish an agenda first; what came of its meetings stands here."),
    ),
)


@dataclass(frozen=True, slots=True)
class ShownSide:
    """One side of a meeting on the organiser's page."""

    end: End
    party: Participant
    reply: ShownReply | None
    url: str


def outcomes(request: HttpRequest, event_id: UUID) -> HttpResponseBase:
    """Every meeting of the agenda that stands with what both sides said, and how far they agree."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="look")
    if request.GET.get("export"):
        return MEETINGS.respond(request, _with_event(event), {})
    met, interest = agreements(event)
    context = event_context(actor, event) | {
        "heading": _("What came of the meetings"),
        "after": "outcomes",
        "met": met,
        "interest": interest,
        "list": MEETINGS.page(_with_event(event), request.GET),
    }
    return render(request, "events/outcomes.html", context)


def _with_event(event: Event) -> QuerySet[Meeting]:
    return meetings_of(event).select_related("event")


def outcome(request: HttpRequest, event_id: UUID, pair_uid: UUID) -> HttpResponse:
    """One meeting: what each side says, and what is done about it."""
    actor, at = actor_of(request), clock.current().now()
    event = rules.access_event(actor, event_id, to="look")
    story = _story(event, pair_uid)
    sides = _sides(event, story)
    context = event_context(actor, event) | {
        "after": "outcomes",
        "story": story,
        "sides": sides,
        "tasks": [shown_task(row, story.meeting.first, story.meeting.second) for row in story.follow_ups],
        "may_say": actor.may(rules.NEEDS["desk"], event.hub_id) and story.meeting.starts_at <= at,
        "may_follow": actor.may(rules.PLAN, event.hub_id),
        "now": at,
    }
    return render(request, "events/outcome.html", context)


def answer(request: HttpRequest, event_id: UUID, pair_uid: UUID, end: str) -> HttpResponse:
    """Note an answer that a side gave at the desk or by telephone."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="desk")
    story = _story(event, pair_uid)
    side = _end(end)
    who = story.meeting.first if side is End.FIRST else story.meeting.second
    form = OutcomeForm(request.POST or None, initial=OutcomeForm.of(story.replies.get(side)))
    if request.method == "POST" and form.is_valid():
        try:
            say_outcome(
                actor=actor, event_id=event_id, pair_uid=pair_uid, party_id=who.pk, said=form.said(),
                at=clock.current().now(),
            )  # fmt: skip
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("Noted for %(label)s.") % {"label": who.label})
            return HttpResponseRedirect(address(story.meeting))
    context = {
        "event": event,
        "form": form,
        "heading": _("What %(label)s says") % {"label": who.label},
        "cancel_url": address(story.meeting),
    }
    return render(request, "events/answer.html", context)


def _story(event: Event, pair_uid: UUID) -> Story:
    found = story_of(event, pair_uid, clock.current().now())
    if found is None:
        raise Missing(identifier=str(pair_uid))
    return found


def _end(text: str) -> End:
    try:
        return End(text)
    except ValueError:
        raise Missing(identifier=text) from None


def _sides(event: Event, story: Story) -> Sequence[ShownSide]:
    parties = {End.FIRST: story.meeting.first, End.SECOND: story.meeting.second}
    return [
        ShownSide(
            end,
            who,
            shown_reply(story.replies.get(end), names_of(story, end)),
            reverse("events:answer_outcome", args=[event.pk, story.meeting.pair_uid, end.value]),
        )
        for end, who in parties.items()
    ]
