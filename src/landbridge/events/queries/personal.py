"""One person's agenda, as it stands and as their calendar must know it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from landbridge.events.models import (
    AgendaVersion,
    Attendee,
    CalendarFeed,
    Event,
    Interpreter,
    Meeting,
    Recipient,
    Seat,
    column_of,
)
from landbridge.events.queries.agendas import Placed, placed_from, published_of
from landbridge.events.queries.board import Asked, asked_by
from landbridge.events.queries.interests import interest_between
from landbridge.events.states import EventState
from landbridge.events.tokens import digest_of, is_well_formed
from landbridge.ground.hubs import holder_context


@dataclass(frozen=True, slots=True)
class Entry:
    """A meeting as one person sees it: when, where, with whom; `cancelled` if it stands no more.

    `sequence` grows with every change, the removal included; `changed_at` is when the version that said so was
    published.
    """

    meeting: Meeting
    mine: Attendee
    partners: tuple[Attendee, ...]
    sequence: int
    changed_at: datetime
    cancelled: bool = False
    asked: Asked = Asked.NOBODY

    @property
    def pair_uid(self) -> UUID:
        """The meeting's identity over all versions."""
        return self.meeting.pair_uid

    @property
    def starts_at(self) -> datetime:
        """When it begins."""
        return self.meeting.starts_at

    @property
    def ends_at(self) -> datetime:
        """When it ends."""
        return self.meeting.ends_at


def last_published(event: Event) -> Mapping[UUID, Placed]:
    """For every pair that ever stood in a published version, its meeting in the last one: two queries."""
    rows = Meeting.objects.filter(event=event, version__published_at__isnull=False)
    seats = Seat.objects.filter(event=event, meeting__version__published_at__isnull=False)
    ordered = rows.order_by("version__published_at", "version__number")
    return {m.pair_uid: m for m in placed_from(ordered, seats)}


def agenda_of(attendee: Attendee, version: AgendaVersion | None = None) -> tuple[Entry, ...]:
    """The person's meetings in time order: of the published version, or of the one given. Four queries."""
    shown = version or published_of(attendee.event)
    if shown is None:
        return ()
    return tuple(entry for entry in _entries(attendee, [shown]).values() if not entry.cancelled)


def agendas_of(version: AgendaVersion, attendees: Mapping[UUID, Attendee]) -> dict[UUID, tuple[Entry, ...]]:
    """Everybody's meetings of one version: as many queries as for one person."""
    found: dict[UUID, list[Entry]] = {key: [] for key in attendees}
    meetings = {m.id: m for m in _meetings([version])}
    for meeting, seated in _seated(meeting__version=version).items():
        for mine in seated:
            partners = tuple(person for person in seated if person.id != mine.id)
            one = meetings[meeting]
            if mine.id in found:
                found[mine.id].append(Entry(one, mine, partners, one.sequence, one.starts_at))
    return {key: tuple(sorted(entries, key=lambda e: e.starts_at)) for key, entries in found.items()}


def entries_at(version: AgendaVersion, **only: object) -> tuple[Entry, ...]:
    """Meetings of a version as somebody sees them who sits on neither side: all the people at the table are partners."""
    meetings = _meetings([version], **only)
    seated = _seated(meeting__in=[m.id for m in meetings])
    said = version.published_at or version.made_at
    return tuple(
        Entry(
            one,
            seated[one.id][0],
            tuple(sorted(seated[one.id], key=lambda p: p.participant_id != one.first_id)),
            one.sequence,
            said,
        )
        for one in meetings
    )


def calendar_of(attendee: Attendee) -> tuple[Entry, ...]:
    """All that the person's calendar was ever told of: what stands, and as cancelled what no longer does."""
    versions = AgendaVersion.objects.filter(event=attendee.event, published_at__isnull=False)
    return tuple(_entries(attendee, list(versions.order_by("published_at", "number"))).values())


def calendar_interpreted(interpreter: Interpreter) -> tuple[Entry, ...]:
    """All that an interpreter's calendar was ever told of: what stands, and as cancelled what no longer does."""
    event = interpreter.event
    rows = AgendaVersion.objects.filter(event=event, published_at__isnull=False).order_by("published_at", "number")
    versions = list(rows)
    place = {version.id: number for number, version in enumerate(versions)}
    pairs = set(
        Meeting.objects.filter(version__in=versions, interpreter=interpreter).values_list("pair_uid", flat=True)
    )
    meetings = sorted(_meetings(versions, pair_uid__in=pairs), key=lambda m: place[m.version_id])
    seated = _seated(meeting__in=[m.id for m in meetings])
    last_of_pair = {m.pair_uid: m for m in meetings}
    newest, found = len(versions) - 1, dict[UUID, Entry]()
    for meeting in meetings:
        if meeting.interpreter_id != interpreter.pk:
            continue
        people, last = seated.get(meeting.id, ()), last_of_pair[meeting.pair_uid]
        off = place[meeting.version_id] != newest or event.state == EventState.CANCELLED
        found[meeting.pair_uid] = Entry(
            meeting=meeting,
            mine=people[0],
            partners=tuple(sorted(people, key=lambda p: p.participant_id != meeting.first_id)),
            sequence=_sequence(meeting, last, off=off, last_stands=place[last.version_id] == newest),
            changed_at=_changed(event, versions, place[meeting.version_id], off=off),
            cancelled=off,
        )
    return tuple(sorted(found.values(), key=lambda entry: entry.starts_at))


def _entries(attendee: Attendee, versions: list[AgendaVersion]) -> dict[UUID, Entry]:
    """The last word on each pair the person ever sat with, oldest version first; by pair, in time order."""
    by_version = {v.id: (place, v) for place, v in enumerate(versions)}
    sat = Seat.objects.filter(attendee=attendee, meeting__version__in=versions)
    pairs = set(sat.values_list("meeting__pair_uid", flat=True))  # asked first: fast whatever the statistics say
    meetings = sorted(_meetings(versions, pair_uid__in=pairs), key=lambda m: by_version[m.version_id][0])
    seated = _seated(meeting__in=[m.id for m in meetings])
    last_of_pair = {m.pair_uid: m for m in meetings}
    wishes = interest_between(attendee)
    newest = len(versions) - 1
    found: dict[UUID, Entry] = {}
    for meeting in meetings:
        people = seated.get(meeting.id, ())
        if attendee.id not in {person.id for person in people}:
            continue
        partners = tuple(person for person in people if person.id != attendee.id)
        last = last_of_pair[meeting.pair_uid]
        stands = by_version[meeting.version_id][0] == newest and attendee.event.state != EventState.CANCELLED
        off = not stands
        found[meeting.pair_uid] = Entry(
            meeting=meeting,
            mine=attendee,
            partners=partners,
            sequence=_sequence(meeting, last, off=off, last_stands=by_version[last.version_id][0] == newest),
            changed_at=_changed(attendee.event, versions, by_version[meeting.version_id][0], off=off),
            cancelled=off,
            asked=asked_by(wishes.get(meeting.pair_uid)),
        )
    return dict(sorted(found.items(), key=lambda item: item[1].starts_at))


def _sequence(meeting: Meeting, last: Meeting, *, off: bool, last_stands: bool) -> int:
    """What stands has its own number; a pair that meets with another person now has already counted on."""
    if not off:
        return meeting.sequence
    if last_stands and last.sequence > meeting.sequence:
        return last.sequence
    return last.sequence + 1


def _changed(event: Event, versions: list[AgendaVersion], place: int, *, off: bool) -> datetime:
    if off and event.cancelled_at:
        return event.cancelled_at
    said_by = versions[min(place + 1, len(versions) - 1)] if off else versions[place]
    return said_by.published_at or said_by.made_at


def _meetings(versions: list[AgendaVersion], **only: object) -> list[Meeting]:
    rows = Meeting.objects.filter(version__in=versions, **only).select_related(
        "table__room__place", "interpreter__person"
    )
    return list(rows.order_by("starts_at", "id"))


def _seated(**of: object) -> dict[UUID, tuple[Attendee, ...]]:
    seats = Seat.objects.filter(**of).select_related(
        "attendee__person", "attendee__participant__project", "attendee__participant__organisation"
    )
    found: dict[UUID, list[Attendee]] = {}
    for seat in seats.order_by("id"):
        found.setdefault(seat.meeting_id, []).append(seat.attendee)
    return {meeting: tuple(people) for meeting, people in found.items()}


def feed_of(token: str) -> CalendarFeed | None:
    """The feed a secret opens, or None for one that is wrong or revoked. Sees the feed's own row only."""
    if not is_well_formed(token):
        return None
    digest = digest_of(token)
    with holder_context(digest):
        return CalendarFeed.objects.filter(digest=digest, revoked_at__isnull=True).first()


def interpreter_of_feed(feed: CalendarFeed) -> Interpreter:
    """The interpreter whose calendar it is, with all that it names; inside the hub's context."""
    return Interpreter.objects.select_related("event", "person").get(feeds=feed)


def attendee_of_feed(feed: CalendarFeed) -> Attendee:
    """Whose calendar it is, with all that it names; inside the hub's context."""
    return Attendee.objects.select_related("event", "person", "participant__project", "participant__organisation").get(
        feeds=feed
    )


def living_feed(whose: Recipient) -> CalendarFeed | None:
    """The person's feed, if an address of it is in use."""
    return CalendarFeed.objects.filter(**column_of(whose), revoked_at__isnull=True).first()
