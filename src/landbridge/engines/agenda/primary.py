"""The search for value: a first draft from the slot-free selection, then insertions and windows until it is proven."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from landbridge.engines.agenda.meter import Meter
from landbridge.engines.agenda.search import fill, improve, refill
from landbridge.engines.agenda.selection import Selection, total_given
from landbridge.engines.agenda.state import Draft
from landbridge.engines.agenda.windows import refit

WINDOW = 2_500
"""Placements a window aims at: what CP-SAT solves to proof in a fraction of a second."""
PATIENCE = 80
"""Windows in a row without a gain after which the search for value ends."""


@dataclass
class Primary:
    """Musts, smallest share and total of a draft, driven towards the selection's bounds."""

    draft: Draft
    selection: Selection
    meter: Meter
    rng: random.Random

    @property
    def goal(self) -> int:
        """The objective that nothing can surpass."""
        return self.draft.goal(self.selection.musts, self.selection.total)

    def first(self) -> None:
        """A first draft, within the first second or two."""
        fill(self.draft, self.selection.chosen)
        refill(self.draft)
        improve(self.draft, self.meter, self.rng, until=0.2, moves=4_000, goal=self.goal)

    def restart(self, placed: list[tuple[int, int]]) -> None:
        """Begin again from placements that meet every demand."""
        self.draft.restore(placed)
        refill(self.draft)

    def climb(self, better: Callable[[], None], *, until: float) -> None:
        """Improve until the goal, or until that part of the budget is gone, or nothing gives way any more.

        If the smallest share stays below its bound, the rest of the time goes to the total given the share reached.
        """
        start = self.meter.fraction()
        self._climb(better, until=start + (until - start) * (0.7 if self.draft.model.sharers else 1.0))
        share = self.draft.smallest_share()
        if self.draft.demands_met() and share < self.draft.worth.target:
            self.draft.aim(share)
        self._climb(better, until=until)

    def _climb(self, better: Callable[[], None], *, until: float) -> None:
        placements = sum(len(c.slots) for c in self.draft.model.candidates)
        size, idle, moving = max(2, WINDOW * len(self.draft.model.slots) // max(placements, 1)), 0, True
        while self.draft.objective < self.goal and self.meter.fraction() < until and idle < PATIENCE:
            before = self.draft.objective
            if moving or idle % 8 == 7:
                improve(self.draft, self.meter, self.rng, until=until, moves=3_000, goal=self.goal)
                moving = self.draft.objective > before
            if self.draft.objective < self.goal and self.meter.fraction() < until:
                size = self._window(size, until)
            idle = 0 if self.draft.objective > before else idle + 1
            if idle == 0:
                better()

    def _window(self, size: int, until: float) -> int:
        """Refit one window of `size` slots; answers the size for the next one."""
        slots = range(len(self.draft.model.slots))
        size = max(1, min(size, len(slots)))
        chosen = frozenset(self.rng.sample(slots, size))
        left = (until - self.meter.fraction()) * self.meter.total()
        outcome = refit(self.draft, chosen, self.meter, seconds=min(left, 3.0), seed=self.rng.randrange(2**31))
        if not outcome.solved or outcome.size > 2 * WINDOW:
            return size - 1
        if outcome.size < WINDOW / 2 or (outcome.gain == 0 and outcome.size < WINDOW):
            return size + 1
        return size

    def settle(self) -> Selection:
        """The bounds that hold given the smallest share and the musts reached."""
        return settled(self.selection, self.draft, seconds=max(1.0, self.meter.left() / 10))


def settled(selection: Selection, draft: Draft, *, seconds: float) -> Selection:
    """The selection's bounds, that of the total being what an agenda of the draft's musts and smallest share can reach.

    With a smaller share the total may be larger than the best share allows.
    """
    model = draft.model
    share, musts = draft.smallest_share(), sum(model.candidates[c].must for c, _ in draft.placed())
    if share >= selection.share and musts >= selection.musts:
        return selection
    total = total_given(model, musts=musts, share=share, seconds=seconds)
    return replace(selection, total=max(total, draft.total()))
