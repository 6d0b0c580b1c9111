"""The secrets of personal links: made here, shown once, kept as a digest only."""

import re
import secrets
from typing import Final

from landbridge.network.tokens import digest_of

__all__ = ["digest_of", "is_well_formed", "new_token"]

BYTES: Final = 24
_FORM = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)


def new_token() -> str:
    """A secret of 192 random bits, as 32 characters that stand in an address as they are."""
    return secrets.token_urlsafe(BYTES)


def is_well_formed(token: str) -> bool:
    """Whether this can be one of our secrets at all."""
    return _FORM.fullmatch(token) is not None
