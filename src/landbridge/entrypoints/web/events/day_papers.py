"""What is printed for the day: badges with cut marks, table cards, door lists, the whole agenda; names in both scripts."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import segno
import typst
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from landbridge.entrypoints.web import wording
from landbridge.entrypoints.web.events.live import wall
from landbridge.entrypoints.web.events.papers import FONTS
from landbridge.events.models import Event
from landbridge.events.phrases.calendars import interprets
from landbridge.events.queries.desk import Listed, roster
from landbridge.events.queries.live import Day, Due, Sitter, day_of
from landbridge.kernel.names import Name
from landbridge.kernel.refusal import Missing
from landbridge.kernel.zones import to_wall

PAPERS: Final = Path(__file__).resolve().parent.parent / "papers"
KINDS: Final = ("tables", "doors", "agenda")
Json = dict[str, Any]


def badges_pdf(event: Event, people: Sequence[Listed]) -> bytes:
    """Ten badges a sheet, with cut marks; the code is the badge's address as a QR code."""
    return _made("badges.typ", event, {"people": [_badge(event, one) for one in people]})


def table_cards_pdf(day: Day) -> bytes:
    """A card to fold for each table, with who meets there when."""
    event = day.event
    by_table = groupby(
        sorted(day.dues, key=lambda due: (due.place, due.starts_at)), key=lambda due: (due.table, due.room)
    )
    cards = [
        {
            "event": both(event.name_latin, event.name_chinese),
            "table": table,
            "room": room,
            "meetings": [{"time": _when(event, due.starts_at), "who": " – ".join(_labels(due))} for due in dues],
        }
        for (table, room), dues in by_table
    ]
    return _made("tables.typ", event, {"tables": cards})


def door_lists_pdf(day: Day, note: str) -> bytes:
    """For each room what happens in it, slot by slot."""
    in_order = sorted(day.dues, key=lambda due: (due.room, due.starts_at, due.place))
    parts = [_part(room, _by_slot(day, dues)) for room, dues in groupby(in_order, key=lambda due: due.room)]
    return _made("lists.typ", day.event, _list(day, note, parts))


def agenda_pdf(day: Day, note: str) -> bytes:
    """The printed agenda: slot by slot, then party by party."""
    parts = [_part(_("Agenda"), _by_slot(day, day.dues))] if day.dues else []
    if parts:
        parts.append(_part(_("By party"), _by_party(day), first=34, second=22))
    return _made("lists.typ", day.event, _list(day, note, parts or [_part(_("Agenda"), [])]))


def badges_file(event: Event, *, attendee: UUID | None = None, group: str = "") -> HttpResponse:
    """The badges that were made: of everybody, of one person, or of a group. `Missing` where there is none."""
    people = [one for one in roster(event) if one.badge]
    if attendee is not None:
        people = [one for one in people if one.attendee.pk == attendee]
    if group:
        people = [one for one in people if one.attendee.participant.group.letter == group]
    if not people:
        raise Missing(identifier=str(attendee or group))
    return pdf_file(badges_pdf(event, people), event, "badges")


def paper_file(event: Event, kind: str, at: datetime) -> HttpResponse:
    """Table cards ("tables"), door lists ("doors") or the printed agenda ("agenda"), as the agenda stands."""
    if kind not in KINDS:
        raise Missing(identifier=kind)
    day = day_of(event, at)
    if kind == "tables":
        if not day.dues:
            raise Missing(identifier=kind)
        content = table_cards_pdf(day)
    else:
        content = (door_lists_pdf if kind == "doors" else agenda_pdf)(day, _as_of(event, at))
    return pdf_file(content, event, kind)


def _as_of(event: Event, at: datetime) -> str:
    day = wording.day(to_wall(at, event.zone).date())
    return _("As of %(day)s, %(time)s. The live board shows it as it stands.") % {"day": day, "time": wall(event, at)}


def pdf_file(content: bytes, event: Event, what: str) -> HttpResponse:
    """The PDF, to be looked at or printed from the browser."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{what}-{event.code}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


def both(latin: str, chinese: str) -> str:
    """Both forms of a name, the reader's first."""
    return Name(latin, chinese).both(get_language() or "en") if latin or chinese else ""


def qr_svg(text: str) -> str:
    """A QR code as SVG, with a quiet zone."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(border=2, light="#fff", dark="#000")
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)


def _made(paper: str, event: Event, data: Json) -> bytes:
    language = get_language() or "en"
    told = {"title": both(event.name_latin, event.name_chinese), "lang": "zh" if language.startswith("zh") else "en"}
    said = {"data": json.dumps(told | data)}
    return bytes(typst.compile(str(PAPERS / paper), sys_inputs=said, font_paths=FONTS, ignore_system_fonts=True))


def _badge(event: Event, listed: Listed) -> Json:
    attendee = listed.attendee
    party, person = attendee.participant, attendee.person
    chinese_first = (get_language() or "en").startswith("zh") or not person.name_latin
    names = [person.name_chinese, person.name_latin] if chinese_first else [person.name_latin, person.name_chinese]
    first, *rest = [name for name in names if name] or [party.label]
    parties = [name for name in (party.name.chinese, party.name.latin) if name]
    if not chinese_first:
        parties.reverse()
    return {
        "event": both(event.name_latin, event.name_chinese),
        "label": party.label,
        "first": first,
        "second": rest[0] if rest else "",
        "party": parties[0] if parties else "",
        "other": parties[1] if len(parties) > 1 else "",
        "qr": qr_svg(f"{settings.SITE_URL}{reverse('badge', args=[listed.badge])}"),
    }


def _list(day: Day, note: str, parts: Sequence[Json]) -> Json:
    event = day.event
    place = both(event.place_latin, event.place_chinese)
    return {
        "event": " · ".join(filter(None, (both(event.name_latin, event.name_chinese), place))),
        "none": _("No meeting is planned."),
        "footer": note,
        "parts": parts,
        "size": 9,
    }


def _part(title: str, groups: Sequence[Json], *, first: int = 24, second: int = 0) -> Json:
    """A part of a list; the widths of its first columns in millimetres, 0: as wide as the third."""
    return {"title": title, "groups": groups, "first": first, "second": second}


def _when(event: Event, instant: datetime) -> str:
    """The time of day at the place, with the day where there are several."""
    day = wording.day(to_wall(instant, event.zone).date()) if event.first_day != event.last_day else ""
    return f"{day} {wall(event, instant)}".strip()


def _by_slot(day: Day, dues: Iterable[Due]) -> list[Json]:
    event = day.event
    several = event.first_day != event.last_day
    found = []
    for starts, group in groupby(dues, key=lambda due: due.starts_at):
        meetings = list(group)
        date = wording.day(to_wall(starts, event.zone).date()) if several else ""
        title = f"{wall(event, starts)}–{wall(event, meetings[0].ends_at)}"
        rows = [[due.table, *_sides(due)] for due in meetings]
        found.append({"title": title, "note": date, "rows": rows})
    return found


def _by_party(day: Day) -> list[Json]:
    """Each party with its meetings: when and where, and with whom."""
    event = day.event
    meetings: dict[tuple[str, str], dict[Any, list[str]]] = {}
    for due in day.dues:
        for mine in due.sitters:
            others = [side for side in due.sitters if side.participant_id != mine.participant_id]
            rows = meetings.setdefault((mine.label, _party(mine)), {})
            rows[due.id] = [_when(event, due.starts_at), due.table, ", ".join(dict.fromkeys(map(_party, others)))]
    return [
        {"title": name, "note": "", "rows": list(rows.values())} for (_label, name), rows in sorted(meetings.items())
    ]


def _sides(due: Due) -> list[str]:
    sides: dict[Any, list[str]] = {}
    for sitter in due.sitters:
        sides.setdefault(_party(sitter), []).append(both(sitter.latin, sitter.chinese))
    shown = ["\n".join([party, ", ".join(filter(None, people))]).strip() for party, people in sides.items()]
    first, second = [*shown, "", ""][:2]
    helper = both(*due.interpreter)
    return [first, f"{second}\n{interprets(helper)}" if helper else second]


def _labels(due: Due) -> list[str]:
    return list(dict.fromkeys(_party(sitter) for sitter in due.sitters))


def _party(sitter: Sitter) -> str:
    return f"{sitter.label} {both(sitter.party_latin, sitter.party_chinese)}".strip()
