"""The journey of a project: ten stations from one shore to the other."""

from enum import StrEnum

from landbridge.kernel.transitions import TransitionTable


class Stage(StrEnum):
    """A station of the bridge line. One to three are abroad, four to six on the crossing, the rest at home."""

    CONTACT = "contact"
    SCREENED = "screened"
    MATCHED = "matched"
    MET = "met"
    INTENT = "intent"
    SIGNED = "signed"
    LANDED = "landed"
    INCUBATING = "incubating"
    CULTIVATING = "cultivating"
    INDUSTRIAL = "industrial"


class Shore(StrEnum):
    """Where on the line a station stands."""

    ABROAD = "abroad"
    CROSSING = "crossing"
    HOME = "home"


STATIONS = tuple(Stage)


def number(stage: Stage) -> int:
    """The station's number on the line, 1 to 10."""
    return STATIONS.index(stage) + 1


def shore(stage: Stage) -> Shore:
    """Which shore the station belongs to."""
    place = number(stage)
    if place <= 3:
        return Shore.ABROAD
    return Shore.CROSSING if place <= 6 else Shore.HOME


# A project may pass stations without stopping (a match made at the road show itself), and never goes back: a mistake is
# corrected by a step that names the one it corrects.
JOURNEY = TransitionTable({stage: set(STATIONS[place + 1 :]) for place, stage in enumerate(STATIONS)})


class Seeking(StrEnum):
    """What a project asks of a partner."""

    MONEY = "money"
    PARTNER = "partner"
    CUSTOMER = "customer"
    LICENCE = "licence"
    SITE = "site"
