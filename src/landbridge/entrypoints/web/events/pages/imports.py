"""People out of a file: choose it, map its columns, look, take it, take it back."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web.events.forms.imports import ApplyForm, MappingForm, UploadForm
from landbridge.entrypoints.web.events.steps import event_context
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.refusals import finding_words
from landbridge.entrypoints.web.toasts import toast
from landbridge.events import rules
from landbridge.events.actions import imports as actions
from landbridge.events.models import Event
from landbridge.events.phrases.people import SHEET_COLUMNS
from landbridge.events.readiness import Step
from landbridge.events.sheets import SHEETS
from landbridge.kernel.refusal import Refusal
from landbridge.network.actions import imports as network_imports
from landbridge.network.imports.rejects import rejected_csv

SHOWN = 50


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
        "heading": _("Import people from a file"),
        "crumb": _("People"),
        "cancel_url": reverse("events:people", args=[event_id]),
        "submit": _("Look at the file"),
    }
    return render(request, "events/part.html", context, status=422 if form.errors else 200)


def _address(event: Event, import_id: UUID) -> str:
    return reverse("events:import", args=[event.pk, import_id])


def look(request: HttpRequest, event_id: UUID, import_id: UUID) -> HttpResponse:
    """What the import would do: columns, faults, good rows. Nothing has happened yet."""
    return _page(request, rules.access_event(actor_of(request), event_id, to="plan"), import_id)


def _page(
    request: HttpRequest, event: Event, import_id: UUID, *, form: ApplyForm | None = None, status: int = 200
) -> HttpResponse:
    actor = actor_of(request)
    seen = network_imports.preview(actor=actor, import_id=import_id)
    columns = [column for column in seen.schema.columns if column.key in seen.mapping]
    context = event_context(actor, event, here=Step.PEOPLE) | {
        "import_id": import_id,
        "good": len(seen.result.good),
        "bad": len(seen.result.bad_rows),
        "faults": [(finding, finding_words(finding)) for finding in seen.result.findings[:SHOWN]],
        "fault_count": len(seen.result.findings),
        "headings": [SHEET_COLUMNS[column.key] for column in columns],
        "rows": [(row.row, [_cell(row.values[column.key]) for column in columns]) for row in seen.result.good[:8]],
        "missing": [SHEET_COLUMNS[key] for key in seen.missing],
        "mapping_form": MappingForm(schema=seen.schema, header=seen.table.header, mapping=seen.mapping),
        "apply_form": form or ApplyForm.of(event, get_language() or "en"),
    }
    return render(request, "events/import.html", context, status=status)


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    return "" if value is None else str(value)


@require_POST
def columns(request: HttpRequest, event_id: UUID, import_id: UUID) -> HttpResponse:
    """Say which column holds what, then look again."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="plan")
    seen = network_imports.preview(actor=actor, import_id=import_id)
    form = MappingForm(request.POST, schema=seen.schema, header=seen.table.header, mapping=seen.mapping)
    if form.is_valid():
        network_imports.map_columns(actor=actor, import_id=import_id, mapping=form.mapping())
    return HttpResponseRedirect(_address(event, import_id))


@require_POST
def take(request: HttpRequest, event_id: UUID, import_id: UUID) -> HttpResponse:
    """Take the rows, with where they come from."""
    actor, at = actor_of(request), clock.current().now()
    event = rules.access_event(actor, event_id, to="plan")
    form = ApplyForm(request.POST)
    if not form.is_valid():
        return _page(request, event, import_id, form=form, status=422)
    try:
        made = actions.import_people(
            actor=actor,
            event_id=event_id,
            import_id=import_id,
            all_or_nothing=form.cleaned_data["what"] == "all",
            at=at,
            **form.provenance(),
        )
    except Refusal as refusal:
        refused(form, refusal)
        return _page(request, event, import_id, form=form, status=422)
    words = ngettext("%(n)s party is on the list.", "%(n)s parties are on the list.", len(made)) % {"n": len(made)}
    toast(request, words, undo=reverse("events:undo_import", args=[event_id, import_id]))
    return HttpResponseRedirect(reverse("events:people", args=[event_id]))


@require_POST
def undo(request: HttpRequest, event_id: UUID, import_id: UUID) -> HttpResponse:
    """Take an import back."""
    actions.undo_people_import(
        actor=actor_of(request), event_id=event_id, import_id=import_id, at=clock.current().now()
    )
    toast(request, _("The import was taken back."))
    return HttpResponseRedirect(reverse("events:people", args=[event_id]))


def rejected(request: HttpRequest, event_id: UUID, import_id: UUID) -> HttpResponse:
    """The rows with faults as a file, to correct and send again."""
    actor = actor_of(request)
    event = rules.access_event(actor, event_id, to="plan")
    seen = network_imports.preview(actor=actor, import_id=import_id)
    content = rejected_csv(
        seen.table, seen.result, row_word=_("Row"), fault_word=_("What is wrong"), words=finding_words
    )
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{event.code}-rejected.csv"'
    return answer
