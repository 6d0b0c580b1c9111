"""The session that a personal link opens: one person, one event, in a cookie of its own.

    @personal
    def my_page(request: PersonalRequest) -> HttpResponse:
        party = request.link.attendee.participant

The cookie is signed, not kept: it names the hub and the link's family. Each request asks the database whether a living
link of that family exists, so that revoking the link closes the page at once.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from landbridge.entrypoints import clock
from landbridge.entrypoints.web.limits import address
from landbridge.entrypoints.web.secrecy import unwritten
from landbridge.events.actions.links import holder_of
from landbridge.events.holders import InterpreterHolder, LinkHolder
from landbridge.events.models import Attendee, Interpreter, PersonalLink
from landbridge.events.queries.links import link_of_family
from landbridge.ground.hubs import hub_context

COOKIE = "landbridge_link"
SALT = "landbridge.personal"
PATH = "/me/"
Parameters = ParamSpec("Parameters")


class PersonalRequest(HttpRequest):
    """A request of somebody who came by a personal link, inside the context of the link's hub."""

    link: PersonalLink
    attendee: Attendee
    holder: LinkHolder
    at: datetime


class InterpreterRequest(HttpRequest):
    """The same of an interpreter."""

    link: PersonalLink
    interpreter: Interpreter
    holder: InterpreterHolder
    at: datetime


Page = Callable[Concatenate[PersonalRequest, Parameters], HttpResponse]
InterpreterPage = Callable[Concatenate[InterpreterRequest, Parameters], HttpResponse]
Guarded = Callable[Concatenate[HttpRequest, Parameters], HttpResponse]


def begin(response: HttpResponse, link: PersonalLink, *, at: datetime) -> None:
    """Put the session into the response's cookie; it ends with the link."""
    response.set_cookie(
        COOKIE,
        signing.dumps({"hub": str(link.hub_id), "family": str(link.family)}, salt=SALT),
        max_age=max(int((link.expires_at - at).total_seconds()), 0),
        path=PATH,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def end(response: HttpResponse) -> None:
    """Forget the session on this phone."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")


def personal(page: Page[Parameters]) -> Guarded[Parameters]:
    """Let only the holder of a living link in who sits at a table; everybody else is told to open their link again."""

    @wraps(page)
    def guarded(request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
        def opened(link: PersonalLink) -> HttpResponse:
            if link.attendee is None:
                return closed(request)
            request.attendee = link.attendee  # type: ignore[attr-defined]
            return page(request, *args, **kwargs)  # type: ignore[arg-type]

        return _behind_the_door(request, opened)

    return guarded


def interpreting(page: InterpreterPage[Parameters]) -> Guarded[Parameters]:
    """Let only the holder of an interpreter's living link in."""

    @wraps(page)
    def guarded(request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> HttpResponse:
        def opened(link: PersonalLink) -> HttpResponse:
            if link.interpreter is None:
                return closed(request)
            link.interpreter.event = link.event
            request.interpreter = link.interpreter  # type: ignore[attr-defined]
            return page(request, *args, **kwargs)  # type: ignore[arg-type]

        return _behind_the_door(request, opened)

    return guarded


def _behind_the_door(request: HttpRequest, opened: Callable[[PersonalLink], HttpResponse]) -> HttpResponse:
    at = clock.current().now()
    hub_id, family = _named(request)
    if hub_id is None or family is None:
        return unwritten(closed(request))
    with hub_context(hub_id):
        link = link_of_family(family, at=at)
        if link is None:
            return unwritten(closed(request))
        request.link, request.holder, request.at = link, holder_of(link), at  # type: ignore[attr-defined]
        request.actor = request.holder  # type: ignore[attr-defined]
        return unwritten(opened(link))


def holder_or_address(request: HttpRequest) -> str:
    """What tells visitors apart when they are counted: the link they hold, else their address."""
    _hub, family = _named(request)
    return str(family or address(request))


def closed(request: HttpRequest) -> HttpResponse:
    """One page for a link that is wrong, has expired or was revoked, and for no link at all."""
    return render(request, "personal/closed.html", status=404)


def _named(request: HttpRequest) -> tuple[UUID | None, UUID | None]:
    """Hub and family that the cookie names, if it is ours."""
    try:
        said = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT)
        return UUID(said["hub"]), UUID(said["family"])
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None, None
