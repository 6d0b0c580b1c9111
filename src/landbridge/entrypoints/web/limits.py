"""How often one visitor may ask one page: a fixed window, counted in the cache of each web process.

A page is counted by the visitor's address, or by what else tells visitors apart: everybody in a hall shares an address.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Parameters], HttpResponse]
Who = Callable[[HttpRequest], str]
MINUTE = 60


def address(request: HttpRequest) -> str:
    """The visitor's address: what the trusted proxies say, without any what the server sees (LANDBRIDGE_PROXIES)."""
    return str(get_adapter(request).get_client_ip(request))


def limited(*, per_minute: int, by: Who = address) -> Callable[[View[Parameters]], View[Parameters]]:
    """Let one visitor through to this page `per_minute` times; after that, the status 429 says to wait."""

    def guard(view: View[Parameters]) -> View[Parameters]:
        name = _name(view)

        @wraps(view)
        def guarded(request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
            if count(f"{name}:{by(request)}") > per_minute:
                return _wait(request)
            return view(request, *args, **kwargs)

        return guarded

    return guard


def guesses_limited(*, per_minute: int) -> Callable[[View[Parameters]], View[Parameters]]:
    """Let an address guess a secret `per_minute` times in vain (404); those who know theirs are not counted."""

    def guard(view: View[Parameters]) -> View[Parameters]:
        name = _name(view)

        @wraps(view)
        def guarded(request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
            key = f"{name}:{address(request)}"
            if cache.get(key, 0) >= per_minute:
                return _wait(request)
            response = view(request, *args, **kwargs)
            if response.status_code == HTTPStatus.NOT_FOUND:
                count(key)
            return response

        return guarded

    return guard


def _name(view: View[Parameters]) -> str:
    return f"limit:{view.__module__}.{view.__qualname__}"


def _wait(request: HttpRequest) -> HttpResponse:
    response = render(request, "personal/wait.html", {"heading": _("Too many tries")}, status=429)
    response["Retry-After"] = str(MINUTE)
    return response


def count(key: str) -> int:
    """Count one more under this key within the present minute, and say the how manieth it is."""
    cache.add(key, 0, MINUTE)
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out between the two
        return 1
