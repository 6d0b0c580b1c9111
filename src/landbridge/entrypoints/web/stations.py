"""The bridge line as data: ten stations between two shores, and how a page fills them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FLOW_WIDTHS = (2, 3, 4, 6, 8, 10, 13, 16)


@dataclass(frozen=True, slots=True)
class Station:
    """One of the ten: its number, the word for it and the shore it stands on."""

    number: int
    key: str
    name: Promise
    shore: str


STATIONS = (
    Station(1, "contact", pgettext_lazy("station", "Contact"), "abroad"),
    Station(2, "screened", pgettext_lazy("station", "Screened"), "abroad"),
    Station(3, "matched", pgettext_lazy("station", "Matched"), "abroad"),
    Station(4, "met", pgettext_lazy("station", "Met"), "crossing"),
    Station(5, "intent", pgettext_lazy("station", "Intent"), "crossing"),
    Station(6, "signed", pgettext_lazy("station", "Signed"), "crossing"),
    Station(7, "landed", pgettext_lazy("station", "Landed"), "home"),
    Station(8, "incubating", pgettext_lazy("station", "Incubating"), "home"),
    Station(9, "cultivating", pgettext_lazy("station", "Cultivating"), "home"),
    Station(10, "industrial", pgettext_lazy("station", "Industrial"), "home"),
)
BY_KEY = {station.key: station for station in STATIONS}


@dataclass(frozen=True, slots=True)
class Stop:
    """What one page says at one station.

    `state` is "past", "now", "ahead" or empty (a strip of the whole network has none); `notes` are short lines under
    the mark; `rate` stands on the line to the next station, `rate_words` explains it to a screen reader.
    """

    station: Station
    state: str = ""
    url: str = ""
    count: int | None = None
    notes: Sequence[object] = ()
    evidence_url: str = ""
    evidence: object = ""
    rate: object = ""
    rate_words: object = ""
    narrow: bool = False
    flow: int = 0


def flow_step(went_on: int, most: int) -> int:
    """Which of the eight line widths (1 to 8) is nearest to 16 px times the square root of the share; 0 without any."""
    if most <= 0 or went_on <= 0:
        return 0
    wanted = 16 * sqrt(went_on / most)
    return 1 + min(range(len(FLOW_WIDTHS)), key=lambda step: abs(FLOW_WIDTHS[step] - wanted))


def network_strip(
    reached: Mapping[str, int], *, notes: Mapping[str, Sequence[object]], urls: Mapping[str, str]
) -> list[Stop]:
    """The line of the whole network: how many projects got to each station, and the share that went on.

    `reached`, `notes` and `urls` are keyed by station; a missing station counts as 0. The narrowest passage after at
    least ten arrivals is marked, because that is where a manager looks first.
    """
    counts = [reached.get(station.key, 0) for station in STATIONS]
    shares = [after / before if before else None for before, after in pairwise(counts)]
    wide = [share for before, share in zip(counts, shares, strict=False) if share and before >= 10]
    least = min(wide, default=None)
    stops = []
    for place, station in enumerate(STATIONS):
        share = shares[place] if place < len(shares) else None
        after = STATIONS[place + 1].name if share is not None else ""
        stops.append(
            Stop(
                station,
                url=urls.get(station.key, ""),
                count=counts[place],
                notes=notes.get(station.key, ()),
                rate=f"{share:.0%}".replace("%", " %") if share is not None else "",
                rate_words=_("go on to %(station)s") % {"station": after} if after else "",
                narrow=bool(share) and share == least and counts[place] >= 10,
                flow=flow_step(counts[place + 1], max(counts)) if share is not None else 0,
            )
        )
    return stops


def line_at(key: str) -> list[tuple[Station, str]]:
    """The one-row line of a thing that stands at station `key`: each station with "done", "here" or "ahead"."""
    here = BY_KEY[key].number
    return [
        (station, "here" if station.number == here else "done" if station.number < here else "ahead")
        for station in STATIONS
    ]
