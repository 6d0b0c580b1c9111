"""What organisations look for: the list, one, writing, withdrawing, opening again."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from landbridge.entrypoints import clock
from landbridge.entrypoints.api.inputs import Code, Short, Text, hub_for
from landbridge.entrypoints.api.pages import Asked, one_page
from landbridge.entrypoints.gate import Table, actor_of
from landbridge.matchmaking import actions, queries, rules
from landbridge.matchmaking.actions import closing
from landbridge.matchmaking.models import Need
from landbridge.matchmaking.needs import NeedGiven
from landbridge.network.permissions import Permission
from landbridge.network.states import OrganisationKind
from landbridge.projects.states import Seeking

router = Router()
Ticket = Annotated[Decimal, Field(max_digits=16, decimal_places=2)]
LISTS = ("fields", "offers", "countries", "languages")


class NeedIn(Schema):
    """What an organisation looks for; what it said before is replaced, and a withdrawn need is open again."""

    text_latin: Text = Field("", description="in English")
    text_chinese: Text = Field("", description="in Chinese")
    fields: list[Code] = Field([], max_length=50, description="tags, or industry codes as `gbt:C3841`, `nace:C26.11`")
    trl_min: int | None = Field(None, description="technology readiness level from, 1 to 9")
    trl_max: int | None = Field(None, description="and to")
    offers: list[Seeking] = Field([], max_length=10, description="what the organisation gives")
    ticket_min: Ticket | None = None
    ticket_max: Ticket | None = None
    ticket_currency: Text = Field("", description="ISO 4217; goes with the amounts")
    countries: list[Text] = Field(
        [], max_length=250, description="where it looks, ISO 3166-1 alpha-2; empty: everywhere"
    )
    languages: list[Short] = Field([], max_length=20)
    profile: Text = Field("", description="EEN profile type: TO, TR, BO, BR or RDR")

    def given(self) -> NeedGiven:
        """As the action takes it."""
        said: dict[str, Any] = self.model_dump(include=set(NeedGiven.__dataclass_fields__))
        return NeedGiven(**said | {name: tuple(said[name]) for name in LISTS})


class NewNeed(NeedIn):
    """What an organisation looks for, and whose need it is."""

    organisation: UUID
    hub: UUID | None = Field(None, description="may be left out by who works in one hub")


class NeedOut(NeedIn):
    """A need. `closed_at` says since when nobody looks any more."""

    id: UUID
    hub: UUID = Field(validation_alias="hub_id")
    organisation: UUID = Field(validation_alias="organisation_id")
    updated_at: datetime
    closed_at: datetime | None


class Needs(Schema):
    """One page; `next` asks for the following one."""

    items: list[NeedOut]
    next: str | None


class NeedsNarrowed(Schema):
    """Which needs: of what kind of organisation, in which field, open or withdrawn."""

    kind: OrganisationKind | None = None
    field: Text = ""
    open: bool | None = None


@router.get("", response=Needs, url_name="needs")
def list_needs(
    request: HttpRequest, asked: Query[Asked], narrowed: Query[NeedsNarrowed], hub: UUID | None = None
) -> dict[str, Any]:
    """The needs of a hub, by the organisation's name; `q` finds that name in either script, its pinyin, or a code."""
    hub_id = hub_for(request, hub, rules.VIEW)
    rows = rules.visible_needs(actor_of(request), hub_id)
    rows = queries.found_needs(rows, asked.q) if asked.q else rows
    rows = rows.filter(organisation__kind=narrowed.kind) if narrowed.kind else rows
    rows = rows.filter(fields__contains=[narrowed.field]) if narrowed.field else rows
    if narrowed.open is not None:
        rows = rows.filter(closed_at__isnull=narrowed.open)
    return one_page(rows.select_related("organisation"), asked, keys=("organisation__sort_key",))


@router.post("", response={201: NeedOut}, url_name="needs")
def write(request: HttpRequest, said: NewNeed) -> Status[Need]:
    """Say what an organisation looks for: one need each, so what it said before is replaced."""
    made = actions.set_need(
        actor=actor_of(request),
        hub_id=hub_for(request, said.hub, rules.CHANGE),
        organisation_id=said.organisation,
        given=said.given(),
        at=clock.current().now(),
    )
    return Status(201, made)


@router.get("/{uuid:need_id}", response=NeedOut, url_name="need")
def read(request: HttpRequest, need_id: UUID) -> Need:
    """One need."""
    return rules.access_need(actor_of(request), need_id)


@router.put("/{uuid:need_id}", response=NeedOut, url_name="need")
def replace(request: HttpRequest, need_id: UUID, said: NeedIn) -> Need:
    """Replace what an organisation looks for. A withdrawn need is open again."""
    actor = actor_of(request)
    found = rules.access_need(actor, need_id, to="change")
    return actions.set_need(
        actor=actor,
        hub_id=found.hub_id,
        organisation_id=found.organisation_id,
        given=said.given(),
        at=clock.current().now(),
    )


@router.post("/{uuid:need_id}/withdraw", response=NeedOut, url_name="need_withdraw")
def withdraw(request: HttpRequest, need_id: UUID) -> Need:
    """Take a need off every list to come; what is recorded of it stays."""
    return closing.close_need(actor=actor_of(request), need_id=need_id, at=clock.current().now())


@router.post("/{uuid:need_id}/reopen", response=NeedOut, url_name="need_reopen")
def reopen(request: HttpRequest, need_id: UUID) -> Need:
    """Let a withdrawn need look again, as it stood."""
    return closing.reopen_need(actor=actor_of(request), need_id=need_id, at=clock.current().now())


PERMISSIONS: Table = {
    **dict.fromkeys(("api:needs", "api:need"), rules.VIEW),
    **dict.fromkeys(("api:need_withdraw", "api:need_reopen"), Permission.PLAN_EVENTS),
}
