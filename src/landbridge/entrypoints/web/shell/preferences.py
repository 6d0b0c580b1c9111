"""How a reader wants the pages: theme and language. A cookie keeps the theme; the account keeps the language too."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web.context import THEME_COOKIE, THEMES
from landbridge.network.actions.hubs import set_preferences
from landbridge.network.models import Account

YEAR: Final = 365 * 24 * 3600


def back(request: HttpRequest) -> str:
    """The page the reader came from, if it is ours."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep the theme in a cookie: light, dark, or the system's when empty."""
    response = HttpResponseRedirect(back(request))
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie(
            THEME_COOKIE, theme, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
        )
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    _remember(request, theme=theme if theme in THEMES else "")
    return response


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keep the language in a cookie and, for those signed in, with the account: mail is written in it."""
    response = HttpResponseRedirect(back(request))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        translation.activate(language)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=YEAR,
            samesite="Lax",
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
        _remember(request, language=language)
    return response


def _remember(request: HttpRequest, **changes: str) -> None:
    """Keep a choice with the account too, so that other devices and mail follow it."""
    if isinstance(request.user, Account):
        kept = {name: str(getattr(request.user, name)) for name in ("language", "theme", "zone")}
        set_preferences(actor=actor_of(request), **{**kept, **changes})


class AccountLanguage:
    """On a device that has no choice of its own, an account's pages are in the account's language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the cookie's language, else the account's, else what the browser asks for."""
        wanted = str(getattr(request.user, "language", ""))
        if wanted in dict(settings.LANGUAGES) and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(wanted)
            request.LANGUAGE_CODE = wanted
        return self._get_response(request)
