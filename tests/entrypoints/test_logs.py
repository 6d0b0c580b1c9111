"""Secrets in addresses reach no log: not by the message, not by a traceback, not by a stack."""

import io
import logging

import pytest

from landbridge.entrypoints.logs import RedactSecrets


def written(secret_address: str) -> str:
    """What a handler with the filter writes about an error at that address."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(RedactSecrets())
    logger = logging.getLogger("tests.secrets")
    logger.addHandler(handler)
    logger.propagate = False
    try:
        int(secret_address)
    except ValueError:
        logger.exception("at %s", secret_address, stack_info=True)
    finally:
        logger.removeHandler(handler)
    return out.getvalue()


@pytest.mark.parametrize("address", ["/l/hush", "/l/no/hush", "/cal/hush.ics"])
def test_a_secret_is_in_no_line(address: str) -> None:
    told = written(address)
    assert "hush" not in told
    assert "ValueError" in told
