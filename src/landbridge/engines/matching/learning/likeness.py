"""Likeness by degrees: two fields or places are as near as the needs that join in the one also join in the other.

Where `snapshot` asks whether two offers share a code, here a past offer of a neighbouring field counts for a part. It
also knows cohorts: offers asked about within one week for the same round and much the same amount, as accelerators do.
"""

from collections.abc import Iterator, Mapping

import numpy as np
from scipy import sparse

from landbridge.engines.matching.learning.records import Floats, Ints, Records

_WEEK = 7
_SAME_AMOUNT = 0.1  # of the logarithm to base ten: a quarter more or less


class Past:
    """Past offers and who joined them: `offers` by number, `joined` (needs, offers), `fading` and `age` per offer."""

    def __init__(self, offers: Ints, joined: sparse.csr_matrix, fading: Floats, age: Floats) -> None:
        self.offers, self.joined, self.fading, self.age = offers, joined, fading, age


class Likeness:
    """Layers of one snapshot; `tables` hold first outcomes per code and need for field, state and region."""

    def __init__(self, records: Records, past: Past, tables: Mapping[str, Floats], asked: Ints) -> None:
        """`asked` are the offers now asked about together: a cohort is seen among them and the past."""
        self._all, self._past = records, past
        self._near = {name: _nearness(table) for name, table in tables.items()}
        self._lately = np.exp2(-past.age / 120).astype(np.float32)
        self._cohort = _cohorts(records, np.union1d(past.offers, asked))

    def usual_cohort(self, need: Ints, offer: Ints, weight: Floats, width: int) -> Floats:
        """Per need the mean logarithm of the cohorts of the offers it joined first, drawn to a small one."""
        sizes = weight * np.log(self._cohort[offer])
        total = np.bincount(need, sizes, minlength=width)
        usual: Floats = ((total + 0.3) / (np.bincount(need, weight, minlength=width) + 1)).astype(np.float32)
        return usual

    def layers(self, questions: Ints) -> Iterator[tuple[str, Floats]]:
        """Names and layers of shape (questions, needs)."""
        for name, kernel in self._kernels(questions).items():
            layer = (self._past.joined @ kernel.T.astype(np.float32)).T
            if name == "like soft place":
                yield f"{name} share", np.log(layer / np.maximum(layer.sum(axis=1, keepdims=True), 1e-9) + 1e-5)
            yield name, np.log(layer + 1e-4) if name == "region recent" else layer

    def _kernels(self, questions: Ints) -> Mapping[str, Floats]:
        past, fading = self._past.offers, self._past.fading
        field = self._soft("field", questions)
        field[np.asarray(self._all.traits[0].offers[questions].sum(axis=1)).ravel() == 0] = 0.2
        state, region = self._soft("state", questions), self._soft("region", questions)
        same_state, same_region, place = (self._same(number, questions) for number in (1, 2, 3))
        asked, before = self._all.asked_round[questions], self._all.asked_round[past]
        round_ = (asked[:, None] == before[None, :]).astype(np.float32)
        gap = np.abs(self._all.asked_amount[questions][:, None] - self._all.asked_amount[past][None, :])
        alike = np.where(np.isnan(gap), np.float32(0.4), np.exp(-((gap / 0.35) ** 2)))
        exact = np.where(np.isnan(gap), np.float32(0), gap < 0.004)
        sizes = np.log(self._cohort)
        cohort = np.exp(-(((sizes[questions][:, None] - sizes[past][None, :]) / 0.6) ** 2))
        return {
            "like soft all": (field + 0.05)
            * (0.5 * state + region + 0.3 * place + 0.05)
            * (0.3 + round_)
            * alike
            * fading,
            "like soft field": field**2 * (0.3 + round_) * alike * fading,
            "like soft place": (0.3 * state + region + 0.5 * place) * (0.2 + round_) * alike * fading,
            "like cohort": cohort * (0.2 + round_) * (0.1 + same_state + same_region + place) * alike * fading,
            "like exactly lately": exact * round_ * (0.2 + same_state + same_region) * self._lately,
            "like field, round and region": field * round_ * same_region * alike * fading,
            "like field lately": field**2 * (0.3 + round_) * self._lately,
            "region recent": same_region * np.exp2(-self._past.age / 30),
        }

    def _soft(self, name: str, questions: Ints) -> Floats:
        trait = next(trait for trait in self._all.traits if trait.name == name)
        wanted = np.asarray(trait.offers[questions] @ self._near[name])
        return np.asarray(trait.offers[self._past.offers] @ wanted.T, dtype=np.float32).T

    def _same(self, number: int, questions: Ints) -> Floats:
        trait = self._all.traits[number]
        both = trait.offers[questions] @ trait.offers[self._past.offers].T
        return np.asarray(both.todense() > 0, dtype=np.float32)


def breadth(table: Floats) -> Floats:
    """How much of a need's past lies in its commonest code: 1 for a specialist, small for one who joins anything."""
    found: Floats = ((table.max(axis=0, initial=0) + 0.3) / (table.sum(axis=0) + 1)).astype(np.float32)
    return found


def _nearness(table: Floats) -> Floats:
    """Of every two codes: how alike the needs are that join in them, less where little is known; 1 with oneself."""
    share = np.sqrt(table / np.maximum(table.sum(axis=1, keepdims=True), 1e-9))
    known = table.sum(axis=1)
    least = np.minimum(known[:, None], known[None, :])
    near: Floats = ((share @ share.T) * (least / (least + 20))).astype(np.float32)
    np.fill_diagonal(near, 1)
    return near


def _cohorts(records: Records, known: Ints) -> Floats:
    """Per offer how many of the `known` were asked about in the week up to its day, for the same round and amount."""
    sizes = np.ones(len(records.offers), dtype=np.float32)
    known = known[records.asked_day[known] > 0]
    known = known[np.argsort(records.asked_day[known], kind="stable")]
    days, amounts, rounds = records.asked_day[known], records.asked_amount[known], records.asked_round[known]
    for place, offer in enumerate(known.tolist()):
        week = slice(*np.searchsorted(days, (days[place] - _WEEK, days[place] + 1)))
        gap = np.abs(amounts[week] - amounts[place])
        close = np.isnan(amounts[week]) if np.isnan(amounts[place]) else gap < _SAME_AMOUNT
        sizes[offer] = max(int((close & (rounds[week] == rounds[place])).sum()), 1)
    return sizes
