"""Who may see and plan a road show. `access_event` is the only way to one for somebody."""

from collections.abc import Collection
from typing import Final, Literal, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from landbridge.events.models import AgendaVersion, Attendee, Event, Participant
from landbridge.events.refusals import EventIsOver
from landbridge.events.states import EventState
from landbridge.ground.locks import locked, present
from landbridge.ground.models import HubOwned
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Missing, NotAllowed
from landbridge.network.permissions import Permission

VIEW: Final = Permission.SEE_EVENTS
PLAN: Final = Permission.PLAN_EVENTS
NEEDS: Final = {
    "look": Permission.SEE_PEOPLE,
    "plan": PLAN,
    "publish": Permission.PUBLISH_AGENDA,
    "desk": Permission.RUN_DESK,
}
To = Literal["view", "look", "plan", "publish", "desk"]
Row = TypeVar("Row", bound=HubOwned)


def visible_events(actor: Actor, *, hub_id: UUID) -> QuerySet[Event]:
    """The road shows of a hub that the actor may see."""
    rows = Event.objects.filter(hub_id=hub_id)
    return rows if actor.may(VIEW, hub_id) else rows.none()


def visible_in(actor: Actor, *, hub_ids: Collection[UUID]) -> QuerySet[Event]:
    """The road shows of several hubs that the actor may see: of those where it may."""
    return Event.objects.filter(hub_id__in=[hub_id for hub_id in hub_ids if actor.may(VIEW, hub_id)])


def access_event(actor: Actor, event_id: UUID, *, to: To = "view", lock: bool = False) -> Event:
    """The road show, locked on request. Not seeing it is `Missing`; seeing without planning is `NotAllowed`."""
    event = locked(Event.objects.all(), event_id) if lock else present(Event.objects.all(), event_id)
    if not actor.may(VIEW, event.hub_id):
        raise Missing(identifier=str(event_id))
    needed = NEEDS.get(to)
    if needed and not actor.may(needed, event.hub_id):
        raise NotAllowed(permission=needed)
    return event


def require_plan(actor: Actor, hub_id: UUID) -> None:
    """Refuse an actor who may not plan road shows in this hub."""
    if not actor.may(PLAN, hub_id):
        raise NotAllowed(permission=PLAN)


def require_of_hub(rows: QuerySet[Row], identifiers: Collection[UUID], *, hub_id: UUID) -> None:
    """Refuse identifiers that name none of these rows in the hub of the road show."""
    wanted = set(identifiers)
    found = set(rows.filter(hub_id=hub_id, pk__in=wanted).values_list("pk", flat=True))
    if wanted - found:
        raise Missing(identifiers=sorted(str(identifier) for identifier in wanted - found))


def access_changeable(actor: Actor, event_id: UUID) -> Event:
    """The road show, locked, for a change of its frame or people: refused once it was held or cancelled.

    History entered later is complete when it is entered, not when it was held: it stays open.
    """
    event = access_event(actor, event_id, to="plan", lock=True)
    if not may_change(event):
        raise EventIsOver(state=event.state)
    return event


def access_at_the_desk(actor: Actor, event_id: UUID) -> Event:
    """The road show, locked, for what staff record on the day: refused once it was held or cancelled."""
    event = access_event(actor, event_id, to="desk", lock=True)
    if not may_change(event):
        raise EventIsOver(state=event.state)
    return event


def may_change(event: Event) -> bool:
    """Whether the frame and the people of a road show still change."""
    if event.state == EventState.HELD:
        return event.entered_later
    return event.state != EventState.CANCELLED


def access_participant(actor: Actor, participant_id: UUID, *, to: To = "view") -> Participant:
    """The party with its event; for a change the event is locked first, so that all changes of one event queue up."""
    row = Participant.objects.filter(pk=participant_id).values_list("event_id", flat=True).first()
    if row is None:
        raise Missing(identifier=str(participant_id))
    event = access_changeable(actor, row) if to == "plan" else access_event(actor, row)
    participant = present(Participant.objects.select_related("group", "project", "organisation"), participant_id)
    participant.event = event
    return participant


def access_attendee(actor: Actor, attendee_id: UUID, *, to: To = "view") -> Attendee:
    """The person at the table with their party and its event, under the same lock as the party."""
    row = Attendee.objects.filter(pk=attendee_id).values_list("participant_id", flat=True).first()
    if row is None:
        raise Missing(identifier=str(attendee_id))
    participant = access_participant(actor, row, to=to)
    attendee = present(Attendee.objects.filter(participant=participant).select_related("person"), attendee_id)
    attendee.participant, attendee.event = participant, participant.event
    return attendee


def access_version(actor: Actor, version_id: UUID, *, to: To = "view", lock: bool = False) -> AgendaVersion:
    """A version of an agenda with its event. For a change the event is locked: all changes of one event queue up."""
    row = AgendaVersion.objects.filter(pk=version_id).values_list("event_id", flat=True).first()
    if row is None:
        raise Missing(identifier=str(version_id))
    event = access_event(actor, row, to=to, lock=lock)
    version = present(AgendaVersion.objects.select_related("based_on"), version_id)
    version.event = event
    return version
