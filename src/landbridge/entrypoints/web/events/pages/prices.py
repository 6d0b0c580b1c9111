"""What an unmet wish would cost, and one press that makes it a draft."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web import refusals
from landbridge.entrypoints.web.events.pages.agenda_changes import to_board, version_of
from landbridge.entrypoints.web.events.pages.agendas import Frame, frame_of, run_progress, shared, unmet_rows
from landbridge.entrypoints.web.events.replans import people_rows, place_words
from landbridge.entrypoints.web.toasts import toast
from landbridge.events import rules
from landbridge.events.actions import prices
from landbridge.events.models import WishPrice
from landbridge.events.phrases import REFUSALS
from landbridge.events.phrases.replans import CHANGES
from landbridge.events.queries import replans
from landbridge.events.queries.changes import ChangeKind, changes_between
from landbridge.events.queries.verdict import verdict_of
from landbridge.ground import jobs
from landbridge.ground.models import JobRun
from landbridge.ground.states import JobState
from landbridge.kernel.refusal import Missing, Refusal


def price(request: HttpRequest, event_id: UUID, number: int, first_id: UUID, second_id: UUID) -> HttpResponse:
    """The answer, the progress of the search for it, or the question."""
    frame = frame_of(request, event_id, number)
    if not {first_id, second_id} <= frame.sheet.material.participants.keys():
        raise Missing(identifier=str(first_id))
    unmet = [wish for wish in frame.unmet if {wish.first_id, wish.second_id} == {first_id, second_id}]
    found = replans.last_price(frame.version, first_id, second_id)
    context = {
        **shared(frame, "wishes"),
        "wish": next(iter(unmet_rows(frame, tuple(unmet))), None),
        "first": frame.names.party(first_id),
        "second": frame.names.party(second_id),
        "address": reverse("events:wish_price", args=[event_id, number, first_id, second_id]),
        **_run(frame, first_id, second_id),
        **(_answer(frame, found) if found else {}),
    }
    return render(request, "events/wish_price.html", context)


def _run(frame: Frame, first_id: UUID, second_id: UUID) -> dict[str, Any]:
    run = prices.price_runs(frame.version.pk).first()
    if run is None:
        return {}
    if run.state in {JobState.QUEUED, JobState.RUNNING}:
        return {"run": _progress(frame, run, first_id, second_id)}
    if run.state == JobState.FAILED:
        refusal = REFUSALS.get(str(run.result.get("refusal", "")))
        return {"failed": refusal or _("Planning broke off; nothing was saved. Try again.")}
    return {}


def _progress(frame: Frame, run: JobRun, first_id: UUID, second_id: UUID) -> dict[str, Any]:
    ids = [frame.event.id, frame.version.number, first_id, second_id, run.id]
    return {
        **run_progress(frame.event, run),
        "url": reverse("events:wish_price_run", args=ids),
        "cancel_url": reverse("events:wish_price_cancel", args=ids),
    }


def _answer(frame: Frame, found: WishPrice) -> dict[str, Any]:
    """The price and what it consists of."""
    if not found.found:
        return {"price": found}
    changes = changes_between(frame.sheet.placed, replans.meetings_of(found, frame.sheet.placed))
    names = frame.names
    rows = [
        {
            "pair": f"{names.party(c.either.first)} – {names.party(c.either.second)}",
            "words": CHANGES[c.kind],
            "mark": {ChangeKind.ADDED: "good", ChangeKind.REMOVED: "bad", ChangeKind.MOVED: "info"}.get(c.kind, ""),
            "before": place_words(c.before, names),
            "after": place_words(c.after, names),
        }
        for c in changes
    ]
    return {
        "price": found,
        "rows": rows,
        "people": people_rows(changes, names),
        "before": verdict_of(frame.version.levels, edited=frame.version.edited),
        "after": verdict_of(found.levels),
    }


@require_POST
def ask(request: HttpRequest, event_id: UUID, number: int, first_id: UUID, second_id: UUID) -> HttpResponse:
    """Start the search for the price."""
    version = version_of(request, event_id, number)
    try:
        prices.ask_price(
            actor=actor_of(request), version_id=version.pk, first_id=first_id, second_id=second_id,
            at=clock.current().now(),
        )  # fmt: skip
    except Missing:
        raise
    except Refusal as refusal:
        toast(request, refusals.words(refusal))
    return redirect("events:wish_price", event_id, number, first_id, second_id)


def _run_of(request: HttpRequest, event_id: UUID, number: int, run_id: UUID) -> JobRun:
    run = prices.price_runs(version_of(request, event_id, number).pk).filter(pk=run_id).first()
    if run is None:
        raise Missing(identifier=str(run_id))
    return run


def progress(
    request: HttpRequest, event_id: UUID, number: int, first_id: UUID, second_id: UUID, run_id: UUID
) -> HttpResponse:
    """The progress alone, for a page that polls; once it has ended, the page with the answer."""
    run = _run_of(request, event_id, number, run_id)
    if run.state in {JobState.QUEUED, JobState.RUNNING}:
        frame = frame_of(request, event_id, number)
        context = {"run": _progress(frame, run, first_id, second_id)}
        return render(request, "events/agenda_progress.html", context)
    ended = reverse("events:wish_price", args=[event_id, number, first_id, second_id])
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(ended)
    response = HttpResponse()
    response["HX-Redirect"] = ended
    return response


@require_POST
def cancel(
    request: HttpRequest, event_id: UUID, number: int, first_id: UUID, second_id: UUID, run_id: UUID
) -> HttpResponse:
    """Ask the search to stop; nothing is saved."""
    rules.access_event(actor_of(request), event_id, to="plan")
    jobs.request_cancel(_run_of(request, event_id, number, run_id), at=clock.current().now())
    toast(request, _("Cancelled. Nothing was changed."))
    return redirect("events:wish_price", event_id, number, first_id, second_id)


@require_POST
def take(request: HttpRequest, event_id: UUID, number: int, price_id: UUID) -> HttpResponse:
    """Make a draft of the agenda that grants the wish."""
    rules.access_event(actor_of(request), event_id, to="plan")
    if not version_of(request, event_id, number).prices.filter(pk=price_id).exists():
        raise Missing(identifier=str(price_id))
    try:
        draft = prices.take_price(actor=actor_of(request), price_id=price_id, at=clock.current().now())
    except Refusal as refusal:
        toast(request, refusals.words(refusal))
        return redirect("events:agenda_wishes", event_id, number)
    toast(request, _("Draft %(number)s was made.") % {"number": draft.number})
    return to_board(event_id, draft.number)
