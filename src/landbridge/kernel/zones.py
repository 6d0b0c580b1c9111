"""Wall time to instant and back, refusing times that do not exist or exist twice.

`datetime.replace(tzinfo=...)` and Django's `make_aware` accept both kinds silently (London, 2027-03-28 01:30 never
happens; 2026-10-25 01:30 happens twice). Everything that turns what a person typed into an instant comes here.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from landbridge.kernel.refusal import Refusal


class UnknownZone(Refusal):
    """No such IANA time zone. `data`: `zone`."""

    code = "unknown_zone"


class TimeDoesNotExist(Refusal):
    """The clocks skip this wall time. `data`: `wall`, `zone`, `next_wall` (the first time after the skip)."""

    code = "time_does_not_exist"


class TimeIsAmbiguous(Refusal):
    """The clocks show this wall time twice. `data`: `wall`, `zone`, `first`, `second` (UTC offsets as text)."""

    code = "time_is_ambiguous"


def zone(name: str) -> ZoneInfo:
    """The IANA zone of that name, or `UnknownZone`."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, IsADirectoryError, PermissionError):
        raise UnknownZone(zone=name) from None


def to_instant(wall: datetime, zone_name: str, *, fold: int | None = None) -> datetime:
    """The UTC instant at which clocks in the zone show the naive time `wall`.

    `fold` 0 or 1 chooses the first or second of a time that exists twice; without it such a time is refused.
    """
    if wall.tzinfo is not None:
        raise ValueError("wall time carries no zone of its own")
    where = zone(zone_name)
    first, second = (wall.replace(tzinfo=where, fold=n) for n in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(where).replace(tzinfo=None) != wall:
        landed = first.astimezone(UTC).astimezone(where)
        raise TimeDoesNotExist(
            wall=wall.isoformat(" ", "minutes"), zone=zone_name, next_wall=landed.isoformat(" ", "minutes")
        )
    if fold is None:
        raise TimeIsAmbiguous(
            wall=wall.isoformat(" ", "minutes"), zone=zone_name, first=f"{first:%z}", second=f"{second:%z}"
        )
    return (second if fold else first).astimezone(UTC)


def to_wall(instant: datetime, zone_name: str) -> datetime:
    """What clocks in the zone show at `instant`, aware."""
    return instant.astimezone(zone(zone_name))
