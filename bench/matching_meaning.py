"""Needs against offers they do not share words with: how often the right one comes first, in four language pairs."""

import csv
import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from landbridge.engines import matching
from landbridge.engines.matching import Encoder, Listing, Need, Offer, SignalName, Weight
from landbridge.engines.matching.encoders import SmallE5Encoder, UniversalEncoder, best_encoder, book_encoder
from landbridge.engines.matching.encoding import CachedEncoder, Vectors
from landbridge.engines.matching.troubles import Shelf, WellRead, the_book
from landbridge.ground.postgres import data_dir

PAIRS = (("en", "en"), ("zh", "zh"), ("en", "zh"), ("zh", "en"))
HERE = Path(__file__).parent
BLOCK = 40


@dataclass(frozen=True)
class Trial:
    """Needs and offers in both languages; need number i belongs to offer number `answers[i]`."""

    name: str
    needs: Sequence[Mapping[str, str]]
    offers: Sequence[Mapping[str, str]]
    answers: Sequence[int]


def written(part: str, name: str = "hard_needs.tsv") -> list[Trial]:
    """The needs of one part of a file in groups of forty; a shorter last group chooses among as many offers."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["part"] == part]
    found = []
    for start in range(0, len(rows), BLOCK):
        group = rows[start : start + BLOCK]
        needs = [{language: row[f"need_{language}"] for language in ("en", "zh")} for row in group]
        others = [row for row in rows if row not in group][: BLOCK - len(group)]
        offers = [{language: row[f"offer_{language}"] for language in ("en", "zh")} for row in (*group, *others)]
        found.append(Trial(part, needs, offers, range(len(group))))
    return found


def given(file: Path) -> list[Trial]:
    """The 26 needs and 40 offers that lie beside the checkout."""
    data = json.loads(file.read_text(encoding="utf-8"))
    return [Trial("given", data["needs"], data["offers"], [need["offer"] for need in data["needs"]])]


def hits(trials: Sequence[Trial], encoder: Encoder | None, weights: Mapping[str, Weight]) -> Iterator[tuple[int, int]]:
    """Per language pair: how many needs found their offer first, and how many were asked."""
    for asked, answered in PAIRS:
        right = total = 0
        for trial in trials:
            offers = [Offer(id=str(i), texts={answered: text[answered]}) for i, text in enumerate(trial.offers)]
            needs = [Need(id=str(i), texts={asked: text[asked]}) for i, text in enumerate(trial.needs)]
            ranking = matching.rank(
                offers, needs, encoder=encoder, weights={**matching.PRIOR, **weights}, listing=Listing.NEED, top=1
            )
            for need, answer in zip(needs, trial.answers, strict=True):
                best = ranking.brief(need.id)
                right += bool(best) and best[0][0] == str(answer)
            total += len(needs)
        yield right, total


def interval(right: int, total: int) -> tuple[float, float]:
    """Wilson's interval of 95 %."""
    share, z = right / total, 1.96
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z * np.sqrt(share * (1 - share) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return float(middle - half), float(middle + half)


@cache
def reader() -> WellRead:
    """Both encoders joined, with the book of troubles; what is not read of it yet is read first."""
    shelf = Shelf(data_dir(os.environ) / "troubles", the_book(), book_encoder())
    missing = shelf.missing()
    for done, number in enumerate(missing):
        print(f"reading the book of troubles: {done} of {len(missing)} parts", file=sys.stderr, end="\r")
        shelf.fill(number)
    book = shelf.read()
    if book is None:
        raise RuntimeError("parts of the book vanished while it was read")
    return WellRead(CachedEncoder(best_encoder(), {}), book)


def trials(file: Path | None) -> list[list[Trial]]:
    """The hard needs, those put aside, those of four authors who saw only the style, and the given ones if `file` is there."""
    own = [written("test"), written("held"), written("fresh", "fresh_needs.tsv"), written("unseen", "unseen_needs.tsv")]
    own += [written("later", "later_needs.tsv"), written("unusual", "later_needs.tsv")]
    return [*own, *([given(file)] if file else [])]


def main(file: Path | None) -> None:
    """Print the hit rate at 1 of words alone, of each encoder alone, and of the whole."""
    store: dict[str, Vectors] = {}
    silent: dict[str, Weight] = {SignalName.WORDS: Weight(0, 0), SignalName.LANGUAGE: Weight(0, 0)}
    even: dict[str, Weight] = {SignalName.LANGUAGE: Weight(0, 0)}
    methods: list[tuple[str, Encoder | None, Mapping[str, Weight]]] = [
        ("words and glossary", None, even),
        (UniversalEncoder.name, CachedEncoder(UniversalEncoder(), store), silent),
        (SmallE5Encoder.name, CachedEncoder(SmallE5Encoder(), store), silent),
        ("both encoders", CachedEncoder(best_encoder(), store), silent),
        ("both encoders, words and glossary", CachedEncoder(best_encoder(), store), even),
        ("the same and the book of troubles", reader(), even),
    ]
    for group in trials(file):
        print(
            f"\n{group[0].name}: {sum(len(trial.needs) for trial in group)} needs, {len(group[0].offers)} offers each"
        )
        print(f"{'':40}" + "".join(f"{f'{one}-{other}':>20}" for one, other in PAIRS))
        for name, encoder, weights in methods:
            cells = []
            for right, total in hits(group, encoder, weights):
                low, high = interval(right, total)
                cells.append(f"{right / total:.2f} ({low:.2f}-{high:.2f})")
            print(f"{name:40}" + "".join(f"{cell:>20}" for cell in cells), flush=True)
