"""Follow-ups: what is about to be forgotten, all of a road show or of a hub, and one of them."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web import outcomes as shown
from landbridge.entrypoints.web import wording
from landbridge.entrypoints.web.events.forms.after import DropForm, KeepForm, TaskForm
from landbridge.entrypoints.web.events.pages import outcomes as pages
from landbridge.entrypoints.web.events.steps import event_context
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.identifiers import asked_for
from landbridge.entrypoints.web.lists import Column, Empty, Filter, List
from landbridge.entrypoints.web.templatetags.landbridge import badge
from landbridge.entrypoints.web.toasts import toast
from landbridge.events import rules
from landbridge.events.actions import follow_ups as actions
from landbridge.events.models import Event, FollowUp, Participant
from landbridge.events.phrases.outcomes import CONCERNS, KINDS, STATES
from landbridge.events.queries import follow_ups as queries
from landbridge.events.queries.follow_ups import Concern, Worry
from landbridge.events.queries.outcomes import story_of
from landbridge.events.states import FollowUpState, Holder
from landbridge.kernel.refusal import Missing, Refusal
from landbridge.kernel.zones import to_wall
from landbridge.network.standings import hubs_in_reach

PRESSING = {Concern.OVERDUE: "bad", Concern.NOBODY: "bad", Concern.DUE_SOON: "warn", Concern.NO_STEP: "warn"}
SILENT = 10
"""So many silent meetings stand in the list of what is about to be forgotten; right after a day it is all of them."""
LAST = date(9999, 12, 31)


def address(row: FollowUp) -> str:
    """The page of one follow-up."""
    return reverse("events:follow_up", args=[row.pk])


def about(row: FollowUp) -> str:
    """Whom it is about: the two parties, or its title."""
    outcome = row.outcome
    pair = _pair(outcome.first, outcome.second) if outcome else ""
    return " ".join(filter(None, (pair, row.title)))


def _pair(first: Participant, second: Participant) -> str:
    """Two parties by label and name: weeks later nobody knows a label."""
    language = get_language() or "en"
    return " – ".join(f"{party.label} {party.name.shown(language)}" for party in (first, second))


def told(row: FollowUp) -> shown.ShownTask:
    """A follow-up in words."""
    outcome = row.outcome
    return shown.shown_task(row, outcome.first if outcome else None, outcome.second if outcome else None)


def _due(row: FollowUp) -> str:
    return wording.day(row.due) if row.due else ""


def _in_state(rows: QuerySet[FollowUp], value: str) -> QuerySet[FollowUp]:
    return rows.filter(state=value)


def _of_kind(rows: QuerySet[FollowUp], value: str) -> QuerySet[FollowUp]:
    return rows.filter(kind=value)


def _state(row: FollowUp) -> object:
    one = told(row)
    return badge(one.state, one.meaning)


FOLLOW_UPS = List(
    key="follow-ups",
    columns=(
        Column("kind", gettext_lazy("What is to be done"), lambda row: KINDS[row.kind], link=address),
        Column("about", gettext_lazy("About"), about),
        Column("holder", gettext_lazy("Who takes it"), lambda row: told(row).who),
        Column("due", gettext_lazy("Due"), "due", sort="due_or_last", shown=_due),
        Column("state", gettext_lazy("State"), lambda row: STATES[row.state], sort="state", shown=_state),
        Column("event", gettext_lazy("Road show"), "event.name", page=False),
        Column("note", gettext_lazy("Note"), "note", page=False),
    ),
    filters=(
        Filter("state", gettext_lazy("State"), list(STATES.items()), _in_state),
        Filter("kind", gettext_lazy("What is to be done"), list(KINDS.items()), _of_kind),
    ),
    default_sort="due",
    empty=Empty(
        gettext_lazy("No follow-up yet"),
        gettext_lazy("They come of what both sides say after a meeting, or you add one at the meeting's page."),
    ),
)


def sortable(rows: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    """With what the list sorts by: without a day comes last."""
    return rows.annotate(due_or_last=Coalesce("due", Value(LAST)))


def all_follow_ups(request: HttpRequest) -> HttpResponseBase:
    """The follow-ups of every road show of the reader's hubs."""
    actor = actor_of(request)
    hubs = [hub_id for hub_id in hubs_in_reach(actor) if actor.may(rules.NEEDS["look"], hub_id)]
    rows = sortable(queries.follow_ups_of_hubs(hubs))
    return FOLLOW_UPS.respond(request, rows, {"heading": _("Follow-ups")})


def follow_ups(request: HttpRequest, event_id: UUID) -> HttpResponseBase:
    """What is about to be forgotten of one road show, then all its follow-ups."""
    actor, at = actor_of(request), clock.current().now()
    event = rules.access_event(actor, event_id, to="look")
    rows = sortable(queries.of_event(event))
    if request.GET.get("export"):
        return FOLLOW_UPS.respond(request, rows, {})
    context = event_context(actor, event) | {
        "heading": _("Follow-ups"),
        "after": "follow_ups",
        **_worries(queries.worries(event, at)),
        "may_follow": actor.may(rules.PLAN, event.hub_id),
        "list": FOLLOW_UPS.page(rows, request.GET),
    }
    return render(request, "events/follow_ups.html", context)


def _worries(found: list[Worry]) -> dict[str, object]:
    """All that presses; of the meetings of which nobody has said anything yet the first few and how many more."""
    silent = [worry for worry in found if worry.concern is Concern.NO_ANSWER]
    left_out = {id(worry) for worry in silent[SILENT:]}
    return {
        "worries": [_worry(worry) for worry in found if id(worry) not in left_out],
        "worry_count": len(found),
        "more_silent": len(left_out),
    }


def _worry(worry: Worry) -> dict[str, object]:
    words, meaning = CONCERNS[worry.concern], PRESSING.get(worry.concern, "")
    if worry.follow_up is not None:
        one = told(worry.follow_up)
        place = {"what": one.kind, "about": about(worry.follow_up), "who": one.who, "due": worry.follow_up.due}
        return {"words": words, "meaning": meaning, "url": address(worry.follow_up), **place}
    meeting = worry.meeting
    if meeting is None:
        return {}
    wall = to_wall(meeting.starts_at, worry.event.zone)
    pair = _pair(meeting.first, meeting.second)
    when = _("Meeting %(time)s") % {"time": f"{wall:%m-%d %H:%M}"}
    return {"words": words, "meaning": meaning, "url": pages.address(meeting), "what": when, "about": pair}


def add(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Note a follow-up: of a meeting (`?of=` its pair), or of the road show as a whole."""
    actor, at = actor_of(request), clock.current().now()
    event = rules.access_event(actor, event_id, to="plan")
    story = story_of(event, asked_for(request.GET["of"]), at) if "of" in request.GET else None
    outcome = story.outcome if story else None
    parties = (
        [(Holder.FIRST.value, outcome.first.label), (Holder.SECOND.value, outcome.second.label)] if outcome else []
    )
    form = TaskForm(request.POST or None, holders=[*parties])
    back = pages.address(story.meeting) if story else reverse("events:follow_ups", args=[event_id])
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_follow_up(
                actor=actor, event_id=event_id, outcome_id=outcome.pk if outcome else None, task=form.task(), at=at
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            toast(request, _("Saved."))
            return HttpResponseRedirect(back)
    context = {"event": event, "form": form, "heading": _("Add a follow-up"), "cancel_url": back}
    return render(request, "events/answer.html", context)


def follow_up(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    """One follow-up: what it came from, in whose hand it is, and what became of it."""
    return _page(request, _row(request, follow_up_id))


@require_POST
def change(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    """Another hand, day or kind."""
    row = _row(request, follow_up_id)
    form = TaskForm(request.POST, holders=_holders(row), auto_id="change-%s")
    if form.is_valid():
        try:
            actions.change_follow_up(
                actor=actor_of(request), follow_up_id=row.pk, task=form.task(), at=clock.current().now()
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            return _done(request, row)
    return _page(request, row, change=form)


@require_POST
def keep(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    """It was done; what it leads to."""
    row = _row(request, follow_up_id)
    form = KeepForm(request.POST, request.FILES, auto_id="keep-%s")
    if form.is_valid():
        paper = form.cleaned_data["paper"]
        try:
            became = actions.keep_follow_up(
                actor=actor_of(request), follow_up_id=row.pk, note=form.cleaned_data["note"],
                paper=actions.Paper(paper.file, paper.name) if paper else None,
                becomes=form.becoming(row.holder), at=clock.current().now(),
            )  # fmt: skip
        except Refusal as refusal:
            refused(form, refusal)
        else:
            return _done(request, became)
    return _page(request, row, keep=form)


@require_POST
def drop(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    """Nothing comes of it."""
    row = _row(request, follow_up_id)
    form = DropForm(request.POST, auto_id="drop-%s")
    if form.is_valid():
        try:
            actions.drop_follow_up(
                actor=actor_of(request), follow_up_id=row.pk, at=clock.current().now(), **form.cleaned_data
            )
        except Refusal as refusal:
            refused(form, refusal)
        else:
            return _done(request, row)
    return _page(request, row, drop=form)


@require_POST
def reopen(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    """Take it up again."""
    row = _row(request, follow_up_id)
    actions.reopen_follow_up(actor=actor_of(request), follow_up_id=row.pk, at=clock.current().now())
    return _done(request, row)


def _row(request: HttpRequest, follow_up_id: UUID) -> FollowUp:
    actor = actor_of(request)
    row = queries.follow_ups_of_hubs(hubs_in_reach(actor)).filter(pk=follow_up_id).first()
    if row is None:
        raise Missing(identifier=str(follow_up_id))
    row.event = rules.access_event(actor, row.event_id, to="look")
    return row


def _done(request: HttpRequest, row: FollowUp) -> HttpResponse:
    toast(request, _("Saved."))
    return HttpResponseRedirect(address(row))


def _holders(row: FollowUp) -> list[tuple[str, str | Promise]]:
    outcome = row.outcome
    return [(Holder.FIRST.value, outcome.first.label), (Holder.SECOND.value, outcome.second.label)] if outcome else []


def _page(
    request: HttpRequest,
    row: FollowUp,
    *,
    change: TaskForm | None = None,
    keep: KeepForm | None = None,
    drop: DropForm | None = None,
) -> HttpResponse:
    actor, event = actor_of(request), row.event
    today = to_wall(clock.current().now(), event.zone).date()
    context = event_context(actor, event) | {
        "after": "follow_ups",
        "task": told(row),
        "about": about(row),
        "concern": CONCERNS.get(queries.concern_of(row, today) or ""),
        "meeting_url": _meeting_url(event, row),
        "became": queries.became(row),
        "open": row.state == FollowUpState.OPEN and actor.may(rules.PLAN, event.hub_id),
        "dropped": row.state == FollowUpState.DROPPED and actor.may(rules.PLAN, event.hub_id),
        "change": change or TaskForm(initial=TaskForm.of(row), holders=_holders(row), auto_id="change-%s"),
        "keep": keep or KeepForm(auto_id="keep-%s"),
        "drop": drop or DropForm(auto_id="drop-%s"),
    }
    return render(request, "events/follow_up.html", context)


def _meeting_url(event: Event, row: FollowUp) -> str:
    return reverse("events:outcome", args=[event.pk, row.outcome.pair_uid]) if row.outcome else ""
