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
    SEARCH_BEGUN = "matchmaking.search_begun"
    SEARCH_MOVED = "matchmaking.search_moved"
    SEARCH_TOLD = "matchmaking.search_told"
    FIND_ANSWERED = "matchmaking.find_answered"
    NOTICE_WRITTEN = "matchmaking.notice_written"
    NOTICE_CHANGED = "matchmaking.notice_changed"
    NOTICE_PUBLISHED = "matchmaking.notice_published"
    NOTICE_WITHDRAWN = "matchmaking.notice_withdrawn"
    LEAD_RECEIVED = "matchmaking.lead_received"
    LEAD_SETTLED = "matchmaking.lead_settled"
    LEAD_ERASED = "matchmaking.lead_erased"
