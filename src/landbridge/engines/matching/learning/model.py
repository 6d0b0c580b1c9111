"""The two-step ranker: a regression over all candidates, then boosted trees over the best of them.

Everything it learns from is seen as it stood on the first day of a half-year, and it is asked who joined in that
half-year; so it never sees, in any number, what lies after the question.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from landbridge.engines.matching.exchange import Exchange
from landbridge.engines.matching.inspection import inspect
from landbridge.engines.matching.learning.boosting import Forest, Growth, Loss, Told, grow
from landbridge.engines.matching.learning.calibration import Calibration, calibrated
from landbridge.engines.matching.learning.logistic import fit_logistic
from landbridge.engines.matching.learning.records import Floats, Ints, Records
from landbridge.engines.matching.learning.snapshot import Snapshot
from landbridge.engines.matching.parties import Need, Offer, Outcome
from landbridge.kernel.money import Rate
from landbridge.kernel.refusal import Refusal

_BATCH = 16
_SAMPLE = 60


class TooFewOutcomes(Refusal):
    """There is not enough history to learn from; the prior ranks instead. `data`: found, needed."""

    code = "too_few_outcomes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a model is fitted: chosen on the questions of 2010 and 2011 of the deals data, not on any later one.

    `windows` half-years before the day are learned from, if together they hold `least` questions. `short` candidates
    of each question reach the trees in fitting, `longer` in ranking. `growths` are forests grown apart and added, each
    brought to deviation 1 within the question first. `lead` is the share of the regression in the end.
    """

    windows: int = 9
    least: int = 200
    short: int = 100
    longer: int = 300
    lead: float = 0.1
    growths: tuple[Growth, ...] = (
        Growth(trees=150, rate=0.08),
        Growth(loss=Loss.LISTS, trees=150, rate=0.08, least=30, ridge=1.0, features=0.3),
    )


@dataclass(frozen=True)
class Card:
    """What the model card says: data, dates, sizes, and how it was made."""

    asof: date
    offers: int
    needs: int
    outcomes: int
    questions: int
    windows: tuple[date, ...]
    amounts: bool
    seed: int


@dataclass(frozen=True)
class Model:
    """A fitted ranker with the past it was fitted on (needed to describe new questions)."""

    names: tuple[str, ...]
    weights: Floats
    forest: Forest
    calibration: Calibration
    recipe: Recipe
    card: Card
    offers: tuple[Offer, ...]
    outcomes: tuple[Outcome, ...]
    rates: tuple[Rate, ...]

    def records(self, offers: Sequence[Offer], needs: Sequence[Need]) -> tuple[Records, Ints]:
        """The past together with the offers now asked about, and the numbers of these."""
        asked = {offer.id for offer in offers}
        past = [offer for offer in self.offers if offer.id not in asked]
        exchange = Exchange(self.rates)
        records = Records([*past, *offers], needs, self.outcomes, exchange=exchange, amounts=self.card.amounts)
        return records, np.arange(len(past), len(past) + len(offers))

    def margins(self, table: Floats, open_: NDArray[np.bool_]) -> Floats:
        """The margins of one question's candidates (needs, features); closed ones get minus infinity.

        The best by regression are put in order by the trees; the rest follow, in the order of the regression.
        """
        linear = np.where(open_, table @ self.weights, -np.inf).astype(np.float32)
        order = np.argsort(-linear, kind="stable")[: int(open_.sum())]
        best, rest = order[: self.recipe.longer], order[self.recipe.longer :]
        found = np.full(len(linear), -np.inf, dtype=np.float32)
        if len(best):
            seen = np.column_stack([table[best], linear[best]])
            found[best] = self.forest.score(seen) + self.recipe.lead * linear[best]
        if len(rest):
            found[rest] = linear[rest] - linear[rest].max() + found[best].min() - np.float32(1e-3)
        return found


def fit(
    offers: Sequence[Offer],
    needs: Sequence[Need],
    outcomes: Sequence[Outcome],
    *,
    asof: date,
    rates: Sequence[Rate] = (),
    amounts: bool = True,
    recipe: Recipe | None = None,
    seed: int = 0,
    told: Told | None = None,
) -> Model:
    """A model of who joins, from what happened before `asof`.

    `amounts=False` leaves every amount out: where the amount is the sum finally raised it tells of the outcome.
    Raises `InputRefused` for faults (an outcome after `asof` among them) and `TooFewOutcomes`.
    """
    inspect(offers, needs, outcomes, asof=asof)
    records = Records(offers, needs, outcomes, exchange=Exchange(rates), amounts=amounts)
    fitting = _Fitting(records, asof, recipe or Recipe(), seed, told or _silent)
    names, weights, forest, calibration = fitting.run()
    card = Card(
        asof=asof,
        offers=len(offers),
        needs=len(needs),
        outcomes=len(records.day),
        questions=fitting.questions,
        windows=tuple(start for start, _ in fitting.windows),
        amounts=amounts,
        seed=seed,
    )
    return Model(
        names=tuple(names),
        weights=weights,
        forest=forest,
        calibration=calibration,
        recipe=recipe or Recipe(),
        card=card,
        offers=tuple(offers),
        outcomes=tuple(outcomes),
        rates=tuple(rates),
    )


def shortlists(model: Model, needs: Sequence[Need], told: Told | None = None) -> "Shortlist":
    """What the trees of a model were grown on, for another ranker to be tried on the same.

    Tables of shape (questions, candidates, features and the regression's margin), and who joined.
    """
    records = Records(model.offers, needs, model.outcomes, exchange=Exchange(model.rates), amounts=model.card.amounts)
    fitting = _Fitting(records, model.card.asof, model.recipe, model.card.seed, told or _silent)
    lists = [fitting.shortlists(number, model.weights) for number in range(len(fitting.windows))]
    return np.concatenate([table for table, _ in lists]), np.concatenate([hits for _, hits in lists])


def _silent(_what: str, _done: int, _all: int) -> None:
    """For those who do not want to hear of progress."""


Shortlist = tuple[Floats, NDArray[np.bool_]]


class _Fitting:
    """One fit. The latest half-year is held out from the regression, and from the trees that calibrate."""

    def __init__(self, records: Records, asof: date, recipe: Recipe, seed: int, told: Told) -> None:
        self._records, self._recipe, self._told = records, recipe, told
        self._seed = seed
        self._names: list[str] = []
        found = [(start, end) for start, end in half_years(asof, recipe.windows) if self._answered(start, end)]
        self.windows = found
        self.questions = sum(self._answered(start, end) for start, end in found)
        if self.questions < recipe.least or len(found) < 2:
            raise TooFewOutcomes(found=self.questions, needed=recipe.least)

    def run(self) -> tuple[list[str], Floats, Forest, Calibration]:
        """Names, regression, trees and calibration."""
        weights = _regression([self._sample(number) for number in range(len(self.windows) - 1)])
        lists = [self.shortlists(number, weights) for number in range(len(self.windows))]
        calibration = self._calibration(self._trees(lists[:-1]), lists[-1])
        return self._names, weights, self._trees(lists), calibration

    def _trees(self, lists: Sequence[Shortlist]) -> Forest:
        tables = np.concatenate([table for table, _ in lists])
        joined = np.concatenate([hits for _, hits in lists])
        start = np.zeros(joined.shape, dtype=np.float32)
        flat = tables.reshape(-1, tables.shape[2])
        forests = []
        for growth in self._recipe.growths:
            forest = grow(tables, joined, start, growth=growth, seed=self._seed, told=self._told)
            spread = float(forest.score(flat).reshape(joined.shape).std(axis=1).mean())
            forests.append(forest.scaled(growth.weight / max(spread, 1e-6)))
        return Forest.joined(forests)

    def _calibration(self, forest: Forest, held_out: Shortlist) -> Calibration:
        """From the margins of the first twenty of each question of a half-year the trees have not seen."""
        tables, joined = held_out
        margin = forest.score(tables.reshape(-1, tables.shape[2])).reshape(joined.shape)
        margin += self._recipe.lead * tables[:, :, -1]
        top = np.argsort(-margin, axis=1, kind="stable")[:, :20]
        return calibrated(
            np.take_along_axis(margin, top, axis=1).ravel(), np.take_along_axis(joined, top, axis=1).ravel()
        )

    def _sample(self, number: int) -> tuple[Floats, NDArray[np.bool_], Floats]:
        """All pairs that joined in a half-year and, per question, a fair sample of those that did not."""
        rng = np.random.default_rng((self._seed, number))
        rows, joined, weights = [], [], []
        for table, hits in self._questions(number, "reading half-years", every=2):
            others = np.setdiff1d(rng.choice(len(table), min(_SAMPLE, len(table)), replace=False), np.flatnonzero(hits))
            chosen = np.concatenate([np.flatnonzero(hits), others])
            rows.append(table[chosen])
            joined.append(hits[chosen])
            share = (len(table) - hits.sum()) / max(len(others), 1)
            weights.append(np.where(hits[chosen], 1, share).astype(np.float32))
        return np.concatenate(rows), np.concatenate(joined), np.concatenate(weights)

    def shortlists(self, number: int, weights: Floats) -> Shortlist:
        """The best of each question by the regression, with its margin as one more feature, and who joined."""
        tables, joined = [], []
        for table, hits in self._questions(number, "shortlisting half-years"):
            linear = table @ weights
            best = np.argsort(-linear, kind="stable")[: self._recipe.short]
            tables.append(np.column_stack([table[best], linear[best]]))
            joined.append(hits[best])
        length = self._length()
        return np.stack([table[:length] for table in tables]), np.stack([hits[:length] for hits in joined])

    def _length(self) -> int:
        """As many candidates as the poorest half-year has, at most what the recipe asks."""
        first = self.windows[0][0].toordinal()
        known = np.unique(self._records.need[self._records.day < first])
        return min(self._recipe.short, len(known))

    def _questions(self, number: int, what: str, *, every: int = 1) -> Iterator[tuple[Floats, NDArray[np.bool_]]]:
        """The candidates known on the first day of a half-year, described as of that day, and who joined after."""
        start, end = self.windows[number]
        questions = self._records.questions(start, end)
        snapshot = Snapshot(self._records, start, questions)
        candidates = snapshot.known
        answers = dict(zip(questions.tolist(), self._records.answers(questions), strict=True))
        kept = [row for row in questions.tolist() if np.isin(answers[row], candidates).any()][::every]
        for at in range(0, len(kept), _BATCH):
            batch = np.array(kept[at : at + _BATCH])
            self._names, tables = snapshot.describe(batch)
            for row, table in zip(batch.tolist(), tables[:, candidates], strict=True):
                yield table, np.isin(candidates, answers[row])
        self._told(what, number + 1, len(self.windows))

    def _answered(self, start: date, end: date) -> int:
        snapshot_day = start.toordinal()
        if not (self._records.day < snapshot_day).any():
            return 0
        known = np.zeros(len(self._records.needs), dtype=np.bool_)
        known[self._records.need[self._records.day < snapshot_day]] = True
        answers = self._records.answers(self._records.questions(start, end))
        return sum(bool(known[who].any()) for who in answers)


def _regression(samples: Sequence[tuple[Floats, NDArray[np.bool_], Floats]]) -> Floats:
    rows, joined, weights = (np.concatenate(part) for part in zip(*samples, strict=True))
    return fit_logistic(rows, joined, weights)


def half_years(asof: date, number: int) -> Iterator[tuple[date, date]]:
    """The `number` spans of six months that end on `asof`, the oldest first."""
    for back in range(number, 0, -1):
        yield months_before(asof, 6 * back), months_before(asof, 6 * (back - 1))


def months_before(day: date, months: int) -> date:
    """The same day of the month some months earlier, the 28th at the latest."""
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, min(day.day, 28))
