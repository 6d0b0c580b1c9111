"""Which ranker a hub's lists get: one learned from its own outcomes if that did better on its own last half-year.

With too few outcomes, or where learning fails, the documented rules stay; what was tried and why is always told.
"""

import hashlib
import logging
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from landbridge.engines import matching
from landbridge.engines.matching import learning
from landbridge.engines.matching.learning.model import months_before
from landbridge.engines.matching.scoring import Sheet
from landbridge.kernel.refusal import Refusal
from landbridge.matchmaking import history
from landbridge.matchmaking.market import Field, among
from landbridge.matchmaking.states import FitState

logger = logging.getLogger(__name__)
SHARES: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
"""How much the learned ranker may count beside the rules; the best on the trial is taken, the smaller of two equals."""
TRIAL_MONTHS: Final = 6
MOST_TRIED: Final = 200
"""Projects of the trial, the latest: more of them would say hardly more."""
FAULTS: Final = (ArithmeticError, LookupError, ValueError, Refusal)
"""What learning may raise on data nobody thought of: lists are made all the same."""
JOINED: Final = frozenset({matching.OutcomeKind.SIGNED, matching.OutcomeKind.INVESTED})
Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What came of an attempt to learn: `rules` and `blend` are nDCG@10 over `questions` projects of the last half-year.

    `share` is how much the learned ranker counts; `fault` names what went wrong.
    """

    state: FitState
    asof: date
    joined: int
    questions: int = 0
    rules: float | None = None
    blend: float | None = None
    share: float = 0.0
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A learned ranker with its attempt; no attempt below the threshold, no model unless the attempt came out well."""

    fit: Fit | None = None
    model: learning.Model | None = None


def fitted(field: Field, encoder: matching.Encoder | None) -> Fitted:
    """The ranker learned from what came of the hub's own pairs before today, if it helps. Kept for the same question."""
    if len(_first_days(field)) < history.THRESHOLD:
        return Fitted()
    return _kept(_Question(field, encoder))


@dataclass(frozen=True, eq=False)
class _Question:
    """All that a fit depends on, compared by its digest."""

    field: Field
    encoder: matching.Encoder | None

    @cached_property
    def digest(self) -> bytes:
        """SHA-256 over what is learned from."""
        whole = repr((self.field, self.encoder.name if self.encoder else "", history.THRESHOLD))
        return hashlib.sha256(whole.encode()).digest()

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Question) and self.digest == other.digest


@lru_cache(maxsize=4)
def _kept(question: _Question) -> Fitted:
    field = question.field
    joined = len(_first_days(field))
    try:
        fit = _tried(field, question.encoder, joined)
        if fit.state is not FitState.LEARNED:
            return Fitted(fit)
        return Fitted(fit, _learned(field, field.outcomes, field.asof, least=history.THRESHOLD // 2))
    except learning.TooFewOutcomes as few:
        known = int(str(few.data["found"]))
        return Fitted(Fit(state=FitState.TOO_FEW_KNOWN, asof=field.asof, joined=joined, questions=known))
    except FAULTS as fault:
        logger.exception("learning from %s projects failed; the documented rules stay", joined)
        return Fitted(Fit(state=FitState.FAILED, asof=field.asof, joined=joined, fault=type(fault).__name__))


def _tried(field: Field, encoder: matching.Encoder | None, joined: int) -> Fit:
    """Learn from all but the last half-year, and ask rules and ranker who joined in it."""
    day = months_before(field.asof, TRIAL_MONTHS)
    first = {offer: when for offer, when in _first_days(field).items() if day <= when < field.asof}
    asked = sorted((one for one in field.offers if one.id in first), key=lambda one: first[one.id])[-MOST_TRIED:]
    if not asked:
        raise learning.TooFewOutcomes(found=0, needed=1)
    answers = _answers(field, first)
    before = [one for one in field.outcomes if one.on < day]
    needs = [replace(need, updated=None) for need in field.all_needs]
    model = _learned(replace(field, needs=needs, closed=()), before, day, least=history.THRESHOLD // 4)
    rules = dense(
        matching.rank(
            asked, needs, outcomes=among(before, asked, needs), taxonomy=field.taxonomy, encoder=encoder,
            rates=field.rates, top=1,
        ).sheet
    )  # fmt: skip
    margins = learning.sheet_of(model, asked, needs, taxonomy=field.taxonomy).margins()
    place = {need.id: number for number, need in enumerate(needs)}
    found = dict.fromkeys(SHARES, 0.0)
    for row, offer in enumerate(asked):
        right = [place[need] for need in answers[offer.id]]
        for share in SHARES:
            found[share] += _ndcg(blended(margins[row], rules[row], share), right) / len(asked)
    best = max(SHARES, key=lambda share: (round(found[share], 6), -share))
    state = FitState.LEARNED if best else FitState.RULES_BETTER
    learned = found[best] if best else max(found[share] for share in SHARES if share)
    return Fit(
        state=state, asof=field.asof, joined=joined, questions=len(asked), rules=found[0.0], blend=learned, share=best
    )


def _learned(field: Field, outcomes: Sequence[matching.Outcome], day: date, *, least: int) -> learning.Model:
    recipe = learning.Recipe(least=least)
    return learning.fit(field.offers, field.all_needs, outcomes, asof=day, rates=field.rates, recipe=recipe)


def _first_days(field: Field) -> dict[str, date]:
    """The day on which each project first joined somebody."""
    first: dict[str, date] = {}
    for one in field.outcomes:
        if one.kind in JOINED:
            first[one.offer_id] = min(one.on, first.get(one.offer_id, one.on))
    return first


def _answers(field: Field, first: Mapping[str, date]) -> Mapping[str, Collection[str]]:
    """Who joined each of these projects on its first day."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in field.outcomes:
        if one.kind in JOINED and first.get(one.offer_id) == one.on:
            found[one.offer_id].add(one.need_id)
    return found


def dense(sheet: Sheet) -> Floats:
    """All scores of a sheet, offers by needs; minus infinity where a barrier stands."""
    return np.concatenate([block.scores.copy() for block in sheet.blocks()])


def blended(learned: Floats, rules: Floats, share: float) -> Floats:
    """One list's scores by both, each brought to mean 0 and deviation 1 over the pairs no barrier closes."""
    closed = ~(np.isfinite(learned) & np.isfinite(rules))
    both = share * even(learned, closed) + (1 - share) * even(rules, closed)
    return np.where(closed, -np.inf, both).astype(np.float32)


def even(line: Floats, closed: NDArray[np.bool_]) -> Floats:
    """The open places of a line at mean 0 and deviation 1; a constant line becomes zeros, closed places too."""
    mean, deviation = spread_of(line, closed)
    return np.where(closed, 0, (np.where(closed, mean, line) - mean) / deviation).astype(np.float32)


def spread_of(line: Floats, closed: NDArray[np.bool_]) -> tuple[float, float]:
    """Mean and deviation of the open places; the deviation of a constant line is taken as 1."""
    if closed.all():
        return 0.0, 1.0
    deviation = float(line[~closed].std())
    return float(line[~closed].mean()), deviation if deviation > 1e-6 else 1.0


def _ndcg(line: Floats, right: Sequence[int]) -> float:
    order = np.argsort(-line, kind="stable").tolist()
    places = [order.index(column) for column in right if np.isfinite(line[column])]
    return learning.quality(places, len(right)).ndcg10
