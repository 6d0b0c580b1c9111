"""Answers that hold what only one person may see."""

from django.http import HttpResponse


def unwritten(response: HttpResponse) -> HttpResponse:
    """The response, kept by no cache and by no search engine."""
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
