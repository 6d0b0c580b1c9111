"""The page of quality: what it counts, what it compares, and that it says when there is too little to tell."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from landbridge.ground.hubs import hub_context
from landbridge.matchmaking import quality
from landbridge.matchmaking.actions import shortlists
from landbridge.matchmaking.models import PairSighting
from landbridge.matchmaking.ranker import Fit
from landbridge.matchmaking.states import FitState, Ranker
from tests.entrypoints.web.network.conftest import NOW
from tests.matchmaking import makers, rows

Queries = Callable[[], AbstractContextManager[CaptureQueriesContext]]
LONG_AGO = NOW - timedelta(days=90)


def shown(hub_id: UUID, number: int, *, joined: int = 0) -> None:
    """One project shown to so many organisations long ago, with the fit rising; the best `joined` of them joined."""
    with hub_context(hub_id):
        offer = makers.project(hub_id)
        firms = [rows.organisation(hub_id, f"Firm {place}") for place in range(number)]
        pairs = [(offer.pk, firm.pk, place / number) for place, firm in enumerate(firms)]
        shortlists.note_shown(hub_id=hub_id, shown=pairs, ranker=Ranker.PRIOR, at=LONG_AGO)
        for firm in firms[number - joined :]:
            shortlists.record_outcome(
                actor=makers.SYSTEM, hub_id=hub_id, project_id=offer.pk, organisation_id=firm.pk, result="signed",
                happened_on=NOW.date(), today=NOW.date(), at=NOW,
            )  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "expected"), [([], 0.0), ([0, 0], 0.0), ([5, 5, 5], 0.0), ([0, 0, 0, 8], 0.75), ([1, 3], 0.25)]
)
def test_evenness_is_measured_by_the_gini_coefficient(counts: list[int], expected: float) -> None:
    assert quality.gini(counts) == pytest.approx(expected)


def test_an_empty_hub_is_told_how_much_is_missing(manager: Client) -> None:
    page = manager.get("/matches/quality/").content.decode()
    assert "Nothing was shown yet" in page
    assert "Too little to tell yet" in page
    assert "0 projects that signed" in page


def test_predictions_are_compared_with_what_came_in_equal_bins(hub_id: UUID, manager: Client) -> None:
    shown(hub_id, 60, joined=12)
    with hub_context(hub_id):
        told = list(quality.followed(PairSighting.objects.all()).select_related("project"))
        found = quality.calibration(told, ranker=Ranker.PRIOR, now=NOW)
    assert [one.pairs for one in found.bins] == [12] * 5
    assert [one.observed for one in found.bins] == [0, 0, 0, 0, 1]
    assert [round(one.predicted, 2) for one in found.bins] == [0.09, 0.29, 0.49, 0.69, 0.89]
    page = manager.get("/matches/quality/").content.decode()
    assert "<circle" in page
    assert "battery management" in page
    assert "Germany" in page
    rows_page = manager.get("/matches/quality/pairs/", {"reached": "signed"}).content.decode()
    assert "1 to 12 of 12" in rows_page


@pytest.mark.parametrize(
    ("fit", "told"),
    [
        (
            Fit(state=FitState.LEARNED, asof=NOW.date(), joined=212, questions=44, rules=0.31, blend=0.402, share=0.75),
            "came to 0.402 (nDCG@10, 1 is perfect) and the documented rules alone to 0.310. It counts 75 of 100",
        ),
        (
            Fit(state=FitState.RULES_BETTER, asof=NOW.date(), joined=212, questions=44, rules=0.31, blend=0.3),
            "nothing learned did better (0.300). The rules stay.",
        ),
        (
            Fit(state=FitState.TOO_FEW_KNOWN, asof=NOW.date(), joined=212, questions=31),
            "212 projects joined somebody, but too few of them in the last half-year",
        ),
        (
            Fit(state=FitState.FAILED, asof=NOW.date(), joined=212, fault="ValueError"),
            "learning from 212 projects failed (ValueError). The documented rules put lists in order until it works",
        ),
    ],
)
def test_what_came_of_learning_is_told(hub_id: UUID, manager: Client, fit: Fit, told: str) -> None:
    with hub_context(hub_id):
        for _time in range(2):
            shortlists.note_fit(hub_id=hub_id, fit=fit, at=NOW)
    page = manager.get("/matches/quality/").content.decode()
    assert told in page
    assert ("Learning failed" in page) == (fit.state is FitState.FAILED)


def test_what_was_shown_lately_is_not_judged_yet(hub_id: UUID) -> None:
    shown(hub_id, 60, joined=12)
    with hub_context(hub_id):
        PairSighting.objects.update(first_shown_at=NOW - timedelta(days=5))
        told = list(quality.followed(PairSighting.objects.all()).select_related("project"))
        found = quality.calibration(told, ranker=Ranker.PRIOR, now=NOW)
    assert (found.enough, found.pairs) == (False, 0)


def test_the_organiser_alone_reads_it(scout: Client, founder: Client, stranger: Client, hub_id: UUID) -> None:
    shown(hub_id, 3)
    for client in (scout, founder):
        assert client.get("/matches/quality/").status_code == 404
    assert "Firm" not in stranger.get("/matches/quality/pairs/").content.decode()


def test_it_asks_a_constant_number_of_queries(hub_id: UUID, manager: Client, queries: Queries) -> None:
    counts = []
    for number in (1, 3):
        shown(hub_id, number)
        with queries() as page:
            manager.get("/matches/quality/")
        with queries() as listed:
            manager.get("/matches/quality/pairs/")
        counts.append((len(page), len(listed)))
    assert counts[0] == counts[1]
