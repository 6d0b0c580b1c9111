"""The lifecycles of the network, and its small fixed vocabularies."""

from enum import StrEnum

from landbridge.kernel.transitions import TransitionTable


class Role(StrEnum):
    """What a membership makes of an account, in one hub and for one period."""

    NETWORK_ADMINISTRATOR = "network_administrator"
    HUB_MANAGER = "hub_manager"
    SCOUT = "scout"
    FOUNDER = "founder"
    PARTNER = "partner"
    JUDGE = "judge"
    AUTHORITY = "authority"
    VISITOR = "visitor"


class HubKind(StrEnum):
    """What sort of place a hub is."""

    PARK = "park"
    INCUBATOR = "incubator"
    ZONE = "zone"
    OVERSEAS_CENTRE = "overseas_centre"
    OFFICE = "office"


class OrganisationKind(StrEnum):
    """What an organisation is, as far as a meeting cares."""

    COMPANY = "company"
    FUND = "fund"
    BANK = "bank"
    UNIVERSITY = "university"
    PUBLIC_BODY = "public_body"
    OTHER = "other"


class LegalBasis(StrEnum):
    """Why personal data may be processed: GDPR article 6 and PIPL article 13, where they name the same thing."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_DUTY = "legal_duty"
    PUBLIC_TASK = "public_task"
    LEGITIMATE_INTEREST = "legitimate_interest"
    MADE_PUBLIC = "made_public"


class RecordState(StrEnum):
    """Where the record of a person or an organisation stands."""

    ACTIVE = "active"
    MERGED = "merged"
    ERASED = "erased"


RECORD_LIFECYCLE = TransitionTable(
    {
        RecordState.ACTIVE: {RecordState.MERGED, RecordState.ERASED},
        RecordState.MERGED: {RecordState.ERASED},
    }
)


class ImportState(StrEnum):
    """Where an import of people or organisations stands."""

    UPLOADED = "uploaded"
    APPLIED = "applied"
    UNDONE = "undone"
    DISCARDED = "discarded"


IMPORT_LIFECYCLE = TransitionTable(
    {
        ImportState.UPLOADED: {ImportState.APPLIED, ImportState.DISCARDED},
        ImportState.APPLIED: {ImportState.UNDONE},
    }
)


class DeliveryState(StrEnum):
    """Where a message to another system stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


DELIVERY_LIFECYCLE = TransitionTable(
    {
        DeliveryState.WAITING: {DeliveryState.DELIVERED, DeliveryState.FAILED},
        DeliveryState.DELIVERED: {DeliveryState.WAITING},
        DeliveryState.FAILED: {DeliveryState.WAITING},
    }
)
