"""The agenda told otherwise: per person, what changed, unmet wishes, versions, on paper."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from landbridge.entrypoints.web.events.boards import Choice
from landbridge.entrypoints.web.events.forms.agendas import KEEP_CHOICES
from landbridge.entrypoints.web.events.pages.agendas import board_context, frame_of, shared, unmet_rows
from landbridge.events.queries import agendas, overview
from landbridge.events.queries.changes import ChangeKind
from landbridge.events.queries.verdict import verdict_of


def people_page(request: HttpRequest, event_id: UUID, number: int) -> HttpResponse:
    """The same agenda, a line per person."""
    frame = frame_of(request, event_id, number)
    names, material = frame.names, frame.sheet.material
    rows = [
        {
            "label": row.party.label,
            "name": names.party_name(row.party),
            "person": names.person_name(row.attendee),
            "attendee": row.attendee.id,
            "group": names.shown(row.party.group.name_latin, row.party.group.name_chinese),
            "limit": material.most_of(row.party.id),
            "meetings": [
                {
                    "pair": m.pair_uid,
                    "time": names.time(material.slot_by_id[m.slot]),
                    "table": material.table_by_id[m.table].label,
                    "with": names.party(m.second if m.first == row.party.id else m.first),
                }
                for m in row.meetings
            ],
            "wait": row.longest_wait,
            "unmet": row.unmet,
        }
        for row in overview.people_rows(frame.sheet, frame.unmet)
    ]
    return render(request, "events/agenda_people.html", {**shared(frame, "people"), "people": rows})


def changes_page(request: HttpRequest, event_id: UUID, number: int) -> HttpResponse:
    """What differs from the version this one was made from."""
    frame = frame_of(request, event_id, number)
    names, material = frame.names, frame.sheet.material
    words = {
        ChangeKind.ADDED: (_("new"), "good"),
        ChangeKind.REMOVED: (_("removed"), "bad"),
        ChangeKind.MOVED: (_("moved"), "info"),
        ChangeKind.RESEATED: (_("other table or person"), ""),
    }

    def place(placed: agendas.Placed | None) -> str:
        if placed is None:
            return ""
        return f"{names.time(material.slot_by_id[placed.slot])} {material.table_by_id[placed.table].label}"

    rows = [
        {
            "pair": change.either.pair_uid,
            "first": names.party(change.either.first),
            "second": names.party(change.either.second),
            "words": words[change.kind],
            "before": place(change.before),
            "after": place(change.after),
            "stands": change.after is not None,
        }
        for change in frame.sheet.changes
    ]
    return render(request, "events/agenda_changes.html", {**shared(frame, "changes"), "changes": rows})


def wishes_page(request: HttpRequest, event_id: UUID, number: int) -> HttpResponse:
    """The wishes this version leaves unmet, each with its reason."""
    frame = frame_of(request, event_id, number)
    rows = unmet_rows(frame, frame.unmet)
    asked = sum(not i.never for i in frame.sheet.material.interests.values())
    context = {**shared(frame, "wishes"), "wishes": rows, "asked_for": asked, "met": asked - len(rows)}
    return render(request, "events/agenda_wishes.html", context)


def versions_page(request: HttpRequest, event_id: UUID, number: int) -> HttpResponse:
    """All versions, with what made them and how good they are."""
    frame = frame_of(request, event_id, number)
    rows = [
        {"version": v, "verdict": verdict_of(v.levels, edited=v.edited), "keep": dict(KEEP_CHOICES).get(v.note, "")}
        for v in overview.versions_with_counts(frame.event)
    ]
    return render(request, "events/agenda_versions.html", {**shared(frame, "versions"), "versions": rows})


def print_page(request: HttpRequest, event_id: UUID, number: int) -> HttpResponse:
    """All days' boards on paper, without what only a screen needs."""
    frame = frame_of(request, event_id, number)
    boards = [board_context(frame, Choice(), day.isoformat()) for day in frame.sheet.days]
    return render(request, "events/agenda_print.html", {**shared(frame, "board"), "boards": boards})
