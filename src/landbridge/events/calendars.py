"""A person's agenda as an iCalendar file: RFC 5545 for the content, RFC 7986 for the calendar's name and refresh.

What keeps calendars right: the UID is the pair's and never changes, SEQUENCE grows with each change, what was removed
stays in the file as CANCELLED, and times carry the event's zone with its rules.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from django.utils import translation
from icalendar import Calendar
from icalendar import Event as CalendarEvent

from landbridge.events.models import Attendee, Event
from landbridge.events.phrases import calendars as words
from landbridge.events.queries.personal import Entry
from landbridge.events.zonerules import timezone_component
from landbridge.kernel.names import Name
from landbridge.kernel.zones import zone

PRODUCT: Final = "-//Landbridge//Agenda//EN"
REFRESH: Final = timedelta(minutes=15)


def calendar_file(attendee: Attendee, entries: Iterable[Entry], language: str) -> bytes:
    """The file for one person, in one language."""
    return event_calendar(attendee.event, entries, language)


def event_calendar(event: Event, entries: Iterable[Entry], language: str) -> bytes:
    """The file with these meetings of an event, in one language."""
    with translation.override(language):
        calendar = Calendar()
        calendar.add("prodid", PRODUCT)
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        title = _shown(event, language)
        calendar.add("name", title)
        calendar.add("x-wr-calname", title)
        calendar.add("x-wr-timezone", event.zone)
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT15M")
        told = list(entries)
        if told:
            first, last = min(entry.starts_at for entry in told), max(entry.ends_at for entry in told)
            calendar.add_component(timezone_component(zone(event.zone), first, last))
        for entry in told:
            calendar.add_component(_component(event, entry, language))
        return bytes(calendar.to_ical())


def _component(event: Event, entry: Entry, language: str) -> CalendarEvent:
    where, local = entry.meeting.table, zone(event.zone)
    partner = ", ".join(_party(person, language) for person in entry.partners)
    component = CalendarEvent()
    component.add("uid", f"{entry.pair_uid}@landbridge")
    component.add("sequence", entry.sequence)
    component.add("dtstamp", entry.changed_at)
    component.add("last-modified", entry.changed_at)
    component.add("dtstart", entry.starts_at.astimezone(local))
    component.add("dtend", entry.ends_at.astimezone(local))
    component.add("summary", words.summary(partner, cancelled=entry.cancelled))
    component.add(
        "location", ", ".join(filter(None, (words.table(where.label), where.room.name, _place(event, language))))
    )
    interpreter = entry.meeting.interpreter
    helper = interpreter.person.name.shown(language) if interpreter else ""
    component.add("description", words.description([_person(p, language) for p in entry.partners], helper))
    component.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    component.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    return component


def _shown(thing: Event, language: str) -> str:
    return " ".join(Name(thing.name_latin, thing.name_chinese).shown(language).split())


def _place(event: Event, language: str) -> str:
    if not event.place_latin and not event.place_chinese:
        return ""
    return Name(event.place_latin, event.place_chinese).shown(language)


def _party(person: Attendee, language: str) -> str:
    party = person.participant
    of = party.project or party.organisation
    name = Name(of.name_latin, of.name_chinese).shown(language) if of else ""
    return f"{party.label} {name}".strip()


def _person(person: Attendee, language: str) -> str:
    known = person.person
    if not known.name_latin and not known.name_chinese:
        return person.participant.label
    return Name(known.name_latin, known.name_chinese).shown(language)
