"""Who joins the first round: the matcher against the published deals, and back-tests on earlier years."""

import dataclasses
import json
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from landbridge.engines import matching
from landbridge.engines.matching import Ask, Need, Offer, Outcome, Ranking, files, learning

OURS = "ours"
TOP = 100
Order = Callable[[Offer], Sequence[str]]
Answers = Mapping[str, frozenset[str]]
Chances = Mapping[str, Sequence[tuple[str, float]]]
"""Per offer its list with the chance of each need."""


@dataclass(frozen=True)
class Case:
    """Questions of one year and the past they may be answered from."""

    asof: date
    past_offers: Sequence[Offer]
    questions: Sequence[Offer]
    needs: Sequence[Need]
    outcomes: Sequence[Outcome]
    answers: Answers


def published(folder: Path) -> Case:
    """The case as published: everything before 2012, asked about January to September 2012."""
    offers = files.read_offers(folder / "offers.jsonl").items
    asked = json.loads((folder / "queries.json").read_text(encoding="utf-8"))
    answers = {offer: frozenset(needs) for offer, needs in asked["relevant"].items()}
    return Case(
        asof=date.fromisoformat(asked["asof"]),
        past_offers=[offer for offer in offers if offer.id not in answers],
        questions=[offer for offer in offers if offer.id in answers],
        needs=files.read_needs(folder / "needs.jsonl").items,
        outcomes=files.read_outcomes(folder / "outcomes.csv").items,
        answers=answers,
    )


def earlier(case: Case, year: int) -> Case:
    """The same task one or more years earlier, built from the past alone: for choosing, never for reporting."""
    start, end = date(year, 1, 1), date(year, 10, 1)
    past = [one for one in case.outcomes if one.on < start]
    known = {one.need_id for one in past}
    first: dict[str, date] = {}
    for one in case.outcomes:
        first[one.offer_id] = min(one.on, first.get(one.offer_id, one.on))
    joined: defaultdict[str, set[str]] = defaultdict(set)
    asks: dict[str, Ask] = {}
    for one in case.outcomes:
        if start <= one.on < end and one.on == first[one.offer_id] and one.need_id in known:
            joined[one.offer_id].add(one.need_id)
            asks[one.offer_id] = Ask(amount=one.amount, currency=one.currency, on=one.on, round=one.round)
    return Case(
        asof=start,
        past_offers=[offer for offer in case.past_offers if first.get(offer.id, start) < start],
        questions=[dataclasses.replace(offer, ask=asks[offer.id]) for offer in case.past_offers if offer.id in asks],
        needs=[need for need in case.needs if need.id in known],
        outcomes=past,
        answers={offer: frozenset(needs) for offer, needs in joined.items()},
    )


def without_amounts(case: Case) -> Case:
    """The same questions with the amounts struck out."""
    return dataclasses.replace(
        case,
        questions=[
            dataclasses.replace(offer, ask=dataclasses.replace(offer.ask, amount=None, currency=""))
            if offer.ask
            else offer
            for offer in case.questions
        ],
    )


def fitted(case: Case, *, amounts: bool, told: learning.Told | None = None, seed: int = 0) -> learning.Model:
    """A model of the past of the case."""
    return learning.fit(
        case.past_offers, case.needs, case.outcomes, asof=case.asof, amounts=amounts, told=told, seed=seed
    )


def judged(case: Case, order: Order) -> list[learning.Quality]:
    """The quality of the order given to every question."""
    found = []
    for offer in case.questions:
        answer = case.answers[offer.id]
        places = [place for place, need in enumerate(order(offer)) if need in answer]
        found.append(learning.quality(places, len(answer)))
    return found


def by_model(case: Case, model: learning.Model, ranking: Ranking) -> dict[str, Order]:
    """Two orders: the whole model, and its first step (the logistic regression) alone."""
    sheet = learning.sheet_of(model, case.questions, case.needs)
    rows = {offer.id: row for row, offer in enumerate(case.questions)}
    ids = np.array([need.id for need in case.needs])

    def first_step(offer: Offer) -> Sequence[str]:
        linear = sheet.features(rows[offer.id]) @ model.weights
        return list(ids[np.argsort(-linear, kind="stable")[:TOP]])

    return {OURS: lambda offer: [need for need, _ in ranking.brief(offer.id)], "logistic regression": first_step}


def by_popularity(case: Case, *, same_state: bool = False) -> Order:
    """Needs by how many offers they joined, everywhere or in the question's state."""
    where = {offer.id: offer.state for offer in case.past_offers}
    count: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    for one in case.outcomes:
        count[where.get(one.offer_id, "") if same_state else ""][one.need_id] += 1
    orders = {state: sorted(needs, key=lambda need: (-needs[need], need)) for state, needs in count.items()}
    return lambda offer: orders.get(offer.state if same_state else "", [])[:100]


def by_lambdarank(case: Case, model: learning.Model) -> Order | None:
    """LightGBM's lambdarank over the same shortlists and numbers; None where LightGBM is not installed."""
    try:
        import lightgbm  # noqa: PLC0415 -- optional: only for comparison, it needs a library of the system
    except ImportError:
        return None
    tables, joined = learning.shortlists(model, case.needs)
    settings = {
        "objective": "lambdarank", "num_leaves": 15, "learning_rate": 0.05, "min_data_in_leaf": 50, "num_threads": 1,
        "verbose": -1, "seed": 1, "feature_fraction": 0.6, "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5,
    }  # fmt: skip
    data = lightgbm.Dataset(
        tables.reshape(-1, tables.shape[2]), joined.ravel().astype(int), group=[joined.shape[1]] * len(joined)
    )
    booster = lightgbm.train(settings, data, 200)
    sheet = learning.sheet_of(model, case.questions, case.needs)
    rows = {offer.id: row for row, offer in enumerate(case.questions)}
    ids = np.array([need.id for need in case.needs])

    def order(offer: Offer) -> Sequence[str]:
        features = sheet.features(rows[offer.id])
        linear = features @ model.weights
        best = np.argsort(-linear, kind="stable")[: model.recipe.longer]
        score = np.asarray(booster.predict(np.column_stack([features[best], linear[best]]), num_threads=1))
        return list(ids[best[np.argsort(-score, kind="stable")]][:TOP])

    return order


def reliability(case: Case, chances: Chances) -> Sequence[learning.Bin]:
    """Predicted and observed joins among the first twenty of every question, in five bins of equal count."""
    found = [(chance, need in case.answers[offer]) for offer, line in chances.items() for need, chance in line[:20]]
    return learning.reliability(np.array([one for one, _ in found]), np.array([one for _, one in found]))


def exposure(case: Case, ranking: Ranking, chances: Chances) -> None:
    """What a cap on how often a need is shown, and a floor for every offer, cost in joins foretold and in joins seen."""
    foretold = {(offer, need): chance for offer, line in chances.items() for need, chance in line}
    plain = {offer: [need for need, _ in line[:20]] for offer, line in chances.items()}
    before = _joins(case, plain, foretold)
    print(f"  lists of 20 as ranked: {before[0]:.0f} joins foretold, {before[1]} seen")
    for cap, floor in ((200, 5), (100, 5), (50, 5), (50, 10)):
        found = matching.spread(ranking, top=20, cap=cap, floor=floor)
        lists = {offer: [need for need, _ in line] for offer, line in found.lists.items()}
        after = _joins(case, lists, foretold)
        shown = sum(map(len, lists.values())) / len(lists)
        print(
            f"  cap {cap}, floor {floor}: {after[0] / before[0]:.3f} of the joins foretold, {after[1] / before[1]:.3f} "
            f"of those seen; {shown:.1f} needs an offer; three most shown {found.crowded[0]} -> {found.crowded[1]}; "
            f"{found.over} places over the cap, {len(found.short)} offers short of the floor",
            flush=True,
        )


def _joins(
    case: Case, lists: Mapping[str, Sequence[str]], foretold: Mapping[tuple[str, str], float]
) -> tuple[float, int]:
    expected = sum(foretold[offer, need] for offer, line in lists.items() for need in line)
    return expected, sum(need in case.answers[offer] for offer, line in lists.items() for need in line)


def table(case: Case, *, amounts: bool, compare: bool) -> None:
    """Fit, rank, and print the table of one case."""
    start = time.process_time()
    model = fitted(case, amounts=amounts)
    spent = time.process_time() - start
    asked = case if amounts else without_amounts(case)
    ranking = learning.rank(model, asked.questions, asked.needs, top=TOP)
    orders = by_model(asked, model, ranking)
    if compare:
        orders["popularity"] = by_popularity(asked)
        orders["popularity in the same state"] = by_popularity(asked, same_state=True)
        lambdarank = by_lambdarank(asked, model)
        if lambdarank is not None:
            orders["LightGBM lambdarank"] = lambdarank
    words = "with" if amounts else "without"
    print(f"\nquestions from {case.asof}, {words} amounts, {len(case.questions)} of them; fitted in {spent:.0f} CPU s")
    print(f"{'':34}{'nDCG@10':>16}{'R@10':>8}{'R@50':>8}{'MRR':>8}{'ours minus it':>20}")
    found = {name: judged(asked, order) for name, order in orders.items()}
    for name, judgements in found.items():
        print(_line(name, judgements, found[OURS]), flush=True)
    chances = {
        offer.id: [(need, chance or 0.0) for need, chance in ranking.chances(offer.id)] for offer in asked.questions
    }
    for one in reliability(asked, chances):
        off = one.predicted / max(one.observed, 1e-9) - 1
        print(f"  {one.pairs} pairs: predicted {one.predicted:.4f}, observed {one.observed:.4f}, off {off:+.0%}")
    if compare:
        exposure(asked, ranking, chances)


def _line(name: str, judgements: Sequence[learning.Quality], ours: Sequence[learning.Quality]) -> str:
    mean, error = learning.mean_and_error([one.ndcg10 for one in judgements])
    gain, gain_error = learning.mean_and_error([a.ndcg10 - b.ndcg10 for a, b in zip(ours, judgements, strict=True)])
    rest = [
        sum(values) / len(judgements)
        for values in (
            [one.recall10 for one in judgements],
            [one.recall50 for one in judgements],
            [one.reciprocal for one in judgements],
        )
    ]
    numbers = "".join(f"{value:8.4f}" for value in rest)
    paired = "" if name == OURS else f"{gain:+.4f} ±{gain_error:.4f}"
    return f"{name:34}{mean:9.4f} ±{error:.4f}{numbers}{paired:>20}"


def main(folder: Path) -> None:
    """The published questions with and without amounts, and the two years things were chosen on."""
    case = published(folder)
    for year in (2010, 2011):
        table(earlier(case, year), amounts=True, compare=False)
    for amounts in (True, False):
        table(case, amounts=amounts, compare=True)
