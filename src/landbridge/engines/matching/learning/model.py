"""The two-step ranker: a regression over all candidates, then boosted trees over the best of them.

Everything it learns from is seen as it stood on the first day of a window of nine months, and it is asked who joined in
that window; so it never sees, in any number, what lies after the question. Windows begin every quarter: the same
question is seen from up to three first days, fresh and stale, as new questions will be.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from landbridge.engines.matching.exchange import Exchange
from landbridge.engines.matching.inspection import inspect
from landbridge.engines.matching.learning.calibration import Calibration, calibrated
from landbridge.engines.matching.learning.forest import Forest, Growth, Told, grow
from landbridge.engines.matching.learning.logistic import fit_logistic
from landbridge.engines.matching.learning.records import Floats, Ints, Records
from landbridge.engines.matching.learning.snapshot import GLANCE, Snapshot
from landbridge.engines.matching.parties import Need, Offer, Outcome
from landbridge.kernel.money import Rate
from landbridge.kernel.refusal import Refusal

_BATCH = 16
_SAMPLE = 60
_NEAR = 200
_EVERY = 2


class TooFewOutcomes(Refusal):
    """There is not enough history to learn from; the prior ranks instead. `data`: found, needed."""

    code = "too_few_outcomes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a model is fitted: chosen on the questions of 2010 and 2011 of the deals data, not on any later one.

    `windows` begin every `step` months before the day and last `span` months, the latest only until the day; they are
    learned from if together they hold `least` questions. Chances are calibrated on the window of the last `held`
    months. `short` candidates of each question reach the trees in fitting (`growth`), `longer` in ranking. The trees'
    margin is brought to deviation 1 within the question; so is that of the regression (with `ridge`), before its share
    `lead` is added.
    """

    windows: int = 18
    step: int = 3
    span: int = 9
    held: int = 6
    least: int = 200
    short: int = 100
    longer: int = 300
    lead: float = 0.25
    ridge: float = 60.0
    growth: Growth = field(default_factory=Growth)


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
    lead: float
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
            found[best] = self.forest.score(seen) + np.float32(self.lead) * linear[best]
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
    learned = fitting.run()
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
        names=learned.names,
        weights=learned.weights,
        forest=learned.forest,
        lead=learned.lead,
        calibration=learned.calibration,
        recipe=recipe or Recipe(),
        card=card,
        offers=tuple(offers),
        outcomes=tuple(outcomes),
        rates=tuple(rates),
    )


def shortlists(model: Model, needs: Sequence[Need], told: Told | None = None) -> tuple[Floats, NDArray[np.bool_]]:
    """What the trees of a model were grown on, for another ranker to be tried on the same.

    Tables of shape (questions, candidates, features and the regression's margin), and who joined.
    """
    records = Records(model.offers, needs, model.outcomes, exchange=Exchange(model.rates), amounts=model.card.amounts)
    fitting = _Fitting(records, model.card.asof, model.recipe, model.card.seed, told or _silent)
    lists = fitting.shortlists(model.weights)
    return lists.tables, lists.joined


def _silent(_what: str, _done: int, _all: int) -> None:
    """For those who do not want to hear of progress."""


@dataclass(frozen=True)
class _Shortlists:
    """Tables of the best of each question, who joined, the day of each question, and its window."""

    tables: Floats
    joined: NDArray[np.bool_]
    day: Ints
    window: Ints


@dataclass(frozen=True)
class _Learned:
    names: tuple[str, ...]
    weights: Floats
    forest: Forest
    lead: float
    calibration: Calibration


class _Fitting:
    """One fit. The questions of the last months are held out from the trees that calibrate."""

    def __init__(self, records: Records, asof: date, recipe: Recipe, seed: int, told: Told) -> None:
        self._records, self._recipe, self._told = records, recipe, told
        self._seed = seed
        self._names: list[str] = []
        found = [(start, end, self._kept(start, end)) for start, end in spans(asof, recipe)]
        self.windows = [(start, end) for start, end, rows in found if len(rows)]
        self._rows = [rows for _, _, rows in found if len(rows)]
        every = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *self._rows]))
        self.questions = len(every)
        day = months_before(asof, recipe.held)
        last = [number for number, (start, _) in enumerate(self.windows) if start >= day]
        self._held_out = last[0] if last else len(self.windows) - 1
        early = self.windows and (records.first_day[every] < self._held_out_day).any()
        if self.questions < recipe.least or not early:
            raise TooFewOutcomes(found=self.questions, needed=recipe.least)

    @property
    def _held_out_day(self) -> int:
        return self.windows[self._held_out][0].toordinal()

    def run(self) -> _Learned:
        """Names, regression, trees and calibration."""
        samples = [self._sample(number) for number in range(len(self.windows))]
        weights = _regression(samples, self._recipe.ridge)
        lists = self.shortlists(weights)
        spread = float(lists.tables[:, :, -1].std(axis=1).mean())
        lead = self._recipe.lead / max(spread, 1e-6)
        early = lists.day < self._held_out_day
        calibration = self._calibration(self._grown(lists.tables[early], lists.joined[early]), lists, lead)
        forest = self._grown(lists.tables, lists.joined)
        return _Learned(tuple(self._names), weights, forest, lead, calibration)

    def _grown(self, tables: Floats, joined: NDArray[np.bool_]) -> Forest:
        return grow(tables, joined, growth=self._recipe.growth, seed=self._seed, told=self._told)

    def _calibration(self, forest: Forest, lists: _Shortlists, lead: float) -> Calibration:
        """From the margins of the first twenty of each question of a window the trees have not seen."""
        held_out = lists.window == self._held_out
        tables, joined = lists.tables[held_out], lists.joined[held_out]
        margin = forest.score(tables.reshape(-1, tables.shape[2])).reshape(joined.shape)
        margin += np.float32(lead) * tables[:, :, -1]
        top = np.argsort(-margin, axis=1, kind="stable")[:, :20]
        return calibrated(
            np.take_along_axis(margin, top, axis=1).ravel(), np.take_along_axis(joined, top, axis=1).ravel()
        )

    def _sample(self, number: int) -> tuple[Floats, NDArray[np.bool_], Floats]:
        """All pairs that joined in a window and, per question, a fair sample of those that did not.

        Half of the sample comes from the candidates that look best at a glance, since they decide the order.
        """
        rng = np.random.default_rng((self._seed, number))
        rows, joined, weights = [], [], []
        for table, hits in self._questions(number, "reading windows", every=_EVERY):
            glance = table[:, self._names.index(GLANCE)]
            apart = np.argsort(-np.where(hits, -np.inf, glance), kind="stable")[: len(hits) - int(hits.sum())]
            for layer in (apart[:_NEAR], apart[_NEAR:]):
                chosen = rng.choice(layer, min(_SAMPLE, len(layer)), replace=False)
                rows.append(table[chosen])
                weights.append(np.full(len(chosen), len(layer) / max(len(chosen), 1), dtype=np.float32))
                joined.append(np.zeros(len(chosen), dtype=np.bool_))
            rows.append(table[hits])
            weights.append(np.ones(int(hits.sum()), dtype=np.float32))
            joined.append(np.ones(int(hits.sum()), dtype=np.bool_))
        return np.concatenate(rows), np.concatenate(joined), np.concatenate(weights)

    def shortlists(self, weights: Floats) -> _Shortlists:
        """The best of each question by the regression, with its margin as one more feature, and who joined."""
        tables, joined, length = [], [], self._length()
        for number in range(len(self.windows)):
            for table, hits in self._questions(number, "shortlisting windows"):
                linear = table @ weights
                best = np.argsort(-linear, kind="stable")[:length]
                tables.append(np.column_stack([table[best], linear[best]]))
                joined.append(hits[best])
        window = np.repeat(np.arange(len(self._rows)), [len(rows) for rows in self._rows])
        days = self._records.first_day[np.concatenate(self._rows)]
        return _Shortlists(np.stack(tables), np.stack(joined), days, window)

    def _length(self) -> int:
        """As many candidates as the poorest window has, at most what the recipe asks."""
        first = self.windows[0][0].toordinal()
        known = np.unique(self._records.need[self._records.day < first])
        return min(self._recipe.short, len(known))

    def _questions(self, number: int, what: str, *, every: int = 1) -> Iterator[tuple[Floats, NDArray[np.bool_]]]:
        """The candidates known on the first day of a window, described as of that day, and who joined after."""
        start, end = self.windows[number]
        snapshot = Snapshot(self._records, start, self._records.questions(start, end))
        candidates, kept = snapshot.known, self._rows[number][::every]
        answers = self._records.answers(kept)
        for at in range(0, len(kept), _BATCH):
            self._names, tables = snapshot.describe(kept[at : at + _BATCH])
            for answer, table in zip(answers[at : at + _BATCH], tables[:, candidates], strict=True):
                yield table, np.isin(candidates, answer)
        self._told(what, number + 1, len(self.windows))

    def _kept(self, start: date, end: date) -> Ints:
        """The questions between two days that somebody joined who was known on the first."""
        known = np.zeros(len(self._records.needs), dtype=np.bool_)
        known[self._records.need[self._records.day < start.toordinal()]] = True
        questions = self._records.questions(start, end)
        answered = [bool(known[who].any()) for who in self._records.answers(questions)]
        return questions[np.array(answered, dtype=np.bool_)]


def _regression(samples: Sequence[tuple[Floats, NDArray[np.bool_], Floats]], ridge: float) -> Floats:
    rows, joined, weights = (np.concatenate(part) for part in zip(*samples, strict=True))
    return fit_logistic(rows, joined, weights, ridge=ridge)


def spans(asof: date, recipe: Recipe) -> Iterator[tuple[date, date]]:
    """The windows of a recipe, the oldest first; none goes past `asof`."""
    for back in range(recipe.windows * recipe.step, 0, -recipe.step):
        left = back - recipe.span
        yield months_before(asof, back), months_before(asof, left) if left > 0 else asof


def months_before(day: date, months: int) -> date:
    """The same day of the month some months earlier, the 28th at the latest."""
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, min(day.day, 28))
