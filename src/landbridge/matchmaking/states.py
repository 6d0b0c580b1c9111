"""Why a pair is refused: a fixed list, so that refusals can be learned from."""

from enum import StrEnum


class RefusalReason(StrEnum):
    """What stands against a pair."""

    TOO_EARLY = "too_early"
    BENEFIT_UNCLEAR = "benefit_unclear"
    OFF_THESIS = "off_thesis"
    WRONG_TICKET = "wrong_ticket"
    GEOGRAPHY = "geography"
    HAS_ONE = "has_one"
    TIMING = "timing"
    CONFLICT = "conflict"
    OTHER = "other"
