"""Where a message may go: to the public internet, never into the network this server stands in.

A name is resolved once, every address it has is judged, and the connection goes to the address that was judged: a name
that changes its mind between the look and the call (DNS rebinding) gains nothing.
"""

import ipaddress
import socket
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from landbridge.kernel.refusal import Refusal

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
TRANSLATED: Final = tuple(
    ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")
)
"""IPv6 ranges that carry an IPv4 address inside: NAT64, 6to4, Teredo."""


class AddressRefused(Refusal):
    """Messages do not go there. `data`: `reason` (`form`, `scheme`, `unknown_name`, `private`), `host`."""

    code = "address_refused"


@dataclass(frozen=True, slots=True)
class Target:
    """An address that was looked at: whom to call (`address`), by which name, for what path."""

    scheme: str
    host: str
    port: int
    path: str
    address: str


def target_of(url: str) -> Target:
    """Where a URL leads, or `AddressRefused`."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise AddressRefused(reason="form", host=url[:100]) from error
    if (
        not host
        or parts.username
        or parts.password
        or parts.fragment
        or not url.isascii()
        or not url.isprintable()
        or " " in url
    ):
        raise AddressRefused(reason="form", host=host[:100])
    if parts.scheme not in {"https", "http"}:
        raise AddressRefused(reason="scheme", host=host)
    found = _addresses(host, port or (443 if parts.scheme == "https" else 80))
    for address in found:
        allowed = _allowed(address)
        if not allowed and not is_public(address):
            raise AddressRefused(reason="private", host=host)
        if not allowed and parts.scheme != "https":
            raise AddressRefused(reason="scheme", host=host)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port or (443 if parts.scheme == "https" else 80), path, str(found[0]))


def is_public(address: Address) -> bool:
    """Whether the address belongs to the public internet, seen through every way to write an IPv4 one as IPv6."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if any(address in net for net in TRANSLATED):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _addresses(host: str, port: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressRefused(reason="unknown_name", host=host) from error
    return [ipaddress.ip_address(str(entry[4][0]).split("%")[0]) for entry in found]


def _allowed(address: Address) -> bool:
    """Networks the operator names (LANDBRIDGE_WEBHOOK_NETWORKS): a receiver in the same house."""
    return any(address in ipaddress.ip_network(net) for net in settings.WEBHOOK_NETWORKS)
