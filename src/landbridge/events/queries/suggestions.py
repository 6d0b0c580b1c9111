"""Reads of shortlists: the lines of a party with what both sides say, and what was kept off every list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from landbridge.events import shortlisting
from landbridge.events.models import Event, Participant, Suggestion
from landbridge.events.queries import parties
from landbridge.events.queries.wishes import pair_wishes
from landbridge.events.shortlisting import Barrier
from landbridge.events.states import Side
from landbridge.events.wishing import PairWish
from landbridge.matchmaking import queries as matchmaking
from landbridge.matchmaking.models import Need, PairMeeting, PairRefusal

FITS = 0.5
"""From this score on a pair fits well: more speaks for it than against it."""


@dataclass(frozen=True, slots=True)
class Card:
    """One line of a party's shortlist: the other party, why, what both say, whether they met before."""

    suggestion: Suggestion
    party: Participant
    other: Participant
    rank: int
    wish: PairWish
    met_at: datetime | None

    @property
    def score(self) -> float:
        """The matcher's score, 0 to 1."""
        return self.suggestion.score

    @property
    def reasons(self) -> list[dict[str, Any]]:
        """The facts that lift the pair, strongest first."""
        return [fact for fact in self.suggestion.findings if fact.get("contribution", 0) > 0]

    @property
    def against(self) -> list[dict[str, Any]]:
        """The facts that lower it."""
        return [fact for fact in self.suggestion.findings if fact.get("contribution", 0) < 0]

    @property
    def unknown(self) -> list[str]:
        """The signals nobody could read."""
        return [fact["signal"] for fact in self.suggestion.findings if fact["code"] == "unknown"]

    @property
    def currencies_apart(self) -> tuple[str, str] | None:
        """The two currencies in which the sides speak of money, where no rate brought them together."""
        apart = next((fact["no_rate"] for fact in self.suggestion.findings if "no_rate" in fact), None)
        return (apart[0], apart[1]) if apart else None


def lines_of(party: Participant) -> QuerySet[Suggestion]:
    """The shortlist of one party, best first; pairs refused or ended since it was made are left out."""
    mine, theirs = ("delegate", "counterparty") if party.group.side == Side.DELEGATION else ("counterparty", "delegate")
    return (
        Suggestion.objects.filter(
            **{mine: party, f"{theirs}__in": parties.attending(party.event), f"rank_for_{mine}__lte": shortlisting.KEPT}
        )
        .select_related(f"{theirs}__group", f"{theirs}__project__organisation", f"{theirs}__organisation")
        .order_by(f"rank_for_{mine}")
    )


def all_lines(event: Event) -> QuerySet[Suggestion]:
    """Every line of an event's shortlists, project by project, best first."""
    return Suggestion.objects.filter(event=event).order_by("delegate__label", "rank_for_delegate")


def cards(party: Participant, lines: Sequence[Suggestion]) -> list[Card]:
    """The lines with both sides' words and earlier meetings, less the pairs that are barred by now. Constant queries."""
    event = party.event
    others = [_other(party, line) for line in lines]
    sides = (others, [party]) if party.group.side == Side.COUNTERPARTY else ([party], others)
    field = parties.field_of(event, [party, *others])
    barred = shortlisting.barred(field)
    wishes = pair_wishes(event)
    met = met_before(event, *sides)
    found = []
    for line, other in zip(lines, others, strict=True):
        pair = (line.delegate_id, line.counterparty_id)
        if pair in barred:
            continue
        rank = line.rank_for_delegate if party.group.side == Side.DELEGATION else line.rank_for_counterparty
        wish = wishes.get(pair) or PairWish(*pair)
        found.append(Card(line, party, other, rank, wish, met.get(pair)))
    return found


def met_before(
    event: Event, delegates: Iterable[Participant], counterparties: Iterable[Participant]
) -> dict[tuple[UUID, UUID], datetime]:
    """When pairs of participants last met at an earlier event, keyed (delegate, counterparty)."""
    projects = {party.project_id: party.pk for party in delegates if party.project_id}
    organisations = {party.organisation_id: party.pk for party in counterparties if party.organisation_id}
    rows = matchmaking.met_before(
        PairMeeting.objects.filter(hub_id=event.hub_id), list(projects), list(organisations), except_at=event.pk
    )
    return {(projects[one], organisations[other]): when for (one, other), when in rows.items()}


def need_of(counterparty: Participant) -> Need | None:
    """What a counterparty said it looks for, if it did."""
    if counterparty.organisation_id is None:
        return None
    return Need.objects.filter(hub_id=counterparty.hub_id, organisation_id=counterparty.organisation_id).first()


def words_between(delegate: Participant, counterparty: Participant) -> PairWish:
    """What two parties say of each other."""
    pair = (delegate.pk, counterparty.pk)
    return pair_wishes(delegate.event).get(pair) or PairWish(*pair)


def refusals_in(event: Event) -> QuerySet[PairRefusal]:
    """The refusals, lifted ones too, between two who both come to the event."""
    both = {"project__participations__event": event, "organisation__participations__event": event}
    return PairRefusal.objects.filter(hub_id=event.hub_id, **both).distinct()


def refusals_about(party: Participant) -> QuerySet[PairRefusal]:
    """Those of them that keep one party apart from another."""
    own = {"project": party.project} if party.group.side == Side.DELEGATION else {"organisation": party.organisation}
    return refusals_in(party.event).filter(**own)


def refused_of(party: Participant) -> list[PairRefusal]:
    """The standing refusals of one party, newest first, with the other side."""
    rows = refusals_about(party).filter(lifted_at__isnull=True)
    return list(rows.select_related("project", "organisation").order_by("-refused_at", "pk"))


def barriers(event: Event) -> dict[Barrier, int]:
    """How many pairs each hard constraint keeps apart now."""
    return shortlisting.counted(shortlisting.barred(parties.field_of(event)))


def with_list_sizes(participants: QuerySet[Participant], side: Side) -> QuerySet[Participant]:
    """The parties of one side with `fitting` (others who fit well, `FITS` or better) and `best` (the highest score)."""
    path = "suggested_partners" if side == Side.DELEGATION else "suggested_projects"
    return participants.filter(group__side=side).annotate(
        fitting=Count(path, filter=Q(**{f"{path}__score__gte": FITS}), distinct=True), best=Max(f"{path}__score")
    )


def made_at(event: Event) -> datetime | None:
    """When the shortlists were last made."""
    latest: datetime | None = Suggestion.objects.filter(event=event).aggregate(latest=Max("made_at"))["latest"]
    return latest


def _other(party: Participant, line: Suggestion) -> Participant:
    return line.counterparty if party.group.side == Side.DELEGATION else line.delegate
