"""What earlier no-shows mean for the next road show: a fact in its shortlists, a limit of meetings. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from landbridge.engines import matching
from landbridge.events.models import Group

REMEMBERED: Final = timedelta(days=730)
"""How long before a road show somebody may have stayed away for it to count there."""
UNKNOWN: Final = 0.5
STEP: Final = 0.25
WEIGHT: Final = matching.Weight(2.0, 2.0)
"""As much as the stage counts for whoever has the money: an empty chair costs both sides a slot, whatever the field."""
CODES: Final = frozenset({"project_attendance_against", "partner_attendance_against"})
"""The facts it tells, to the organiser alone: a party does not read that another one stayed away."""
Dates = Sequence[date]


class NoShowSignal:
    """One side's attendance: half where nobody is known to have stayed away, a quarter less for each time, down to 0."""

    neutral = UNKNOWN

    def __init__(self, name: str, dates: Sequence[Dates], others: int, *, of_offers: bool) -> None:
        """`dates` are the first days of the road shows each offer (or need) did not come to, latest first.

        `others` is how many there are on the other side.
        """
        self.name = name
        self.live = any(dates)
        self._dates, self._others, self._of_offers = dates, others, of_offers
        self._values = np.array([max(UNKNOWN - STEP * len(one), 0.0) for one in dates], dtype=np.float32)

    def block(self, rows: range) -> NDArray[np.float32]:
        """See `matching.Signal.block`."""
        if self._of_offers:
            return np.broadcast_to(self._values[rows.start : rows.stop, None], (len(rows), self._others))
        return np.broadcast_to(self._values, (len(rows), len(self._values)))

    def seen(self, row: int, column: int) -> Mapping[str, object] | None:
        """The days on which that side was missed; None where nothing is known against it."""
        dates = self._dates[row if self._of_offers else column]
        return {"days": tuple(day.isoformat() for day in dates)} if dates else None


def criteria(offers: Sequence[Dates], needs: Sequence[Dates]) -> list[tuple[matching.Signal, matching.Weight]]:
    """The criteria of both sides; a side on which nobody stayed away has none, so that scores stay as they were."""
    signals = (
        NoShowSignal("project_attendance", offers, len(needs), of_offers=True),
        NoShowSignal("partner_attendance", needs, len(offers), of_offers=False),
    )
    return [(signal, WEIGHT) for signal in signals if signal.live]


def most_meetings(group: Group, no_shows: int) -> int:
    """The most meetings a party of the group may have after so many no-shows, if it has no limit of its own."""
    if limited(group, no_shows) and group.no_show_meetings is not None:
        return min(group.max_meetings, group.no_show_meetings)
    return group.max_meetings


def limited(group: Group, no_shows: int) -> bool:
    """Whether the group's lower limit holds after so many no-shows."""
    return group.no_shows_from is not None and no_shows >= group.no_shows_from
