"""Both sides of an event and what keeps pairs apart: what shortlists, wishes and agendas start from."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import QuerySet

from landbridge.events.models import Event, GroupRule, Participant, Wish
from landbridge.events.shortlisting import Field
from landbridge.events.states import ATTENDING, Side, WishKind, WishState
from landbridge.matchmaking import queries as matchmaking
from landbridge.matchmaking.models import Need, PairRefusal
from landbridge.matchmaking.states import RefusalReason


def attending(event: Event) -> QuerySet[Participant]:
    """The parties that come or may still come, with what they are, by label."""
    return (
        Participant.objects.filter(event=event, state__in=ATTENDING)
        .select_related("group", "project__organisation", "organisation")
        .order_by("label")
    )


def meeting_groups(event: Event) -> frozenset[tuple[UUID, UUID]]:
    """The pairs of groups that may meet, in both orders."""
    rules = GroupRule.objects.filter(event=event).values_list("first_id", "second_id")
    return frozenset(pair for one, other in rules for pair in ((one, other), (other, one)))


def never_wishes(event: Event) -> frozenset[tuple[UUID, UUID]]:
    """The pairs that one side never wants to meet, in both orders."""
    said = Wish.objects.filter(event=event, state=WishState.OPEN, kind=WishKind.NEVER)
    pairs = said.values_list("wisher_id", "target_id")
    return frozenset(pair for one, other in pairs for pair in ((one, other), (other, one)))


def field_of(event: Event, parties: Sequence[Participant] | None = None) -> Field:
    """The parties of an event and every barrier known between them, in four queries, or five."""
    parties = list(attending(event)) if parties is None else parties
    delegates = [party for party in parties if party.group.side == Side.DELEGATION]
    counterparties = [party for party in parties if party.group.side == Side.COUNTERPARTY]
    refusals = matchmaking.standing_refusals(
        PairRefusal.objects.filter(hub_id=event.hub_id), _projects(delegates), _organisations(counterparties)
    )
    conflicts = {pair for pair, refusal in refusals.items() if refusal.reason == RefusalReason.CONFLICT}
    return Field(
        delegates=delegates,
        counterparties=counterparties,
        meeting_groups=meeting_groups(event),
        refused=refusals.keys() - conflicts,
        conflicts=conflicts,
        never=never_wishes(event),
        profiles=_profiles(event, delegates, counterparties),
    )


def _profiles(
    event: Event, delegates: Collection[Participant], counterparties: Collection[Participant]
) -> dict[UUID, str]:
    """What the organisations' needs are by EEN profile, asked only where a project says what it is."""
    if not any(party.project and party.project.profile for party in delegates):
        return {}
    rows = Need.objects.filter(hub_id=event.hub_id, organisation_id__in=_organisations(counterparties))
    return dict(rows.exclude(profile="").values_list("organisation_id", "profile"))


def _projects(parties: Collection[Participant]) -> list[UUID]:
    return [party.project_id for party in parties if party.project_id]


def _organisations(parties: Collection[Participant]) -> list[UUID]:
    return [party.organisation_id for party in parties if party.organisation_id]
