"""Matching: which technology offers and which needs belong together, in order, with the reasons.

    ranking = matching.rank(offers, needs, asof=date(2026, 5, 1))
    for pair in ranking.of("P-1"):
        explanation = matching.explain(pair)

What came of earlier pairs is learned from in `matching.learning` (`fit`, `rank`), texts are compared by meaning with an
encoder from `matching.encoders`, files are read by `matching.files`. Frozen typed input, identifiers in and out, no framework, no connection. Same input, same answer.
"""

from landbridge.engines.matching.barriers import PROFILES_THAT_MEET, Barriers, MarketRule, profiles_meet
from landbridge.engines.matching.encoding import CachedEncoder, Encoder, StoredVectors, digest
from landbridge.engines.matching.exchange import Exchange
from landbridge.engines.matching.explanation import FACT_CODES, Explanation, Fact, Line, Pair, Reading, explain
from landbridge.engines.matching.exposure import Spread, spread
from landbridge.engines.matching.fields import Taxonomy, from_sections, from_table, joined, tags
from landbridge.engines.matching.inspection import faults, gaps, inspect
from landbridge.engines.matching.kinds import (
    Barrier,
    Listing,
    NeedKind,
    OutcomeKind,
    Profile,
    RefusalReason,
    SignalName,
    Sought,
    Stage,
)
from landbridge.engines.matching.parties import Ask, Need, Offer, Outcome, Ticket
from landbridge.engines.matching.place import Closeness
from landbridge.engines.matching.prepared import Prepared, rank
from landbridge.engines.matching.prior import PRIOR, Weight
from landbridge.engines.matching.ranking import Ranking
from landbridge.engines.matching.signals import Signal

__all__ = [
    "FACT_CODES",
    "PRIOR",
    "PROFILES_THAT_MEET",
    "Ask",
    "Barrier",
    "Barriers",
    "CachedEncoder",
    "Closeness",
    "Encoder",
    "Exchange",
    "Explanation",
    "Fact",
    "Line",
    "Listing",
    "MarketRule",
    "Need",
    "NeedKind",
    "Offer",
    "Outcome",
    "OutcomeKind",
    "Pair",
    "Prepared",
    "Profile",
    "Ranking",
    "Reading",
    "RefusalReason",
    "Signal",
    "SignalName",
    "Sought",
    "Spread",
    "Stage",
    "StoredVectors",
    "Taxonomy",
    "Ticket",
    "Weight",
    "digest",
    "explain",
    "faults",
    "from_sections",
    "from_table",
    "gaps",
    "inspect",
    "joined",
    "profiles_meet",
    "rank",
    "spread",
    "tags",
]
