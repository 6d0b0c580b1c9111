"""What is printed for the day, as PDF: badges, table cards, door lists, the agenda; a badge again for one person."""

from typing import Any, Final, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import Table, actor_of
from landbridge.entrypoints.web.events.day_papers import badges_file, paper_file
from landbridge.events import rules
from landbridge.events.actions import badges
from landbridge.events.queries import desk as queries
from landbridge.network.permissions import Permission

router = Router()
PDF: Final[dict[str, Any]] = {
    "responses": {200: {"description": "a PDF", "content": {"application/pdf": {"schema": {"type": "string"}}}}}
}
"""ninja describes answers as JSON; these are none."""


class BadgesOut(Schema):
    """How many badges are new; those printed before stay as they are."""

    made: int


class BadgeOut(Schema):
    """A badge: its code is what the QR code leads to."""

    attendee: UUID
    code: str


@router.post("/{uuid:event_id}/papers/badges", response=BadgesOut, url_name="make_badges")
def make_badges(request: HttpRequest, event_id: UUID) -> BadgesOut:
    """Give a badge to everybody expected who has none."""
    made = badges.make_badges(actor=actor_of(request), event_id=event_id, at=clock.current().now())
    return BadgesOut(made=made)


@router.get("/{uuid:event_id}/papers/badges.pdf", response=None, url_name="badges_pdf", openapi_extra=PDF)
def badges_pdf(
    request: HttpRequest, event_id: UUID, attendee: UUID | None = None, group: str = ""
) -> HttpResponse:  # fmt: skip
    """The badges of everybody, of one person, or of a group by its letter, ten a sheet with cut marks."""
    event = rules.access_event(actor_of(request), event_id, to="desk")
    return badges_file(event, attendee=attendee, group=group)


@router.post("/{uuid:event_id}/papers/badges/{uuid:attendee_id}/replace", response=BadgeOut, url_name="replace_badge")
def replace_badge(request: HttpRequest, event_id: UUID, attendee_id: UUID) -> BadgeOut:
    """A new badge for one person: the old code ends at once."""
    event = rules.access_event(actor_of(request), event_id, to="desk")
    attendee = queries.attendee_meant(event, attendee_id=attendee_id, badge="")
    badge = badges.replace_badge(actor=actor_of(request), attendee_id=attendee.pk, at=clock.current().now())
    return BadgeOut(attendee=badge.attendee_id, code=badge.code)


@router.get("/{uuid:event_id}/papers/{kind}.pdf", response=None, url_name="paper", openapi_extra=PDF)
def paper(request: HttpRequest, event_id: UUID, kind: Literal["tables", "doors", "agenda"]) -> HttpResponse:
    """Table cards, door lists, or the printed agenda, as the agenda stands; in the language of `Accept-Language`."""
    event = rules.access_event(actor_of(request), event_id, to="desk")
    return paper_file(event, kind, clock.current().now())


PERMISSIONS: Table = {
    f"api:{name}": Permission.RUN_DESK for name in ("make_badges", "badges_pdf", "replace_badge", "paper")
}
