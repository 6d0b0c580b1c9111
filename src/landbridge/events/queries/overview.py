"""The agenda told otherwise: per party, by unmet wish, and what can be done with a selected place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from landbridge.events.models import AgendaEdit, AgendaVersion, Attendee, Event, Participant, UnmetWish
from landbridge.events.queries import moves
from landbridge.events.queries.agendas import Interest, Material, Placed
from landbridge.events.queries.board import Sheet
from landbridge.events.queries.changes import by_person
from landbridge.events.states import Side


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person's agenda in a line."""

    party: Participant
    attendee: Attendee
    meetings: tuple[Placed, ...]
    longest_wait: timedelta | None
    unmet: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pair that could meet in a selected place: nothing hard stands against it."""

    interest: Interest
    weight: int


def people_rows(sheet: Sheet, unmet: Iterable[UnmetWish]) -> list[PersonRow]:
    """Everybody who comes, in the order of their parties' labels; those who sit nowhere too."""
    material = sheet.material
    mine = by_person(sheet.placed)
    waiting: dict[UUID, int] = {}
    for wish in unmet:
        for key in (wish.first_id, wish.second_id):
            waiting[key] = waiting.get(key, 0) + 1
    rows = []
    for party in sorted(material.participants.values(), key=lambda p: (p.group.side != Side.DELEGATION, p.label)):
        for person in material.people_of.get(party.id, ()):
            meetings = mine.get(person, ())
            if meetings or material.comes(party.id):
                attendee, wait = material.attendees[person], longest_wait(material, meetings)
                rows.append(PersonRow(party, attendee, meetings, wait, waiting.get(party.id, 0)))
    return rows


def longest_wait(material: Material, meetings: Iterable[Placed]) -> timedelta | None:
    """The longest time between two meetings of one day; None with fewer than two."""
    slots = sorted((material.slot_by_id[m.slot] for m in meetings), key=lambda s: s.starts_at)
    waits = [
        two.starts_at - one.ends_at
        for one, two in pairwise(slots)
        if one.starts_at.astimezone(material.zone).date() == two.starts_at.astimezone(material.zone).date()
    ]
    return max(waits, default=None)


def unmet_of(version: AgendaVersion) -> QuerySet[UnmetWish]:
    """The version's unmet wishes: musts, then what both asked for, then by weight."""
    return UnmetWish.objects.filter(version=version).order_by("-must", "-mutual", "-weight", "id")


def versions_with_counts(event: Event) -> QuerySet[AgendaVersion]:
    """All versions, the newest first, with `meetings_held` and `edits_made` beside them."""
    return (
        AgendaVersion.objects.filter(event=event)
        .select_related("based_on")
        .annotate(
            meetings_held=Count("meetings", distinct=True),
            edits_made=Count("edits", filter=Q(edits__undone_at__isnull=True), distinct=True),
        )
        .order_by("-number")
    )


def last_edit(version: AgendaVersion) -> AgendaEdit | None:
    """The last change by hand that was not taken back."""
    return AgendaEdit.objects.filter(version=version, undone_at__isnull=True).order_by("-number").first()


def candidates_for(sheet: Sheet, slot: UUID) -> list[Candidate]:
    """Pairs without a meeting whose people are free in the slot, dearest first: wishes, then allowed pairs."""
    material = sheet.material
    met = {m.pair_uid for m in sheet.placed}
    busy = {person for m in sheet.placed if m.slot == slot for person in m.people}
    free = {a for a in material.attendees if a not in busy and slot not in material.away[a]}
    parties = [
        p for p in material.participants if material.comes(p) and free.intersection(material.people_of.get(p, ()))
    ]
    found = []
    for place, one in enumerate(parties):
        for other in parties[place + 1 :]:
            if not material.may_meet(one, other):
                continue
            known = material.pair(one, other)
            interest = material.interests.get(known.pair_uid, known)
            sides = (interest.first_people, interest.second_people)
            if not interest.never and interest.pair_uid not in met and all(free.intersection(side) for side in sides):
                found.append(Candidate(interest, sum(interest.weights)))
    return sorted(found, key=lambda c: (-c.interest.must, -c.weight, _labels(material, c.interest)))


def swaps_for(sheet: Sheet, selected: Placed) -> list[Placed]:
    """The meetings that could take each other's time and table with this one."""
    material = sheet.material
    busy = {(person, m.slot) for m in sheet.placed for person in m.people}

    def could(meeting: Placed, other: Placed) -> bool:
        return all(
            person in other.people or ((person, other.slot) not in busy and other.slot not in material.away[person])
            for person in meeting.people
        )

    return [
        m
        for m in sheet.placed
        if m.pair_uid != selected.pair_uid and m.slot != selected.slot and could(selected, m) and could(m, selected)
    ]


def openings_of(sheet: Sheet, selected: Placed) -> tuple[moves.Opening, ...]:
    """Where the selected meeting could be instead: other times first, then another table at the same time."""
    found = moves.openings(sheet.material, sheet.placed, selected.first, selected.second)
    others = tuple(o for o in found if o.slot != selected.slot)
    return others + tuple(o for o in found if o.slot == selected.slot and set(o.tables) - {selected.table})


def _labels(material: Material, interest: Interest) -> tuple[str, str]:
    parties: Mapping[UUID, Participant] = material.participants
    return parties[interest.first].label, parties[interest.second].label
