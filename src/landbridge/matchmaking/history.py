"""What came of earlier pairs, as the matcher learns from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from landbridge.engines import matching
from landbridge.engines.matching import learning
from landbridge.matchmaking import profiles
from landbridge.matchmaking.models import PairMeeting, PairOutcome, PairRefusal
from landbridge.matchmaking.states import PairResult

THRESHOLD: Final = learning.Recipe().least
"""Projects that joined somebody, of which the learned ranker needs at least so many; with fewer the prior ranks."""
_KINDS: Final = {
    PairResult.INTERESTED: matching.OutcomeKind.INTERESTED,
    PairResult.SIGNED: matching.OutcomeKind.SIGNED,
    PairResult.INVESTED: matching.OutcomeKind.INVESTED,
}
JOINED: Final = (PairResult.SIGNED, PairResult.INVESTED)


@dataclass(frozen=True, slots=True)
class Enough:
    """How far a hub is on the way to a ranker of its own."""

    joined: int
    needed: int

    @property
    def reached(self) -> bool:
        """Whether there is enough to try."""
        return self.joined >= self.needed


def enough(hub_id: UUID) -> Enough:
    """How many of the hub's projects joined somebody, against what learning needs. One query."""
    joined = PairOutcome.objects.filter(hub_id=hub_id, result__in=JOINED).values("project_id").distinct().count()
    return Enough(joined, THRESHOLD)


def outcomes_of(hub_id: UUID, needs: Mapping[UUID, str], *, asof: date) -> list[matching.Outcome]:
    """All that is known of pairs up to a day, under the identifiers of `needs` (by organisation). Three queries."""
    found = [*_meetings(hub_id, needs), *_results(hub_id, needs), *_refusals(hub_id, needs)]
    return [outcome for outcome in found if outcome.on <= asof]


def _meetings(hub_id: UUID, needs: Mapping[UUID, str]) -> Iterator[matching.Outcome]:
    for row in PairMeeting.objects.filter(hub_id=hub_id, organisation_id__in=needs):
        yield matching.Outcome(
            offer_id=str(row.project_id),
            need_id=needs[row.organisation_id],
            kind=matching.OutcomeKind.MET,
            on=row.met_at.date(),
        )


def _results(hub_id: UUID, needs: Mapping[UUID, str]) -> Iterator[matching.Outcome]:
    for row in PairOutcome.objects.filter(hub_id=hub_id, organisation_id__in=needs):
        yield matching.Outcome(
            offer_id=str(row.project_id),
            need_id=needs[row.organisation_id],
            kind=_KINDS[PairResult(row.result)],
            on=row.happened_on,
        )


def _refusals(hub_id: UUID, needs: Mapping[UUID, str]) -> Iterator[matching.Outcome]:
    standing = PairRefusal.objects.filter(hub_id=hub_id, lifted_at__isnull=True, organisation_id__in=needs)
    for row in standing:
        yield profiles.refused_outcome(row, str(row.project_id), needs[row.organisation_id])
