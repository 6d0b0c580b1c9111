"""A hub's public calendar as an iCalendar file: whole days, names and places, nobody's name."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from icalendar import Calendar
from icalendar import Event as CalendarEvent

from landbridge.events.calendars import PRODUCT, REFRESH
from landbridge.events.models import Event
from landbridge.events.states import EventState
from landbridge.kernel.names import Name


def public_calendar(name: Name, events: Iterable[Event], changes: Mapping[UUID, int], language: str) -> bytes:
    """The file in one language; what was cancelled stays in it as cancelled."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name.shown(language))
    calendar.add("x-wr-calname", name.shown(language))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(_component(event, changes.get(event.pk, 0), language))
    return bytes(calendar.to_ical())


def _component(event: Event, sequence: int, language: str) -> CalendarEvent:
    component = CalendarEvent()
    component.add("uid", f"{event.pk}@landbridge")
    component.add("sequence", sequence)
    component.add("dtstamp", event.cancelled_at or event.published_at or event.created_at)
    component.add("dtstart", event.first_day)
    component.add("dtend", event.last_day + timedelta(days=1))
    component.add("summary", event.name.shown(language))
    if event.place:
        component.add("location", event.place.shown(language))
    component.add("status", "CANCELLED" if event.state == EventState.CANCELLED else "CONFIRMED")
    component.add("transp", "TRANSPARENT")
    return component
