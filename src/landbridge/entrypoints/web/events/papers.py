"""Personal agendas as PDF, with Chinese type: one page a person."""

import json
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import noto_cjk_sans_otc
import typst
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from landbridge.entrypoints.web import wording
from landbridge.events.models import Attendee, Event
from landbridge.events.phrases import calendars as words
from landbridge.events.queries.personal import Entry
from landbridge.kernel.names import Name
from landbridge.kernel.zones import to_wall

PAPER: Final = Path(__file__).resolve().parent.parent / "papers" / "agenda.typ"
REPORT: Final = PAPER.with_name("report.typ")
FONTS: Final = [str(Path(noto_cjk_sans_otc.__file__).parent)]


def agenda_pdf(event: Event, agendas: Iterable[tuple[Attendee, Sequence[Entry]]], *, note: str) -> bytes:
    """One page for each person; `note` stands at the foot of every page."""
    language = get_language() or "en"
    data = {
        "title": _shown(event.name_latin, event.name_chinese, language),
        "lang": "zh" if language.startswith("zh") else "en",
        "footer": note,
        "none": _("No meeting is planned for you."),
        "people": [_person(event, attendee, entries, language) for attendee, entries in agendas],
    }
    made = typst.compile(str(PAPER), sys_inputs={"data": json.dumps(data)}, font_paths=FONTS, ignore_system_fonts=True)
    return bytes(made)


def report_pdf(
    event: Event, days: str, tables: Iterable[tuple[str, Sequence[object], Sequence[Sequence[object]]]], *, note: str
) -> bytes:
    """The report of a road show: its tables one after the other; `note` stands at the foot of every page."""
    language = get_language() or "en"
    name = _shown(event.name_latin, event.name_chinese, language)
    data = {
        "title": name,
        "lead": " · ".join(filter(None, (days, _shown(event.place_latin, event.place_chinese, language), event.code))),
        "lang": "zh" if language.startswith("zh") else "en",
        "footer": note,
        "tables": [
            {
                "title": title,
                "headings": [str(heading) for heading in headings],
                "rows": [[str(cell) for cell in row] for row in rows],
            }
            for title, headings, rows in tables
        ],
    }
    made = typst.compile(
        str(REPORT), sys_inputs={"data": json.dumps(data)}, font_paths=FONTS, ignore_system_fonts=True
    )  # fmt: skip
    return bytes(made)


def _person(event: Event, attendee: Attendee, entries: Sequence[Entry], language: str) -> dict[str, Any]:
    city = _("times in %(city)s") % {"city": wording.city(event.zone)}
    name = _shown(event.name_latin, event.name_chinese, language)
    place = _shown(event.place_latin, event.place_chinese, language)
    days = groupby(entries, key=lambda entry: to_wall(entry.starts_at, event.zone).date())
    return {
        "event": " · ".join(filter(None, (name, place, city))),
        "name": _shown(attendee.person.name_latin, attendee.person.name_chinese, language),
        "party": party_words(attendee, language),
        "days": [
            {"name": wording.day(day, "long"), "meetings": _meetings(event, found, language)} for day, found in days
        ],
    }


def _meetings(event: Event, entries: Iterable[Entry], language: str) -> list[dict[str, str]]:
    return [
        {
            "time": f"{to_wall(entry.starts_at, event.zone):%H:%M}",
            "table": words.table(entry.meeting.table.label),
            "partner": ", ".join(party_words(person, language) for person in entry.partners),
            "people": ", ".join([*_people(entry, language), *_helper(entry, language)]),
        }
        for entry in entries
    ]


def _people(entry: Entry, language: str) -> list[str]:
    return [_shown(p.person.name_latin, p.person.name_chinese, language) for p in entry.partners]


def _helper(entry: Entry, language: str) -> list[str]:
    one = entry.meeting.interpreter
    return [words.interprets(one.person.name.shown(language))] if one else []


def party_words(attendee: Attendee, language: str) -> str:
    """The party a person sits for: label and name."""
    party = attendee.participant
    of = party.project or party.organisation
    return f"{party.label} {_shown(of.name_latin, of.name_chinese, language) if of else ''}".strip()


def _shown(latin: str, chinese: str, language: str) -> str:
    return Name(latin, chinese).shown(language) if latin or chinese else ""


def file_name(event: Event, day: date, *parts: str) -> str:
    """A name for the file on a disk: what and when, in plain letters."""
    return "-".join(["agenda", event.code, day.isoformat(), *filter(None, parts)])


def pdf(event: Event, agendas: Sequence[tuple[Attendee, Sequence[Entry]]], day: date, *parts: str) -> HttpResponse:
    """A PDF to keep or print; its foot says as of when."""
    note = _("As of %(day)s. Your own page shows it as it stands.") % {"day": wording.day(day)}
    response = HttpResponse(agenda_pdf(event, agendas, note=note), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{file_name(event, day, *parts)}.pdf"'
    return response
