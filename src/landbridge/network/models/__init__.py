"""Tables of the network."""

from landbridge.network.models.accounts import Account, AccountManager, Hub
from landbridge.network.models.codes import IndustryCode
from landbridge.network.models.imports import Import, ImportedRecord
from landbridge.network.models.parties import Affiliation, Organisation, Person
from landbridge.network.models.personal import ContactPreference, Provenance
from landbridge.network.models.rates import ExchangeRate
from landbridge.network.models.roles import Membership
from landbridge.network.models.tokens import ApiToken
from landbridge.network.models.webhooks import WebhookDelivery, WebhookEndpoint

__all__ = [
    "Account",
    "AccountManager",
    "Affiliation",
    "ApiToken",
    "ContactPreference",
    "ExchangeRate",
    "Hub",
    "Import",
    "ImportedRecord",
    "IndustryCode",
    "Membership",
    "Organisation",
    "Person",
    "Provenance",
    "WebhookDelivery",
    "WebhookEndpoint",
]
