"""Who comes: parties on the list, added, changed, withdrawn and taken back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict, Unpack
from uuid import UUID

from landbridge.events import rules
from landbridge.events.actions import attendees
from landbridge.events.actions.groups import quota_faults
from landbridge.events.actions.venue import property_faults
from landbridge.events.attendance import most_meetings
from landbridge.events.models import Event, Group, Participant
from landbridge.events.refusals import AlreadyTakesPart, WrongSide
from landbridge.events.states import PARTICIPANT, ParticipantState, Side
from landbridge.events.trail_events import EventsEvent
from landbridge.evidence import trail
from landbridge.ground.transactions import action
from landbridge.kernel.actor import Actor
from landbridge.kernel.refusal import Finding, InputRefused, Missing
from landbridge.network.models import Organisation
from landbridge.projects.models import Project


@dataclass(frozen=True, slots=True)
class Party:
    """Who is put on the list: a project (with its organisation, if it has one) or an organisation for itself."""

    group_id: UUID
    project_id: UUID | None = None
    organisation_id: UUID | None = None
    people: tuple["attendees.Person", ...] = ()
    note: str = ""
    fictional: bool = False


class ParticipantFacts(TypedDict, total=False):
    """What is said of a party at this road show; each fact may be given or left as it is. None: the group's quota."""

    group_id: UUID
    min_meetings: int | None
    max_meetings: int | None
    needs: Collection[str]
    note: str


@action
def add_participant(*, actor: Actor, event_id: UUID, at: datetime, party: Party) -> Participant:
    """Put a party on the list under the next label of its group (P01, K07), with the people who come for it."""
    (participant,) = add_participants(actor=actor, event_id=event_id, at=at, parties=[party])
    return participant


@action
def add_participants(
    *, actor: Actor, event_id: UUID, at: datetime, parties: Sequence[Party], import_id: UUID | None = None
) -> list[Participant]:
    """Put many parties on the list at once, in their order: all of them, or none if one is refused."""
    event = rules.access_changeable(actor, event_id)
    groups = {group.pk: group for group in Group.objects.filter(event=event)}
    _require_known(event, parties, groups)
    _require_new(event, parties)
    labels = _Labels(event)
    participants = Participant.objects.bulk_create(
        [
            Participant(
                hub_id=event.hub_id,
                event=event,
                group=groups[party.group_id],
                project_id=party.project_id,
                organisation_id=party.organisation_id,
                label=labels.next(groups[party.group_id].letter),
                note=party.note,
                fictional=party.fictional,
                import_id=import_id,
                created_at=at,
            )
            for party in parties
        ],
        batch_size=1_000,
    )
    attendees.seat(event, [(row, party.people) for row, party in zip(participants, parties, strict=True)])
    trail.record(
        actor,
        EventsEvent.PARTICIPANT_ADDED if import_id is None else EventsEvent.PARTICIPANTS_IMPORTED,
        event,
        hub_id=event.hub_id,
        at=at,
        participants=[row.pk for row in participants],
        import_id=import_id,
    )
    return participants


@action
def change_participant(
    *, actor: Actor, participant_id: UUID, at: datetime, **facts: Unpack[ParticipantFacts]
) -> Participant:
    """Change a party's group, its own quota, what its tables must have, or its note.

    A quota of its own may be narrower or wider than the group's. The label stays: it may be printed already.
    """
    participant = rules.access_participant(actor, participant_id, to="plan")
    if "group_id" in facts:
        group = Group.objects.filter(event=participant.event, pk=facts["group_id"]).first()
        if group is None:
            raise Missing(identifier=str(facts["group_id"]))
        _require_side(group, project=participant.project_id is not None)
        participant.group = group
    participant.min_meetings = facts.get("min_meetings", participant.min_meetings)
    participant.max_meetings = facts.get("max_meetings", participant.max_meetings)
    participant.note = facts.get("note", participant.note)
    least, most = effective_quota(participant)
    found = [*quota_faults(least, most), *property_faults(facts.get("needs", ()), "needs")]
    if found:
        raise InputRefused(*found)
    participant.needs = sorted(set(facts.get("needs", participant.needs)))
    participant.save(update_fields=["group", "min_meetings", "max_meetings", "needs", "note"])
    trail.record(
        actor,
        EventsEvent.PARTICIPANT_CHANGED,
        participant,
        hub_id=participant.hub_id,
        at=at,
        changed=sorted(facts),
        min_meetings=participant.min_meetings,
        max_meetings=participant.max_meetings,
    )
    return participant


@action
def withdraw_participant(*, actor: Actor, participant_id: UUID, at: datetime) -> Participant:
    """Take a party off the list. Its label, people, absences and wishes stay, so that it can be taken back."""
    return _moved(actor, participant_id, ParticipantState.WITHDRAWN, EventsEvent.PARTICIPANT_WITHDRAWN, at)


@action
def reinstate_participant(*, actor: Actor, participant_id: UUID, at: datetime) -> Participant:
    """Take a withdrawn party back on the list."""
    return _moved(actor, participant_id, ParticipantState.LISTED, EventsEvent.PARTICIPANT_REINSTATED, at)


def effective_quota(participant: Participant, no_shows: int = 0) -> tuple[int, int]:
    """The least and the most meetings of a party: its own numbers where it has them, else its group's.

    The group's most is lower after so many `no_shows`, if it says so; the least follows where the party has none of its
    own.
    """
    least, most = participant.min_meetings, participant.max_meetings
    most = most_meetings(participant.group, no_shows) if most is None else most
    return (
        min(participant.group.min_meetings, most)
        if no_shows and least is None
        else participant.group.min_meetings
        if least is None
        else least
    ), most


def _moved(actor: Actor, participant_id: UUID, to: ParticipantState, entry: EventsEvent, at: datetime) -> Participant:
    participant = rules.access_participant(actor, participant_id, to="plan")
    frm = ParticipantState(participant.state)
    PARTICIPANT.require(frm, to)
    participant.state = to
    participant.save(update_fields=["state"])
    trail.record(actor, entry, participant, hub_id=participant.hub_id, at=at, frm=frm.value)
    return participant


class _Labels:
    """Hands out labels: a group's letter and the number after its highest so far, two digits or more.

    The caller holds the event's lock; the unique constraint stands behind it.
    """

    def __init__(self, event: Event) -> None:
        self._highest: dict[str, int] = {}
        for label in Participant.objects.filter(event=event).values_list("label", flat=True):
            letter = label.rstrip("0123456789")
            self._highest[letter] = max(self._highest.get(letter, 0), int(label[len(letter) :] or 0))

    def next(self, letter: str) -> str:
        self._highest[letter] = self._highest.get(letter, 0) + 1
        return f"{letter}{self._highest[letter]:02}"


def _require_known(event: Event, parties: Sequence[Party], groups: dict[UUID, Group]) -> None:
    """Refuse parties that are nobody, are not of this hub, or stand on the wrong side."""
    found = [
        Finding("party_is_nobody", row, "organisation_id")
        for row, party in enumerate(parties, start=1)
        if party.project_id is None and party.organisation_id is None
    ]
    if found:
        raise InputRefused(*found)
    unknown = {party.group_id for party in parties} - groups.keys()
    if unknown:
        raise Missing(identifiers=sorted(str(identifier) for identifier in unknown))
    for party in parties:
        _require_side(groups[party.group_id], project=party.project_id is not None)
    projects = {party.project_id for party in parties if party.project_id}
    organisations = {party.organisation_id for party in parties if party.organisation_id}
    rules.require_of_hub(Project.objects.all(), projects, hub_id=event.hub_id)
    rules.require_of_hub(Organisation.objects.all(), organisations, hub_id=event.hub_id)


def _require_side(group: Group, *, project: bool) -> None:
    """Only the delegation brings projects. Organisations may stand on either side."""
    if project and group.side != Side.DELEGATION:
        raise WrongSide(side=group.side, letter=group.letter)


def _require_new(event: Event, parties: Sequence[Party]) -> None:
    """Refuse a project, or an organisation for itself, that is on the list or given twice."""
    rows = Participant.objects.filter(event=event)
    projects = [party.project_id for party in parties if party.project_id]
    alone = [party.organisation_id for party in parties if not party.project_id and party.organisation_id]
    there = rows.filter(project__in=projects) | rows.filter(project=None, organisation__in=alone)
    first = there.order_by("label").first()
    if first is not None:
        raise AlreadyTakesPart(label=first.label, state=first.state, participant_id=str(first.pk))
    _require_once(projects)
    _require_once(alone)


def _require_once(identifiers: Collection[UUID]) -> None:
    seen: set[UUID] = set()
    for row, identifier in enumerate(identifiers, start=1):
        if identifier in seen:
            raise InputRefused(Finding("given_twice", row, "project_id"))
        seen.add(identifier)
