"""Shortlists, wishes and invitations of a road show. Secrets of personal links are never told here."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status

from landbridge.entrypoints import clock
from landbridge.entrypoints.api.inputs import Moment
from landbridge.entrypoints.api.pages import Turned, one_page
from landbridge.entrypoints.gate import Table, actor_of
from landbridge.events import rules
from landbridge.events.actions import invitations, links, suggestions, wishes
from landbridge.events.models import Attendee, Event, Wish
from landbridge.events.queries import links as link_queries
from landbridge.events.queries import suggestions as suggestion_queries
from landbridge.events.queries import wishes as wish_queries
from landbridge.ground.models import JobRun
from landbridge.kernel.refusal import Missing
from landbridge.matchmaking import actions as matchmaking
from landbridge.network.permissions import Permission

router = Router()


class SuggestionOut(Schema):
    """One line of a shortlist; `findings` are the facts for and against as the matcher gave them."""

    delegate: UUID
    counterparty: UUID
    score: float
    rank_for_delegate: int
    rank_for_counterparty: int
    findings: list[dict[str, Any]]


class ShortlistsOut(Schema):
    """All lines of an event, when they were made, and how many pairs each hard constraint keeps apart now."""

    made_at: datetime | None
    barred: dict[str, int]
    lines: list[SuggestionOut]


class MadeOut(Schema):
    """What a run gave, or the job that makes it."""

    job: UUID | None = None
    lines: int | None = None


class WishOut(Schema):
    """One party's word on another."""

    id: UUID
    wisher: UUID
    target: UUID
    target_person: UUID | None
    kind: str
    message: str
    state: str
    said_at: datetime
    expires_at: datetime | None


class WishIn(Schema):
    """A wish to say; what the party said of the other before is replaced."""

    wisher: UUID
    target: UUID
    kind: Literal["must", "want", "never"]
    message: str = ""
    target_person: UUID | None = None
    expires_at: Moment | None = None


class Wishes(Schema):
    """One page; `next` asks for the following one."""

    items: list[WishOut]
    next: str | None


class DeadlineIn(Schema):
    """Until when wishes are taken, as a wall time of the event; none: until it is over."""

    until: datetime | None


class RefusalIn(Schema):
    """Why a project and an organisation are not to meet."""

    project: UUID
    organisation: UUID
    reason: str
    note: str = ""


class RefusalOut(Schema):
    """A refusal that stands."""

    id: UUID
    project: UUID
    organisation: UUID
    reason: str


class InvitationOut(Schema):
    """How far one person was reached."""

    attendee: UUID
    participant: UUID
    invitation: str | None
    invited_at: datetime | None
    reminded_at: datetime | None
    opened_at: datetime | None
    opted_out: bool


class LinkOut(Schema):
    """One personal link: how it reached its person, and when it was first and last opened. Never its secret."""

    id: UUID
    way: str
    made_at: datetime
    expires_at: datetime
    opened_at: datetime | None
    last_opened_at: datetime | None


class RoundIn(Schema):
    """Whom to write to; nobody named is everybody."""

    attendees: list[UUID] | None = None


class RoundOut(Schema):
    """Whose message was queued, and why the others are left out."""

    queued: list[UUID]
    left_out: dict[str, str]


def event_to_plan(request: HttpRequest, event_id: UUID) -> Event:
    """The road show, for somebody who plans it."""
    return rules.access_event(actor_of(request), event_id, to="plan")


def wish_out(wish: Wish) -> WishOut:
    """A wish as the API tells it."""
    return WishOut(
        id=wish.pk,
        wisher=wish.wisher_id,
        target=wish.target_id,
        target_person=wish.target_person_id,
        kind=wish.kind,
        message=wish.message,
        state=wish.state,
        said_at=wish.said_at,
        expires_at=wish.expires_at,
    )


@router.get("/{event_id}/shortlists", response=ShortlistsOut, url_name="shortlists")
def shortlists(request: HttpRequest, event_id: UUID) -> ShortlistsOut:
    """The shortlists as they were made last."""
    event = event_to_plan(request, event_id)
    return ShortlistsOut(
        made_at=suggestion_queries.made_at(event),
        barred={barrier.value: count for barrier, count in suggestion_queries.barriers(event).items()},
        lines=[
            SuggestionOut(
                delegate=line.delegate_id,
                counterparty=line.counterparty_id,
                score=line.score,
                rank_for_delegate=line.rank_for_delegate,
                rank_for_counterparty=line.rank_for_counterparty,
                findings=line.findings,
            )
            for line in suggestion_queries.all_lines(event)
        ],
    )


@router.post("/{event_id}/shortlists", response={200: MadeOut, 202: MadeOut}, url_name="shortlists")
def make(request: HttpRequest, event_id: UUID) -> Status[MadeOut]:
    """Make the shortlists anew: at once for a small event, else by a job."""
    made = suggestions.ask_for_shortlists(actor=actor_of(request), event_id=event_id, at=clock.current().now())
    if isinstance(made, JobRun):
        return Status(202, MadeOut(job=made.pk))
    return Status(200, MadeOut(lines=made.lines))


@router.post("/{event_id}/refusals", response={201: RefusalOut}, url_name="refusals")
def refuse(request: HttpRequest, event_id: UUID, given: RefusalIn) -> Status[RefusalOut]:
    """Refuse a pair with a reason of the fixed list."""
    event = event_to_plan(request, event_id)
    refusal = matchmaking.refuse_pair(
        actor=actor_of(request),
        hub_id=event.hub_id,
        project_id=given.project,
        organisation_id=given.organisation,
        reason=given.reason,
        note=given.note,
        at=clock.current().now(),
    )
    return Status(
        201,
        RefusalOut(
            id=refusal.pk,
            project=refusal.project_id,
            organisation=refusal.organisation_id,
            reason=refusal.reason,
        ),
    )


@router.delete("/{event_id}/refusals/{refusal_id}", response={204: None}, url_name="refusal")
def lift(request: HttpRequest, event_id: UUID, refusal_id: UUID) -> Status[None]:
    """Lift a refusal."""
    event = event_to_plan(request, event_id)
    if not suggestion_queries.refusals_in(event).filter(pk=refusal_id).exists():
        raise Missing(identifier=str(refusal_id))
    matchmaking.lift_refusal(
        actor=actor_of(request), hub_id=event.hub_id, refusal_id=refusal_id, at=clock.current().now()
    )
    return Status(204, None)


@router.get("/{event_id}/wishes", response=Wishes, url_name="wishes")
def list_wishes(request: HttpRequest, event_id: UUID, asked: Query[Turned]) -> dict[str, Any]:
    """The wishes that count, in the order they were said."""
    event = event_to_plan(request, event_id)
    return one_page(wish_queries.open_wishes(event), asked, keys=("said_at",), told=wish_out)


@router.post("/{event_id}/wishes", response={201: WishOut}, url_name="wishes")
def say(request: HttpRequest, event_id: UUID, given: WishIn) -> Status[WishOut]:
    """Say a wish for a party."""
    event = event_to_plan(request, event_id)
    if rules.access_participant(actor_of(request), given.wisher).event_id != event.pk:
        raise Missing(identifier=str(given.wisher))
    wish = wishes.say_wish(
        actor=actor_of(request),
        wisher_id=given.wisher,
        target_id=given.target,
        kind=given.kind,
        message=given.message,
        target_person_id=given.target_person,
        expires_at=given.expires_at,
        at=clock.current().now(),
    )
    return Status(201, wish_out(wish))


@router.delete("/{event_id}/wishes/{wish_id}", response={204: None}, url_name="wish")
def withdraw(request: HttpRequest, event_id: UUID, wish_id: UUID) -> Status[None]:
    """Take a wish back."""
    event = event_to_plan(request, event_id)
    if not wish_queries.open_wishes(event).filter(pk=wish_id).exists():
        raise Missing(identifier=str(wish_id))
    wishes.withdraw_wish(actor=actor_of(request), wish_id=wish_id, at=clock.current().now())
    return Status(204, None)


@router.put("/{event_id}/wish-deadline", response=DeadlineIn, url_name="wish_deadline")
def deadline(request: HttpRequest, event_id: UUID, given: DeadlineIn) -> DeadlineIn:
    """Say until when wishes are taken."""
    until = given.until.replace(tzinfo=None) if given.until else None
    event = wishes.set_wish_deadline(actor=actor_of(request), event_id=event_id, until=until, at=clock.current().now())
    return DeadlineIn(until=event.wishes_until)


@router.get("/{event_id}/invitations", response=list[InvitationOut], url_name="invitations")
def list_invitations(request: HttpRequest, event_id: UUID) -> list[InvitationOut]:
    """How far everybody was reached."""
    event = event_to_plan(request, event_id)
    found = []
    for attendee in link_queries.reachable(event):
        reach = link_queries.reach_of(attendee)
        found.append(
            InvitationOut(
                attendee=attendee.pk,
                participant=attendee.participant_id,
                invitation=reach.invitation_state,
                invited_at=reach.invited_at,
                reminded_at=reach.reminded_at,
                opened_at=reach.link_opened_at,
                opted_out=reach.opted_out_at is not None,
            )
        )
    return found


@router.post("/{event_id}/invitations", response={202: RoundOut}, url_name="invitations")
def invite(request: HttpRequest, event_id: UUID, given: RoundIn) -> Status[RoundOut]:
    """Queue invitations by mail to those who have none."""
    done = invitations.invite(
        actor=actor_of(request), event_id=event_id, at=clock.current().now(), attendee_ids=given.attendees
    )
    return Status(202, _round(done))


@router.post("/{event_id}/reminders", response={202: RoundOut}, url_name="reminders")
def remind(request: HttpRequest, event_id: UUID, given: RoundIn) -> Status[RoundOut]:
    """Queue reminders to those who were invited and have not answered."""
    done = invitations.remind(
        actor=actor_of(request), event_id=event_id, at=clock.current().now(), attendee_ids=given.attendees
    )
    return Status(202, _round(done))


@router.get("/{event_id}/links/{attendee_id}", response=list[LinkOut], url_name="links")
def list_links(request: HttpRequest, event_id: UUID, attendee_id: UUID) -> list[LinkOut]:
    """A person's links that open now, the newest first; never their secrets."""
    event = event_to_plan(request, event_id)
    found = link_queries.links_of(_reachable(event, attendee_id), at=clock.current().now())
    return [LinkOut.model_validate(link, from_attributes=True) for link in found]


@router.delete("/{event_id}/links/{attendee_id}", response={204: None}, url_name="links")
def revoke_all(request: HttpRequest, event_id: UUID, attendee_id: UUID) -> Status[None]:
    """Close a person's links and whatever they had opened."""
    event = event_to_plan(request, event_id)
    found = _reachable(event, attendee_id)
    links.revoke_links(actor=actor_of(request), attendee_id=found.pk, at=clock.current().now())
    return Status(204, None)


@router.delete("/{event_id}/links/{attendee_id}/{link_id}", response={204: None}, url_name="link")
def revoke(request: HttpRequest, event_id: UUID, attendee_id: UUID, link_id: UUID) -> Status[None]:
    """Close one link of a person and whatever it had opened; the others stay."""
    event, at = event_to_plan(request, event_id), clock.current().now()
    if link_id not in {link.pk for link in link_queries.links_of(_reachable(event, attendee_id), at=at)}:
        raise Missing(identifier=str(link_id))
    links.revoke_link(actor=actor_of(request), link_id=link_id, at=at)
    return Status(204, None)


def _reachable(event: Event, attendee_id: UUID) -> Attendee:
    found = link_queries.reachable(event).filter(pk=attendee_id).first()
    if found is None:
        raise Missing(identifier=str(attendee_id))
    return found


def _round(done: invitations.Round) -> RoundOut:
    return RoundOut(queued=list(done.queued), left_out={str(who): why.value for who, why in done.left_out.items()})


PERMISSIONS: Table = {
    f"api:{name}": Permission.PLAN_EVENTS
    for name in (
        "shortlists",
        "refusals",
        "refusal",
        "wishes",
        "wish",
        "wish_deadline",
        "invitations",
        "reminders",
        "link",
        "links",
    )
}
