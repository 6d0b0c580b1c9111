"""Half-open spans of time: the start belongs, the end does not, so that neighbours never overlap."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """From `start` up to, not including, `end`; both aware. Empty or backward spans are refused with ValueError.

    Both ends are kept in UTC: between two times of one zone Python computes by the clock on the wall, which is an hour
    wrong across a change of clocks.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.utcoffset() is None or self.end.utcoffset() is None:
            raise ValueError("an interval needs aware times")
        object.__setattr__(self, "start", self.start.astimezone(UTC))
        object.__setattr__(self, "end", self.end.astimezone(UTC))
        if self.end <= self.start:
            raise ValueError("an interval ends after it starts")

    @property
    def length(self) -> timedelta:
        """Elapsed time, also across a change of clocks."""
        return self.end - self.start

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    def overlaps(self, other: "Interval") -> bool:
        """Whether some instant belongs to both."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Interval") -> bool:
        """Whether every instant of `other` belongs to this one."""
        return self.start <= other.start and other.end <= self.end

    def split(self, step: timedelta) -> list["Interval"]:
        """Cut into parts of length `step`, first to last. ValueError if `step` does not divide the length."""
        if step <= timedelta(0) or self.length % step:
            raise ValueError("the step does not divide the interval")
        return [Interval(self.start + i * step, self.start + (i + 1) * step) for i in range(self.length // step)]


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The same instants as a sorted list of intervals that neither overlap nor touch."""
    result: list[Interval] = []
    for interval in sorted(intervals):
        if result and interval.start <= result[-1].end:
            result[-1] = Interval(result[-1].start, max(result[-1].end, interval.end))
        else:
            result.append(interval)
    return result
