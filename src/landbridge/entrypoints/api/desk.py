"""The desk, for its page and for programmes: the list to find people by, and what devices did, in any order, once."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from django.views.decorators.gzip import gzip_page
from ninja import Router, Schema
from ninja.decorators import decorate_view
from pydantic import Field, StringConstraints

from landbridge.entrypoints import clock
from landbridge.entrypoints.api.inputs import Moment
from landbridge.entrypoints.gate import Table, actor_of
from landbridge.entrypoints.web import refusals
from landbridge.events import rules
from landbridge.events.actions import desk as actions
from landbridge.events.presence import Standing
from landbridge.events.queries import desk as queries
from landbridge.events.states import Deed
from landbridge.network.permissions import Permission

router = Router()
OVERLAP = timedelta(minutes=1)
"""How far a device looks back behind what it has seen: an act is dated when its request begins and seen when it ends."""


class ActIn(Schema):
    """One act: its number on the device, what, whom (by attendee or badge), and what the device's clock showed."""

    sequence: int = Field(ge=1, le=2**31 - 1)
    deed: Deed
    said_at: Moment
    attendee_id: UUID | None = None
    badge: Annotated[str, StringConstraints(pattern=r"^[^\x00]*$", max_length=40)] = ""


class ActsIn(Schema):
    """What one device did, `sent_at` by its clock; `seen` is the `now` of the answer before, to learn what is new."""

    device: UUID
    sent_at: Moment
    acts: list[ActIn] = Field([], max_length=actions.MOST_AT_ONCE)
    seen: Moment | None = None


class ActRefusalOut(Schema):
    """Why an act was not kept."""

    code: str
    message: str


class AnswerOut(Schema):
    """What became of an act: kept now (`kept`), had before, or refused."""

    sequence: int
    kept: bool
    attendee_id: UUID | None
    refusal: ActRefusalOut | None


class StandingOut(Schema):
    """Where a person stands, and since when."""

    attendee_id: UUID
    here: bool
    since: datetime


class ActsOut(Schema):
    """The answers, where people stand whose standing may be new to the device, and how many are here."""

    now: datetime
    answers: list[AnswerOut]
    standings: list[StandingOut]
    here: int


class RosterPerson(Schema):
    """Somebody on the list; `keys` is the text a device searches, `meetings` begin, end and table in seconds of 1970."""

    id: UUID
    label: str
    name_latin: str
    name_chinese: str
    party_latin: str
    party_chinese: str
    badge: str
    keys: str
    meetings: list[tuple[int, int, str]]


class RosterOut(Schema):
    """Everybody expected."""

    people: list[RosterPerson]


@router.post("/{uuid:event_id}/desk/acts", response=ActsOut, url_name="desk_acts")
def send_acts(request: HttpRequest, event_id: UUID, sent: ActsIn) -> ActsOut:
    """Keep what a device did. Safe to repeat and to send in any order: device and sequence name an act."""
    actor, at = actor_of(request), clock.current().now()
    answers: list[AnswerOut] = []
    if sent.acts:
        acts = [actions.SaidAct(a.sequence, a.deed, a.said_at, a.attendee_id, a.badge) for a in sent.acts]
        recorded = actions.record_acts(
            actor=actor, event_id=event_id, device=sent.device, sent_at=sent.sent_at, acts=acts, at=at
        )
        answers = [_answer(answer) for answer in recorded.answers]
    event = rules.access_event(actor, event_id, to="desk")
    standings = queries.standings_of(event)
    new = set(standings) if sent.seen is None else queries.changed_since(event, sent.seen - OVERLAP)
    return ActsOut(
        now=at,
        answers=answers,
        standings=[_standing(who, standings[who]) for who in sorted(new & standings.keys())],
        here=sum(standing.here for standing in standings.values()),
    )


def _answer(answer: actions.Answer) -> AnswerOut:
    refusal = answer.refusal
    said = ActRefusalOut(code=refusal.code, message=refusals.words(refusal)) if refusal else None
    return AnswerOut(sequence=answer.sequence, kept=answer.kept, attendee_id=answer.attendee_id, refusal=said)


def _standing(who: UUID, standing: Standing) -> StandingOut:
    return StandingOut(attendee_id=who, here=standing.here, since=standing.since)


@router.get("/{uuid:event_id}/desk/roster", response=RosterOut, url_name="desk_roster")
@decorate_view(gzip_page)
def roster(request: HttpRequest, event_id: UUID) -> Any:
    """Everybody expected, with what a device needs to find them and to say where they are due. Three queries."""
    event = rules.access_event(actor_of(request), event_id, to="desk")
    due: dict[UUID, list[tuple[int, int, str]]] = defaultdict(list)
    for attendee, starts, ends, table in queries.all_meetings(event):
        due[attendee].append((int(starts.timestamp()), int(ends.timestamp()), table))
    return RosterOut(people=[_listed(one, due[one.attendee.pk]) for one in queries.roster(event)])


def _listed(listed: queries.Listed, meetings: list[tuple[int, int, str]]) -> RosterPerson:
    attendee, party = listed.attendee, listed.attendee.participant
    return RosterPerson(
        id=attendee.pk,
        label=party.label,
        name_latin=attendee.person.name_latin,
        name_chinese=attendee.person.name_chinese,
        party_latin=party.name.latin,
        party_chinese=party.name.chinese,
        badge=listed.badge,
        keys=listed.keys,
        meetings=meetings,
    )


PERMISSIONS: Table = {f"api:{name}": Permission.RUN_DESK for name in ("desk_acts", "desk_roster")}
