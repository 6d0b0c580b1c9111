"""People and organisations out of a file: choose it, map its columns, look, take it, take it back."""

from typing import Final
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web import refusals
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.imports import (
    SHEET_FORMS,
    ApplyForm,
    MappingForm,
    left_words,
    preview_context,
    rejected_rows,
    sent_context,
    sheet_to_fill,
    ticked_in,
)
from landbridge.entrypoints.web.network.hubs import hub_of, working_hub
from landbridge.entrypoints.web.network.pages.organisations import status_of
from landbridge.entrypoints.web.toasts import toast
from landbridge.kernel.refusal import Missing, Refusal
from landbridge.network import rules
from landbridge.network.actions import bulk
from landbridge.network.actions import imports as actions
from landbridge.network.imports.tables import ORGANISATIONS, PEOPLE
from landbridge.network.models import Import
from landbridge.network.permissions import Permission

SCHEMAS: Final = {PEOPLE.key: PEOPLE, ORGANISATIONS.key: ORGANISATIONS}
SHEETS: Final = (
    (PEOPLE.key, gettext_lazy("people, and the organisations they belong to")),
    (ORGANISATIONS.key, gettext_lazy("organisations")),
)


class UploadForm(forms.Form):
    """What a file is about, and the file."""

    sheet = forms.ChoiceField(label=gettext_lazy("What is in the file"), choices=SHEETS, widget=forms.RadioSelect)
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or XLSX, up to 20 MB. The first row names the columns, in Chinese or English."),
    )


def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file. One that is no table is refused with the reason."""
    hub = working_hub(request, Permission.IMPORT_PEOPLE)
    form = UploadForm(request.POST or None, request.FILES or None, initial={"sheet": request.GET.get("sheet")})
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            held = actions.upload_import(
                actor=actor_of(request),
                hub_id=hub.pk,
                schema_key=form.cleaned_data["sheet"],
                file=file,
                original_name=file.name,
                at=clock.current().now(),
            )
        except Refusal as refusal:
            refused(form, refusal)
            form.add_error("file", _("Choose the file once more."))
        else:
            return redirect("network:import", import_id=held.pk)
    context = {
        "form": form,
        "heading": _("Import people and organisations from a file"),
        "crumb": _("Network"),
        "cancel_url": _list_of(request.GET.get("sheet", PEOPLE.key)),
        "hub": hub,
        "submit": _("Look at the file"),
        "sheets": [
            (words, [(kind, reverse("network:sheet_to_fill", args=[key, kind])) for kind in SHEET_FORMS])
            for key, words in SHEETS
        ],
    } | sent_context(rules.visible_imports(actor_of(request), hub_id=hub.pk).filter(schema__in=SCHEMAS), hub.zone)
    return render(request, "network/upload.html", context, status=status_of(form))


def look(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """What the import would do: columns, faults, good rows, whom we seem to know. Nothing has happened yet."""
    return _page(request, import_id)


def _page(request: HttpRequest, import_id: UUID, *, form: ApplyForm | None = None, status: int = 200) -> HttpResponse:
    held = _held(request, import_id)
    seen = actions.preview(actor=actor_of(request), import_id=import_id)
    hub = hub_of(request, held.hub_id)
    known = bulk.recognised(held.hub_id, seen.result.good) if held.schema == PEOPLE.key else {}
    context = preview_context(seen, held, known=known, ticked=ticked_in(request.POST)) | {
        "heading": _("Import people and organisations from a file"),
        "hub": hub,
        "zone": hub.zone,
        "apply_form": form or ApplyForm.about(purpose=_("Contacts of the hub")),
        "rejected_url": reverse("network:rejected", args=[import_id]),
        "columns_url": reverse("network:import_columns", args=[import_id]),
        "undo_url": reverse("network:undo_import", args=[import_id]),
        "take_url": reverse("network:take_import", args=[import_id]),
        "back_url": _list_of(held.schema),
    }
    return render(request, "network/import.html", context, status=status)


@require_POST
def columns(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Say which column holds what, then look again."""
    _held(request, import_id)
    seen = actions.preview(actor=actor_of(request), import_id=import_id)
    form = MappingForm(request.POST, seen=seen)
    if form.is_valid():
        actions.map_columns(actor=actor_of(request), import_id=import_id, mapping=form.mapping())
    return redirect("network:import", import_id=import_id)


@require_POST
def take(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Take the rows, with where they come from."""
    held = _held(request, import_id)
    form = ApplyForm(request.POST)
    if not form.is_valid():
        return _page(request, import_id, form=form, status=422)
    chosen = ticked_in(request.POST)
    try:
        done = actions.import_with_source(
            actor=actor_of(request),
            import_id=import_id,
            all_or_nothing=form.all_or_nothing,
            anew=chosen.anew,
            unaddressed=chosen.unaddressed,
            at=clock.current().now(),
            **form.provenance(),
        )
    except Refusal as refusal:
        refused(form, refusal)
        return _page(request, import_id, form=form, status=422)
    said = ngettext("%(n)s row was taken.", "%(n)s rows were taken.", done.good_rows) % {"n": done.good_rows}
    toast(request, f"{said} {left_words(done)}".strip(), undo=reverse("network:undo_import", args=[import_id]))
    return redirect(_list_of(held.schema))


@require_POST
def undo(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Take an import back."""
    held = _held(request, import_id)
    try:
        actions.undo_import(actor=actor_of(request), import_id=import_id, at=clock.current().now())
    except Refusal as refusal:
        toast(request, refusals.words(refusal))
    else:
        toast(request, _("The import was taken back."))
    return redirect(_list_of(held.schema))


def rejected(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """The rows with faults as a file, to correct and send again."""
    held = _held(request, import_id)
    return rejected_rows(actions.preview(actor=actor_of(request), import_id=import_id), held.schema)


def sheet(request: HttpRequest, sheet: str, form: str) -> HttpResponseBase:
    """An empty file to fill in, with the columns that are read."""
    working_hub(request, Permission.IMPORT_PEOPLE)
    if sheet not in SCHEMAS or form not in SHEET_FORMS:
        raise Missing(identifier=f"{sheet}.{form}")
    return sheet_to_fill(SCHEMAS[sheet], form, sheet)


def _held(request: HttpRequest, import_id: UUID) -> Import:
    """The import, if it is one of the network's own: those of a road show belong to its pages."""
    held = rules.access_import(actor_of(request), import_id)
    if held.schema not in SCHEMAS:
        raise Missing(identifier=str(import_id))
    return held


def _list_of(schema: str) -> str:
    return reverse("network:organisations" if schema == ORGANISATIONS.key else "network:people")
