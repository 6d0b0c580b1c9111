"""What programmes that call the API may count on: a limit per minute, and keys that make a repeated change safe."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Final, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import API, actor_of
from landbridge.entrypoints.web.limits import MINUTE, address, count
from landbridge.entrypoints.web.refusals import words
from landbridge.ground.locks import Busy
from landbridge.ground.replies import LONGEST_KEY, KeyUsedOtherwise, Reply, answer_once
from landbridge.kernel.refusal import Refusal

PER_MINUTE: Final = 600
OPEN_PER_MINUTE: Final = 120
"""What one address may ask of the doors that are open to everybody."""
CHANGES: Final = frozenset({"POST", "PUT", "PATCH", "DELETE"})
STATUS: Final[dict[type[Refusal], int]] = {KeyUsedOtherwise: 422, Busy: 409}


class Traffic:
    """Middleware behind the gate: knows who asks, and looks at the API only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Count the request; answer a change with a key once."""
        if not request.path.startswith(API) or not request.user.is_authenticated:
            return self.get_response(request)
        asker = getattr(request, "token", None) or request.user
        if count(f"api:{asker.pk}") > PER_MINUTE:
            return _too_many()
        key = request.headers.get("Idempotency-Key", "")
        if not key or request.method not in CHANGES:
            return self.get_response(request)
        if len(key) > LONGEST_KEY or not key.isprintable():
            message = _("An Idempotency-Key has at most %(most)s printable characters.") % {"most": LONGEST_KEY}
            return _problem("key_malformed", message, 400)
        return self._once(request, key)

    def _once(self, request: HttpRequest, key: str) -> HttpResponse:
        def answer() -> Reply:
            response = cast("HttpResponse", self.get_response(request))
            return Reply(response.status_code, response.get("Content-Type", ""), response.content)

        said = "\n".join((request.method or "", request.get_full_path(), "")).encode() + request.body
        try:
            reply = answer_once(
                account_id=actor_of(request).account_id,
                key=key,
                fingerprint=hashlib.sha256(said).hexdigest(),
                at=clock.current().now(),
                answer=answer,
            )
        except (KeyUsedOtherwise, Busy) as refusal:
            return _problem(refusal.code, words(refusal), STATUS[type(refusal)])
        response = HttpResponse(reply.content, status=reply.status, content_type=reply.media_type)
        if reply.again:
            response["Idempotent-Replayed"] = "true"
        return response


def open_to_all(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Count who asks without a log-in by address; whoever is signed in is counted already."""

    @wraps(view)
    def counted(request: HttpRequest, /, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated and count(f"api:open:{address(request)}") > OPEN_PER_MINUTE:
            return _too_many()
        return view(request, *args, **kwargs)

    return counted


def _too_many() -> HttpResponse:
    response = _problem("too_many_requests", _("Too many requests in this minute. Wait one and go on."), 429)
    response["Retry-After"] = str(MINUTE)
    return response


def _problem(code: str, message: str, status: int) -> HttpResponse:
    return JsonResponse({"code": code, "message": message, "data": {}}, status=status)
