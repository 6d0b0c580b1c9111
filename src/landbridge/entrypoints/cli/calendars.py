"""One person's agenda as an iCalendar file, shown in the event's zone."""

from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event

from landbridge.engines import agenda
from landbridge.kernel.zones import to_wall


def calendar_of(problem: agenda.Problem, result: agenda.Agenda, participant: str) -> bytes:
    """The meetings of the participant. A meeting's UID depends on the event's title and the wish alone.

    It stays the same when the meeting moves, so that calendars update it instead of doubling it. DTSTAMP is the
    first slot's start: the same agenda gives the same bytes.
    """
    slots = {slot.id: slot for slot in problem.slots}
    names = {person.id: person.name or person.id for person in problem.participants}
    rooms = {table.id: " ".join(filter(None, (table.room, table.id))) for table in problem.tables}
    calendar = Calendar()
    calendar.add("prodid", "-//Landbridge//Agenda//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{problem.title} {names[participant]}".strip())
    stamp = min(slot.start for slot in problem.slots)
    mine = [m for m in result.meetings if participant in m.people]
    for m in sorted(mine, key=lambda m: slots[m.slot].start):
        slot = slots[m.slot]
        event = Event()
        event.add("uid", f"{uuid5(NAMESPACE_URL, f'landbridge:{problem.title}:{m.wish}')}@landbridge")
        event.add("dtstamp", to_wall(stamp, "UTC"))
        event.add("dtstart", to_wall(slot.start, problem.zone))
        event.add("dtend", to_wall(slot.end, problem.zone))
        event.add("summary", ", ".join(names[name] for name in m.people if name != participant))
        event.add("location", ", ".join(filter(None, (slot.place, rooms[m.table]))))
        calendar.add_component(event)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())
