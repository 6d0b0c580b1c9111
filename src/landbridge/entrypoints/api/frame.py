"""Road shows: what is said of them, who holds them together, and what is missing on the way to an agenda."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from landbridge.entrypoints import clock
from landbridge.entrypoints.api.pages import Asked, one_page
from landbridge.entrypoints.gate import Table, actor_of
from landbridge.entrypoints.web.refusals import said
from landbridge.events import rules
from landbridge.events.actions import frame as actions
from landbridge.events.actions import history
from landbridge.events.models import Event
from landbridge.events.queries import frame as queries
from landbridge.events.readiness import readiness
from landbridge.network.models import Organisation
from landbridge.network.permissions import Permission
from landbridge.network.standings import hubs_in_reach

router = Router()
BY_FIRST_DAY = ("first_day",)


class EventIn(Schema):
    """A new road show; `history` records one that was held, with its `source`."""

    hub_id: UUID
    name_latin: str = Field("", max_length=200)
    name_chinese: str = Field("", max_length=200)
    place_latin: str = Field("", max_length=200)
    place_chinese: str = Field("", max_length=200)
    zone: str = Field(max_length=60)
    first_day: date
    last_day: date
    slot_minutes: int = 30
    source: str = Field("", max_length=200)
    history: bool = False


class EventChange(Schema):
    """What is to be different; what is left out stays."""

    name_latin: str | None = Field(None, max_length=200)
    name_chinese: str | None = Field(None, max_length=200)
    place_latin: str | None = Field(None, max_length=200)
    place_chinese: str | None = Field(None, max_length=200)
    zone: str | None = Field(None, max_length=60)
    first_day: date | None = None
    last_day: date | None = None
    slot_minutes: int | None = None
    retain_until: date | None = None


class EventOut(Schema):
    """A road show."""

    id: UUID
    hub_id: UUID
    code: str
    name_latin: str
    name_chinese: str
    place_latin: str
    place_chinese: str
    zone: str
    first_day: date
    last_day: date
    state: str
    slot_minutes: int
    retain_until: date
    entered_later: bool
    fictional: bool
    source: str


class Events(Schema):
    """One page, the latest first; `next` asks for the following one."""

    items: list[EventOut]
    next: str | None


class GapOut(Schema):
    """One thing that is missing (`weight` "missing") or that somebody should look at ("doubt")."""

    step: str
    weight: str
    code: str
    message: str
    data: dict[str, Any]


class CoHostsIn(Schema):
    """The organisations that hold the road show together, in order."""

    organisations: list[UUID] = Field(max_length=100)


class CoHostOut(Schema):
    """A body that holds a road show with others."""

    id: UUID
    code: str
    name_latin: str
    name_chinese: str


def seen(request: HttpRequest, event_id: UUID) -> Event:
    """The road show, for somebody who may see it."""
    return rules.access_event(actor_of(request), event_id)


@router.get("", response=Events, url_name="events")
def list_events(request: HttpRequest, asked: Query[Asked], hub: UUID | None = None) -> dict[str, Any]:
    """The road shows of all hubs one may see, or of one, the latest first."""
    actor = actor_of(request)
    hub_ids = hubs_in_reach(actor) if hub is None else hubs_in_reach(actor) & {hub}
    rows = queries.found(rules.visible_in(actor, hub_ids=hub_ids), asked.q)
    return one_page(rows, asked, keys=BY_FIRST_DAY, descending=True)


@router.post("", response={201: EventOut}, url_name="events")
def create(request: HttpRequest, event: EventIn) -> Status[Event]:
    """Plan a road show, or record one that was held."""
    facts: dict[str, Any] = event.model_dump(exclude={"history", "hub_id"})
    make = history.record_past_event if event.history else actions.create_event
    made = make(actor=actor_of(request), hub_id=event.hub_id, at=clock.current().now(), **facts)
    return Status(201, made)


@router.get("/{uuid:event_id}", response=EventOut, url_name="event")
def read(request: HttpRequest, event_id: UUID) -> Event:
    """One road show."""
    return seen(request, event_id)


@router.patch("/{uuid:event_id}", response=EventOut, url_name="event")
def change(request: HttpRequest, event_id: UUID, event: EventChange) -> Event:
    """Change what is said of a road show; its sessions follow."""
    facts: dict[str, Any] = event.model_dump(exclude_unset=True, exclude_none=True)
    return actions.change_event(actor=actor_of(request), event_id=event_id, at=clock.current().now(), **facts)


@router.post("/{uuid:event_id}/cancel", response=EventOut, url_name="event_cancel")
def cancel(request: HttpRequest, event_id: UUID) -> Event:
    """Call it off."""
    return actions.cancel_event(actor=actor_of(request), event_id=event_id, at=clock.current().now())


@router.post("/{uuid:event_id}/held", response=EventOut, url_name="event_held")
def held(request: HttpRequest, event_id: UUID) -> Event:
    """Say that it was held."""
    return actions.mark_held(actor=actor_of(request), event_id=event_id, at=clock.current().now())


@router.get("/{uuid:event_id}/gaps", response=list[GapOut], url_name="event_gaps")
def gaps(request: HttpRequest, event_id: UUID) -> list[GapOut]:
    """What is missing on the way to a published agenda, step by step."""
    found = readiness(queries.figures(seen(request, event_id)))
    return [
        GapOut(
            step=gap.step.value,
            weight=gap.weight.value,
            code=gap.finding.code,
            message=said("READINESS", gap.finding.code, gap.finding.data),
            data=dict(gap.finding.data),
        )
        for gap in found
    ]


@router.get("/{uuid:event_id}/co-hosts", response=list[CoHostOut], url_name="event_co_hosts")
def co_hosts(request: HttpRequest, event_id: UUID) -> list[Organisation]:
    """The bodies that hold it together, in their order."""
    return queries.co_hosts(seen(request, event_id))


@router.put("/{uuid:event_id}/co-hosts", response={204: None}, url_name="event_co_hosts")
def put_co_hosts(request: HttpRequest, event_id: UUID, wanted: CoHostsIn) -> Status[None]:
    """Name the bodies that hold it together."""
    at = clock.current().now()
    actions.set_co_hosts(actor=actor_of(request), event_id=event_id, at=at, organisation_ids=wanted.organisations)
    return Status(204, None)


SEEN = ("events", "event", "event_gaps", "event_co_hosts")
PLANNED = ("event_cancel", "event_held")
# Operations on one address share its name and so its row; the actions ask for the right each needs.
PERMISSIONS: Table = {
    **{f"api:{name}": Permission.SEE_EVENTS for name in SEEN},
    **{f"api:{name}": Permission.PLAN_EVENTS for name in PLANNED},
}
