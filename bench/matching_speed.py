"""How long ranking takes and how much memory: CPU seconds of this process, made-up lists, vectors ready."""

import random
import resource
import time
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import numpy as np

from landbridge.engines import matching
from landbridge.engines.matching import Ask, Need, Offer, Sought, Stage, Ticket
from landbridge.engines.matching.encoding import CachedEncoder, Encoder, Vectors
from landbridge.engines.matching.texts import told
from landbridge.engines.matching.troubles import NeedTroubles, ReadBook, TroubleSignal, WellRead, the_book

FIELDS = tuple(f"f{i}" for i in range(40))
COUNTRIES = ("GB", "US", "CN", "DE", "IE")
WORDS = tuple(f"w{i}" for i in range(3000))
ASOF = date(2026, 6, 1)


class Ready:
    """Stands for vectors that are already there: a random one per text, as long as those of both encoders."""

    name = "random"
    dimensions = 896

    def encode(self, texts: Sequence[str], *, language: str) -> Vectors:
        """One float32 row per text, the same for the same number of texts."""
        return np.random.default_rng(len(texts)).normal(size=(len(texts), self.dimensions)).astype(np.float32)


def well_read() -> WellRead:
    """The same with the book of troubles, whose text is real and whose vectors are random too."""
    book, dice = the_book(), np.random.default_rng(0)
    vectors = {one: dice.normal(size=(len(book.texts(one)), 384)).astype(np.float32) for one in ("en", "zh")}
    return WellRead(CachedEncoder(Ready(), {}), ReadBook(book, vectors))


def lists(offers: int, needs: int, seed: int = 1) -> tuple[list[Offer], list[Need]]:
    """Offers and needs in which every signal has something to read."""
    dice = random.Random(seed)
    made = [
        Offer(
            id=f"o{i}",
            texts={"en": " ".join(dice.choices(WORDS, k=60))},
            fields=tuple(dice.sample(FIELDS, 2)),
            stage=dice.choice(list(Stage)),
            country=dice.choice(COUNTRIES),
            region=f"r{dice.randrange(50)}",
            ask=Ask(amount=Decimal(dice.randrange(10**5, 10**8)), currency="USD"),
        )
        for i in range(offers)
    ]
    wanted = [
        Need(
            id=f"n{i}",
            texts={"en": " ".join(dice.choices(WORDS, k=60))},
            fields=tuple(dice.sample(FIELDS, 3)),
            stages=frozenset(dice.sample(list(Stage), 2)),
            country=dice.choice(COUNTRIES),
            region=f"r{dice.randrange(50)}",
            ticket=Ticket(least=Decimal(10**5), most=Decimal(10**7), currency="USD"),
            offered=frozenset({Sought.MONEY}),
            updated=date(2026, dice.randrange(1, 6), 3),
        )
        for i in range(needs)
    ]
    return made, wanted


def main(*, large: bool = True) -> None:
    """Print the times of three sizes, every pair of the top twenty with its reasons, and of one new offer.

    Vectors are ready, and what the book of troubles says of each text is read: `read` is how long that took.
    """
    sizes = [(16, 64), (1, 5_000)] + ([(12_000, 5_000)] if large else [])
    print(
        f"\n{'offers x needs':>18}{'rank':>12}{'explained':>12}{'pairs':>10}{'wall':>10}{'peak MB':>10}{'read':>10}   (CPU seconds)"
    )
    for offers, needs in sizes:
        _time(offers, needs, Ready(), 0.0)
    reader = well_read()
    for offers, needs in sizes:
        reader.book.forget()
        made, wanted = lists(offers, needs)
        start = time.process_time()
        TroubleSignal(made, NeedTroubles(wanted, reader))
        _time(offers, needs, reader, time.process_time() - start)
    one_by_one(reader)


def _time(offers: int, needs: int, encoder: Encoder, read: float) -> None:
    """Print one line: lists of this size with this encoder."""
    made, wanted = lists(offers, needs)
    wall, start = time.monotonic(), time.process_time()
    ranking = matching.rank(made, wanted, encoder=encoder, asof=ASOF)
    ranked = time.process_time() - start
    start = time.process_time()
    explained = sum(len(ranking.explained(offer.id)) for offer in made)
    told = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(
        f"{offers:>10} x {needs:<5}{ranked:12.3f}{told:12.3f}{explained:10}{time.monotonic() - wall:10.1f}{peak:10.0f}"
        f"{read:10.1f}  {'with' if isinstance(encoder, WellRead) else 'without'} the book",
        flush=True,
    )


def one_by_one(encoder: WellRead, needs: int = 5_000, questions: int = 50) -> None:
    """Needs made ready once, then new offers one at a time, read by the book too: the median and the slowest."""
    made, wanted = lists(questions, needs, seed=2)
    for offer in made:
        encoder.encode([told(offer, "en")], language="en")
    start = time.process_time()
    ready = matching.Prepared(wanted, encoder=encoder, asof=ASOF)
    prepared = time.process_time() - start
    spent = []
    for offer in made:
        start = time.process_time()
        ready.rank([offer]).explained(offer.id)
        spent.append(1000 * (time.process_time() - start))
    print(
        f"one new offer against {needs} needs made ready in {prepared:.2f} s: "
        f"median {np.median(spent):.1f} ms, slowest {max(spent):.1f} ms",
        flush=True,
    )
