"""The standby list: who waits for a place, and places that are free given in the order of waiting."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from landbridge.events import rules
from landbridge.events.actions.publishing import give_slot
from landbridge.events.models import Event, Participant, Standby
from landbridge.events.queries.agendas import Placed
from landbridge.events.queries.standby import next_place, waiting
from landbridge.events.refusals import NoFreePlace
from landbridge.events.states import ATTENDING, STANDBY, StandbyState
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.locks import locked
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Finding, InputRefused, Missing, Refusal


@action
def stand_by(*, actor: Actor, participant_id: UUID, at: datetime) -> Standby:
    """Put a party at the end of the standby list; one that waits already keeps its place."""
    party = Participant.objects.filter(pk=participant_id).first()
    if party is None:
        raise Missing(identifier=str(participant_id))
    event = rules.access_event(actor, party.event_id, to="desk", lock=True)
    known = Standby.objects.filter(participant=party, state=StandbyState.WAITING).first()
    if known is not None:
        return known
    made = Standby.objects.create(hub_id=event.hub_id, event=event, participant=party, since=at)
    trail.record(actor, EventsEvent.STANDS_BY, party, hub_id=event.hub_id, at=at)
    return made


@action
def stand_by_labels(*, actor: Actor, event_id: UUID, labels: Sequence[str], at: datetime) -> list[Standby]:
    """Put the parties with these labels at the end of the standby list: all of them, or none if a label is unknown."""
    event = rules.access_event(actor, event_id, to="desk", lock=True)
    return [stand_by(actor=actor, participant_id=party.pk, at=at) for party in labelled(event, labels)]


@action
def leave_standby(*, actor: Actor, standby_id: UUID, at: datetime) -> Standby:
    """Take a party off the standby list because it goes or wants no more."""
    standby = _access(actor, standby_id)
    return _move(actor, standby, StandbyState.LEFT, EventsEvent.STANDBY_LEFT, at)


@action
def place_standby(*, actor: Actor, standby_id: UUID, at: datetime) -> Placed:
    """Give a waiting party the earliest free place with somebody it wants to meet and who is here; both are told.

    Refused with `NoFreePlace` if there is none; nothing that stands is moved, and nobody who was not checked in is
    promised to anybody.
    """
    standby = _access(actor, standby_id)
    place = next_place(standby.event, standby.participant_id, at)
    if place is None:
        raise NoFreePlace(label=standby.participant.label)
    given = give_slot(
        actor=actor,
        event_id=standby.event_id,
        first_id=place.first,
        second_id=place.second,
        slot_id=place.slot,
        table_id=place.table,
        people=place.people,
        consent=True,
        at=at,
    )
    _move(actor, standby, StandbyState.PLACED, EventsEvent.STANDBY_PLACED, at)
    return given


@action
def fill_places(*, actor: Actor, event_id: UUID, at: datetime) -> int:
    """Give free places to those who wait, in the order of waiting; gives how many were placed. The others wait on."""
    event = rules.access_event(actor, event_id, to="desk", lock=True)
    placed = 0
    for standby in waiting(event):
        try:
            place_standby(actor=actor, standby_id=standby.pk, at=at)
        except Refusal:
            continue  # nothing free for this one: it waits on, the next is looked at
        placed += 1
    return placed


def labelled(event: Event, labels: Sequence[str]) -> list[Participant]:
    """The parties with these labels that come to the event; refused if one is unknown."""
    wanted = list(dict.fromkeys(label.strip().upper() for label in labels if label.strip()))
    kept = [label for label in wanted if "\0" not in label]  # no column holds that character
    found = {
        party.label: party for party in Participant.objects.filter(event=event, label__in=kept, state__in=ATTENDING)
    }
    unknown = [label for label in wanted if label not in found]
    if unknown:
        raise InputRefused(Finding("unknown_labels", field="wants", data={"labels": unknown}))
    return [found[label] for label in wanted]


def _access(actor: Actor, standby_id: UUID) -> Standby:
    row = Standby.objects.filter(pk=standby_id).values_list("event_id", flat=True).first()
    if row is None:
        raise Missing(identifier=str(standby_id))
    event = rules.access_event(actor, row, to="desk", lock=True)
    standby = locked(Standby.objects.select_related("participant"), standby_id)
    STANDBY.require(StandbyState(standby.state), StandbyState.PLACED)
    standby.event = event
    return standby


def _move(actor: Actor, standby: Standby, to: StandbyState, entry: EventsEvent, at: datetime) -> Standby:
    STANDBY.require(StandbyState(standby.state), to)
    standby.state, standby.ended_at = to, at
    standby.save(update_fields=["state", "ended_at"])
    trail.record(actor, entry, standby.participant, hub_id=standby.hub_id, at=at)
    return standby
