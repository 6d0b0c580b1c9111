"""Enter the demonstration as one of its people, and move its clock.

Both need the mark that the command `demo` set in the database, and a browser on this very machine that came without a
proxy: a demonstration that somebody put on a server cannot be entered with one click.
"""

from datetime import datetime
from ipaddress import ip_address

from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints.demo.cast import PLAYERS
from landbridge.entrypoints.web.toasts import toast
from landbridge.ground import installation
from landbridge.kernel.refusal import Refusal
from landbridge.kernel.zones import to_instant
from landbridge.network.standings import account_with

ZONE = "Asia/Shanghai"
YEARS = range(2000, 2100)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PROXY_HEADERS = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


def may_enter(request: HttpRequest) -> bool:
    """Whether this is a demonstration, asked from this machine, by nobody's relay."""
    if any(header in request.META for header in PROXY_HEADERS):
        return False
    try:
        near = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        near = False
    return near and installation.is_demonstration()


@require_POST
def enter(request: HttpRequest, role: str) -> HttpResponse:
    """Log in as the demonstration's person of that role."""
    if not may_enter(request) or role not in PLAYERS:
        raise Http404
    account = account_with(PLAYERS[role].email)
    if account is None:
        raise Http404
    login(request, account, backend=BACKEND)
    return redirect("home")


@require_POST
def set_clock(request: HttpRequest) -> HttpResponse:
    """Let the demonstration's clock show another moment, or the machine's time again."""
    if not may_enter(request):
        raise Http404
    if "reset" in request.POST:
        installation.reset_clock()
        toast(request, _("The demonstration shows today's time again."))
        return redirect("home")
    try:
        installation.move_clock(to=_moment(request.POST.get("wall", "")))
    except (ValueError, Refusal):
        toast(request, _("The clock was not moved: give a date and a time that exist in Shanghai."))
    else:
        toast(request, _("The clock was moved."))
    return redirect("home")


def _moment(wall: str) -> datetime:
    typed = datetime.fromisoformat(wall).replace(tzinfo=None)
    if typed.year not in YEARS:
        raise ValueError(wall)
    return to_instant(typed, ZONE)
