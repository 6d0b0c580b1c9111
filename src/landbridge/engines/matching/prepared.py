"""The entry: needs made ready once, and offers ranked against them by the documented prior."""

from collections.abc import Mapping, Sequence
from datetime import date

from landbridge.engines.matching.barriers import Barriers, BarrierTable, NeedBars
from landbridge.engines.matching.encoding import Encoder
from landbridge.engines.matching.exchange import Exchange
from landbridge.engines.matching.fields import Taxonomy
from landbridge.engines.matching.inspection import faults_of_offers, gaps_of_needs, inspect
from landbridge.engines.matching.kinds import Listing, SignalName
from landbridge.engines.matching.nearness import FieldSignal, NeedFields
from landbridge.engines.matching.parties import Need, Offer, Outcome
from landbridge.engines.matching.place import NeedPlaces, PlaceSignal
from landbridge.engines.matching.prior import PRIOR, Weight, with_troubles
from landbridge.engines.matching.ranking import Ranking, listed
from landbridge.engines.matching.scoring import ScoreSheet
from landbridge.engines.matching.signals import (
    NeedSets,
    OverlapSignal,
    RecencySignal,
    Signal,
    StageSignal,
    sought_of,
    spoken_by,
)
from landbridge.engines.matching.texts import MeaningSignal, NeedMeanings, WordSignal
from landbridge.engines.matching.tickets import NeedTickets, TicketSignal
from landbridge.engines.matching.troubles import NeedTroubles, TroubleSignal, WellRead
from landbridge.engines.matching.words import NeedWords, kept_tokens, text_of
from landbridge.kernel.money import Rate
from landbridge.kernel.refusal import InputRefused


class Prepared:
    """Needs made ready once, so that each new offer is ranked in milliseconds.

        ready = matching.Prepared(needs, encoder=encoder, asof=today)
        ranking = ready.rank([offer])

    Holds what depends on the needs alone: words and their rarity, vectors, places, tickets, barriers. It is a picture
    of the needs as they were; make a new one when they change. `rank` gives bit for bit what `matching.rank` gives.
    """

    def __init__(
        self,
        needs: Sequence[Need],
        *,
        outcomes: Sequence[Outcome] = (),
        barriers: Barriers | None = None,
        taxonomy: Taxonomy | None = None,
        rates: Sequence[Rate] = (),
        encoder: Encoder | None = None,
        asof: date | None = None,
    ) -> None:
        """Arguments as of `rank`. The input is looked through once, by `rank` of this object."""
        self.needs = tuple(needs)
        self._outcomes, self._taxonomy, self._asof = outcomes, taxonomy, asof
        self._inspected = False
        self._bars = NeedBars(needs, outcomes, barriers or Barriers())
        self._fields = NeedFields(needs, taxonomy)
        self._offered = NeedSets([frozenset(need.offered) for need in needs])
        self._stages = NeedSets([frozenset(need.stages) for need in needs])
        self._tickets = NeedTickets(needs, Exchange(rates))
        self._places = NeedPlaces(needs)
        self._languages = NeedSets(spoken_by(needs))
        self._recency = RecencySignal(needs, asof)
        self._words = NeedWords([kept_tokens(text_of(need)) for need in needs])
        self._meanings = NeedMeanings(needs, encoder) if encoder is not None else None
        self._troubles = NeedTroubles(needs, encoder) if isinstance(encoder, WellRead) else None
        self._gaps = gaps_of_needs(needs)

    def rank(
        self,
        offers: Sequence[Offer],
        *,
        criteria: Sequence[tuple[Signal, Weight]] = (),
        weights: Mapping[str, Weight] = PRIOR,
        listing: Listing = Listing.OFFER,
        top: int = 20,
    ) -> Ranking:
        """The lists of these offers, as `matching.rank` makes them. Raises `InputRefused` for faults of the input."""
        if not self._inspected:
            inspect([], self.needs, self._outcomes, taxonomy=self._taxonomy, asof=self._asof)
            self._inspected = True
        found = tuple(faults_of_offers(offers, taxonomy=self._taxonomy, asof=self._asof))
        if found:
            raise InputRefused(*found)
        return self.ranked(offers, criteria=criteria, weights=weights, listing=listing, top=top)

    def ranked(
        self,
        offers: Sequence[Offer],
        *,
        criteria: Sequence[tuple[Signal, Weight]],
        weights: Mapping[str, Weight],
        listing: Listing,
        top: int,
    ) -> Ranking:
        """As `rank`, for input that was looked through already."""
        signals = (*self._signals(offers, listing), *(signal for signal, _ in criteria))
        read = any(signal.name == SignalName.TROUBLE for signal in signals)
        used = {**(with_troubles(weights) if read else weights), **{signal.name: weight for signal, weight in criteria}}
        table = BarrierTable(offers, self._bars, self._taxonomy)
        sheet = ScoreSheet(len(offers), len(self.needs), signals, used, table)
        return listed(offers, self.needs, sheet, listing=listing, top=top, gaps_of=self._gaps)

    def _signals(self, offers: Sequence[Offer], listing: Listing) -> tuple[Signal, ...]:
        """The matcher's own signals that have something on both sides to compare, in the order of `SignalName`."""
        built: list[Signal] = [
            FieldSignal(offers, self._fields),
            OverlapSignal(SignalName.SOUGHT, sought_of(offers), self._offered),
            StageSignal(offers, self._stages),
            TicketSignal(offers, self._tickets),
            PlaceSignal(offers, self._places),
            OverlapSignal(SignalName.LANGUAGE, spoken_by(offers), self._languages),
            self._recency,
            WordSignal(offers, self._words, listing),
        ]
        if self._meanings is not None:
            built.append(MeaningSignal(offers, self._meanings, listing))
        if self._troubles is not None:
            built.append(TroubleSignal(offers, self._troubles, listing))
        return tuple(signal for signal in built if signal.live)


def rank(
    offers: Sequence[Offer],
    needs: Sequence[Need],
    *,
    outcomes: Sequence[Outcome] = (),
    barriers: Barriers | None = None,
    taxonomy: Taxonomy | None = None,
    rates: Sequence[Rate] = (),
    encoder: Encoder | None = None,
    criteria: Sequence[tuple[Signal, Weight]] = (),
    weights: Mapping[str, Weight] = PRIOR,
    asof: date | None = None,
    listing: Listing = Listing.OFFER,
    top: int = 20,
) -> Ranking:
    """The best `top` needs of every offer (or offers of every need), by the documented prior.

    `outcomes` bar the refused pairs. Without `taxonomy` field codes are compared for equality and not checked; with
    one, an unknown code is a fault. `rates` bring amounts together; without a path an amount is unknown. `criteria`
    are signals of other rooms, built over the same two lists. Texts are normalised within each list, so a pair may score
    a little differently on its offer's list and on its need's. `asof` is today for recency, and nothing dated later is
    accepted. Equal scores are ordered as the input is. Raises `InputRefused` with every fault of the input.
    """
    inspect(offers, needs, outcomes, taxonomy=taxonomy, asof=asof)
    ready = Prepared(
        needs, outcomes=outcomes, barriers=barriers, taxonomy=taxonomy, rates=rates, encoder=encoder, asof=asof
    )
    return ready.ranked(offers, criteria=criteria, weights=weights, listing=listing, top=top)
