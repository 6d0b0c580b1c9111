"""The day as it stands: who is due where, who is missing; and the screens of the hall."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from ninja import Router, Schema, Status
from pydantic import Field

from landbridge.entrypoints import clock
from landbridge.entrypoints.api.inputs import Title
from landbridge.entrypoints.gate import Table, actor_of
from landbridge.entrypoints.web.events.live import the_day
from landbridge.events import rules
from landbridge.events.actions import screens as actions
from landbridge.events.models import HallScreen
from landbridge.events.queries import live as queries
from landbridge.events.states import HallNames
from landbridge.kernel.refusal import Missing
from landbridge.network.permissions import Permission

router = Router()


class SitterOut(Schema):
    """Somebody who is due at a table."""

    attendee: UUID
    label: str
    name_latin: str
    name_chinese: str
    here: bool


class DueOut(Schema):
    """A meeting of this moment or of the next slot; `call` says how near it is."""

    pair: UUID
    starts_at: datetime
    ends_at: datetime
    table: str
    room: str
    call: queries.Call
    people: list[SitterOut]


class MissingOut(Schema):
    """Somebody who should sit at a table and was not checked in."""

    attendee: UUID
    label: str
    table: str
    starts_at: datetime
    seconds_late: int = Field(description="below zero before the meeting begins")
    waiting: bool = Field(description="the other side is here")
    away: bool = Field(description="known at the desk to be away")


class LiveOut(Schema):
    """The day at one moment; at most five seconds old."""

    now: datetime
    version: int | None = Field(description="the number of the agenda that stands")
    here: int
    expected: int
    going_on: list[DueOut]
    coming: list[DueOut]
    missing: list[MissingOut]


class ScreenIn(Schema):
    """A screen: what it is called, and what it may show of people."""

    label: Title = ""
    names: HallNames = HallNames.LABELS


class ScreenOut(Schema):
    """A screen that shows the board of the hall."""

    id: UUID
    label: str
    names: HallNames
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


class OpenedScreenOut(ScreenOut):
    """A new screen with its address, told this once."""

    address: str


def _due(day: queries.Day, due: queries.Due, at: datetime) -> DueOut:
    people = [
        SitterOut(
            attendee=one.attendee_id, label=one.label, name_latin=one.latin, name_chinese=one.chinese,
            here=one.attendee_id in day.here,
        )
        for one in due.sitters
    ]  # fmt: skip
    return DueOut(
        pair=due.pair_uid, starts_at=due.starts_at, ends_at=due.ends_at, table=due.table, room=due.room,
        call=day.call(due, at), people=people,
    )  # fmt: skip


def _missing(one: queries.Missing) -> MissingOut:
    return MissingOut(
        attendee=one.sitter.attendee_id, label=one.sitter.label, table=one.due.table, starts_at=one.due.starts_at,
        seconds_late=int(one.late.total_seconds()), waiting=one.waiting, away=one.away,
    )  # fmt: skip


@router.get("/{uuid:event_id}/live", response=LiveOut, url_name="live")
def live(request: HttpRequest, event_id: UUID) -> LiveOut:
    """Who is due where now and next, and who is missing. Ask every few seconds: one reading serves everybody."""
    event, at = rules.access_event(actor_of(request), event_id, to="desk"), clock.current().now()
    day = the_day(event, at)
    return LiveOut(
        now=at,
        version=day.version,
        here=len(day.here),
        expected=day.expected,
        going_on=[_due(day, due, at) for due in day.going_on(at)],
        coming=[_due(day, due, at) for due in day.coming(at)],
        missing=[_missing(one) for one in day.missing(at)],
    )


@router.get("/{uuid:event_id}/screens", response=list[ScreenOut], url_name="screens")
def list_screens(request: HttpRequest, event_id: UUID) -> list[HallScreen]:
    """The screens that show something now."""
    event = rules.access_event(actor_of(request), event_id, to="desk")
    return list(queries.screens_of(event, clock.current().now()))


@router.post("/{uuid:event_id}/screens", response={201: OpenedScreenOut}, url_name="screens")
def open_screen(request: HttpRequest, event_id: UUID, said: ScreenIn) -> Status[OpenedScreenOut]:
    """Make the address of a screen. It is told this once and ends with the road show."""
    at = clock.current().now()
    opened = actions.open_screen(actor=actor_of(request), event_id=event_id, names=said.names, label=said.label, at=at)
    address = f"{settings.SITE_URL}{reverse('hall', args=[opened.token])}"
    return Status(201, OpenedScreenOut(**ScreenOut.from_orm(opened.screen).model_dump(), address=address))


@router.delete("/{uuid:event_id}/screens/{uuid:screen_id}", response=ScreenOut, url_name="screen")
def end_screen(request: HttpRequest, event_id: UUID, screen_id: UUID) -> HallScreen:
    """End a screen: its address shows nothing any more."""
    event = rules.access_event(actor_of(request), event_id, to="desk")
    if not event.screens.filter(pk=screen_id).exists():
        raise Missing(identifier=str(screen_id))
    return actions.end_screen(actor=actor_of(request), screen_id=screen_id, at=clock.current().now())


PERMISSIONS: Table = {f"api:{name}": Permission.RUN_DESK for name in ("live", "screens", "screen")}
