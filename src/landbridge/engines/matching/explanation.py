"""Why a pair stands where it stands: the facts with the numbers the score used, nothing made up afterwards."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from landbridge.engines.matching.kinds import SignalName
from landbridge.engines.matching.place import Closeness


@dataclass(frozen=True, slots=True)
class Reading:
    """One signal of one pair as the score used it.

    `contribution` is what `value` instead of `neutral` adds to the mean of the two sides' scores: the contributions of
    a pair, plus the mean score of a pair of which nothing is known, give the mean of `need_score` and `offer_score`.
    `seen` is None where a side says nothing; the contribution is then 0.
    """

    signal: str
    value: float
    neutral: float
    contribution: float
    seen: Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class Marks:
    """What both sides would think of one pair, its chance if a model knows one, and the readings that say why."""

    need_score: float
    offer_score: float
    probability: float | None
    readings: tuple[Reading, ...]


class Fact(NamedTuple):
    """One reason in data: `code` picks the sentence (in either language), `data` fills it."""

    code: str
    signal: str
    value: float
    contribution: float
    data: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Pair:
    """One offer and one need in a list, with every reading behind the score.

    `score` lies between 0 and 1: the harmonic mean of what the need's owner (`need_score`) and the offer's owner
    (`offer_score`) would think. `probability` is None until a model was fitted on outcomes.
    """

    offer_id: str
    need_id: str
    rank: int
    score: float
    need_score: float
    offer_score: float
    probability: float | None
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """The facts for a pair, the strongest first, the strongest fact against it, and the signals nobody could read.

    `held_against` are the facts by which a criterion from outside lowers the pair, all of them, however weak: what
    somebody decided to hold against a party is never left untold.
    """

    pair: Pair
    reasons: tuple[Fact, ...]
    against: Fact | None
    unknown: tuple[str, ...]
    held_against: tuple[Fact, ...] = ()


class Line(NamedTuple):
    """One pair of a list with its reasons, without the readings that were not among them: for long output."""

    offer_id: str
    need_id: str
    rank: int
    score: float
    probability: float | None
    reasons: tuple[Fact, ...]
    against: Fact | None


def explain(pair: Pair, *, most: int = 3) -> Explanation:
    """The two or three facts (`most`) that lift the pair and the one that lowers it most."""
    known = [reading for reading in pair.readings if reading.seen is not None]
    by_weight = sorted(known, key=lambda reading: (-reading.contribution, reading.signal))
    lifting = [reading for reading in by_weight if reading.contribution > 0 and _code_of(reading) not in AGAINST]
    lowering = [reading for reading in by_weight if reading.contribution < 0 and _code_of(reading) not in FOR]
    return Explanation(
        pair=pair,
        reasons=tuple(_of_reading(reading) for reading in lifting[:most]),
        against=_of_reading(lowering[-1]) if lowering else None,
        unknown=tuple(reading.signal for reading in pair.readings if reading.seen is None),
        held_against=tuple(_of_reading(reading) for reading in lowering if reading.signal not in _CODES),
    )


def line_of(explanation: Explanation) -> Line:
    """The same without its readings."""
    pair = explanation.pair
    return Line(
        pair.offer_id,
        pair.need_id,
        pair.rank,
        pair.score,
        pair.probability,
        explanation.reasons,
        explanation.against,
    )


def fact_of(signal: str, value: float, contribution: float, seen: Mapping[str, object]) -> Fact:
    """What one signal saw in a pair as a fact with its code."""
    return Fact(_code(signal, value, contribution, seen), signal, value, contribution, seen)


def _of_reading(reading: Reading) -> Fact:
    return fact_of(reading.signal, reading.value, reading.contribution, dict(reading.seen or {}))


FOR = frozenset(
    {
        *("field_same", "sought_offered", "language_shared", "stage_fits", "ticket_fits"),
        *("words_shared", "meaning_close", "trouble_known"),
    }
)
"""Codes that can only speak for a pair: less of it than elsewhere lowers a score, and is no fact against."""
AGAINST = frozenset(
    {
        *("field_far", "sought_not_offered", "language_none", "stage_off", "ticket_off"),
        *("words_none", "meaning_far", "trouble_unknown"),
    }
)
"""Codes that can only speak against it."""


def _code_of(reading: Reading) -> str:
    return _code(reading.signal, reading.value, reading.contribution, reading.seen or {})


_PLACES = {f"place_{closeness}" for closeness in Closeness}

FACT_CODES = frozenset(
    {
        *("field_same", "field_near", "field_far", "sought_offered", "sought_not_offered"),
        *("language_shared", "language_none", "stage_fits", "stage_off", "ticket_fits", "ticket_off"),
        *("recent", "not_recent", "words_shared", "words_none", "meaning_close", "meaning_far"),
        *("trouble_known", "trouble_unknown"),
        *_PLACES,
    }
)
"""Every code a fact of the matcher's own signals can carry; a criterion `x` from outside adds `x_for`, `x_against`."""

_CODES: Mapping[str, Callable[[float, float, Mapping[str, object]], str]] = {
    SignalName.FIELD: lambda value, _part, _seen: _of_field(value),
    SignalName.SOUGHT: lambda _value, _part, seen: "sought_offered" if seen["shared"] else "sought_not_offered",
    SignalName.LANGUAGE: lambda _value, _part, seen: "language_shared" if seen["shared"] else "language_none",
    SignalName.STAGE: lambda _value, _part, seen: "stage_off" if seen["steps"] else "stage_fits",
    SignalName.TICKET: lambda _value, _part, seen: "ticket_fits" if seen["times_off"] == 1 else "ticket_off",
    SignalName.PLACE: lambda _value, _part, seen: f"place_{seen['closeness']}",
    SignalName.RECENCY: lambda _value, part, _seen: "recent" if part > 0 else "not_recent",
    SignalName.WORDS: lambda _value, _part, seen: "words_shared" if seen["shared"] else "words_none",
    SignalName.MEANING: lambda _value, part, _seen: "meaning_close" if part > 0 else "meaning_far",
    SignalName.TROUBLE: lambda _value, part, _seen: "trouble_known" if part > 0 else "trouble_unknown",
}


def _code(signal: str, value: float, contribution: float, seen: Mapping[str, object]) -> str:
    named = _CODES.get(signal)
    if named is not None:
        return named(value, contribution, seen)
    return f"{signal}_for" if contribution > 0 else f"{signal}_against"


def _of_field(value: float) -> str:
    if value >= 1:
        return "field_same"
    return "field_near" if value > 0 else "field_far"
