"""The door: a personal link is looked at by GET and opened by POST, so that scanners and previews open nothing."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from landbridge.entrypoints import clock
from landbridge.entrypoints.web.limits import guesses_limited
from landbridge.entrypoints.web.personal import session
from landbridge.entrypoints.web.secrecy import discreet
from landbridge.events.actions.links import LinkDoesNotOpen, open_link
from landbridge.events.letters import language_of
from landbridge.events.models import PersonalLink
from landbridge.events.queries.links import link_of, link_of_family
from landbridge.events.states import EventState
from landbridge.ground.hubs import hub_context
from landbridge.kernel.refusal import Missing
from landbridge.kernel.zones import to_wall
from landbridge.network.actions.personal import opt_out

YEAR = 365 * 24 * 3600


@csrf_exempt  # the secret in the address is what is asked for; the page sends no referrer, so there is no origin to check
@discreet
@guesses_limited(per_minute=30)
@require_http_methods(["GET", "HEAD", "POST"])
def landing(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows what the link is for and changes nothing; POST swaps it for the session of its holder."""
    at = clock.current().now()
    if request.method == "POST":
        return _open(request, token)
    seen = link_of(token, at=at)
    if seen is None:
        return session.closed(request)
    with hub_context(seen.hub_id):
        link = link_of_family(seen.family, at=at)
        if link is None:
            return session.closed(request)
        with translation.override(_language(request, link)):
            return render(request, "personal/landing.html", {"link": link, "event": link.event})


def _open(request: HttpRequest, token: str) -> HttpResponse:
    at = clock.current().now()
    try:
        _holder, link = open_link(secret=token, at=at)
    except LinkDoesNotOpen:
        return session.closed(request)
    response = HttpResponseRedirect(reverse(_first_page(link, at)))
    session.begin(response, link, at=at)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        with hub_context(link.hub_id):
            language = _language(request, link)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=YEAR,
            samesite="Lax",
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
    return response


def _first_page(link: PersonalLink, at: datetime) -> str:
    """On the days themselves people come for where to go next; before and after for whom they meet."""
    if link.attendee_id is None:
        return "personal:interpreting"
    with hub_context(link.hub_id):
        event = link.event
        today = to_wall(at, event.zone).date()
    there = event.state == EventState.PUBLISHED and event.first_day <= today <= event.last_day
    return "personal:agenda" if there else "personal:me"


def _language(request: HttpRequest, link: PersonalLink) -> str:
    """The language asked for by the page's own switch, else chosen before, else the person's."""
    asked = request.GET.get("language") or request.POST.get("language") or ""
    if asked in dict(settings.LANGUAGES):
        return asked
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return translation.get_language() or "en"
    return language_of(link.recipient)


@csrf_exempt  # RFC 8058: a mail program ends the messages by one POST, without cookies
@discreet
@guesses_limited(per_minute=30)
@require_http_methods(["GET", "HEAD", "POST"])
def no_more(request: HttpRequest, secret: str) -> HttpResponse:
    """GET asks whether all messages shall end and changes nothing; POST ends them."""
    if request.method != "POST":
        return render(request, "personal/no_more.html", {"secret": secret})
    try:
        opt_out(secret=secret, at=clock.current().now())
    except Missing:
        return session.closed(request)
    return render(request, "personal/no_more.html", {"done": True})
