"""What the agenda's buttons do: changes by hand, undo, planning, cancelling, publishing."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web import refusals
from landbridge.entrypoints.web.events.forms.agendas import EditForm, PlanForm
from landbridge.entrypoints.web.events.pages import agendas as pages
from landbridge.entrypoints.web.toasts import toast
from landbridge.events import rules
from landbridge.events.actions import edits, planning, publishing
from landbridge.events.actions.commands import edit_by_command
from landbridge.events.models import AgendaVersion
from landbridge.events.phrases.agendas import break_words
from landbridge.events.queries import agendas, moves
from landbridge.events.queries.agendas import placed_in
from landbridge.events.queries.changes import people_touched
from landbridge.events.queries.elsewhere import sitting_elsewhere
from landbridge.events.refusals import CannotBeThere, NeedsConsent
from landbridge.events.states import AgendaState
from landbridge.ground import jobs
from landbridge.ground.models import JobRun
from landbridge.ground.states import JobState
from landbridge.kernel.refusal import InputRefused, Missing, Refusal


def version_of(request: HttpRequest, event_id: UUID, number: int) -> AgendaVersion:
    """The version in the address, for somebody who may see its event."""
    event = rules.access_event(actor_of(request), event_id, to="look")
    version = agendas.versions_of(event).filter(number=number).first()
    if version is None:
        raise Missing(identifier=str(number))
    return version


def to_board(event_id: UUID, number: int, **query: object) -> HttpResponse:
    """Back to the board, with what was selected."""
    address = reverse("events:agenda_board", args=[event_id, number])
    wanted = {name: str(value) for name, value in query.items() if value}
    return redirect(f"{address}?{urlencode(wanted)}" if wanted else address)


@require_POST
def edit(request: HttpRequest, event_id: UUID, number: int) -> HttpResponse:
    """Do one change by hand, or say what it would break."""
    version, form = version_of(request, event_id, number), EditForm(request.POST)
    if not form.is_valid():
        toast(request, _("Choose from the list first."))
        return to_board(event_id, number, m=request.POST.get("pair"))
    data = form.cleaned_data
    try:
        done = _do(request, version, data)
    except (NeedsConsent, CannotBeThere) as refusal:
        return pages.board_page(request, event_id, number, question=_question(refusal, data))
    except Refusal as refusal:
        toast(request, refusals.words(refusal))
        return to_board(event_id, number, m=data["pair"])
    if done is None:
        toast(request, _("Added to the published agenda. Both are told."))
        return to_board(event_id, number)
    address = reverse("events:agenda_undo", args=[event_id, done.version.number, done.number])
    copied = done.version.number != number
    text = _("Draft %(number)s was made for this change.") % {"number": done.version.number} if copied else _words(data)
    toast(request, text, undo=address)
    selected = {} if data["command"] == "drop" else {"m": data["pair"] or _pair(version, data)}
    return to_board(event_id, done.version.number, **selected)


FIELDS = ("command", "pair", "other", "first", "second", "slot", "table", "interpreter", "consent")


def _do(request: HttpRequest, version: AgendaVersion, data: Mapping[str, Any]) -> edits.Edited | None:
    actor, at = actor_of(request), clock.current().now()
    if data["command"] == "give":
        publishing.give_slot(
            actor=actor,
            event_id=version.event_id,
            first_id=data["first"],
            second_id=data["second"],
            slot_id=data["slot"],
            table_id=data["table"],
            consent=data["consent"],
            at=at,
        )
        return None
    wanted = {name: data[name] for name in FIELDS}
    return edit_by_command(actor=actor, version_id=version.id, at=at, **wanted)


def _pair(version: AgendaVersion, data: Mapping[str, Any]) -> UUID:
    return agendas.pair_uid(version.event_id, data["first"], data["second"])


def _words(data: Mapping[str, Any]) -> str:
    return {
        "move": _("Moved."),
        "swap": _("Swapped."),
        "pin": _("Pinned: it stays when you plan again."),
        "unpin": _("Unpinned."),
        "add": _("Added."),
        "interpret": _("Saved."),
        "drop": _("Removed."),
    }[data["command"]]


def _question(refusal: Refusal, data: Mapping[str, Any]) -> dict[str, Any]:
    """What stands against a change, in words; what was asked for, to be sent again with consent; where it could be."""
    hard = isinstance(refusal, CannotBeThere)
    breaks: Any = refusal.data["breaks"]
    openings: Any = refusal.data.get("openings", [])
    return {"hard": hard, "breaks": breaks, "openings": openings, "again": _again(data)}


def _again(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    names = ("command", "pair", "other", "first", "second", "slot", "table", "interpreter")
    return [(name, str(data[name])) for name in names if data.get(name)]


@require_POST
def undo(request: HttpRequest, event_id: UUID, number: int, edit_number: int) -> HttpResponse:
    """Take back one change, if it is the last."""
    version = version_of(request, event_id, number)
    try:
        edits.undo_edit(actor=actor_of(request), version_id=version.id, number=edit_number, at=clock.current().now())
        toast(request, _("Taken back."))
    except Refusal as refusal:
        toast(request, refusals.words(refusal))
    return to_board(event_id, number)


@require_POST
def plan(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Start a job that makes the next version."""
    event = rules.access_event(actor_of(request), event_id, to="plan")
    form = PlanForm(request.POST)
    if not form.is_valid():
        toast(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("events:agenda", event_id=event_id)
    try:
        planning.ask_for_agenda(
            actor=actor_of(request), event_id=event_id, order=form.order(), at=clock.current().now()
        )
    except InputRefused as refusal:
        toast(request, " ".join(dict.fromkeys(refusals.finding_words(finding) for finding in refusal.findings)))
    except Refusal as refusal:
        toast(request, refusals.words(refusal))
    based_on = agendas.versions_of(event).filter(pk=form.cleaned_data["based_on"]).first()
    return to_board(event_id, based_on.number) if based_on else redirect("events:agenda", event_id=event_id)


def run_of(request: HttpRequest, event_id: UUID, run_id: UUID) -> JobRun:
    """A planning job of this event."""
    event = rules.access_event(actor_of(request), event_id)
    run = planning.runs_of(event.id).filter(pk=run_id).first()
    if run is None:
        raise Missing(identifier=str(run_id))
    return run


def progress(request: HttpRequest, event_id: UUID, run_id: UUID) -> HttpResponse:
    """The progress alone, for a page that polls; once it has ended, the way to what came of it."""
    event = rules.access_event(actor_of(request), event_id)
    run = run_of(request, event_id, run_id)
    if run.state in {JobState.QUEUED, JobState.RUNNING}:
        return render(request, "events/agenda_progress.html", {"run": pages.run_progress(event, run)})
    number = run.result.get("number")
    ended = (
        reverse("events:agenda_board", args=[event_id, number]) if number else reverse("events:agenda", args=[event_id])
    )
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(ended)
    if number:
        toast(request, _("Version %(number)s is ready.") % {"number": number})
    response = HttpResponse()
    response["HX-Redirect"] = ended
    return response


@require_POST
def cancel(request: HttpRequest, event_id: UUID, run_id: UUID) -> HttpResponse:
    """Ask the planning job to stop; what is there stays as it is."""
    rules.access_event(actor_of(request), event_id, to="plan")
    jobs.request_cancel(run_of(request, event_id, run_id), at=clock.current().now())
    toast(request, _("Cancelled. Nothing was changed."))
    return redirect("events:agenda", event_id=event_id)


@require_POST
def version_command(request: HttpRequest, event_id: UUID, number: int, command: str) -> HttpResponse:
    """Copy a version into a new draft, put a draft away, or take it up again."""
    version, at = version_of(request, event_id, number), clock.current().now()
    do = {"copy": edits.draft_from, "discard": edits.discard_version, "restore": edits.restore_version}[command]
    try:
        done = do(actor=actor_of(request), version_id=version.id, at=at)
    except Refusal as refusal:
        toast(request, refusals.words(refusal))
        return to_board(event_id, number)
    words = {
        "copy": _("Draft %(number)s was made."),
        "discard": _("Version %(number)s was put away."),
        "restore": _("Version %(number)s is a draft again."),
    }[command]
    toast(request, words % {"number": done.number})
    if command == "discard":
        return redirect("events:agenda", event_id=event_id)
    return to_board(event_id, done.number)


def publish(request: HttpRequest, event_id: UUID, number: int) -> HttpResponse:
    """First who will be told and what stands against it; by POST, publish."""
    actor = actor_of(request)
    rules.access_event(actor, event_id, to="publish")
    if request.method == "POST":
        return _publish(request, event_id, number)
    frame = pages.frame_of(request, event_id, number)
    former, names = frame.published, frame.names
    if frame.version.state != AgendaState.DRAFT:
        return to_board(event_id, number)
    before = placed_in(former) if former else ()
    told = people_touched(before, frame.sheet.placed)
    now = agendas.started(frame.event, clock.current().now())
    hard = moves.hard_breaks(frame.sheet.material, frame.sheet.placed, former=before, now=now)
    hard += sitting_elsewhere(frame.sheet.material, frame.sheet.placed)
    known = names.with_pairs(frame.sheet.placed)
    attendees = frame.sheet.material.attendees
    context = {
        **pages.shared(frame, "publish"),
        **pages.verdict_context(frame),
        "over": former.number if former else "",
        "told": sorted(names.person(a) for a in told if a in attendees),
        "untouched": len({person for m in frame.sheet.placed for person in m.people} - told),
        "without_mail": sorted(names.person(a) for a in told if a in attendees and not attendees[a].person.email),
        "hard": [break_words({"code": b.code, "data": b.data}, known) for b in hard],
    }
    return render(request, "events/agenda_publish.html", context)


def _publish(request: HttpRequest, event_id: UUID, number: int) -> HttpResponse:
    version = version_of(request, event_id, number)
    over = request.POST.get("over", "")
    try:
        done = publishing.publish_version(
            actor=actor_of(request),
            version_id=version.id,
            over=int(over) if over.isdecimal() else None,
            at=clock.current().now(),
        )
    except Refusal as refusal:
        toast(request, refusals.words(refusal))
        return redirect("events:agenda_publish", event_id=event_id, number=number)
    toast(
        request,
        _("Version %(number)s stands. People told: %(told)s.") % {"number": number, "told": len(done.told)},
    )
    return to_board(event_id, number)
