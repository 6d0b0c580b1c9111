"""The public board: technology offers and requests that stand on it today. No log-in."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router, Schema
from ninja.decorators import decorate_view
from pydantic import Field

from landbridge.entrypoints import clock
from landbridge.entrypoints.api.inputs import Text
from landbridge.entrypoints.api.pages import Asked, one_page
from landbridge.entrypoints.api.traffic import open_to_all
from landbridge.entrypoints.gate import Gate, Table
from landbridge.matchmaking import queries, rules
from landbridge.matchmaking.models import Notice

router = Router()
BY_DAY = ("published_at",)
Profile = Literal["TO", "TR", "BO", "BR", "RDR"]


class NoticeOut(Schema):
    """An offer or a request as the public reads it. It names nobody: ask at `url`, and the hub that knows it answers."""

    id: UUID
    code: str
    hub: UUID = Field(validation_alias="hub_id")
    profile: Profile = Field(
        description="EEN profile type: technology offer, technology request, business offer, business request, research"
    )
    title_latin: str
    title_chinese: str
    text_latin: str
    text_chinese: str
    fields: list[str]
    country: str
    trl: int | None
    fictional: bool
    published_at: datetime | None
    expires_on: date | None
    url: str = ""

    @staticmethod
    def resolve_url(notice: Notice) -> str:
        """Where everybody reads it."""
        return settings.SITE_URL + reverse("board:notice", args=[notice.pk])


class Notices(Schema):
    """One page, the latest first; `next` asks for the following one."""

    items: list[NoticeOut]
    next: str | None


class NoticesNarrowed(Schema):
    """Which notices: of what profile, in which field, how far, from where."""

    profile: Profile | None = None
    field: Text = ""
    stage: Literal["research", "prototype", "pilot", "market", "growth"] | None = None
    country: Text = Field("", description="ISO 3166-1 alpha-2")


@router.get("", response=Notices, url_name="board", auth=None)
@decorate_view(open_to_all)
def board(request: HttpRequest, asked: Query[Asked], narrowed: Query[NoticesNarrowed]) -> dict[str, Any]:  # noqa: ARG001 -- ninja gives it
    """What stands on the board today, of all hubs; `q` looks for words in titles and texts, or for a code."""
    rows = queries.notices_saying(rules.public_notices(today=clock.current().now().date()), asked.q)
    rows = rows.filter(profile=narrowed.profile) if narrowed.profile else rows
    rows = rows.filter(fields__contains=[narrowed.field]) if narrowed.field else rows
    rows = queries.notices_at(rows, narrowed.stage) if narrowed.stage else rows
    rows = rows.filter(country=narrowed.country) if narrowed.country else rows
    return one_page(rows, asked, keys=BY_DAY, descending=True)


@router.get("/{uuid:notice_id}", response=NoticeOut, url_name="board_notice", auth=None)
@decorate_view(open_to_all)
def read(request: HttpRequest, notice_id: UUID) -> Notice:  # noqa: ARG001 -- ninja gives it
    """One notice that stands on the board."""
    return rules.access_public_notice(notice_id, today=clock.current().now().date())


PERMISSIONS: Table = {"api:board": Gate.PUBLIC, "api:board_notice": Gate.PUBLIC}
