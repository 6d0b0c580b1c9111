"""How good the matches are: what was shown, opened, met and agreed; predicted against observed; who is shown how often."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import numpy as np
from django.db.models import Exists, OuterRef, QuerySet

from landbridge.engines.matching.learning import Bin, reliability
from landbridge.matchmaking.history import JOINED
from landbridge.matchmaking.models import Need, PairMeeting, PairOutcome, PairSighting
from landbridge.matchmaking.states import Ranker
from landbridge.projects.models import Project

BINS: Final = 5
LEAST_PAIRS: Final = 50
LEAST_OUTCOMES: Final = 5
RIPE: Final = timedelta(days=60)
"""A pair shown later than this before today is not judged yet: people need time to meet and to agree."""


@dataclass(frozen=True, slots=True)
class Row:
    """How many pairs of a group were shown, opened, met and signed."""

    key: str
    shown: int
    opened: int
    met: int
    interested: int
    signed: int


@dataclass(frozen=True, slots=True)
class Exposure:
    """How even the attention is: pairs shown by the most shown, those on no list, the share of the first three."""

    crowded: Sequence[tuple[UUID, int]]
    without: int
    of: int
    share_of_three: float
    evenness: float


@dataclass(frozen=True, slots=True)
class Reliability:
    """Predicted against observed in equally filled bins; no bins while there is too little to tell."""

    bins: Sequence[Bin]
    pairs: int
    outcomes: int

    @property
    def enough(self) -> bool:
        """Whether the bins say anything."""
        return bool(self.bins)


def followed(sightings: QuerySet[PairSighting]) -> QuerySet[PairSighting]:
    """Pairs that were shown, with `met`, `interested` and `signed`: what came of each. Of any later day."""
    same = {"hub_id": OuterRef("hub_id"), "project": OuterRef("project"), "organisation": OuterRef("organisation")}
    outcomes = PairOutcome.objects.filter(**same)
    return sightings.annotate(
        met=Exists(PairMeeting.objects.filter(**same)),
        interested=Exists(outcomes),
        signed=Exists(outcomes.filter(result__in=JOINED)),
    )


def of_all(rows: Sequence[PairSighting]) -> Row:
    """All pairs as one row."""
    return _row("", rows)


def by_field(rows: Sequence[PairSighting]) -> list[Row]:
    """A row for each field of the projects, the most shown first; a project of two fields counts in both."""
    return _grouped((code, row) for row in rows for code in (row.project.fields or [""]))


def by_country(rows: Sequence[PairSighting]) -> list[Row]:
    """A row for each country or region the projects come from, the most shown first."""
    return _grouped((row.project.country, row) for row in rows)


def calibration(rows: Sequence[PairSighting], *, ranker: Ranker, now: datetime) -> Reliability:
    """What one ranker predicted at the first showing against what came: interest, a signature, an investment."""
    ripe = [row for row in rows if row.ranker == ranker and now - row.first_shown_at >= RIPE]
    came = [bool(getattr(row, "interested", False)) for row in ripe]
    if len(ripe) < LEAST_PAIRS or sum(came) < LEAST_OUTCOMES:
        return Reliability((), len(ripe), sum(came))
    predicted = np.array([row.predicted for row in ripe])
    return Reliability(reliability(predicted, np.array(came), bins=BINS), len(ripe), sum(came))


def exposure_of_needs(rows: Iterable[PairSighting], needs: QuerySet[Need]) -> Exposure:
    """How often the organisations that look for something are shown."""
    shown = Counter(row.organisation_id for row in rows)
    return _exposure(shown, set(needs.filter(closed_at__isnull=True).values_list("organisation_id", flat=True)))


def exposure_of_projects(rows: Iterable[PairSighting], projects: QuerySet[Project]) -> Exposure:
    """How often the projects are shown."""
    shown = Counter(row.project_id for row in rows)
    return _exposure(shown, set(projects.values_list("pk", flat=True)))


def gini(counts: Sequence[int]) -> float:
    """0 where all are shown alike, towards 1 where one has it all."""
    ordered = np.sort(np.asarray(counts, dtype=np.float64))
    if not len(ordered) or not ordered.sum():
        return 0.0
    places = np.arange(1, len(ordered) + 1)
    return float((2 * places - len(ordered) - 1) @ ordered / (len(ordered) * ordered.sum()))


def _exposure(shown: Counter[UUID], everybody: set[UUID]) -> Exposure:
    counts = [shown[one] for one in everybody]
    total = sum(counts)
    crowded = sorted(((one, shown[one]) for one in everybody if shown[one]), key=lambda item: (-item[1], item[0]))
    return Exposure(
        crowded=crowded[:10],
        without=sum(not count for count in counts),
        of=len(everybody),
        share_of_three=sum(count for _one, count in crowded[:3]) / total if total else 0.0,
        evenness=1 - gini(counts),
    )


def _grouped(pairs: Iterable[tuple[str, PairSighting]]) -> list[Row]:
    groups: dict[str, list[PairSighting]] = {}
    for key, row in pairs:
        groups.setdefault(key, []).append(row)
    return sorted((_row(key, rows) for key, rows in groups.items()), key=lambda row: (-row.shown, row.key))


def _row(key: str, rows: Sequence[PairSighting]) -> Row:
    def count(name: str) -> int:
        return sum(bool(getattr(row, name)) for row in rows)

    return Row(key, len(rows), count("opened_at"), count("met"), count("interested"), count("signed"))
