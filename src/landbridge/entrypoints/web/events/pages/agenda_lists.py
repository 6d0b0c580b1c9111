"""The agenda told otherwise: per person, what changed, unmet wishes, versions, on paper."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from landbridge.entrypoints import clock
from landbridge.entrypoints.web import exports
from landbridge.entrypoints.web.events.boards import Choice, asked_words
from landbridge.entrypoints.web.events.days import days_of
from landbridge.entrypoints.web.events.forms.agendas import KEEP_CHOICES
from landbridge.entrypoints.web.events.pages.agendas import Frame, board_context, frame_of, shared, unmet_rows
from landbridge.entrypoints.web.events.papers import file_name, pdf
from landbridge.events.actions.prices import NOTE
from landbridge.events.models import Attendee
from landbridge.events.phrases.replans import CHOICES
from landbridge.events.queries import agendas, board, overview
from landbridge.events.queries.changes import ChangeKind
from landbridge.events.queries.personal import agenda_of, agendas_of
from landbridge.events.queries.verdict import verdict_of
from landbridge.kernel.refusal import Missing


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
                    "interpreter": names.interpreter(m.interpreter),
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
    how = {**dict(KEEP_CHOICES), NOTE: _("grants a wish"), **{name: words for name, (words, _means) in CHOICES.items()}}
    rows = [
        {"version": v, "verdict": verdict_of(v.levels, edited=v.edited), "keep": how.get(v.note, "")}
        for v in overview.versions_with_counts(frame.event)
    ]
    return render(request, "events/agenda_versions.html", {**shared(frame, "versions"), "versions": rows})


def print_page(request: HttpRequest, event_id: UUID, number: int) -> HttpResponse:
    """All days' boards on paper, without what only a screen needs."""
    frame = frame_of(request, event_id, number)
    boards = [board_context(frame, Choice(), day.isoformat()) for day in frame.sheet.days]
    return render(request, "events/agenda_print.html", {**shared(frame, "board"), "boards": boards})


def person_page(request: HttpRequest, event_id: UUID, number: int, attendee_id: UUID) -> HttpResponse:
    """One person's agenda as they see it, of any version."""
    frame = frame_of(request, event_id, number)
    attendee = person_of(frame, attendee_id)
    names = frame.names
    context = {
        **shared(frame, "people"),
        "attendee": attendee,
        "person": names.person_name(attendee),
        "party": names.party(attendee.participant_id),
        "days": days_of(frame.event, agenda_of(attendee, frame.version)),
    }
    return render(request, "events/agenda_person.html", context)


def person_of(frame: Frame, attendee_id: UUID) -> Attendee:
    """Somebody who sits at a table of the event."""
    attendee = frame.sheet.material.attendees.get(attendee_id)
    if attendee is None:
        raise Missing(identifier=str(attendee_id))
    attendee.event, attendee.participant = frame.event, frame.sheet.material.participants[attendee.participant_id]
    return attendee


def person_pdf(request: HttpRequest, event_id: UUID, number: int, attendee_id: UUID) -> HttpResponse:
    """One person's agenda on paper."""
    frame = frame_of(request, event_id, number)
    attendee = person_of(frame, attendee_id)
    agendas = [(attendee, agenda_of(attendee, frame.version))]
    return pdf(frame.event, agendas, clock.current().now().date(), attendee.participant.label)


def all_pdf(request: HttpRequest, event_id: UUID, number: int) -> HttpResponse:
    """Everybody's agenda, one page each, in the order of the parties."""
    frame = frame_of(request, event_id, number)
    rows = overview.people_rows(frame.sheet, ())
    people = [person_of(frame, row.attendee.id) for row in rows]
    found = agendas_of(frame.version, {person.id: person for person in people})
    agendas = [(person, found[person.id]) for person in people]
    return pdf(frame.event, agendas, clock.current().now().date(), f"v{number}")


def table_file(request: HttpRequest, event_id: UUID, number: int, kind: str) -> HttpResponseBase:
    """All meetings as a table for a spreadsheet."""
    frame = frame_of(request, event_id, number)
    names, material = frame.names, frame.sheet.material
    headings = [
        _("Day"),
        _("From"),
        _("To"),
        _("Table"),
        _("Party"),
        _("Person"),
        _("Party"),
        _("Person"),
        _("Who asked"),
        *([_("Interpreter")] if material.interpreters else []),
    ]

    def row(placed: agendas.Placed) -> list[object]:
        slot = material.slot_by_id[placed.slot]
        start, end = slot.starts_at.astimezone(material.zone), slot.ends_at.astimezone(material.zone)
        asked = asked_words(board.asked_by(material.interests.get(placed.pair_uid)))
        sides = zip((placed.first, placed.second), placed.people, strict=True)
        parties = [words for party, person in sides for words in (names.party(party), names.person(person))]
        table = material.table_by_id[placed.table].label
        helper = [names.interpreter(placed.interpreter)] if material.interpreters else []
        return [start.date(), f"{start:%H:%M}", f"{end:%H:%M}", table, *parties, asked, *helper]

    name = file_name(frame.event, clock.current().now().date(), f"v{number}")
    return exports.file_response(kind, name, headings, [row(placed) for placed in frame.sheet.placed])
