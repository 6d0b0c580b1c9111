"""What the network writes into the trail."""

from enum import StrEnum


class NetworkEvent(StrEnum):
    """Things that happen to hubs, people, organisations and memberships."""

    ACCOUNT_OPENED = "network.account_opened"
    ACCOUNT_CLOSED = "network.account_closed"
    HUB_CREATED = "network.hub_created"
    ORGANISATION_CREATED = "network.organisation_created"
    ORGANISATION_CHANGED = "network.organisation_changed"
    ORGANISATION_MERGED = "network.organisation_merged"
    PERSON_CREATED = "network.person_created"
    PERSON_CHANGED = "network.person_changed"
    PERSON_MERGED = "network.person_merged"
    PERSON_ERASED = "network.person_erased"
    PERSON_OPTED_OUT = "network.person_opted_out"
    PERSON_TOLD = "network.person_told"
    AFFILIATION_CREATED = "network.affiliation_created"
    AFFILIATION_ENDED = "network.affiliation_ended"
    MEMBERSHIP_GRANTED = "network.membership_granted"
    MEMBERSHIP_ENDED = "network.membership_ended"
    IMPORT_UPLOADED = "network.import_uploaded"
    IMPORT_APPLIED = "network.import_applied"
    IMPORT_UNDONE = "network.import_undone"
    IMPORT_DISCARDED = "network.import_discarded"
    TOKEN_MADE = "network.token_made"  # noqa: S105 -- the name of an event
    TOKEN_REVOKED = "network.token_revoked"  # noqa: S105 -- as above
    WEBHOOK_ADDED = "network.webhook_added"
    WEBHOOK_CHANGED = "network.webhook_changed"
    WEBHOOK_ROTATED = "network.webhook_rotated"
    WEBHOOK_STOPPED = "network.webhook_stopped"
    WEBHOOK_REMOVED = "network.webhook_removed"
    RATE_ENTERED = "network.rate_entered"
    RATE_WITHDRAWN = "network.rate_withdrawn"
    RATE_RESTORED = "network.rate_restored"
