"""The secrets of tokens: how they look, and what is kept of them."""

import hashlib
import re
import secrets
from typing import Final

PREFIX: Final = "lbr_"
"""Begins every secret, so that scanners of public code can find one that leaked."""
_FORM = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}", re.ASCII)


def new_secret() -> str:
    """256 random bits behind the prefix."""
    return PREFIX + secrets.token_urlsafe(32)


def is_well_formed(secret: str) -> bool:
    """Whether this can be one of our secrets at all."""
    return _FORM.fullmatch(secret) is not None


def digest_of(secret: str) -> str:
    """What is kept of a secret: its SHA-256, in hexadecimal. So many random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
