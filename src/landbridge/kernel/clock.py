"""The clock is passed in, so that a demonstration can stand at any day and a test at any second."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)


@dataclass
class FixedClock:
    """A clock that stands still until it is moved."""

    at: datetime

    def now(self) -> datetime:
        """The instant the clock stands at, in UTC."""
        return self.at.astimezone(UTC)

    def advance(self, by: timedelta) -> None:
        """Move the clock on by `by`."""
        self.at += by


@dataclass(frozen=True)
class ShiftedClock:
    """Another clock plus a constant: the demonstration's clock, which runs but stands on another day."""

    base: Clock
    shift: timedelta

    def now(self) -> datetime:
        """The base clock's instant plus the shift."""
        return self.base.now() + self.shift
