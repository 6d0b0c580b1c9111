"""The day in words, for the hall, for hosts and for phones; and how little a page is sent that has it already."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import quote_etag
from django.utils.translation import get_language

from landbridge.entrypoints.web.kept import Kept
from landbridge.events.models import Event
from landbridge.events.queries.live import Call, Day, Due, Missing, Sitter, day_of
from landbridge.events.states import HallNames
from landbridge.kernel.names import Name
from landbridge.kernel.zones import to_wall

SECONDS: Final = 1.0
"""How long a reading of the day serves everybody. With the pages' beat of 3 seconds a board is at most 5 seconds old."""
DAYS: Final[Kept[Day]] = Kept(SECONDS)


@dataclass(frozen=True, slots=True)
class ShownSide:
    """One side of a meeting as a screen shows it: label, and the names it may show in both scripts."""

    label: str
    latin: str
    chinese: str
    here: bool


@dataclass(frozen=True, slots=True)
class ShownDue:
    """A meeting as a screen shows it."""

    time: str
    until: str
    table: str
    room: str
    call: str
    sides: Sequence[ShownSide]

    @property
    def lacking(self) -> bool:
        """Whether somebody who should sit there was not checked in."""
        return not all(side.here for side in self.sides)


@dataclass(frozen=True, slots=True)
class ShownMissing:
    """Somebody who is missing, for the host who looks for them."""

    name: str
    party: str
    label: str
    participant_id: UUID
    attendee_id: UUID
    phone: str
    table: str
    room: str
    time: str
    minutes: int
    late: bool
    waiting: bool
    away: bool


def the_day(event: Event, at: datetime) -> Day:
    """The event as it stood less than a second ago."""
    return DAYS.get(event.pk, lambda: day_of(event, at))


def shown_due(day: Day, due: Due, at: datetime, names: HallNames) -> ShownDue:
    """A meeting in words; people of one party stand together."""
    sides: dict[UUID, list[Sitter]] = {}
    for sitter in due.sitters:
        sides.setdefault(sitter.participant_id, []).append(sitter)
    return ShownDue(
        time=wall(day.event, due.starts_at),
        until=wall(day.event, due.ends_at),
        table=due.table,
        room=due.room,
        call=day.call(due, at).value,
        sides=[_side(day, sitters, names) for sitters in sides.values()],
    )


def _side(day: Day, sitters: Sequence[Sitter], names: HallNames) -> ShownSide:
    one = sitters[0]
    latin = chinese = ""
    if names is not HallNames.LABELS:
        latin, chinese = one.party_latin, one.party_chinese
    if names is HallNames.PEOPLE:
        latin = " · ".join(filter(None, (latin, ", ".join(s.latin for s in sitters if s.latin))))
        chinese = " · ".join(filter(None, (chinese, "、".join(s.chinese for s in sitters if s.chinese))))
    return ShownSide(one.label, latin, chinese, all(s.attendee_id in day.here for s in sitters))


def shown_missing(day: Day, found: Sequence[Missing]) -> list[ShownMissing]:
    """Who is missing, in the reader's language."""
    language = get_language() or "en"
    return [
        ShownMissing(
            name=_name(one.sitter.latin, one.sitter.chinese, language),
            party=_name(one.sitter.party_latin, one.sitter.party_chinese, language),
            label=one.sitter.label,
            participant_id=one.sitter.participant_id,
            attendee_id=one.sitter.attendee_id,
            phone=one.sitter.phone,
            table=one.due.table,
            room=one.due.room,
            time=wall(day.event, one.due.starts_at),
            minutes=abs(int(one.late / timedelta(minutes=1))),
            late=one.late >= timedelta(),
            waiting=one.waiting,
            away=one.away,
        )
        for one in found
    ]


def _name(latin: str, chinese: str, language: str) -> str:
    return Name(latin, chinese).shown(language) if latin or chinese else ""


def wall(event: Event, instant: datetime) -> str:
    """The time of day at the event's place."""
    return f"{to_wall(instant, event.zone):%H:%M}"


def unless_known(request: HttpRequest, content: bytes) -> HttpResponse:
    """The part of a page, or only that it is still the same. Never kept by a cache in between."""
    tag = quote_etag(hashlib.sha256(content).hexdigest()[:24])
    known = request.headers.get("If-None-Match", "").removeprefix("W/") == tag
    response = HttpResponse(status=304) if known else HttpResponse(content)
    response["ETag"], response["Cache-Control"] = tag, "private, no-cache"
    patch_vary_headers(response, ["Cookie"])
    return response


@dataclass(frozen=True, slots=True)
class MyDue:
    """A meeting as the phone of one of its people shows it."""

    time: str
    until: str
    table: str
    room: str
    partner: str
    people: str
    called: bool


@dataclass(frozen=True, slots=True)
class MyNow:
    """What somebody's phone shows first: the meeting that goes on, and the one after it."""

    version: int | None
    standing: MyDue | None
    following: MyDue | None


def my_now(day: Day, attendee_id: UUID, at: datetime) -> MyNow:
    """Where somebody is due now and next, in the reader's language."""
    mine = day.of_person.get(attendee_id, ())
    standing = next((due for due in mine if due.starts_at <= at < due.ends_at), None)
    following = next((due for due in mine if due.starts_at > at), None)
    return MyNow(
        day.version,
        _mine(day, standing, attendee_id, at) if standing else None,
        _mine(day, following, attendee_id, at) if following else None,
    )


def _mine(day: Day, due: Due, attendee_id: UUID, at: datetime) -> MyDue:
    language = get_language() or "en"
    own = next(sitter.participant_id for sitter in due.sitters if sitter.attendee_id == attendee_id)
    others = [sitter for sitter in due.sitters if sitter.participant_id != own]
    parties = dict.fromkeys(
        f"{one.label} {_name(one.party_latin, one.party_chinese, language)}".strip() for one in others
    )
    return MyDue(
        time=wall(day.event, due.starts_at),
        until=wall(day.event, due.ends_at),
        table=due.table,
        room=due.room,
        partner=", ".join(parties),
        people=", ".join(filter(None, (_name(one.latin, one.chinese, language) for one in others))),
        called=day.call(due, at) is Call.LAST_CALL and due.starts_at > at,
    )
