"""Who may log in to a hub, as what, and until when."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from landbridge.entrypoints import clock
from landbridge.entrypoints.api.inputs import Code, Short, Title, hub_for
from landbridge.entrypoints.api.pages import Turned, one_page
from landbridge.entrypoints.gate import Table, actor_of
from landbridge.kernel.refusal import Finding, InputRefused
from landbridge.network import queries, rules
from landbridge.network.actions import memberships, welcome
from landbridge.network.models import Membership
from landbridge.network.permissions import Permission
from landbridge.network.states import Role

router = Router()


class MemberIn(Schema):
    """Somebody who gets a role; an account is opened for an address that has none, and a letter says how to get in."""

    hub: UUID | None = Field(None, description="may be left out by who works in one hub")
    email: Title
    role: Code
    name: Title = ""
    language: Short = ""


class MemberOut(Schema):
    """A role of somebody in a hub. `until` is empty for one that lasts."""

    id: UUID
    hub: UUID
    account: UUID
    email: str
    name: str
    role: str
    person: UUID | None
    organisation: UUID | None
    since: datetime
    until: datetime | None


class Members(Schema):
    """One page; `next` asks for the following one."""

    items: list[MemberOut]
    next: str | None


def member_out(row: Membership) -> MemberOut:
    """A membership as the API tells it."""
    return MemberOut(
        id=row.pk, hub=row.hub_id, account=row.account_id, email=row.account.email, name=row.account.name, role=row.role,
        person=row.person_id, organisation=row.organisation_id, since=row.period.lower, until=row.period.upper,
    )  # fmt: skip


@router.get("", response=Members, url_name="members")
def list_members(request: HttpRequest, asked: Query[Turned], hub: UUID | None = None, role: str = "") -> dict[str, Any]:
    """The roles that hold in a hub now, by address."""
    hub_id = hub_for(request, hub, Permission.MANAGE_MEMBERS)
    rows = queries.memberships_on(rules.visible_memberships(actor_of(request), hub_id=hub_id), at=clock.current().now())
    return one_page(rows.filter(role=role) if role else rows, asked, keys=("account__email",), told=member_out)


@router.post("", response={201: MemberOut}, url_name="members")
def give_role(request: HttpRequest, said: MemberIn) -> Status[MemberOut]:
    """Give somebody a role; a letter with the way in goes to their address."""
    hub_id = hub_for(request, said.hub, Permission.MANAGE_MEMBERS)
    if said.role not in set(Role):
        raise InputRefused(Finding("choice_unknown", field="role", data={"found": said.role}))
    made = welcome.welcome_member(
        actor=actor_of(request), hub_id=hub_id, email=said.email, name=said.name, language=said.language,
        role=Role(said.role), at=clock.current().now(),
    )  # fmt: skip
    return Status(201, member_out(made))


@router.delete("/{membership_id}", response=MemberOut, url_name="member")
def end_role(request: HttpRequest, membership_id: UUID) -> MemberOut:
    """End a role now. What was done with it stays."""
    ended = memberships.end_membership(actor=actor_of(request), membership_id=membership_id, at=clock.current().now())
    return member_out(ended)


PERMISSIONS: Table = {f"api:{name}": Permission.MANAGE_MEMBERS for name in ("members", "member")}
