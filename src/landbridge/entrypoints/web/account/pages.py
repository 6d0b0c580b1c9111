"""Log one device out, go to single sign-on, and close an account: one's own, or anybody's as network administrator."""

import logging
from http import HTTPStatus
from urllib.parse import urlsplit
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web.account.forms import CloseForm
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.toasts import toast
from landbridge.kernel.refusal import Refusal
from landbridge.network import rules
from landbridge.network.actions import accounts

logger = logging.getLogger(__name__)


@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """Log one of one's devices out."""
    accounts.end_session(actor=actor_of(request), session_id=session_id)
    toast(request, _("That device is logged out."))
    return redirect("usersessions_list")


def go_to_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Leave for the provider by a page of our own that leads there at once.

    The content policy lets forms end on this site only, and browsers hold every redirect after a form to that; where
    a provider sends people on its way is not ours to know.
    """
    try:
        answer: HttpResponse = openid_connect.login(request, provider_id)
    except (OSError, KeyError) as fault:  # it does not answer (a RequestException is an OSError), or not as a provider
        logger.warning("single sign-on: the provider could not be asked: %r", fault)
        return render(request, "socialaccount/authentication_error.html", {"away": True}, status=502)
    if answer.status_code != HTTPStatus.FOUND:
        return answer
    there = answer["Location"]
    return render(request, "socialaccount/leave.html", {"there": there, "name": urlsplit(there).hostname})


@reauthentication_required  # type: ignore[untyped-decorator]
def close_own(request: HttpRequest) -> HttpResponse:
    """Close one's own account, after logging in anew."""
    own = actor_of(request).account_id
    return _close(request, own, back=reverse("usersessions_list"), done="home")


def close(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Close somebody's account, as a network administrator."""
    return _close(request, account_id, back=reverse("network:members"), done="network:members")


def _close(request: HttpRequest, account_id: UUID, *, back: str, done: str) -> HttpResponse:
    actor = actor_of(request)
    account = rules.access_account(actor, account_id)
    form = CloseForm(request.POST or None, address=account.email)
    if request.method == "POST" and form.is_valid():
        try:
            accounts.close_account(actor=actor, account_id=account_id, at=clock.current().now())
        except Refusal as refusal:
            refused(form, refusal)
        else:
            if account_id == actor.account_id:
                logout(request)
            toast(request, _("The account is closed."))
            return redirect(done)
    own = account_id == actor.account_id
    context = {"form": form, "account": account, "own": own, "cancel_url": back}
    return render(request, "account/close.html", context, status=422 if form.errors else 200)
