"""Reminders after a meeting, through the same queue as every other message: once for a day, once for a due date."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Final, cast
from uuid import UUID, uuid5

from landbridge.events.actions import messages
from landbridge.events.models import Attendee, Event, FollowUp, Meeting, Outcome
from landbridge.events.outcomes import ANSWERING
from landbridge.events.queries.links import reach_of, reachable
from landbridge.events.queries.outcomes import to_answer
from landbridge.events.states import EventState, FollowUpState, Holder, MessageKind
from landbridge.ground.transactions import action
from landbridge.kernel import zones
from landbridge.kernel.actor import Actor

RESTING: Final = timedelta(hours=1)
"""How long after the last meeting of a day people are left alone before they are asked what came of it."""
BEFORE_DUE: Final = timedelta(days=2)
GIVEN_UP: Final = timedelta(days=30)
"""How long after its day an overdue follow-up is still worth a message."""
LIVING: Final = (EventState.PUBLISHED, EventState.HELD)


@action
def remind_after(*, actor: Actor, hub_id: UUID, at: datetime) -> int:
    """Ask who has not said what came of the day's meetings, and tell whose follow-up is due soon or overdue.

    Each is queued once for its day; who answered meanwhile, or said no to messages, gets nothing. Gives the number.
    """
    queued = 0
    events = {event.pk: event for event in Event.objects.filter(hub_id=hub_id, state__in=LIVING, entered_later=False)}
    lasts = _recent_days(events, at)
    for event in events.values():
        told = [*_ask(event, lasts.get(event.pk), at), *_tell_due(event, at)]
        if told:
            messages.send_soon(actor, event, at)
        queued += len(told)
    return queued


def _recent_days(events: Collection[UUID], at: datetime) -> dict[UUID, datetime]:
    """When the last meeting before now ended, for events where answers may still be taken."""
    found: dict[UUID, datetime] = {}
    rows = Meeting.objects.filter(
        event_id__in=events, published=True, ends_at__lte=at - RESTING, ends_at__gt=at - ANSWERING
    )
    for event_id, ends_at in rows.values_list("event_id", "ends_at"):
        found[event_id] = max(ends_at, found.get(event_id, ends_at))
    return found


def _ask(event: Event, last: datetime | None, at: datetime) -> Iterable[UUID]:
    """Ask for the day's meetings, once the last of them is over and people have rested."""
    if last is None or _goes_on(event, at):
        return ()
    day = zones.to_wall(last, event.zone).date()
    silent = to_answer(event, at)
    people = [person for person in reachable(event).filter(participant_id__in=silent) if _wants(person)]
    return messages.queue(event, people, MessageKind.OUTCOME, uuid5(event.pk, f"outcome {day}"), at)


def _goes_on(event: Event, at: datetime) -> bool:
    """Whether meetings of today are still to come, going on, or hardly over."""
    today = zones.to_wall(at, event.zone).date()
    rows = Meeting.objects.filter(event=event, published=True, ends_at__gt=at - RESTING)
    return any(zones.to_wall(moment, event.zone).date() == today for moment in rows.values_list("starts_at", flat=True))


def _tell_due(event: Event, at: datetime) -> Iterable[UUID]:
    today = zones.to_wall(at, event.zone).date()
    rows = FollowUp.objects.filter(
        event=event, state=FollowUpState.OPEN, outcome__isnull=False, holder__in=[Holder.FIRST, Holder.SECOND],
        due__lte=today + BEFORE_DUE, due__gt=today - GIVEN_UP,
    ).select_related("outcome")  # fmt: skip
    told: list[UUID] = []
    for row in rows.order_by("due", "pk"):
        outcome, due = cast("Outcome", row.outcome), cast("date", row.due)  # both are asked for above
        party = outcome.first_id if row.holder == Holder.FIRST else outcome.second_id
        people = [person for person in reachable(event).filter(participant_id=party) if _wants(person)]
        about = row.pk if due >= today else uuid5(row.pk, f"overdue {due}")
        told += messages.queue(event, people, MessageKind.FOLLOW_UP, about, at)
    return told


def _wants(person: Attendee) -> bool:
    return bool(person.person.email) and reach_of(person).opted_out_at is None
