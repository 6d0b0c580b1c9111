"""The rest of the day: what changed, three ways out, and taking one of them."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web import refusals
from landbridge.entrypoints.web.events.forms.replan import AskForm, PersonForm, PlaceForm, WishForm
from landbridge.entrypoints.web.events.pages.agenda_changes import to_board
from landbridge.entrypoints.web.events.pages.agendas import Frame, frame_of, run_progress, shared
from landbridge.entrypoints.web.events.replans import change_rows, choice_card, choice_cards, people_rows, place_words
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.toasts import toast
from landbridge.events import rules
from landbridge.events.actions import day_changes, replanning, wishes
from landbridge.events.models import Event
from landbridge.events.phrases import REFUSALS
from landbridge.events.phrases.day_changes import KINDS
from landbridge.events.queries import agendas, replans
from landbridge.events.queries.changes import changes_between
from landbridge.ground import jobs
from landbridge.ground.models import JobRun
from landbridge.ground.states import JobState
from landbridge.kernel import zones
from landbridge.kernel.refusal import Missing, Refusal


def replan(request: HttpRequest, event_id: UUID, *, again: Mapping[str, Any] | None = None) -> HttpResponse:
    """What changed since the agenda was published, and the choices made last."""
    event = rules.access_event(actor_of(request), event_id, to="look")
    published = agendas.published_of(event)
    if published is None:
        toast(request, _("Publish an agenda first; then the rest of its day can be planned again."))
        return redirect("events:agenda", event_id=event_id)
    frame = frame_of(request, event_id, published.number)
    now = clock.current().now()
    context = {
        **shared(frame, "replan"),
        **_recorded(frame),
        **_lists(frame),
        **_forms(frame, now),
        **(again or {}),
        **_answer(frame),
        "now": now,
        "left": len(replans.slots_left(frame.sheet.material, now)),
        "may_record": frame.may_give,
        "ask": AskForm(),
    }
    return render(request, "events/replan.html", context)


def _recorded(frame: Frame) -> dict[str, Any]:
    """What changed: rows of the day, and parties and wishes that are newer than the agenda."""
    published_at = frame.version.published_at
    news = replans.news_since(frame.event, published_at) if published_at else replans.News((), ())
    return {
        "rows": change_rows(replans.day_changes_of(frame.event), frame.names),
        "joined": [frame.names.party(party) for party in news.joined],
        "new_wishes": [(frame.names.party(one), frame.names.party(other)) for one, other in news.wishes],
    }


def _lists(frame: Frame) -> dict[str, Any]:
    """Names that the forms complete."""
    material, names = frame.sheet.material, frame.names
    coming = [party for party in material.participants if material.comes(party)]
    return {
        "people_here": [
            *(names.person(a.id) for a in material.attendees.values() if material.comes(a.participant_id)),
            *map(names.interpreter, material.interpreters),
        ],
        "parties_here": [names.party(party) for party in coming],
        "places_here": [*(t.label for t in material.tables), *dict.fromkeys(t.room.name for t in material.tables)],
    }


def _forms(frame: Frame, now: datetime, posted: Any = None, about: str = "") -> dict[str, forms.Form]:
    """The three forms; the one that was sent holds what was typed."""
    today = zones.to_wall(now, frame.event.zone).date()
    day: dict[str, Any] = {"names": frame.names, "days": frame.sheet.days, "today": today}

    def sent(name: str) -> Any:
        return posted if name == about else None

    return {
        "person_form": PersonForm(sent("person"), **day, auto_id="person_%s"),
        "place_form": PlaceForm(sent("place"), **day, auto_id="place_%s"),
        "wish_form": WishForm(sent("wish"), names=frame.names, auto_id="wish_%s"),
    }


def _answer(frame: Frame) -> dict[str, Any]:
    """The job that runs, why the last one made nothing, or the choices it made."""
    run = replanning.replan_runs(frame.event.id).first()
    if run is not None and run.state in {JobState.QUEUED, JobState.RUNNING}:
        return {"run": _progress(frame.event, run)}
    failed = run is not None and run.state == JobState.FAILED
    refusal = REFUSALS.get(str(run.result.get("refusal", ""))) if run and failed else None
    made = replans.last_replan(frame.version)
    found: dict[str, Any] = {
        "failed": (refusal or _("Planning broke off; nothing was saved. Try again.")) if failed else ""
    }
    if made is not None:
        found |= {
            "replan": made,
            "stale": replans.changed_after(frame.event, made.as_of),
            "cards": choice_cards(replans.choices_of(made), frame.version),
        }
    return found


def _progress(event: Event, run: JobRun) -> dict[str, Any]:
    return {
        **run_progress(event, run),
        "url": reverse("events:replan_run", args=[event.id, run.id]),
        "cancel_url": reverse("events:replan_cancel", args=[event.id, run.id]),
    }


@require_POST
def record(request: HttpRequest, event_id: UUID, about: str) -> HttpResponse:
    """Record that somebody is absent, late or leaves, that a place is lost, or a new wish."""
    frame = _standing(request, event_id)
    now = clock.current().now()
    given = _forms(frame, now, request.POST, about)[f"{about}_form"]
    if given.is_valid():
        undo = _recorded_by(request, frame.event, about, given, now)
        if given.is_valid():
            toast(request, _("Recorded. Make the three choices when everything is said."), undo=undo)
            return redirect("events:replan", event_id=event_id)
    return replan(request, event_id, again={f"{about}_form": given, "open": about})


def _recorded_by(request: HttpRequest, event: Event, about: str, given: forms.Form, at: datetime) -> str:
    """Call the action; the address that takes it back, or nothing with the refusal on the form."""
    actor = actor_of(request)
    try:
        if about == "wish":
            data = given.cleaned_data
            wishes.say_wish(
                actor=actor, wisher_id=data["wisher"], target_id=data["target"], kind=data["kind"],
                after_deadline=True, at=at,
            )  # fmt: skip
            return ""
        facts = given.facts() if isinstance(given, PersonForm | PlaceForm) else {}
        if given.errors:
            return ""
        record_it: Callable[..., Any] = day_changes.record_absence if about == "person" else day_changes.record_closure
        rows = record_it(actor=actor, event_id=event.id, at=at, **facts)
    except Refusal as refusal:
        refused(given, refusal)
        return ""
    return reverse("events:replan_undo", args=[event.id, rows[0].pk]) if len(rows) == 1 else ""


def _standing(request: HttpRequest, event_id: UUID) -> Frame:
    """The frame of the agenda that stands."""
    event = rules.access_event(actor_of(request), event_id, to="look")
    published = agendas.published_of(event)
    if published is None:
        raise Missing(identifier=str(event_id))
    return frame_of(request, event_id, published.number)


@require_POST
def change_command(request: HttpRequest, event_id: UUID, change_id: UUID, command: str) -> HttpResponse:
    """Take a recorded change back, or say that it is over now."""
    event = rules.access_event(actor_of(request), event_id)
    if not event.day_changes.filter(pk=change_id).exists():
        raise Missing(identifier=str(change_id))
    do = {"undo": day_changes.undo_day_change, "ended": day_changes.end_day_change}[command]
    try:
        change = do(actor=actor_of(request), change_id=change_id, at=clock.current().now())
        words = {"undo": _("Taken back: %(what)s."), "ended": _("Over as of now: %(what)s.")}[command]
        toast(request, words % {"what": KINDS[change.kind]})
    except Refusal as refusal:
        toast(request, refusals.words(refusal))
    return redirect("events:replan", event_id=event_id)


@require_POST
def ask(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Start the job that makes three choices."""
    rules.access_event(actor_of(request), event_id, to="plan")
    form = AskForm(request.POST)
    if not form.is_valid():
        toast(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("events:replan", event_id=event_id)
    try:
        replanning.ask_for_choices(
            actor=actor_of(request), event_id=event_id, rate=form.cleaned_data["rate"], at=clock.current().now()
        )
    except Refusal as refusal:
        toast(request, refusals.words(refusal))
    return redirect(f"{reverse('events:replan', args=[event_id])}#choices")


def _run_of(request: HttpRequest, event_id: UUID, run_id: UUID) -> tuple[Event, JobRun]:
    event = rules.access_event(actor_of(request), event_id, to="look")
    run = replanning.replan_runs(event.id).filter(pk=run_id).first()
    if run is None:
        raise Missing(identifier=str(run_id))
    return event, run


def progress(request: HttpRequest, event_id: UUID, run_id: UUID) -> HttpResponse:
    """The progress alone, for a page that polls; once it has ended, the page with what came of it."""
    event, run = _run_of(request, event_id, run_id)
    if run.state in {JobState.QUEUED, JobState.RUNNING}:
        return render(request, "events/agenda_progress.html", {"run": _progress(event, run)})
    ended = f"{reverse('events:replan', args=[event_id])}#choices"
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(ended)
    response = HttpResponse()
    response["HX-Redirect"] = ended
    response["HX-Refresh"] = "true"
    return response


@require_POST
def cancel(request: HttpRequest, event_id: UUID, run_id: UUID) -> HttpResponse:
    """Ask the job to stop; nothing is saved."""
    rules.access_event(actor_of(request), event_id, to="plan")
    jobs.request_cancel(_run_of(request, event_id, run_id)[1], at=clock.current().now())
    toast(request, _("Cancelled. Nothing was changed."))
    return redirect("events:replan", event_id=event_id)


def choice(request: HttpRequest, event_id: UUID, choice_id: UUID) -> HttpResponse:
    """What one choice changes, person by person."""
    frame = _standing(request, event_id)
    row = replans.choice_for(frame.version, choice_id)
    if row is None:
        raise Missing(identifier=str(choice_id))
    after = replans.meetings_of(row, frame.sheet.placed)
    changes = changes_between(frame.sheet.placed, after)
    context = {
        **shared(frame, "replan"),
        "card": choice_card(row, frame.version),
        "people": people_rows(changes, frame.names),
        "lost": [
            (frame.names.party(c.either.first), frame.names.party(c.either.second), place_words(c.before, frame.names))
            for c in changes
            if c.after is None
        ],
    }
    return render(request, "events/replan_choice.html", context)


@require_POST
def take(request: HttpRequest, event_id: UUID, choice_id: UUID) -> HttpResponse:
    """Make a draft of a choice; the page that publishes it says who is told."""
    event = rules.access_event(actor_of(request), event_id, to="plan")
    if not replans.is_of(event, choice_id):
        raise Missing(identifier=str(choice_id))
    try:
        version = replanning.take_choice(actor=actor_of(request), choice_id=choice_id, at=clock.current().now())
    except Refusal as refusal:
        toast(request, refusals.words(refusal))
        return redirect("events:replan", event_id=event_id)
    toast(
        request, _("Version %(number)s is a draft. Nobody is told before you publish it.") % {"number": version.number}
    )
    if actor_of(request).may(rules.NEEDS["publish"], version.hub_id):
        return redirect("events:agenda_publish", event_id=event_id, number=version.number)
    return to_board(event_id, version.number)
