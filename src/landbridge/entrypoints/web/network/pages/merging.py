"""Make one of two records of the same thing: find the duplicate, look at both, merge."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web import refusals
from landbridge.entrypoints.web.network.forms import OrganisationForm, PersonForm, RecordForm
from landbridge.entrypoints.web.network.pages.organisations import why_words
from landbridge.entrypoints.web.templatetags.landbridge import name
from landbridge.entrypoints.web.toasts import toast
from landbridge.kernel.refusal import Missing, Refusal
from landbridge.network import duplicates, queries, rules
from landbridge.network.actions import merging
from landbridge.network.drafts import OrganisationDraft, PersonDraft

FOUND = 20


@dataclass(frozen=True, slots=True)
class Kind:
    """What differs between merging organisations and merging people."""

    access: Callable[..., Any]
    visible: Callable[..., Any]
    alike: Callable[..., list[duplicates.Candidate]]
    draft: type[OrganisationDraft | PersonDraft]
    form: type[RecordForm]
    merge: Callable[..., Any]
    page: str
    here: str


ORGANISATION = Kind(
    rules.access_organisation, rules.visible_organisations, duplicates.of_organisation, OrganisationDraft,
    OrganisationForm, merging.merge_organisations, "network:organisation", "network:merge_organisation",
)  # fmt: skip
PERSON = Kind(
    rules.access_person, rules.visible_people, duplicates.of_person, PersonDraft, PersonForm, merging.merge_people,
    "network:person", "network:merge_person",
)  # fmt: skip


def merge_organisation(request: HttpRequest, organisation_id: UUID) -> HttpResponse:
    """Merge a duplicate into this organisation."""
    return _merge(request, organisation_id, ORGANISATION)


def merge_person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Merge a duplicate into this person."""
    return _merge(request, person_id, PERSON)


def _merge(request: HttpRequest, keep_id: UUID, kind: Kind) -> HttpResponse:
    actor = actor_of(request)
    keep = kind.access(actor, keep_id, to="change")
    other = _other(request, kind)
    context = {
        "keep": keep,
        "heading": format_html(_("Merge a duplicate of {}"), name(keep)),
        "back_url": reverse(kind.page, args=[keep.pk]),
    }
    if request.method == "POST" and other:
        try:
            kind.merge(actor=actor, keep_id=keep.pk, duplicate_id=other.pk, at=clock.current().now())
        except Refusal as refusal:
            context["refusal"] = refusals.words(refusal)
        else:
            toast(request, _("Merged."))
            return redirect(kind.page, keep.pk)
    if other:
        turned = f"{reverse(kind.here, args=[other.pk])}?other={keep.pk}"
        context |= {"other": other, "facts": list(_facts(kind, keep, other)), "other_way_url": turned}
    else:
        context |= _looked_for(request, kind, keep)
    return render(request, "network/merge.html", context, status=409 if "refusal" in context else 200)


def _other(request: HttpRequest, kind: Kind) -> Any:
    """The duplicate that the address or the form names, if it names one."""
    named = request.POST.get("other") or request.GET.get("other")
    if not named:
        return None
    try:
        identifier = UUID(named)
    except ValueError:
        raise Missing(identifier="other") from None
    return kind.access(actor_of(request), identifier, to="change")


def _looked_for(request: HttpRequest, kind: Kind, keep: Any) -> dict[str, object]:
    """What was searched for, else the records that look like this one."""
    rows = kind.visible(actor_of(request), hub_id=keep.hub_id).exclude(pk=keep.pk)
    text = request.GET.get("q", "").replace("\x00", "").strip()
    if text:
        return {"text": text, "found": [(row, row.pk, "") for row in queries.found(rows, text)[:FOUND]]}
    draft = kind.draft(**{field: getattr(keep, field) for field in kind.draft.__dataclass_fields__})
    return {"text": "", "found": [(alike, alike.record_id, why_words(alike)) for alike in kind.alike(rows, draft)]}


def _facts(kind: Kind, keep: Any, other: Any) -> Sequence[tuple[object, str, str, str]]:
    """Each answer of both records and the one that stays: the duplicate fills what the kept one lacks, but for its note."""
    found = []
    for field, asked in kind.form.base_fields.items():
        ours, theirs = str(getattr(keep, field)), str(getattr(other, field))
        fills = field not in {"note", "kind"}
        if ours or theirs:
            found.append((asked.label or field, ours, theirs, ours or (theirs if fills else "")))
    return found
