"""Secrets in addresses reach no log: neither by the message nor by a traceback."""

import io
import logging
import sys

import pytest

from landbridge.entrypoints.logs import RedactSecrets


def written(secret_address: str) -> str:
    """What a handler with the filter writes about an error at that address."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(RedactSecrets())
    try:
        int(secret_address)
    except ValueError:
        handler.handle(logging.makeLogRecord({"msg": f"at {secret_address}", "exc_info": sys.exc_info()}))
    return out.getvalue()


@pytest.mark.parametrize("address", ["/l/hush", "/l/no/hush", "/cal/hush.ics"])
def test_a_secret_is_in_no_line(address: str) -> None:
    told = written(address)
    assert "hush" not in told
    assert "ValueError" in told
