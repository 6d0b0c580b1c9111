"""What proves that a message came from us: the headers of Standard Webhooks.

The secret of an endpoint is derived from the installation's secret, so that the database holds none. Raising the
endpoint's generation gives it a new one; for a day messages carry the signature of the former too.
"""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

from django.conf import settings

PREFIX: Final = "whsec_"
BOTH_FOR: Final = timedelta(hours=24)


class Endpoint(Protocol):
    """What of an endpoint decides its secrets."""

    @property
    def pk(self) -> UUID:
        """Its identifier."""
        ...

    generation: int
    rotated_at: datetime | None


def secret_of(endpoint: Endpoint, generation: int | None = None) -> str:
    """The secret to be given to the receiver, in the form the specification asks for."""
    return PREFIX + base64.b64encode(_key(endpoint.pk, generation or endpoint.generation)).decode()


def headers(endpoint: Endpoint, *, message_id: str, content: bytes, at: datetime) -> dict[str, str]:
    """The three headers with which the receiver verifies that nothing was changed and nothing is old."""
    stamp = str(int(at.timestamp()))
    signed = b".".join((message_id.encode(), stamp.encode(), content))
    generations = [endpoint.generation]
    if endpoint.rotated_at and at - endpoint.rotated_at < BOTH_FOR:
        generations.append(endpoint.generation - 1)
    signatures = (hmac.new(_key(endpoint.pk, g), signed, hashlib.sha256).digest() for g in generations)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join("v1," + base64.b64encode(signature).decode() for signature in signatures),
    }


def _key(endpoint_id: UUID, generation: int) -> bytes:
    said = f"landbridge.webhook:{endpoint_id}:{generation}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), said, hashlib.sha256).digest()
