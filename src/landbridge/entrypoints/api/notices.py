"""The hub's side of the public board: notices written, published, withdrawn; questions that came in."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from landbridge.entrypoints import clock
from landbridge.entrypoints.api.board import NoticeOut, Profile
from landbridge.entrypoints.api.inputs import Code, Text, Title, hub_for
from landbridge.entrypoints.api.pages import Turned, one_page
from landbridge.entrypoints.gate import Table, actor_of
from landbridge.entrypoints.web.network.hubs import hub_of, today_in
from landbridge.matchmaking import rules
from landbridge.matchmaking.actions import board as actions
from landbridge.matchmaking.models import Lead, Need, Notice
from landbridge.matchmaking.states import LeadState, NoticeState
from landbridge.network.permissions import Permission
from landbridge.projects.models import Project
from landbridge.projects.rules import access_project

router = Router()
BY_CHANGE, BY_DAY = ("changed_at",), ("received_at",)


class NoticeIn(Schema):
    """What the public will read, in one language or both. It names no person and no address."""

    profile: Profile
    title_latin: Title = ""
    title_chinese: Title = ""
    text_latin: Text = ""
    text_chinese: Text = ""
    fields: list[Code] = Field([], max_length=50)
    country: Text = Field("", description="ISO 3166-1 alpha-2")
    trl: int | None = Field(None, description="technology readiness level, 1 to 9")

    def given(self) -> actions.NoticeGiven:
        """As the action takes it."""
        said: dict[str, Any] = self.model_dump(include=set(NoticeIn.model_fields))
        return actions.NoticeGiven(**said | {"fields": tuple(said["fields"])})


class OwnNoticeOut(NoticeOut):
    """A notice in whatever state, with what it is of."""

    project: UUID | None = Field(validation_alias="project_id")
    need: UUID | None = Field(validation_alias="need_id")
    state: NoticeState
    withdrawn_at: datetime | None
    changed_at: datetime


class OwnNotices(Schema):
    """One page; `next` asks for the following one."""

    items: list[OwnNoticeOut]
    next: str | None


class NoticePublishIn(Schema):
    """Up to (not including) which day it stands on the board, at most a year ahead."""

    expires_on: date


class LeadOut(Schema):
    """Somebody asked about a notice: personal data. Of one that was erased only the dates are left."""

    id: UUID
    notice: UUID = Field(validation_alias="notice_id")
    name: str
    organisation: str
    email: str
    message: str
    language: str
    state: LeadState
    received_at: datetime
    settled_at: datetime | None
    erased_at: datetime | None


class Leads(Schema):
    """One page, the latest first; `next` asks for the following one."""

    items: list[LeadOut]
    next: str | None


class SettleIn(Schema):
    """Answered, spam, or to be looked at again."""

    to: LeadState


@router.get("/notices", response=OwnNotices, url_name="notices")
def list_notices(
    request: HttpRequest, asked: Query[Turned], state: NoticeState | None = None, hub: UUID | None = None
) -> dict[str, Any]:
    """What the hub has written for the board, the last change first."""
    rows = rules.visible_notices(actor_of(request), hub_for(request, hub, rules.VIEW))
    return one_page(rows.filter(state=state) if state else rows, asked, keys=BY_CHANGE, descending=True)


def _written(request: HttpRequest, subject: Project | Need, said: NoticeIn) -> Status[Notice]:
    made = actions.write_notice(actor=actor_of(request), subject=subject, given=said.given(), at=clock.current().now())
    return Status(201, made)


@router.post("/projects/{uuid:project_id}/notices", response={201: OwnNoticeOut}, url_name="project_notices")
def write_of_project(request: HttpRequest, project_id: UUID, said: NoticeIn) -> Status[Notice]:
    """Write a notice of a project. Nobody outside the hub reads it before it is published."""
    return _written(request, access_project(actor_of(request), project_id), said)


@router.post("/needs/{uuid:need_id}/notices", response={201: OwnNoticeOut}, url_name="need_notices")
def write_of_need(request: HttpRequest, need_id: UUID, said: NoticeIn) -> Status[Notice]:
    """Write a notice of a need; whose it is, is not said."""
    return _written(request, rules.access_need(actor_of(request), need_id, to="change"), said)


@router.get("/notices/{uuid:notice_id}", response=OwnNoticeOut, url_name="notice")
def read(request: HttpRequest, notice_id: UUID) -> Notice:
    """One notice of the hub."""
    return rules.access_notice(actor_of(request), notice_id)


@router.put("/notices/{uuid:notice_id}", response=OwnNoticeOut, url_name="notice")
def rewrite(request: HttpRequest, notice_id: UUID, said: NoticeIn) -> Notice:
    """Rewrite a notice that does not stand on the board now."""
    return actions.change_notice(
        actor=actor_of(request), notice_id=notice_id, given=said.given(), at=clock.current().now()
    )


@router.post("/notices/{uuid:notice_id}/publish", response=OwnNoticeOut, url_name="notice_publish")
def publish(request: HttpRequest, notice_id: UUID, said: NoticePublishIn) -> Notice:
    """Put it on the public board until a day."""
    found, now = rules.access_notice(actor_of(request), notice_id, to="change"), clock.current().now()
    return actions.publish_notice(
        actor=actor_of(request),
        notice_id=notice_id,
        expires_on=said.expires_on,
        today=today_in(hub_of(request, found.hub_id), now),
        at=now,
    )


@router.post("/notices/{uuid:notice_id}/withdraw", response=OwnNoticeOut, url_name="notice_withdraw")
def withdraw(request: HttpRequest, notice_id: UUID) -> Notice:
    """Take it off the board at once."""
    return actions.withdraw_notice(actor=actor_of(request), notice_id=notice_id, at=clock.current().now())


@router.get("/leads", response=Leads, url_name="leads")
def list_leads(
    request: HttpRequest, asked: Query[Turned], state: LeadState | None = None, hub: UUID | None = None
) -> dict[str, Any]:
    """Who asked about what stands on the board, the latest first."""
    rows = rules.visible_leads(actor_of(request), hub_for(request, hub, rules.CHANGE))
    return one_page(rows.filter(state=state) if state else rows, asked, keys=BY_DAY, descending=True)


@router.get("/leads/{uuid:lead_id}", response=LeadOut, url_name="lead")
def read_lead(request: HttpRequest, lead_id: UUID) -> Lead:
    """One question."""
    return rules.access_lead_seen(actor_of(request), lead_id)


@router.post("/leads/{uuid:lead_id}/state", response=LeadOut, url_name="lead_settle")
def settle(request: HttpRequest, lead_id: UUID, said: SettleIn) -> Lead:
    """Say what became of a question."""
    return actions.settle_lead(actor=actor_of(request), lead_id=lead_id, to=said.to, at=clock.current().now())


@router.delete("/leads/{uuid:lead_id}", response=LeadOut, url_name="lead")
def erase(request: HttpRequest, lead_id: UUID) -> Lead:
    """Erase who asked, on their request. It cannot be undone."""
    return actions.erase_lead(actor=actor_of(request), lead_id=lead_id, at=clock.current().now())


PERMISSIONS: Table = {
    **dict.fromkeys(("api:notices", "api:notice"), rules.VIEW),
    **dict.fromkeys(
        (
            "api:project_notices", "api:need_notices", "api:notice_publish", "api:notice_withdraw", "api:leads",
            "api:lead", "api:lead_settle",
        ),
        Permission.PLAN_EVENTS,
    ),
}  # fmt: skip
