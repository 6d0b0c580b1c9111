"""How much of the budget is left: seconds by the clock, or work that counts the same on every machine."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from landbridge.kernel.refusal import Finding, InputRefused

MOVES_PER_UNIT = 20_000
"""Local-search moves that count as one unit of work, about a second; one deterministic second of CP-SAT is another."""


def require_positive(**limits: float | None) -> None:
    """Refuse limits that are given and are not positive, finite numbers; `InputRefused` names each."""
    findings = [
        Finding("not_positive", field=name, data={"value": value})
        for name, value in limits.items()
        if value is not None and not 0 < value < float("inf")
    ]
    if findings:
        raise InputRefused(*findings)


@dataclass
class Meter:
    """Measures either `seconds` or `work`, whichever is given, and listens to `cancel`."""

    seconds: float | None = None
    work: float | None = None
    cancel: Callable[[], bool] = lambda: False
    spent: float = 0.0
    started: float = field(default_factory=time.monotonic)
    cancelled: bool = False

    @property
    def counted(self) -> bool:
        """Whether work is counted, so that the same input gives the same answer."""
        return self.work is not None

    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.started

    def left(self) -> float:
        """Seconds or units left; 0.0 once cancelled."""
        self.cancelled = self.cancelled or self.cancel()
        if self.cancelled:
            return 0.0
        if self.work is not None:
            return max(0.0, self.work - self.spent)
        return max(0.0, (self.seconds or 0.0) - self.elapsed())

    def total(self) -> float:
        """The whole budget, in seconds or units."""
        return self.work if self.work is not None else (self.seconds or 0.0)

    def fraction(self) -> float:
        """How much of the budget is gone, 0 to 1."""
        return 1.0 - self.left() / self.total() if self.total() else 1.0

    def spend(self, units: float) -> None:
        """Count work done."""
        self.spent += units

    def over(self) -> bool:
        """Whether to stop now."""
        return self.left() <= 0.0
