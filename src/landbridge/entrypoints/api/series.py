"""Road shows that follow one another: copies, seasons, and the public calendar without a log-in."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router, Schema, Status
from ninja.decorators import decorate_view
from pydantic import Field, StringConstraints

from landbridge.entrypoints import clock
from landbridge.entrypoints.api.frame import BY_FIRST_DAY, EventOut, Events
from landbridge.entrypoints.api.inputs import PLAIN, Title, hub_for
from landbridge.entrypoints.api.pages import Turned, one_page
from landbridge.entrypoints.api.traffic import open_to_all
from landbridge.entrypoints.gate import Gate, Table, actor_of
from landbridge.events import rules
from landbridge.events.actions import series as actions
from landbridge.events.models import Event, Season
from landbridge.events.queries import series as queries
from landbridge.ground.hubs import hub_context
from landbridge.kernel.refusal import Missing
from landbridge.network.permissions import Permission
from landbridge.network.standings import hubs_in_reach

router = Router()
SeasonName = Annotated[str, StringConstraints(pattern=PLAIN, max_length=120)]


class CopyIn(Schema):
    """When the next one begins and what it is called."""

    first_day: date
    name_latin: Title = ""
    name_chinese: Title = ""


class SeasonOut(Schema):
    """Road shows that belong together."""

    id: UUID
    hub: UUID = Field(validation_alias="hub_id")
    name_latin: str
    name_chinese: str
    created_at: datetime


class SeasonIn(Schema):
    """A known season, or the name of a new one; without either, none."""

    season: UUID | None = None
    name_latin: SeasonName = ""
    name_chinese: SeasonName = ""


class ListedIn(Schema):
    """Whether everybody sees it in the hub's public calendar."""

    listed: bool


class PlacedOut(EventOut):
    """A road show with its season, and whether it stands in the public calendar."""

    season: UUID | None = Field(validation_alias="season_id")
    listed: bool


class CalendarEventOut(Schema):
    """A road show as everybody may see it: its name, days and place, nobody's name."""

    id: UUID
    name_latin: str
    name_chinese: str
    place_latin: str
    place_chinese: str
    zone: str
    first_day: date
    last_day: date
    state: str


class CalendarOut(Schema):
    """What a hub chose to show, the latest first, and the feeds for calendars by language."""

    hub: UUID
    name_latin: str
    name_chinese: str
    feeds: dict[str, str]
    events: list[CalendarEventOut]


@router.post("/events/{uuid:event_id}/copy", response={201: PlacedOut}, url_name="event_copy")
def copy(request: HttpRequest, event_id: UUID, said: CopyIn) -> Status[Event]:
    """Begin a road show like another on a new date: days, rooms, tables, groups and rules; no people, no agenda."""
    made = actions.copy_event(actor=actor_of(request), event_id=event_id, at=clock.current().now(), **said.model_dump())
    return Status(201, made)


@router.put("/events/{uuid:event_id}/season", response=PlacedOut, url_name="event_season")
def set_season(request: HttpRequest, event_id: UUID, said: SeasonIn) -> Event:
    """Put a road show into a season, or into none."""
    return actions.set_season(
        actor=actor_of(request), event_id=event_id, season_id=said.season, name_latin=said.name_latin,
        name_chinese=said.name_chinese, at=clock.current().now(),
    )  # fmt: skip


@router.put("/events/{uuid:event_id}/listed", response=PlacedOut, url_name="event_listed")
def list_publicly(request: HttpRequest, event_id: UUID, said: ListedIn) -> Event:
    """Show it in the hub's public calendar, or take it out."""
    return actions.list_publicly(
        actor=actor_of(request), event_id=event_id, listed=said.listed, at=clock.current().now()
    )


@router.get("/seasons", response=list[SeasonOut], url_name="seasons")
def seasons(request: HttpRequest, hub: UUID | None = None) -> list[Season]:
    """The seasons of a hub, the newest first."""
    return list(queries.seasons_of(hub_for(request, hub, Permission.SEE_EVENTS)))


@router.get("/seasons/{uuid:season_id}/events", response=Events, url_name="season_events")
def events_of(request: HttpRequest, season_id: UUID, asked: Query[Turned]) -> dict[str, Any]:
    """The road shows of one season, the latest first."""
    actor = actor_of(request)
    visible = rules.visible_in(actor, hub_ids=hubs_in_reach(actor))
    if queries.season_in(visible, season_id) is None:
        raise Missing(identifier=str(season_id))
    return one_page(visible.filter(season_id=season_id), asked, keys=BY_FIRST_DAY, descending=True)


@router.get("/calendar/{uuid:hub_id}", response=CalendarOut, url_name="calendar", auth=None)
@decorate_view(open_to_all)
def calendar(request: HttpRequest, hub_id: UUID) -> CalendarOut:  # noqa: ARG001 -- ninja gives it
    """The road shows a hub chose to show to everybody."""
    with hub_context(hub_id):
        hub = queries.public_hub(hub_id)
        if hub is None:
            raise Missing(identifier=str(hub_id))
        return CalendarOut(
            hub=hub_id,
            name_latin=hub.name_latin,
            name_chinese=hub.name_chinese,
            feeds={
                language: settings.SITE_URL + reverse("public_feed", args=[hub_id, language])
                for language in ("en", "zh")
            },
            events=[CalendarEventOut.from_orm(event) for event in queries.public_events(hub_id)],
        )


PERMISSIONS: Table = {
    **{f"api:{name}": Permission.PLAN_EVENTS for name in ("event_copy", "event_season")},
    "api:event_listed": Permission.PUBLISH_AGENDA,
    **{f"api:{name}": Permission.SEE_EVENTS for name in ("seasons", "season_events")},
    "api:calendar": Gate.PUBLIC,
}
