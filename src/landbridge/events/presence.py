"""Who is here, read from what the desks did. Pure: no clock, no database.

Nothing stores whether somebody is here. Desks only add acts, each named by its device and its number there, so that an
act delivered twice is one act and the order of delivery does not matter. The answer is read from the acts in one order:

1. The acts of one device keep the order of their numbers, whatever its clock did: an act is not earlier than those
   before it on the same device.
2. Between devices the earlier moment comes first. Two acts of the same moment are ordered by device, then number.
3. The last act about a person says whether they are here. Their arrival is the first of the unbroken run of arrivals.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from landbridge.events.states import Deed


class Act(NamedTuple):
    """What a desk did about somebody: `at` is the moment as the server reckons it from what the device said."""

    device: UUID
    sequence: int
    attendee: UUID
    deed: Deed
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands: here since when, or taken back when; `act` is what says so."""

    here: bool
    since: datetime
    act: Act


def in_order(acts: Iterable[Act]) -> list[Act]:
    """The acts as they follow on each other, each at its own moment or that of its device's latest before it."""
    latest: dict[UUID, datetime] = {}
    found = []
    for act in sorted(acts, key=lambda act: (act.device, act.sequence)):
        latest[act.device] = max(act.at, latest.get(act.device, act.at))
        found.append(Act(act.device, act.sequence, act.attendee, act.deed, latest[act.device]))
    return sorted(found, key=lambda act: (act.at, act.device, act.sequence))


def standings(acts: Iterable[Act]) -> Mapping[UUID, Standing]:
    """Where each person stands of whom there is an act."""
    found: dict[UUID, Standing] = {}
    for act in in_order(acts):
        before = found.get(act.attendee)
        here = act.deed is Deed.ARRIVED
        goes_on = before is not None and before.here and here
        found[act.attendee] = Standing(here, before.since if goes_on and before else act.at, act)
    return found


def reckoned(said: datetime, *, sent: datetime, received: datetime, earliest: datetime) -> datetime:
    """The moment of an act by our clock: as long before it was received as the device says it was before it was sent.

    A device's clock may be wrong by any amount as long as it is steadily so. What jumped nevertheless is taken as not
    later than now and not earlier than `earliest`.
    """
    ago = max(sent - said, timedelta())
    if ago > received - earliest:
        return min(earliest, received)
    return received - ago
