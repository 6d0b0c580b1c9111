"""Pages for what went wrong: what happened, why, what to do next. In the reader's language, in our look."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from landbridge.entrypoints.web import refusals
from landbridge.entrypoints.web.context import Shell
from landbridge.entrypoints.web.toasts import Toast
from landbridge.kernel.refusal import Missing, NotAllowed, Refusal

View = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, slots=True)
class Oops:
    """What a page says of one kind of failure."""

    title: Promise
    text: Promise


PAGES = {
    400: Oops(_("This request makes no sense to us"), _("The address or what was sent with it is damaged. Go back and try once more.")),
    403: Oops(
        _("You may not do this"),
        _("Your roles do not include it, or the page was open too long. Reload it and try again, or ask a hub manager."),
    ),
    404: Oops(
        _("There is no such page"),
        _("It may have moved, or you may not be allowed to see it. Check the address, or start from the home page."),
    ),
    405: Oops(_("This page cannot be used that way"), _("Open it from a link or a button of ours. Nothing was changed.")),
    409: Oops(_("Not possible now"), _("Nothing was changed.")),
    413: Oops(_("This is too large"), _("A form takes 5 MB at most. Send a smaller file, or split it. Nothing was changed.")),
    429: Oops(_("Too many tries"), _("Wait a few minutes, then try again. This protects accounts from guessing.")),
    500: Oops(
        _("Something broke on our side"),
        _("Nothing half-done was kept. Try again; if it fails again, tell your administrator when it happened."),
    ),
}  # fmt: skip


CODES = {
    400: "bad_request", 403: "forbidden", 404: "missing", 405: "method_not_allowed", 409: "not_possible", 413: "too_large",
    429: "too_many_requests", 500: "broken",
}  # fmt: skip
"""What a programme is told instead of a page."""


class BareShell(Shell):
    """A page that must not ask the database anything: no account, no rooms, no messages."""

    @property
    def toasts(self) -> Iterator[Toast]:
        """None: they may live in the database."""
        return iter(())

    demo = None

    @property
    def _account(self) -> object | None:
        return None


def page(request: HttpRequest, status: int, *, text: object = "") -> HttpResponse:
    """The page for an HTTP status; `text` replaces its usual explanation."""
    oops = PAGES[status]
    if _by_a_programme(request):
        return _problem(status, text or oops.text)
    context = {"status": status, "title": oops.title, "text": text or oops.text}
    return render(request, "error.html", context, status=status)


def _by_a_programme(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _problem(status: int, text: object) -> HttpResponse:
    """The same for a programme, in the form of every refusal of the API."""
    return JsonResponse({"code": CODES[status], "message": str(text), "data": {}}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 when it was too much."""
    too_much = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return page(request, 413 if too_much else 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """403."""
    return page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """403 for a form that was open too long or came from elsewhere."""
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """404."""
    return page(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """500, from what needs no database: it may be what broke."""
    oops = PAGES[500]
    if _by_a_programme(request):
        return _problem(500, oops.text)
    context = {"status": 500, "title": oops.title, "text": oops.text, "shell": BareShell(request), "request": request}
    return HttpResponse(render_to_string("error.html", context), status=500)


class ErrorPages:
    """Turns refusals that no view has answered, and bare error answers, into pages."""

    def __init__(self, get_response: View) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a bare 405, 413 or 429 gets its page. No address of ours and no text we keep has a null character."""
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return page(request, 400)
        response = self._get_response(request)
        bare = response.status_code in {405, 413, 429} and not getattr(response, "streaming", False)
        if not bare or _by_a_programme(request) or len(response.content) > 200:
            return response
        return _with_headers_of(response, page(request, response.status_code))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal as a page: missing 404, forbidden 403, anything else 409 with its own words."""
        if not isinstance(exception, Refusal) or _by_a_programme(request):
            return None
        if isinstance(exception, Missing):
            return page(request, 404)
        if isinstance(exception, NotAllowed):
            return page(request, 403)
        return page(request, 409, text=refusals.words(exception))


def _with_headers_of(old: HttpResponse, new: HttpResponse) -> HttpResponse:
    for name in ("Allow", "Retry-After"):
        if name in old:
            new[name] = old[name]
    return new
