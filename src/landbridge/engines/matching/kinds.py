"""The closed lists the matcher speaks in; their values are stable and go to files, APIs and phrases."""

from enum import StrEnum


class Stage(StrEnum):
    """How far a technology is, in the five steps that both funds and hubs use; order matters."""

    RESEARCH = "research"
    PROTOTYPE = "prototype"
    PILOT = "pilot"
    MARKET = "market"
    GROWTH = "growth"

    @classmethod
    def of_trl(cls, trl: int) -> "Stage":
        """The step of a technology readiness level from 1 to 9 (EU Horizon's scale); ValueError outside it."""
        if not 1 <= trl <= 9:
            raise ValueError("a technology readiness level is 1 to 9")
        return (cls.RESEARCH, cls.PROTOTYPE, cls.PILOT, cls.MARKET, cls.GROWTH)[(0, 0, 0, 1, 1, 2, 2, 3, 4)[trl - 1]]


class Sought(StrEnum):
    """What an offer looks for, and what a need can give."""

    MONEY = "money"
    PARTNER = "partner"
    CUSTOMER = "customer"
    LICENCE = "licence"
    SITE = "site"


class NeedKind(StrEnum):
    """Who stands behind a need."""

    COMPANY = "company"
    FUND = "fund"
    BANK = "bank"
    UNIVERSITY = "university"


class Profile(StrEnum):
    """Enterprise Europe Network profile types: technology and business, offer and request, and R&D request."""

    TO = "TO"
    TR = "TR"
    BO = "BO"
    BR = "BR"
    RDR = "RDR"


class OutcomeKind(StrEnum):
    """What came of a pair, from the weakest sign to the strongest; `REFUSED` stands apart."""

    INTRODUCED = "introduced"
    MET = "met"
    INTERESTED = "interested"
    REFUSED = "refused"
    SIGNED = "signed"
    INVESTED = "invested"


class RefusalReason(StrEnum):
    """Why a pair was refused: the fixed list people choose from."""

    TOO_EARLY = "too_early"
    BENEFIT_UNCLEAR = "benefit_unclear"
    OFF_THESIS = "off_thesis"
    WRONG_TICKET = "wrong_ticket"
    GEOGRAPHY = "geography"
    ALREADY_HAS_ONE = "already_has_one"
    TIMING = "timing"
    OTHER = "other"


class Barrier(StrEnum):
    """Why a pair is never recommended, whatever its score."""

    REFUSED_BEFORE = "refused_before"
    PROFILE = "profile"
    CONFLICT = "conflict"
    GROUP = "group"
    HOLD = "hold"
    MARKET_ACCESS = "market_access"


class SignalName(StrEnum):
    """The signals the matcher itself knows; a criterion from outside brings its own name."""

    FIELD = "field"
    SOUGHT = "sought"
    STAGE = "stage"
    TICKET = "ticket"
    PLACE = "place"
    LANGUAGE = "language"
    RECENCY = "recency"
    WORDS = "words"
    MEANING = "meaning"
    TROUBLE = "trouble"


class Listing(StrEnum):
    """Whose list is being made: the best needs of each offer, or the best offers of each need."""

    OFFER = "offer"
    NEED = "need"
