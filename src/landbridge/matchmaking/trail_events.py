"""What matchmaking writes into the trail."""

from enum import StrEnum


class MatchmakingEvent(StrEnum):
    """Things that happen to needs and pairs."""

    NEED_SET = "matchmaking.need_set"
    NEEDS_TAKEN_BACK = "matchmaking.needs_taken_back"
    PAIR_REFUSED = "matchmaking.pair_refused"
    REFUSAL_LIFTED = "matchmaking.refusal_lifted"
    PAIR_MET = "matchmaking.pair_met"
    NEED_CLOSED = "matchmaking.need_closed"
    NEED_REOPENED = "matchmaking.need_reopened"
    SHORTLIST_MADE = "matchmaking.shortlist_made"
    PAIR_OUTCOME = "matchmaking.pair_outcome"
