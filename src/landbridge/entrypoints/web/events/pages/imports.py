"""People out of a file: choose it, map its columns, look, take it, take it back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web.events.forms.imports import SHEETS as FORM_SHEETS
from landbridge.entrypoints.web.events.forms.imports import TakeForm, UploadForm
from landbridge.entrypoints.web.events.steps import event_context
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.imports import (
    SHEET_FORMS,
    MappingForm,
    left_words,
    preview_context,
    rejected_rows,
    sent_context,
    sheet_to_fill,
    ticked_in,
)
from landbridge.entrypoints.web.toasts import toast
from landbridge.events import rules
from landbridge.events.actions import imports as actions
from landbridge.events.models import Event
from landbridge.events.queries.arriving import arriving
from landbridge.events.queries.imported import imports_of
from landbridge.events.readiness import Step
from landbridge.events.sheets import SHEETS
from landbridge.kernel.refusal import Missing, Refusal
from landbridge.network.actions import imports as network_imports
from landbridge.network.rules import access_import, visible_imports


def upload(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Choose a file. One that is no table is refused with the reason."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="plan")
    form = UploadForm(request.POST or None, request.FILES or None, initial={"sheet": request.GET.get("sheet")})
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            held = network_imports.upload_import(
                actor=actor,
                hub_id=event.hub_id,
                schema_key=SHEETS[form.cleaned_data["sheet"]].key,
                file=file,
                original_name=file.name,
                at=clock.current().now(),
            )
        except Refusal as refusal:
            refused(form, refusal)
            form.add_error("file", _("Choose the file once more."))
        else:
            return HttpResponseRedirect(_address(event, held.pk))
    context = {
        "event": event,
        "form": form,
        "sheets": [(key, words, SHEET_FORMS) for key, words in FORM_SHEETS],
        "heading": _("Import people from a file"),
        "crumb": _("People"),
        "cancel_url": reverse("events:people", args=[event_id]),
        "submit": _("Look at the file"),
    } | sent_context(imports_of(event, visible_imports(actor, hub_id=event.hub_id)), event.zone)
    return render(request, "events/upload.html", context, status=422 if form.errors else 200)


def _address(event: Event, import_id: UUID) -> str:
    return reverse("events:import", args=[event.pk, import_id])


def look(request: HttpRequest, event_id: UUID, import_id: UUID) -> HttpResponse:
    """What the import would do: columns, faults, good rows. Nothing has happened yet."""
    return _page(request, _event_with(request, event_id, import_id), import_id)


def _event_with(request: HttpRequest, event_id: UUID, import_id: UUID) -> Event:
    """The road show, for somebody who plans it and may import this file; both lie in one hub."""
    event = rules.access_event(actor_of(request), event_id, to="plan")
    if access_import(actor_of(request), import_id).hub_id != event.hub_id:
        raise Missing(identifier=str(import_id))
    return event


def _page(
    request: HttpRequest, event: Event, import_id: UUID, *, form: TakeForm | None = None, status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    held = access_import(actor, import_id)
    seen = network_imports.preview(actor=actor, import_id=import_id)
    coming = arriving(event, seen.schema.key, seen.result.good)
    apply_form = form or _take_form(event)
    if not coming.needs_known:
        del apply_form.fields["needs"]
    context = event_context(actor, event, here=Step.PEOPLE)
    context |= preview_context(seen, held, known=coming.known, ticked=ticked_in(request.POST))
    context |= {"import_id": import_id, "apply_form": apply_form, "coming": coming, "zone": event.zone}
    return render(request, "events/import.html", context, status=status)


def _take_form(event: Event) -> TakeForm:
    name = event.name.shown(get_language() or "en")
    purpose = _("Meetings at %(name)s") % {"name": name}
    return TakeForm(initial={"purpose": purpose, "keep_until": event.retain_until, "what": "good", "needs": "replace"})


@require_POST
def columns(request: HttpRequest, event_id: UUID, import_id: UUID) -> HttpResponse:
    """Say which column holds what, then look again."""
    actor = actor_of(request)
    event = _event_with(request, event_id, import_id)
    seen = network_imports.preview(actor=actor, import_id=import_id)
    form = MappingForm(request.POST, seen=seen)
    if form.is_valid():
        network_imports.map_columns(actor=actor, import_id=import_id, mapping=form.mapping())
    return HttpResponseRedirect(_address(event, import_id))


@require_POST
def take(request: HttpRequest, event_id: UUID, import_id: UUID) -> HttpResponse:
    """Take the rows, with where they come from."""
    actor, at = actor_of(request), clock.current().now()
    event = _event_with(request, event_id, import_id)
    form = TakeForm(request.POST)
    if not form.is_valid():
        return _page(request, event, import_id, form=form, status=422)
    chosen = ticked_in(request.POST)
    try:
        made = actions.import_people(
            actor=actor,
            event_id=event_id,
            import_id=import_id,
            all_or_nothing=form.all_or_nothing,
            choices=actions.Choices(
                anew=chosen.anew,
                unaddressed=chosen.unaddressed,
                keep_needs=form.cleaned_data.get("needs") == "keep",
            ),
            at=at,
            **form.provenance(),
        )
    except Refusal as refusal:
        refused(form, refusal)
        return _page(request, event, import_id, form=form, status=422)
    words = ngettext("%(n)s party is on the list.", "%(n)s parties are on the list.", len(made)) % {"n": len(made)}
    words = f"{words} {left_words(access_import(actor, import_id))}".strip()
    toast(request, words, undo=reverse("events:undo_import", args=[event_id, import_id]))
    return HttpResponseRedirect(reverse("events:people", args=[event_id]))


@require_POST
def undo(request: HttpRequest, event_id: UUID, import_id: UUID) -> HttpResponse:
    """Take an import back."""
    _event_with(request, event_id, import_id)
    actions.undo_people_import(
        actor=actor_of(request), event_id=event_id, import_id=import_id, at=clock.current().now()
    )
    toast(request, _("The import was taken back."))
    return HttpResponseRedirect(reverse("events:people", args=[event_id]))


def rejected(request: HttpRequest, event_id: UUID, import_id: UUID) -> HttpResponse:
    """The rows with faults as a file, to correct and send again."""
    actor = actor_of(request)
    event = _event_with(request, event_id, import_id)
    seen = network_imports.preview(actor=actor, import_id=import_id)
    return rejected_rows(seen, event.code)


def sheet(request: HttpRequest, event_id: UUID, sheet: str, form: str) -> HttpResponseBase:
    """An empty file to fill in, with the columns that are read."""
    rules.access_event(actor_of(request), event_id, to="plan")
    if sheet not in SHEETS or form not in SHEET_FORMS:
        raise Missing(identifier=f"{sheet}.{form}")
    return sheet_to_fill(SHEETS[sheet], form, sheet)
