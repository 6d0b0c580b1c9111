"""Wall time to instant and back, refusing times that do not exist or exist twice.

`datetime.replace(tzinfo=...)` and Django's `make_aware` accept both kinds silently (London, 2027-03-28 01:30 never
happens; 2026-10-25 01:30 happens twice). Everything that turns what a person typed into an instant comes here.
"""

from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from landbridge.kernel.refusal import Refusal

_NOT_ZONES = ("localtime", "posix", "right")
"""What a zone database holds beside zones: the machine's own setting, and copies that count leap seconds."""


class UnknownZone(Refusal):
    """No such IANA time zone. `data`: `zone`."""

    code = "unknown_zone"


class TimeDoesNotExist(Refusal):
    """The clocks skip this wall time. `data`: `wall`, `zone`, `next_wall` (the first time after the skip)."""

    code = "time_does_not_exist"


class TimeIsAmbiguous(Refusal):
    """The clocks show this wall time twice. `data`: `wall`, `zone`, `first`, `second` (UTC offsets as text)."""

    code = "time_is_ambiguous"


class TimeTooFar(Refusal):
    """A wall time of a year that no calendar of ours reaches. `data`: `wall`."""

    code = "time_too_far"


def zone(name: str) -> ZoneInfo:
    """The IANA zone of that name, or `UnknownZone`."""
    if name.startswith(_NOT_ZONES):
        raise UnknownZone(zone=name)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownZone(zone=name) from None


def to_instant(wall: datetime, zone_name: str, *, fold: int | None = None) -> datetime:
    """The UTC instant at which clocks in the zone show the naive time `wall`.

    `fold` 0 or 1 chooses the first or second of a time that exists twice; without it such a time is refused.
    """
    if wall.tzinfo is not None:
        raise ValueError("wall time carries no zone of its own")
    if not MINYEAR < wall.year < MAXYEAR:
        raise TimeTooFar(wall=wall.isoformat(" ", "minutes"))
    where = zone(zone_name)
    first, second = (wall.replace(tzinfo=where, fold=n) for n in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(where).replace(tzinfo=None) != wall:
        after = _first_after_skip(second.astimezone(UTC), first.astimezone(UTC), where)
        raise TimeDoesNotExist(
            wall=wall.isoformat(" ", "minutes"), zone=zone_name, next_wall=after.isoformat(" ", "minutes")
        )
    if fold is None:
        raise TimeIsAmbiguous(
            wall=wall.isoformat(" ", "minutes"), zone=zone_name, first=f"{first:%z}", second=f"{second:%z}"
        )
    return (second if fold else first).astimezone(UTC)


def to_wall(instant: datetime, zone_name: str) -> datetime:
    """What clocks in the zone show at `instant`, aware."""
    return instant.astimezone(zone(zone_name))


def _first_after_skip(before: datetime, after: datetime, where: ZoneInfo) -> datetime:
    """The wall time at which clocks go on after the skip that lies between two instants, found by halving."""
    offset = after.astimezone(where).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(where).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after.astimezone(where)
