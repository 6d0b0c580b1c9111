"""How often one address may ask: a fixed window, counted in the cache of each process."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Parameters], HttpResponse]
MINUTE = 60


def limited(what: str, *, per_minute: int) -> Callable[[View[Parameters]], View[Parameters]]:
    """Let a client's address through `per_minute` times; after that it is told to wait, with the status 429."""

    def guard(view: View[Parameters]) -> View[Parameters]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
            key = f"limit:{what}:{request.META.get('REMOTE_ADDR', '')}"
            cache.add(key, 0, MINUTE)
            if _counted(key) > per_minute:
                response = render(request, "personal/wait.html", {"heading": _("Too many tries")}, status=429)
                response["Retry-After"] = str(MINUTE)
                return response
            return view(request, *args, **kwargs)

        return guarded

    return guard


def _counted(key: str) -> int:
    try:
        return int(cache.incr(key))
    except ValueError:  # it ran out between the two
        return 1
