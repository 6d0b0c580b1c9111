"""What was known on one day: for every question and need the numbers a ranker may use, nothing dated later.

All numbers are brought to mean 0 and deviation 1 over the candidates of one question, so that a busy year and a quiet
one, a rich field and a poor one, look alike to the ranker.
"""

from collections.abc import Iterator
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from landbridge.engines.matching.learning.habits import AmountHabits, at_home, solo
from landbridge.engines.matching.learning.likeness import Likeness, Past, breadth
from landbridge.engines.matching.learning.records import Floats, Ints, Records

HALF_LIFE = 730.0
_SHORT = 240.0
_LONG = 2000.0
GLANCE = "like sum"
"""The one number that orders best by itself, before anything was learned."""

FAMILIES: dict[str, str] = {
    "act": "activity", "first": "activity", "last": "activity", "newness": "activity", "rate": "activity",
    "syndicate": "activity", "field": "past_field", "state": "past_place", "region": "past_place",
    "place": "past_place", "round": "past_round", "own": "own_place", "home": "own_place", "like": "neighbours", "circle": "neighbours",
    "season": "season", "amount": "past_amount",
}  # fmt: skip
"""The first word of a feature's name -> the family of facts it is told under."""


class Snapshot:
    """The past of `records` before the day `asof`, ready to describe questions."""

    def __init__(self, records: Records, asof: date, asked: Ints | None = None) -> None:
        """Outcomes on `asof` or later are cut off here, before anything is counted.

        `asked` are all offers asked about together, of which some may be cohorts.
        """
        self._all = records
        before = records.day < asof.toordinal()
        self._offer, self._need = records.offer[before], records.need[before]
        self._round, self._amount = records.round[before], records.amount[before]
        self._first = records.is_first[before].astype(np.float32)
        self._age = (asof.toordinal() - records.day[before]).astype(np.float32)
        self._slow = np.exp2(-self._age / HALF_LIFE).astype(np.float32)
        self._fast = np.exp2(-self._age / _SHORT).astype(np.float32)
        self._width = len(records.needs)
        self.deals = self._per_need(np.ones_like(self._slow))
        self._recent = self._per_need(self._slow)
        self._recent_first = self._per_need(self._slow * self._first)
        self._general = self._general_numbers()
        self._tables = [self._trait_tables(trait.offers) for trait in records.traits]
        self._rounds = self._round_tables()
        self._amounts = self._amount_tables()
        self._circle = self._co_investors()
        self._set_neighbours(asof)
        self._likeness = self._degrees(np.zeros(0, dtype=np.int64) if asked is None else asked)
        self._general += self._habits()

    @property
    def known(self) -> Ints:
        """The needs with any past."""
        return np.flatnonzero(self.deals > 0)

    def describe(self, questions: Ints) -> tuple[list[str], Floats]:
        """Names of the features, and their numbers, shape (questions, needs, features), normalised per question."""
        names, layers = [], []
        for name, layer in self._layers(questions):
            names.append(name)
            wide = np.broadcast_to(layer, (len(questions), self._width))
            layers.append(normalised(wide, self.known))
        return names, np.stack(layers, axis=2)

    def _layers(self, questions: Ints) -> Iterator[tuple[str, Floats]]:
        plain = dict(self._plain_layers(questions))
        yield from plain.items()
        soft = dict(self._likeness.layers(questions))
        yield from soft.items()
        places = (0.5 * np.maximum(plain["state lift"], 0), 0.5 * plain["region lift"], plain["field lift"])
        rounds = plain["round first lift"] + 0.5 * plain["amount off"]
        lead = np.log(self._recent_first + np.float32(0.05)) + sum(places) + rounds
        yield GLANCE, lead
        yield from self._circle_layers(lead, soft["like soft all"])
        yield "own home", plain["own state"] * self._home["state"] + plain["own region"] * self._home["region"]

    def _circle_layers(self, lead: Floats, soft: Floats) -> Iterator[tuple[str, Floats]]:
        """Those likely here as shares of one, and who often joined beside them, at one and at two removes."""
        share = np.exp(lead - lead[:, self.known].max(axis=1, keepdims=True, initial=-30))
        share /= np.maximum(share.sum(axis=1, keepdims=True), 1e-9)
        mixed = share + soft / np.maximum(soft.sum(axis=1, keepdims=True), 1e-9)
        yield "like soft log", np.log(mixed + 1e-4)
        yield "circle lead", (self._circle @ share.T).T
        yield "circle two", np.log((self._circle @ (self._circle @ mixed.T)).T + 1e-5)

    def _plain_layers(self, questions: Ints) -> Iterator[tuple[str, Floats]]:
        yield from self._general
        yield from self._trait_layers(questions)
        yield from self._round_layers(questions)
        yield from self._own_layers(questions)
        yield from self._neighbour_layers(questions)
        yield from self._amount_layers(questions)

    def _per_need(self, weights: Floats, need: Ints | None = None) -> Floats:
        who = self._need if need is None else need
        return np.bincount(who, weights, minlength=self._width).astype(np.float32)

    def _general_numbers(self) -> list[tuple[str, Floats]]:
        last, oldest = np.full(self._width, 4000, dtype=np.float32), np.zeros(self._width, dtype=np.float32)
        np.minimum.at(last, self._need, self._age)
        np.maximum.at(oldest, self._need, self._age)
        size = np.bincount(self._offer, minlength=len(self._all.offers))[self._offer]
        partners = np.log(size).astype(np.float32)
        newest = np.exp2(-self._age / 90).astype(np.float32)
        return [
            ("act all", np.log1p(self.deals)),
            ("act two years", np.log1p(self._recent)),
            ("act eight months", np.log1p(self._per_need(self._fast))),
            ("act quarter", np.log1p(self._per_need(newest))),
            ("first two years", np.log1p(self._recent_first)),
            ("first eight months", np.log1p(self._per_need(self._fast * self._first))),
            ("first share", (self._recent_first + np.float32(0.3)) / (self._recent + 1)),
            ("last", -np.log1p(last)),
            ("newness", -np.log1p(oldest)),
            ("rate", np.log((self.deals + np.float32(0.5)) / (oldest + 365))),
            ("syndicate", (self._per_need(self._slow * partners) + 1) / (self._recent + 1)),
        ]

    def _degrees(self, asked: Ints) -> Likeness:
        tables = {
            trait.name: table[1]
            for trait, table in zip(self._all.traits, self._tables, strict=True)
            if trait.name != "place"
        }
        return Likeness(self._all, Past(self._past, self._joined, self._fading, self._past_age), tables, asked)

    def _habits(self) -> list[tuple[str, Floats]]:
        """What a need is used to: cohorts, one field, one region; and its firsts of four months."""
        field, _, region, _ = (table[1] for table in self._tables)
        cohort = self._likeness.usual_cohort(self._need, self._offer, self._slow * self._first, self._width)
        self._home = at_home(self._all, self._offer, self._need, self._slow)
        first = self._first > 0
        self._amount_habits = AmountHabits(self._need[first], self._amount[first], self._slow[first], self._width)
        return [
            ("first solo", solo(self._offer, self._need, self._first, self._slow, self._width)),
            ("home state", self._home["state"]),
            ("home region", self._home["region"]),
            ("act cohort", cohort),
            ("act one field", breadth(field)),
            ("act one region", breadth(region)),
            ("first four months", np.log1p(self._per_need((self._age < 121) * self._first))),
        ]

    def _trait_tables(self, indicators: sparse.csr_matrix) -> tuple[Floats, Floats, Floats, Floats]:
        """Per code and need: decayed counts of all, of first and of late first outcomes, and the lift over all."""
        seen = indicators[self._offer]
        weights = (self._slow, self._slow * self._first, self._fast * self._first)
        counted = [seen.T @ self._by_need(weight).T for weight in weights]
        total, first, late = (np.ascontiguousarray(table.toarray(), dtype=np.float32) for table in counted)
        usual = total.sum(axis=1, keepdims=True) / max(float(total.sum()), 1e-9)
        share = (total + 3 * usual) / (self._recent[None, :] + 3)
        return total, first, late, np.log(share / (usual + 1e-4) + 0.05).astype(np.float32)

    def _by_need(self, weights: Floats) -> sparse.csr_matrix:
        shape = self._width, len(self._need)
        return sparse.csr_matrix((weights, (self._need, np.arange(len(self._need)))), shape=shape)

    def _trait_layers(self, questions: Ints) -> Iterator[tuple[str, Floats]]:
        for trait, (total, first, late, lift) in zip(self._all.traits, self._tables, strict=True):
            asked = trait.offers[questions]
            codes = np.maximum(np.asarray(asked.sum(axis=1)).ravel(), 1)
            asked = (sparse.diags_array(1 / codes) @ asked).astype(np.float32)
            yield f"{trait.name} count", np.log1p(asked @ total)
            yield f"{trait.name} first", np.log1p(asked @ first)
            yield f"{trait.name} late", np.log1p(asked @ late)
            yield f"{trait.name} lift", asked @ lift

    def _round_tables(self) -> tuple[Floats, Floats, Floats]:
        size = self._width, self._all.rounds
        tables = []
        for weight, prior in ((self._slow, 3), (self._slow * self._first, 2)):
            count = np.zeros(size, dtype=np.float64)  # in this precision the sums do not hang on their order
            np.add.at(count, (self._need, self._round), weight)
            usual = count.sum(axis=0) / max(float(count.sum()), 1e-9)
            share = (count + prior * usual) / (count.sum(axis=1, keepdims=True) + prior)
            tables.append((np.log(share / (usual + 1e-4) + 0.05), count))
        lift, first_lift, first = tables[0][0], tables[1][0], np.log1p(tables[1][1])
        return lift.astype(np.float32), first_lift.astype(np.float32), first.astype(np.float32)

    def _round_layers(self, questions: Ints) -> Iterator[tuple[str, Floats]]:
        asked = self._all.asked_round[questions]
        for name, table in zip(("lift", "first lift", "first"), self._rounds, strict=True):
            yield f"round {name}", table[:, asked].T

    def _own_layers(self, questions: Ints) -> Iterator[tuple[str, Floats]]:
        for trait in self._all.traits:
            yield f"own {trait.name}", shared(trait.offers[questions], trait.needs)
        ours, theirs = self._all.same_country
        unknown = (theirs < 0)[None, :]
        same = (ours[questions][:, None] == theirs[None, :]) & (theirs >= 0)[None, :]
        yield "own country", np.where(unknown, np.float32(0.5), same).astype(np.float32)

    def _co_investors(self) -> sparse.csr_matrix:
        """How often two needs joined the same offer, as a cosine, zero with oneself."""
        weights = np.sqrt(self._slow)
        shape = len(self._all.offers), self._width
        table = sparse.csr_matrix((weights, (self._offer, self._need)), shape=shape)
        table.data = np.minimum(table.data, 1)
        both = (table.T @ table).tocsr()
        scale = sparse.diags_array(1 / np.sqrt(np.maximum(both.diagonal(), 0.3)))
        both.setdiag(0)
        both.eliminate_zeros()
        return (scale @ both @ scale).tocsr()

    def _set_neighbours(self, asof: date) -> None:
        first = self._first > 0
        self._past = np.unique(self._offer[first])
        rows = np.searchsorted(self._past, self._offer[first])
        shape = len(self._past), self._width
        joined = sparse.csr_matrix((np.ones(len(rows), np.float32), (rows, self._need[first])), shape=shape)
        size = np.maximum(np.asarray(joined.sum(axis=1)).ravel(), 1)
        self._joined = (sparse.diags_array(1 / np.sqrt(size)) @ joined).T.tocsr()
        age = (asof.toordinal() - self._all.first_day[self._past]).astype(np.float32)
        self._past_age = age
        self._fading = np.exp2(-age / HALF_LIFE).astype(np.float32)
        self._fading_fast = np.exp2(-age / _SHORT).astype(np.float32)

    def _neighbour_layers(self, questions: Ints) -> Iterator[tuple[str, Floats]]:
        """Who joined the past offers most like this one, for several meanings of like."""
        field, state, region, place = (
            shared(trait.offers[questions], trait.offers[self._past]) for trait in self._all.traits
        )
        asked, past = self._all.asked_round[questions], self._all.asked_round[self._past]
        round_ = (asked[:, None] == past[None, :]).astype(np.float32)
        near = 0.3 * state + 0.6 * region + 0.5 * place
        gap = np.abs(self._all.asked_amount[questions][:, None] - self._all.asked_amount[self._past][None, :])
        alike = np.where(np.isnan(gap), np.float32(0.4), np.exp(-((gap / 0.35) ** 2)))
        exact = np.where(np.isnan(gap), np.float32(0), np.exp(-((gap / 0.06) ** 2)))
        same = (0.1 + field) * (0.05 + near) * (0.3 + round_) * alike
        around = (0.05 + state + region + place) * (0.2 + round_) * alike
        kernels = {
            "like all": same * self._fading,
            "like field": (field + 0.02) * (0.3 + round_) * alike * self._fading,
            "like place": around * self._fading,
            "like field and region": field * region * self._fading,
            "like round and region": (region + place) * round_ * alike * self._fading,
            "like wide": (0.1 + field) * (0.1 + region + place) * self._fading,
            "like round": round_ * self._fading,
            "like all lately": same * self._fading_fast,
            "like all long": same * np.exp2(-self._past_age / _LONG),
            "like amount": exact * self._fading,
            "like amount and place": exact * (0.1 + state + region + place) * self._fading,
            "season": self._season(questions) * self._fading * (0.2 + round_) * (0.1 + state + region + place),
        }
        for name, kernel in kernels.items():
            layer: Floats = (self._joined @ kernel.T.astype(np.float32)).T
            yield name, layer
            if name == "like place":
                yield "circle", (self._circle @ np.log1p(3 * layer).T).T

    def _season(self, questions: Ints) -> Floats:
        """1 for the same day of the year, fading over two weeks: accelerators invest in batches."""
        asked, past = self._all.asked_day[questions], self._all.asked_day[self._past]
        apart = np.abs(asked[:, None] % 365.25 - past[None, :] % 365.25)
        apart = np.minimum(apart, 365.25 - apart)
        season = np.exp(-((apart / 15) ** 2)) * (asked > 0)[:, None]
        return np.asarray(season, dtype=np.float32)

    def _amount_tables(self) -> tuple[Floats, Floats]:
        """Per need the mean of the logarithm of past amounts and its variance, drawn towards those of all."""
        known = np.isfinite(self._amount)
        weight, amount, who = self._slow[known], self._amount[known], self._need[known]
        count = self._per_need(weight, who)
        one = self._per_need(weight * amount, who)
        two = self._per_need(weight * amount**2, who)
        usual = float(one.sum()) / max(float(count.sum()), 1e-9)
        mean = (one + usual) / (count + 1)
        return mean, np.maximum((two + usual**2 + 0.5) / (count + 1) - mean**2, 0.05)

    def _amount_layers(self, questions: Ints) -> Iterator[tuple[str, Floats]]:
        mean, variance = self._amounts
        gap = self._all.asked_amount[questions][:, None] - mean[None, :]
        yield "amount off", np.where(np.isnan(gap), 0, -np.minimum(gap**2 / variance, 9)).astype(np.float32)
        yield "amount apart", np.where(np.isnan(gap), 0, -np.abs(gap)).astype(np.float32)
        yield "amount usual", mean
        yield "amount habit", self._amount_habits.layer(self._all.asked_amount[questions])

    def seen(self, question: int, need: int) -> dict[str, dict[str, object] | None]:
        """The facts behind the numbers of one pair, by family; None where the past holds nothing."""
        records = self._all
        offer, deals = records.offers[question], int(self.deals[need])
        mine = self._need == need
        past = dict.fromkeys(FAMILIES.values()) | self._own_facts(question, need)
        if not deals:
            return past
        together = {
            trait.name: int(shared(trait.offers[[question]], trait.offers[self._offer[mine]]).sum())
            for trait in records.traits
        }
        asked = records.asked_round[question]
        past["activity"] = {"deals": deals, "last_days": int(self._age[mine].min())}
        past["past_field"] = {"fields": offer.fields, "deals": together["field"]} if offer.fields else None
        past["past_place"] = {name: together[name] for name in ("state", "region", "place")}
        past["past_round"] = {
            "round": offer.ask.round if offer.ask else "",
            "deals": int((self._round[mine] == asked).sum()),
        }
        alike = self._most_alike(question, need)
        past["neighbours"] = {"like": alike} if alike else None
        past["season"] = {"day": records.asked_day[question]} if records.asked_day[question] else None
        if np.isfinite(records.asked_amount[question]) and np.isfinite(self._amount[mine]).any():
            past["past_amount"] = {
                "asked": round(float(10 ** records.asked_amount[question])),
                "usual": round(float(10 ** self._amounts[0][need])),
            }
        return past

    def _own_facts(self, question: int, need: int) -> dict[str, dict[str, object] | None]:
        offer, other = self._all.offers[question], self._all.needs[need]
        if not (offer.country and other.country):
            return {}
        parts = {
            name: getattr(other, name)
            for name in ("place", "region", "state", "country")
            if getattr(other, name) and getattr(other, name) == getattr(offer, name)
        }
        return {"own_place": {"shared": tuple(parts), "offer_country": offer.country, "need_country": other.country}}

    def _most_alike(self, question: int, need: int, most: int = 3) -> tuple[str, ...]:
        """The past offers this need joined that share most with the question, by identifier."""
        joined = np.flatnonzero(self._joined[[need]].toarray()[0])
        rows = self._past[joined]
        alike = sum(
            (shared(trait.offers[[question]], trait.offers[rows])[0] for trait in self._all.traits),
            start=np.zeros(len(rows), dtype=np.float32),
        )
        alike += self._all.asked_round[rows] == self._all.asked_round[question]
        best = [row for row in np.argsort(-alike, kind="stable")[:most].tolist() if alike[row] > 1]
        return tuple(self._all.offers[rows[row]].id for row in best)


def shared(left: sparse.csr_matrix, right: sparse.csr_matrix) -> Floats:
    """1 where a row of `left` and a row of `right` share a code, else 0, dense."""
    return np.asarray((left @ right.T).todense() > 0, dtype=np.float32)


def normalised(layer: NDArray[np.floating], known: Ints) -> Floats:
    """Each row brought to mean 0 and deviation 1 over its `known` columns; a constant row becomes zeros."""
    base = layer[:, known] if len(known) else layer
    mean, deviation = base.mean(axis=1, keepdims=True), base.std(axis=1, keepdims=True)
    even: Floats = np.where(deviation > 1e-6, (layer - mean) / np.maximum(deviation, 1e-6), 0).astype(np.float32)
    return even
