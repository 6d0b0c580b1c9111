"""One call to a receiver: to the judged address, without following redirects, within a time."""

from dataclasses import dataclass
from typing import Final

import urllib3

from landbridge.network.webhooks.targets import Target

TIMEOUT: Final = urllib3.Timeout(connect=5, read=10)
AGENT: Final = "Landbridge-Webhooks/1"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came back: a status, or why there was none; and for how many seconds the receiver asked us to wait."""

    status: int | None = None
    fault: str = ""
    wait: int | None = None

    @property
    def delivered(self) -> bool:
        """Whether the receiver took it."""
        return self.status is not None and 200 <= self.status < 300


def send(target: Target, content: bytes, headers: dict[str, str]) -> Outcome:
    """Post the content; never raises for what a receiver or the network does."""
    said = {**headers, "Host": _host(target), "Content-Type": "application/json", "User-Agent": AGENT}
    try:
        with _pool(target) as pool:
            answer = pool.urlopen(
                "POST", target.path, body=content, headers=said, redirect=False, retries=False, preload_content=False
            )
            answer.close()
    except (urllib3.exceptions.HTTPError, OSError) as error:
        return Outcome(fault=type(error).__name__)
    return Outcome(status=answer.status, wait=_seconds(answer.headers.get("Retry-After", "")))


def _pool(target: Target) -> urllib3.HTTPConnectionPool:
    if target.scheme == "https":
        return urllib3.HTTPSConnectionPool(
            target.address, target.port, timeout=TIMEOUT, server_hostname=target.host, assert_hostname=target.host
        )
    return urllib3.HTTPConnectionPool(target.address, target.port, timeout=TIMEOUT)


def _host(target: Target) -> str:
    usual = {"https": 443, "http": 80}[target.scheme]
    host = f"[{target.host}]" if ":" in target.host else target.host
    return host if target.port == usual else f"{host}:{target.port}"


def _seconds(said: str) -> int | None:
    return min(int(said), 86_400) if said.isascii() and said.isdigit() else None
