"""Who should meet whom: parties in, the matcher asked, explained lines out. Pure but for the models it reads."""

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from landbridge.engines import matching
from landbridge.events import attendance
from landbridge.events.models import Participant
from landbridge.kernel.money import Rate
from landbridge.matchmaking import profiles
from landbridge.matchmaking.findings import currencies_apart, findings
from landbridge.matchmaking.models import Need

KEPT: Final = 20
"""How many lines each side's list keeps."""
Pair = tuple[UUID, UUID]
"""A delegate and a counterparty, by identifier of the participant."""


class Barrier(StrEnum):
    """Why two parties are never proposed to each other."""

    GROUP_RULE = "group_rule"
    REFUSED = "refused"
    CONFLICT = "conflict"
    NEVER = "never"
    PROFILE = "profile"


@dataclass(frozen=True, slots=True)
class Field:
    """Both sides of an event and what is known to forbid a pair.

    `meeting_groups` holds the pairs of groups that may meet, in both orders. `refused` and `conflicts` name pairs by
    project and organisation, `never` by participants. `profiles` are the EEN profile types of organisations' needs. `stayed_away` says, by
    participant, on which days it did not come to earlier road shows: that lowers a pair and bars none.
    """

    delegates: Sequence[Participant]
    counterparties: Sequence[Participant]
    meeting_groups: Collection[tuple[UUID, UUID]]
    refused: Collection[tuple[UUID, UUID]]
    conflicts: Collection[tuple[UUID, UUID]]
    never: Collection[Pair]
    profiles: Mapping[UUID, str] = dataclasses.field(default_factory=dict)
    stayed_away: Mapping[UUID, Sequence[date]] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a shortlist before it is saved."""

    delegate_id: UUID
    counterparty_id: UUID
    score: float
    rank_for_delegate: int
    rank_for_counterparty: int
    findings: list[dict[str, Any]]


def barriers_between(field: Field, delegate: Participant, counterparty: Participant) -> Iterator[Barrier]:
    """Every barrier between two parties."""
    about = (delegate.project_id, counterparty.organisation_id)
    house = delegate.organisation_id or (delegate.project.organisation_id if delegate.project else None)
    if (delegate.group_id, counterparty.group_id) not in field.meeting_groups:
        yield Barrier.GROUP_RULE
    if about in field.refused:
        yield Barrier.REFUSED
    if about in field.conflicts or (house is not None and house == counterparty.organisation_id):
        yield Barrier.CONFLICT
    if (delegate.pk, counterparty.pk) in field.never:
        yield Barrier.NEVER
    if _profiles_apart(field, delegate, counterparty):
        yield Barrier.PROFILE


def _profiles_apart(field: Field, delegate: Participant, counterparty: Participant) -> bool:
    """Whether both say what they are (an offer, a request) and two such never meet: two offers, say."""
    offered = delegate.project.profile if delegate.project else ""
    sought = field.profiles.get(counterparty.organisation_id, "") if counterparty.organisation_id else ""
    return bool(offered and sought) and not matching.profiles_meet(matching.Profile(offered), matching.Profile(sought))


def barred(field: Field) -> dict[Pair, tuple[Barrier, ...]]:
    """The pairs that are never proposed, with every reason."""
    found: dict[Pair, tuple[Barrier, ...]] = {}
    for delegate in field.delegates:
        for counterparty in field.counterparties:
            reasons = tuple(barriers_between(field, delegate, counterparty))
            if reasons:
                found[delegate.pk, counterparty.pk] = reasons
    return found


def counted(barred_pairs: Mapping[Pair, Sequence[Barrier]]) -> dict[Barrier, int]:
    """How many pairs each barrier keeps apart; a pair with two reasons counts under both."""
    count = Counter(barrier for reasons in barred_pairs.values() for barrier in reasons)
    return {barrier: count[barrier] for barrier in Barrier if count[barrier]}


def shortlist(
    field: Field,
    needs: Mapping[UUID, Need],
    barred_pairs: Collection[Pair],
    *,
    asof: date,
    rates: Sequence[Rate] = (),
    kept: int = KEPT,
) -> list[Line]:
    """The best lines of both sides: a pair is kept if it is among the first `kept` of either party.

    `rates` bring an ask and a ticket of different currencies together; where none leads, the amount stays unknown.
    """
    offers = [_offer(delegate) for delegate in field.delegates]
    wanted = [_need(counterparty, needs) for counterparty in field.counterparties]
    if not offers or not wanted:
        return []
    fields_of_both = [*(offer.fields for offer in offers), *(need.fields for need in wanted)]
    ranking = matching.rank(
        offers,
        wanted,
        barriers=matching.Barriers(conflicts=frozenset((str(one), str(other)) for one, other in barred_pairs)),
        taxonomy=profiles.taxonomy_of([code for fields in fields_of_both for code in fields]),
        asof=asof,
        rates=rates,
        criteria=attendance.criteria(_stayed_away(field, field.delegates), _stayed_away(field, field.counterparties)),
        top=len(wanted),
    )
    exchange = matching.Exchange(rates)
    for_counterparty = _ranks_of_columns(ranking)
    lines = []
    for row, offer in enumerate(ranking.offers):
        for place, column in enumerate(ranking.columns[row].tolist(), start=1):
            if column < 0:
                break
            other_rank = for_counterparty[row, column]
            if place <= kept or other_rank <= kept:
                apart = currencies_apart(exchange, offer, ranking.needs[column])
                lines.append(_line(ranking.at(offer.id, place), other_rank, apart))
    return lines


def _stayed_away(field: Field, parties: Sequence[Participant]) -> list[Sequence[date]]:
    return [field.stayed_away.get(party.pk, ()) for party in parties]


def _ranks_of_columns(ranking: matching.Ranking) -> dict[tuple[int, int], int]:
    """The place of each offer in the list of each need: by score, then by the order of the input."""
    by_column: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    for row in range(len(ranking.offers)):
        pairs = zip(ranking.columns[row].tolist(), ranking.scores[row].tolist(), strict=True)
        for column, score in pairs:
            if column >= 0:
                by_column[column].append((-score, row))
    return {
        (row, column): place
        for column, found in by_column.items()
        for place, (_score, row) in enumerate(sorted(found), start=1)
    }


def _offer(delegate: Participant) -> matching.Offer:
    if delegate.project is not None:
        return profiles.offer_of(delegate.project, identifier=str(delegate.pk))
    if delegate.organisation is not None:
        return profiles.offer_of_organisation(delegate.organisation, identifier=str(delegate.pk))
    return matching.Offer(id=str(delegate.pk))


def _need(counterparty: Participant, needs: Mapping[UUID, Need]) -> matching.Need:
    organisation = counterparty.organisation
    if organisation is None:
        return matching.Need(id=str(counterparty.pk))
    return profiles.need_of(organisation, needs.get(organisation.pk), identifier=str(counterparty.pk))


def _line(pair: matching.Pair, rank_for_counterparty: int, apart: tuple[str, str] | None) -> Line:
    return Line(
        delegate_id=UUID(pair.offer_id),
        counterparty_id=UUID(pair.need_id),
        score=min(max(round(pair.score, 4), 0.0), 1.0),
        rank_for_delegate=pair.rank,
        rank_for_counterparty=rank_for_counterparty,
        findings=findings(pair, apart),
    )
