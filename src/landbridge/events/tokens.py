"""The secrets of personal links: made here, shown once, kept as a digest only."""

import hashlib
import re
import secrets
from typing import Final

BYTES: Final = 24
_FORM = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)


def new_token() -> str:
    """A secret of 192 random bits, as 32 characters that stand in an address as they are."""
    return secrets.token_urlsafe(BYTES)


def digest_of(token: str) -> str:
    """What is kept of a secret: its SHA-256, in hexadecimal. So many random bits need no salt and no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_well_formed(token: str) -> bool:
    """Whether this can be one of our secrets at all."""
    return _FORM.fullmatch(token) is not None
