"""Attention over all lists of a hub: who stands on many of them already is held back, by a fact that is told.

Lists are made one by one, so nobody can be given places on all at once (`matching.spread` does that for lists made
together). Here each new list looks at those that stand. A list's length never changes: whoever is held back makes room,
and where there are few candidates nobody is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Final
from uuid import UUID

import numpy as np
from django.db.models import Avg, Count, QuerySet
from numpy.typing import NDArray

from landbridge.engines.matching import Reading
from landbridge.matchmaking.models import Need, Shortlist, ShortlistLine
from landbridge.projects.models import Project

FIRST: Final = 10
"""The places of a list that take attention: who reads further looks for something of their own."""
STANDS_FOR: Final = timedelta(days=180)
"""A list older than this takes nobody's attention any more."""
SHARE: Final = 1.5
"""Held back above so many times the even share of the first places."""
FULL: Final = 1.5
"""At so many times that number nobody is among the first places of one list more."""
LEAST: Final = 3
BELOW: Final = 1e-6
Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Attention:
    """On how many of the `lists` of others each of `candidates` stands among the first places, by identifier."""

    signal: str
    counts: Mapping[str, int]
    lists: int
    candidates: int

    @property
    def free(self) -> int:
        """Up to so many lists nobody is held back: half as many again as an even share, and always a few."""
        even = FIRST * self.lists / max(self.candidates, 1)
        return max(LEAST, ceil(SHARE * even))

    def held(self, identifier: str) -> float:
        """0 for who stands on no more lists than are free, rising to 1 at half as many again."""
        return min(max((self.counts.get(identifier, 0) / self.free - 1) / (FULL - 1), 0.0), 1.0)

    def lowered(self, identifiers: Sequence[str], scores: Doubles) -> Doubles:
        """By how much each score of one list is lowered: as far as `held`, from where it is to below the first places.

        The first places are those that the others, who are not held back, then fill. Who stands below them already is
        left there: being shown there takes no attention.
        """
        held = np.array([self.held(one) for one in identifiers], dtype=np.float64)
        free = np.sort(scores[np.isfinite(scores) & (held == 0)])[::-1]
        if not len(free) or not held.any():
            return np.zeros(len(scores), dtype=np.float64)
        below = free[min(FIRST, len(free)) - 1] - BELOW
        lowered: Doubles = held * np.maximum(np.where(np.isfinite(scores), scores, below) - below, 0)
        return lowered

    def readings(self, identifier: str, lowered: float) -> tuple[Reading, ...]:
        """The fact to tell, where somebody is held back."""
        if not lowered:
            return ()
        seen = {"lists": self.counts[identifier], "of": self.lists, "free": self.free}
        return (Reading(self.signal, 1 - self.held(identifier), 1.0, -lowered, seen),)


NOBODY: Final = Attention("", {}, 0, 0)
"""For lists that hold nobody back."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The lists of a hub that stand: how many, the most listed, from where on one is held back, what that costs."""

    lists: int
    most: int
    free: int
    given_up: float


def attention_for(subject: Project | Need, *, candidates: int, at: datetime) -> Attention:
    """The attention that a new list of `subject` finds taken. Two queries."""
    of_need = isinstance(subject, Need)
    others = _standing(subject.hub_id, of_need=of_need, at=at).exclude(**{"need" if of_need else "project": subject})
    return _attention(others, of_need=of_need, candidates=candidates)


def standing(hub_id: UUID, *, of_need: bool, candidates: int, at: datetime) -> Standing:
    """How the lists of needs (or of projects) that stand share their first places. Three queries."""
    rows = _standing(hub_id, of_need=of_need, at=at)
    attention = _attention(rows, of_need=of_need, candidates=candidates)
    kept = rows.aggregate(kept=Avg("kept_fit"))["kept"]
    most = max(attention.counts.values(), default=0)
    return Standing(attention.lists, most, attention.free, 0.0 if kept is None else max(1 - kept, 0.0))


def _standing(hub_id: UUID, *, of_need: bool, at: datetime) -> QuerySet[Shortlist]:
    rows = Shortlist.objects.filter(hub_id=hub_id, made_at__gt=at - STANDS_FOR)
    return rows.filter(need__isnull=not of_need)


def _attention(lists: QuerySet[Shortlist], *, of_need: bool, candidates: int) -> Attention:
    listed = "project_id" if of_need else "need_id"
    lines = ShortlistLine.objects.filter(shortlist__in=lists, rank__lte=FIRST)
    counts = {str(one): count for one, count in lines.values_list(listed).annotate(number=Count("pk"))}
    return Attention("project_crowded" if of_need else "partner_crowded", counts, lists.count(), candidates)
