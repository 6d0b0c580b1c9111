"""When each session was last in use, to a few minutes: enough to know one's own devices, without a write on every page.

The cache of the process remembers when a session was last written down. After a restart the first page only starts the
clock, so that no page costs a write of its own.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase

from landbridge.kernel.clock import SystemClock
from landbridge.network.actions.accounts import note_session
from landbridge.network.actors import MembershipActor

EVERY: Final = timedelta(minutes=5)
KEPT: Final = 30 * 24 * 3600


class SessionActivity:
    """Notes every few minutes that a session of somebody who is logged in is in use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and note it."""
        response = self.get_response(request)
        session_key = request.session.session_key
        if session_key and request.user.is_authenticated:
            _note(MembershipActor(request.user.pk), session_key)
        return response


def _note(actor: MembershipActor, session_key: str) -> None:
    key, now = f"session-seen:{session_key}", SystemClock().now()
    if cache.add(key, now, KEPT) or now - cache.get(key, now) < EVERY:
        return
    cache.set(key, now, KEPT)
    note_session(actor=actor, session_key=session_key, at=now)
