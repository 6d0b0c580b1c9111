"""Why a pair is refused: a fixed list, so that refusals can be learned from."""

from enum import StrEnum

from landbridge.kernel.transitions import TransitionTable


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


class Ranker(StrEnum):
    """What put a shortlist in order: the documented prior, or a model fitted on the hub's own outcomes."""

    PRIOR = "prior"
    LEARNED = "learned"


class FitState(StrEnum):
    """What came of an attempt to learn a ranker from a hub's outcomes."""

    LEARNED = "learned"
    RULES_BETTER = "rules_better"
    TOO_FEW_KNOWN = "too_few_known"
    FAILED = "failed"


class PairResult(StrEnum):
    """What came of a pair after it met, from the weakest sign to the strongest."""

    INTERESTED = "interested"
    SIGNED = "signed"
    INVESTED = "invested"


class SearchState(StrEnum):
    """Where a standing search stands."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


SEARCH = TransitionTable(
    {
        SearchState.ACTIVE: {SearchState.PAUSED, SearchState.ENDED},
        SearchState.PAUSED: {SearchState.ACTIVE, SearchState.ENDED},
    }
)


class FindState(StrEnum):
    """Where an offer found by a standing search stands with the search's owner."""

    FOUND = "found"
    TOLD = "told"
    INTERESTED = "interested"
    REFUSED = "refused"


FIND = TransitionTable(
    {
        FindState.FOUND: {FindState.TOLD},
        FindState.TOLD: {FindState.INTERESTED, FindState.REFUSED},
        FindState.INTERESTED: {FindState.REFUSED},
        FindState.REFUSED: {FindState.INTERESTED},
    }
)


class NoticeState(StrEnum):
    """Whether a notice stands on the public board."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


NOTICE = TransitionTable(
    {
        NoticeState.DRAFT: {NoticeState.PUBLISHED},
        NoticeState.PUBLISHED: {NoticeState.WITHDRAWN},
        NoticeState.WITHDRAWN: {NoticeState.PUBLISHED},
    }
)


class LeadState(StrEnum):
    """Where a question from the public board stands with the hub."""

    NEW = "new"
    ANSWERED = "answered"
    SPAM = "spam"


LEAD = TransitionTable(
    {
        LeadState.NEW: {LeadState.ANSWERED, LeadState.SPAM},
        LeadState.SPAM: {LeadState.NEW},
        LeadState.ANSWERED: {LeadState.NEW},
    }
)
