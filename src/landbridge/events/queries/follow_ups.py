"""Reads of follow-ups, and what is about to be forgotten."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from landbridge.events.models import Event, FollowUp, Meeting
from landbridge.events.outcomes import ANSWERING
from landbridge.events.queries.outcomes import meetings_of
from landbridge.events.states import Fate, FollowUpState, Interest
from landbridge.kernel import zones

SOON: Final = timedelta(days=7)
ABOUT: Final = (
    "event", "outcome__first__project", "outcome__first__organisation", "outcome__first__group",
    "outcome__second__project", "outcome__second__organisation", "outcome__second__group", "came_from",
)  # fmt: skip


class Concern(StrEnum):
    """Why somebody should look at a meeting or a follow-up, the most pressing first."""

    OVERDUE = "overdue"
    NOBODY = "nobody"
    DUE_SOON = "due_soon"
    NO_DAY = "no_day"
    NO_STEP = "no_step"
    DISPUTED = "disputed"
    NO_ANSWER = "no_answer"
    ONE_ANSWER = "one_answer"


@dataclass(frozen=True, slots=True)
class Worry:
    """One thing about to be forgotten: a follow-up, or a meeting nobody speaks of."""

    concern: Concern
    event: Event
    follow_up: FollowUp | None = None
    meeting: Meeting | None = None


def follow_ups_of_hubs(hub_ids: Collection[UUID]) -> QuerySet[FollowUp]:
    """All follow-ups of these hubs with what they are about."""
    return FollowUp.objects.filter(hub_id__in=hub_ids).select_related(*ABOUT)


def of_event(event: Event) -> QuerySet[FollowUp]:
    """The follow-ups of one road show."""
    return follow_ups_of_hubs([event.hub_id]).filter(event=event)


def became(row: FollowUp) -> list[FollowUp]:
    """What a follow-up led to."""
    return list(FollowUp.objects.filter(came_from=row).order_by("made_at", "pk"))


def worries(event: Event, at: datetime) -> list[Worry]:
    """What is about to be forgotten of one road show, the most pressing first: two queries."""
    today = zones.to_wall(at, event.zone).date()
    found = [*_of_tasks(event, today), *_of_meetings(event, at)]
    order = list(Concern)
    return sorted(found, key=lambda worry: order.index(worry.concern))


def concern_of(row: FollowUp, today: date) -> Concern | None:
    """What is wrong with an open follow-up."""
    if row.state != FollowUpState.OPEN:
        return None
    if row.due is not None and row.due < today:
        return Concern.OVERDUE
    if not row.holder:
        return Concern.NOBODY
    if row.due is None:
        return Concern.NO_DAY
    return Concern.DUE_SOON if row.due <= today + SOON else None


def _of_tasks(event: Event, today: date) -> Iterator[Worry]:
    for row in of_event(event).filter(state=FollowUpState.OPEN).order_by("due", "pk"):
        concern = concern_of(row, today)
        if concern is not None:
            yield Worry(concern, event, follow_up=row)


def _of_meetings(event: Event, at: datetime) -> Iterator[Worry]:
    for row in meetings_of(event).filter(ends_at__lte=at).order_by("starts_at", "table__place"):
        concern = _concern_of_meeting(row, at)
        if concern is not None:
            yield Worry(concern, event, meeting=row)


def _concern_of_meeting(row: Meeting, at: datetime) -> Concern | None:
    said: Sequence[bool | None] = (row.first_met, row.second_met)  # type: ignore[attr-defined]
    fate: str = row.fate  # type: ignore[attr-defined]
    wants = {row.first_interest, row.second_interest}  # type: ignore[attr-defined]
    if fate == Fate.DISPUTED:
        return Concern.DISPUTED
    if wants == {Interest.YES} and None not in said and not row.has_follow_up:  # type: ignore[attr-defined]
        return Concern.NO_STEP
    if said == (None, None):
        return Concern.NO_ANSWER
    return Concern.ONE_ANSWER if None in said and row.ends_at + ANSWERING > at else None
