"""Identifiers that come as text, in a form or an address."""

from uuid import UUID

from landbridge.kernel.refusal import Missing


def identifier(text: str | None) -> UUID | None:
    """The identifier, or None if the text is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None


def asked_for(text: str | None) -> UUID:
    """The identifier of what is asked for; `Missing` if the text is none, as for a thing that is not there."""
    found = identifier(text)
    if found is None:
        raise Missing(identifier=str(text))
    return found
