"""One person's meetings by day, in words: for their own page and for the organiser's view of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.utils.translation import get_language

from landbridge.entrypoints.web.events.boards import asked_words
from landbridge.entrypoints.web.events.papers import party_words
from landbridge.events.models import Event, Interpreter
from landbridge.events.phrases.calendars import interprets
from landbridge.events.phrases.languages import language_name
from landbridge.events.queries.board import Asked
from landbridge.events.queries.personal import Entry
from landbridge.kernel.zones import to_wall


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """A meeting in words: what a phone shows in one line."""

    time: str
    until: str
    table: str
    room: str
    partner: str
    people: str
    mark: str
    mark_words: str
    state: str
    languages: str = ""


@dataclass(frozen=True, slots=True)
class ShownDay:
    """One day of somebody's meetings."""

    day: date
    entries: Sequence[ShownEntry]


def days_of(event: Event, entries: Sequence[Entry], now: datetime | None = None) -> list[ShownDay]:
    """The meetings by day, in words; with `now` they are past, going on, next or still to come."""
    language = get_language() or "en"
    following = next((e for e in entries if now is not None and e.starts_at > now), None)
    by_day = groupby(entries, key=lambda entry: to_wall(entry.starts_at, event.zone).date())
    return [ShownDay(day, [_shown(event, e, language, now, following) for e in found]) for day, found in by_day]


def interpreted_days(interpreter: Interpreter, entries: Sequence[Entry], now: datetime | None = None) -> list[ShownDay]:
    """An interpreter's meetings by day, in words: who sits there, and between which languages to interpret."""
    days = days_of(interpreter.event, entries, now)
    told = iter(entries)
    return [
        replace(
            day,
            entries=[_interpreted(interpreter, shown, entry) for shown, entry in zip(day.entries, told, strict=False)],
        )
        for day in days
    ]


def _interpreted(interpreter: Interpreter, shown: ShownEntry, entry: Entry) -> ShownEntry:
    language = get_language() or "en"
    mine = set(interpreter.languages)
    sides = dict.fromkeys(person.participant_id for person in entry.partners)
    spoken_by = [" / ".join(language_name(code) for code in sorted(_common(entry, side) & mine)) for side in sides]
    people = ", ".join(person.person.name.shown(language) for person in entry.partners)
    place = entry.meeting.table.room.place
    room = ", ".join(filter(None, (shown.room, place.name if place else "")))
    return replace(shown, people=people, room=room, languages=" – ".join(filter(None, spoken_by)))


def _common(entry: Entry, participant_id: UUID) -> set[str]:
    """What anybody of one side speaks."""
    return {code for person in entry.partners if person.participant_id == participant_id for code in person.spoken}


def _shown(event: Event, entry: Entry, language: str, now: datetime | None, following: Entry | None) -> ShownEntry:
    state = ""
    if now is not None:
        going = entry.starts_at <= now < entry.ends_at
        state = "past" if entry.ends_at <= now else "now" if going else "next" if entry is following else ""
    people = [p.person for p in entry.partners]
    interpreter = entry.meeting.interpreter
    helper = [interprets(interpreter.person.name.shown(language))] if interpreter else []
    return ShownEntry(
        time=f"{to_wall(entry.starts_at, event.zone):%H:%M}",
        until=f"{to_wall(entry.ends_at, event.zone):%H:%M}",
        table=entry.meeting.table.label,
        room=entry.meeting.table.room.name,
        partner=", ".join(party_words(p, language) for p in entry.partners),
        people=", ".join([*(p.name.shown(language) for p in people if p.name_latin or p.name_chinese), *helper]),
        mark=entry.asked.value,
        mark_words=asked_words(entry.asked) if entry.asked is not Asked.NOBODY else "",
        state=state,
    )
