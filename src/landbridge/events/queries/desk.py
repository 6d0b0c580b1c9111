"""What a desk reads: whom a badge names, who is here, and the list by which people are found without a network."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from landbridge.events.models import Attendee, Badge, DeskAct, Event, Seat
from landbridge.events.presence import Act, Standing, standings
from landbridge.events.queries import people
from landbridge.events.refusals import BadgeOfAnotherEvent, BadgeUnknown, BadgeWasReplaced
from landbridge.events.states import ATTENDING, Deed
from landbridge.ground import search
from landbridge.kernel.names import folded
from landbridge.kernel.refusal import Missing
from landbridge.network.models import Organisation, Person
from landbridge.projects.models import Project


def acts_of(event: Event) -> list[Act]:
    """Every act of the event's desks: one query."""
    rows = DeskAct.objects.filter(event=event)
    columns = rows.values_list("device", "sequence", "attendee_id", "deed", "effective_at")
    return [Act(device, sequence, attendee, Deed(deed), at) for device, sequence, attendee, deed, at in columns]


def standings_of(event: Event) -> Mapping[UUID, Standing]:
    """Where everybody stands whom a desk has seen."""
    return standings(acts_of(event))


def arrived(event: Event) -> dict[UUID, datetime]:
    """Who is here, and since when."""
    return {attendee: standing.since for attendee, standing in standings_of(event).items() if standing.here}


def expected(event: Event) -> QuerySet[Attendee]:
    """The people of the parties that come or may still come, with all that names them."""
    rows = Attendee.objects.filter(event=event, participant__state__in=ATTENDING)
    return rows.select_related("person", "participant__group", "participant__project", "participant__organisation")


def without_badge(event: Event) -> QuerySet[Attendee]:
    """Those expected who have no badge yet."""
    return expected(event).exclude(pk__in=Badge.objects.filter(event=event, revoked_at=None).values("attendee_id"))


def changed_since(event: Event, since: datetime) -> set[UUID]:
    """The people of whom a desk told us something at that moment or later."""
    rows = DeskAct.objects.filter(event=event, received_at__gte=since)
    return set(rows.values_list("attendee_id", flat=True))


def badge_of(code: str) -> Badge:
    """The badge with that code, with the person and the event; of no hub but one's own."""
    rows = Badge.objects.filter(code=code).select_related(
        "event", "attendee__person", "attendee__participant__group", "attendee__participant__project",
        "attendee__participant__organisation",
    )  # fmt: skip
    badge = rows.first()
    if badge is None:
        raise BadgeUnknown
    badge.attendee.event = badge.event
    return badge


def attendee_meant(event: Event, *, attendee_id: UUID | None, badge: str) -> Attendee:
    """Whom an act is about, by identifier or badge. A badge of another event or one that was replaced is refused."""
    if attendee_id is not None:
        found = Attendee.objects.filter(event=event, pk=attendee_id).first()
        if found is None:
            raise Missing(identifier=str(attendee_id))
        return found
    worn = badge_of(badge)
    if worn.event_id != event.pk:
        raise BadgeOfAnotherEvent(event=worn.event.code)
    if worn.revoked_at is not None:
        raise BadgeWasReplaced
    return worn.attendee


def found(attendees: QuerySet[Attendee], text: str) -> QuerySet[Attendee]:
    """Those that `text` finds by their name, their party's label, or the name of its project or organisation."""
    asked = text.strip()
    if not asked:
        return attendees
    persons = search.matching(Person.objects.all(), kind=people.PERSON_KIND, text=asked)
    projects = search.matching(Project.objects.all(), kind=people.PROJECT_KIND, text=asked)
    organisations = search.matching(Organisation.objects.all(), kind=people.ORGANISATION_KIND, text=asked)
    return (
        attendees.filter(participant__label__istartswith=asked)
        | attendees.filter(person__in=persons.values("pk"))
        | attendees.filter(participant__project__in=projects.values("pk"))
        | attendees.filter(participant__organisation__in=organisations.values("pk"))
    )


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """When and where somebody is due."""

    starts_at: datetime
    ends_at: datetime
    table: str
    room: str


def next_meetings(event: Event, at: datetime) -> dict[UUID, NextMeeting]:
    """The meeting each person is in or has next, of the agenda that stands: one query."""
    rows = Seat.objects.filter(event=event, published=True, ends_at__gt=at).order_by("-starts_at")
    columns = rows.values_list(
        "attendee_id", "starts_at", "ends_at", "meeting__table__label", "meeting__table__room__name"
    )
    return {who: NextMeeting(starts, ends, table, room) for who, starts, ends, table, room in columns}


def all_meetings(event: Event) -> Iterator[tuple[UUID, datetime, datetime, str]]:
    """Every seat of the agenda that stands, in time order: who, from when to when, at which table."""
    rows = Seat.objects.filter(event=event, published=True).order_by("starts_at")
    yield from rows.values_list("attendee_id", "starts_at", "ends_at", "meeting__table__label")


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on the list that a device keeps to find people without a network."""

    attendee: Attendee
    badge: str
    keys: str


def roster(event: Event) -> list[Listed]:
    """Everybody expected, by label, with their badge and the words by which a device finds them: two queries."""
    codes = dict(Badge.objects.filter(event=event, revoked_at__isnull=True).values_list("attendee_id", "code"))
    rows = expected(event).order_by("participant__label", "-leads", "pk")
    return [Listed(row, codes.get(row.pk, ""), _keys(row)) for row in rows]


def _keys(attendee: Attendee) -> str:
    """The text that is looked through: names as written, their pinyin without gaps, and their initials."""
    party = attendee.participant
    texts = [party.label]
    for named in (attendee.person, party.project, party.organisation):
        if named is None:
            continue
        texts.append(named.name_latin)
        if named.name_chinese:
            sounds = search.syllables(named.name_chinese)
            texts += [named.name_chinese, "".join(sounds), "".join(sound[:1] for sound in sounds)]
    return " ".join(dict.fromkeys(folded(text) for text in texts if text))
