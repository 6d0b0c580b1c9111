"""Tokens with which programmes act for a person: seen, made and ended here."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from landbridge.entrypoints import clock
from landbridge.entrypoints.gate import actor_of
from landbridge.entrypoints.web.forms import refused
from landbridge.entrypoints.web.network.forms import TokenForm
from landbridge.entrypoints.web.network.hubs import working_hub
from landbridge.entrypoints.web.network.pages.organisations import status_of
from landbridge.entrypoints.web.refusals import words
from landbridge.entrypoints.web.secrecy import unwritten
from landbridge.entrypoints.web.toasts import toast
from landbridge.kernel.refusal import Missing, Refusal
from landbridge.network import queries, rules
from landbridge.network.actions.tokens import make_token, revoke_token
from landbridge.network.permissions import Permission
from landbridge.network.phrases import SCOPES


def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens in the hub; everybody's for who manages its members."""
    hub = working_hub(request, Permission.SEE_HUB)
    actor, at = actor_of(request), clock.current().now()
    rows = queries.tokens_on(rules.visible_tokens(actor, hub_id=hub.pk), at=at)
    context = {
        "hub": hub,
        "tokens": [(token, [SCOPES[scope] for scope in token.scopes]) for token in rows],
        "all_of_them": actor.may(Permission.MANAGE_MEMBERS, hub.pk),
    }
    return render(request, "network/tokens.html", context)


def make(request: HttpRequest) -> HttpResponse:
    """Make a token and show its secret this once."""
    hub = working_hub(request, Permission.SEE_HUB)
    at = clock.current().now()
    form = TokenForm(request.POST or None, hub=hub, now=at)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            token, secret = make_token(
                actor=actor_of(request), hub_id=hub.pk, name=said["name"], scopes=said["scopes"],
                until=said["until"], at=at,
            )  # fmt: skip
        except Refusal as refusal:
            refused(form, refusal)
        else:
            made = {"token": token, "secret": secret, "hub": hub, "address": settings.SITE_URL}
            return unwritten(render(request, "network/token_made.html", made))
    context = {"form": form, "heading": _("Make a token"), "cancel_url": reverse("network:tokens"), "hub": hub}
    return render(request, "network/edit.html", context | {"crumb": _("Tokens")}, status=status_of(form))


@require_POST
def revoke(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """End a token at once."""
    try:
        revoke_token(actor=actor_of(request), token_id=token_id, at=clock.current().now())
    except Missing:
        raise
    except Refusal as refusal:
        toast(request, words(refusal))
    else:
        toast(request, _("The token has ended. The programme that used it is shut out."))
    return redirect("network:tokens")
