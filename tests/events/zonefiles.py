"""Time zone databases of our own making, as an update of the rules would bring them."""

import struct
import zoneinfo
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.events.readers import forget_zones


def compiled(hours: int, name: str) -> bytes:
    """A zone that has stood `hours` east of Greenwich for ever, in the form of RFC 8536 (version 2)."""
    chars = name.encode() + b"\0"
    body = struct.pack(">lbb", hours * 3600, 0, 0) + chars
    head = b"TZif2" + bytes(15) + struct.pack(">6l", 0, 0, 0, 0, 1, len(chars))
    return head + body + head + body + f"\n<{name}>{-hours}\n".encode()


def _forget(zone: str) -> None:
    zoneinfo.ZoneInfo.clear_cache(only_keys=[zone])
    forget_zones()


@contextmanager
def rules_say(folder: Path, zone: str, hours: int) -> Iterator[None]:
    """Within, the zone's rules are these: a database found before the one that is installed."""
    file = folder / zone
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(compiled(hours, f"{hours:+03d}"))
    before = zoneinfo.TZPATH
    zoneinfo.reset_tzpath([str(folder), *before])
    _forget(zone)
    try:
        yield
    finally:
        zoneinfo.reset_tzpath(before)
        _forget(zone)
