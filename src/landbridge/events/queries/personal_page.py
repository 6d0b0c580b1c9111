"""What a person sees on the page their link opens: whom they may meet, who asked for them, when they can."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from landbridge.events import shortlisting
from landbridge.events.models import Absence, Attendee, Event, Meeting, Participant, Slot, Wish
from landbridge.events.queries import parties, suggestions, wishes
from landbridge.events.queries.suggestions import Card
from landbridge.events.states import AbsenceReason, Side
from landbridge.matchmaking.models import Need
from landbridge.matchmaking.queries import needs_by_organisation
from landbridge.network.models import Hub


@dataclass(frozen=True, slots=True)
class Choice:
    """One party somebody may wish to meet: what they are, why, what was said so far.

    `asked` is the other side's wish, never its "never". `card` is there for parties of the shortlist.
    """

    other: Participant
    card: Card | None
    mine: Wish | None
    asked: Wish | None
    need: Need | None
    met_at: datetime | None


def choices(party: Participant) -> list[Choice]:
    """Everybody a party may meet: those who asked first, then the shortlist, then the others by label.

    Parties that some rule keeps apart from this one are not shown. The number of queries does not depend on theirs.
    """
    everybody = list(parties.attending(party.event))
    field = parties.field_of(party.event, [row for row in everybody if row.pk != party.pk] + [party])
    delegate = party.group.side == Side.DELEGATION
    others = field.counterparties if delegate else field.delegates
    mine, asked = wishes.wishes_of(party), wishes.wishes_for(party)
    barred = _barred(field, party, mine, others)
    lines = list(suggestions.lines_of(party))
    cards = {card.other.pk: card for card in suggestions.cards(party, lines)}
    organisations = [other.organisation_id for other in others if other.organisation_id and delegate]
    needs = needs_by_organisation(Need.objects.filter(hub_id=party.hub_id), organisations)
    met = suggestions.met_before(party.event, *(([party], others) if delegate else (others, [party])))
    found = [
        Choice(
            other=other,
            card=cards.get(other.pk),
            mine=mine.get(other.pk),
            asked=asked.get(other.pk),
            need=needs.get(other.organisation_id) if other.organisation_id else None,
            met_at=met.get((party.pk, other.pk) if delegate else (other.pk, party.pk)),
        )
        for other in others
        if other.pk not in barred
    ]
    return sorted(found, key=_order)


def _barred(
    field: shortlisting.Field, party: Participant, mine: dict[UUID, Wish], others: Collection[Participant]
) -> set[UUID]:
    """Whom the party cannot wish for. Its own "never" does not hide anybody, the other side's does not show."""
    hidden = set()
    for other in others:
        delegate, counterparty = (party, other) if party.group.side == Side.DELEGATION else (other, party)
        reasons = set(shortlisting.barriers_between(field, delegate, counterparty)) - {shortlisting.Barrier.NEVER}
        if reasons:
            hidden.add(other.pk)
    return hidden - mine.keys()


def _order(choice: Choice) -> tuple[bool, int, str]:
    return (choice.asked is None, choice.card.rank if choice.card else 10_000, choice.other.label)


@dataclass(frozen=True, slots=True)
class Presence:
    """When somebody can be met, as the form asks it: wall times are of the event's zone."""

    arrives: datetime | None
    leaves: datetime | None
    slots: tuple[Slot, ...]
    busy: frozenset[UUID]


def presence_of(attendee: Attendee) -> Presence:
    """The absences of a person, read back into the three questions they came from."""
    slots = tuple(Slot.objects.filter(event_id=attendee.event_id).order_by("number"))
    arrives = leaves = None
    busy: set[UUID] = set()
    for absence in Absence.objects.filter(attendee=attendee, ticket_id=None):
        if absence.reason == AbsenceReason.ARRIVES_LATE:
            arrives = absence.ends_at
        elif absence.reason == AbsenceReason.LEAVES_EARLY:
            leaves = absence.starts_at
        else:
            busy |= {slot.pk for slot in slots if absence.starts_at < slot.ends_at and slot.starts_at < absence.ends_at}
    return Presence(arrives, leaves, slots, frozenset(busy))


def organiser_of(event: Event) -> Hub:
    """The hub that holds the event: who is to be asked."""
    return Hub.objects.get(pk=event.hub_id)


def meetings_of(party: Participant) -> int:
    """How many meetings of the published agenda are the party's."""
    standing = Meeting.objects.filter(event=party.event_id, published=True)
    return standing.filter(Q(first=party.pk) | Q(second=party.pk)).count()
