"""Answers that hold what only one person may see."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[HttpRequest, Parameters], HttpResponse]


def unwritten(response: HttpResponse) -> HttpResponse:
    """The response, kept by no cache and by no search engine."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def discreet(view: View[Parameters]) -> View[Parameters]:
    """The address holds a secret: it goes into no referrer and no cache."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
        response = unwritten(view(request, *args, **kwargs))
        response["Referrer-Policy"] = "no-referrer"
        return response

    return guarded
