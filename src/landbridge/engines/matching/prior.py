"""The documented prior: how much each signal counts before any outcome is known.

The weights are judgement, not measurement: field, what is sought and meaning count most, then stage and ticket, then
words and place; language and recency break ties. The two sides weigh differently: whoever has the money asks about field, stage
and text; the project asks whether the other side gives what it seeks and where it sits. `docs/matching.md` shows the
table, and a test holds the page to these numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from landbridge.engines.matching.kinds import SignalName


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a signal counts for the need's owner and for the offer's owner."""

    need: float
    offer: float


PRIOR: Mapping[str, Weight] = MappingProxyType(
    {
        SignalName.FIELD: Weight(3.0, 2.5),
        SignalName.SOUGHT: Weight(1.5, 3.0),
        SignalName.STAGE: Weight(2.0, 1.0),
        SignalName.TICKET: Weight(2.0, 2.0),
        SignalName.PLACE: Weight(1.5, 2.0),
        SignalName.LANGUAGE: Weight(0.5, 1.0),
        SignalName.RECENCY: Weight(0.0, 0.5),
        SignalName.WORDS: Weight(1.5, 1.0),
        SignalName.MEANING: Weight(4.0, 3.0),
    }
)
TAKEN_BY_TROUBLES = 0.7
"""Where the book of troubles was read, it takes this share of the weights of words and meaning: it reads both, and more."""


def with_troubles(weights: Mapping[str, Weight]) -> Mapping[str, Weight]:
    """The weights where troubles are compared too; the three together weigh what words and meaning did."""
    words, meaning = weights[SignalName.WORDS], weights[SignalName.MEANING]

    def share(part: float, *of: Weight) -> Weight:
        return Weight(part * sum(one.need for one in of), part * sum(one.offer for one in of))

    return {
        SignalName.TROUBLE: share(TAKEN_BY_TROUBLES, words, meaning),
        **weights,
        SignalName.WORDS: share(1 - TAKEN_BY_TROUBLES, words),
        SignalName.MEANING: share(1 - TAKEN_BY_TROUBLES, meaning),
    }
