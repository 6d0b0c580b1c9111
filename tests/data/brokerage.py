"""Reads a published brokerage event: who asked for whom, who cannot be met when."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Brokerage:
    """The event's numbers, 1-based as published."""

    participants: int
    tables: int
    slots: int
    requested: tuple[tuple[int, int], ...]
    forbidden: tuple[frozenset[int], ...]


def brokerage_of(text: str) -> Brokerage:
    """The event in `text`. Which half of the day a request prefers is left out: a wish does not say it."""
    fields = dict(re.findall(r"(\w+)\s*=\s*([^;]*);", text))
    numbers = [int(number) for number in re.findall(r"\d+", fields["requested"])]
    return Brokerage(
        participants=int(fields["nBusiness"]),
        tables=int(fields["nTables"]),
        slots=int(fields["nTotalSlots"]),
        requested=tuple(zip(numbers[::3], numbers[1::3], strict=True)),
        forbidden=tuple(
            frozenset(int(slot) for slot in inside.split(",")) - {0}
            for inside in re.findall(r"\{([^}]*)\}", fields["forbidden"])
        ),
    )
