"""A figure as pages show it: never a number alone."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it needs to be believed: unit, period, target, change, its rows and its source.

    `target` is the words beside the bar ("of 24 by Jun 2021"), `share` how much of it is reached (0 to 1, None without
    a target). `curve` holds past values, oldest first, for a small line. `doubt` is a sentence when the figure disagrees
    with an announced one.
    """

    name: object
    value: object
    unit: object = ""
    rows_url: str = ""
    rows: object = ""
    change: object = ""
    period: object = ""
    target: object = ""
    share: float | None = None
    curve: Sequence[float] = ()
    source: str = ""
    source_title: object = ""
    doubt: object = ""

    @property
    def filled(self) -> int:
        """The length of the target's bar, 0 to 100."""
        return round(100 * min(max(self.share or 0.0, 0.0), 1.0))

    @property
    def path(self) -> str:
        """The curve as an SVG path in a box of 88 by 32, the highest value at the top."""
        if len(self.curve) < 2:
            return ""
        low, high = min(self.curve), max(self.curve)
        height = (high - low) or 1.0
        step = 80 / (len(self.curve) - 1)
        points = [(2 + step * place, 30 - 26 * (value - low) / height) for place, value in enumerate(self.curve)]
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)

    @property
    def end(self) -> tuple[str, str] | None:
        """Where the curve ends, for its dot."""
        if not self.path:
            return None
        x, y = self.path.rsplit("L", 1)[1].split(" ")
        return x, y
